at 2026-06-17T16:05:00
sbatch --uid=za -n 6 -t 8:00:00 --mem=100 --wrap 'exec sleep 30000'
sbatch --uid=za --no-requeue -n 6 -t 8:00:00 --mem=100 --wrap 'exec sleep 30000'
sbatch --uid=zb -p mid -n 2 -t 4:00:00 --mem=100 --wrap 'exec sleep 30000'
at 2026-06-17T17:10:00
sbatch --uid=zb -p top -N 1 -n 8 -t 1:00:00 --mem=100 --wrap 'exec sleep 1800'
at 2026-06-17T18:40:00
sbatch --uid=zb -p mid -N 1 -n 7 -t 5:00:00 --mem=100 --wrap 'exec sleep 1800000'
