sacctmgr -i modify qos normal set priority=20
sacctmgr -i add qos observe priority=500 maxjobspu=50
sacctmgr -i add qos reproc priority=5 grptres=cpu=144 usagefactor=0.5
sacctmgr -i add account ops fairshare=50 qos=normal,observe
sacctmgr -i add account surveys fairshare=35 qos=normal,reproc
sacctmgr -i add account gleam parent=surveys fairshare=20 grptres=gres/gpu=5
sacctmgr -i add account eor parent=surveys fairshare=10
sacctmgr -i add account pulsars parent=surveys fairshare=5 maxjobs=8
sacctmgr -i add account visitors fairshare=15 maxtres=cpu=48 maxwall=8:00:00
sacctmgr -i add user obsbot account=ops fairshare=1
sacctmgr -i add user engtest account=ops fairshare=1
sacctmgr -i add user natasha account=gleam fairshare=1
sacctmgr -i add user jack account=gleam,eor fairshare=1
sacctmgr -i add user cathryn account=eor fairshare=2
sacctmgr -i add user ramesh account=pulsars fairshare=1
sacctmgr -i add user visitor1 account=visitors fairshare=1
sacctmgr -i add user visitor2 account=visitors fairshare=1
sacctmgr -i add user operator account=root adminlevel=Operator
