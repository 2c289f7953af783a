sacctmgr -i add qos fast priority=100 usagefactor=2.0
sacctmgr -i add account north fairshare=10 description="north wing" qos=normal,fast
sacctmgr -i add account south fairshare=20 description="south wing"
sacctmgr -i add account nlab parent=north fairshare=3 qos=normal,fast
sacctmgr -i add account nfarm parent=north fairshare=1
sacctmgr -i add user ada account=nlab fairshare=2 wckey=w1,w2 defaultwckey=w1
sacctmgr -i add user bo account=nlab,south fairshare=1 wckey=w1
sacctmgr -i add user cy account=nfarm fairshare=1 wckey=w2,w3
sacctmgr -i add user di account=south fairshare=4 wckey=w3
sacctmgr -i add user ed account=south fairshare=1 wckey=w1
