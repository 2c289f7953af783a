scontrol update PartitionName=cpu State=DOWN
sbatch --uid=ada -n 2 -t 60 --mem=500 -p gpu --gres=gpu:1 --comment="first one" --wrap 'exec sleep 86400'
sbatch --uid=bo -A south -n 4 -t 30 --mem-per-cpu=100 --array=1-4%2 -L mat:2 --wrap 'sleep 1'
sbatch --uid=cy -N 2 --ntasks-per-node=2 -t 1-0 -d afterok:1 -C "" --wrap 'sleep 1' || sbatch --uid=cy -N 2 --ntasks-per-node=2 -t 1-0 -d afterok:1 --wrap 'sleep 1'
