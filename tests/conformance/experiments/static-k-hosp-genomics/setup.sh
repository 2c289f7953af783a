sacctmgr -i add qos research priority=10 maxjobspu=40 maxtrespu=cpu=120
sacctmgr -i add qos idle priority=0 preemptmode=cancel usagefactor=0 maxwall=12:00:00
sacctmgr -i add qos clinical priority=500 preempt=research,idle
sacctmgr -i add qos stat priority=1000 preempt=research,idle,clinical maxjobspu=2 maxtresperjob=cpu=24 flags=DenyOnLimit
sacctmgr -i modify qos research set preempt=idle
sacctmgr -i add account clinic fairshare=70 qos=clinical,stat defaultqos=clinical priority=100
sacctmgr -i add account oncology parent=clinic fairshare=40
sacctmgr -i add account prenatal parent=clinic fairshare=30
sacctmgr -i add account rarediseases parent=clinic fairshare=30
sacctmgr -i add account research fairshare=30 qos=research,idle defaultqos=research
sacctmgr -i add account cardio parent=research fairshare=1 grptresrunmins=cpu=60000
sacctmgr -i add account microbio parent=research fairshare=1 grpjobs=6
sacctmgr -i add user pipe_onc account=oncology wckey=RUN0311,RUN0322,RUN0409 defaultwckey=RUN0311
sacctmgr -i add user pipe_nipt account=prenatal wckey=NIPT defaultwckey=NIPT
sacctmgr -i add user pipe_exome account=rarediseases wckey=RUN0318,RUN0402 defaultwckey=RUN0318
sacctmgr -i add user dr_meier account=rarediseases,cardio wckey=RUN0402,adhoc defaultwckey=adhoc
sacctmgr -i add user l.frei account=cardio wckey=phd defaultwckey=phd
sacctmgr -i add user s.gut account=cardio wckey=phd,adhoc defaultwckey=adhoc
sacctmgr -i add user m.bakir account=microbio wckey=amr defaultwckey=amr
sacctmgr -i add user n.osei account=microbio wckey=amr defaultwckey=amr maxjobs=3
sacctmgr -i add user operator account=root adminlevel=Operator
