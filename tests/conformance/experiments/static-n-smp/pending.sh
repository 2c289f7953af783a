J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-03-11T23:40:00
J tanaka tomo 300000 -J specfem -N 1 -n 48 -t 6-00:00:00
J tanaka tomo 20000 -J kernels -N 1 -n 48 -t 12:00:00
J tanaka tomo 20000 -J smooth -n 12 -t 9:00:00
J sato tsunami 90000 -J nankai_l3 -N 2 -n 96 -t 2-00:00:00
J ito volcano 200000 -J conduit -p huge -n 96 -t 10-00:00:00 -L comsol:1
J kato volcano 60000 -J plume -p huge -c 40 --mem=2000G -t 2-00:00:00
v=$(J kato volcano 60000 -J plume2 -p huge -c 40 --mem=100G -t 1-00:00:00)
J suzuki tsunami 5000 -J bathy -p desk -n 4 -t 3:00:00 -s
J suzuki tsunami 5000 -J bathy -p desk -n 4 -t 3:00:00 -s
J suzuki tsunami 5000 -J grids --array=1-4 -p desk -n 8 -t 2:00:00 -L matlab:1
at 2026-03-12T00:50:00
e=$(J eewd warning 1200 -J eew_drill -p eew -N 2 -t 25)
J eewd warning 300 -J eew_post -p eew -N 1 -t 10 -d afterok:$e
J sato tomo 9000 -J picks -p desk -c 16 -t 6:00:00
J sato tomo 9000 -J picks2 -p desk -c 2 -t 6:00:00 --exclusive
J ito volcano 7000 -J matlab_inv -p desk -n 1 -t 4:00:00 -L matlab:2 -s
at 2026-03-12T02:00:00
scontrol update NodeName=smp3 State=DRAIN Reason="kanri: fan 7" || true
scontrol update NodeName=ws4 State=DOWN Reason="moved to room 302" || true
J suzuki tsunami 14000 -J inund -N 1 -t 5:00:00 --time-min=2:00:00
J suzuki tsunami 14000 -J inund2 -N 1-3 -t 3:00:00
h=$(J tanaka tomo 3000 -J plotter -p desk -n 1 -t 2:00:00 -H)
J kato volcano 100 -J toolong -p huge -t 4-0
J tanaka tomo 100 -J two -p huge -N 2 -t 60
at 2026-03-12T03:30:00
scontrol update JobId=$v Partition=std || true
scontrol release $h || true
scontrol update NodeName=smp3 State=RESUME || true
scontrol create reservation ReservationName=drill311 StartTime=2026-03-12T09:00:00 Duration=90 Nodes=smp[1-2] Accounts=warning || true
J eewd warning 800 -J eew_live -p eew -N 1 -n 4 -t 20 --nice=-50
J sato tsunami 6000 -J short311 -N 1 -t 5:00:00
at 2026-03-12T05:10:00
sacctmgr -i modify account where name=tomo set grpnodes=1 || true
scontrol update NodeName=ws4 State=RESUME || true
J tanaka tomo 2000 -J movie -p desk -n 2 -t 45 -s
J tanaka tomo 2000 -J adj -N 1 -t 4:00:00
at 2026-03-12T06:30:00
J ito volcano 900 -J peek -p desk -n 1 -t 20 -s
J suzuki tsunami 900 -J wake -N 1 -t 30 --begin=now+2hours
