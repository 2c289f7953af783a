J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-11-04T14:05:00
scontrol update NodeName=cn016 State=DRAIN Reason="raid rebuild, ticket 4471"
J hlee kowalski_lab 90000 -J relax -p standard -N 4 -n 128 -t 2-00:00:00
J hlee kowalski_lab 90000 -J scf -p standard -N 4 -n 128 -t 1-12:00:00
J csato mecheng 80000 -J fluent -N 6 -n 192 -t 1-00:00:00
J epatel eecs 60000 -J train -p gpu --gres=gpu:a100:4 -n 1 -c 16 --mem=120G -t 1-12:00:00
J epatel eecs 60000 -J finetune -p gpu --gres=gpu:a100:2 -n 1 -c 8 --mem=60G -t 20:00:00
J fzhou eecs 3000 -J infer -p gpu --gres=gpu:a40:1 -c 4 -t 2:00:00
J gmarsh radiology 36000 -J assembly -p bigmem -c 24 --mem=500G -t 3-0
at 2026-11-04T15:20:00
J bquinn physics 7000 -J mcsweep --array=1-24%6 -t 3:00:00
J anowak physics 4000 -J ising --array=0-7 -c 4 -t 2:30:00
r=$(J jruiz ruiz_lab 40000 -J opt_b3lyp -c 16 -t 2-0)
J jruiz ruiz_lab 40000 -J freq -c 16 -t 1-0 -d afterok:$r
J jruiz ruiz_lab 40000 -J report -n 1 -t 30 -d afterany:$r --nice=100
J tmoore kowalski_lab 50000 -J neb -N 4 -n 128 -t 1-0
J dvance mecheng 50000 -J foam -N 8 -n 256 -t 12:00:00
J epatel eecs 9000 -J train2 -p gpu --gres=gpu:a100:1 -c 8 --qos=priority -t 10:00:00
J fzhou eecs 9000 -J bigbatch -p gpu --gpus=a40:3 -n 3 -c 4 -t 8:00:00
at 2026-11-04T16:45:00
J hlee kowalski_lab 600 -J test -p debug -n 4 -t 30
J hlee kowalski_lab 600 -J test -p debug -n 4 -t 30
J hlee kowalski_lab 600 -J test -p debug -n 4 -t 30
h=$(J csato mecheng 30000 -J fluent_b -N 2 -n 64 -t 20:00:00)
scontrol hold $h
d=$(J dvance mecheng 30000 -J foam_small -n 16 -t 6:00:00 -H)
scontrol release $d
J anowak ruiz_lab 30000 -J gauss -p long -c 16 -t 10-0
J hlee kowalski_lab 30000 -J neb2 -p standard,long -N 2 -n 64 -t 2-0 --qos=priority
J bquinn physics 30000 -J tolong -p standard -t 5-0
scontrol update JobId=$r TimeLimit=3-00:00:00
at 2026-11-04T18:10:00
sacctmgr -i modify user where name=csato account=mecheng set maxjobs=12
sacctmgr -i modify account where name=physics set grptres=cpu=256
x=$(J tmoore kowalski_lab 2000 -J scav1 --qos=scav -n 8 -t 60)
scontrol update JobId=$x Nice=500
scontrol create reservation ReservationName=quarterly StartTime=2026-11-10T07:00:00 Duration=12:00:00 Nodes=ALL Users=root Flags=MAINT,IGNORE_JOBS
J gmarsh radiology 36000 -J vina_all -p bigmem -c 24 --mem=600G -t 6-0
J gmarsh radiology 3600 -J later -p standard -n 2 -t 60 --begin=2026-11-05T20:00:00
J fzhou eecs 600 -J pp -n 2 -t 20
at 2026-11-04T20:20:00
scontrol update NodeName=cn016 State=RESUME
J fzhou eecs 3600 -J sweep -n 24 -t 2:00:00
J hlee kowalski_lab 3600 -J bands -N 1 -n 32 -t 4:00:00
