sacctmgr -i add account lab
sacctmgr -i add user z1,z2 account=lab
