sacctmgr -i add qos scavenger priority=0 usagefactor=0.25 gracetime=60 description="when nobody else wants it"
sacctmgr -i modify qos normal set priority=50 preempt=scavenger
sacctmgr -i add qos urgent priority=1000 preempt=normal,scavenger maxwall=8:00:00 grptres=cpu=48 usagefactor=1.5
sacctmgr -i modify qos scavenger set preemptmode=requeue
sacctmgr -i add account exomes fairshare=30
sacctmgr -i add account imaging fairshare=30
sacctmgr -i add account clinical fairshare=35
sacctmgr -i add account guests fairshare=5
sacctmgr -i add user wes,xena account=exomes qos=normal,scavenger
sacctmgr -i add user yuri,zoe account=imaging qos=normal,scavenger
sacctmgr -i add user clin account=clinical qos=urgent,normal defaultqos=urgent
sacctmgr -i add user vic account=guests qos=scavenger defaultqos=scavenger
