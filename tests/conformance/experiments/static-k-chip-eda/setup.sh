sacctmgr -i add qos tapeout priority=1000 maxjobspu=100 grpjobs=150
sacctmgr -i add qos overnight priority=1 maxtrespu=license/vcs=24
sacctmgr -i modify qos normal set priority=100 maxtrespu=license/vcs=32
sacctmgr -i modify qos pnrq set grptres=license/innovus=5
sacctmgr -i add account dv fairshare=50 qos=normal,overnight
sacctmgr -i add account ip_dv parent=dv fairshare=20 grptres=license/vcs=30
sacctmgr -i add account soc_dv parent=dv fairshare=30 qos=normal,overnight,tapeout
sacctmgr -i add account pd fairshare=30 qos=normal,tapeout
sacctmgr -i add account sta parent=pd fairshare=1
sacctmgr -i add account route parent=pd fairshare=2
sacctmgr -i add account analog fairshare=15 qos=normal
sacctmgr -i add account emulation fairshare=5 qos=normal
sacctmgr -i add user jenkins account=ip_dv,soc_dv fairshare=10 qos=+overnight
sacctmgr -i add user pradeep account=ip_dv fairshare=1
sacctmgr -i add user mgarcia account=ip_dv fairshare=1 maxsubmitjobs=300
sacctmgr -i add user yuki account=soc_dv fairshare=2
sacctmgr -i add user tobias account=soc_dv,emulation fairshare=1
sacctmgr -i add user wendy account=sta fairshare=1
sacctmgr -i add user omar account=route fairshare=1
sacctmgr -i add user ivan account=route fairshare=1 maxtres=cpu=64
sacctmgr -i add user lucia account=analog fairshare=1 maxjobs=10
sacctmgr -i add user farmadm account=root adminlevel=Admin
