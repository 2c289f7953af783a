J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol create reservation ReservationName=launch StartTime=2026-09-10T09:00:00 Duration=3-00:00:00 NodeCnt=4 PartitionName=h100 Accounts=pretrain Flags=REPLACE_DOWN || true
at 2026-09-08T00:40:00
m=$(J minjun pretrain 300000 -J pt-70b -p h100 -N 4 --gres=gpu:h100:8 --ntasks-per-node=8 -c 12 --mem=1600G -t 6-0 --qos=release)
J seoyeon pretrain 100000 -J pt-ablate -p h100 -N 2 --gres=gpu:8 --ntasks-per-node=8 --mem=1000G -t 2-0
J seoyeon pretrain 100000 -J pt-moe -p h100 -N 2 --gpus-per-node=8 --ntasks-per-node=8 --mem=1000G -t 1-12
J jiho align 60000 -J dpo -N 2 --gpus-per-node=a100:8 --ntasks-per-node=8 -c 8 --mem=900G -t 1-0
J jiho align 60000 -J ppo -N 4 --gpus-per-node=8 --ntasks-per-node=8 -c 8 --mem=900G -t 1-0
J hana speech 40000 -J conformer --gpus=4 --cpus-per-gpu=8 --mem-per-gpu=100G -N 1 -t 1-0
J hana speech 40000 -J tts -N 1 --gres=gpu:4 -c 32 --mem=400G -t 2-0
J doyun data 20000 -J dedup -p prep -n 1 -c 48 --mem=180G -t 8:00:00
at 2026-09-08T02:00:00
e=$(J seoyeon pretrain 3000 -J mmlu --array=0-15%4 --gres=gpu:1 -c 8 --mem=100G -t 2:00:00)
J seoyeon pretrain 300 -J collect -p prep -c 1 -t 20 -d afterok:$e
J woojin ocr 30000 -J layoutlm --gres=gpu:8 -N 1 -n 8 -c 8 --mem=800G -t 1-12
J yuna ocr 30000 -J det --gres=gpu:4 -c 16 --mem=200G -t 12:00:00
J yuna ocr 30000 -J det2 --gres=gpu:8 -N 1 -c 16 --mem=200G -t 1-0
J intern1 interns 30000 -J toy --gres=gpu:4 -c 8 --mem=64G -t 20:00:00
J intern1 interns 30000 -J toy8 --gres=gpu:8 -N 1 -c 8 --mem=64G -t 20:00:00
J intern2 interns 3000 -J tutorial --array=1-8 --gres=gpu:1 -c 4 --mem=32G -t 3:00:00
J subin align 7000 -J jupyter -p interactive --gres=gpu:1 -c 8 --mem=64G -t 4:00:00
J subin align 7000 -J jupyter -p interactive --gres=gpu:2 -c 8 --mem=64G -t 4:00:00
J subin data 9000 -J crawl -p prep -n 4 -c 16 --mem-per-cpu=3G -t 10:00:00
at 2026-09-08T03:30:00
scontrol update NodeName=a100-09 State=DRAIN Reason="GPU 3 row remap pending" || true
sacctmgr -i modify account where name=speech set grptresmins=gres/gpu=60000 || true
sacctmgr -i modify user where name=intern1 account=interns set maxjobs=2 || true
J minjun pretrain 90000 -J scaling-law --array=1-6 -N 1 --gpus-per-node=8 -n 8 -c 8 --mem=800G -t 20:00:00
k=$(J seoyeon pretrain 90000 -J ctx-ext -N 8 --gpus-per-node=8 --ntasks-per-node=8 --mem=800G -t 1-0 --qos=release)
scontrol top $k || true
J hana speech 40000 -J asr-big -N 2 --gpus-per-node=8 --ntasks-per-node=8 -c 8 --mem=800G -t 3-0
h=$(J jiho align 20000 -J rm --gres=gpu:8 -N 1 -c 32 --mem=500G -t 8:00:00)
scontrol hold $h || true
at 2026-09-08T05:30:00
scontrol requeuehold $m || true
scontrol update JobId=$h Partition=h100 || true
scontrol release $h || true
J infra root 600 -J burnin -p h100 -N 8 --gpus-per-node=8 -t 10:00:00
J minjun pretrain 9000 -J pt-small -p a100,h100 --gres=gpu:2 -c 16 --mem=200G -t 6:00:00
J woojin ocr 9000 -J ocr-spare --qos=spare --gres=gpu:1 -c 8 --mem=64G -t 10:00:00
J woojin ocr 9000 -J ocr-spare2 --qos=spare --gres=gpu:1 -c 8 --mem=64G -t 2-0
at 2026-09-08T06:50:00
scontrol release $m || true
scontrol update NodeName=a100-09 State=RESUME || true
J doyun data 3000 -J tokenize -p prep --array=0-11 -c 16 -t 2:00:00
J yuna ocr 3000 -J weird --gres=gpu:h100:1 -p a100 -t 10
at 2026-09-08T08:12:00
J hana speech 1200 -J final -c 8 --gres=gpu:1 --mem=64G -t 30
J intern2 interns 1200 -J late -c 8 --gres=gpu:2 --mem=64G -t 45
