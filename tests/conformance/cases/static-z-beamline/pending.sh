at 2026-10-21T09:10:00
scontrol create reservation reservationname=visit4 starttime=2026-10-21T09:30:00 endtime=2026-10-22T09:30:00 nodes=bl[13-16] accounts=i03 flags=magnetic
scontrol create reservation reservationname=align starttime=2026-10-22T07:00:00 duration=120 nodecnt=2 users=staff7,serial1 flags=daily,ignore_jobs
scontrol create reservation reservationname=dark starttime=2026-10-24T00:00:00 duration=2-00:00:00 nodes=all users=root flags=maint,ignore_jobs
scontrol create reservation reservationname=halfnode starttime=2026-10-21T09:20:00 duration=6:00:00 nodes=bl12 corecnt=8 users=tomo2
scontrol create reservation reservationname=flexi starttime=2026-10-21T14:00:00 duration=300 nodecnt=3 partitionname=beam accounts=i24 flags=flex
sbatch --uid=tomo1 -n 100 -t 1-0 -J recon --wrap 'exec sleep 80000'
sbatch --uid=mx1 -N 2 -t 2:30:00 -J dials --wrap 'exec sleep 80000'
sbatch --uid=mx2 --reservation=visit4 -n 20 -t 10:00:00 --wrap 'exec sleep 80000'
sbatch --uid=tomo2 --reservation=halfnode -n 6 -t 5:00:00 --wrap 'exec sleep 80000'
sbatch --uid=serial1 --reservation=flexi -N 3 -n 24 -t 12:00:00 -J hits --wrap 'exec sleep 80000'
sbatch --uid=tomo1 --reservation=visit4 -n 1 -t 5 --wrap 'exec sleep 9' || true
sbatch --uid=staff7 -A i03 -p online -N 1 -t 3:00:00 --wrap 'exec sleep 80000'
at 2026-10-21T14:30:00
scontrol update nodename=bl07 state=down reason="smoke"
scontrol update nodename=bl[08-09] state=drain reason="swap dimm"
sbatch --uid=tomo1 -n 32 -t 3-0 -J beforedark --wrap 'exec sleep 80000'
sbatch --uid=staff7 -A i24 --reservation=align -n 2 -t 60 --wrap 'exec sleep 80000'
scontrol update reservationname=visit4 endtime=2026-10-21T20:00:00 users=+tomo1 || true
scontrol delete reservation=halfnode || true
scontrol update nodename=bl09 state=resume
