sacctmgr -i add qos a priority=3
sacctmgr -i add qos b priority=300
sacctmgr -i add account t fairshare=4 priority=8 qos=normal,a,b
sacctmgr -i add user ta,tb account=t
sacctmgr -i modify user tb set priority=99
