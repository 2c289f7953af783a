at 2026-02-03T03:05:00
sbatch --uid=haug -A nwp -p research -J reforecast -N 18 --ntasks-per-node=64 -t 20:00:00 --requeue --wrap 'sleep 864000'
at 2026-02-03T03:15:00
sbatch --uid=unibgo -A external -p filler -J wrfens -N 4 --ntasks-per-node=64 -t 12:00:00 --wrap 'sleep 864000'
at 2026-02-03T03:30:00
sbatch --uid=sande -A hydro -p post -J routing -n 8 -t 7:00:00 --wrap 'sleep 864000'
scontrol create reservation ReservationName=oper12z StartTime=2026-02-03T12:00:00 Duration=01:30:00 Nodes=op[01-12] Users=opsuite Flags=WEEKDAY,IGNORE_JOBS
at 2026-02-03T04:00:00
sbatch --uid=opsuite -A oper -p oper -J fc00 -N 6 --ntasks-per-node=64 -t 6:00:00 --wrap 'sleep 864000'
at 2026-02-03T05:00:00
sbatch --uid=opsuite -A oper -p oper -J ens00 -N 8 --ntasks-per-node=32 -t 5:30:00 --wrap 'sleep 864000'
at 2026-02-03T06:00:00
sbatch --uid=moen -A climate -p research -J hist1850 -N 14 --ntasks-per-node=64 -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=lien -A climate -p research,filler -J tuning -N 16 -t 6:00:00 --wrap 'sleep 864000'
sbatch --uid=opstest -A oper -p oper -J fc12test --reservation=oper12z -N 4 -t 1:00:00 --wrap 'sleep 864000' || true
sbatch --uid=opsuite -A oper -p oper -J fc12 --reservation=oper12z -N 12 --ntasks-per-node=64 -t 1:15:00 --wrap 'sleep 864000'
at 2026-02-03T07:00:00
sbatch --uid=unibgo -A external -p oper -J cheat -N 1 -t 10 --wrap 'sleep 864000' || true
scontrol create reservation ReservationName=coolant StartTime=2026-02-05T08:00:00 Duration=08:00:00 Nodes=op[13-24] Users=root Flags=MAINT,IGNORE_JOBS
scontrol update NodeName=pp04 State=DRAIN Reason="rebuild /scratch"
scontrol update PartitionName=filler MaxTime=06:00:00
scontrol update JobId=6 Nice=100
