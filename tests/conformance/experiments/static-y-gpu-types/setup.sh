sacctmgr -i add qos debug set priority=1000 maxtrespu=gres/gpu=2 maxwall=1:00:00
sacctmgr -i add qos big set priority=10 grptres=gres/gpu:a100=12
sacctmgr -i add account vision fairshare=4 qos=normal,debug,big
sacctmgr -i add account speech fairshare=2 qos=normal,debug
sacctmgr -i add user ada,bo account=vision defaultqos=normal
sacctmgr -i add user cleo account=speech
sacctmgr -i modify user bo set maxtres=gres/gpu=4
