at 2026-11-11T09:02:00
sbatch --uid=xa -N 3 -t 6:00:00 --mem=100 --exclusive --wrap 'exec sleep 20000'
sbatch --uid=xb -N 3 -t 6:00:00 --mem=100 --exclusive --wrap 'exec sleep 20000'
sbatch --uid=xb -N 2 --switches=1 -t 1:00:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=xb -N 2 --switches=1@00:30:00 -t 1:00:00 --mem=100 --wrap 'exec sleep 20000'
sbatch --uid=xa -p b -n 1 --mem=100 --wrap 'exec sleep 1' || true
sbatch --uid=xa -p i -n 1 --mem=100 --wrap 'exec sleep 1' || true
at 2026-11-11T10:30:00
scontrol update NodeName=rb4 State=DRAIN Reason='cable' || true
sbatch --uid=xa -n 9 -t 30 --mem=100 --wrap 'exec sleep 20000'
