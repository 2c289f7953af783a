at 2026-10-10T06:10:00
sbatch --uid=ma -w m1 -n 4 -t 600 --mem=100 --wrap 'exec sleep 30000'
sbatch --uid=ma -w m2 -n 2 -t 600 --mem=100 --wrap 'exec sleep 30000'
at 2026-10-10T06:40:00
scontrol update NodeName=m1 State=DRAIN Reason=fan
scontrol update NodeName=m3 State=DOWN Reason='bad disk'
scontrol update NodeName=m4 State=DRAIN Reason=firmware
at 2026-10-10T07:30:00
scontrol update NodeName=m4 State=RESUME
scontrol update NodeName=m5 State=FUTURE || true
sbatch --uid=ma -N 4 -t 60 --mem=100 --wrap 'exec sleep 3000'
sbatch --uid=ma -p half -n 1 -t 60 --mem=100 --wrap 'exec sleep 3000' || true
sbatch --uid=ma -w m3 -n 1 -t 60 --mem=100 --wrap 'exec sleep 3000'
