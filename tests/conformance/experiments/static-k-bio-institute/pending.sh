cat >snake.sh <<'E'
#!/usr/bin/env bash
#SBATCH --job-name=snakejob
#SBATCH --cpus-per-task=8
#SBATCH --mem=32G
#SBATCH --time=03:30:00
#SBATCH --qos=short
#SBATCH --output=/dev/null
exec sleep ${1:-3000}
E
J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
P() { s=$1; shift; sbatch --parsable --uid=pipeline -A seqfac "$@" snake.sh $s || true; }
at 2026-10-28T07:10:00
J freja lindqvist 250000 -J gromacs -N 2 -n 64 -t 3-0 --qos=medium
J freja lindqvist 250000 -J gromacs -N 2 -n 64 -t 3-0 --qos=medium
J freja lindqvist 250000 -J gromacs -N 2 -n 64 -t 3-0 --qos=medium
J freja lindqvist 600000 -J namd -N 2 -n 64 -t 7-0 --qos=long
J freja lindqvist 600000 -J namd2 -N 1 -n 32 -t 9-0 --qos=long
J oskar lindqvist 900000 -J beast2 -c 4 -t 25-00:00:00 --qos=infinite
J oskar lindqvist 900000 -J mrbayes -c 4 -t 20-00:00:00 --qos=infinite
J oskar lindqvist 900000 -J mrbayes2 -c 4 -t 20-00:00:00 --qos=long
J maynard hal_dry 90000 -J gromacs_m -N 1 -n 32 -t 1-06:00:00 --qos=medium
at 2026-10-28T08:20:00
st=$(J ngozi okafor 6000 -J STAR --array=1-24%8 -c 16 -t 3:00:00 --qos=short)
b=$(J ngozi okafor 900 -J featureCounts -c 8 -t 60 -d afterok:$st)
J ngozi okafor 900 -J deseq2 -c 1 --mem=20G -t 60 -d afterok:$b
J ngozi okafor 90 -J cleanup -t 10 -d afternotok:$st
J ngozi okafor 6000 -J aftercorr -c 2 --array=1-24 -t 60 -d aftercorr:$st
J tom.w okafor 7000 -J blastp --array=1-100%15 -c 4 -t 3:00:00
J tom.w okafor 7000 -J longshort -c 4 -t 6:00:00
p1=$(P 5000); p2=$(P 5000 -J snake2); P 500 -J snake3 -d afterany:$p1:$p2
P 500 -J snake4 -d "afterok:$p1?afterok:$p2"
P 9000 -J snake_big -c 32 --mem=250G -t 4:00:00
f=$(J pipeline seqfac 90000 -J hifiasm -p fat -c 64 --mem=1500G -t 2-0 --qos=medium)
J pipeline seqfac 90000 -J canu -p fat -c 48 --mem=900G -t 2-0 --qos=medium
J pipeline seqfac 90000 -J urgent_covid -p fat -c 48 --mem=900G -t 10:00:00 --qos=vip
at 2026-10-28T10:00:00
J micro imaging 20000 -J relion -p gpu --gres=gpu:4 -n 4 -c 4 -t 20:00:00
J micro imaging 20000 -J cellpose -p gpu --gres=gpu:2 -c 8 -t 12:00:00
J micro imaging 20000 -J cellpose -p gpu --gres=gpu:3 -c 8 -t 12:00:00
J rosalind hal_wet 20000 -J cellranger -c 8 --mem=240G -t 20:00:00
J rosalind hal_wet 20000 -J seurat -c 1 --mem=100G -t 8:00:00
j=$(J jbs hal_dry 30000 -J sweep --array=1-10 -c 8 -t 10:00:00)
J jbs hal_wet 3000 -J single1 -J notebook -c 2 -t 2:00:00 -d singleton
J jbs hal_wet 3000 -J notebook -c 2 -t 2:00:00 -d singleton
J jbs groups 100 -J wrong -c 1 -t 10
scontrol hold ${j}_9 || true
scontrol update JobId=${j}_10 QOS=medium || true
at 2026-10-28T11:40:00
scontrol update JobId=$st ArrayTaskThrottle=4 || true
scontrol requeue $f || true
sacctmgr -i modify qos where name=medium set maxtrespu=cpu=192 || true
sacctmgr -i modify account where name=haldane set grptres=mem=1000G || true
sacctmgr -i modify user where name=maynard account=hal_dry set grptresmins=cpu=90000 || true
J maynard hal_dry 9000 -J gromacs_m2 -N 2 -n 64 -t 20:00:00
J tom.w okafor 2000 -J excl --exclusive -N 3 -t 3:00:00
at 2026-10-28T13:30:00
scontrol release ${j}_9 || true
scontrol update NodeName=bio20 State=DRAIN Reason="sysbio: reinstall" || true
h=$(J micro imaging 2000 -J qc -n 2 -t 3:00:00)
scontrol update JobId=$h StartTime=2026-10-28T20:00:00 || true
J rosalind hal_wet 2000 -J R -c 1 --mem=30G -t 2:00:00
at 2026-10-28T15:02:00
P 300 -J snake_last -t 10
J oskar lindqvist 300 -J check -c 1 -t 10 --qos=short
