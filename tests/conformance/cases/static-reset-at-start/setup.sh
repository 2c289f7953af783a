sacctmgr -i add account t fairshare=1 grptresmins=cpu=100000
sacctmgr -i add user ta,tb account=t
