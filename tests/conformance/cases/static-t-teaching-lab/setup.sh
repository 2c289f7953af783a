sacctmgr -i add qos homework priority=10 maxjobspu=2 maxsubmitjobspu=6 maxtrespu=cpu=8 flags=DenyOnLimit
sacctmgr -i add qos projectwork priority=50 maxjobspu=4 maxtrespu=cpu=32,node=3 maxwall=1-00:00:00
sacctmgr -i add account courses description="all courses" organization=school fairshare=80
sacctmgr -i add account cs101 parent=courses fairshare=10 grptres=cpu=64 grpsubmitjobs=40 qos=homework defaultqos=homework maxwall=01:00:00
sacctmgr -i add account cs220 parent=courses fairshare=10 grptres=cpu=64 qos=homework defaultqos=homework
sacctmgr -i add account ml401 parent=courses fairshare=20 qos=homework,projectwork defaultqos=projectwork
sacctmgr -i add account hpc402 parent=courses fairshare=20 qos=homework,projectwork,normal defaultqos=projectwork
sacctmgr -i add account staff fairshare=20 qos=normal,homework,projectwork
sacctmgr -i add user s001,s002,s003,s004,s005,s006,s007,s008 account=cs101 fairshare=1
sacctmgr -i add user s101,s102,s103,s104,s105 account=cs220 fairshare=1
sacctmgr -i add user m01,m02,m03,m04 account=ml401 fairshare=2
sacctmgr -i add user h01,h02,h03,h04,h05 account=hpc402 fairshare=2
sacctmgr -i add user profa account=staff,ml401 fairshare=5 defaultaccount=staff
sacctmgr -i add user profb account=staff fairshare=5
sacctmgr -i add coordinator account=cs101,cs220 names=profb
sacctmgr -i add coordinator account=ml401 names=profa
sacctmgr -i modify user where name=h05 account=hpc402 set maxjobs=1
