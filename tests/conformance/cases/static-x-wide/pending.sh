at 2026-01-28T12:05:00
sbatch --uid=w1 -N 16 -t 10:00:00 --wrap 'exec sleep 40000'
sbatch --uid=w1 -N 20 -t 10:00:00 --wrap 'exec sleep 40000'
sbatch --uid=w2 -n 200 -t 5:00:00 --wrap 'exec sleep 40000'
sbatch --uid=w2 -p fat -n 100 -t 5:00:00 --wrap 'exec sleep 40000'
scontrol update nodename=n[010-012] state=drain reason=cabling
at 2026-01-28T15:30:00
sbatch --uid=w1 -N 64 -t 1:00:00 --wrap 'exec sleep 40000'
sbatch --uid=w2 -N 8 -t 1:00:00 --wrap 'exec sleep 40000'
sbatch --uid=w2 -N 70 -t 1:00:00 --wrap 'exec sleep 40000' || true
sbatch --uid=w2 -N 4 --switches=1 -t 1:00:00 --wrap 'exec sleep 40000'
