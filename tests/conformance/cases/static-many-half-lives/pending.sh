scontrol update PartitionName=p State=DOWN
sbatch --uid=p1 -A a -n 1 -t 60 --wrap 'sleep 1'
sbatch --uid=p3 -A b -n 1 -t 60 --wrap 'sleep 1'
at 2026-02-11T05:00:00
