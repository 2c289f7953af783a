sacctmgr -i add qos longrun priority=5 usagefactor=0.8 maxwall=1-0 maxnodesperjob=8
sacctmgr -i add qos operational priority=100 flags=DenyOnLimit grptres=node=16
sacctmgr -i modify qos normal set priority=20
sacctmgr -i add account forecasts fairshare=60
sacctmgr -i add account research fairshare=40
sacctmgr -i add account ens parent=forecasts fairshare=3
sacctmgr -i add account regional parent=forecasts fairshare=2
sacctmgr -i add account paleo parent=research
sacctmgr -i add user ensop account=ens qos=normal,operational defaultqos=operational
sacctmgr -i add user perla account=ens
sacctmgr -i add user lars,marta account=regional qos=normal,longrun
sacctmgr -i add user nils,oda account=paleo qos=normal,longrun
sacctmgr -i modify account paleo set grptres=node=10
