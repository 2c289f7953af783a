sacctmgr -i add account o fairshare=1 grptresmins=cpu=1000
sacctmgr -i add user oa,ob account=o
