at 2026-05-06T08:01:00
sbatch --uid=za -n 4 -t 60 --mem=1000 --wrap 'exec sleep 1800'
sbatch --uid=zb -n 2 -t 30 --mem=1000 --wrap 'exec sleep 86400'
sbatch --uid=zb -n 2 -t 300 --mem=1000 --wrap 'sleep 600; exit 3'
sbatch --uid=za -N 3 --exclusive -t 120 --mem=1000 --wrap 'exec sleep 3600'
sbatch --uid=zb --array=1-3%1 -n 1 -t 200 --mem=100 --wrap 'exec sleep 1200'
at 2026-05-06T08:30:00
at 2026-05-06T09:00:00
scontrol hold 4 || true
at 2026-05-06T10:00:00
scontrol release 4 || true
at 2026-05-06T10:05:00
scancel 5_3 || true
at 2026-05-06T11:00:00
scontrol requeue 4 || true
at 2026-05-06T12:30:00
