J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
at 2027-01-26T16:05:00
scontrol create reservation ReservationName=innovus_demo StartTime=2027-01-27T09:00:00 Duration=3:00:00 Flags=LICENSE_ONLY Licenses=innovus:2 Users=omar || true
J omar route 200000 -J place_top -p pnr -c 32 --mem=600G -L innovus:2 -t 4-0 --qos=tapeout
i=$(J omar route 200000 -J cts_top -p pnr -c 16 -L innovus:1 -t 3-0)
J ivan route 200000 -J route_gpu -p pnr -c 32 -L innovus:2 -t 2-0
J ivan route 200000 -J route_ddr -p pnr -c 48 -L innovus:1 -t 2-0
J wendy sta 30000 -J pt_mmmc -p pnr -c 8 -L primetime:4 -t 1-0
J lucia analog 30000 -J pll_mc -c 8 -L spectre:8 -t 12:00:00
J lucia analog 30000 -J adc_corner -c 8 -L spectre:6 -t 12:00:00
l=$(J lucia analog 30000 -J ldo -c 8 -L spectre:4 -t 12:00:00)
at 2027-01-26T17:00:00
J jenkins soc_dv 20000 -J nightly_full -p nightly --array=1-40 -t 8:00:00 -L vcs:1 --qos=overnight
J pradeep ip_dv 6000 -J regr_usb -p regress --array=1-30 -t 2:00:00 -L vcs:1
J mgarcia ip_dv 6000 -J regr_noc -p regress --array=1-20%5 -t 2:30:00 -L vcs:1 --nice=50
y=$(J yuki soc_dv 28000 -J gls_sdf -p sim -c 4 --mem=64G -L vcs:2 -t 10:00:00)
J yuki soc_dv 28000 -J gls_pwr -p sim,regress -c 4 --mem=64G -L vcs:2 -t 7:30:00
J tobias emulation 20000 -J boot_linux -p emu --gres=emu:3 -c 4 -t 20:00:00
e=$(J tobias emulation 20000 -J boot_android -p emu --gres=emu:2 -c 4 -t 20:00:00)
J tobias soc_dv 20000 -J wrongpart -p emu --gres=emu:1 -t 60
at 2027-01-26T18:30:00
scontrol update JobId=$l Licenses=spectre:2 || true
scontrol hold $e || true
g=$(J pradeep ip_dv 3000 -J gls_ip -p sim -c 2 -t 5:00:00 -L vcs:1,verdi:1)
J pradeep ip_dv 600 -J merge_cov -p regress -t 30 -d afterok:$g
J pradeep ip_dv 600 -J mail_cov -p regress -t 5 -d singleton
J mgarcia ip_dv 100 -J toolong -p regress -t 20:00:00 -L vcs:1
J mgarcia ip_dv 100 -J toomuch -p regress -L vcs:60 -t 30
scontrol update NodeName=rg03 State=DRAIN Reason="kernel panic x2" || true
scontrol update NodeName=rg[19-20] State=DOWN Reason="moved to lab B" || true
at 2027-01-26T20:15:00
sacctmgr -i modify account where name=ip_dv set grptres=license/vcs=36 || true
sacctmgr -i modify qos where name=overnight set maxtrespu=license/vcs=16 || true
J wendy sta 30000 -J pt_eco -p pnr -c 16 --mem=900G -L primetime:6 -t 8:00:00 --qos=tapeout
J wendy sta 30000 -J pt_eco2 -p pnr -c 16 --mem=900G -L primetime:6 -t 8:00:00
J yuki soc_dv 9000 -J regr_pcie -p regress --array=0-15 -t 4:00:00 -L vcs:1 --qos=tapeout
J ivan route 9000 -J wide -p pnr -N 2 -n 2 -c 48 -t 1-0
scontrol requeue $i || true
scontrol requeue $y || true
at 2027-01-26T21:40:00
scontrol update NodeName=rg03 State=RESUME || true
scontrol release $e || true
J lucia analog 30000 -J bandgap --array=1-6 -c 2 -L spectre:1 -t 3:00:00
J jenkins ip_dv 1200 -J smoke -p regress --array=1-10 -t 40 -L vcs:1
J omar route 100 -J demo -p pnr -c 4 -L innovus:1 -t 60 --begin=2027-01-27T09:00:00
at 2027-01-26T23:01:00
J mgarcia ip_dv 900 -J quick -p regress -t 15 -L vcs:1
J yuki soc_dv 900 -J last -p sim -n 30 --mem-per-cpu=1G -t 45
