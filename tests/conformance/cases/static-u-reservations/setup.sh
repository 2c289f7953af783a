sacctmgr -i add account i
sacctmgr -i add account j
sacctmgr -i add user ia,ib account=i
sacctmgr -i add user jj account=j
