J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-11-03T06:40:00
J gruber lattice 200000 -J hmc_b3.3 -p long -N 4 --ntasks-per-node=16 -t 5-00:00:00
J gruber lattice 200000 -J hmc_b3.5 -p long -N 4 --ntasks-per-node=16 -t 5-00:00:00
J hofer lattice 50000 -J props -p long --array=1-10%4 -n 8 -t 20:00:00
J steiner solidstate 80000 -J vasp_relax -p solid -N 2 -n 64 -t 1-00:00:00
v=$(J steiner solidstate 80000 -J vasp_bands -p solid -N 2 -n 64 -t 1-00:00:00)
J moser magnetism 14000 -J mumax --array=1-8 -c 4 --mem=20G -t 6:00:00
J belle2 particle 9000 -J mc_gen --array=0-39 -p short -n 1 --mem=5000 -t 4:00:00 --qos=bulk
J leitner particle 30000 -J unfold -p fat -c 24 --mem=600G -t 12:00:00
at 2026-11-03T08:15:00
a=$(J pichler stringpheno 4000 -J scan_a -n 16 -t 2:00:00 -C broadwell)
b=$(J pichler stringpheno 7000 -J scan_b -n 16 -t 4:00:00 -C skylake)
J pichler stringpheno 900 -J merge -n 1 -t 30 -d afterok:$a:$b
J hofer stringpheno 3000 -J clean -n 1 -t 1:00:00 -d afternotok:$a
J mayer magnetism 12000 -J spinw -c 16 -t 5:00:00 --mem-per-cpu=6G --qos=thesis
J mayer solidstate 12000 -J dmft -p solid,short -n 32 -t 7:00:00 --exclusive
J leitner particle 5000 -J pull_plots -p fat -c 32 --mem=900G -t 3:00:00
J steiner solidstate 100 -J wrongtime -p short -n 4 -t 12:00:00
J moser magnetism 100 -J wide -p long -n 128 -t 12:00:00
at 2026-11-03T09:50:00
scontrol hold $v || true
scontrol update NodeName=th03 State=DRAIN Reason="edv: PSU beeps" || true
J gruber lattice 12000 -J meas -p short -N 2 -n 32 --ntasks-per-core=1 -t 6:00:00 --nice=200
J belle2 particle 4000 -J reco --array=0-15 -p short,long -n 2 --mem-per-cpu=2G -t 3:00:00
q=$(J hofer lattice 6000 -J quark -n 12 -t 4:00:00)
sacctmgr -i modify account where name=lattice set grptres=cpu=160 || true
at 2026-11-03T11:10:00
scontrol requeue $q || true
scontrol release $v || true
scontrol update JobId=$b TimeLimit=5:30:00 || true
J leitner particle 2000 -J tonight -n 4 -t 2:00:00 --begin=2026-11-03T19:00:00
J mayer solidstate 3000 -J conv -p solid -n 16 -t 1:00:00 --mem=0 -N 1
scontrol update NodeName=th03 State=RESUME || true
at 2026-11-03T13:10:00
J pichler stringpheno 600 -J quick -n 1 -t 15
J edv root 600 -J burn -w ss06 -N 1 -t 20
