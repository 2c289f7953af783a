at 2026-05-14T11:20:00
sbatch --uid=tycho --wckey=messier -N 2 -n 40 --mem-per-cpu=1G -t 20:00:00 -J flatfield --wrap 'exec sleep 80000'
sbatch --uid=vera -n 30 -t 12:00:00 -J mosaic --wrap 'exec sleep 80000'
sbatch --uid=edwin -A deep -n 12 -c 2 -t 1-12 --wrap 'exec sleep 80000'
sbatch --uid=cecilia -p fat --mem=300G -n 8 -t 3-0 -J lightcurve --wrap 'exec sleep 80000'
sbatch --uid=jocelyn --exclusive -N 3 -t 8:00:00 -J fold --wrap 'exec sleep 80000'
sbatch --uid=grote --wckey=hi21 -n 64 -t 6:00:00 --wrap 'exec sleep 80000'
sbatch --uid=henrietta --wckey=pulsar -n 1 --wrap 'exec sleep 9' || true
sbatch --uid=kepler -A vlbi -C fat -n 20 -t 10:00:00 -J orbitfit --wrap 'exec sleep 80000'
scontrol hold 5203
at 2026-05-14T16:30:00
sbatch --uid=kepler --nice=200 -n 4 -t 30 --comment="second pass" --wrap 'exec sleep 80000'
sbatch --uid=cecilia --array=1-4 -n 10 -t 3:00:00 --wckey=sn2026a -J sub --wrap 'exec sleep 80000'
sbatch --uid=henrietta -p reduce,fat -n 44 -t 4:00:00 --wrap 'exec sleep 80000'
scontrol update jobid=5205 wckey=hi21
scontrol release 5203
scontrol update jobid=5204 nice=50
