at 2026-06-17T08:10:00
sbatch --uid=r0 -n 48 -t 1-0 --wrap 'exec sleep 60000'
sbatch --uid=r1 -n 40 -t 1-0 --wrap 'exec sleep 60000'
sbatch --uid=r2 -n 16 -t 1-0 --wrap 'exec sleep 60000'
sbatch --uid=r4 -n 16 -t 1-0 --wrap 'exec sleep 60000'
sbatch --uid=r7 -n 8 -t 1-0 --wrap 'exec sleep 60000'
