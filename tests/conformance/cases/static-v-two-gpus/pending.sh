sbatch --uid=vera --gres=gpu:a40:3 -n 4 -t 120 --wrap 'exec sleep 90000'
sbatch --uid=vito --gpus=4 -n 4 -t 60 --wrap 'exec sleep 90000'
sbatch --uid=nora --gres=gpu:h100:2 -n 8 -t 600 --wrap 'exec sleep 90000'
sbatch --uid=nora --gres=gpu:3 -n 1 -t 60 --wrap 'exec sleep 90000' || true
sbatch --uid=vera --gpus-per-node=2 -N 2 -t 90 --wrap 'exec sleep 90000'
