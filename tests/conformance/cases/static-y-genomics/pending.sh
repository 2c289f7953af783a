at 2026-08-20T08:05:00
sbatch --uid=eve --array=1-20%6 -c 4 --mem=12G -t 10:00:00 -J align --wrap 'exec sleep 50000'
sbatch --uid=gus --mem=200G -c 8 --wrap 'exec sleep 50000' || true
sbatch --uid=gus --mem=100G -c 8 -C bigmem -t 1-0 -J assemble --wrap 'exec sleep 90000'
sbatch --uid=fay --mem-per-cpu=6000 -n 8 -t 8:00:00 --wrap 'exec sleep 50000'
at 2026-08-20T13:00:00
sbatch --uid=fay --array=1-4 -c 12 -t 2:00:00 -J call --wrap 'exec sleep 50000'
sbatch --uid=eve --mem=100G -c 20 -t 4:00:00 --wrap 'exec sleep 50000'
sbatch --uid=gus -n 1 -t 30 --wrap 'exec sleep 50000'
