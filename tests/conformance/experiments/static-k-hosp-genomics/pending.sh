J() { u=$1; a=$2; w=$3; s=$4; shift 4; sbatch --parsable --uid=$u -A $a --wckey=$w -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol create reservation ReservationName=nipt_evening StartTime=2026-04-16T21:00:00 Duration=04:00:00 Nodes=node[01-02] Accounts=prenatal Flags=DAILY || true
scontrol create reservation ReservationName=iso_audit2 StartTime=2026-04-21T08:00:00 EndTime=2026-04-21T12:00:00 Nodes=ALL Users=operator Flags=MAINT || true
at 2026-04-16T05:45:00
J l.frei cardio phd 90000 -J gwas_ukb -n 1 -c 24 -t 2-00:00:00
J l.frei cardio phd 90000 -J gwas_ukb -n 1 -c 24 -t 2-00:00:00
J l.frei cardio phd 90000 -J gwas_ukb -n 1 -c 24 -t 1-00:00:00
J s.gut cardio phd 90000 -J impute -n 4 -c 12 -t 10:00:00
J s.gut cardio adhoc 90000 -J impute2 -n 2 -c 24 -t 10:00:00 --qos=idle
J m.bakir microbio amr 80000 -J flye -p himem -c 32 --mem=500G -t 1-12:00:00
J n.osei microbio amr 3000 -J kraken2 --array=1-12 -c 8 -t 3:00:00
at 2026-04-16T06:40:00
J n.osei microbio amr 7000 -J kraken_big -p himem -c 24 -t 6:00:00
J m.bakir microbio amr 7000 -J spades -c 20 --mem=300G -t 12:00:00
J dr_meier cardio adhoc 20000 -J Rscript -n 2 -t 4:00:00
J dr_meier cardio adhoc 20000 -J Rfit -n 40 -t 8:00:00
at 2026-04-16T07:30:00
b=$(J pipe_onc oncology RUN0409 12000 -J bwa_mem -N 2 -n 2 -c 24 -t 6:00:00)
m=$(J pipe_onc oncology RUN0409 3000 -J markdup -c 4 -t 2:00:00 -d afterok:$b)
c=$(J pipe_onc oncology RUN0409 1500 -J haplocaller --array=1-24%8 -t 1:00:00 -d afterok:$m)
J pipe_onc oncology RUN0409 300 -J report -t 30 -d afterok:$c --kill-on-invalid-dep=yes
J pipe_nipt prenatal NIPT 1300 -J nipt_count --array=1-8 -c 2 -t 1:00:00
J pipe_exome rarediseases RUN0402 5000 -J fq2bam -p gpu --gres=gpu:2 -c 16 -L dragen:1 -t 3:00:00
J pipe_exome rarediseases RUN0402 5000 -J fq2bam -p gpu --gres=gpu:1 -c 16 -L dragen:1 -t 3:00:00
J pipe_exome rarediseases RUN0402 5000 -J fq2bam -p gpu --gres=gpu:1 -c 16 -L dragen:1 -t 3:00:00
at 2026-04-16T08:50:00
J dr_meier rarediseases RUN0402 6000 -J nicu_trio -c 24 -t 4:00:00 --qos=stat
J dr_meier rarediseases RUN0402 6000 -J nicu_trio2 -n 48 -t 4:00:00 --qos=stat
J pipe_exome rarediseases RUN0402 20000 -J reanalysis -N 3 -n 3 -c 24 -t 10:00:00
k=$(J s.gut cardio adhoc 100 -J sleeping -c 2 -t 60 --hold)
scontrol update JobId=$k Comment=waiting_for_consent || true
J l.frei cardio wrongkey 100 -J typo -c 1 -t 10
J s.gut research phd 100 -J notmine -c 1 -t 10
at 2026-04-16T10:05:00
scontrol suspend $b || true
sacctmgr -i modify account where name=cardio set grptresrunmins=cpu=40000 || true
sacctmgr -i modify qos where name=research set maxtrespu=cpu=72 || true
at 2026-04-16T10:20:00
scontrol resume $b || true
J l.frei cardio phd 4000 -J gwas_small -c 8 -t 5:00:00
J m.bakir microbio amr 4000 -J amr_all --array=1-5 -c 4 -t 2:00:00
J pipe_nipt prenatal NIPT 900 -J nipt_tonight -c 24 -t 2:00:00 --reservation=nipt_evening
at 2026-04-16T11:50:00
J dr_meier cardio adhoc 500 -J plot -c 1 -t 15
J n.osei microbio amr 500 -J kraken_mini -c 2 -t 15
