sacctmgr -i add qos vip set priority=10
sacctmgr -i add account aria fairshare=2 qos=normal,vip
sacctmgr -i add account duo qos=normal
sacctmgr -i add user s1,s2 account=aria
sacctmgr -i add user s3 account=duo
