sacctmgr -i add account w,v
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
