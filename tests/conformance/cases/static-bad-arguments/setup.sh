sacctmgr -i add qos gold priority=10
sacctmgr -i add account one
sacctmgr -i add account two qos=normal,gold
sacctmgr -i add user uno account=one
sacctmgr -i add user tre account=two maxsubmitjobs=1
