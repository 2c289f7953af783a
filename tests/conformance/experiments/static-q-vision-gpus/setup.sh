sacctmgr -i modify qos normal set priority=10 maxtrespu=gres/gpu=8
sacctmgr -i add qos deadline priority=100 maxtrespu=gres/gpu=12 maxwall=2-0 usagefactor=2
sacctmgr -i add qos student priority=1 maxtrespu=gres/gpu=2 maxjobspu=2 maxwall=12:00:00
sacctmgr -i add account tracking fairshare=40
sacctmgr -i add account medimg fairshare=35
sacctmgr -i add account robots fairshare=25
sacctmgr -i add account msc fairshare=5
sacctmgr -i add user chen,dasha account=tracking qos=normal,deadline
sacctmgr -i add user emil,farah account=medimg qos=normal,deadline
sacctmgr -i add user gita,hugo account=robots
sacctmgr -i add user ida,jon account=msc qos=student defaultqos=student
sacctmgr -i modify account robots set grptres=gres/gpu=6
sacctmgr -i modify account medimg set grptres=gres/gpu:a100=8
