sacctmgr -i modify qos normal set priority=100
sacctmgr -i add qos doe priority=10 maxtrespu=license/starccm=20 usagefactor=0.75
sacctmgr -i add qos milestone priority=500 preempt=doe grptres=cpu=768
sacctmgr -i add qos homolog priority=800 preempt=doe,normal maxjobspu=2
sacctmgr -i add account aero fairshare=40 qos=normal,doe,milestone
sacctmgr -i add account safety fairshare=40 qos=normal,doe,homolog
sacctmgr -i add account suppliers fairshare=5 qos=doe defaultqos=doe grptresrunmins=cpu=300000
sacctmgr -i add account prj_suv parent=aero fairshare=50 priority=200
sacctmgr -i add account prj_pickup parent=aero fairshare=30 priority=100
sacctmgr -i add account thermal parent=aero fairshare=20
sacctmgr -i add account frontal parent=safety fairshare=1 grptres=license/lsdyna=144
sacctmgr -i add account pedestrian parent=safety fairshare=1 grpnodes=5
sacctmgr -i add user abreu account=prj_suv,prj_pickup fairshare=1
sacctmgr -i add user bastos account=prj_suv fairshare=1
sacctmgr -i add user cardoso account=prj_pickup fairshare=1
sacctmgr -i add user duarte account=thermal fairshare=1 maxnodes=8
sacctmgr -i add user esteves account=frontal fairshare=2
sacctmgr -i add user fontes account=frontal,pedestrian fairshare=1
sacctmgr -i add user gomes account=pedestrian fairshare=1
sacctmgr -i add user tier1 account=suppliers fairshare=1 maxjobs=2 maxwall=1-00:00:00
sacctmgr -i add user operacao account=root adminlevel=Operator
