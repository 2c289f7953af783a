J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol update NodeName=render024 State=DRAIN Reason="wrangler: NIC" || true
scontrol update PartitionName=night State=DOWN || true
at 2026-09-29T19:10:00
L=$(J ben.t kea_light 14000 -J kea_sh0420_lgt --array=1001-1048 -c 16 -t 8:00:00)
J carlos tui_light 14000 -J tui_sq03_lgt --array=1001-1020%10 -c 32 -t 8:00:00 -L arnold:1
J eru tui_light 14000 -J tui_sq04_lgt --array=1-12 -c 16 -t 10:00:00 --nice=10 -L arnold:1
A=$(J aroha kea_fx 60000 -J flip_wave -p sim -N 2 -n 64 -t 1-12:00:00 -L houdini:2)
J aroha kea_fx 900 -J bgeo2vdb -c 2 -t 60 -d afterok:$A
J aroha kea_fx 60000 -J pyro -p sim -N 1 -n 32 -t 2-0 -L houdini:4
J aroha kea_fx 60000 -J cloth -p sim -N 1 -n 32 -t 2-0 -L houdini:4
J gus rnd 9000 -J redshift_tt -p gpu --gres=gpu:2 -c 12 -t 6:00:00
J gus rnd 9000 -J denoise -p gpu --gres=gpu:rtx6000:1 -c 6 -t 6:00:00
at 2026-09-29T21:00:00
J ben.t kea_light 5000 -J client_v13 -p rush --qos=rush -N 3 -n 96 -t 3:00:00
J dee kea_comp 2500 -J comp_final -p rush --qos=supe -n 16 -t 2:00:00
C=$(J dee tui_comp 1500 -J precomp --array=0-95:8 -c 4 --mem=8000 -t 2:00:00 --qos=dailies)
J dee tui_comp 600 -J mov -n 1 -t 30 -d afterok:$C
J dee tui_comp 600 -J slate -n 1 -t 4:00:00 --qos=dailies
J farmbot pipeline 1000 -J thumbs -p night -c 4 -t 60 --qos=bg
J farmbot pipeline 1000 -J transcode -p night,render -c 8 -t 2:00:00 --qos=bg
J farmbot pipeline 8000 -J usdstitch --array=1-30%12 -c 8 -t 4:00:00 --qos=bg
J carlos kea_light 100 -J norush -p rush -c 8 -t 60
at 2026-09-29T22:30:00
scontrol hold ${L}_1048 || true
scontrol update JobId=$L ArrayTaskThrottle=20 || true
scontrol update PartitionName=night State=UP || true
scontrol update NodeName=ws04 State=DOWN Reason="artist back at desk" || true
J farmbot pipeline 7000 -J thumbs2 -p night --array=1-14 -c 8 -t 3:00:00 --qos=bg
J gus rnd 9000 -J lookdev -p gpu --gpus=4 -n 2 -c 6 -t 5:00:00
J gus rnd 9000 -J train_denoiser -p gpu --gres=gpu:2 -N 1 -c 24 -t 10:00:00 --exclusive
at 2026-09-30T00:05:00
scancel ${L}_[1040-1044] || true
sacctmgr -i modify user where name=eru account=tui_light set fairshare=5 maxjobs=8 || true
sacctmgr -i modify qos where name=rush set grptres=license/arnold=6 || true
J ben.t kea_light 9000 -J client_v14 -p rush --qos=rush --array=1-8 -c 16 -t 4:00:00 -L arnold:1
J eru tui_light 9000 -J tui_sq05_lgt --array=1-6 -c 32 -t 6:00:00
x=$(J carlos tui_light 9000 -J wedge --array=1-4 -c 8 -t 6:00:00 -H)
scontrol release $x || true
J aroha kea_fx 500 -J hipcheck -n 2 -t 20 -L houdini:9
scontrol suspend $A || true
at 2026-09-30T01:15:00
scontrol resume $A || true
scontrol update NodeName=render024 State=RESUME || true
J dee kea_comp 3000 -J dailies_mov -c 4 -t 2:00:00 --qos=dailies --priority=99999
J farmbot pipeline 300 -J clean -n 1 -t 20 --begin=2026-09-30T22:00:00
at 2026-09-30T02:12:00
J gus rnd 400 -J poke -n 1 -t 10
J eru tui_light 400 -J poke -n 1 -t 10
