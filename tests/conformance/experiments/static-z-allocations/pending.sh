at 2026-08-20T10:10:00
sbatch --uid=pi1 -n 20 -t 10:00:00 -J within --wrap 'exec sleep 90000'
sbatch --uid=pi1 -n 40 -t 2-0 -J over --wrap 'exec sleep 90000'
sbatch --uid=pi1 --qos=premium -n 4 -t 3:00:00 --wrap 'exec sleep 90000'
sbatch --uid=post1 -n 2 -t 8:00:00 --wrap 'exec sleep 90000'
sbatch --uid=post1 --qos=cheap -n 1 --mem=15G -t 16:00:00 --wrap 'exec sleep 90000'
sbatch --uid=post2 -n 10 -t 50 --wrap 'exec sleep 90000'
sbatch --uid=post2 -n 10 -t 70 --wrap 'exec sleep 90000'
sbatch --uid=dok2 -n 1 -t 1:30:00 --wrap 'exec sleep 90000'
sbatch --uid=dok2 -n 2 -t 30 --wrap 'exec sleep 90000'
sbatch --uid=pi2 -n 3 -t 3:00:00 -J wall --wrap 'exec sleep 90000'
sbatch --uid=pi3 -n 5 -t 1:00:00 -J wall3 --wrap 'exec sleep 90000'
sbatch --uid=pi3 --qos=normal -n 5 -t 3:00:00 --wrap 'exec sleep 90000'
sbatch --uid=pi2 -p debug --qos=dbgq -n 2 -t 40 --wrap 'exec sleep 90000'
at 2026-08-20T16:40:00
sbatch --uid=dok2 -n 1 -t 5 -J tail --wrap 'exec sleep 90000'
sacctmgr -i modify account g2026-003 set grpwall=2500
scontrol update jobid=2 timelimit=1:00:00
sbatch --uid=pi3 -n 1 -t 20 -J again --wrap 'exec sleep 90000'
