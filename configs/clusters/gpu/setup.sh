# SPDX-License-Identifier: Apache-2.0
# The accounts of the GPU site, as one would type them. Read by slurmsim without a shell.
#
# root
#   research_dept
#     ai_lab (50)         ai_project, team_a and the lab's own people
#     bio_lab (50)

# Two labs share the department's part of the machine.
sacctmgr -i add account Research_Dept Description="Research" Organization="Research_Dept"
sacctmgr -i add account AI_Lab parent=Research_Dept Description="AI_Lab" Organization="Research_Dept" fairshare=50
sacctmgr -i add account Bio_Lab parent=Research_Dept Description="Bio_Lab" Organization="Research_Dept" fairshare=50

# A project of the AI lab with a cap on its jobs, and a team that is entitled to twice the project's share.
sacctmgr -i add account ai_project parent=AI_Lab Description="AI_Team_Project" Organization="Research_Dept" fairshare=50
sacctmgr -i add account team_a parent=AI_Lab Description="Team_A" Organization="Research_Dept"
sacctmgr -i modify account team_a set share=100
sacctmgr -i modify account ai_project set MaxJobs=10

# Nobody in the project holds more than four GPUs or two jobs at a time; in exchange its jobs go first.
sacctmgr -i add qos gpu_limit MaxTRESPerUser=gres/gpu=4 MaxJobsPerUser=2 Priority=100
sacctmgr -i modify account ai_project set QoS=gpu_limit DefaultQOS=gpu_limit

sacctmgr -i add user gildong Account=ai_project
sacctmgr -i modify user gildong set GrpTRES=gres/gpu=2
sacctmgr -i add user chunhyang Account=ai_project
sacctmgr -i add user mongryong Account=team_a
sacctmgr -i add user hyangdan Account=team_a
sacctmgr -i add user bangja Account=team_a
sacctmgr -i add user nolbu Account=AI_Lab fairshare=25
sacctmgr -i add user heungbu Account=AI_Lab fairshare=25
sacctmgr -i add user simcheong Account=Bio_Lab fairshare=2
sacctmgr -i add user hwanung Account=Bio_Lab
sacctmgr -i add user ungnyeo Account=Bio_Lab
sacctmgr -i add user jumong Account=Bio_Lab
