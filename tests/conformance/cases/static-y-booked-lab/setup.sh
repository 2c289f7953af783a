sacctmgr -i add account class
sacctmgr -i add account lab
sacctmgr -i add user stu,tea account=class
sacctmgr -i add user res account=lab
