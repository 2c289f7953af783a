scontrol update PartitionName=p State=DOWN
scontrol update PartitionName=q State=DOWN
sbatch --uid=ta -n 3 --mem=2000 -t 30 -q a --wrap 'sleep 1'
sbatch --uid=tb -N 2 --mem=0 -t 700 -q b --gres=gpu:1 --wrap 'sleep 1'
sbatch --uid=tb -p p,q -n 1 --mem-per-cpu=300 -t 1 --nice=-5 --wrap 'sleep 1'
sbatch --uid=ta -p q -n 10 -t 1-1 --mem=1 --nice=70 --wrap 'sleep 1'
