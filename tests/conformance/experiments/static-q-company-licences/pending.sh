at 2026-11-04T06:05:00
sbatch --uid=jean -L fluent -J wing07 -n 28 -N 1 -t 20:00:00 --wrap 'exec sleep 200000'
sbatch --uid=kim -L fluent:1,hpcpack:2 -J flap -n 28 -N 1 --wckey=wing -t 12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=luc -L lsdyna:56 -J sidecrash -N 2 -n 56 -t 1-12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=noor -L starccm:1 -J batt -n 14 --wckey=battery -t 10:00:00 --wrap 'exec sleep 7000'
at 2026-11-04T09:00:00
sbatch --uid=noor -L fluent:2 -J pack -n 14 --wckey=battery -t 6:00:00 --wrap 'exec sleep 200000'
sbatch --uid=pavel -L fluent -J plate -n 7 --wckey=none -t 5:00:00 --wrap 'exec sleep 200000'
sbatch --uid=maud -L lsdyna:84 -J pole -N 3 -n 84 --wckey=door -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=maud -L lsdyna:28 -J sled -n 28 --wckey=door -t 8:00:00 --wrap 'exec sleep 200000'
sbatch --uid=luc -L abaqus:5 -J abq -n 4 -t 1:00:00 --wrap 'exec sleep 10' || true
sbatch --uid=luc -L lsdyna:500 -J huge -n 4 -t 1:00:00 --wrap 'exec sleep 10' || true
sbatch --uid=luc -L nastran@flex1:6 -J modal -n 4 --wckey=door -t 9:00:00 --wrap 'exec sleep 200000'
sbatch --uid=maud -L nastran@flex1:6 -J modal2 -n 4 --wckey=door -t 9:00:00 --wrap 'exec sleep 200000'
sbatch --uid=pavel -J mesh -p pre -n 2 --wckey=nosuch -t 30 --wrap 'exec sleep 100' || true
at 2026-11-04T13:00:00
sbatch --uid=jean -L starccm:2 -J duct -n 28 -t 4:00:00 --wrap 'exec sleep 200000'
sbatch --uid=kim -p pre -J hypermesh -n 2 --mem=60G --wckey=door -t 2:00:00 --wrap 'exec sleep 200000'
sbatch --uid=jean -p pre -J post -n 1 -t 1:00:00 -H --wrap 'exec sleep 100'
scontrol update jobid=5007 wckey=wing || true
scontrol update jobid=5006 timelimit=2:00:00
