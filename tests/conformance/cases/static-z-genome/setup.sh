sacctmgr -i add qos pipeline set priority=20 maxjobspu=40 maxsubmitjobsperuser=200
sacctmgr -i add qos lowprio set priority=0 usagefactor=0.5
sacctmgr -i add account assembly fairshare=3 qos=normal,pipeline,lowprio
sacctmgr -i add account phylo fairshare=2 qos=normal,lowprio
sacctmgr -i add account imaging fairshare=1 qos=normal grptres=cpu=96
sacctmgr -i add user rosalind,francis account=assembly
sacctmgr -i add user barbara account=assembly maxjobs=6
sacctmgr -i add user lynn,motoo account=phylo defaultqos=lowprio
sacctmgr -i add user santiago account=imaging
sacctmgr -i add user robot account=assembly fairshare=2 defaultqos=pipeline
