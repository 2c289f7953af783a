sacctmgr -i add account climate
sacctmgr -i add account fusion
sacctmgr -i add user p1,p2 account=climate
sacctmgr -i add user q1 account=fusion
