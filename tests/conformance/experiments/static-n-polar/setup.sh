sacctmgr -i modify qos normal set priority=100 maxtrespu=node=20
sacctmgr -i add qos ipcc priority=400 grptres=node=24 usagefactor=1.25
sacctmgr -i add qos lowpri priority=0 usagefactor=0.3 maxwall=6:00:00 maxjobspu=4
sacctmgr -i add account cryo fairshare=45 qos=normal,ipcc,lowpri
sacctmgr -i add account greenland parent=cryo fairshare=20
sacctmgr -i add account antarctica parent=cryo fairshare=25 grptresrunmins=node=15000
sacctmgr -i add account ocean fairshare=40 qos=normal,ipcc
sacctmgr -i add account fjord parent=ocean fairshare=10 grpjobs=5
sacctmgr -i add account bio fairshare=15 qos=normal,lowpri maxtres=node=4
sacctmgr -i add user ragnhild account=greenland,antarctica fairshare=1
sacctmgr -i add user odd account=greenland fairshare=1
sacctmgr -i add user ingrid account=antarctica fairshare=2
sacctmgr -i add user bjorn account=ocean fairshare=3
sacctmgr -i add user sigrid account=ocean,fjord fairshare=1
sacctmgr -i add user tor account=fjord fairshare=1 maxwall=1-00:00:00
sacctmgr -i add user marit account=bio fairshare=1
sacctmgr -i add user support account=root adminlevel=Operator
