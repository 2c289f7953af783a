sacctmgr -i add account w
sacctmgr -i add user ua account=w maxjobs=1
sacctmgr -i add user ub,uc account=w
