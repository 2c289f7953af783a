sacctmgr -i add account fe
sacctmgr -i add user fa,fb account=fe
