at 2026-09-09T07:05:00
sbatch --uid=da -q half -n 4 --gres=gpu:2 -t 6:00:00 --mem=4000 --wrap 'exec sleep 20000'
sbatch --uid=da -q rush -n 4 --gres=gpu:1 -t 6:00:00 --mem=4000 --wrap 'exec sleep 20000'
sbatch --uid=db -q lazy -n 2 -t 1:00:00 --mem=4000 --wrap 'exec sleep 20000'
sbatch --uid=dc -q lazy -n 2 -t 1:00:00 --mem=4000 --wrap 'exec sleep 2000'
sbatch --uid=dc -p free -n 3 -t 2:00:00 --mem=400 --wrap 'exec sleep 20000'
at 2026-09-09T08:00:00
sbatch --uid=da -N 3 --gres=gpu:3 -t 3:00:00 --mem=400 --wrap 'exec sleep 20000'
