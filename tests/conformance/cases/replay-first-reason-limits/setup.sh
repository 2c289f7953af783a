sacctmgr -i add qos low priority=1
sacctmgr -i add qos high priority=10
sacctmgr -i add account w
sacctmgr -i add user ua,ub account=w qos=low,high defaultqos=low
sacctmgr -i add qos q0 priority=10 GrpTRES=cpu=0
sacctmgr -i add qos q1 priority=10 GrpTRES=mem=0
sacctmgr -i add qos q2 priority=10 GrpTRES=node=0
sacctmgr -i add qos q3 priority=10 GrpTRES=gres/gpu=0
sacctmgr -i add qos q4 priority=10 GrpTRES=billing=0
sacctmgr -i add qos q5 priority=10 GrpTRES=license/lic=0
sacctmgr -i add qos q6 priority=10 MaxTRESPerJob=cpu=1
sacctmgr -i add qos q7 priority=10 MaxTRESPerJob=mem=1
sacctmgr -i add qos q8 priority=10 MaxTRESPerJob=node=1
sacctmgr -i add qos q9 priority=10 MaxTRESPerJob=gres/gpu=0
sacctmgr -i add qos q10 priority=10 MaxTRESPerUser=cpu=0
sacctmgr -i add qos q11 priority=10 MaxTRESPerUser=mem=0
sacctmgr -i add qos q12 priority=10 MaxTRESPerUser=node=0
sacctmgr -i add qos q13 priority=10 MaxTRESPerUser=gres/gpu=0
sacctmgr -i add qos q14 priority=10 MaxTRESPA=cpu=0
sacctmgr -i add qos q15 priority=10 MaxTRESPA=mem=0
sacctmgr -i add qos q16 priority=10 MaxTRESPA=node=0
sacctmgr -i add qos q17 priority=10 MaxTRESPA=gres/gpu=0
sacctmgr -i add qos q18 priority=10 MaxTRESPerNode=cpu=1
sacctmgr -i add qos q19 priority=10 MaxTRESPerNode=mem=1
sacctmgr -i add qos q20 priority=10 MaxTRESPerNode=gres/gpu=0
sacctmgr -i add qos q21 priority=10 GrpTRESMins=cpu=0
sacctmgr -i add qos q22 priority=10 GrpTRESMins=mem=0
sacctmgr -i add qos q23 priority=10 GrpTRESMins=node=0
sacctmgr -i add qos q24 priority=10 GrpTRESMins=gres/gpu=0
sacctmgr -i add qos q25 priority=10 GrpTRESRunMins=cpu=0
sacctmgr -i add qos q26 priority=10 GrpTRESRunMins=mem=0
sacctmgr -i add qos q27 priority=10 GrpTRESRunMins=node=0
sacctmgr -i add qos q28 priority=10 GrpTRESRunMins=gres/gpu=0
sacctmgr -i add qos q29 priority=10 MaxTRESMins=cpu=1
sacctmgr -i add qos q30 priority=10 MaxTRESMins=mem=1
sacctmgr -i add qos q31 priority=10 MaxTRESMins=node=1
sacctmgr -i add qos q32 priority=10 MaxTRESMins=gres/gpu=1
sacctmgr -i add qos q33 priority=10 MinTRES=cpu=3
sacctmgr -i add qos q34 priority=10 MinTRES=mem=5000
sacctmgr -i add qos q35 priority=10 MinTRES=node=3
sacctmgr -i add qos q36 priority=10 MinTRES=gres/gpu=3
sacctmgr -i add qos q37 priority=10 GrpJobs=0
sacctmgr -i add qos q38 priority=10 GrpWall=0
sacctmgr -i add qos q39 priority=10 MaxJobsPerUser=0
sacctmgr -i add qos q40 priority=10 MaxJobsPA=0
sacctmgr -i add qos q41 priority=10 MaxWall=1
sacctmgr -i add account a42 GrpTRES=cpu=0
sacctmgr -i add user ua account=a42 qos=high defaultqos=high
sacctmgr -i add account a43 GrpTRES=mem=0
sacctmgr -i add user ua account=a43 qos=high defaultqos=high
sacctmgr -i add account a44 GrpTRES=node=0
sacctmgr -i add user ua account=a44 qos=high defaultqos=high
sacctmgr -i add account a45 GrpTRES=gres/gpu=0
sacctmgr -i add user ua account=a45 qos=high defaultqos=high
sacctmgr -i add account a46 GrpTRES=billing=0
sacctmgr -i add user ua account=a46 qos=high defaultqos=high
sacctmgr -i add account a47 GrpTRES=license/lic=0
sacctmgr -i add user ua account=a47 qos=high defaultqos=high
sacctmgr -i add account a48 MaxTRES=cpu=1
sacctmgr -i add user ua account=a48 qos=high defaultqos=high
sacctmgr -i add account a49 MaxTRES=mem=1
sacctmgr -i add user ua account=a49 qos=high defaultqos=high
sacctmgr -i add account a50 MaxTRES=node=1
sacctmgr -i add user ua account=a50 qos=high defaultqos=high
sacctmgr -i add account a51 MaxTRES=gres/gpu=0
sacctmgr -i add user ua account=a51 qos=high defaultqos=high
sacctmgr -i add account a52 MaxTRESPerNode=cpu=1
sacctmgr -i add user ua account=a52 qos=high defaultqos=high
sacctmgr -i add account a53 MaxTRESPerNode=mem=1
sacctmgr -i add user ua account=a53 qos=high defaultqos=high
sacctmgr -i add account a54 MaxTRESPerNode=gres/gpu=0
sacctmgr -i add user ua account=a54 qos=high defaultqos=high
sacctmgr -i add account a55 GrpTRESMins=cpu=0
sacctmgr -i add user ua account=a55 qos=high defaultqos=high
sacctmgr -i add account a56 GrpTRESMins=mem=0
sacctmgr -i add user ua account=a56 qos=high defaultqos=high
sacctmgr -i add account a57 GrpTRESMins=node=0
sacctmgr -i add user ua account=a57 qos=high defaultqos=high
sacctmgr -i add account a58 GrpTRESMins=gres/gpu=0
sacctmgr -i add user ua account=a58 qos=high defaultqos=high
sacctmgr -i add account a59 GrpTRESRunMins=cpu=0
sacctmgr -i add user ua account=a59 qos=high defaultqos=high
sacctmgr -i add account a60 GrpTRESRunMins=mem=0
sacctmgr -i add user ua account=a60 qos=high defaultqos=high
sacctmgr -i add account a61 GrpTRESRunMins=node=0
sacctmgr -i add user ua account=a61 qos=high defaultqos=high
sacctmgr -i add account a62 GrpTRESRunMins=gres/gpu=0
sacctmgr -i add user ua account=a62 qos=high defaultqos=high
sacctmgr -i add account a63 MaxTRESMins=cpu=1
sacctmgr -i add user ua account=a63 qos=high defaultqos=high
sacctmgr -i add account a64 MaxTRESMins=mem=1
sacctmgr -i add user ua account=a64 qos=high defaultqos=high
sacctmgr -i add account a65 MaxTRESMins=node=1
sacctmgr -i add user ua account=a65 qos=high defaultqos=high
sacctmgr -i add account a66 MaxTRESMins=gres/gpu=1
sacctmgr -i add user ua account=a66 qos=high defaultqos=high
sacctmgr -i add account a67 GrpJobs=0
sacctmgr -i add user ua account=a67 qos=high defaultqos=high
sacctmgr -i add account a68 GrpWall=0
sacctmgr -i add user ua account=a68 qos=high defaultqos=high
sacctmgr -i add account a69 MaxJobs=0
sacctmgr -i add user ua account=a69 qos=high defaultqos=high
sacctmgr -i add account a70 MaxWall=1
sacctmgr -i add user ua account=a70 qos=high defaultqos=high
sacctmgr -i modify user where name=ua account=w set qos+=q0,q1,q2,q3,q4,q5,q6,q7,q8,q9,q10,q11,q12,q13,q14,q15,q16,q17,q18,q19,q20,q21,q22,q23,q24,q25,q26,q27,q28,q29,q30,q31,q32,q33,q34,q35,q36,q37,q38,q39,q40,q41
