at 2026-12-03T00:15:00
sbatch --uid=charney -N 20 -t 10:00:00 -J ensemble --wrap 'exec sleep 80000'
sbatch --uid=bjerknes -N 14 --switches=1 -t 9:00:00 -J front --wrap 'exec sleep 80000'
sbatch --uid=opsuite -p oper -N 16 --switches=1@20 -t 3:00:00 -J global00 --wrap 'exec sleep 80000'
sbatch --uid=lorenz -p serial -n 1 -t 20:00:00 --mem=50000 -J butterfly --wrap 'exec sleep 80000'
sbatch --uid=lorenz -p serial -n 2 -t 20:00:00 --mem=50000 --wrap 'exec sleep 80000'
sbatch --uid=richardson -n 500 -t 8:00:00 -J lattice --wrap 'exec sleep 80000'
sbatch --uid=richardson -N 1 -t 8:00:00 --wrap 'exec sleep 9' || true
sbatch --uid=charney -A research -C fat -N 6 -t 4:00:00 --mem=400000 --wrap 'exec sleep 80000'
at 2026-12-03T05:00:00
sbatch --uid=opsuite -p oper --qos=restart -N 40 -t 2:00:00 -J global06 --wrap 'exec sleep 80000'
sbatch --uid=bjerknes -N 4-12 -t 2:00:00 -J range --wrap 'exec sleep 80000'
sbatch --uid=bjerknes -C 'rome&milan' -N 2 -t 30 --wrap 'exec sleep 9' || true
sbatch --uid=lorenz -p oper -N 2 -t 30 --wrap 'exec sleep 9' || true
scontrol update nodename=wx[001-003] state=down reason="pdu 7"
scontrol create reservation reservationname=upgrade starttime=2026-12-03T10:00:00 duration=240 nodes=wx[033-048] users=root flags=maint,ignore_jobs
