sacctmgr -i add account sum fairshare=8
sacctmgr -i add account win fairshare=2
sacctmgr -i add user ha account=sum wckey=k1 defaultwckey=k1
sacctmgr -i add user hb account=win
sacctmgr -i add user hc account=sum,win defaultaccount=win
