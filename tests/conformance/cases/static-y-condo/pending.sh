at 2026-05-19T12:05:00
sbatch --uid=v1 -n 40 -t 20:00:00 --wrap 'exec sleep 60000'
sbatch --uid=b1 -p scavenge -n 8 -t 4:00:00 --wrap 'exec sleep 60000'
at 2026-05-19T14:00:00
sbatch --uid=g1 -p geo -N 2 -t 2-0 --wrap 'exec sleep 60000'
sbatch --uid=g1 -p bio -N 1 -t 1:00:00 --wrap 'exec sleep 60000' || true
at 2026-05-19T16:10:00
sbatch --uid=b2 -p bio -N 3 -t 2-0 --wrap 'exec sleep 60000'
sbatch --uid=v1 -n 6 -t 8:00:00 --wrap 'exec sleep 60000'
