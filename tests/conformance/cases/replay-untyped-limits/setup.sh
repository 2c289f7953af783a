sacctmgr -i add qos grp priority=20 grptres=gres/gpu:a=3
sacctmgr -i add qos user priority=20 maxtrespu=gres/gpu:a=1
sacctmgr -i add qos job priority=20 maxtres=gres/gpu:a=1
sacctmgr -i add qos acct priority=20 maxtrespa=gres/gpu:a=1
sacctmgr -i add account w,v qos=normal,grp,user,job,acct
sacctmgr -i modify account v set grptres=gres/gpu:a=1
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
