sacctmgr -i add account proj1 fairshare=1 grptresmins=cpu=90000
sacctmgr -i add account proj2 fairshare=1 grptresmins=cpu=500
sacctmgr -i add user m1,m2 account=proj1
sacctmgr -i add user m3 account=proj2
