at 2026-05-06T08:10:00
sbatch --uid=mira -A tides -J roms_spring -N 2 -n 48 -t 1-12:00:00 --wrap 'exec sleep 100000'
sbatch --uid=olaf -J nemo -n 20 -t 8:00:00 --wrap 'exec sleep 9000'
sbatch --uid=penny -p fat -J assembly -n 1 -c 32 --mem=400G -t 2-0 --wrap 'exec sleep 100000'
sbatch --uid=quentin -J interp -n 4 --mem-per-cpu=12G -t 6:00:00 --wrap 'exec sleep 100000'
sbatch --uid=oc401a -p quick -J hw4 -t 15 --wrap 'exec sleep 300'
sbatch --uid=oc401b -p quick -J hw4 -t 15 --wrap 'exec sleep 20; exit 1'
at 2026-05-06T09:30:00
sbatch --uid=oc401a -J hw5 -n 2 -t 3:00:00 --wrap 'exec sleep 100000'
sbatch --uid=oc401a -J hw5b -n 2 -t 3:00:00 --wrap 'exec sleep 100000'
sbatch --uid=oc401a -J hw5c -n 2 -t 3:00:00 --wrap 'exec sleep 100000'
sbatch --uid=oc401b -J toolong -n 2 -t 10:00:00 --wrap 'exec sleep 100000'
sbatch --uid=mira -A survey -J hycom -N 3 -n 72 -t 20:00:00 --wrap 'exec sleep 100000'
sbatch --uid=guest1 -J g1 -n 12 -t 12:00:00 --wrap 'exec sleep 100000'
sbatch --uid=guest1 -J g2 -n 12 -t 12:00:00 --wrap 'exec sleep 100000'
sbatch --uid=guest1 -J g3 -n 12 -t 12:00:00 --wrap 'exec sleep 100000'
sbatch --uid=guest1 -J g4 -n 12 -t 12:00:00 --wrap 'exec sleep 100000' || true
at 2026-05-06T12:00:00
scontrol update nodename=kelp04 state=drain reason='disk errors'
sbatch --uid=penny -A plankton -J blast -p fat,work -n 24 -t 10:00:00 --wrap 'exec sleep 100000'
sbatch --uid=quentin -J post -d afterok:4 -n 1 -t 30 --wrap 'exec sleep 100'
sbatch --uid=olaf -J short -n 8 -t 45 -p quick --wrap 'exec sleep 100000'
scancel 7
at 2026-05-06T14:00:00
sbatch --uid=quentin -J last -n 16 -t 4:00:00 --nice=50 --wrap 'exec sleep 100000'
