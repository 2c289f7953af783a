sacctmgr -i add qos interactive set priority=100 maxtrespu=gres/gpu=2 maxwall=8:00:00 usagefactor=1.5
sacctmgr -i add qos batchgpu set priority=10 grptres=gres/gpu:h200=20 maxtrespa=gres/gpu=16
sacctmgr -i add account llm fairshare=5 qos=normal,interactive,batchgpu grptresmins=gres/gpu=900000
sacctmgr -i add account robots fairshare=3 qos=normal,interactive,batchgpu
sacctmgr -i add account vis fairshare=2 qos=normal,interactive
sacctmgr -i add user nora,ivan account=llm defaultqos=batchgpu
sacctmgr -i add user olga account=robots
sacctmgr -i add user pete,quin account=vis
sacctmgr -i add user ivan account=robots fairshare=2
sacctmgr -i modify user quin set maxtresperjob=gres/gpu=2 grptres=gres/gpu:l40s=3
