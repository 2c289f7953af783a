sacctmgr -i add account ebb fairshare=1
sacctmgr -i add account flow fairshare=1
sacctmgr -i add user ia account=ebb
sacctmgr -i add user ib account=flow
