sacctmgr -i add qos in priority=10 preemptmode=requeue,within
sacctmgr -i add account w qos=normal,in
sacctmgr -i add user ua,ub,uc account=w
