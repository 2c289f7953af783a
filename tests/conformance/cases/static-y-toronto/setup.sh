sacctmgr -i add account lakes fairshare=50
sacctmgr -i add account erie parent=lakes fairshare=1
sacctmgr -i add account huron parent=lakes fairshare=2
sacctmgr -i add account tundra fairshare=25
sacctmgr -i add user t1,t2 account=erie
sacctmgr -i add user t3 account=huron
sacctmgr -i add user t4,t5 account=tundra
