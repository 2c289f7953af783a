at 2026-02-25T12:05:00
sbatch --uid=x1 -p low -N 5 -t 4:00:00 --wrap 'exec sleep 20000'
sbatch --uid=x2 -p mid -n 24 -t 8:00:00 --wrap 'exec sleep 40000'
sbatch --uid=x3 -p top -n 6 -t 2:00:00 --wrap 'exec sleep 40000'
sbatch --uid=x3 -p top -N 2 -t 1:00:00 --wrap 'exec sleep 40000' || true
at 2026-02-25T17:30:00
sbatch --uid=x1 -p low -n 30 -t 1-00:00:00 --wrap 'exec sleep 40000'
sbatch --uid=x2 -p mid,low -n 12 -t 8:00:00 --wrap 'exec sleep 40000'
sbatch --uid=x3 -p top -n 8 -t 2:00:00 --wrap 'exec sleep 40000'
sbatch --uid=x2 -p mid -n 1 -t 20:00:00 --wrap 'exec sleep 4' || true
