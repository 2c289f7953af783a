at 2026-06-17T18:05:00
sbatch --uid=prodman -J simul --array=1-22 -t 20:00:00 --wrap 'exec sleep 200000'
sbatch --uid=prodman -J reco --array=0-19%6 -t 6:00:00 --mem=3000 --wrap 'exec sleep 200000'
sbatch --uid=ana -J toys --array=1-18 -t 8:00:00 --wrap 'exec sleep 200000'
sbatch --uid=bert -J fit --array=5,10,15,20-24:2 -t 4:00:00 -c 2 --wrap 'exec sleep 200000'
at 2026-06-17T20:00:00
sbatch --uid=cleo -J ntuple --array=1-10 -t 2:00:00 --wrap 'exec sleep 200000'
sbatch --uid=cleo -J ntuple2 --array=1-10 -t 2:00:00 --wrap 'exec sleep 200000' || true
sbatch --uid=dirk -p multi -J geant --array=1-5 -n 1 -c 8 -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=prodman -J toobig --array=1-3000 -t 10 --wrap 'exec sleep 10' || true
sbatch --uid=bert -J merge -d afterany:4 -t 30 --wrap 'exec sleep 100'
sbatch --uid=bert -J merge_each -d aftercorr:4 --array=5,10,15 -t 30 --wrap 'exec sleep 100'
at 2026-06-18T01:00:00
scancel 1_7
scancel 1_[18-20]
scontrol hold 3_17 || true
scontrol update jobid=2 arraytaskthrottle=4 || true
sbatch --uid=ana -J probe -t 10 -n 1 --wrap 'exec sleep 200000'
at 2026-06-18T06:30:00
sbatch --uid=prodman -J digi --array=1-60 -t 10:00:00 --mem-per-cpu=2500 --nice=100 --wrap 'exec sleep 200000'
sbatch --uid=dirk -p multi -n 1 -c 8 -t 12:00:00 -J train --wrap 'exec sleep 200000'
scontrol release 3_17 || true
