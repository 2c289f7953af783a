J() { u=$1; a=$2; s=$3; shift 3; sbatch --parsable --uid=$u -A $a -o /dev/null "$@" --wrap "exec sleep $s" || true; }
scontrol create reservation ReservationName=fluent_audit StartTime=2026-11-03T13:00:00 Duration=2:00:00 Flags=LICENSE_ONLY Licenses=fluent:3 Users=hpcops || true
scontrol create reservation ReservationName=cert_nov StartTime=2026-11-02T19:00:00 Duration=1-00:00:00 Nodes=cf[01-04] Accounts=blades Flags=IGNORE_JOBS || true
at 2026-11-02T13:10:00
J bkelly blades 80000 -J stage1_les -N 4 -n 96 -t 2-00:00:00 -L fluent:1,hpcpack:32
J bkelly blades 80000 -J stage2_les -N 4 -n 96 -t 2-00:00:00 -L fluent:1,hpcpack:32
J nrao combustor 24000 -J flame -N 2 -n 30 -t 10:00:00 -L fluent:1,hpcpack:24
J jwolfe combustor 24000 -J nox_map --array=1-5 -n 9 -t 8:00:00 -L fluent:1,hpcpack:8
J tchen rotor 15000 -J disk_life -p fea -n 6 -t 6:00:00 --mem-per-cpu=8G -L abaqus:12
J tchen rotor 15000 -J disk_life2 -p fea -n 13 -t 6:00:00 --mem-per-cpu=8G -L abaqus:20
c=$(J mgreen casing 40000 -J casing_modal -p fea -n 12 -t 20:00:00 -L abaqus:16)
J pdiaz casing 9000 -J bolt -p fea -n 4 -t 4:00:00 -L abaqus:8
J pdiaz rotor 9000 -J seal -p fea -c 5 -t 4:00:00 -L abaqus:8
J ext01 supplier 20000 -J mesh -n 8 -t 10:00:00
J ext01 supplier 20000 -J mesh -n 8 -t 10:00:00
J ext01 supplier 20000 -J mesh -n 8 -t 10:00:00
at 2026-11-02T14:30:00
J nrao blades 7000 -J hot_cold -p urgent --qos=hot -N 2 -n 48 -t 3:00:00 -L starccm:2
J nrao blades 7000 -J hot_cold2 -p urgent --qos=hot -N 2 -n 48 -t 3:00:00
J nrao blades 7000 -J hot_cold3 -p urgent --qos=hot -N 1 -t 3:00:00
J tchen rotor 100 -J nohot -p urgent -n 1 -t 30
v=$(J bkelly blades 14000 -J paraview -p vis -n 4 --mem=30G -t 5:00:00)
J jwolfe combustor 14000 -J ensight -p vis -n 8 --mem=40G -t 5:00:00
J pdiaz casing 14000 -J hypermesh -p vis -n 8 --mem=60G -t 4:00:00
J jwolfe combustor 100 -J badlic -n 4 -L nastran:1 -t 60
J jwolfe combustor 100 -J big -N 6 -n 144 -t 60
at 2026-11-02T16:00:00
scontrol update JobId=$c Licenses=abaqus:6 || true
sacctmgr -i modify account where name=combustor set grptres=license/fluent=2 || true
r=$(J mgreen casing 5000 -J thermal -p fea -N 2 -n 24 -t 5:00:00 -L abaqus:10)
J mgreen casing 5000 -J thermal_post -p vis -n 1 -t 30 -d afterok:$r
scontrol update NodeName=fe2 State=DRAIN Reason="hpcops: raid rebuild" || true
J bkelly blades 9000 -J certify -N 3 -n 72 -t 6:00:00 --reservation=cert_nov -L starccm:6
J pdiaz rotor 9000 -J wrongres -n 4 -t 2:00:00 --reservation=cert_nov
at 2026-11-02T17:45:00
scontrol suspend $v || true
J nrao combustor 4000 -J star -n 24 --ntasks-per-socket=6 -t 2:00:00 -L starccm:1
J jwolfe combustor 4000 -J socks -N 1 -n 12 --sockets-per-node=2 -t 2:00:00
scontrol update Licenses=fluent:6 || true
at 2026-11-02T18:50:00
scontrol resume $v || true
scontrol update NodeName=fe2 State=RESUME || true
scontrol update ReservationName=cert_nov Duration=1-06:00:00 || true
J tchen rotor 3000 -J spin -p fea --array=1-3 -n 6 -t 1:30:00 -L abaqus:5
J ext01 supplier 500 -J mesh_small -n 1 -t 30
at 2026-11-02T20:20:00
J mgreen casing 500 -J quick -p fea -n 1 -t 10
J bkelly blades 500 -J check -n 1 -t 20 --reservation=cert_nov
