at 2026-11-11T09:05:00
sbatch --uid=s1 -n 8 -t 10:00:00 -J act1 --wrap 'exec sleep 60000'
sbatch --uid=s2 -N 2 -t 20:00:00 -J act2 --requeue --wrap 'exec sleep 60000'
sbatch --uid=s3 -n 6 -t 12:00:00 --wrap 'exec sleep 60000'
at 2026-11-11T11:00:00
scontrol requeue 2
scontrol suspend 1
at 2026-11-11T11:30:00
scontrol resume 1
sbatch --uid=s3 -n 10 -t 5:00:00 -J late --wrap 'exec sleep 60000'
sbatch --uid=s1 -N 4 -t 3:00:00 -J tutti --wrap 'exec sleep 60000'
sbatch --uid=s2 --qos=vip -n 4 -t 1:00:00 --wrap 'exec sleep 60000'
scontrol update jobid=5 timelimit=2:00:00
scontrol hold 4
at 2026-11-11T15:30:00
scontrol release 4
scontrol update jobid=6 qos=normal || true
scontrol update jobid=3 timelimit=6:00:00
sbatch --uid=s3 --qos=vip -n 1 --wrap 'exec sleep 9' || true
scancel 999 || true
