at 2026-12-03T12:02:00
sbatch --uid=ga --gpus=a100:3 -t 6:00:00 --wrap 'exec sleep 20000'
sbatch --uid=ga --gres=gpu:t4:1 -n 2 -t 6:00:00 --wrap 'exec sleep 20000'
sbatch --uid=gb --gpus-per-node=1 -N 2 -t 6:00:00 --wrap 'exec sleep 20000'
sbatch --uid=gb --gres=nic:1 -n 1 -t 6:00:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=gb --gres=gpu:v100:1 -n 1 --wrap 'exec sleep 20000' || true
sbatch --uid=gb --gres=tpu:1 -n 1 --wrap 'exec sleep 20000' || true
sbatch --uid=gb --gpus-per-task=2 -n 2 -t 2:00:00 --wrap 'exec sleep 20000'
at 2026-12-03T14:00:00
sbatch --uid=ga --gpus=2 --cpus-per-gpu=3 --mem-per-gpu=2000 -t 3:00:00 --wrap 'exec sleep 20000'
sbatch --uid=ga --gres=gpu:5 -t 3:00:00 --wrap 'exec sleep 20000' || true
sbatch --uid=gb --gpus=9 -t 3:00:00 --wrap 'exec sleep 20000' || true
sbatch --uid=gb -p c -n 4 -t 3:00:00 --wrap 'exec sleep 20000'
