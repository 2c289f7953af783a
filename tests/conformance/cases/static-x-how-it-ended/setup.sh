sacctmgr -i add account up fairshare=3
sacctmgr -i add account down fairshare=2
sacctmgr -i add user h1 account=up wckey=alpha defaultwckey=alpha
sacctmgr -i add user h2,h3 account=down wckey=beta
