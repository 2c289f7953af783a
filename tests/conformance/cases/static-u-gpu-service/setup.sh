sacctmgr -i add account ml fairshare=5 grptres=gres/gpu=3
sacctmgr -i add account cfd fairshare=5
sacctmgr -i add user ga account=ml
sacctmgr -i add user gb account=cfd,ml defaultaccount=cfd
