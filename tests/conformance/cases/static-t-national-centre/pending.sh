at 2024-11-21T09:05:00
sbatch --uid=aoki -A n01-arctic -J nemo -N 8 --ntasks-per-node=128 -t 24:00:00 --wrap 'sleep 864000'
at 2024-11-21T09:15:00
sbatch --uid=gale -A e05 -J dns -q largescale -N 16 --ntasks-per-node=128 -t 12:00:00 --wrap 'sleep 864000'
at 2024-11-21T09:30:00
sbatch --uid=dunne -A n02-surf -J cp2k -q long -N 4 --ntasks-per-node=64 -c 2 -t 48:00:00 --wrap 'sleep 864000'
sbatch --uid=farah -A n02-bulk -J gw -p highmem -q highmem -N 2 --ntasks-per-node=32 --cpus-per-task=4 -t 30:00:00 --wrap 'sleep 864000'
at 2024-11-21T10:00:00
sbatch --uid=eriks -J castep -q long -N 4 -n 512 -t 96:00:00 --wrap 'sleep 864000'
sbatch --uid=hossain -A e05 -J les -N 24 --ntasks-per-node=128 -t 10:00:00 --wrap 'sleep 864000'
sbatch --uid=gale -A e05 -J dns -q largescale -N 12 --ntasks-per-node=128 -t 12:00:00 --wrap 'sleep 864000'
sbatch --uid=gale -A e05 -J small -q largescale -N 2 -n 256 -t 1:00:00 --wrap 'sleep 864000' || true
at 2024-11-21T11:00:00
sbatch --uid=guest01 -A tc04 -J hello -N 2 -n 256 -t 12:00:00 --wrap 'sleep 864000'
sbatch --uid=cusack -A n01-shelf -J amm7 -N 6 --ntasks-per-node=128 --switches=1@12:00:00 -t 18:00:00 --wrap 'sleep 864000'
sbatch --uid=brandt -A n01-shelf -J conv -p serial -q serial -n 8 -t 20:00:00 --wrap 'sleep 864000'
sbatch --uid=brandt -A n01-shelf -J conv -p serial -q short -n 1 -t 10 --wrap 'sleep 864000' || true
at 2024-11-21T13:00:00
sbatch --uid=staff1 -A z01 -J bench -C "highmem" -p highmem -N 4 -n 512 -t 6:00:00 --comment="acceptance rerun" --wrap 'sleep 864000'
sbatch --uid=aoki -A n01-arctic -J nemo2 -d afterany:700001 -N 8 --ntasks-per-node=128 -t 24:00:00 --wrap 'sleep 864000'
scontrol create reservation ReservationName=maint_nov StartTime=2024-11-27T08:00:00 Duration=10:00:00 Nodes=ALL Users=root Flags=MAINT,IGNORE_JOBS
at 2024-11-21T14:30:00
scontrol update JobId=700006 TimeLimit=08:00:00
scontrol update NodeName=s[031-032] State=DRAIN Reason="HSN link flaps"
sacctmgr -i modify account tc04 set grptresmins=cpu=120000
