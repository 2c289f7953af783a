sacctmgr -i modify qos pricingq set maxtrespu=cpu=64 grpjobs=24
sacctmgr -i modify qos normal set priority=10
sacctmgr -i add qos renewal priority=100 usagefactor=2 maxjobspu=8 grptresmins=cpu=200000
sacctmgr -i add qos live priority=300 maxwall=1:00:00 maxsubmitjobspu=3
sacctmgr -i add account underwriting fairshare=50 grptresmins=billing=4000000
sacctmgr -i add account property parent=underwriting fairshare=30 qos=normal,renewal,live
sacctmgr -i add account marine parent=underwriting fairshare=20 qos=normal,renewal
sacctmgr -i add account rnd fairshare=20 grptresmins=billing=400000
sacctmgr -i add account capital fairshare=30 qos=normal,live grptresrunmins=billing=250000
sacctmgr -i add user aoife account=property wckey=T1001,T1002,T1077 defaultwckey=T1001
sacctmgr -i add user bhavesh account=property,marine wckey=T1001,M200 defaultwckey=T1001
sacctmgr -i add user celine account=marine wckey=M200,M201 defaultwckey=M200
sacctmgr -i add user dmitri account=rnd wckey=overhead,EQ2026 defaultwckey=overhead
sacctmgr -i add user eilidh account=rnd,capital wckey=EQ2026,SII defaultwckey=EQ2026 maxjobs=10
sacctmgr -i add user frank account=capital wckey=SII defaultwckey=SII
sacctmgr -i add user catsched account=property,marine,capital wckey=T1001,M200,SII defaultwckey=SII fairshare=5
sacctmgr -i add user itops account=root adminlevel=Operator wckey=overhead defaultwckey=overhead
