sacctmgr -i add qos g2 priority=20 maxtrespu=gres/gpu=2
sacctmgr -i add qos hi priority=100 grptres=gres/gpu:a=3
sacctmgr -i add account w,v qos=normal,g2,hi
sacctmgr -i modify account v set grptres=license/z=2,gres/gpu=5
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
