J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol update NodeName=i30 State=DRAIN Reason="support: mem errors again" || true
at 2026-09-22T22:20:00
J ingrid antarctica 90000 -J pism_5km -N 8 --ntasks-per-node=32 -t 1-12:00:00 --switches=1
J ingrid antarctica 90000 -J pism_8km -N 4 --ntasks-per-node=32 -t 1-12:00:00 --switches=1@30:00
J odd greenland 30000 -J elmer -N 6 -t 10:00:00 --switches=1
J ragnhild greenland 14000 -J cism -N 3 -t 6:00:00 --contiguous
J bjorn ocean 120000 -J roms_arctic -p oceano -N 10 -t 3-00:00:00
J sigrid fjord 20000 -J fjordos -p oceano,normal -N 2 -t 8:00:00
J marit bio 8000 -J ecosim --array=1-6%2 -N 1 -t 3:00:00
J marit bio 100 -J ecobig -N 6 -t 3:00:00
at 2026-09-22T23:40:00
J ragnhild antarctica 7000 -J ens --array=1-5 -N 2 -t 4:00:00 --qos=ipcc --switches=1
o=$(J odd greenland 9000 -J stokes -N 12 -t 5:00:00)
J odd greenland 9000 -J stokes_sw -N 12 -t 5:00:00 --switches=2@1:00:00
J tor fjord 9000 -J tide -p oceano -N 4 -t 6:00:00 -C mem256
p=$(J bjorn ocean 5000 -J ncrcat -p pproc -n 4 --mem-per-cpu=6G -t 3:00:00)
J bjorn ocean 900 -J plots -p pproc -n 1 -t 1:00:00 -d afterok:$p
J sigrid ocean 12000 -J regrid -p pproc -n 16 --mem=200G -t 6:00:00
J ingrid antarctica 1200 -J test -p devel -N 2 -t 25
at 2026-09-23T01:00:00
scontrol update JobId=$o NumNodes=8 || true
scontrol hold $p || true
J ingrid antarctica 30000 -J cmip -N 16 -t 20:00:00 --qos=ipcc
J marit bio 5000 -J filler --qos=lowpri -N 1 -t 1:45:00
J marit bio 5000 -J filler --qos=lowpri -N 1 -t 5:00:00
J odd greenland 1000 -J dbg -p devel -N 4 -t 30 -w i[01-02]
at 2026-09-23T02:30:00
scontrol release $p || true
scontrol update NodeName=i30 State=RESUME || true
scontrol update NodeName=i[07-08] State=DRAIN Reason="support: swap hca" || true
sacctmgr -i modify account where name=antarctica set grptresrunmins=node=9000 || true
J tor fjord 4000 -J surge -p oceano -N 1 -t 2:00:00 -x i[25-28]
J sigrid fjord 4000 -J nest -N 2-5 -t 3:00:00 --switches=1
at 2026-09-23T04:10:00
scontrol update NodeName=i[07-08] State=RESUME || true
scontrol update JobId=$o TimeLimit=3:00:00 || true
J bjorn ocean 3000 -J wide -N 20 -t 1:30:00
J support root 900 -J linktest -N 8 -p normal -t 20 --nice=-1000
J ragnhild greenland 2000 -J smb -p pproc -n 8 -t 1:00:00
at 2026-09-23T05:41:00
J marit bio 600 -J quick -p devel -N 1 -t 15
J ingrid antarctica 600 -J morning -N 2 -t 1:00:00 --begin=2026-09-23T09:00:00
