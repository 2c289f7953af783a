J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-03-26T06:10:00
J samir nmr 60000 -J cyana --array=1-30 -c 8 -t 20:00:00 --qos=spare
J omer membrane 60000 -J popc --array=1-5 -n 40 -N 1 -t 3-00:00:00 --qos=long --mem=100G
t=$(J tamar membrane 60000 -J dppc -N 2 -n 80 -t 2-00:00:00 --qos=long --mem=90G)
J lior folding 60000 -J af_batch --array=0-11 -p gpu --gres=gpu:1 -c 8 --mem=60G -t 20:00:00 --qos=spare
J lior folding 40000 -J remd -p gpu --gres=gpu:l4:4 -N 1 -c 16 --mem=100G -t 12:00:00
J noa cryoem 40000 -J refine3d -p em --gres=gpu:a100:4 -c 32 --mem=240G -t 1-00:00:00
J noa cryoem 9000 -J class2d -p gpu --gres=gpu:2 -c 16 --mem=120G -t 6:00:00
at 2026-03-26T07:20:00
b=$(J scope core 8000 -J motioncor -p em --gres=gpu:a100:4 -c 32 --mem=200G -t 4:00:00 --qos=beam)
J scope core 8000 -J ctffind -p em --gres=gpu:4 -N 1 -c 32 --mem=200G -t 4:00:00 --qos=beam
J scope core 1500 -J upload -p cpu -c 4 -t 1:00:00 -d afterok:$b
J yael cryoem 9000 -J topaz -p gpu --gpus=l4:2 -c 4 --mem=40G -t 3:00:00 --qos=rapid
J yael core 9000 -J blush -p gpu --gpus=a100:2 -c 8 --mem=80G -t 5:00:00 --qos=rapid
J tamar folding 6500 -J docking -c 40 -t 2:00:00 --qos=rapid --mem=80G
J tamar folding 6500 -J docking2 -c 40 -t 2:00:00 --qos=rapid --mem=80G
J tamar folding 6500 -J docking3 -c 40 -t 2:00:00 --qos=rapid --mem=80G
at 2026-03-26T08:45:00
J samir nmr 12000 -J xplor -n 20 -t 4:00:00
J omer membrane 12000 -J umbrella --array=1-20%6 -c 4 -t 4:00:00
scontrol hold $t || true
J noa cryoem 7000 -J polish -N 3 -n 60 -t 6:00:00 --mem-per-cpu=3G
J samir nmr 100 -J nobeam -p em --gres=gpu:1 --qos=beam -t 30
J lior folding 100 -J noqos -p em --gres=gpu:1 --qos=spare -t 30
scontrol update NodeName=inf2 State=DRAIN Reason="gilad: driver 550" || true
at 2026-03-26T10:15:00
J scope core 9000 -J beam2 -p em --gres=gpu:a100:4 -N 2 -c 24 --mem=150G -t 3:30:00 --qos=beam
J noa cryoem 9000 -J localres -p em --gres=gpu:2 -c 8 --mem=64G -t 5:00:00
sacctmgr -i modify qos where name=long set maxjobspu=3 || true
scontrol release $t || true
J lior folding 7000 -J mpnn -p gpu --gres=gpu:1 -c 4 --mem=24G --array=1-4 -t 3:00:00
at 2026-03-26T11:50:00
scontrol update NodeName=inf2 State=RESUME || true
sacctmgr -i modify account where name=membrane set grpjobs=5 || true
J tamar membrane 5000 -J analysis -n 4 -t 1:30:00 --nice=50
scontrol update JobId=$b QOS=rapid || true
J yael cryoem 3000 -J heads -p gpu --gres=gpu:a100:1 -c 4 --mem=20G -t 1:00:00 --qos=rapid
J samir nmr 3000 -J tallies --array=1-9 -c 20 -t 1:00:00 --qos=spare
at 2026-03-26T13:26:00
J noa cryoem 500 -J star -c 1 -t 10 --qos=rapid
J omer membrane 500 -J traj -c 2 -t 15
