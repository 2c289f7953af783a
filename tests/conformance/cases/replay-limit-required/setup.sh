sacctmgr -i add qos jobs priority=20 maxjobspu=1
sacctmgr -i add qos cpus priority=20 grptres=cpu=1
sacctmgr -i add qos wall priority=20 maxwall=5
sacctmgr -i add qos mem priority=20 grptres=mem=600
sacctmgr -i add qos ucpu priority=20 maxtrespu=cpu=1
sacctmgr -i add qos node priority=20 grptres=node=1
sacctmgr -i add account w,v qos=normal,jobs,cpus,wall,mem,ucpu,node
sacctmgr -i modify account v set grpjobs=1
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
