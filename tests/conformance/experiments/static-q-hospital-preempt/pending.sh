at 2026-05-28T05:10:00
sbatch --uid=vic -J perm1 -n 16 -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=vic -J perm2 -n 16 -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=vic -J perm3 -n 8 -t 1-0 --no-requeue --wrap 'exec sleep 200000'
sbatch --uid=wes -J gatk -n 16 -t 10:00:00 --wrap 'exec sleep 200000'
sbatch --uid=yuri -J fmriprep -n 32 -t 12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=xena -J leftover -q scavenger -n 8 -t 1-0 --wrap 'exec sleep 200000'
at 2026-05-28T07:00:00
sbatch --uid=zoe -J recon -n 16 -N 1 -t 6:00:00 --wrap 'exec sleep 200000'
at 2026-05-28T09:00:00
sbatch --uid=clin -J panel -n 8 -t 4:00:00 --wrap 'exec sleep 200000'
sbatch --uid=clin -J triage -p clinical -n 16 -t 2:00:00 --wrap 'exec sleep 200000'
sbatch --uid=clin -J allatonce -n 64 -t 2:00:00 --wrap 'exec sleep 200000'
sbatch --uid=wes -p clinical -J nope -n 1 -t 10 --wrap 'exec sleep 10' || true
at 2026-05-28T11:00:00
sbatch --uid=xena -J salmon -n 24 -t 4:00:00 --wrap 'exec sleep 200000'
sbatch --uid=vic -J perm4 -n 4 -t 3:00:00 --wrap 'exec sleep 200000'
sbatch --uid=vic -J asnormal -q normal -n 4 -t 3:00:00 --wrap 'exec sleep 200000' || true
