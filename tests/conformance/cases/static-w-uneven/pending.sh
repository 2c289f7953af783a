at 2026-02-11T12:05:00
sbatch --uid=ua -n 20 -t 5:00:00 --wrap 'exec sleep 20000'
sbatch --uid=ua -p fat -N 1 -n 8 --mem=30000 -t 6:00:00 --wrap 'exec sleep 20000'
sbatch --uid=ub -p tiny -n 4 -t 90 --wrap 'exec sleep 4000'
sbatch --uid=uc -p tiny -n 1 --wrap 'exec sleep 10' || true
sbatch --uid=uc -p fat --mem=40000 --wrap 'exec sleep 10' || true
sbatch --uid=uc -N 2 --ntasks-per-node=3 -t 4:00:00 --wrap 'exec sleep 20000'
at 2026-02-11T13:10:00
sbatch --uid=uc -p all,fat -n 6 -C ib -t 3:00:00 --wrap 'exec sleep 20000'
sbatch --uid=uc -n 1 -t 3:00:00 --wrap 'exec sleep 20000'
sbatch --uid=ub -n 70 -t 1:00:00 --wrap 'exec sleep 100' || true
sbatch --uid=ub -w mid1 -N 1 --exclusive -t 1:00:00 --wrap 'exec sleep 100'
sbatch --uid=ub -x big1 -n 30 -t 12:00:00 --nice=30 --wrap 'exec sleep 100'
