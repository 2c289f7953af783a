sacctmgr -i add account gp
sacctmgr -i add user ga,gb account=gp
