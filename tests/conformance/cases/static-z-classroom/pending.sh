at 2026-11-05T12:20:00
sbatch --uid=s26001 -n 4 -t 50 -J hw3 --wrap 'exec sleep 9000'
sbatch --uid=s26001 -n 2 -t 50 -J hw3 --wrap 'exec sleep 9000'
sbatch --uid=s26001 -n 2 -t 50 -J hw3 --wrap 'exec sleep 9000'
sbatch --uid=s26002 -n 1 -t 90 -J hw3 --wrap 'exec sleep 9' || true
sbatch --uid=s26003 -n 9 -t 20 --wrap 'exec sleep 9' || true
sbatch --uid=s26019 -n 6 -t 100 -J proj --wrap 'exec sleep 9000'
sbatch --uid=s26020 -n 5 -t 60 -J proj --wrap 'exec sleep 9000'
sbatch --uid=s26020 -n 1 -t 60 -J proj --wrap 'exec sleep 9' || true
sbatch --uid=s26021 -n 7 -t 60 -J proj --wrap 'exec sleep 9' || true
sbatch --uid=s26031 -n 6 -t 1:30:00 --mem-per-cpu=4G --wrap 'exec sleep 9000' || true
sbatch --uid=s26032 -n 5 -t 1:30:00 --wrap 'exec sleep 9000'
sbatch --uid=s26004 --array=1-5 -t 5 --wrap 'exec sleep 9' || true
sbatch --uid=s26004 --array=1-3 -t 45 --wrap 'exec sleep 9000'
sbatch --uid=ta1 --qos=exam -p exam -n 8 -t 25 -J mock --wrap 'exec sleep 9000'
sbatch --uid=s26005 -p exam -n 1 -t 5 --wrap 'exec sleep 9' || true
at 2026-11-05T13:12:00
sbatch --uid=s26022 --qos=exam -p exam -n 2 -t 20 -J exam --wrap 'exec sleep 9000'
sbatch --uid=s26022 --qos=exam -p exam -n 2 -t 20 -J exam --wrap 'exec sleep 9000'
sbatch --uid=prof-x --qos=staffq -N 4 -t 5:00:00 -J demo --wrap 'exec sleep 9000' || true
sbatch --uid=s26006 -n 3 -t 30 --mail-type=END --wrap 'exec sleep 9000'
scontrol update jobid=3 timelimit=20
scancel -u s26032
