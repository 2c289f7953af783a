at 2025-12-31T23:02:00
sbatch --uid=oa -n 1 -t 600 --mem=100 --wrap 'exec sleep 86400'
sbatch --uid=ob -n 2 -t 600 --mem=100 --wrap 'exec sleep 86400'
