sacctmgr -i modify qos labq set grptres=cpu=24 maxtrespu=cpu=8 flags=DenyOnLimit
sacctmgr -i add qos exam set priority=5 maxjobspu=1
sacctmgr -i add qos staffq set priority=9 flags=PartitionMaxNodes,PartitionTimeLimit
sacctmgr -i add account teaching fairshare=10
sacctmgr -i add account cs101 parent=teaching fairshare=1 maxjobs=2 maxsubmitjobs=4 maxwall=60
sacctmgr -i add account cs202 parent=teaching fairshare=1 maxjobs=3 maxtres=cpu=6 grptresrunmins=cpu=900
sacctmgr -i add account tutors parent=teaching fairshare=2 qos=normal,exam,staffq
sacctmgr -i add user s26001,s26002,s26003,s26004,s26005,s26006,s26007,s26008,s26009,s26010,s26011,s26012,s26013,s26014,s26015,s26016,s26017,s26018 account=cs101 fairshare=parent
sacctmgr -i add user s26019,s26020,s26021,s26022,s26023,s26024,s26025,s26026,s26027,s26028,s26029,s26030 account=cs202 fairshare=parent
sacctmgr -i add user s26031,s26032,s26033,s26034,s26035,s26036 account=cs202
sacctmgr -i add user prof-x,ta1,ta2,ta3 account=tutors
sacctmgr -i modify account cs202 set qos+=exam
sacctmgr -i modify user s26020 where account=cs202 set maxjobs=1 maxsubmitjobs=1
