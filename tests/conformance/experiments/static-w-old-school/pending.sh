at 2026-01-30T20:10:00
sbatch --uid=oa -n 8 -t 1-0 --mem=6000 --wrap 'exec sleep 90000'
sbatch --uid=ob -n 16 -t 5:00:00 --mem=1000 --wrap 'exec sleep 90000'
sbatch --uid=oc -q gold -n 6 -t 10 --mem=7000 --wrap 'exec sleep 500'
sbatch --uid=oc -q gold -n 30 -t 2-0 --mem=1000 --wrap 'exec sleep 500'
sbatch --uid=oa -A ind -n 1 -t 3-0 --mem=100 -N 1 -w o1 --wrap 'exec sleep 500'
sbatch --uid=od -n 32 -t 60 --mem=100 --wrap 'exec sleep 500'
at 2026-01-30T22:00:00
sbatch --uid=od -n 2 -t 60 --mem=100 --nice=-5 --wrap 'exec sleep 500' || true
sbatch --uid=od -n 2 -t 60 --mem=100 --nice=500 --hold --wrap 'exec sleep 500'
