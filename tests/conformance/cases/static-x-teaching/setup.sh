sacctmgr -i add qos exam set priority=100 maxjobspu=1 maxwall=01:00:00
sacctmgr -i add qos staff set priority=50 grptres=cpu=40
sacctmgr -i add account math fairshare=10 qos=normal,exam grpjobs=4
sacctmgr -i add account teach fairshare=20 qos=normal,exam,staff
sacctmgr -i add user s1,s2,s3 account=math
sacctmgr -i add user prof account=teach defaultqos=staff
sacctmgr -i modify user s3 set maxsubmitjobs=2
