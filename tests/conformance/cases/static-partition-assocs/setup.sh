sacctmgr -i add account crew fairshare=10
sacctmgr -i add account dock fairshare=30
sacctmgr -i add account pier parent=dock fairshare=2
sacctmgr -i add user mo account=crew partition=day fairshare=5
sacctmgr -i add user mo account=crew partition=night fairshare=1 maxjobs=1
sacctmgr -i add user mo account=pier fairshare=2
sacctmgr -i add user ny account=crew fairshare=2
sacctmgr -i add user ny account=pier partition=day,idle fairshare=3
sacctmgr -i add user ola account=dock partition=night fairshare=parent
sacctmgr -i add user pia account=dock,crew,pier fairshare=1 defaultaccount=dock
