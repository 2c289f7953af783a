sacctmgr -i add account aerospace description="aerospace customers" organization=sales1 fairshare=50
sacctmgr -i add account automotive description="car makers" organization=sales2 fairshare=30
sacctmgr -i add account marine description=shipyards organization=sales2 fairshare=10 grptres=node=6
sacctmgr -i add account internal description="code development" organization=rd fairshare=10 maxwall=1-00:00:00
sacctmgr -i add account wing parent=aerospace fairshare=3
sacctmgr -i add account engine parent=aerospace fairshare=2 grpjobs=2
sacctmgr -i add user rossi account=wing
sacctmgr -i add user bianchi account=wing maxtresperjob=node=16
sacctmgr -i add user ferrari account=engine
sacctmgr -i add user conti account=automotive
sacctmgr -i add user greco account=automotive,marine defaultaccount=automotive
sacctmgr -i add user marino account=marine
sacctmgr -i add user costa account=internal maxsubmitjobs=3
