sacctmgr -i add account m fairshare=1
sacctmgr -i add account z fairshare=1
sacctmgr -i add account c fairshare=1
sacctmgr -i add account deep parent=m fairshare=1
sacctmgr -i add user u account=z wckey=k2
sacctmgr -i add user u account=c wckey=k1
sacctmgr -i add user u account=m
sacctmgr -i add user u account=deep partition=q
sacctmgr -i add user u account=deep partition=p
sacctmgr -i add user b account=deep wckey=k1
sacctmgr -i add user b account=c
sacctmgr -i add user a account=z wckey=k1,k2
sacctmgr -i add user a account=m
