sacctmgr -i add account rk
sacctmgr -i add user xa,xb account=rk
