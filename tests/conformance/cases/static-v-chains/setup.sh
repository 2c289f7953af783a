sacctmgr -i add account ch
sacctmgr -i add user ca,cb account=ch
