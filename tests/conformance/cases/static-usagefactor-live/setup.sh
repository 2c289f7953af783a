sacctmgr -i add qos free usagefactor=0
sacctmgr -i add qos half usagefactor=0.5 priority=5
sacctmgr -i add qos triple usagefactor=3 priority=50
sacctmgr -i add account m fairshare=1 qos=normal,free,half,triple
sacctmgr -i add user fa,fb,fc,fd account=m
