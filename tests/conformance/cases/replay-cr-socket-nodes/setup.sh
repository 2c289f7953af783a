sacctmgr -i add account w
sacctmgr -i add user ua account=w
