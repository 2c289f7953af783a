sacctmgr -i add account pre
sacctmgr -i add user za,zb account=pre
sacctmgr -i add resource name=sol count=10 server=srv servertype=flexlm type=license percentallowed=50 cluster=tar description="a solver"
sacctmgr -i add resource name=Big type=License count=2000 server=Srv2 servertype=RLM
sacctmgr -i add resource name=mat server=srv count=7 type=license cluster=tar percentallowed=33
