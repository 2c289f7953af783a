sbatch --uid=fa -C amd -N 2 -t 60 --mem=100 --wrap 'exec sleep 90000'
sbatch --uid=fa -C 'intel&ib' -n 1 -t 60 --mem=100 --wrap 'sleep 1' || true
sbatch --uid=fb -L ansys:3 -n 2 -t 60 --mem=100 --wrap 'exec sleep 90000'
sbatch --uid=fb -L ansys:2 -n 2 -t 60 --mem=100 --wrap 'exec sleep 90000'
sbatch --uid=fb -L mat:2 -n 2 -t 60 --mem=100 --wrap 'exec sleep 90000' || true
sbatch --uid=fa --mem=40000 -n 1 -t 60 --wrap 'sleep 1' || true
sbatch --uid=fa -N 5 -t 60 --mem=100 --wrap 'sleep 1' || true
sbatch --uid=fb -C 'amd|intel' -N 2 --switches=1 -t 60 --mem=100 --wrap 'exec sleep 90000'
