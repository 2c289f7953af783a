sacctmgr -i modify qos normal set priority=50 maxwall=1-00:00:00
sacctmgr -i add qos short priority=100 maxwall=4:00:00 maxtrespu=cpu=256
sacctmgr -i add qos medium priority=40 maxwall=3-00:00:00 maxtrespu=cpu=160,mem=1000G maxjobspu=30
sacctmgr -i add qos long priority=10 maxwall=14-00:00:00 grptres=cpu=200 maxtrespu=cpu=96 maxtresrunminspu=cpu=400000
sacctmgr -i add qos infinite priority=1 maxwall=30-00:00:00 grptres=cpu=48 maxjobspu=1
sacctmgr -i add qos vip priority=500 usagefactor=3 grpjobs=5
sacctmgr -i add account groups fairshare=90 qos=normal,short,medium,long
sacctmgr -i add account core fairshare=10 qos=normal,short,medium,long,vip
sacctmgr -i add account okafor parent=groups fairshare=10
sacctmgr -i add account lindqvist parent=groups fairshare=10
sacctmgr -i add account haldane parent=groups fairshare=20 grptres=mem=3000G
sacctmgr -i add account hal_wet parent=haldane fairshare=parent
sacctmgr -i add account hal_dry parent=haldane fairshare=3
sacctmgr -i add account seqfac parent=core fairshare=8
sacctmgr -i add account imaging parent=core fairshare=2
sacctmgr -i add user ngozi account=okafor
sacctmgr -i add user tom.w account=okafor defaultqos=short
sacctmgr -i add user freja account=lindqvist fairshare=5
sacctmgr -i add user oskar account=lindqvist fairshare=parent qos=+infinite
sacctmgr -i add user rosalind account=hal_wet fairshare=2
sacctmgr -i add user jbs account=hal_wet,hal_dry fairshare=1
sacctmgr -i add user maynard account=hal_dry fairshare=1 grptresmins=cpu=60000
sacctmgr -i add user pipeline account=seqfac maxsubmitjobs=500
sacctmgr -i add user micro account=imaging maxjobs=12
sacctmgr -i add user sysbio account=root adminlevel=Admin
