sacctmgr -i add account sg
sacctmgr -i add user sa,sb account=sg
