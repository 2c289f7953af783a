at 2025-09-18T07:10:00
sbatch --uid=fkeller -A aero -J underbody -n 64 -L fluent:32 -t 2-00:00:00 --wrap 'sleep 864000'
at 2025-09-18T07:30:00
sbatch --uid=kbauer -A crash -J ncap -N 2 --ntasks-per-node=32 -L ansys:12 -t 1-12:00:00 --wrap 'sleep 864000'
sbatch --uid=tvogel -A powertrain -J gearbox -n 16 -L abaqus:20 -t 20:00:00 --wrap 'sleep 864000'
at 2025-09-18T08:00:00
sbatch --uid=kbauer -A crash -J ncap2 -N 1 --ntasks-per-node=32 -L ansys:8 -t 1-00:00:00 --wrap 'sleep 864000'
sbatch --uid=fkeller -A aero -q nightly -J mirror -n 32 -L fluent:24 -t 8:00:00 --wrap 'sleep 864000'
sbatch --uid=ahahn -A aero -J wheel -n 32 -L fluent:32 -t 16:00:00 --wrap 'sleep 864000'
at 2025-09-18T09:00:00
sbatch --uid=ahahn -A aero -J spoiler -n 32 -L fluent:16 -t 16:00:00 --wrap 'sleep 864000'
sbatch --uid=jweiss -A crash -q urgent -J recall -n 32 -L ansys:10 -t 12:00:00 --wrap 'sleep 864000'
at 2025-09-18T09:40:00
sbatch --uid=slang -A powertrain -q urgent -J cooling -n 8 -L ansys:4 -t 12:00:00 --wrap 'sleep 864000'
sbatch --uid=pwolff -A method -J tuning -n 4 -L matlab:20 -t 1:00:00 --wrap 'sleep 864000' || true
sbatch --uid=pwolff -A method -J tuning -n 4 -L matlab:4,abaqus:2 --begin=2025-09-18T20:00:00 -t 1:00:00 --wrap 'sleep 864000'
at 2025-09-18T11:00:00
sbatch --uid=mroth -A nvh -J modal -p prepost -n 16 -s -t 10:00:00 --wrap 'sleep 864000'
scontrol create reservation ReservationName=licdemo StartTime=2025-09-19T09:00:00 Duration=04:00:00 Licenses=matlab:8 Flags=LICENSE_ONLY Users=pwolff,slang
scontrol create reservation ReservationName=osupdate StartTime=2025-09-27T06:00:00 EndTime=2025-09-27T18:00:00 Nodes=e[01-04] Users=root Flags=MAINT
at 2025-09-18T11:45:00
scontrol update JobId=7 Licenses=fluent:12
scontrol update JobId=4 QOS=urgent
scontrol hold 5
