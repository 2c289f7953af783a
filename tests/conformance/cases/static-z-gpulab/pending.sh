at 2026-08-12T13:15:00
sbatch --uid=nora -p hopper -N 2 --gres=gpu:h200:8 --ntasks-per-node=8 -c 10 -t 1-12 -J pretrain --wrap 'exec sleep 80000'
sbatch --uid=ivan -p hopper --gpus=h200:4 -c 24 -t 10:00:00 -J finetune --wrap 'exec sleep 80000'
sbatch --uid=ivan -A robots -p hopper --gpus-per-node=2 -N 1 --mem-per-gpu=100G -t 6:00:00 --wrap 'exec sleep 80000'
sbatch --uid=olga --gpus=6 -t 20:00:00 -J sim2real --wrap 'exec sleep 80000'
sbatch --uid=olga --gpus-per-task=l40s:1 -n 5 -t 2-0 --wrap 'exec sleep 80000'
sbatch --uid=pete --qos=interactive --gres=gpu:1 -t 4:00:00 -J notebook --wrap 'exec sleep 80000'
sbatch --uid=quin --gres=gpu:l40s:2 -n 4 -t 8:00:00 -J render --wrap 'exec sleep 80000'
sbatch --uid=quin --gres=gpu:l40s:2 -n 4 -t 8:00:00 -J render --wrap 'exec sleep 80000'
sbatch --uid=quin --gres=gpu:l40s:3 -n 4 -t 8:00:00 -J render3 --wrap 'exec sleep 80000'
sbatch --uid=pete -p cpu -n 20 --mem=100G -t 12:00:00 -J tokens --wrap 'exec sleep 80000'
at 2026-08-12T17:40:00
sbatch --uid=nora -p hopper --gres=gpu:h200:8,nvme:2 -N 1 -t 5:00:00 -J eval --wrap 'exec sleep 80000'
sbatch --uid=nora -p ada,hopper --gpus=3 -t 45 --wrap 'exec sleep 80000'
sbatch --uid=olga -p ada --gres=gpu:h200:1 -t 45 --wrap 'exec sleep 9' || true
sbatch --uid=pete -p ada --exclusive --gres=gpu:4 -N 3 -t 1-0 --wrap 'exec sleep 80000'
scontrol update nodename=ada6 state=drain reason="xid 63"
scontrol update jobid=9 gres=gpu:l40s:1 || true
