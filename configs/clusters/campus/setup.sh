# SPDX-License-Identifier: Apache-2.0
# The accounts of the campus site: three faculties, courses, and guests who only scavenge.
sacctmgr -i add qos scavenger Priority=0 UsageFactor=0.1
sacctmgr -i add qos long Priority=20 MaxWall=3-00:00:00 MaxJobsPerUser=4
sacctmgr -i add qos urgent Priority=100 UsageFactor=2.0 MaxTRESPerUser=cpu=256
sacctmgr -i modify qos normal set Priority=50

sacctmgr -i add account science Description="Faculty of Science" Organization=campus fairshare=50 QoS=normal,long,scavenger
sacctmgr -i add account engineering Description="Faculty of Engineering" Organization=campus fairshare=35 QoS=normal,long,urgent,scavenger
sacctmgr -i add account medicine Description="Faculty of Medicine" Organization=campus fairshare=15 QoS=normal,scavenger
sacctmgr -i add account courses Description="Teaching" Organization=campus fairshare=parent QoS=normal MaxJobs=20 MaxWall=04:00:00
sacctmgr -i add account guests Description="Guests" Organization=campus fairshare=1 QoS=scavenger DefaultQOS=scavenger

sacctmgr -i add account physics parent=science Description="Physics" Organization=campus fairshare=3 GrpTRES=cpu=640
sacctmgr -i add account chemistry parent=science Description="Chemistry" Organization=campus fairshare=2
sacctmgr -i add account vision parent=engineering Description="Computer vision" Organization=campus fairshare=1 GrpTRES=gres/gpu=16
sacctmgr -i add account cfd parent=engineering Description="Fluid dynamics" Organization=campus fairshare=2
sacctmgr -i add account genome parent=medicine Description="Genomics" Organization=campus fairshare=1 GrpTRESMins=cpu=5000000

sacctmgr -i add user ada,emmy Account=physics
sacctmgr -i add user marie,linus Account=chemistry
sacctmgr -i add user grace,alan Account=vision
sacctmgr -i add user osborne,ludwig Account=cfd
sacctmgr -i add user rosalind,francis Account=genome
sacctmgr -i add user student01,student02,student03,student04 Account=courses
sacctmgr -i add user visitor Account=guests
sacctmgr -i add user grace Account=cfd
