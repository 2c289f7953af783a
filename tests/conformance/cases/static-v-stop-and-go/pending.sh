at 2026-01-28T08:10:00
sbatch --uid=sa -n 4 -t 300 --mem=100 --wrap 'exec sleep 12000'
sbatch --uid=sa -n 4 -t 300 --mem=100 --wrap 'exec sleep 12000'
sbatch --uid=sb -n 2 -t 100 --mem=100 --wrap 'exec sleep 600'
at 2026-01-28T08:40:00
scontrol suspend 1 || true
at 2026-01-28T09:20:00
scontrol resume 1 || true
scontrol requeue 2 || true
at 2026-01-28T10:00:00
scontrol update JobId=3 Nice=100 || true
scontrol update JobId=3 TimeLimit=50 || true
scontrol uhold 2 || true
at 2026-01-28T11:00:00
scontrol release 2 || true
at 2026-01-28T12:00:00
sbatch --uid=sb -n 1 -t 10 --mem=100 --wrap 'exit 4'
