J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-05-06T12:40:00
J marta ic 90000 -J cg_solver -p ic -N 2 -n 32 -t 2-00:00:00
J marta ic 90000 -J cg_solver -p ic -n 16 -t 1-06:00:00
J dani ic 40000 -J grafos -p ic,projeto -n 8 -t 11:00:00
J leo ic 40000 -J renda -p projeto -n 12 -t 12:00:00
J iara mac5742 8000 -J ep1_mpi -p projeto -N 2 -n 12 -t 3:00:00
J joao mac5742 8000 -J ep1_omp -p projeto -c 12 -t 3:00:00
for i in 1 2 3 4 5 6 7 8 9 10; do J kelly mac5742 7000 -J run$i -p projeto -n 4 -t 2:30:00; done
at 2026-05-06T14:00:00
for u in alice bruno caio edu fabi gabi; do J $u mac0219 2400 -J mandel -n 6 -t 50; done
for u in alice bruno caio edu; do J $u mac0219 2400 -J mandel_seq -n 1 -t 55; done
J dani mac0219 3000 -J mandel --array=1-16%2 -c 2 -t 1:00:00
J hugo mac0219 3000 -J minerar -n 2 -t 1:00:00
J hugo mac0219 3000 -J minerar -n 4 -t 1:00:00
J gabi mac0219 100 -J enorme -n 32 -t 30
J fabi mac0219 100 -J longo -n 1 -t 2:00:00
at 2026-05-06T14:50:00
p=$(J alice mac0219 1500 -J prova1 -c 4 -t 30 --qos=prova)
J alice mac0219 1500 -J prova1b -c 4 -t 30 --qos=prova
J bruno mac0219 1500 -J prova1 -c 4 -t 40 --qos=prova
J alfredo prof 3300 -J demo -N 4 -n 24 -t 1:00:00 --qos=prova
J alfredo prof 9000 -J correcao -p projeto --array=1-20 -n 2 -t 3:00:00
s=$(J leo mac5742 5000 -J ep2 -p projeto -N 1 --exclusive -t 4:00:00)
J leo mac5742 600 -J ep2_rel -p aula -n 1 -t 20 -d afterany:$s
at 2026-05-06T16:20:00
scontrol update NodeName=no[05-06] State=DRAIN Reason="rede: trocar switch" || true
sacctmgr -i modify user where name=kelly set maxjobs=2 || true
scontrol hold jobname=run9,run10 || true
J joao mac5742 6000 -J ep2 -p projeto -N 3 --ntasks-per-node=6 -t 5:00:00 -C i7
J iara mac5742 6000 -J ep2 -p projeto -N 2 -n 16 -t 5:00:00 -C xeon
J caio mac0219 1000 -J tarde -p aula -n 2 -t 30 --begin=18:00:00
at 2026-05-06T18:10:00
scontrol update NodeName=no05 State=RESUME || true
scontrol release jobname=run9,run10 || true
scontrol requeue $s || true
J edu mac0219 2500 -J ep3 --array=1-6 -n 3 -t 55 --nice=300
J dani ic 7000 -J grafos2 -p ic -n 16 -t 4:00:00
J fabi mac0219 2500 -J ep3 -N 4 -n 24 -t 45
J gabi mac0219 2500 -J ep3 -N 2 -n 2 --exclusive -t 55
at 2026-05-06T20:00:00
J bruno mac0219 500 -J ultimo -n 1 -t 10
J alice mac0219 500 -J ultimo -n 13 -t 15
J hugo mac0219 500 -J ultimo -n 1 -t 5 --qos=normal
