sacctmgr -i add account sim
sacctmgr -i add user la,lb account=sim
sacctmgr -i add resource name=flex count=10 server=srv servertype=flexlm type=license percentallowed=50 cluster=lic
