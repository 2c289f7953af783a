at 2023-02-14T08:05:00
sbatch --uid=darwin -J finches -n 40 -t 5-0 --wrap 'sleep 864000'
at 2023-02-14T08:20:00
sbatch --uid=wallace -J moths -p big -n 12 -N 1 --wrap 'sleep 864000'
at 2023-02-14T08:40:00
sbatch --uid=lyell -J strata -N 2 -n 24 -p big -t 2-0 --wrap 'sleep 864000'
at 2023-02-14T09:00:00
sbatch --uid=hooker -J ferns -n 60 -t 3-0 --wrap 'sleep 864000'
sbatch --uid=huxley -J apes -n 4 -t 1-0 --wrap 'sleep 864000'
sbatch --uid=gray -J plants -p big -n 36 -t 10:00 --wrap 'sleep 864000'
at 2023-02-14T09:30:00
sbatch --uid=darwin -J worms --array=1-4 -n 2 -t 2:00:00 --wrap 'sleep 864000'
sbatch --uid=huxley -J long -p quick -n 1 -t 2:00:00 --wrap 'sleep 864000'
sbatch --uid=huxley -J old -p retired -n 1 --wrap 'sleep 864000' || true
at 2023-02-14T10:00:00
scontrol hold 48215
scontrol update JobId=48214 TimeLimit=4-00:00:00 Comment="trying"
scontrol update NodeName=b8 State=DRAIN Reason="noisy disk"
scancel 48216
