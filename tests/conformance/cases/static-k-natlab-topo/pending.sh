cat >um.sh <<'E'
#!/bin/bash
#SBATCH --job-name=um_n512
#SBATCH --nodes=12
#SBATCH --ntasks-per-node=64
#SBATCH --time=18:00:00
#SBATCH --switches=1@2:00:00
#SBATCH --output=/dev/null
exec sleep 60000
E
cat >scf.sh <<'E'
#!/bin/sh
#SBATCH -J pw_scf
#SBATCH -N 4 -n 256
#SBATCH -t 12:00:00
#SBATCH -o /dev/null
exec sleep 30000
E
B() { u=$1; a=$2; f=$3; shift 3; sbatch --parsable --uid=$u -A $a "$@" $f || true; }
J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol create reservation ReservationName=pm_oct StartTime=2026-10-20T08:00:00 Duration=10:00:00 Nodes=ALL Users=opsteam Flags=MAINT,IGNORE_JOBS || true
scontrol create reservation ReservationName=training StartTime=2026-10-17T09:00:00 Duration=8:00:00 Nodes=nid[0001-0004] Accounts=director,uniwest || true
scontrol update NodeName=nid0007 State=DRAIN Reason="opsteam: slow hca" || true
at 2026-10-15T21:10:00
B alee ea12 um.sh
B alee ea12 um.sh --qos=premium
B bsingh ea12 um.sh -N 6
w=$(B dnguyen ms07 scf.sh)
B dnguyen ms07 scf.sh -d afterok:$w -J ph
B ejones ms07 scf.sh -N 2 -n 128
J jross uniwest 40000 -J lammps -N 12 -t 20:00:00
J jross uniwest 40000 -J lammps_big -N 14 -t 20:00:00
at 2026-10-15T23:00:00
J fkumar as03 20000 -J ska_sim -p large -N 36 -t 8:00:00
J fkumar as03 20000 -J ska_small -p large -N 16 -t 8:00:00
J gtran as03 12000 -J askap -N 3 -t 5:00:00
J gtran as03 12000 -J askap -N 3 -t 5:00:00
J gtran as03 12000 -J askap -N 3 -t 5:00:00
J cwhite ea40 30000 -J access -N 10 -t 16:00:00
J cwhite ea40 7000 -J filler --qos=overrun -N 2 -t 3:00:00
J cwhite ea40 7000 -J filler --qos=overrun -N 2 -t 6:00:00
J hbrown csiro 50000 -J mom6 -N 20 -t 1-00:00:00
J hbrown csiro 50000 -J mom6b -N 16 -t 1-00:00:00 --qos=premium
J imurphy csiro 3000 -J profile -p debug -N 2 -t 1:00:00
J imurphy csiro 3000 -J profile -p debug -N 2 -t 1:00:00
at 2026-10-16T01:15:00
t=$(J alee ea12 20000 -J globus -p transfer -n 1 --mem=2000 -t 12:00:00)
J alee ea12 20000 -J tar_scratch -p transfer -n 4 --mem=8000 -t 1-0 -d after:$t+30
J dnguyen ms07 9000 -J sweep --array=1-12%3 -N 1 -t 4:00:00
J imurphy uniwest 9000 -J onetwo -N 2-6 -t 6:00:00
J jross uniwest 9000 -J sw -N 10 --switches=1 -t 4:00:00
h=$(J ejones director 9000 -J gordonbell -p large -N 44 -t 6:00:00 --qos=premium)
scontrol hold $h || true
J opsteam director 3000 -J hpl -p debug -N 4 -t 60 -w nid0001
at 2026-10-16T03:30:00
scontrol release $h || true
scontrol update JobId=$w TimeLimit=14:00:00 || true
sacctmgr -i modify account where name=ea40 set grptresmins=node=30000 || true
sacctmgr -i modify account where name=csiro set grptresrunmins=node=30000 || true
J bsingh ea40 5000 -J budget -N 2 -t 10:00:00
J ejones director 5000 -J class -N 2 -t 2:00:00 --reservation=training
scontrol update NodeName=nid0007 State=RESUME || true
scontrol update NodeName=nid[0045-0046] State=DOWN Reason="cooling loop 4" || true
at 2026-10-16T06:20:00
J cwhite ea40 1000 -J test -p debug -N 1 -t 20
J hbrown csiro 1000 -J night -N 8 -t 9:00:00 --begin=2026-10-16T22:00:00
