sacctmgr -i add qos lo priority=10
sacctmgr -i add qos hi priority=100
sacctmgr -i add account w qos=normal,lo,hi
sacctmgr -i add user ua,ub,uc account=w
