sacctmgr -i add qos high priority=10
sacctmgr -i add qos mid priority=5
sacctmgr -i add account w
sacctmgr -i add user ua,ub,uc account=w qos=normal,high,mid defaultqos=normal
