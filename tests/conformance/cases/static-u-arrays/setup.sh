sacctmgr -i add qos r maxjobspu=2
sacctmgr -i add account c fairshare=1 qos=normal,r
sacctmgr -i add user ca,cb account=c
