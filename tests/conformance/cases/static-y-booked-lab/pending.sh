at 2026-10-07T06:05:00
scontrol create reservation reservationname=lesson starttime=2026-10-07T08:00:00 duration=10:00:00 nodes=bk[1-2] accounts=class
scontrol create reservation reservationname=service starttime=2026-10-08T06:00:00 duration=240 nodes=ALL users=root flags=maint,ignore_jobs
sbatch --uid=res -n 24 -t 12:00:00 --wrap 'exec sleep 60000'
sbatch --uid=res -N 4 -t 1-12 -J toolong --wrap 'exec sleep 60000'
at 2026-10-07T08:30:00
sbatch --uid=stu --reservation=lesson -n 4 -t 3:00:00 --wrap 'exec sleep 60000'
sbatch --uid=tea --reservation=lesson -N 1 -t 9:00:00 --wrap 'exec sleep 60000'
sbatch --uid=res --reservation=lesson -n 1 --wrap 'exec sleep 60' || true
at 2026-10-07T11:20:00
sbatch --uid=stu --reservation=lesson -N 2 -t 2:00:00 --wrap 'exec sleep 60000'
sbatch --uid=res -N 6 -t 3:00:00 --wrap 'exec sleep 60000'
scontrol update reservationname=service duration=300
