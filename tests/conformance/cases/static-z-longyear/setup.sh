sacctmgr -i add qos weekend set priority=5
sacctmgr -i add qos grad set priority=50 maxjobspu=8
sacctmgr -i add account geology fairshare=5 priority=10 qos=normal,weekend
sacctmgr -i add account ecology fairshare=3 qos=normal,weekend,grad
sacctmgr -i add account seismo parent=geology fairshare=2 priority=30 grptres=cpu=200
sacctmgr -i add account volcano parent=geology fairshare=2
sacctmgr -i add user aroha account=seismo
sacctmgr -i add user aroha account=volcano fairshare=2
sacctmgr -i add user wiremu account=seismo partition=ordinary fairshare=4
sacctmgr -i add user wiremu account=seismo partition=longrun fairshare=1 maxjobs=2
sacctmgr -i add user hine,tane account=volcano
sacctmgr -i add user mere account=ecology defaultqos=grad
sacctmgr -i add user rangi,kiri account=ecology
sacctmgr -i add user rangi account=geology fairshare=2
sacctmgr -i add user ngaio account=ecology priority=77
