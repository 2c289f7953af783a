sacctmgr -i add account pr
sacctmgr -i add user pa account=pr wckey=alpha,beta defaultwckey=alpha
sacctmgr -i add user pb account=pr wckey=gamma defaultwckey=gamma
