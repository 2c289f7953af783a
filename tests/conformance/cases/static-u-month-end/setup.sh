sacctmgr -i add account n fairshare=1
sacctmgr -i add user na,nb account=n
