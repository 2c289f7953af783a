sacctmgr -i add qos a maxjobspu=1
sacctmgr -i add qos b maxtrespu=cpu=4
sacctmgr -i add qos c maxtres=cpu=2 flags=DenyOnLimit
sacctmgr -i add qos d maxwall=00:05:00
sacctmgr -i add qos e grpjobs=1
sacctmgr -i add qos f grptres=cpu=3
sacctmgr -i add qos g maxsubmitjobspu=1
sacctmgr -i add qos h mintres=cpu=2
sacctmgr -i add qos i maxtrespa=cpu=4
sacctmgr -i add qos j maxjobspa=1
sacctmgr -i add qos k grpwall=00:06:00
sacctmgr -i add qos l maxtrespernode=cpu=2
sacctmgr -i add qos m grptresrunmins=cpu=20
sacctmgr -i add qos n maxtresmins=cpu=8
sacctmgr -i add qos o grpsubmitjobs=1
sacctmgr -i add account w qos=normal,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o
sacctmgr -i add user ua,ub,uc account=w
