sacctmgr -i modify qos p-general set maxtrespu=cpu=48 maxjobspu=10
sacctmgr -i modify qos p-chem set grptres=cpu=224 maxtrespa=cpu=192
sacctmgr -i modify qos p-phys set grptres=cpu=288 maxwall=5-00:00:00
sacctmgr -i add qos standby priority=0 maxtrespu=cpu=320 usagefactor=0.1 preemptmode=requeue
sacctmgr -i add qos owner priority=500 preempt=standby
sacctmgr -i add qos owner-long priority=300 preempt=standby flags=OverPartQOS maxtrespu=cpu=64 maxwall=14-00:00:00
sacctmgr -i modify qos normal set priority=100
sacctmgr -i add account chem fairshare=32 qos=normal,owner,owner-long,standby defaultqos=owner
sacctmgr -i add account chem-theory parent=chem fairshare=10
sacctmgr -i add account phys fairshare=36 qos=normal,owner,owner-long,standby defaultqos=owner
sacctmgr -i add account bio fairshare=12 qos=normal,owner,standby defaultqos=owner
sacctmgr -i add account general fairshare=15 qos=normal,standby defaultqos=normal
sacctmgr -i add account visitors parent=general fairshare=1
sacctmgr -i add user abel account=chem
sacctmgr -i add user bea account=chem,general defaultaccount=chem
sacctmgr -i add user cyril account=chem-theory
sacctmgr -i add user dora account=phys
sacctmgr -i add user ed account=phys,general defaultaccount=phys
sacctmgr -i add user fay account=bio
sacctmgr -i add user gus account=bio,general defaultaccount=bio
sacctmgr -i add user hal account=general
sacctmgr -i add user ivy account=general
sacctmgr -i add user vis1 account=visitors partition=general maxjobs=2
