sacctmgr -i add qos scav priority=0 preemptmode=cancel
sacctmgr -i add qos low priority=10 gracetime=30
sacctmgr -i add qos mid priority=50 preempt=scav preemptexempttime=00:02:00
sacctmgr -i add qos high priority=100 preempt=scav,low,mid
sacctmgr -i add account w qos=normal,scav,low,mid,high
sacctmgr -i add user ua,ub,uc account=w
