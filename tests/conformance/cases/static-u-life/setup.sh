sacctmgr -i add account z fairshare=3
sacctmgr -i add user za,zb account=z
