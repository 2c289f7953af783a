at 2024-04-16T12:32:00
sbatch --uid=h01 -A hpc402 -p project -J stencil -N 2 --ntasks-per-node=16 --mem-per-cpu=1500 -t 20:00:00 --wrap 'sleep 864000'
sbatch --uid=h02 -A hpc402 -p project -J stencil -N 2 --ntasks-per-node=16 --mem-per-cpu=1500 -t 20:00:00 --wrap 'sleep 864000'
at 2024-04-16T12:45:00
sbatch --uid=m01 -A ml401 -p project -J train -n 16 --mem=20G -t 18:00:00 --wrap 'sleep 864000'
sbatch --uid=m02 -A ml401 -p project -J train -N 3 -n 48 --mem-per-cpu=1000 -t 18:00:00 --wrap 'sleep 864000'
sbatch --uid=h05 -A hpc402 -p project -J mpi1 -n 4 -t 10:00:00 --wrap 'sleep 864000'
at 2024-04-16T13:00:00
sbatch --uid=h05 -A hpc402 -p project -J mpi2 -n 4 -t 10:00:00 --wrap 'sleep 864000'
sbatch --uid=s001 -J hw5 -n 4 -t 2:00:00 --wrap 'sleep 864000' || true
sbatch --uid=s101 -A cs220 -J sort -n 4 -t 3:30:00 --wrap 'sleep 864000'
sbatch --uid=s101 -A cs220 -J sort -n 4 -t 3:30:00 --wrap 'sleep 864000'
sbatch --uid=s102 -A cs220 -J sort -n 12 -t 30 --wrap 'sleep 864000' || true
at 2024-04-16T13:20:00
sbatch --uid=s101 -A cs220 -J sort3 -n 1 -t 10 --wrap 'sleep 864000'
scontrol create reservation ReservationName=lab_cs101 StartTime=2024-04-17T09:00:00 Duration=03:00:00 NodeCnt=4 PartitionName=lab Accounts=cs101 Flags=WEEKLY
sbatch --uid=s002 -A cs101 -J hw5 --reservation=lab_cs101 -n 2 -t 45 --wrap 'sleep 864000'
sbatch --uid=s003 -A cs101 -J hw5 -p exam -n 1 -t 10 --wrap 'sleep 864000' || true
sbatch --uid=profa -A staff -p project -J demo -N 4 -t 12:00:00 --wrap 'sleep 864000'
at 2024-04-16T14:00:00
sbatch --uid=profa -J grading -d singleton -n 1 -t 60 --begin=2024-04-17T01:00:00 --wrap 'sleep 864000'
scontrol update NodeName=t12 State=DRAIN Reason="keyboard coffee"
scontrol update PartitionName=lab MaxTime=02:00:00
