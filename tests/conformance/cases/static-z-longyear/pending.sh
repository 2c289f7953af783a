at 2026-07-01T03:20:00
sbatch --uid=aroha -A seismo -n 120 -t 2-0 -J tomography --wrap 'exec sleep 80000'
sbatch --uid=wiremu -p longrun -n 24 -t 20-0 -J catalogue --wrap 'exec sleep 80000'
sbatch --uid=wiremu -p ordinary -n 90 -t 1-0 -J catalogue --wrap 'exec sleep 80000'
sbatch --uid=hine -C new -N 4 --exclusive -t 12:00:00 -J ashfall --wrap 'exec sleep 80000'
sbatch --uid=mere -n 48 -N 1 -t 4-0 -J mast --wrap 'exec sleep 80000'
sbatch --uid=ngaio --array=1-6%3 -C old -n 12 -t 8:00:00 -J birds --wrap 'exec sleep 80000'
sbatch --uid=kiri -p quick -n 4 -t 30 --wrap 'exec sleep 80000'
sbatch --uid=rangi -A geology --qos=weekend -n 300 -t 3-0 --wrap 'exec sleep 80000'
at 2026-07-01T04:40:00
sbatch --uid=tane -n 10 --begin=2026-07-04T02:00:00 -t 1-0 --wrap 'exec sleep 80000'
sbatch --uid=rangi -A ecology -n 36 -t 1-0 --mem-per-cpu=3G --wrap 'exec sleep 80000'
scontrol update jobid=8 qos=normal || true
