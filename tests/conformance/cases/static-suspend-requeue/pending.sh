at 2026-07-14T06:01:00
sbatch --uid=va -n 4 -t 400 --mem=1000 --wrap 'exec sleep 7200'
sbatch --uid=vb -n 2 -t 600 --mem=1000 --wrap 'exec sleep 86400'
sbatch --uid=vb -n 2 -t 600 --mem=1000 --wrap 'exec sleep 86400'
sbatch --uid=va -n 1 -t 600 --mem=1000 --no-requeue --wrap 'exec sleep 86400'
at 2026-07-14T07:00:00
scontrol suspend 1
scontrol suspend 2
at 2026-07-14T08:30:00
scontrol resume 1
scontrol requeue 3
scontrol requeue 4 || true
at 2026-07-14T09:00:00
scontrol requeuehold 3 || true
at 2026-07-14T09:30:00
