J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-07-14T00:30:00
J g2201 pg 40000 -J airfoil -N 2 -n 32 -t 20:00:00
J g2201 pg 40000 -J flutter -n 16 -t 20:00:00 --mem-per-cpu=2000
w=$(J g2202 pg 9000 -J panel --array=1-6 -n 8 -t 5:00:00)
J u1801 ug 9000 -J fyp -n 4 -t 6:00:00
J u1802 ug 9000 -J fyp -n 4 -t 6:00:00 --mem=20000
k=$(J hakim cfd 30000 -J rans -p staff -N 3 -n 48 -t 1-00:00:00 --mem-per-cpu=1000)
J suling acoustics 9000 -J fwh -p staff --gres=gpu:1 -c 4 -t 6:00:00
J g2201 pg 16000 -J gpu_try -p spare --gres=gpu:1 -c 2 -t 5:00:00
J u1801 ug 16000 -J gpu_fyp -p spare --gres=gpu:2 -c 2 -t 5:00:00
at 2026-07-14T01:45:00
J weiming tunnel 6500 -J wt_run41 -p tunnel -N 4 -n 64 -t 2:00:00 --mem-per-cpu=2G
J weiming tunnel 1500 -J wt_post -p tunnel -n 4 -t 30 -d singleton
J suling acoustics 8000 -J beam -p staff --gres=gpu:2 -c 8 -t 4:00:00
J suling acoustics 8000 -J beam2 -p staff --gres=gpu:1 -c 8 -t 4:00:00
J u1802 ug 100 -J denied -p staff -n 4 -t 60
J u1802 ug 100 -J wide -N 3 -n 48 -t 60
at 2026-07-14T03:10:00
J priya tunnel 7000 -J wt_calib -p tunnel -N 2 -n 16 -t 3:00:00 --exclusive
x=$(J priya cfd 12000 -J mesh -p staff,student -n 12 -t 8:00:00)
J hakim cfd 12000 -J les -p staff -N 4 -n 64 -t 10:00:00
J g2202 pg 6000 -J panel2 -n 8 -t 3:00:00
scontrol update NodeName=wn09 State=DRAIN Reason="labtech: noisy fan" || true
at 2026-07-14T04:30:00
scontrol suspend $k || true
scontrol hold $w || true
J weiming tunnel 4000 -J wt_run42 -p tunnel -N 5 -n 40 --ntasks-per-node=8 -t 2:00:00
J u1801 ug 5000 -J hw --array=1-8%3 -n 1 -t 2:00:00
at 2026-07-14T05:50:00
scontrol resume $k || true
scontrol release $w || true
scontrol update JobId=$x TimeLimit=6:00:00 Nice=20 || true
scontrol update NodeName=wn09 State=RESUME || true
sacctmgr -i modify account where name=cfd set grptres=cpu=64 || true
J suling acoustics 3000 -J dipole -p staff -n 32 -t 1:30:00
at 2026-07-14T07:46:00
J u1802 ug 600 -J last -n 1 -t 15
J weiming tunnel 600 -J wt_check -p tunnel -N 1 -t 20
