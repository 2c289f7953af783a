sacctmgr -i add account pre
sacctmgr -i add user za,zb account=pre
sacctmgr -i modify qos normal set MaxWall=20:00:00 MaxTRESPerUser=cpu=40
