at 2026-04-22T10:05:00
sbatch --uid=w1 -n 20 -t 1-0 --wrap 'exec sleep 90000'
sbatch --uid=a1 -N 4 -t 1-0 --requeue --wrap 'exec sleep 90000'
scontrol update nodename=ft12 state=drain reason="fan 3"
at 2026-04-22T13:00:00
scontrol update nodename=ft03 state=drain reason="noise"
scontrol update nodename=ft11 state=down reason="psu"
sbatch --uid=a2 -N 6 -t 5:00:00 --wrap 'exec sleep 90000'
sbatch --uid=a2 -p spare -n 1 --wrap 'exec sleep 90'
at 2026-04-22T15:00:00
scontrol update nodename=ft12 state=resume
sbatch --uid=w1 -n 2 -t 1:00:00 -w ft03 --wrap 'exec sleep 90000'
