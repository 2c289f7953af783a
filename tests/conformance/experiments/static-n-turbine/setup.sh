sacctmgr -i modify qos normal set priority=10 maxtrespu=license/hpcpack=64,license/abaqus=40
sacctmgr -i add qos hot priority=100 maxjobspu=1 maxsubmitjobspu=2 grptres=cpu=144
sacctmgr -i add qos weekend priority=1 maxjobspu=10
sacctmgr -i add account aero fairshare=40 qos=normal,hot,weekend priority=20
sacctmgr -i add account blades parent=aero fairshare=20
sacctmgr -i add account combustor parent=aero fairshare=20 grptres=license/fluent=3
sacctmgr -i add account mech fairshare=30 qos=normal,hot priority=10
sacctmgr -i add account rotor parent=mech fairshare=1
sacctmgr -i add account casing parent=mech fairshare=1 grpjobs=4
sacctmgr -i add account supplier fairshare=5 qos=weekend defaultqos=weekend maxjobs=2
sacctmgr -i add user bkelly account=blades priority=5
sacctmgr -i add user nrao account=blades,combustor
sacctmgr -i add user jwolfe account=combustor maxtres=cpu=120
sacctmgr -i add user tchen account=rotor
sacctmgr -i add user pdiaz account=rotor,casing
sacctmgr -i add user mgreen account=casing maxwall=1-00:00:00
sacctmgr -i add user ext01 account=supplier
sacctmgr -i add user hpcops account=root adminlevel=Admin
