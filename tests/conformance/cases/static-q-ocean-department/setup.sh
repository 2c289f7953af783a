sacctmgr -i add account tides fairshare=40 description="tidal dynamics group" organization=ocean
sacctmgr -i add account plankton fairshare=30 description="plankton ecology" organization=ocean
sacctmgr -i add account survey fairshare=20 description="coastal survey contract" organization=ocean
sacctmgr -i add account teaching fairshare=10 description="courses" organization=ocean
sacctmgr -i add user mira account=tides fairshare=3
sacctmgr -i add user olaf,guest1 account=tides
sacctmgr -i add user mira account=survey
sacctmgr -i add user penny,quentin account=plankton
sacctmgr -i add user oc401a,oc401b account=teaching
sacctmgr -i modify account teaching set maxjobs=2 maxwall=4:00:00
sacctmgr -i modify user guest1 set maxsubmitjobs=3
sacctmgr -i add coordinator account=tides names=mira
