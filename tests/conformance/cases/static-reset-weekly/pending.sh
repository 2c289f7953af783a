at 2026-06-06T22:05:00
sbatch --uid=ta -n 1 -t 600 --wrap 'exec sleep 86400'
sbatch --uid=tb -n 8 -t 60 --wrap 'exec sleep 60'
