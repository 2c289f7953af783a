at 2026-08-24T05:05:00
sbatch --uid=petra -J star -n 8 -t 10:00:00 --wrap 'exec sleep 200000'
sbatch --uid=petra -J fails -n 1 -t 30 --wrap 'exit 3'
sbatch --uid=ralf -J after_ok -d afterok:2 -n 1 -t 30 --wrap 'exec sleep 100'
sbatch --uid=ralf -J after_bad -d afternotok:2 -n 1 -t 4:00:00 --wrap 'exec sleep 200000'
sbatch --uid=ralf -J kill_dep -d afterok:2 --kill-on-invalid-dep=yes -n 1 -t 30 --wrap 'exec sleep 100'
sbatch --uid=sina -J held -H -n 4 -t 3:00:00 --wrap 'exec sleep 200000'
sbatch --uid=sina -J mutect2 -n 16 -t 12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=theo -J bwa1 -n 4 -t 8:00:00 --wrap 'exec sleep 200000'
sbatch --uid=theo -J bwa2 -n 4 -t 8:00:00 --wrap 'exec sleep 200000'
sbatch --uid=theo -J bwa3 -n 4 -t 8:00:00 --wrap 'exec sleep 200000'
sbatch --uid=ulla -J needsfix -n 2 -t 2:00:00 --wrap 'exit 42'
at 2026-08-24T07:00:00
scontrol release 6
sbatch --uid=ulla -J kraken -n 16 -t 6:00:00 --wrap 'exec sleep 200000'
sbatch --uid=ulla -J one -d singleton -n 2 -t 5:00:00 --wrap 'exec sleep 200000'
sbatch --uid=ulla -J one -d singleton -n 2 -t 5:00:00 --wrap 'exec sleep 200000'
sbatch --uid=petra -J short -n 2 -t 10 --wrap 'exec sleep 200000'
scontrol hold 10 || true
at 2026-08-24T09:00:00
scontrol update nodename=gen3 state=down reason='again not responding'
scontrol requeue 9 || true
sbatch --uid=sina -J lastminute -n 8 -t 2:00:00 --deadline=2026-08-24T23:30:00 --wrap 'exec sleep 200000'
sbatch --uid=ralf -p rescue -J rescue -n 4 -t 1:00:00 --wrap 'exec sleep 200000'
scontrol suspend 1 || true
at 2026-08-24T10:30:00
scontrol resume 1 || true
scontrol requeuehold 8 || true
sbatch --uid=petra -J spades -n 32 -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=petra -J user_held -n 1 -t 60 --wrap 'exec sleep 100'
scontrol uhold 19
scancel 14
scontrol update jobid=18 nice=200
scontrol update jobid=16 comment='for the paper' name=paper
scontrol top 18 || true
at 2026-08-24T11:30:00
sbatch --uid=theo -J bwa4 -n 16 -t 4:00:00 -d after:12+30 --wrap 'exec sleep 200000'
sbatch --uid=sina -J canu -n 16 -t 1-0 -d afterany:7?afterok:1 --wrap 'exec sleep 200000'
