sacctmgr -i add qos plus set priority=10
sacctmgr -i add account ed qos=normal,plus
sacctmgr -i add account al qos=normal
sacctmgr -i add user ea account=ed,al defaultaccount=ed
sacctmgr -i add user eb account=al
