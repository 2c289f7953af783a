sacctmgr -i add qos pq || true
sacctmgr -i modify qos pq set grptres=cpu=12
sacctmgr -i add qos a priority=30 grpjobs=4 maxtrespu=cpu=10,node=3
sacctmgr -i add qos b priority=60 maxtres=cpu=6 grpsubmit=12 flags=denyonlimit
sacctmgr -i add qos c priority=10 grptresrunmins=cpu=40 maxwall=10
sacctmgr -i add account w,v,x qos=normal,a,b,c,pq
sacctmgr -i modify account v set grptres=cpu=16 maxjobs=5
sacctmgr -i modify account x set grptresmins=cpu=60
sacctmgr -i add user ua,ub account=w
sacctmgr -i add user uc account=v
sacctmgr -i add user ud account=x
