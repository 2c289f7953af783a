J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-06-09T12:05:00
J csc413a courses 20000 -J proj -p any --qos=scavenger --gres=gpu:2 -c 4 --mem=30G -t 10:00:00
J csc413b courses 20000 -J proj -p any --qos=scavenger --gres=gpu:rtx6000:2 -c 8 --mem=30G -t 10:00:00
J csc413b courses 20000 -J proj2 -p any --qos=scavenger --gres=gpu:a40:2 -c 8 --mem=30G -t 10:00:00
J csc413c courses 20000 -J sweep -p any --qos=scavenger --array=1-12 --gres=gpu:1 -c 4 --mem=16G -t 11:00:00
J amir vision 50000 -J mae_l -p a40 --gres=gpu:a40:4 -n 4 -c 8 --mem=200G -t 2-00:00:00 --qos=m2
J amir vision 50000 -J mae_h -p a40 -N 2 --gpus-per-node=4 --ntasks-per-node=4 -c 8 --mem=300G -t 2-00:00:00 --qos=m2
J chloe vision 12000 -J nerf -p rtx --gres=gpu:rtx6000:2 -c 10 -t 6:00:00
J fatima language 30000 -J lora -p a40 --gpus=2 --cpus-per-gpu=8 --mem-per-gpu=60G -t 1-00:00:00
at 2026-06-09T13:00:00
J devon robotics 9000 -J ppo --array=1-10 --gres=gpu:t4:1 -c 3 --mem=12G -t 5:00:00
J devon robotics 9000 -J sac -N 2 -n 2 --gpus-per-task=3 -c 4 --mem=40G -t 5:00:00
J george language 26000 -J t5 -p rtx --gres=gpu:4 -c 16 --mem=120G -t 1-00:00:00
J george language 26000 -J t5_big -p rtx --gres=gpu:4 -N 2 -c 16 --mem=120G -t 1-00:00:00
J haoran health 15000 -J ehr --gres=gpu:2 -c 8 --mem=48G -t 8:00:00
e=$(J haoran language 2500 -J eval -p t4v2,rtx --gres=gpu:1 -c 4 --mem=16G -t 1:30:00)
J haoran language 300 -J table -p cpu -c 2 -t 20 -d afterok:$e
J ines health 30000 -J mri -p a40 --gres=gpu:2,shm:150 -c 16 --mem=100G -t 12:00:00
J ines health 30000 -J mri2 -p a40 --gres=gpu:1,shm:100 -c 16 --mem=100G -t 12:00:00
at 2026-06-09T14:20:00
J chloe vision 5000 -J cvpr -p a40 --qos=deadline --gres=gpu:a40:4 -c 16 --mem=160G -t 6:00:00
J amir vision 5000 -J rebuttal -p rtx --qos=high --gres=gpu:4 -c 16 --mem=100G -t 4:00:00
J amir vision 100 -J toomany -p t4v2 --qos=high --gres=gpu:8 -N 1 -c 8 -t 1:00:00
h=$(J fatima language 7000 -J pretok -p cpu -n 24 --mem-per-cpu=3G -t 5:00:00)
J fatima language 7000 -J pretok2 -p cpu -n 40 --mem-per-cpu=5G -t 5:00:00
sacctmgr -i modify account where name=robotics set grptres=gres/gpu:t4=8 || true
at 2026-06-09T16:10:00
scontrol update NodeName=gpu005 State=DRAIN Reason="sysml: nvlink counters" || true
scontrol hold $e || true
scontrol requeue $h || true
J ines health 9000 -J seg --array=0-5%2 -p t4v2 --gres=gpu:t4:4 -c 12 --mem=64G -t 4:00:00
J csc413a courses 100 -J long -p t4v2 --gres=gpu:2 -c 4 -t 12:00:00
J george language 9000 -J wrongtype -p a40 --gres=gpu:t4:1 -t 1:00:00
J haoran health 6000 -J exclusive -p rtx -N 1 --exclusive --gres=gpu:1 -t 3:00:00
at 2026-06-09T18:00:00
scontrol update NodeName=gpu005 State=RESUME || true
scontrol release $e || true
sacctmgr -i modify qos where name=normal set maxtrespu=gres/gpu=6 || true
J chloe robotics 2000 -J viz -p any --gres=gpu:1 -c 2 --mem=8G -t 1:00:00 -C "turing&rtx6000"
J devon robotics 2000 -J night -p t4v2 --gres=gpu:2 -c 4 -t 2:00:00 --begin=22:00
at 2026-06-09T19:36:00
J csc413b courses 900 -J last -p t4v2 --gres=gpu:1 -c 2 --mem=8G -t 30
J sysml root 900 -J dcgm -p rtx -w gpu014 --gres=gpu:4 -t 30
