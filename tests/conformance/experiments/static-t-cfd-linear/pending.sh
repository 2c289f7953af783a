at 2026-03-12T05:10:00
sbatch --uid=rossi -A wing -J dlr -N 12 -n 432 -C skl -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=marino -A marine -J hull -N 4 -n 144 -C skl -t 3-00:00:00 --wrap 'sleep 864000'
at 2026-03-12T05:30:00
sbatch --uid=marino -A marine -J prop -N 4 -C clx --no-requeue -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=ferrari -A engine -J fan -N 6 -C clx -n 288 -t 20:00:00 --wrap 'sleep 864000'
at 2026-03-12T06:00:00
sbatch --uid=ferrari -A engine -J nozzle -N 2 -w x[021-022] -t 20:00:00 --wrap 'sleep 864000'
at 2026-03-12T06:20:00
sbatch --uid=ferrari -A engine -J nozzle2 -N 2 -t 20:00:00 --wrap 'sleep 864000'
sbatch --uid=bianchi -A wing -p wide -J flap -N 20 -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=bianchi -A wing -p wide -J slat -N 16 --exclusive --contiguous -C rackA -t 1-12:00:00 --wrap 'sleep 864000'
at 2026-03-12T08:00:00
sbatch --uid=conti -A automotive -J drag -N 8 -C clx --requeue -t 4-00:00:00 --wrap 'sleep 864000'
sbatch --uid=conti -p wide -J few -N 4 -t 1:00:00 --wrap 'sleep 864000'
sbatch --uid=costa -A internal -J profile -p test -N 2 -t 1:00:00 --wrap 'sleep 864000'
sbatch --uid=costa -J week -N 1 -t 3-00:00:00 --wrap 'sleep 864000'
at 2026-03-12T10:30:00
sbatch --uid=costa -J check -d afterok:1,afternotok:2 -N 1 -t 60 --wrap 'sleep 864000'
sbatch --uid=costa -J four -N 1 -t 60 --wrap 'sleep 864000' || true
sbatch --uid=greco -A marine -J rudder -N 1 --begin=2026-03-13T18:00:00 -t 8:00:00 --wrap 'sleep 864000'
scontrol update NodeName=x[030-032] State=DOWN Reason="PDU rack A"
scontrol suspend 5
at 2026-03-12T11:40:00
scontrol update NodeName=x032 State=RESUME
scontrol update JobId=8 NumNodes=14 TimeLimit=1-00:00:00
scontrol create reservation ReservationName=customer_demo StartTime=2026-03-16T09:00:00 Duration=2:00:00 NodeCnt=4 Features=clx Accounts=automotive
