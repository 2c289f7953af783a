sacctmgr -i add account bio fairshare=30
sacctmgr -i add account geo fairshare=10
sacctmgr -i add user ua,ub account=bio
sacctmgr -i add user uc account=geo fairshare=4
sacctmgr -i modify user uc set maxjobs=2
