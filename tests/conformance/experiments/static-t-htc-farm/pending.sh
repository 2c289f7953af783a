at 2025-11-20T16:10:00
sbatch --uid=cmsprd -A cms -p mcore -J reco -N 1 -n 1 -c 32 --mem=64G -t 1-12:00:00 --wrap 'sleep 864000'
sbatch --uid=cmsprd -A cms -p mcore -J reco -N 1 -n 1 -c 32 --mem=64G -t 1-12:00:00 --wrap 'sleep 864000'
at 2025-11-20T16:30:00
sbatch --uid=atlprd -A atlas -p grid -J evgen -n 8 -N 1 -C rome --mem-per-cpu=2500 -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=lhcbprd -A lhcb -p mcore -J stack -n 1 -c 48 -t 10:00:00 --wrap 'sleep 864000'
at 2025-11-20T17:00:00
sbatch --uid=noether -A theory -p slack -J sym1 -n 1 -c 16 -t 12:00:00 --wrap 'sleep 864000'
sbatch --uid=dirac -A theory -p slack -J sym2 -n 1 -c 16 -t 12:00:00 --wrap 'sleep 864000'
at 2025-11-20T17:30:00
sbatch --uid=noether -A theory -p slack -J sym3 -n 1 -c 16 -t 12:00:00 --wrap 'sleep 864000'
sbatch --uid=cmspil -A cms -J pilot -N 1 -n 1 -c 64 --exclusive -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=cmspil -A cms -J pilot -N 1 -n 1 -c 64 --exclusive -t 1-00:00:00 --wrap 'sleep 864000'
at 2025-11-20T18:00:00
sbatch --uid=cmspil -A cms -J pilot -N 1 -n 1 -c 64 --exclusive -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=pauli -A neutrino -p local -J osc --array=1-8 -n 1 -t 20:00:00 --wrap 'sleep 864000'
at 2025-11-20T18:40:00
late=$(sbatch --parsable --uid=reines -A neutrino -p local -J flux -n 2 -t 20:00:00 --nice=50 --wrap 'sleep 864000')
sbatch --uid=dirac -A theory -p grid -J loop -N 30 -n 60 --spread-job -t 6:00:00 -H --wrap 'sleep 864000'
sbatch --uid=atlpil -A atlas -q pilot -J test -n 1 --mem=300G -t 60 --wrap 'sleep 864000' || true
at 2025-11-20T20:00:00
scontrol update JobId=$late Nice=0 Partition=grid
scontrol hold 7
scontrol update NodeName=h[023-024] State=DRAIN Reason="kernel update"
scontrol update PartitionName=mcore State=DRAIN
