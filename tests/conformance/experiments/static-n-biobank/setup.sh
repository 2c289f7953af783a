sacctmgr -i modify qos imp set maxjobspu=60 grptres=cpu=120 priority=300
sacctmgr -i modify qos normal set priority=100 maxtrespu=cpu=100,mem=1T
sacctmgr -i add qos express priority=800 maxjobspu=4 maxwall=1:00:00 maxtresperjob=cpu=8
sacctmgr -i add qos longrun priority=60 maxsubmitjobspu=40 maxtrespu=cpu=60
sacctmgr -i add qos scavenge priority=0 usagefactor=0.1 grptres=cpu=80
sacctmgr -i add account research fairshare=50 qos=normal,express,longrun,scavenge
sacctmgr -i add account cardiometab parent=research fairshare=20
sacctmgr -i add account pharmacogen parent=research fairshare=10
sacctmgr -i add account ancient parent=research fairshare=20 grptresrunmins=cpu=90000
sacctmgr -i add account service fairshare=40 qos=normal,express
sacctmgr -i add account imputation parent=service fairshare=30 grpsubmitjobs=300
sacctmgr -i add account qc parent=service fairshare=10
sacctmgr -i add account guests fairshare=10 qos=scavenge,normal defaultqos=scavenge maxjobs=20
sacctmgr -i add user kask account=cardiometab fairshare=1
sacctmgr -i add user tamm account=cardiometab,pharmacogen fairshare=1
sacctmgr -i add user saar account=pharmacogen fairshare=2
sacctmgr -i add user rebane account=ancient fairshare=1 maxjobs=40
sacctmgr -i add user ilves account=ancient fairshare=1
sacctmgr -i add user impbot account=imputation fairshare=10
sacctmgr -i add user qcbot account=qc,imputation fairshare=5
sacctmgr -i add user turku1 account=guests fairshare=1
sacctmgr -i add user lund2 account=guests fairshare=1 maxsubmitjobs=30
sacctmgr -i add user haldur account=root adminlevel=Operator
