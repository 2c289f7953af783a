sacctmgr -i add qos scav priority=0 preemptmode=cancel
sacctmgr -i add qos low priority=10
sacctmgr -i add qos high priority=60 preempt=low,scav gracetime=10
sacctmgr -i add qos top priority=100 preempt=low,scav,high
sacctmgr -i add account w,v qos=normal,scav,low,high,top
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
