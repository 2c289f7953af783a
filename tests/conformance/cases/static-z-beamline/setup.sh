sacctmgr -i add account i03 fairshare=3
sacctmgr -i add account i24 fairshare=3
sacctmgr -i add account b16 fairshare=1
sacctmgr -i add user mx1,mx2 account=i03
sacctmgr -i add user serial1 account=i24
sacctmgr -i add user tomo1,tomo2 account=b16
sacctmgr -i add user staff7 account=i03,i24,b16 defaultaccount=b16
