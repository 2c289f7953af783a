J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-07-02T04:10:00
J kavya docking 15000 -J vina -p spot --array=1-24 -c 8 -t 6:00:00
J kavya docking 50000 -J glide -p spot -n 32 -t 16:00:00
J nikhil docking 50000 -J vina2 -p spot -N 2 -n 64 -t 20:00:00 --qos=besteffort
J nikhil genomics 30000 -J star -p spot -c 16 --mem=100G -t 12:00:00 --wckey=CC2002
g=$(J priya genomics 20000 -J gatk -p spot -c 16 --mem=64G -t 10:00:00)
J priya genomics 800 -J vcf_merge -c 2 -t 1:00:00 -d afterok:$g
J priya genomics 60000 -J denovo -p highmem -c 40 --mem=300G -t 1-0
J priya genomics 60000 -J denovo2 -p highmem -c 40 --mem=300G -t 1-0
J priya genomics 60000 -J denovo3 -p highmem -c 40 --mem=400G -t 2-0
at 2026-07-02T05:30:00
J divya pricing 9000 -J mc_paths -p burst -N 4 -n 64 -t 5:00:00
J divya pricing 9000 -J greeks -p burst --array=1-6 -c 16 -t 4:00:00
J farhan pricing 5000 -J calib -n 3 -t 2:30:00 --hint=nomultithread
J farhan pricing 5000 -J curve -n 5 -t 2:30:00
J farhan risk 5000 -J stress -p ondemand,burst -N 1 -n 16 -t 3:00:00 --wckey=CC1003
J rahul genomics 9000 -J big -p spot -n 48 -t 4:00:00
J rahul genomics 9000 -J ok -p spot -n 32 -t 4:00:00 -C spot
J rahul genomics 9000 -J nofeat -p spot -n 8 -t 4:00:00 -C r6i
J rahul genomics 9000 -J nokey -p spot -n 8 -t 1:00:00 --wckey=CC1001
at 2026-07-02T07:00:00
r=$(J batchrisk risk 6000 -J var_eod -n 64 -t 3:30:00 --mem-per-cpu=3500)
J batchrisk risk 6000 -J cva --array=1-10 -c 8 -t 3:00:00 --mem-per-cpu=3500
J arjun risk 6000 -J eod_toolong --qos=eod -c 8 -t 6:00:00
J arjun risk 20000 -J adhoc -N 5 --exclusive -t 8:00:00 --qos=normal
J arjun risk 20000 -J adhoc2 -p ondemand -N 6 --exclusive -t 8:00:00 --wckey=CC1002
scontrol update NodeName=spot-[09-10] State=DOWN Reason="spot reclaim" || true
scontrol update JobId=$r Comment=COB20260702 || true
at 2026-07-02T08:40:00
scontrol update NodeName=spot-[09-10] State=RESUME || true
h=$(J kavya docking 5000 -J glide_sp -p spot -n 16 -t 3:00:00 -H)
scontrol release $h || true
k=$(J kavya docking 5000 -J rescoring -p spot -n 16 -t 3:00:00)
scontrol hold $k || true
sacctmgr -i modify account where name=pricing set grptresmins=billing=5000000 || true
sacctmgr -i modify user where name=rahul set maxtres=cpu=64 || true
scontrol update JobId=$k Account=docking Partition=ondemand || true
at 2026-07-02T10:00:00
scontrol release $k || true
J divya pricing 3000 -J greeks2 -p burst -N 2 -n 32 -t 2:00:00 --nice=30
J nikhil genomics 3000 -J queue -p spot --array=0-5%2 -c 4 -t 2:00:00 --wckey=CC2002
J priya genomics 3000 -J dl -p spot -n 4 -t 2:00:00 --deadline=2026-07-02T20:00:00
J farhan pricing 3000 -J morning -n 4 -t 2:00:00 --begin=2026-07-03T06:00:00
scontrol create reservation ReservationName=quarter_close StartTime=2026-07-05T20:00:00 Duration=6:00:00 Nodes=od-[01-10] Accounts=risk Flags=FLEX,MAGNETIC || true
at 2026-07-02T11:06:00
J arjun risk 600 -J probe -n 2 -t 15
J kavya docking 600 -J probe2 -p spot -n 2 -t 15
