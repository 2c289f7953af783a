at 2026-03-25T07:40:00
sbatch --uid=lena -p long -n 40 -t 2-0 -J wave --wrap 'exec sleep 90000'
sbatch --uid=mia -p long -N 2 --exclusive -t 1-12 --wrap 'exec sleep 90000'
sbatch --uid=noah -n 24 -t 4:00:00 --wrap 'exec sleep 90000'
at 2026-03-25T11:30:00
sbatch --uid=kim -p long -n 12 -t 12:00:00 --wrap 'exec sleep 90000'
sbatch --uid=kim -p long -n 12 -t 12:00:00 --wrap 'exec sleep 90000'
at 2026-03-25T14:20:00
sbatch --uid=otto -A phd -p long -N 6 -t 3-0 -J big --wrap 'exec sleep 90000'
sbatch --uid=otto -n 2 -t 20 --wrap 'exec sleep 90000'
sbatch --uid=noah -p long -n 64 -t 20:00:00 --wrap 'exec sleep 90000'
sbatch --uid=lena -p short -n 4 -t 5:00:00 --wrap 'exec sleep 9' || true
