at 2026-03-04T07:10:00
sbatch --uid=chen -p apex --gres=gpu:a100:4 -c 16 -t 2-0 -J pretrain --mem=200G --wrap 'exec sleep 200000'
sbatch --uid=dasha -p apex --gpus=8 -N 1 -t 1-0 -J ddp8 -q deadline --wrap 'exec sleep 200000'
sbatch --uid=emil -p apex --gres=gpu:4 -c 8 -t 1-0 -J segm --wrap 'exec sleep 200000'
sbatch --uid=farah -p mid --gpus-per-node=a40:2 -N 2 -n 4 -t 20:00:00 -J recon --wrap 'exec sleep 200000'
sbatch --uid=gita -p mid --gres=gpu:4 -c 24 -t 12:00:00 -J policy --wrap 'exec sleep 200000'
sbatch --uid=ida -p old --gres=gpu:1 -c 2 -t 3:00:00 -J nb --wrap 'exec sleep 4000'
sbatch --uid=jon -p old --gres=gpu:rtx2080:2 -c 4 -t 8:00:00 -J nb --wrap 'exec sleep 200000'
at 2026-03-04T10:00:00
sbatch --uid=chen -p apex --gres=gpu:a100:6 -c 16 -t 2-0 -J overlimit --wrap 'exec sleep 200000'
sbatch --uid=chen -p apex -q deadline --gres=gpu:a100:8 -t 1-12 -J rush --wrap 'exec sleep 200000'
sbatch --uid=emil -p apex --gres=gpu:a100:6 -c 8 -t 10:00:00 -J segm2 --wrap 'exec sleep 200000'
sbatch --uid=hugo -p mid --gpus=3 -t 6:00:00 -J sim --wrap 'exec sleep 200000'
sbatch --uid=ida -p old --gres=gpu:1 -c 2 -t 20:00:00 -J wall --wrap 'exec sleep 200000'
sbatch --uid=ida -p mid --gres=gpu:a40:1 -c 6 -t 10:00:00 -J thesis --wrap 'exec sleep 200000'
sbatch --uid=jon -p apex --gres=gpu:1 -t 1:00:00 -J tryit --wrap 'exec sleep 200000' || true
sbatch --uid=jon -p mid --gres=gpu:h100:1 -t 1:00:00 -J notype --wrap 'exec sleep 200000' || true
sbatch --uid=farah -p any --gres=gpu:2 -c 4 -t 4:00:00 -J evalall --wrap 'exec sleep 200000'
sbatch --uid=farah -p mid --array=1-6%2 --gres=gpu:1 -c 6 -t 2:00:00 -J fold --wrap 'exec sleep 200000'
at 2026-03-04T14:00:00
sbatch --uid=dasha -p mid,apex --gres=gpu:2 -c 8 --mem=64G -t 8:00:00 -J either --wrap 'exec sleep 200000'
sbatch --uid=gita -p mid -n 10 -t 4:00:00 -J cpuonly --wrap 'exec sleep 200000'
sbatch --uid=emil -p mid --gpus-per-task=1 -n 4 -t 4:00:00 -J tasks --wrap 'exec sleep 200000'
scontrol update nodename=old2 state=drain reason='fan noise'
sbatch --uid=hugo -p old --gres=gpu:4 -c 10 -t 5:00:00 -J dreams -C nvlink --wrap 'exec sleep 200000' || true
