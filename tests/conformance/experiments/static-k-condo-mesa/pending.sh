J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol update NodeName=ha[11-12] State=DRAIN Reason="end of life" || true
at 2026-03-12T15:10:00
J liam biology 80000 -J phylo -p scavenge --array=1-30 -c 4 -t 20:00:00
J mona geog 80000 -J abm -p scavenge -N 6 -n 120 -t 1-00:00:00
J mona geog 80000 -J mcmc -p scavenge -n 64 -t 1-00:00:00
J chidi aero_cfd 80000 -J les_scav -p scavenge -N 2 -n 56 -t 22:00:00 --no-requeue
J kira mlgroup 40000 -J hpsearch -p scavgpu --gres=gpu:1 -c 4 -t 12:00:00
J kira mlgroup 40000 -J hpsearch -p scavgpu --gres=gpu:2 -c 4 -t 12:00:00
J nils visitor 40000 -J borrowed -p scavenge -n 4 -t 12:00:00
J nils visitor 40000 -J borrowed2 -p scavenge -n 4 -t 16:00:00
J nils visitor 40000 -J nope -p common -n 4 -t 1:00:00
at 2026-03-12T16:20:00
J blake aero 200000 -J overflow -p aero -N 4 -n 112 -t 7-0
J daria aero_cfd 200000 -J su2_naca -p aero -N 3 -n 84 -t 5-0
J emre hydro 100000 -J wrfhydro -p hydro -N 5 -n 140 -t 2-0
J fran hydro 100000 -J parflow -p hydro -N 2 -n 56 -t 2-0
f=$(J fran hydro 100000 -J parflow_long -p hydro -n 28 -t 6-0)
J gita astro 200000 -J enzo -p astro -N 3 -n 192 -t 10-0
J hugo astro_sim 200000 -J gadget -p astro -N 2 -n 128 -t 20-0
J hugo astro_sim 200000 -J arepo -p astro -N 2 -n 128 -t 12-0
J jamal mlgroup 90000 -J diffusion -p ml -N 2 --gres=gpu:4 -n 8 -t 3-0
at 2026-03-12T17:40:00
i=$(J ines astro_sim 5000 -J rockstar -p astro,common -n 16 -t 8:00:00)
J ines astro_sim 5000 -J yt_plots -p common -n 2 -t 1:00:00 -d afterok:$i
J jamal mlgroup 90000 -J ppo -p ml --gres=gpu:2 -c 8 -t 1-0
J kira mlgroup 90000 -J bert -p ml,scavgpu --gres=gpu:4 -c 16 -t 10:00:00
J daria aero_cfd 9000 -J matlab -p common -N 3 -n 60 -t 20:00:00
J mona geog 9000 -J qgis -n 10 -t 8:00:00 --exclusive
J liam biology 9000 -J common_ok -p common -n 10 -t 4:00:00
J liam biology 9000 -J noassoc -p ml -n 1 -t 10
at 2026-03-12T19:00:00
scontrol update JobId=$f TimeLimit=4-00:00:00 || true
scontrol update PartitionName=scavenge MaxTime=12:00:00 || true
scontrol update NodeName=hb12 State=DRAIN Reason="psu fault" || true
sacctmgr -i modify account where name=hydro set grpjobs=3 || true
sacctmgr -i modify user where name=liam account=biology partition=scavenge set maxjobs=25 || true
h=$(J gita astro 9000 -J figure4 -p astro -n 64 -t 1-0)
scontrol hold $h || true
scontrol update JobId=$h Nice=-100 || true
J blake aero 9000 -J cheap -p scavenge -n 28 -C skylake -t 6:00:00
J chidi aero_cfd 9000 -J either -p aero,common,scavenge -n 20 -t 6:00:00
at 2026-03-12T20:30:00
scontrol release $h || true
scontrol create reservation ReservationName=aero_review StartTime=2026-03-16T08:00:00 Duration=2-00:00:00 Nodes=hb[01-03] Accounts=aero,aero_cfd Flags=IGNORE_JOBS || true
J mona geog 2000 -J dayjob --array=0-9%3 -n 5 -t 2:00:00
J emre hydro 2000 -J post -p hydro -n 4 -t 2:00:00
at 2026-03-12T21:52:00
J fran hydro 600 -J tail -p common -n 1 -t 20
J gita astro 600 -J tail2 -p scavenge -n 1 -t 20
