sacctmgr -i add account left fairshare=30
sacctmgr -i add account right fairshare=70
sacctmgr -i add account inner parent=right fairshare=parent
sacctmgr -i add user oa,ob account=left fairshare=3
sacctmgr -i add user oc account=right fairshare=5
sacctmgr -i add user od account=inner fairshare=parent
