scontrol update PartitionName=p State=DOWN
sbatch --uid=v0 -A l0 -n 1 -t 5 --wrap 'sleep 1'
sbatch --uid=v1 -A l1 -n 1 -t 5 --wrap 'sleep 1'
sbatch --uid=v2 -A l2 -n 1 -t 5 --wrap 'sleep 1'
sbatch --uid=v3 -A l3 -n 1 -t 5 --wrap 'sleep 1'
sbatch --uid=v4 -A l4 -n 1 -t 5 --wrap 'sleep 1'
sbatch --uid=v5 -A l5 -n 1 -t 5 --wrap 'sleep 1'
