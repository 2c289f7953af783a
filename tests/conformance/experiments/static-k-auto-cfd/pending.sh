cat >star.sh <<'E'
#!/bin/bash
#SBATCH -J suv_ext_aero
#SBATCH -N 6
#SBATCH --ntasks-per-node=48
#SBATCH -t 1-12:00:00
#SBATCH -L starccm:6
#SBATCH -o /dev/null
exec sleep 100000
E
B() { u=$1; a=$2; shift 2; sbatch --parsable --uid=$u -A $a "$@" star.sh || true; }
J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol create reservation ReservationName=janela_sw StartTime=2027-02-13T08:00:00 Duration=06:00:00 PartitionName=crash Nodes=ALL Users=root Flags=MAINT,WEEKLY || true
scontrol create reservation ReservationName=homologacao StartTime=2027-02-10T07:00:00 EndTime=2027-02-11T19:00:00 Nodes=crash[01-04] Accounts=frontal,pedestrian || true
at 2027-02-09T10:10:00
B abreu prj_suv
B abreu prj_suv -N 8 --qos=milestone
v=$(B bastos prj_suv -J suv_cabriolet)
B cardoso prj_pickup -J pickup_wake -N 4
t=$(J duarte thermal 50000 -J underhood -N 3 -n 144 -t 20:00:00 -L starccm:3)
J duarte thermal 50000 -J brake_cool -N 9 -t 20:00:00 -L starccm:3
d=$(J tier1 suppliers 20000 -J morph_doe -p opt --array=1-8 -N 1 -t 10:00:00 -L starccm:1)
J esteves frontal 60000 -J front_odb -p crash -N 4 -n 128 -t 1-0 -L lsdyna:96
J esteves frontal 60000 -J side_pole -p crash -N 2 -n 64 -t 1-0 -L lsdyna:48
J esteves frontal 60000 -J rear_40 -p crash -N 2 -n 64 -t 12:00:00 -L lsdyna:32
at 2027-02-09T11:45:00
g=$(J gomes pedestrian 8000 -J headform -p crash --array=1-9%3 -N 1 -t 4:00:00 -L lsdyna:16)
J gomes pedestrian 600 -J ped_report -p viz -n 4 -t 30 -d afterany:$g
J fontes pedestrian 8000 -J legform -p crash -N 3 -t 6:00:00 -L lsdyna:16
x=$(J fontes frontal 30000 -J hom_frontal -p crash -N 6 -n 192 -t 10:00:00 --qos=homolog -L lsdyna:48)
J bastos prj_suv 9000 -J morph_suv -p opt --array=1-12%4 -N 1 -t 4:00:00 --qos=doe -L starccm:2
J cardoso prj_pickup 9000 -J morph_pk -p opt -N 2 -t 6:00:00 --qos=doe -L starccm:2 --no-requeue
J abreu prj_pickup 90000 -J mirror_noise -N 10 -t 3-0 -L starccm:10
at 2027-02-09T13:20:00
scontrol suspend $t || true
scontrol suspend $v || true
scontrol update NodeName=cfd003 State=DRAIN Reason="operacao: vazamento" || true
J abreu prj_suv 7000 -J ensight -p viz -n 6 -t 3:00:00
J bastos prj_suv 7000 -J ensight -p viz -n 20 -t 3:00:00
J cardoso prj_pickup 7000 -J paraview -p viz -n 12 -t 3:00:00 -L hypermesh:2
J duarte thermal 7000 -J hm -p viz -n 2 -t 3:00:00 -L hypermesh:3
J tier1 suppliers 7000 -J intruder -p cfd -N 1 -t 2-0
J tier1 suppliers 7000 -J intruder2 -p admin -N 1 -t 60
at 2027-02-09T15:00:00
scontrol resume $t || true
scontrol resume $v || true
h=$(B abreu prj_suv -J suv_night -N 4 --qos=milestone)
scontrol hold $h || true
sacctmgr -i modify account where name=suppliers set grptresrunmins=cpu=100000 || true
sacctmgr -i modify account where name=frontal set grptres=license/lsdyna=176 || true
scontrol update JobId=$d Priority=50000 || true
J cardoso prj_pickup 20000 -J wake_s -N 2 -t 8:00:00 -L starccm:2 --nice=200
at 2027-02-09T17:00:00
scontrol release $h || true
scontrol update JobId=$h TimeLimit=+120 || true
scontrol requeue $v || true
J esteves frontal 4000 -J odb_check -p crash -N 1 -t 3:00:00 -L lsdyna:8 --reservation=homologacao
J gomes pedestrian 4000 -J multi -p crash,cfd -N 1 -t 3:00:00
J bastos prj_suv 100 -J deadline -N 2 -t 2:00:00 --deadline=2027-02-10T12:00:00
at 2027-02-09T19:15:00
scontrol update NodeName=cfd003 State=RESUME || true
J duarte thermal 400 -J tail -p viz -n 1 -t 10
J abreu prj_suv 400 -J tail -p cfd -N 1 -t 10
