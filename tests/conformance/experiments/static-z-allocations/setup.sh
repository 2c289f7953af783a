sacctmgr -i modify qos dbgq set usagefactor=0 maxjobspu=1
sacctmgr -i add qos premium set usagefactor=3 priority=100 flags=UsageFactorSafe
sacctmgr -i add qos cheap set usagefactor=0.25 priority=1
sacctmgr -i add qos capped set grptresmins=cpu=30000 grpwall=9000 flags=NoDecay
sacctmgr -i add account g2026-001 fairshare=2 grptresmins=cpu=61000 qos=normal,premium,cheap,dbgq
sacctmgr -i add account g2026-002 fairshare=1 grptresmins=billing=20000 grpwall=3000 qos=normal,cheap,dbgq
sacctmgr -i add account g2026-003 fairshare=1 grpwall=2000 qos=normal,capped defaultqos=capped
sacctmgr -i add account g2026-001-a parent=g2026-001 grptresmins=cpu=12000,mem=30000000
sacctmgr -i add user pi1 account=g2026-001
sacctmgr -i add user post1,post2 account=g2026-001-a
sacctmgr -i add user pi2,dok2 account=g2026-002
sacctmgr -i add user pi3 account=g2026-003
sacctmgr -i modify user dok2 set grptresmins=cpu=2500 grptresrunmins=cpu=1200
sacctmgr -i modify user post2 set maxtresminsperjob=cpu=600
