sacctmgr -i add account vis fairshare=1 GrpTRES=gres/gpu=6
sacctmgr -i add account nlp fairshare=3
sacctmgr -i add user vera,vito account=vis
sacctmgr -i add user nora account=nlp MaxTRES=gres/gpu=2
