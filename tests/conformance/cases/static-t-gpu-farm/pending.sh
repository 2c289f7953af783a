at 2026-01-29T11:05:00
sbatch --uid=anja -A nlp -p a100 -J pretrain -N 2 --gpus-per-node=a100:8 --ntasks-per-node=8 -t 2-00:00:00 --wrap 'sleep 864000'
at 2026-01-29T11:15:00
sbatch --uid=dmitri -A vision -p a100 -q gpu-high -J segm --gres=gpu:a100:4 -n 4 --cpus-per-gpu=8 --mem=400G -t 30:00:00 --wrap 'sleep 864000'
at 2026-01-29T11:30:00
sbatch --uid=boris -A nlp -p a100 -q gpu-long -J rlhf -G 8 -N 1 -t 3-00:00:00 --wrap 'sleep 864000'
at 2026-01-29T11:45:00
sbatch --uid=chloe -A vision -p gpu -C v100 -J det -N 1 --gpus-per-node=4 -n 4 -t 1-00:00:00 --wrap 'sleep 864000'
at 2026-01-29T12:00:00
sbatch --uid=stud01 -A msc -J hw3 --gres=gpu:rtx:2 -n 2 -t 20:00:00 --wrap 'sleep 864000'
at 2026-01-29T12:10:00
sbatch --uid=stud01 -A msc -J hw3b --gres=gpu:rtx:1 -n 1 -t 10:00:00 --wrap 'sleep 864000'
sbatch --uid=anja -A nlp -p a100 -J evalall -N 1 --gpus-per-node=a100:8 -t 12:00:00 --wrap 'sleep 864000'
sbatch --uid=greta -A robotics -J sim -C v100 -N 2 --gpus-per-node=v100:4 -t 8:00:00 --wrap 'sleep 864000'
at 2026-01-29T12:30:00
sbatch --uid=fritz -A robotics -p cpu -J plan -n 96 --mem-per-cpu=2G -t 18:00:00 --wrap 'sleep 864000'
sbatch --uid=emi -A vision -p a100 -J big -N 4 --gpus-per-node=8 --exclusive -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=stud03 -A bsc -p gpu -J lab --array=1-8%2 --gres=gpu:1 -t 30:00 -H --wrap 'sleep 864000'
at 2026-01-29T13:30:00
sbatch --uid=emi -A vision -p a100 -J nosuch --gres=gpu:h100:1 -t 1:00:00 --wrap 'sleep 864000' || true
scontrol update NodeName=r04 State=DRAIN Reason="Xid 79 on GPU 5"
scontrol create reservation ReservationName=deadline StartTime=2026-01-30T08:00:00 EndTime=2026-02-02T08:00:00 Nodes=a[03-04] Accounts=vision Flags=IGNORE_JOBS
scontrol update JobId=7 Comment="waits for pretrain" TimeLimit=06:00:00
