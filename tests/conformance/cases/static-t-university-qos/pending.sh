at 2025-03-14T08:05:00
sbatch --uid=hmeyer -A physics -J lattice -N 4 --ntasks-per-node=24 -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=hmeyer -A physics -J lattice -N 4 --ntasks-per-node=24 -t 2-00:00:00 --wrap 'sleep 864000'
at 2025-03-14T08:20:00
sbatch --uid=hmeyer -A physics -J lattice -N 4 --ntasks-per-node=24 -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=rkaur -A chemistry -q long -J vasp -n 48 -t 6-00:00:00 --wrap 'sleep 864000'
at 2025-03-14T08:30:00
sbatch --uid=rkaur -A chemistry -q long -J neb -n 120 -t 4-00:00:00 --wrap 'sleep 864000'
at 2025-03-14T08:45:00
sbatch --uid=tlow -A maths -q express -J proof -n 12 -t 12:00:00 --wrap 'sleep 864000'
at 2025-03-14T08:55:00
sbatch --uid=tlow -A maths -q express -J proof2 -n 4 -t 2:00:00 --wrap 'sleep 864000'
sbatch --uid=tlow -A maths -q express -J toobig -n 48 -t 1:00:00 --wrap 'sleep 864000' || true
sbatch --uid=mcho -A mech -p bigmem -J fea -n 8 --mem=200G -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=bnovak -A mech -q express -n 1 --wrap 'sleep 864000' || true
at 2025-03-14T09:15:00
sbatch --uid=sofia -A civil -q short -J bridge -n 24 -t 3:00:00 --begin=2025-03-15T06:00:00 --wrap 'sleep 864000'
sbatch --uid=sofia -J post -d afterok:4 -n 2 -t 30 --wrap 'sleep 864000'
sbatch --uid=ppark -A physics -J scan --array=0-19%5 -n 1 -t 20:00 -H --wrap 'sleep 864000'
sbatch --uid=lchen -A chemistry -p interactive -t 10:00:00 -n 1 --wrap 'sleep 864000' || true
at 2025-03-14T09:50:00
sbatch --uid=dwolf -A physics -J wide -N 12 --exclusive -t 12:00:00 --wrap 'sleep 864000'
scontrol update JobId=3 Nice=500
scontrol hold 5
scancel 7
scontrol update NodeName=n16 State=DRAIN Reason="fan 3 noisy"
scontrol create reservation ReservationName=numerics StartTime=2025-03-17T13:00:00 Duration=03:00:00 Nodes=n[13-14] Accounts=maths
