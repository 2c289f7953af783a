sacctmgr -i add account ufer fairshare=1
sacctmgr -i add account insel fairshare=2
sacctmgr -i add user uwe account=ufer
sacctmgr -i add user ida account=insel
sacctmgr -i add user jan account=insel,ufer
