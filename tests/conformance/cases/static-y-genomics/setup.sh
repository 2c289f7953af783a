sacctmgr -i add account seq fairshare=2
sacctmgr -i add account pop fairshare=1
sacctmgr -i add user eve,fay account=seq
sacctmgr -i add user gus account=pop
