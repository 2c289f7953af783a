sacctmgr -i add account bo
sacctmgr -i add user ba,bb account=bo
