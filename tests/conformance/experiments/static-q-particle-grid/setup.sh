sacctmgr -i add account hep description="hep" fairshare=100
sacctmgr -i add account production parent=hep fairshare=60
sacctmgr -i add account analysis parent=hep fairshare=30
sacctmgr -i add account detector parent=hep fairshare=10
sacctmgr -i add user prodman account=production
sacctmgr -i add user ana,bert,cleo account=analysis
sacctmgr -i add user dirk account=detector
sacctmgr -i modify account analysis set grpjobs=14
sacctmgr -i modify user cleo set maxsubmitjobs=12
sacctmgr -i modify account detector set grptres=cpu=16
