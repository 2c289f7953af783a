sacctmgr -i add account mo
sacctmgr -i add user ma account=mo
