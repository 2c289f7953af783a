scontrol update PartitionName=p State=INACTIVE
sbatch --uid=oa -n 2 -t 45 --wrap 'sleep 1' || true
sbatch --uid=ob -n 2 -t 45 --wrap 'sleep 1' || true
sbatch --uid=oc -n 2 -t 45 --wrap 'sleep 1' || true
sbatch --uid=od -n 2 -t 45 --wrap 'sleep 1' || true
