at 2026-09-15T08:05:00
scontrol create reservation ReservationName=lab StartTime=2026-09-15T09:00:00 Duration=180 Nodes=r[1-2] Users=ba
scontrol create reservation ReservationName=fix StartTime=2026-09-15T18:00:00 Duration=60 Nodes=ALL Flags=MAINT,IGNORE_JOBS Users=root
scontrol create reservation ReservationName=day StartTime=2026-09-16T06:00:00 Duration=120 NodeCnt=1 Accounts=bo Flags=DAILY
sbatch --uid=bb -N 3 -t 120 --mem=100 --wrap 'exec sleep 5000'
sbatch --uid=ba --reservation=lab -N 2 -t 60 --mem=100 --wrap 'exec sleep 2400'
sbatch --uid=bb -n 1 -t 1000 --mem=100 --wrap 'exec sleep 5000'
at 2026-09-15T10:00:00
scontrol update ReservationName=lab Duration=240
