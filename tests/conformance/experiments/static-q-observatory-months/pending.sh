at 2026-04-14T22:05:00
sbatch --uid=aroha -J wsclean -n 32 -N 1 -t 3-0 --wrap 'exec sleep 200000'
sbatch --uid=hemi -J stack -n 48 -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=wiremu -J nightly -n 2 -t 1:00:00 --begin=2026-04-15T20:00:00 --wrap 'exec sleep 600'
sbatch --uid=ben -p gpu --gres=gpu:2 -c 8 -J dedisp -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=ben -A radio -p gpu --gres=gpu:1 -c 4 -J fold -t 12:00:00 --wrap 'exec sleep 200000'
at 2026-04-15T01:00:00
sbatch --uid=zeb -J guest -n 64 -t 2-0 --wrap 'exec sleep 200000'
sbatch --uid=jane -J calibrate -n 32 -t 6:00:00 --wrap 'exec sleep 200000'
sbatch --uid=aroha -p gpu --gpus=2 -N 1 -c 4 -J fold2 -t 8:00:00 --wrap 'exec sleep 200000'
sbatch --uid=wiremu -J catchup -n 16 -t 10:00:00 --mem-per-cpu=7600 --wrap 'exec sleep 200000'
at 2026-04-15T03:30:00
sbatch --uid=ben -A pipeline -J redo -n 8 -t 5:00:00 --wrap 'exec sleep 200000'
sbatch --uid=hemi -J tiny -n 1 -t 20 --wrap 'exec sleep 200000'
