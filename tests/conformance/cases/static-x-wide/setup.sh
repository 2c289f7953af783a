sacctmgr -i add account cfd
sacctmgr -i add user w1,w2 account=cfd
