sacctmgr -i add account cr
sacctmgr -i add user sa,sb account=cr
