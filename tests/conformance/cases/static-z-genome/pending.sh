at 2026-09-23T14:10:00
sbatch --uid=robot --array=1-40%8 -c 4 -t 2:00:00 -J align --wrap 'exec sleep 70000'
sbatch --uid=robot --dependency=afterok:1 -n 1 -t 60 -J merge --wrap 'exec sleep 70000'
sbatch --uid=robot --dependency=afterok:2,afterany:1_3 -n 1 -t 60 -J report --wrap 'exec sleep 70000'
sbatch --uid=rosalind --array=0-9 --dependency=aftercorr:1 -c 2 -t 30 -J call --wrap 'exec sleep 70000'
sbatch --uid=barbara --array=1,3,5-20:5,99 -c 8 --mem=30G -t 1-0 -J contigs --wrap 'exec sleep 70000'
sbatch --uid=lynn --qos=lowprio -N 2 --ntasks-per-node=10 -t 2-0 -J beast --wrap 'exec sleep 70000'
sbatch --uid=motoo -p highmem -n 40 --mem=700G -t 5-0 -J bigtree --wrap 'exec sleep 70000'
sbatch --uid=motoo --dependency=after:7+10 -p highmem -c 8 -t 8:00:00 --wrap 'exec sleep 70000'
sbatch --uid=santiago --array=1-12 -n 16 -t 6:00:00 -J segment --wrap 'exec sleep 70000'
sbatch --uid=francis -d singleton -J weekly -n 4 -t 20:00:00 --wrap 'exec sleep 70000'
sbatch --uid=francis -d singleton -J weekly -n 4 -t 20:00:00 --wrap 'exec sleep 70000'
at 2026-09-23T15:30:00
scancel 1_2 || true
scancel 1_[30-34] || true
scontrol update jobid=1 ArrayTaskThrottle=12 || true
scontrol hold 5_99 || true
scontrol update jobid=9_[10-12] timelimit=2:00:00 || true
sbatch --uid=lynn --dependency=afternotok:6 -n 1 -t 10 --wrap 'exec sleep 9'
sbatch --uid=lynn --dependency=afterok:4242 -n 1 -t 10 --wrap 'exec sleep 9' || true
sbatch --uid=santiago --array=1-6000 -n 1 --wrap 'exec sleep 9' || true
scontrol update jobid=3 dependency= || true
