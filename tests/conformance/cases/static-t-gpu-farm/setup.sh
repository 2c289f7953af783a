sacctmgr -i add qos gpu-high priority=1000 maxtrespu=gres/gpu=8 maxjobspu=4
sacctmgr -i add qos gpu-long priority=100 maxwall=3-00:00:00 grptres=gres/gpu:a100=16
sacctmgr -i add qos student priority=50 maxtrespu=gres/gpu=2,cpu=16 maxsubmitjobspu=10
sacctmgr -i modify qos normal set priority=500 maxtrespa=gres/gpu=24
sacctmgr -i add account nlp fairshare=40 qos=normal,gpu-high,gpu-long
sacctmgr -i add account vision fairshare=30 qos=normal,gpu-high,gpu-long
sacctmgr -i add account robotics fairshare=20 qos=normal,gpu-high grptres=gres/gpu:v100=12
sacctmgr -i add account students fairshare=10 qos=student defaultqos=student
sacctmgr -i add account msc parent=students fairshare=2 qos=student defaultqos=student
sacctmgr -i add account bsc parent=students fairshare=1 qos=student defaultqos=student
sacctmgr -i add user anja account=nlp fairshare=5
sacctmgr -i add user boris account=nlp fairshare=5
sacctmgr -i add user chloe account=nlp,vision fairshare=3
sacctmgr -i add user dmitri account=vision fairshare=5
sacctmgr -i add user emi account=vision fairshare=2
sacctmgr -i add user fritz account=robotics
sacctmgr -i add user greta account=robotics maxtresperjob=gres/gpu=4
sacctmgr -i add user stud01,stud02 account=msc fairshare=parent
sacctmgr -i add user stud03 account=bsc
