sacctmgr -i add account one
sacctmgr -i add user y1,y2 account=one
