sacctmgr -i add account v fairshare=1
sacctmgr -i add user va,vb account=v
