at 2026-08-08T08:05:00
sbatch --uid=ca --array=1-6%2 -n 2 -t 60 --mem=100 --wrap 'exec sleep 1800'
sbatch --uid=ca -d afterok:1 -n 1 -t 5 --mem=100 --wrap 'exec sleep 60'
sbatch --uid=cb -d after:1+10 -n 1 -t 5 --mem=100 --wrap 'exec sleep 60'
sbatch --uid=cb --begin=2026-08-08T20:00:00 -n 1 -t 5 --mem=100 --wrap 'sleep 60'
sbatch --uid=cb -H -n 1 -t 5 --mem=100 --wrap 'sleep 60'
sbatch --uid=cb -J solo -d singleton -n 4 -t 500 --mem=100 --wrap 'exec sleep 30000'
sbatch --uid=cb -J solo -d singleton -n 4 -t 500 --mem=100 --wrap 'exec sleep 30000'
at 2026-08-08T09:00:00
scancel 1_5 || true
at 2026-08-08T10:30:00
scontrol update JobId=1 ArrayTaskThrottle=3 || true
