at 2026-11-11T08:10:00
sbatch --uid=dina -J qe -n 40 -t 1-12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=dina -J qe2 -n 40 -t 1-12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=eric -J octave -N 3 -n 60 -t 20:00:00 --wrap 'exec sleep 200000'
sbatch --uid=faye -p standby -J boot -n 60 -t 12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=carl -p standby -J extra -n 10 -t 10:00:00 --requeue --wrap 'exec sleep 200000'
at 2026-11-11T10:00:00
sbatch --uid=anton -p fox -N 2 -n 40 -t 3-0 -J raxml --wrap 'exec sleep 200000'
at 2026-11-11T11:00:00
sbatch --uid=carl -p owl -n 20 -N 1 -t 2-12 -J stan --wrap 'exec sleep 200000'
sbatch --uid=carl -p owl,campus -n 10 -t 1-0 -J abc --wrap 'exec sleep 200000'
sbatch --uid=faye -p devel -n 4 -t 20 -J make --wrap 'exec sleep 200000'
sbatch --uid=faye -p devel -n 10 -N 1 -t 20 -J makebig --wrap 'exec sleep 200000' || true
sbatch --uid=eric -p fox -n 1 -t 10 -J trespass --wrap 'exec sleep 10' || true
at 2026-11-11T16:00:00
sbatch --uid=birgit -p fox -n 20 -t 1-0 -J phylo --wrap 'exec sleep 200000'
sbatch --uid=birgit -p standby,campus -n 30 -t 8:00:00 -J either --wrap 'exec sleep 200000'
sbatch --uid=eric -J ansys -n 8 -t 10:00:00 --wrap 'exec sleep 200000'
sbatch --uid=faye -p standby -J boot2 -n 15 -t 12:00:00 --wrap 'exec sleep 200000'
at 2026-11-11T19:00:00
scontrol update partitionname=standby maxtime=6:00:00
scontrol update jobid=14 partition=campus || true
sbatch --uid=dina -p devel -J try -n 2 --wrap 'exec sleep 200000'
sbatch --uid=dina -J late -n 20 -t 4:00:00 --wrap 'exec sleep 200000'
