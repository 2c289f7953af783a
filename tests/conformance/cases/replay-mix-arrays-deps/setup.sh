sacctmgr -i add qos lim priority=30 maxjobspu=4
sacctmgr -i add qos sub priority=10 maxsubmitjobspu=8
sacctmgr -i add account w,v qos=normal,lim,sub
sacctmgr -i modify account v set grpjobs=6
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
