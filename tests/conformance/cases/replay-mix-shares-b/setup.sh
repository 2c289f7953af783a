sacctmgr -i add qos py || true
sacctmgr -i modify qos py set maxtrespu=cpu=8
sacctmgr -i add qos few priority=20 maxjobspu=3
sacctmgr -i add account w,v qos=normal,few
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
