sacctmgr -i modify qos debugq set maxjobspu=1 maxsubmitjobspu=3 grptres=node=8
sacctmgr -i modify qos normal set priority=100
sacctmgr -i add qos premium priority=500 usagefactor=2 maxjobspu=4
sacctmgr -i add qos overrun priority=1 usagefactor=0 maxwall=4:00:00 grptres=node=16
sacctmgr -i add account nccs fairshare=40 description="merit scheme" organization=national
sacctmgr -i add account partner fairshare=50 description="partner shares" organization=partners
sacctmgr -i add account director fairshare=10 qos=normal,premium
sacctmgr -i add account earth parent=nccs fairshare=50
sacctmgr -i add account matsci parent=nccs fairshare=30
sacctmgr -i add account astro parent=nccs fairshare=20
sacctmgr -i add account ea12 parent=earth fairshare=1 grptresmins=node=220000 qos=normal,premium,overrun
sacctmgr -i add account ea40 parent=earth fairshare=1 grptresmins=node=9000 qos=normal,overrun
sacctmgr -i add account ms07 parent=matsci fairshare=1 grptresmins=node=150000 grpsubmitjobs=20 qos=normal,premium,overrun
sacctmgr -i add account as03 parent=astro fairshare=1 grptresmins=billing=300000 qos=normal,overrun
sacctmgr -i add account csiro parent=partner fairshare=60 grptresrunmins=node=40000 qos=normal,premium
sacctmgr -i add account uniwest parent=partner fairshare=40 qos=normal,overrun
sacctmgr -i add user alee account=ea12
sacctmgr -i add user bsingh account=ea12,ea40
sacctmgr -i add user cwhite account=ea40
sacctmgr -i add user dnguyen account=ms07
sacctmgr -i add user ejones account=ms07,director
sacctmgr -i add user fkumar account=as03
sacctmgr -i add user gtran account=as03 maxjobs=2
sacctmgr -i add user hbrown account=csiro
sacctmgr -i add user imurphy account=csiro,uniwest
sacctmgr -i add user jross account=uniwest maxtres=node=12
sacctmgr -i add user opsteam account=director adminlevel=Admin
