sacctmgr -i add account w
sacctmgr -i add user ua,ub,uc account=w
