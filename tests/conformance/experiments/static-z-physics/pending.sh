at 2026-06-10T01:20:00
sbatch --uid=paul -n 64 --mem-per-cpu=3000 -t 4-0 -J hmc --wrap 'exec sleep 80000'
sbatch --uid=max -N 3 --ntasks-per-node=16 -t 2-0 -J hmc2 --mem=0 --wrap 'exec sleep 80000'
sbatch --uid=fabiola -p exp,old -n 10 --mem=8000 -t 1-0 -J reco --wrap 'exec sleep 80000'
sbatch --uid=carlo -p old -N 2 --mincpus=4 -t 10-0 --wrap 'exec sleep 80000'
sbatch --uid=lise -p exp -c 6 -n 4 -t 12:00:00 -J l1 --wrap 'exec sleep 80000'
sbatch --uid=ed -n 1 --mem=70000 -t 60 --wrap 'exec sleep 9' || true
sbatch --uid=emmy -n 2 -t 3:00:00 -J notes --wrap 'exec sleep 80000'
sbatch --uid=otto -A strings -n 40 -t 20:00:00 --wrap 'exec sleep 80000'
sbatch --uid=otto -A lhcb -p exp -n 20 -t 20:00:00 --wrap 'exec sleep 80000'
at 2026-06-10T07:30:00
sbatch --uid=ed -n 30 --mem-per-cpu=1500 -t 5-0 --wrap 'exec sleep 80000'
sbatch --uid=emmy -w qcd03 -n 4 -t 5-0 --wrap 'exec sleep 80000'
sbatch --uid=paul -x qcd[01-05] -n 48 -t 1-0 --wrap 'exec sleep 80000'
scontrol update jobid=2 priority=123456 || true
scontrol top 11 || true
