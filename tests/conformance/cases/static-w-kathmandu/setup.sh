sacctmgr -i add account roof desc='top of it' org=himal
sacctmgr -i add account base parent=roof fairshare=3
sacctmgr -i add account camp parent=roof fairshare=5
sacctmgr -i add user na account=base
sacctmgr -i add user nb account=camp
sacctmgr -i add user nb account=base fairshare=7
