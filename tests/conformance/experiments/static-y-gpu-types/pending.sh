at 2026-07-08T09:05:00
sbatch --uid=ada -p train --qos=big --gres=gpu:a100:8 -n 32 -t 1-0 --wrap 'exec sleep 90000'
sbatch --uid=ada -p train --qos=big --gres=gpu:a100:6 -n 16 -t 1-0 --wrap 'exec sleep 90000'
sbatch --uid=bo -p infer --gres=gpu:t4:2 -n 2 -t 10:00:00 --wrap 'exec sleep 90000'
sbatch --uid=bo -p infer --gpus=t4:6 -n 6 -t 2:00:00 --wrap 'exec sleep 90000'
sbatch --uid=cleo -p infer --gpus-per-task=1 -n 5 -t 6:00:00 --wrap 'exec sleep 30000'
sbatch --uid=cleo -p infer --qos=debug --gres=gpu:1 -t 40 --wrap 'exec sleep 90000'
sbatch --uid=cleo -p infer --qos=debug --gres=gpu:3 -t 40 --wrap 'exec sleep 90000'
sbatch --uid=cleo -p train --qos=big --gres=gpu:1 -t 40 --wrap 'exec sleep 9' || true
at 2026-07-08T15:10:00
sbatch --uid=cleo -p infer --gres=gpu:v100:1 -t 40 --wrap 'exec sleep 9' || true
sbatch --uid=ada -p infer --gres=gpu:4 -N 4 -n 8 -t 1:00:00 --wrap 'exec sleep 90000'
sbatch --uid=ada -p train --qos=debug --gres=gpu:a100:1 -n 4 --mem=20G -t 30 --wrap 'exec sleep 90000'
