sacctmgr -i add account hy fairshare=1
sacctmgr -i add account me fairshare=4
sacctmgr -i add user k1,k2 account=hy
sacctmgr -i add user k3 account=me
