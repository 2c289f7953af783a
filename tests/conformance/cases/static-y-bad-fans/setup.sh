sacctmgr -i add account water
sacctmgr -i add account air fairshare=3
sacctmgr -i add user w1 account=water
sacctmgr -i add user a1,a2 account=air
