at 2026-02-11T12:05:00
sbatch --uid=p1 -N 12 -t 20:00:00 --wrap 'exec sleep 90000'
sbatch --uid=q1 -N 10 -t 10:00:00 --wrap 'exec sleep 90000'
sbatch --uid=p2 -n 200 -t 12:00:00 --wrap 'exec sleep 90000'
sbatch --uid=p2 -p devel -N 2 -t 30 --wrap 'exec sleep 900'
at 2026-02-11T17:00:00
sbatch --uid=q1 -N 32 -t 6:00:00 --wrap 'exec sleep 90000'
sbatch --uid=p1 -N 4 -t 2:00:00 --wrap 'exec sleep 90000'
sbatch --uid=p1 -N 40 -t 2:00:00 --wrap 'exec sleep 90' || true
at 2026-02-11T19:30:00
sbatch --uid=q1 -p devel -N 1 -t 1:00:00 --wrap 'exec sleep 90000'
scontrol update nodename=cap005 state=drain reason="ib link"
