at 2026-09-16T08:05:00
sbatch --uid=f1 -N 4 -t 20:00:00 --wrap 'exec sleep 60000'
sbatch --uid=f1 -n 4 --qos=hi -t 5:00:00 --wrap 'exec sleep 60000'
sbatch --uid=f2 -n 8 --qos=lo -p b -t 5:00:00 --wrap 'exec sleep 60000'
sbatch --uid=f3 -n 30 --nice=200 -t 5:00:00 --wrap 'exec sleep 60000'
sbatch --uid=f3 -n 2 --qos=hi -p a,b -t 23:00:00 --mem=16000 --wrap 'exec sleep 60000'
sbatch --uid=f2 -n 64 -t 1:00:00 --wrap 'exec sleep 60000'
at 2026-09-16T12:00:00
sbatch --uid=f3 -n 1 -t 1:00:00 --wrap 'exec sleep 60000'
scontrol update jobid=3 nice=-50
