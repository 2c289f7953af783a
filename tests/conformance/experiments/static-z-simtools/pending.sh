at 2026-04-29T12:15:00
sbatch --uid=eva -p server -L ansys:8 -n 16 -t 2-0 -J bracket --wrap 'exec sleep 80000'
sbatch --uid=tim -L abaqus:5 -n 8 -t 10:00:00 -J weld --wrap 'exec sleep 80000'
sbatch --uid=rui -p server -L ansys:6 -n 20 -t 20:00:00 -J duct --wrap 'exec sleep 80000'
sbatch --uid=ana -L ansys:2,abaqus:1 -n 6 -t 9:00:00 --wrap 'exec sleep 80000'
sbatch --uid=leo --array=1-5 -L matlab -n 1 -t 5:00:00 -J tune --wrap 'exec sleep 80000'
sbatch --uid=leo -L matlab:9 -n 1 -t 10 --wrap 'exec sleep 9' || true
sbatch --uid=ana -L comsol:1 -n 1 -t 10 --wrap 'exec sleep 9' || true
sbatch --uid=tim --qos=deadline -p server -L ansys:10 -n 4 -t 1:00:00 --wrap 'exec sleep 80000'
sbatch --uid=rui -n 12 -t 6:00:00 -J mesh --hold --wrap 'exec sleep 80000'
at 2026-04-29T15:45:00
scontrol suspend 2 || true
scontrol requeue 4 || true
scontrol release jobname=mesh || true
scontrol update jobid=3 licenses=ansys:4 || true
scontrol update jobid=1 timelimit=1-00:00:00 || true
scontrol requeuehold 5_2 || true
sbatch --uid=eva --qos=deadline -n 20 -N 3 -t 2:00:00 -L abaqus:16 -J crashbox --wrap 'exec sleep 80000'
sbatch --uid=ana --shared -p server -n 40 -t 3:00:00 --wrap 'exec sleep 80000' || true
scancel -n tune -t PENDING
scontrol update partitionname=desk maxtime=8:00:00
