sacctmgr -i add account all
sacctmgr -i add user x1,x2,x3 account=all
