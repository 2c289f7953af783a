J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol create reservation ReservationName=night StartTime=2026-08-05T18:00:00 Duration=12:00:00 Nodes=vis[01-06],corr[1-2] Accounts=ops Flags=DAILY || true
scontrol create reservation ReservationName=sysadmin StartTime=now+4hours Duration=2:00:00 NodeCnt=2 PartitionName=workq Users=operator Flags=TIME_FLOAT || true
scontrol create reservation ReservationName=pdu_work StartTime=2026-08-07T08:00:00 EndTime=2026-08-07T16:00:00 Nodes=ALL Users=root Flags=MAINT,IGNORE_JOBS || true
scontrol create reservation ReservationName=school2 StartTime=2026-08-05T10:00:00 Duration=3:00:00 Nodes=vis[07-08] Accounts=visitors Flags=MAGNETIC || true
at 2026-08-05T00:10:00
J jack gleam 70000 -J mosaic -p imaging --gres=gpu:2 -c 24 --mem=400G -t 1-00:00:00
J natasha gleam 20000 -J wsclean -p imaging --gres=gpu:1 -c 24 -t 7:00:00
J natasha gleam 20000 -J wsclean2 -p imaging --gres=gpu:2 -c 24 -t 7:00:00
J natasha gleam 20000 -J wsclean3 -p imaging --gres=gpu:1 -c 24 -t 1-00:00:00
J cathryn eor 12000 -J ppsd -N 4 -n 96 -t 5:00:00
J cathryn eor 30000 -J chips -N 5 -n 120 -t 20:00:00
c=$(J ramesh pulsars 9000 -J fold --array=1-12 -n 6 -t 4:00:00)
J ramesh pulsars 9000 -J fold_long -n 24 -t 14:00:00
J obsbot ops 5000 -J ingest -p copyq -n 2 -t 10:00:00 -s
J obsbot ops 5000 -J ingest -p copyq -n 2 -t 10:00:00 -s
J visitor2 visitors 100 -J dream -n 12 -t 10:00:00
at 2026-08-05T01:30:00
J visitor1 visitors 6000 -J tutorial -n 12 -t 2:00:00
t=$(J visitor2 visitors 6000 -J tutorial -n 24 -t 2:30:00 --reservation=school2)
J visitor2 visitors 6000 -J casa -n 36 -t 5:00:00 -N 2
J engtest ops 4000 -J corrtest -p correlator --gres=fpga:2 -c 4 -t 3:00:00
J engtest ops 4000 -J corrtest2 -p correlator --gres=fpga:4 -c 8 -t 11:00:00
J obsbot ops 20000 -J obs_g0024 -p correlator --gres=fpga:4 -N 2 -t 8:00:00 --reservation=night --qos=observe
at 2026-08-05T02:40:00
scontrol update NodeName=vis09 State=DRAIN Reason="operator: loud bearing" || true
scontrol update NodeName=img4 State=DOWN Reason="operator: gpu fell off" || true
J jack eor 9000 -J reproc1 --qos=reproc --array=0-9 -n 8 -t 3:00:00
J jack eor 9000 -J reproc_big --qos=reproc -N 6 -n 144 -t 3:00:00
J cathryn eor 3000 -J diag -n 4 -t 50 -d after:$c
scontrol update ReservationName=school2 EndTime=2026-08-05T14:00:00 || true
at 2026-08-05T04:00:00
scontrol update NodeName=img4 State=RESUME || true
scontrol update ReservationName=night Nodes=vis[01-05],corr[1-2] || true
scontrol create reservation ReservationName=vlbi StartTime=2026-08-05T16:30:00 Duration=3:00:00 Nodes=img[1-2] Users=natasha,jack Flags=WEEKDAY || true
J natasha gleam 6000 -J selfcal -p imaging -c 12 -t 4:00:00 --mem=200G
J natasha gleam 2000 -J selfcal_v -p imaging -c 12 -t 3:00:00 --mem=200G --reservation=vlbi
J operator root 3000 -J stream -N 2 -n 2 -t 1:00:00 --reservation=sysadmin
at 2026-08-05T05:50:00
scontrol update NodeName=vis09 State=RESUME || true
scontrol delete ReservationName=school2 || true
J ramesh pulsars 5000 -J accel --array=1-6%2 -n 8 -t 3:00:00
J visitor1 visitors 2500 -J lastday -n 16 -t 1:00:00
J cathryn eor 2500 -J shortfit -n 48 -N 2 -t 2:00:00 --time-min=30
at 2026-08-05T07:31:00
J jack gleam 600 -J peek -n 1 -t 20
J engtest ops 600 -J align -p correlator --gres=fpga:1 -t 30
