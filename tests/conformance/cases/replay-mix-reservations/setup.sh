sacctmgr -i add qos fast priority=40 maxwall=6
sacctmgr -i add account w,v qos=normal,fast
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
