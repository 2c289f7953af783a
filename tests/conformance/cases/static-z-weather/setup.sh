sacctmgr -i add qos restart set priority=3
sacctmgr -i add account oper fairshare=70 qos=normal,restart
sacctmgr -i add account research fairshare=20
sacctmgr -i add account clim fairshare=10
sacctmgr -i add user opsuite account=oper
sacctmgr -i add user bjerknes,richardson account=research
sacctmgr -i add user charney account=clim,research defaultaccount=clim
sacctmgr -i add user lorenz account=clim
