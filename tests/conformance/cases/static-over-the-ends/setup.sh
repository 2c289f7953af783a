sacctmgr -i add account e fairshare=1
sacctmgr -i add user ea,eb account=e
