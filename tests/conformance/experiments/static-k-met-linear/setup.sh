sacctmgr -i add account oper fairshare=80 description="operational forecast" organization=ops
sacctmgr -i add account nwp_ops parent=oper fairshare=60
sacctmgr -i add account marine_ops parent=oper fairshare=20
sacctmgr -i add account climate fairshare=10 grpnodes=16
sacctmgr -i add account airqual fairshare=10 maxjobs=4
sacctmgr -i add account radar fairshare=5
sacctmgr -i add user harmonie account=nwp_ops
sacctmgr -i add user wave account=marine_ops
sacctmgr -i add user ice account=marine_ops
sacctmgr -i add user kvirtanen account=climate maxnodes=8
sacctmgr -i add user pkorhonen account=climate,airqual
sacctmgr -i add user silam account=airqual maxsubmitjobs=6
sacctmgr -i add user jlaine account=radar maxwall=4:00:00
sacctmgr -i add user oppi account=root adminlevel=Operator
