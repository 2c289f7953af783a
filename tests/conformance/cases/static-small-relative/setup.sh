sacctmgr -i add qos q1 priority=7
sacctmgr -i add qos q2 priority=70
sacctmgr -i add account k fairshare=5 priority=11 qos=normal,q1,q2
sacctmgr -i add account l fairshare=2 qos=normal,q1,q2
sacctmgr -i add user ka account=k priority=44
sacctmgr -i add user kb account=k
sacctmgr -i add user la account=l priority=22
