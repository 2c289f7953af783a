sacctmgr -i add account ganga fairshare=3
sacctmgr -i add account yamuna fairshare=4
sacctmgr -i add user ravi,devi account=ganga
sacctmgr -i add user arjun account=yamuna fairshare=2
