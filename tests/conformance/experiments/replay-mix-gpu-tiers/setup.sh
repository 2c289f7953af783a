sacctmgr -i add qos g4 priority=20 maxtrespu=gres/gpu=4
sacctmgr -i add account w,v qos=normal,g4
sacctmgr -i modify account v set grptres=gres/gpu:a100=6
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
