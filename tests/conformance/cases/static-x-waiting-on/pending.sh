at 2026-08-05T08:05:00
sbatch --uid=y1 -n 4 -t 8:00:00 -J base --wrap 'exec sleep 40000'
sbatch --uid=y1 -n 2 -d afterok:1 --wrap 'exec sleep 40000'
sbatch --uid=y1 -n 2 -d after:1 -t 5:00:00 --wrap 'exec sleep 40000'
sbatch --uid=y2 -n 2 -d singleton -J base --wrap 'exec sleep 40000'
sbatch --uid=y2 -n 8 -t 20:00:00 --mem=8000 --wrap 'exec sleep 40000'
sbatch --uid=y2 -n 2 -d afterany:2:3 --wrap 'exec sleep 40000'
sbatch --uid=y2 -n 2 -d afternotok:1 --wrap 'exec sleep 40000'
at 2026-08-05T11:00:00
sbatch --uid=y2 -n 2 -d afterok:999 --wrap 'exec sleep 40000' || true
sbatch --uid=y1 -n 12 -N 2 --mem=9000 --wrap 'exec sleep 40000'
scontrol update jobid=6 dependency=
scontrol hold 4
