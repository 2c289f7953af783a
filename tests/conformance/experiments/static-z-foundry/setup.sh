sacctmgr -i add qos scav set priority=0 usagefactor=0.1 preemptmode=cancel gracetime=60
sacctmgr -i add qos std set priority=50 preempt=scav
sacctmgr -i add qos hot set priority=500 preempt=std,scav usagefactor=2.5 maxtrespu=cpu=72 flags=DenyOnLimit maxwall=12:00:00
sacctmgr -i add account crash fairshare=50 qos=scav,std,hot defaultqos=std
sacctmgr -i add account cfd fairshare=30 qos=scav,std defaultqos=std
sacctmgr -i add account nvh fairshare=20 qos=scav,std defaultqos=scav
sacctmgr -i add user huber,maier account=crash
sacctmgr -i add user bauer account=cfd
sacctmgr -i add user wolf,koch account=nvh
sacctmgr -i add user maier account=cfd
