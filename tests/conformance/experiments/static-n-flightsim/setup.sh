sacctmgr -i add account faculty fairshare=70
sacctmgr -i add account tunnel parent=faculty fairshare=30
sacctmgr -i add account cfd parent=faculty fairshare=25 grptres=cpu=96
sacctmgr -i add account acoustics parent=faculty fairshare=15 maxjobs=6
sacctmgr -i add account students fairshare=30 maxtres=cpu=32 maxsubmitjobs=10
sacctmgr -i add account ug parent=students fairshare=10
sacctmgr -i add account pg parent=students fairshare=20
sacctmgr -i add user weiming account=tunnel fairshare=1
sacctmgr -i add user priya account=tunnel,cfd fairshare=1
sacctmgr -i add user hakim account=cfd fairshare=2
sacctmgr -i add user suling account=acoustics fairshare=1
sacctmgr -i add user u1801 account=ug fairshare=1
sacctmgr -i add user u1802 account=ug fairshare=1
sacctmgr -i add user g2201 account=pg fairshare=2
sacctmgr -i add user g2202 account=pg fairshare=1 maxjobs=3
sacctmgr -i add user labtech account=root adminlevel=Operator
