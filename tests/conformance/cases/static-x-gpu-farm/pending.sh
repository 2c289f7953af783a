at 2026-06-10T10:05:00
sbatch --uid=v1 -p gpu --gres=gpu:4 -n 8 -t 20:00:00 --wrap 'exec sleep 40000'
sbatch --uid=v2 -p gpu --gpus=2 -n 4 -t 20:00:00 --wrap 'exec sleep 40000'
sbatch --uid=v2 -p gpu --gpus=1 -n 4 -t 20:00:00 --wrap 'exec sleep 40000'
sbatch --uid=n1 -p gpu --gpus-per-node=2 -N 2 --ntasks-per-node=4 -t 10:00:00 --wrap 'exec sleep 40000'
sbatch --uid=n1 -p cpu -n 20 -t 10:00:00 --wrap 'exec sleep 40000'
at 2026-06-10T12:00:00
sbatch --uid=n1 -p gpu --gpus=8 -n 8 -t 5:00:00 --wrap 'exec sleep 40000'
sbatch --uid=n1 -p cpu --gres=gpu:1 -n 1 --wrap 'exec sleep 4' || true
sbatch --uid=v1 -p cpu -n 4 -t 1:00:00 --wrap 'exec sleep 40000'
