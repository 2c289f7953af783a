sacctmgr -i add qos thesis priority=200 maxjobspu=6
sacctmgr -i add qos bulk priority=0 usagefactor=0.5 maxtrespu=cpu=128
sacctmgr -i modify qos normal set priority=50
sacctmgr -i add account theory fairshare=40 qos=normal,thesis,bulk
sacctmgr -i add account lattice parent=theory fairshare=25
sacctmgr -i add account stringpheno parent=theory fairshare=15
sacctmgr -i add account solidstate fairshare=35 qos=normal,thesis
sacctmgr -i add account magnetism parent=solidstate fairshare=1 maxjobs=12
sacctmgr -i add account particle fairshare=25 qos=normal,bulk
sacctmgr -i add user gruber account=lattice fairshare=3
sacctmgr -i add user hofer account=lattice,stringpheno fairshare=1
sacctmgr -i add user pichler account=stringpheno fairshare=parent
sacctmgr -i add user steiner account=solidstate fairshare=2
sacctmgr -i add user moser account=magnetism fairshare=2 maxtres=cpu=96
sacctmgr -i add user mayer account=magnetism,solidstate fairshare=1
sacctmgr -i add user belle2 account=particle fairshare=8 maxsubmitjobs=200
sacctmgr -i add user leitner account=particle fairshare=2
sacctmgr -i add user edv account=root adminlevel=Admin
