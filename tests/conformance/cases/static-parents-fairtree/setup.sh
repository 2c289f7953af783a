sacctmgr -i add account a fairshare=parent
sacctmgr -i add account b fairshare=4
sacctmgr -i add account c fairshare=6
sacctmgr -i add account a1 parent=a fairshare=parent
sacctmgr -i add account a2 parent=a fairshare=3
sacctmgr -i add account b1 parent=b fairshare=parent
sacctmgr -i add account b11 parent=b1 fairshare=parent
sacctmgr -i add account b12 parent=b1 fairshare=2
sacctmgr -i add account c1 parent=c fairshare=0
sacctmgr -i add account c2 parent=c fairshare=5
sacctmgr -i add user p1 account=a1 fairshare=parent
sacctmgr -i add user p2 account=a1 fairshare=2
sacctmgr -i add user p3 account=a2 fairshare=1
sacctmgr -i add user p4 account=b11 fairshare=parent
sacctmgr -i add user p5 account=b11 fairshare=7
sacctmgr -i add user p6 account=b12 fairshare=1
sacctmgr -i add user p7 account=c1 fairshare=3
sacctmgr -i add user p8 account=c2 fairshare=parent
sacctmgr -i add user p9 account=c2,a fairshare=1
