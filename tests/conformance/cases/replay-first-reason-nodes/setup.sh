sacctmgr -i add qos low priority=1
sacctmgr -i add qos mid priority=5
sacctmgr -i add account w
sacctmgr -i add user ua,ub,uc account=w qos=low,mid defaultqos=mid
