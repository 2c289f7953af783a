J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol create reservation ReservationName=hpc101_lab3 StartTime=2026-05-20T14:00:00 Duration=03:00:00 Nodes=lab[01-04] Accounts=hpc101 Flags=IGNORE_JOBS || true
scontrol create reservation ReservationName=esame_hpc StartTime=2026-06-10T09:00:00 Duration=02:00:00 Nodes=lab[01-08] Accounts=hpc101,docenti Flags=OVERLAP || true
at 2026-05-20T06:10:00
J t290011 tesisti 60000 -J openfoam -p thesis -N 1 -n 16 -t 20:00:00 --qos=thesis
J t290011 tesisti 60000 -J openfoam -p thesis -N 1 -n 16 -t 20:00:00
J t290011 tesisti 60000 -J openfoam -p thesis -N 1 -n 16 -t 20:00:00
J t290011 tesisti 60000 -J openfoam4 -p thesis -N 1 -n 16 -t 20:00:00
J t290044 tesisti 60000 -J abaqus -p thesis -n 8 -t 10:00:00
J t290044 tesisti 60000 -J abaqus_fine -p thesis -n 8 -t 7:00:00
J bianchi tesisti 20000 -J check -p thesis -n 4 -t 8:00:00 --wckey=TESI
at 2026-05-20T08:00:00
J s301001 hpc101 5000 -J hello_mpi -N 2 -n 8 -t 1:30:00
J s301001 hpc101 5000 -J ring -N 4 -n 32 -t 2:00:00 --wckey=LAB2
J s301001 hpc101 5000 -J jacobi -N 2 -n 16 -t 1:30:00
J s301001 hpc101 5000 -J jacobi -N 2 -n 16 -t 1:30:00
J s301002 hpc101 5000 -J pi_omp -c 16 -t 2:00:00
J s301002 hpc101 100 -J toolong -c 16 -t 4:00:00
J s301002 hpc101 100 -J badkey -c 1 -t 5 --wckey=TESI
J s301004 hpc101 6000 -J strong_scaling --array=1,2,4,8,16 -n 2 -t 1:50:00 --wckey=LAB2
J s302001 ml202 15000 -J cnn -p gpu --gres=gpu:2 -c 4 -t 5:00:00 --wckey=PROJECT
J s302002 ml202 15000 -J gan -p gpu --gres=gpu:3 -c 4 -t 5:00:00 --wckey=PROJECT
J s302003 ml202 15000 -J mnist -p gpu --gres=gpu:2 -c 4 -t 3:00:00
m=$(J s301003 ml202 11500 -J proj -p gpu --gres=gpu:1 -c 2 -t 3:30:00 --wckey=PROJECT)
J s301003 ml202 100 -J proj_plot -p lab -n 1 -t 10 -d afterok:$m --wckey=PROJECT
at 2026-05-20T09:30:00
J rossi docenti 3000 -J demo -N 4 -n 64 -t 1:00:00
J rossi docenti 3000 -J soluzioni -N 2 -n 32 -t 1:00:00 --exclusive
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do J s301005 hpc101 6500 -J spam$i -n 4 -t 1:55:00; done
J s301006 hpc101 500 -J nbody -c 16 -t 15 --reservation=hpc101_lab3
J s302004 ml202 500 -J noresv -c 4 -t 15 --reservation=hpc101_lab3
J s301006 hpc101 500 -J prova_esame -c 8 -t 2:00:00 --qos=exam
at 2026-05-20T10:50:00
hwj=$(J s302004 ml202 7000 -J hw3 -p gpu --gres=gpu:1 -c 2 -t 5:00:00)
scontrol hold $hwj || true
scontrol update JobId=$m TimeLimit=4:00:00 || true
scancel -u s301005 -t PENDING -n spam12 || true
sacctmgr -i modify user where name=s301005 set maxjobs=1 || true
sacctmgr -i modify qos where name=normal set maxtrespu=cpu=24 || true
scontrol update NodeName=lab08 State=DRAIN Reason="tecnico: sostituzione RAM" || true
at 2026-05-20T12:10:00
J s301002 hpc101 5000 -J lab3_ring -N 2 -n 8 -t 1:30:00 --reservation=hpc101_lab3
J s301004 hpc101 5000 -J lab3_omp -c 12 -t 1:30:00 --reservation=hpc101_lab3
J s301006 hpc101 5000 -J lab3_wide -N 4 -n 64 -t 2:00:00
scontrol release $hwj || true
J t290044 tesisti 300 -J corto -p thesis -n 2 -t 20
at 2026-05-20T13:33:00
J s301001 hpc101 400 -J last -n 1 -t 10
J bianchi docenti 400 -J grading --array=1-4%1 -n 1 -t 10
