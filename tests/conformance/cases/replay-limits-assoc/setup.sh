sacctmgr -i add account w grptres=cpu=14
sacctmgr -i add account w1 parent=w grpjobs=2
sacctmgr -i add account w2 parent=w maxjobs=1 maxwall=00:06:00
sacctmgr -i add account w3 parent=w grptresmins=cpu=8
sacctmgr -i add account w4 parent=w maxtres=cpu=2,mem=1000
sacctmgr -i add account w5 parent=w grpsubmitjobs=2
sacctmgr -i add account w6 parent=w grpwall=00:04:00
sacctmgr -i add account w7 parent=w maxtrespernode=cpu=1 grptresrunmins=cpu=30
sacctmgr -i add user ua account=w1,w2,w3,w4,w5,w6,w7
sacctmgr -i add user ub account=w1,w2,w3,w4,w5,w6,w7
