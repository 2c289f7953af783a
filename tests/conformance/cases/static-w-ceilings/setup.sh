
sacctmgr -i modify qos pq set grptres=cpu=26
sacctmgr -i add qos hi priority=100 maxtrespu=cpu=6 maxjobspu=2 flags=denyonlimit
sacctmgr -i add qos low priority=1 grptres=gres/gpu=1 maxwall=3:00:00 maxsubmitjobsperuser=3
sacctmgr -i add qos cap mintres=cpu=2 maxtres=cpu=4 maxtrespa=cpu=5 grpwall=5:00:00
sacctmgr -i add account one grptres=cpu=20 grpjobs=4 qos=normal,hi,low
sacctmgr -i add account two maxtres=node=1 qos=normal,cap defaultqos=cap
sacctmgr -i add user pa,pb account=one
sacctmgr -i add user pc account=two grptresrunmins=cpu=3000
sacctmgr -i modify user pb set maxwall=5:00:00 maxsubmit=5
