at 2026-07-22T13:05:00
sbatch --uid=ea -n 8 -t 4:00:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=ea -H -n 8 -t 4:00:00 --mem=100 -J one --wrap 'exec sleep 20000'
sbatch --uid=eb -n 28 -t 4:00:00 --mem=100 -J wide --wrap 'exec sleep 20000'
sbatch --uid=eb --begin=2026-07-23T00:00:00 -n 1 -t 10 --mem=100 --wrap 'exec sleep 20'
sbatch --uid=eb --array=0-4 -H -n 1 -t 10 --mem=100 --wrap 'exec sleep 20000'
at 2026-07-22T14:00:00
scontrol update JobId=1 TimeLimit=5:00:00
scontrol update JobId=1 NumNodes=1 || true
scontrol update JobId=2 TimeLimit=+60 Partition=o JobName=two QOS=plus Comment='a note'
scontrol update JobId=2 Account=al || true
scontrol update JobId=2 Nice=100 Features=f1
scontrol update JobId=3 MinMemoryNode=200 NumCPUs=20 || true
scontrol update JobId=3 ReqNodeList=e4 || true
scontrol update JobId=4 StartTime=2026-07-22T20:00:00
scontrol update JobId=4 Priority=777 || true
scontrol release 5_2 || true
scontrol update JobId=5_3 TimeLimit=20 || true
scontrol update JobId=5 JobName=arr || true
scontrol update JobId=99 TimeLimit=20 || true
scontrol update JobId=3 Partition=none || true
scontrol update JobId=3 QOS=plus || true
scontrol update JobId=3 Wrong=1 || true
at 2026-07-22T15:30:00
scontrol release 2
scontrol hold 4
scontrol uhold 5_[0-1] || true
scontrol requeue 1 || true
