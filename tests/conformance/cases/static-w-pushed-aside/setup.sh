sacctmgr -i add account pre
sacctmgr -i add user za,zb account=pre
