sacctmgr -i add account w
sacctmgr -i add user ua account=w wckey=k1,k2 defaultwckey=k1
sacctmgr -i add user ub account=w
