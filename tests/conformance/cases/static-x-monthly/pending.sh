at 2026-04-03T09:35:00
sbatch --uid=m1 -n 16 -t 20:00:00 --wrap 'exec sleep 40000'
sbatch --uid=m3 -n 4 -t 10:00:00 --wrap 'exec sleep 40000'
sbatch --uid=m3 -n 2 -t 30 --wrap 'exec sleep 40000'
