at 2026-11-04T08:10:00
sbatch --uid=ada -n 2 -t 1:00:00 -J plain --wrap 'exec sleep 60'
at 2026-11-04T08:20:00
sbatch --uid=ada --wckey=w2 -n 2 -t 10:00:00 -J second --wrap 'exec sleep 200000'
at 2026-11-04T08:30:00
sbatch --uid=bo -n 1 -t 10:00:00 -J bos --wrap 'exec sleep 200000'
at 2026-11-04T08:40:00
sbatch --uid=cy -n 1 -t 10:00:00 -J cys --wrap 'exec sleep 200000'
at 2026-11-04T08:50:00
sbatch --uid=di -H --wckey=w1 -n 1 -t 1:00:00 -J held --wrap 'exec sleep 200000'
at 2026-11-04T09:00:00
sbatch --uid=ed -H -n 1 -t 1:00:00 -J heldtoo --wrap 'exec sleep 200000'
at 2026-11-04T09:10:00
sbatch --uid=fay --wckey=w4 -n 3 -t 10:00:00 -J own --wrap 'exec sleep 200000'
at 2026-11-04T09:20:00
sbatch --uid=gus -n 4 -t 10:00:00 -J before --wrap 'exec sleep 200000'
at 2026-11-04T09:30:00
sbatch --uid=gus --wckey=w5 -n 1 -t 10:00:00 -J then --wrap 'exec sleep 200000'
at 2026-11-04T14:30:00
sbatch --uid=gus --wckey=w4 -n 1 -t 10:00:00 -J last --wrap 'exec sleep 200000'
at 2026-11-04T14:40:00
scontrol update jobid=5 wckey=w3
at 2026-11-04T14:50:00
sbatch --uid=hal --wckey=foo -n 1 -t 10:00:00 -J unknown --wrap 'exec sleep 200000'
at 2026-11-04T15:00:00
sbatch --uid=ada -H -n 1 -t 10:00:00 -J moved --wrap 'exec sleep 200000'
at 2026-11-04T15:10:00
scontrol update jobid=12 wckey=w2
scontrol release 12
at 2026-11-04T15:20:00
sbatch --uid=di --array=1-2 -n 1 -t 10:00:00 -J tasks --wrap 'exec sleep 200000'
at 2026-11-04T15:30:00
sbatch --uid=bo --wckey=W2 -n 1 -t 10:00:00 -J capital --wrap 'exec sleep 200000'
