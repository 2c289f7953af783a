at 2026-02-18T08:10:00
sbatch --uid=wolf -N 2 -n 48 -t 3-0 -J modal --wrap 'exec sleep 80000'
sbatch --uid=koch -n 24 -t 1-0 -J sweep --no-requeue --wrap 'exec sleep 80000'
sbatch --uid=bauer -n 60 -t 2-0 -J tunnel --wrap 'exec sleep 80000'
sbatch --uid=maier -A cfd -n 12 -t 6:00:00 --wrap 'exec sleep 80000'
at 2026-02-18T10:00:00
sbatch --uid=huber --qos=hot -N 2 -n 48 -t 10:00:00 -J frontal --wrap 'exec sleep 80000'
sbatch --uid=huber --qos=hot -N 2 -n 48 -t 10:00:00 -J side --wrap 'exec sleep 9' || true
sbatch --uid=huber --qos=hot -n 4 -t 20:00:00 --wrap 'exec sleep 9' || true
sbatch --uid=koch --qos=hot -n 4 -t 20 --wrap 'exec sleep 9' || true
at 2026-02-18T14:00:00
sbatch --uid=bauer -n 70 -t 1-0 -J tunnel2 --wrap 'exec sleep 80000'
sbatch --uid=wolf --array=1-6 -n 8 -t 4:00:00 -J hum --wrap 'exec sleep 80000'
scontrol update jobid=3 qos=scav || true
sbatch --uid=maier --qos=std -n 24 -N 1 -t 3:00:00 --begin=2026-02-18T15:00:00 -J pole --wrap 'exec sleep 80000'
