at 2026-10-10T08:05:00
scontrol create reservation ReservationName=one StartTime=2026-10-10T08:30:00 Duration=60 Nodes=b[1-2] Users=ia || true
scontrol create reservation ReservationName=cnt StartTime=2026-10-10T12:00:00 Duration=2:00:00 NodeCnt=2 Accounts=i,-j Flags=WEEKLY || scontrol create reservation ReservationName=cnt StartTime=2026-10-10T12:00:00 Duration=2:00:00 NodeCnt=2 Accounts=i Flags=WEEKLY || true
scontrol create reservation ReservationName=core StartTime=2026-10-11T00:00:00 EndTime=2026-10-12T00:00:00 NodeCnt=1 CoreCnt=2 Users=ib,jj || true
scontrol create reservation ReservationName=lic StartTime=2026-10-10T09:00:00 Duration=3:00:00 Licenses=m:5 Users=ia Flags=ANY_NODES || true
scontrol create reservation ReservationName=pt StartTime=2026-10-13T00:00:00 Duration=30 Nodes=ALL PartitionName=s Users=root Flags=PART_NODES,MAINT || true
sbatch --uid=ia -A i --reservation=one -n 2 -t 10 --mem=100 --wrap 'exec sleep 600' || true
at 2026-10-10T08:40:00
scontrol update ReservationName=one Duration=90 || true
sbatch --uid=jj -A j -N 5 -t 4-0 --mem=100 --wrap 'exec sleep 60' || true
sbatch --uid=ib -A i --reservation=cnt -N 2 -t 30 --mem=100 --wrap 'exec sleep 60' || true
at 2026-10-10T09:30:00
