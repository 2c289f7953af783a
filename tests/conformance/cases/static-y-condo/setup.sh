sacctmgr -i add account bio fairshare=3
sacctmgr -i add account geo fairshare=3
sacctmgr -i add account guests fairshare=1
sacctmgr -i add user b1,b2 account=bio
sacctmgr -i add user g1 account=geo
sacctmgr -i add user v1 account=guests
