scontrol update PartitionName=p State=DOWN
sbatch --uid=u1 -A a6 -n 1 -t 5 --wrap 'sleep 1'
sbatch --uid=u2 -A a6 -n 2 -t 10 --wrap 'sleep 1'
sbatch --uid=u3 -A a6 -n 3 -t 15 --wrap 'sleep 1'
sbatch --uid=u4 -A a4 -n 4 -t 20 --wrap 'sleep 1'
sbatch --uid=u5 -A b1 -n 1 -t 25 --wrap 'sleep 1'
sbatch --uid=u6 -A b1 -n 12 -t 30 --wrap 'sleep 1'
sbatch --uid=u1 -A b1 -n 1 -t 35 --wrap 'sleep 1'
