sacctmgr -i add qos spare priority=0 preemptmode=cancel gracetime=60 usagefactor=0.1 maxwall=1-00:00:00
sacctmgr -i add qos long priority=50 maxjobspu=6 maxtrespu=cpu=160 preempt=spare
sacctmgr -i modify qos normal set priority=100 preempt=spare
sacctmgr -i add qos rapid priority=300 maxwall=4:00:00 maxtrespu=cpu=80,gres/gpu=4 preempt=spare,long
sacctmgr -i add qos beam priority=900 grptres=gres/gpu=12 preempt=spare,long,normal,rapid preemptexempttime=00:02:00 maxjobspu=4
sacctmgr -i add account cryoem fairshare=40 qos=normal,beam,rapid,long,spare
sacctmgr -i add account md fairshare=35 qos=normal,long,rapid,spare grptresmins=gres/gpu=200000
sacctmgr -i add account membrane parent=md fairshare=20 grpjobs=14
sacctmgr -i add account folding parent=md fairshare=15
sacctmgr -i add account nmr fairshare=15 qos=normal,spare
sacctmgr -i add account core fairshare=10 qos=normal,beam,rapid maxtres=gres/gpu=8
sacctmgr -i add user noa account=cryoem fairshare=1
sacctmgr -i add user yael account=cryoem,core fairshare=1
sacctmgr -i add user omer account=membrane fairshare=1
sacctmgr -i add user tamar account=membrane,folding fairshare=1
sacctmgr -i add user lior account=folding fairshare=3
sacctmgr -i add user samir account=nmr fairshare=1 maxjobs=10
sacctmgr -i add user scope account=core fairshare=1
sacctmgr -i add user gilad account=root adminlevel=Admin
