sacctmgr -i add account vis fairshare=5 grptres=gres/gpu=6
sacctmgr -i add account nlp fairshare=5
sacctmgr -i add user v1,v2 account=vis
sacctmgr -i add user n1 account=nlp
