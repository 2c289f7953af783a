sacctmgr -i add qos q
sacctmgr -i add qos pq grptres=cpu=4 || sacctmgr -i modify qos pq set grptres=cpu=4
sacctmgr -i add account w qos=normal,q,pq
sacctmgr -i add account v
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=w,v defaultaccount=w
