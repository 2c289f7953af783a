sacctmgr -i add qos small maxtres=cpu=1 flags=DenyOnLimit
sacctmgr -i add account q maxwall=20 qos=normal,small
sacctmgr -i add user qa account=q
