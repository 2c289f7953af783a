sacctmgr -i add account core fairshare=30
sacctmgr -i add account cancer fairshare=50
sacctmgr -i add account microbes fairshare=20
sacctmgr -i add user petra,ralf account=core
sacctmgr -i add user sina,theo account=cancer
sacctmgr -i add user ulla account=microbes
sacctmgr -i modify user theo set maxjobs=2
