at 2026-10-14T10:02:00
sbatch --uid=sa -p f -n 12 -t 6:00:00 --wrap 'exec sleep 20000'
sbatch --uid=sb -p f -n 10 -t 6:00:00 --wrap 'exec sleep 20000'
sbatch --uid=sa -p e -n 2 -t 4:00:00 --wrap 'exec sleep 20000'
sbatch --uid=sb -p n -n 2 -t 4:00:00 --wrap 'exec sleep 20000'
sbatch --uid=sb -p n -n 2 -t 4:00:00 --wrap 'exec sleep 20000'
at 2026-10-14T11:00:00
sbatch --uid=sa -p y --oversubscribe -n 8 -t 4:00:00 --wrap 'exec sleep 20000'
sbatch --uid=sa -p f -n 9 -t 4:00:00 --wrap 'exec sleep 20000'
sbatch --uid=sa -p f -n 9 -t 4:00:00 --wrap 'exec sleep 20000'
sbatch --uid=sb -p n --exclusive -n 1 -t 4:00:00 --wrap 'exec sleep 20000'
sbatch --uid=sb -p n --ntasks-per-socket=2 -n 4 -t 4:00:00 --wrap 'exec sleep 20000'
