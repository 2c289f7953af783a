sacctmgr -i modify qos normal set priority=10
sacctmgr -i add qos prova priority=100 maxwall=30:00 maxjobspu=1 flags=DenyOnLimit
sacctmgr -i add qos castigo priority=1 maxtrespu=cpu=4
sacctmgr -i add account graduacao fairshare=60 qos=normal,prova,castigo maxsubmitjobs=12
sacctmgr -i add account mac0219 parent=graduacao fairshare=30 maxjobs=3 maxtres=cpu=24
sacctmgr -i add account mac5742 parent=graduacao fairshare=20 maxjobs=4
sacctmgr -i add account ic fairshare=25 grptres=cpu=56
sacctmgr -i add account prof fairshare=15 qos=normal,prova
sacctmgr -i add user alice account=mac0219 fairshare=1
sacctmgr -i add user bruno account=mac0219 fairshare=1
sacctmgr -i add user caio account=mac0219 fairshare=1
sacctmgr -i add user dani account=mac0219 fairshare=1
sacctmgr -i add user edu account=mac0219 fairshare=1
sacctmgr -i add user fabi account=mac0219 fairshare=1
sacctmgr -i add user gabi account=mac0219 fairshare=1
sacctmgr -i add user hugo account=mac0219 fairshare=1
sacctmgr -i add user iara account=mac5742 fairshare=2 maxsubmitjobs=8
sacctmgr -i add user joao account=mac5742 fairshare=2 maxsubmitjobs=8
sacctmgr -i add user kelly account=mac5742 fairshare=2 maxsubmitjobs=8
sacctmgr -i add user leo account=mac5742 fairshare=2 maxsubmitjobs=8
sacctmgr -i add user dani account=ic fairshare=3
sacctmgr -i add user leo account=ic fairshare=1
sacctmgr -i add user marta account=ic fairshare=5 maxtresmins=cpu=30000
sacctmgr -i add user alfredo account=prof fairshare=1
sacctmgr -i add user rede account=root adminlevel=Admin
sacctmgr -i modify user where name=hugo set qos=castigo defaultqos=castigo
