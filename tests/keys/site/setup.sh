# SPDX-License-Identifier: Apache-2.0
sacctmgr -i add qos high priority=100 flags=DenyOnLimit MaxTRESPerUser=cpu=48
sacctmgr -i add qos low priority=1 UsageFactor=0.5
sacctmgr -i modify qos normal set priority=20 preempt=low
sacctmgr -i modify qos high set preempt=low,normal
sacctmgr -i add account phys fairshare=60 qos=normal,low,high
sacctmgr -i add account chem fairshare=40 qos=normal,low
sacctmgr -i add account soft parent=chem fairshare=10 qos=normal,low GrpTRESMins=cpu=2500
sacctmgr -i add user ann account=phys fairshare=3 priority=50
sacctmgr -i add user bob account=phys fairshare=1
sacctmgr -i add user cat account=chem fairshare=2 MaxJobs=6
sacctmgr -i add user dan account=soft fairshare=1 MaxSubmitJobs=40
