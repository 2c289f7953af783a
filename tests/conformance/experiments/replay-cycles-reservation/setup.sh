sacctmgr -i add qos one maxjobspu=1
sacctmgr -i add qos nod maxtrespu=node=2
sacctmgr -i add account w qos=normal,one,nod
sacctmgr -i add user ua,ub account=w
