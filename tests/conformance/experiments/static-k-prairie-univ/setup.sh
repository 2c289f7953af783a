sacctmgr -i modify qos normal set priority=10
sacctmgr -i modify qos p_long set grptres=cpu=128 maxjobspu=4
sacctmgr -i modify qos p_gpu set maxtrespu=gres/gpu=6
sacctmgr -i modify qos p_debug set maxjobspu=1 maxsubmitjobspu=2
sacctmgr -i add qos priority priority=100 usagefactor=2 maxtrespu=cpu=128
sacctmgr -i add qos scav priority=0 usagefactor=0.1 maxsubmitjobspu=50
sacctmgr -i add account lsa fairshare=50 description="literature, science, arts" organization=lsa
sacctmgr -i add account engin fairshare=40 description="engineering" organization=engin
sacctmgr -i add account med fairshare=10 description="medicine" organization=med
sacctmgr -i add account chem parent=lsa fairshare=30
sacctmgr -i add account physics parent=lsa fairshare=20 grptres=cpu=320
sacctmgr -i add account kowalski_lab parent=chem fairshare=2
sacctmgr -i add account ruiz_lab parent=chem fairshare=1
sacctmgr -i add account mecheng parent=engin fairshare=1
sacctmgr -i add account eecs parent=engin fairshare=1
sacctmgr -i add account radiology parent=med fairshare=parent
sacctmgr -i add user hlee account=kowalski_lab fairshare=1 qos=normal,priority,scav defaultqos=normal
sacctmgr -i add user tmoore account=kowalski_lab fairshare=1 qos=normal,scav defaultqos=normal
sacctmgr -i add user jruiz account=ruiz_lab fairshare=5 qos=normal,priority defaultqos=normal
sacctmgr -i add user anowak account=ruiz_lab,physics fairshare=1
sacctmgr -i add user bquinn account=physics fairshare=parent
sacctmgr -i add user csato account=mecheng fairshare=1 maxjobs=8
sacctmgr -i add user dvance account=mecheng fairshare=1
sacctmgr -i add user epatel account=eecs fairshare=10 qos=normal,priority,scav defaultqos=normal
sacctmgr -i add user fzhou account=eecs fairshare=10 qos=normal,scav defaultqos=scav
sacctmgr -i add user gmarsh account=radiology
sacctmgr -i add user rcadmin account=root adminlevel=Admin
