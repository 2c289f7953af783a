sacctmgr -i add qos standard priority=500 maxwall=1-00:00:00 maxjobspu=16 maxsubmitjobspu=64
sacctmgr -i add qos short priority=1000 maxwall=00:20:00 maxtrespu=node=8 maxsubmitjobspu=4
sacctmgr -i add qos long priority=300 maxwall=4-00:00:00 maxtres=node=4 maxtresmins=cpu=1500000 grptres=node=12
sacctmgr -i add qos largescale priority=800 maxwall=12:00:00 mintres=node=10 maxjobspu=1
sacctmgr -i add qos highmem priority=500 maxwall=2-00:00:00 maxtresmins=cpu=800000
sacctmgr -i add qos serial priority=400 maxwall=1-00:00:00 maxtrespu=cpu=32 usagefactor=0.5
sacctmgr -i add account n01 description="ocean modelling consortium" organization=nerc fairshare=40
sacctmgr -i add account n02 description="materials chemistry consortium" organization=epsrc fairshare=40
sacctmgr -i add account n02-surf parent=n02 description=surfaces organization=epsrc fairshare=10 grptresmins=cpu=40000000
sacctmgr -i add account n02-bulk parent=n02 description=bulk organization=epsrc fairshare=10 grptresmins=cpu=90000000
sacctmgr -i add account n01-arctic parent=n01 description=arctic organization=nerc fairshare=5
sacctmgr -i add account n01-shelf parent=n01 description=shelf organization=nerc fairshare=8
sacctmgr -i add account e05 description="turbulence" organization=epsrc fairshare=15 grptresmins=cpu=120000000
sacctmgr -i add account tc04 description="training course" organization=centre fairshare=1 grptresmins=cpu=60000
sacctmgr -i add account z01 description="centre staff" organization=centre fairshare=4
sacctmgr -i modify account n01,n02,n02-surf,n02-bulk,n01-arctic,n01-shelf,e05,tc04,z01 set qos=normal,standard,short,long,largescale,highmem,serial defaultqos=standard
sacctmgr -i add user aoki account=n01-arctic
sacctmgr -i add user brandt account=n01-arctic,n01-shelf
sacctmgr -i add user cusack account=n01-shelf
sacctmgr -i add user dunne account=n02-surf
sacctmgr -i add user eriks account=n02-surf,n02-bulk defaultaccount=n02-bulk
sacctmgr -i add user farah account=n02-bulk maxjobs=4
sacctmgr -i add user gale account=e05
sacctmgr -i add user hossain account=e05
sacctmgr -i add user guest01 account=tc04
sacctmgr -i add user guest02 account=tc04
sacctmgr -i add user staff1 account=z01 adminlevel=Admin
