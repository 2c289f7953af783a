at 2026-06-17T16:05:00
sbatch --uid=za -n 2 -t 8:00:00 --mem=100 -L sol@srv:3 --wrap 'exec sleep 30000'
sbatch --uid=zb -n 2 -t 4:00:00 --mem=100 -L sol@srv:2,mat:1 --wrap 'exec sleep 30000'
sbatch --uid=zb -n 2 -t 4:00:00 --mem=100 -L mat@srv --wrap 'exec sleep 30000'
sbatch --uid=zb -n 2 -t 4:00:00 --mem=100 -L mat@srv:2 --wrap 'exec sleep 30000'
sbatch --uid=zb -n 2 -t 4:00:00 --mem=100 -L sol --wrap 'exec sleep 30000' || true
sbatch --uid=zb -n 2 -t 4:00:00 --mem=100 -L big@srv2 --wrap 'exec sleep 30000' || true
sbatch --uid=zb -n 1 -t 4:00:00 --mem=100 -L sol@srv:6 --wrap 'exec sleep 30000' || true
sbatch --uid=zb -n 1 -t 4:00:00 --mem=100 -L sol@srv:0 --wrap 'exec sleep 30000' || true
scontrol create reservation reservationname=lr starttime=2026-06-17T19:00:00 duration=60 users=za licenses=sol@srv:2 flags=license_only || true
