J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-02-24T14:20:00
J nomad general 60000 -J mc_pool --array=1-20 -c 8 -t 23:00:00
J guest7 general 60000 -J sweep --array=1-40 -n 4 -t 20:00:00
J guest7 general 60000 -J sweep_b -n 24 -N 1 -t 20:00:00
J marie general 20000 -J orca -n 32 -N 1 -t 10:00:00 --no-requeue
J stu2 general 20000 -J openfoam -N 2 -n 48 -t 12:00:00 -C haswell
J pixel vislab 40000 -J train -p vislab --gres=gpu:a100:2 -c 8 -t 1-00:00:00
J walt general 30000 -J gputry --gres=gpu:1 -c 4 -t 12:00:00
J walt general 30000 -J gputry2 --gres=gpu:2 -c 4 -t 12:00:00
at 2026-02-24T15:45:00
h=$(J rosa hydro 20000 -J wrf_hydro -p hydro -N 4 -n 96 -t 1-00:00:00 -C gen1)
J linus chem 50000 -J gaussian -p chem -N 1 -n 64 --mem=240G -t 2-00:00:00
J linus chem 50000 -J gaussian -p chem -N 1 -n 64 --mem=200G -t 2-00:00:00
J stu1 chem_students 9000 -J homo_lumo -p chem --array=1-4 -c 16 -t 5:00:00
J stu1 chem_students 100 -J toowide -p chem -n 48 -t 5:00:00
J walt hydro 2400 -J quick -p atest -c 4 -t 50
J rosa hydro 2400 -J quick -p atest -c 4 -t 50
J stu2 chem_students 2400 -J tutorial -p atest -c 2 -t 1:00:00
at 2026-02-24T17:10:00
J barb genome 30000 -J canu -p genome -c 24 --mem=120G -t 4-00:00:00
J pixel vislab 9000 -J render -p vislab --gres=gpu:a100:3 -c 16 -t 4:00:00
J pixel vislab 9000 -J render2 -p vislab --gres=gpu:1 -c 16 -t 4:00:00
m=$(J marie chem 12000 -J dft -p chem,open -n 24 -N 1 -t 6:00:00)
J nomad general 7000 -J pool2 --array=1-12%6 -c 6 --mem=30G -t 4:00:00
scontrol update NodeName=g2-02 State=DRAIN Reason="rcadmin: bios" || true
at 2026-02-24T18:30:00
scontrol hold $m || true
scontrol update PartitionName=genome State=DRAIN || true
J barb genome 5000 -J hifiasm -p genome -c 24 -t 10:00:00
J guest7 general 5000 -J patience -n 64 -N 1 -t 3:00:00 --mem=0
sacctmgr -i modify qos where name=openq set grptres=cpu=250 || true
J walt hydro 8000 -J routing -p hydro -n 20 -t 3:00:00 --begin=now+90minutes
at 2026-02-24T20:15:00
scontrol update PartitionName=genome State=UP || true
scontrol update NodeName=g2-02 State=RESUME || true
scontrol release $m || true
scontrol update JobId=$h TimeLimit=10:00:00 || true
J rosa hydro 6000 -J calib -p hydro --array=0-9 -c 8 -t 2:00:00
J stu2 general 3000 -J again -n 12 -t 1:30:00 --nice=100
J linus chem 3000 -J scf -p chem -n 8 -t 1:00:00 --mem-per-cpu=8G
at 2026-02-24T21:55:00
J nomad general 900 -J tail -c 1 -t 30
J barb genome 900 -J idx -p genome -c 2 -t 20
J rcadmin root 900 -J hc -p atest -w g2-01 -t 10
