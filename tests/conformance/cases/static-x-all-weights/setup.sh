sacctmgr -i add qos hi set priority=10
sacctmgr -i add qos lo set priority=1
sacctmgr -i add account aa fairshare=2 priority=5 qos=normal,hi,lo
sacctmgr -i add account bb fairshare=3 qos=normal,hi,lo
sacctmgr -i add user f1,f2 account=aa
sacctmgr -i add user f3 account=bb
sacctmgr -i modify user f2 set priority=20
