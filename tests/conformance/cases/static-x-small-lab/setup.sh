sacctmgr -i add account phys fairshare=3
sacctmgr -i add account chem fairshare=1
sacctmgr -i add user ann,bob account=phys
sacctmgr -i add user cyd account=chem
