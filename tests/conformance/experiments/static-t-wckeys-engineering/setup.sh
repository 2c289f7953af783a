sacctmgr -i add account design description="design office" organization=yard fairshare=60
sacctmgr -i add account structures parent=design description=structures organization=yard fairshare=25 maxjobs=6
sacctmgr -i add account hydro parent=design description=hydrodynamics organization=yard fairshare=35
sacctmgr -i add account sales description="bids" organization=yard fairshare=20 grpwall=30000
sacctmgr -i add account it description="it department" organization=yard fairshare=5
sacctmgr -i add user arno account=structures wckey=wp1,wp2 defaultwckey=wp1
sacctmgr -i add user bert account=structures wckey=wp1 defaultwckey=wp1
sacctmgr -i add user carl account=hydro wckey=wp2,wp3 defaultwckey=wp2
sacctmgr -i add user dina account=hydro,sales defaultaccount=hydro wckey=wp3,bid-77 defaultwckey=wp3
sacctmgr -i add user elsa account=sales wckey=bid-77,bid-81 defaultwckey=bid-77
sacctmgr -i add user finn account=sales wckey=bid-81 defaultwckey=bid-81
sacctmgr -i add user gitte account=it,structures defaultaccount=it wckey=overhead,wp1 defaultwckey=overhead
sacctmgr -i add user hugo account=it wckey=overhead defaultwckey=overhead adminlevel=Operator
sacctmgr -i add coordinator account=structures names=arno
sacctmgr -i add coordinator account=hydro,sales names=dina
