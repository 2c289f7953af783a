sacctmgr -i modify qos hydro_own set grptres=cpu=140,node=6 maxwall=5-00:00:00
sacctmgr -i add account owners fairshare=80
sacctmgr -i add account aero parent=owners fairshare=168
sacctmgr -i add account aero_cfd parent=aero fairshare=1
sacctmgr -i add account hydro parent=owners fairshare=168
sacctmgr -i add account astro parent=owners fairshare=384
sacctmgr -i add account astro_sim parent=astro fairshare=parent
sacctmgr -i add account mlgroup parent=owners fairshare=128
sacctmgr -i add account campus fairshare=20
sacctmgr -i add account biology parent=campus fairshare=1
sacctmgr -i add account geog parent=campus fairshare=1
sacctmgr -i add account visitor parent=campus fairshare=0
sacctmgr -i add user blake account=aero fairshare=5
sacctmgr -i add user chidi account=aero_cfd fairshare=1
sacctmgr -i add user daria account=aero_cfd fairshare=1
sacctmgr -i add user emre account=hydro fairshare=1
sacctmgr -i add user fran account=hydro fairshare=1
sacctmgr -i add user gita account=astro fairshare=1
sacctmgr -i add user hugo account=astro_sim fairshare=1
sacctmgr -i add user ines account=astro_sim fairshare=parent
sacctmgr -i add user jamal account=mlgroup fairshare=1
sacctmgr -i add user kira account=mlgroup fairshare=1
sacctmgr -i add user liam account=biology fairshare=1 partition=common maxjobs=10
sacctmgr -i add user liam account=biology fairshare=1 partition=scavenge maxjobs=40
sacctmgr -i add user mona account=geog fairshare=1
sacctmgr -i add user nils account=visitor fairshare=1 maxtresmins=cpu=3000
