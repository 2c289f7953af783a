sacctmgr -i modify qos normal set priority=10 maxjobspu=3 maxsubmitjobspu=10 maxtrespu=cpu=32
sacctmgr -i add qos exam priority=100 maxjobspu=2 maxwall=1:00:00 flags=DenyOnLimit
sacctmgr -i add qos thesis priority=5 maxtrespu=cpu=48 maxjobspu=6
sacctmgr -i add qos staff priority=200
sacctmgr -i add account corsi fairshare=60 qos=normal,exam defaultqos=normal
sacctmgr -i add account hpc101 parent=corsi fairshare=30
sacctmgr -i add account ml202 parent=corsi fairshare=30 grptres=gres/gpu=6
sacctmgr -i add account tesisti fairshare=30 qos=thesis,normal defaultqos=thesis
sacctmgr -i add account docenti fairshare=10 qos=staff,normal,exam,thesis defaultqos=staff
sacctmgr -i add user s301001,s301002,s301003,s301004,s301005,s301006 account=hpc101 fairshare=1 wckey=LAB1,LAB2,EXAM defaultwckey=LAB1
sacctmgr -i add user s302001,s302002,s302003,s302004 account=ml202 fairshare=1 wckey=HW3,PROJECT defaultwckey=HW3
sacctmgr -i add user s301003 account=ml202 fairshare=1 wckey=PROJECT
sacctmgr -i add user t290011 account=tesisti fairshare=2 wckey=TESI defaultwckey=TESI
sacctmgr -i add user t290044 account=tesisti fairshare=1 wckey=TESI defaultwckey=TESI maxtresmins=cpu=4000
sacctmgr -i add user rossi account=docenti wckey=LAB1,LAB2,EXAM,PROVA defaultwckey=PROVA
sacctmgr -i add user bianchi account=docenti,tesisti wckey=PROVA,TESI defaultwckey=PROVA
sacctmgr -i add user tecnico account=root adminlevel=Operator
