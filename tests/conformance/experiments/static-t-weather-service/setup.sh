sacctmgr -i add account oper description="operational suite" organization=met fairshare=100
sacctmgr -i add account research description="research department" organization=met fairshare=50
sacctmgr -i add account nwp parent=research description="numerics" organization=met fairshare=30
sacctmgr -i add account climate parent=research description="climate" organization=met fairshare=30
sacctmgr -i add account hydro parent=research description="hydrology" organization=met fairshare=10
sacctmgr -i add account external description="partners" organization=ext fairshare=5
sacctmgr -i add user opsuite account=oper fairshare=100
sacctmgr -i add user opstest account=oper fairshare=10
sacctmgr -i add user haug account=nwp
sacctmgr -i add user lien account=nwp,climate
sacctmgr -i add user moen account=climate
sacctmgr -i add user sande account=hydro
sacctmgr -i add user unibgo account=external
