J() { u=$1; a=$2; w=$3; s=$4; shift 4; sbatch --parsable --uid=$u -A $a --wckey=$w -o /dev/null "$@" --wrap "exec sleep $s" || true; }
K() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2026-04-01T05:20:00
J catsched property T1001 9000 -J elt_eu_wind --array=1-24 -c 8 -t 4:00:00 --qos=renewal
J catsched marine M200 9000 -J elt_cargo --array=1-8 -c 8 -t 4:00:00
J catsched capital SII 30000 -J nested -p bigmem -c 24 --mem=400G -t 20:00:00
J dmitri rnd EQ2026 60000 -J gmpe -N 2 -n 32 -t 1-12:00:00
J dmitri rnd overhead 20000 -J ml_fit -c 32 --mem=240G -t 8:00:00
K eilidh rnd 20000 -J vulnerability --array=1-14 -c 4 -t 8:00:00
K frank capital 20000 -J esg -c 16 --mem-per-cpu=12G -t 8:00:00
at 2026-04-01T07:00:00
p=$(J aoife property T1002 2500 -J quote_a -p pricing -c 16 -t 1:00:00)
J aoife property T1077 2500 -J quote_b -p pricing -c 32 -t 1:00:00 --mem=200G
J aoife property T1077 2500 -J quote_c -p pricing -c 32 -t 1:30:00
J bhavesh marine M200 2500 -J hull -p pricing --array=0-5 -c 8 -t 50
J bhavesh property M200 500 -J mixed -c 2 -t 30
J celine marine T1001 500 -J wrongkey -c 2 -t 30
J frank capital XX 500 -J nokey -c 2 -t 30
l=$(K celine marine 5000 -J excel_batch -p legacy -n 1 -t 3:00:00)
K celine marine 5000 -J excel_batch -p legacy -n 1 -t 3:00:00
K bhavesh property 5000 -J excel_prop -p legacy -N 1 -t 3:00:00
K celine marine 300 -J excel_sum -p cat -n 1 -t 20 -d afterok:$l
at 2026-04-01T08:30:00
J catsched property T1001 2400 -J live_storm --qos=live -c 32 -t 50
J aoife property T1001 2400 -J live_storm --qos=live -c 32 -t 1:00:00
J aoife property T1001 2400 -J live_long --qos=live -c 32 -t 3:00:00
scontrol update JobId=$p WCKey=T1001 || true
f=$(K frank capital 15000 -J scr_agg -p bigmem -c 32 --mem=900G -t 6:00:00)
K frank capital 900 -J scr_rep -c 2 -t 30 -d afterany:$f
sacctmgr -i modify account where name=rnd set grptresmins=billing=450000 || true
J dmitri rnd EQ2026 7000 -J small -c 2 -t 2:00:00
at 2026-04-01T10:10:00
scontrol hold $f || true
sacctmgr -i modify qos where name=pricingq set grpjobs=3 || true
J bhavesh marine M200 2000 -J hull2 -p pricing --array=0-4 -c 4 -t 40
q=$(J celine marine M201 4000 -J p_and_i -c 12 --mem=100G -t 2:00:00 --comment=treaty_M201)
J celine marine M201 4000 -J p_and_i2 -c 48 --mem=500G -t 2:00:00
scontrol update NodeName=std07 State=DRAIN Reason="itops: patching" || true
at 2026-04-01T11:30:00
scontrol update JobId=$q WCKey=M200 || true
scontrol release $f || true
scontrol update NodeName=std07 State=RESUME || true
J eilidh capital SII 3000 -J orsa --array=1-6 -c 8 -t 1:00:00 --qos=normal
K itops root 600 -J probe -p pricing -c 1 -t 10
J catsched capital SII 3000 -J tonight -c 32 -t 2:00:00 --begin=2026-04-01T20:00:00
at 2026-04-01T12:36:00
J aoife property T1002 900 -J quote_d -p pricing -c 4 -t 15
K eilidh rnd 900 -J peek -c 1 -t 15
