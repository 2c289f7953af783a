S() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null -e /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2025-10-27T03:10:00
S kvirtanen climate 150000 -J echam6 -N 8 -t 2-00:00:00
S kvirtanen climate 150000 -J spinup -N 6 -t 1-12:00:00
S kvirtanen climate 150000 -J control -N 4 -t 1-00:00:00
S silam airqual 20000 -J silam_eu -N 3 -t 8:00:00
S silam airqual 20000 -J silam_glob -N 3 -t 8:00:00
S silam airqual 3000 -J pollen -N 1 -t 2:00:00
S pkorhonen climate 90000 -J cosmos -N 4 -t 2-0 --nice
S jlaine radar 7000 -J volscan -p serial -n 1 -t 3:00:00 -s --mem=6000
S jlaine radar 7000 -J volscan -p serial -n 1 -t 3:00:00 -s --mem=6000
S jlaine radar 7000 -J volscan -p serial -n 1 -t 3:00:00 -s --mem=20000
at 2025-10-27T04:20:00
h=$(S harmonie nwp_ops 4000 -J harm_00 -p oper -N 8 -t 2:00:00)
p=$(S harmonie nwp_ops 600 -J post_fp -p oper -N 1 -t 30 -d afterok:$h)
S wave marine_ops 2000 -J wam -p oper -N 2 -t 1:00:00 -d after:$h
S ice marine_ops 2000 -J hbm -p oper -N 2 -t 1:00:00 -d afterok:$p
r=$(S pkorhonen airqual 30000 -J enfuser -N 2 -t 12:00:00 --requeue)
S pkorhonen airqual 30000 -J enfuser2 -N 2 -t 12:00:00
at 2025-10-27T05:30:00
scontrol update NodeName=wx020 State=DRAIN Reason="oppi: fan tray" || true
S kvirtanen climate 5000 -J toobig -N 10 -t 10:00:00
S jlaine radar 5000 -J longscan -p serial -t 5:00:00
S silam airqual 100 -J q1 -N 1 -t 60
S silam airqual 100 -J q2 -N 1 -t 60
S silam airqual 100 -J q3 -N 1 -t 60
S silam airqual 100 -J q4 -N 1 -t 60
at 2025-10-27T06:40:00
scontrol requeue $r || true
scontrol hold $r || true
q=$(S jlaine radar 3600 -J gribconv -N 1 -t 3:00:00)
S pkorhonen climate 3600 -J dia --array=1-6%2 -N 1 -t 4:00:00
scontrol uhold $q || true
at 2025-10-27T08:05:00
scontrol suspend 700004 || true
h=$(S harmonie nwp_ops 9000 -J harm_06 -p oper -N 8 -t 2:50:00)
S harmonie nwp_ops 600 -J post_fp -p oper -N 1 -t 30 -d afterok:$h
S wave marine_ops 9000 -J wam -p oper -N 2 -t 3:00:00
S ice marine_ops 9000 -J hbm -p oper -N 4 -t 2:45:00
S ice marine_ops 9000 -J hbm_long -p oper -N 2 -t 4:00:00
at 2025-10-27T09:20:00
scontrol resume 700004 || true
scontrol update NodeName=wx020 State=RESUME || true
scontrol release $q || true
scontrol create reservation ReservationName=storm_toini StartTime=2025-10-27T18:00:00 Duration=12:00:00 Nodes=wx[009-016] Accounts=nwp_ops Flags=IGNORE_JOBS || true
sacctmgr -i modify account where name=airqual set maxjobs=6 || true
scontrol update PartitionName=research MaxTime=1-12:00:00 || true
S kvirtanen climate 3600 -J late -N 2 -t 1-20:00:00
at 2025-10-27T10:35:00
S jlaine radar 1800 -J cdo -p serial -t 40
S pkorhonen airqual 1800 -J trailer -N 1 -t 60 --begin=now+3hours
