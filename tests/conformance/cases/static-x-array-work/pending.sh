at 2026-07-20T09:10:00
sbatch --uid=z1 --array=1-10%4 -n 2 -t 6:00:00 --wrap 'exec sleep 20000'
sbatch --uid=z2 --array=0,5,7-9 -n 1 -t 12:00:00 --wrap 'exec sleep 40000'
at 2026-07-20T11:30:00
sbatch --uid=z1 --array=1-3:2 -N 2 -t 2:00:00 --wrap 'exec sleep 40000'
scancel 2_8
scontrol hold 1_9
sbatch --uid=z2 -d afterok:1 -n 1 --wrap 'exec sleep 4'
sbatch --uid=z2 --array=1-2500 -n 1 --wrap 'exec sleep 4' || true
