sacctmgr -i add qos half set usagefactor=0.5 priority=5
sacctmgr -i add qos rush set usagefactor=2.5 priority=50 grptresmins=cpu=100000
sacctmgr -i add qos lazy set usagethreshold=0.4 priority=20
sacctmgr -i add account red fairshare=2 grptresmins=billing=60000 qos=normal,half,rush,lazy
sacctmgr -i add account blu fairshare=1 qos=normal,half,rush,lazy
sacctmgr -i add user da,db account=red
sacctmgr -i add user dc account=blu
sacctmgr -i modify user db set fairshare=parent
