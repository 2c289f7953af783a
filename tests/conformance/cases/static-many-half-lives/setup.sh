sacctmgr -i add account a fairshare=4
sacctmgr -i add account b fairshare=4
sacctmgr -i add user p1,p2 account=a fairshare=1
sacctmgr -i add user p3 account=b fairshare=1
