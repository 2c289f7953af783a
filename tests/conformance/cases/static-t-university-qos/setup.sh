sacctmgr -i add qos short priority=200 maxwall=04:00:00 maxtrespu=cpu=96
sacctmgr -i add qos long priority=20 maxwall=7-00:00:00 grptres=cpu=144 maxjobspu=6 description="long runs"
sacctmgr -i add qos express priority=500 maxwall=12:00:00 maxjobspu=1 maxsubmitjobspu=3 maxtres=cpu=24 flags=DenyOnLimit
sacctmgr -i modify qos normal set priority=100 maxtrespu=cpu=192 maxwall=3-00:00:00
sacctmgr -i add account science description="faculty of science" organization=science fairshare=60 qos=normal,short,long,express
sacctmgr -i add account engineering description="faculty of engineering" organization=eng fairshare=40 qos=normal,short
sacctmgr -i add account physics parent=science description=physics organization=science fairshare=30
sacctmgr -i add account chemistry parent=science description=chemistry organization=science fairshare=20
sacctmgr -i add account maths parent=science description=mathematics organization=science fairshare=10
sacctmgr -i add account mech parent=engineering description="mechanical eng" organization=eng fairshare=25
sacctmgr -i add account civil parent=engineering description="civil eng" organization=eng fairshare=15 grptres=cpu=96
sacctmgr -i add user hmeyer account=physics fairshare=10
sacctmgr -i add user ppark account=physics fairshare=10 maxjobs=8
sacctmgr -i add user dwolf account=physics fairshare=5
sacctmgr -i add user rkaur account=chemistry fairshare=1
sacctmgr -i add user lchen account=chemistry fairshare=1
sacctmgr -i add user tlow account=maths fairshare=1 defaultqos=short
sacctmgr -i add user mcho account=mech fairshare=3
sacctmgr -i add user bnovak account=mech fairshare=1
sacctmgr -i add user sofia account=civil,mech fairshare=2 defaultaccount=civil
sacctmgr -i add user opsadm account=science fairshare=1 adminlevel=Operator
