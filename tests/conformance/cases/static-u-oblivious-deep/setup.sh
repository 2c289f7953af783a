sacctmgr -i add account l0 fairshare=5
sacctmgr -i add account l1 parent=l0 fairshare=parent
sacctmgr -i add account l2 parent=l1 fairshare=7
sacctmgr -i add account l3 parent=l2 fairshare=0
sacctmgr -i add account l4 parent=l3 fairshare=2
sacctmgr -i add account l5 parent=l4 fairshare=parent
sacctmgr -i add account m fairshare=11
sacctmgr -i add user v0 account=l0 fairshare=1 priority=0
sacctmgr -i add user v1 account=l1 fairshare=2 priority=3
sacctmgr -i add user v2 account=l2 fairshare=3 priority=6
sacctmgr -i add user v3 account=l3 fairshare=4 priority=9
sacctmgr -i add user v4 account=l4 fairshare=5 priority=12
sacctmgr -i add user v5 account=l5 fairshare=6 priority=15
sacctmgr -i add user v9 account=m,l5 fairshare=2
