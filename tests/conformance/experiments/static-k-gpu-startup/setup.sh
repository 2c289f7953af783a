sacctmgr -i modify qos h100cap set grptres=gres/gpu=56
sacctmgr -i modify qos inter set maxtrespu=gres/gpu=2 maxjobspu=2 flags=DenyOnLimit
sacctmgr -i modify qos normal set priority=20 maxtrespu=gres/gpu=32
sacctmgr -i add qos release priority=100 grptresmins=gres/gpu=400000 flags=NoDecay usagefactor=1.5
sacctmgr -i add qos spare priority=0 usagefactor=0.2 maxtrespu=gres/gpu=16 maxwall=1-00:00:00 maxjobsaccruepu=4
sacctmgr -i add account found fairshare=60 grptresmins=billing=9000000
sacctmgr -i add account pretrain parent=found fairshare=40 qos=normal,release,spare
sacctmgr -i add account align parent=found fairshare=20 qos=normal,release,spare grptres=gres/gpu=48
sacctmgr -i add account data parent=found fairshare=5 qos=normal
sacctmgr -i add account product fairshare=30 qos=normal,spare
sacctmgr -i add account speech parent=product fairshare=1 grptresmins=gres/gpu=90000
sacctmgr -i add account ocr parent=product fairshare=1 grptresrunmins=gres/gpu=20000
sacctmgr -i add account interns fairshare=2 qos=spare defaultqos=spare maxtres=gres/gpu=4
sacctmgr -i add user minjun account=pretrain fairshare=5
sacctmgr -i add user seoyeon account=pretrain fairshare=5
sacctmgr -i add user jiho account=align fairshare=1
sacctmgr -i add user subin account=align,data fairshare=1
sacctmgr -i add user doyun account=data fairshare=1 maxtres=cpu=64
sacctmgr -i add user hana account=speech fairshare=1
sacctmgr -i add user woojin account=ocr fairshare=1
sacctmgr -i add user yuna account=ocr fairshare=1
sacctmgr -i add user intern1 account=interns
sacctmgr -i add user intern2 account=interns
sacctmgr -i add user infra account=root adminlevel=Admin
