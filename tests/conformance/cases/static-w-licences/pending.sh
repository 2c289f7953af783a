at 2026-05-05T08:03:00
sbatch --uid=la -L matlab:3 -n 2 -t 5:00:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=lb -L matlab:2 -n 2 -t 5:00:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=lb -L ansys,comsol -n 1 -t 2:00:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=lb -L comsol -n 1 -t 1:00:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=lb -L nastran -n 1 --mem=100 --wrap 'exec sleep 20000' || true
sbatch --uid=lb -L matlab:9 -n 1 --mem=100 --wrap 'exec sleep 20000' || true
at 2026-05-05T09:00:00
sbatch --uid=la -L matlab:1 -n 24 -t 10:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=la -L matlab:1 -n 1 -t 20 --mem=100 --wrap 'exec sleep 600'
