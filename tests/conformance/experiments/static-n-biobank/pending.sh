J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2027-02-17T05:10:00
J kask cardiometab 7000 -J regenie_s1 -c 16 --mem=120G -t 10:00:00
J kask cardiometab 5200 -J saige --array=1-22 -c 4 --mem=24G -t 4:00:00
J tamm pharmacogen 4000 -J pharmcat --array=1-60%10 -c 1 --mem=4G -t 2:00:00
J rebane ancient 30000 -J mapdamage --array=1-50%12 -c 2 --mem=10G -t 1-00:00:00 --qos=longrun
J ilves ancient 90000 -J beast -c 8 -t 3-00:00:00 --qos=longrun
J turku1 guests 15000 -J finemap --array=1-30 -c 4 -t 8:00:00
J lund2 guests 15000 -J twas --array=1-40 -c 1 -t 8:00:00
at 2027-02-17T06:20:00
p=$(J impbot imputation 2600 -J phase --array=1-22 -p impute -c 4 --mem=30G -t 3:00:00)
i=$(J impbot imputation 2200 -J impute --array=1-22 -p impute -c 4 --mem=40G -t 3:00:00 -d aftercorr:$p)
J impbot imputation 600 -J merge -p impute -c 2 -t 1:00:00 -d afterok:$i
J qcbot qc 400 -J qc_report -t 30 -d afterany:$p --qos=express
n=$(J saar pharmacogen 20000 -J jupyter -p notebook -c 4 --mem=16G -t 8:00:00)
J tamm cardiometab 20000 -J rstudio -p notebook -c 2 --mem=10G -t 8:00:00
J kask cardiometab 20000 -J jupyter -p notebook -c 2 --mem=40G -t 8:00:00
at 2027-02-17T07:45:00
J saar pharmacogen 3000 -J hla_typing --array=0-14 -c 3 --mem-per-cpu=6G -t 1:30:00
x=$(J tamm cardiometab 1800 -J lookups --array=1-9:2 -c 1 -t 45 --qos=express)
J rebane ancient 8000 -J megahit -c 32 --mem=900G -t 12:00:00 -C bigmem
J rebane ancient 8000 -J spades -c 24 --mem=240G -t 12:00:00
J qcbot imputation 5000 -J vcfstats -p impute --array=1-10 -c 2 -t 2:00:00
J turku1 guests 100 -J notime -c 1 -t 5-0
J lund2 guests 600 -J many --array=1-25 -t 20
at 2027-02-17T09:00:00
scontrol hold ${x}_[7,9] || true
scontrol update JobId=$i ArrayTaskThrottle=6 || true
scontrol suspend $n || true
sacctmgr -i modify qos where name=scavenge set grptres=cpu=48 || true
J ilves ancient 12000 -J admixture --array=2-12 -c 8 --mem=16G -t 6:00:00 --nice=1000
at 2027-02-17T10:30:00
scontrol resume $n || true
scontrol release ${x}_[7,9] || true
scontrol update NodeName=c11 State=DRAIN Reason="haldur: dimm B2 ecc" || true
J impbot imputation 2500 -J phase_rerun --array=7,13,22 -p impute -c 4 --mem=60G -t 3:00:00
J kask cardiometab 2500 -J meta -c 8 --mem=64G -t 5:00:00 --deadline=2027-02-17T19:00:00
scancel -u lund2 -t PENDING || true
at 2027-02-17T12:15:00
J saar pharmacogen 900 -J plots --array=1-3 -c 1 -t 20 --qos=express
J haldur root 900 -J rsync -p main -c 2 -t 1:00:00
