at 2024-12-05T12:05:00
sbatch --uid=carl -A hydro --wckey=wp3 -J resist -N 3 --ntasks-per-node=24 --mem=64G -t 20:00:00 --wrap 'sleep 864000'
sbatch --uid=arno -A structures -J keel -n 16 -c 2 --mem=40G -t 12:00:00 --wrap 'sleep 864000'
at 2024-12-05T12:30:00
sbatch --uid=elsa -A sales --wckey=bid-81 -J quote -N 1 -n 48 -t 10:00:00 --wrap 'sleep 864000'
sbatch --uid=bert -A structures --wckey=wp3 -J wrong -n 1 -t 10 --wrap 'sleep 864000' || true
at 2024-12-05T13:00:00
sbatch --uid=gitte -A structures --wckey=wp1 -p mesh -J grid -n 8 -t 8:00:00 --wrap 'sleep 864000'
sbatch --uid=finn -p weekend -J lines -N 6 -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=dina -A sales --wckey=bid-77 -p weekend,day -J seakeep -N 11 --exclusive -t 18:00:00 --wrap 'sleep 864000'
at 2024-12-05T14:00:00
sbatch --uid=hugo -J backup -C nosmt --ntasks-per-core=1 -n 4 -t 1:00:00 --begin=2024-12-05T23:00:00 --wrap 'sleep 864000'
sbatch --uid=dina -A hydro -J wave --hint=nomultithread -N 10 --ntasks-per-node=24 --mem=80G -t 6:00:00 --wrap 'sleep 864000'
at 2024-12-05T15:30:00
scontrol update JobId=2 Comment="keel variant B"
sbatch --uid=finn -p weekend -J lines2 -d afterany:3 -n 24 -t 5:00:00 --deadline=2024-12-08T00:00:00 --wrap 'sleep 864000'
sbatch --uid=arno --wckey=wp2 -p weekend -J deck --array=2,4,8 -n 4 -t 4:00:00 --wrap 'sleep 864000'
scontrol update NodeName=dk09 State=DRAIN Reason="ticket 4711"
