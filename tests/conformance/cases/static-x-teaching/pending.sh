at 2026-05-06T09:05:00
sbatch --uid=s1 -n 8 -t 6:00:00 --wrap 'exec sleep 40000'
sbatch --uid=s1 -n 8 -t 6:00:00 --wrap 'exec sleep 40000'
sbatch --uid=s2 --qos=exam -n 2 -t 45 --wrap 'exec sleep 40000'
sbatch --uid=s2 --qos=exam -n 2 -t 45 --wrap 'exec sleep 40000'
sbatch --uid=s2 --qos=exam -n 2 -t 90 --wrap 'exec sleep 40000' || true
sbatch --uid=s3 -n 4 -t 7:00:00 --wrap 'exec sleep 40000'
sbatch --uid=s3 -n 4 -t 7:00:00 --wrap 'exec sleep 40000'
sbatch --uid=s3 -n 4 -t 7:00:00 --wrap 'exec sleep 40000' || true
sbatch --uid=prof -n 32 -t 8:00:00 -p day --wrap 'exec sleep 40000'
sbatch --uid=prof -n 16 -t 8:00:00 -p night --wrap 'exec sleep 40000'
at 2026-05-06T13:00:00
sbatch --uid=s1 --qos=staff -n 1 --wrap 'exec sleep 5' || true
sbatch --uid=s2 -p night --qos=exam -n 1 --wrap 'exec sleep 5' || true
sbatch --uid=s2 -n 40 --mem-per-cpu=2000 -t 3:00:00 --wrap 'exec sleep 5000'
