sacctmgr -i add qos scavenger priority=0 usagefactor=0 maxwall=12:00:00
sacctmgr -i modify qos normal set priority=10 maxtrespu=gres/gpu=8 preempt=scavenger
sacctmgr -i add qos m2 priority=40 maxtrespu=gres/gpu=12 maxwall=2-00:00:00 preempt=scavenger
sacctmgr -i add qos high priority=100 maxtrespu=gres/gpu=4 maxjobspu=2 maxwall=8:00:00 preempt=scavenger,normal flags=DenyOnLimit
sacctmgr -i add qos deadline priority=300 grptres=gres/gpu:a40=8 preempt=scavenger,normal,m2
sacctmgr -i add account vision fairshare=30 qos=normal,m2,high,scavenger,deadline grptres=gres/gpu:a40=10,gres/gpu:rtx6000=8
sacctmgr -i add account language fairshare=30 qos=normal,m2,high,scavenger grptres=gres/gpu=24
sacctmgr -i add account health fairshare=20 qos=normal,m2,high grptresmins=gres/gpu=300000
sacctmgr -i add account robotics parent=vision fairshare=10 grptres=gres/gpu:t4=12
sacctmgr -i add account courses fairshare=5 qos=normal,scavenger maxtres=gres/gpu=2 maxtresmins=gres/gpu=960
sacctmgr -i add user amir account=vision fairshare=1
sacctmgr -i add user chloe account=vision,robotics fairshare=1
sacctmgr -i add user devon account=robotics fairshare=1
sacctmgr -i add user fatima account=language fairshare=2
sacctmgr -i add user george account=language fairshare=1 maxtres=gres/gpu=4
sacctmgr -i add user haoran account=language,health fairshare=1
sacctmgr -i add user ines account=health fairshare=1
sacctmgr -i add user csc413a,csc413b,csc413c account=courses fairshare=1
sacctmgr -i add user sysml account=root adminlevel=Admin
