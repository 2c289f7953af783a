sacctmgr -i add account corp
sacctmgr -i add account rnd parent=corp fairshare=3
sacctmgr -i add account web parent=corp fairshare=1
sacctmgr -i add user d1 account=rnd wckey=apollo,zeus defaultwckey=apollo
sacctmgr -i add user d2 account=rnd wckey=zeus defaultwckey=zeus
sacctmgr -i add user d3 account=web wckey=hermes defaultwckey=hermes
sacctmgr -i modify user d1 set adminlevel=operator
