scontrol update PartitionName=g State=DOWN
scontrol update PartitionName=c State=DOWN
sbatch --uid=ga -A ml --gres=gpu:2 -N 2 -n 2 --mem=9G -t 99 --wrap 'sleep 1'
sbatch --uid=gb -p c,g -n 7 --mem-per-cpu=3G -t 30 --wrap 'sleep 1'
