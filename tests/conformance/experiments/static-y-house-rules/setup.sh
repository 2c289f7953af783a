sacctmgr -i modify qos partmain set maxtrespu=cpu=48
sacctmgr -i add qos urgent priority=100 grpjobs=1 flags=OverPartQOS
sacctmgr -i add account eng fairshare=5 grpsubmitjobs=6 qos=normal,urgent
sacctmgr -i add account ops fairshare=5 qos=normal,urgent maxwall=6:00:00
sacctmgr -i add user e1,e2 account=eng
sacctmgr -i add user o1 account=ops maxjobs=2
