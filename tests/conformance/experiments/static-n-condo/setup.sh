sacctmgr -i modify qos openq set maxtrespu=cpu=160 grptres=cpu=400 maxjobspu=30 priority=0
sacctmgr -i add account owners fairshare=80
sacctmgr -i add account hydro parent=owners fairshare=30
sacctmgr -i add account chem parent=owners fairshare=25
sacctmgr -i add account chem_students parent=chem fairshare=5 maxtres=cpu=32
sacctmgr -i add account genome parent=owners fairshare=15
sacctmgr -i add account vislab parent=owners fairshare=10 grptres=gres/gpu=5
sacctmgr -i add account general fairshare=20 grptresrunmins=cpu=300000
sacctmgr -i add user walt account=hydro,general fairshare=1 defaultaccount=hydro
sacctmgr -i add user rosa account=hydro fairshare=1
sacctmgr -i add user linus account=chem fairshare=1
sacctmgr -i add user marie account=chem,general fairshare=1
sacctmgr -i add user stu1 account=chem_students fairshare=1
sacctmgr -i add user stu2 account=chem_students,general fairshare=1
sacctmgr -i add user barb account=genome fairshare=1
sacctmgr -i add user pixel account=vislab fairshare=1
sacctmgr -i add user guest7 account=general fairshare=1 maxsubmitjobs=40
sacctmgr -i add user nomad account=general fairshare=2
sacctmgr -i add user rcadmin account=root adminlevel=Admin
