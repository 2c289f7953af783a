sacctmgr -i modify qos normal set priority=10
sacctmgr -i add qos few priority=20 maxjobspu=3 maxtrespu=cpu=6
sacctmgr -i add qos hi priority=100 grptres=cpu=8
sacctmgr -i add qos pfast maxtrespa=cpu=6
sacctmgr -i add account w,v qos=normal,few,hi,pfast
sacctmgr -i modify account v set grpjobs=7
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc,ud account=v
