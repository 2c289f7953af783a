sacctmgr -i add qos gold set priority=1000
sacctmgr -i add account uni fairshare=60
sacctmgr -i add account phys parent=uni fairshare=parent
sacctmgr -i add account chem parent=uni fairshare=20
sacctmgr -i add account ind fairshare=40
sacctmgr -i add user oa account=phys fairshare=5
sacctmgr -i add user ob account=chem fairshare=parent
sacctmgr -i add user oc account=ind priority=500 qos=normal,gold
sacctmgr -i add user oa account=ind
sacctmgr -i add user od account=uni
