at 2026-03-18T08:10:00
sbatch --uid=ann -n 4 -t 4:00:00 --wrap 'exec sleep 40000'
sbatch --uid=bob -N 2 -t 10:00:00 --wrap 'exec sleep 40000'
sbatch --uid=cyd -N 1 --exclusive -t 12:00:00 --wrap 'exec sleep 40000'
at 2026-03-18T12:30:00
sbatch --uid=cyd -n 16 -t 2:00:00 --wrap 'exec sleep 40000'
sbatch --uid=ann -N 4 -t 1:00:00 -J whole --wrap 'exec sleep 40000'
sbatch --uid=bob -n 1 -c 2 -t 0:30:00 --wrap 'exec sleep 40000'
sbatch --uid=bob -n 1 --begin=2026-03-19T00:00:00 --wrap 'exec sleep 10'
sbatch --uid=ann -H -n 2 --wrap 'exec sleep 10'
