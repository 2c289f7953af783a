sacctmgr -i add account fakultaet fairshare=1
sacctmgr -i add account maths parent=fakultaet fairshare=20 priority=10
sacctmgr -i add account chem parent=fakultaet fairshare=50 priority=50
sacctmgr -i add account econ parent=fakultaet fairshare=10
sacctmgr -i add account physics parent=fakultaet fairshare=20 priority=20
sacctmgr -i add user abel,bea account=maths
sacctmgr -i add user cyril,doro account=chem
sacctmgr -i add user egon,fritz account=econ
sacctmgr -i add user gerd account=physics
sacctmgr -i modify user cyril set priority=80
