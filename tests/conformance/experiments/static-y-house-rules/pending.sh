at 2026-01-15T10:05:00
sbatch --uid=e1 -n 40 -t 1-0 --wrap 'exec sleep 90000'
sbatch --uid=e1 -n 16 -t 1-0 --wrap 'exec sleep 90000'
sbatch --uid=e2 -n 32 -t 10:00:00 --wrap 'exec sleep 20000'
sbatch --uid=e2 --qos=urgent -n 4 -t 1-0 --wrap 'exec sleep 90000'
sbatch --uid=e2 --qos=urgent -n 4 -t 1-0 --wrap 'exec sleep 90000'
sbatch --uid=e2 -n 1 --wrap 'exec sleep 90000'
sbatch --uid=e2 -n 1 --wrap 'exec sleep 90000' || true
sbatch --uid=o1 -n 2 -t 8:00:00 --wrap 'exec sleep 90000' || true
sbatch --uid=o1 -n 2 -t 6:00:00 --wrap 'exec sleep 90000'
sbatch --uid=o1 -n 2 -t 6:00:00 --wrap 'exec sleep 90000'
sbatch --uid=o1 -n 2 -t 3:00:00 --wrap 'exec sleep 90000'
sbatch --uid=o1 -p test -N 2 -t 10 --wrap 'exec sleep 90' || true
at 2026-01-15T16:30:00
sbatch --uid=o1 -p test -n 2 -t 40 --wrap 'exec sleep 90' || true
sbatch --uid=nobodyknown -n 1 --wrap 'exec sleep 9' || true
