sacctmgr -i add account x fairshare=3
sacctmgr -i add account y fairshare=3
sacctmgr -i add account z parent=y fairshare=1
sacctmgr -i add user e1,e2,e3 account=x fairshare=1
sacctmgr -i add user e4,e5 account=z fairshare=2
sacctmgr -i add user e6 account=y fairshare=1
sacctmgr -i add user e7 account=x,y,z fairshare=1
