at 2025-06-10T06:10:00
sbatch --uid=hal -A general -p scavenge -q standby -J mc -C chem -N 8 --ntasks-per-node=32 -t 1-00:00:00 --wrap 'sleep 864000'
at 2025-06-10T06:30:00
sbatch --uid=dora -A phys -p phys -J qmc -N 4 --ntasks-per-node=48 -t 4-00:00:00 --wrap 'sleep 864000'
sbatch --uid=fay -A bio -p bio -J fold --gres=gpu:4 -n 8 --mem=100G -t 2-00:00:00 --wrap 'sleep 864000'
at 2025-06-10T07:00:00
sbatch --uid=ivy -A general -p general -J fit -n 24 -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=ivy -A general -p general -J fit -n 24 -t 2-00:00:00 --wrap 'sleep 864000'
at 2025-06-10T07:30:00
sbatch --uid=ivy -A general -p general -J fit -n 24 -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=vis1 -A visitors -p general -J trial -n 4 -t 1-00:00:00 --wrap 'sleep 864000'
at 2025-06-10T09:00:00
sbatch --uid=abel -A chem -p chem -J dft -N 3 --ntasks-per-node=32 -t 5-00:00:00 --wrap 'sleep 864000'
at 2025-06-10T10:30:00
sbatch --uid=abel -A chem -p chem -J dft -N 3 --ntasks-per-node=32 -t 5-00:00:00 --wrap 'sleep 864000'
sbatch --uid=ed -A phys -p phys -J cosmo -N 3 --ntasks-per-node=48 -t 2-00:00:00 --wrap 'sleep 864000'
at 2025-06-10T12:00:00
sbatch --uid=cyril -A chem-theory -p chem -J scan -N 2 --ntasks-per-node=32 -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=bea -A chem -p chem -q owner-long -J md -n 64 -t 10-00:00:00 --wrap 'sleep 864000'
sbatch --uid=ed -A phys -p chem -n 1 -t 10 --wrap 'sleep 864000' || true
sbatch --uid=hal -A general -p scavenge -q normal -n 1 -t 10 --wrap 'sleep 864000' || true
at 2025-06-10T13:30:00
sbatch --uid=dora -A phys -p phys -J toolong -N 1 -n 48 -t 6-00:00:00 --wrap 'sleep 864000'
scontrol update NodeName=ng05 State=DRAIN Reason="warranty repair"
scontrol hold 6
sacctmgr -i modify qos p-general set maxtrespu=cpu=72
