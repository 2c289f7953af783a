sacctmgr -i add account w,v
sacctmgr -i add user ua,ub,uc account=w
sacctmgr -i add user ua,ub account=v
