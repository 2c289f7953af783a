sacctmgr -i modify qos normal set maxtrespu=mem=1600000
sacctmgr -i add qos bulk priority=1 maxtrespu=cpu=256 usagefactor=0.75
sacctmgr -i add qos clinical priority=100 maxjobspu=20
sacctmgr -i add account genomics fairshare=50 qos=normal,bulk
sacctmgr -i add account cancer parent=genomics fairshare=20
sacctmgr -i add account popgen parent=genomics fairshare=15 maxjobs=200
sacctmgr -i add account plants parent=genomics fairshare=15
sacctmgr -i add account proteomics fairshare=20 qos=normal,bulk
sacctmgr -i add account core fairshare=30 qos=normal,clinical,bulk description="core facility"
sacctmgr -i add user seqbot account=core fairshare=10 defaultqos=clinical
sacctmgr -i add user ines account=core fairshare=2
sacctmgr -i add user jonas account=cancer
sacctmgr -i add user katia account=cancer maxsubmitjobs=50
sacctmgr -i add user liang account=popgen
sacctmgr -i add user marta account=popgen,plants
sacctmgr -i add user nils account=plants
sacctmgr -i add user olga account=proteomics grptres=mem=600000
sacctmgr -i add user pavel account=proteomics
