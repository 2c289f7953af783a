sacctmgr -i add account a1 fairshare=10
sacctmgr -i add account b1 fairshare=20
sacctmgr -i add account a2 parent=a1 fairshare=2
sacctmgr -i add account a3 parent=a2 fairshare=parent
sacctmgr -i add account a4 parent=a3 fairshare=4
sacctmgr -i add account a5 parent=a4 fairshare=parent
sacctmgr -i add account a6 parent=a5 fairshare=6
sacctmgr -i add user u1,u2 account=a6 fairshare=parent
sacctmgr -i add user u3 account=a6 fairshare=7
sacctmgr -i add user u4 account=a4 fairshare=2
sacctmgr -i add user u5,u6 account=b1
sacctmgr -i add user u1 account=b1 fairshare=9
