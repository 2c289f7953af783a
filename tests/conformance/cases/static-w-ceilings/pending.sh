at 2026-03-19T14:10:00
sbatch --uid=pa -q hi -n 4 -t 5:00:00 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=pa -q hi -n 4 -t 5:00:00 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=pa -q hi -n 8 -t 5:00:00 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=pa -q low -n 1 --gres=gpu:1 -t 2:00:00 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=pb -q low -n 1 --gres=gpu:1 -t 2:00:00 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=pb -q low -n 1 -t 4:00:00 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=pb -q cap -n 1 -t 4:00:00 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=pb -n 12 -t 6:00:00 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=pb -n 12 -t 4:00:00 --mem=100 --wrap 'exec sleep 20000' || true
at 2026-03-19T15:00:00
sbatch --uid=pc -n 4 -t 1:00:00 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=pc -n 4 -t 12:00:00 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=pc -n 5 -t 10 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=pc -n 1 -t 10 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=pc -q normal -N 2 -t 10 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=pc -q hi -n 1 -t 10 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=pa -p q -q low -t 10 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=pa -p q -t 3:00:00 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=pa -n 3 -t 3:00:00 --mem=100 --wrap 'exec sleep 30000' || true
sbatch --uid=pa -n 3 -t 3:00:00 --mem=100 --wrap 'exec sleep 30000' || true
sbatch --uid=pb -n 3 -t 3:00:00 --mem=100 --wrap 'exec sleep 30000' || true
sbatch --uid=pb -n 3 -t 3:00:00 --mem=100 --wrap 'exec sleep 30000' || true
