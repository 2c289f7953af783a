at 2026-10-14T09:05:00
scontrol create reservation reservationname=i12_nt40123 starttime=now duration=2-00:00:00 nodes=bl[01-02] users=tomo,staff
scontrol create reservation reservationname=mx_night starttime=2026-10-14T20:00:00 duration=10:00:00 nodecnt=3 accounts=mx flags=daily partition=online
scontrol create reservation reservationname=firmware starttime=2026-10-16T07:00:00 duration=8:00:00 nodes=ALL flags=maint,ignore_jobs user=root
sbatch --uid=tomo --reservation=i12_nt40123 -J recon -n 60 -t 3:00:00 --wrap 'exec sleep 200000'
sbatch --uid=ptycho -J recon -n 40 -t 4:00:00 --wrap 'exec sleep 200000'
sbatch --uid=mx1 -J autoproc -N 2 -t 2:00:00 --wrap 'exec sleep 3000'
sbatch --uid=ptycho --reservation=i12_nt40123 -J sneaky -n 1 -t 10 --wrap 'exec sleep 100' || true
sbatch --uid=mx2 --reservation=mx_night -J dials -n 40 -t 4:00:00 --wrap 'exec sleep 200000'
at 2026-10-14T12:00:00
sbatch --uid=staff -p offline -J savu -N 3 -t 20:00:00 --wrap 'exec sleep 200000'
sbatch --uid=saxs -p offline -J ptypy -N 2 -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=saxs -J filter -n 100 -t 4:00:00 --wrap 'exec sleep 200000'
scontrol create reservation reservationname=training starttime=2026-10-15T08:00:00 duration=3:00:00 nodes=bl08 accounts=datasci,i22 flags=ignore_jobs
scontrol update reservationname=i12_nt40123 users+=ptycho
sbatch --uid=ptycho --reservation=i12_nt40123 -J welcome -n 20 -t 1:00:00 --wrap 'exec sleep 200000'
at 2026-10-14T15:00:00
sbatch --uid=mx1 -J xia2 -N 4 -t 4:00:00 --wrap 'exec sleep 200000'
sbatch --uid=mx2 -J quick -n 10 -t 30 --wrap 'exec sleep 200000'
sbatch --uid=staff --reservation=training -J demo -n 4 -t 1:00:00 --wrap 'exec sleep 200000'
sbatch --uid=staff -p offline -J refine --begin=2026-10-15T18:00:00 -n 40 -t 15:00:00 --wrap 'exec sleep 200000'
scontrol update reservationname=firmware duration=10:00:00
