sacctmgr -i add account bare
