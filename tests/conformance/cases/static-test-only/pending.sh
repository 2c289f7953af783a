at 2026-06-17T16:05:00
sbatch --uid=za -n 8 -N1 -t 8:00:00 --wrap 'exec sleep 30000'
sbatch --uid=zb -n 8 -N1 -t 4:00:00 -L mat:4 --wrap 'exec sleep 30000'
at 2026-06-17T16:10:00
sbatch --uid=zb -N2 -n 16 -t 3:00:00 --wrap 'exec sleep 30000'
sbatch --uid=zb -N3 -t 2:07:00 --wrap 'exec sleep 30000'
sbatch --uid=za -n 5 -a 0-2 -w n1 -t 1:01:00 --wrap 'exec sleep 30000'
sbatch --uid=za -n 5 -H -t 11:01:00 --wrap 'exec sleep 30000'
sbatch --uid=za -n 5 -d afterok:1 -t 11:01:00 --wrap 'exec sleep 30000'
sbatch --uid=za -n 5 -b now+30000 -t 11:01:00 --wrap 'exec sleep 30000'
sbatch --uid=za -n 5 -w n2 --wrap 'exec sleep 30000'
sbatch --uid=za -n 6 -p batch,wide -w n2 -t 33 --wrap 'exec sleep 30000'
scontrol update nodename=n5 state=drain reason=x
