at 2026-09-30T02:05:00
sbatch --uid=ensop -J ens00 -N 8 --ntasks-per-node=32 -t 3:00:00 --wrap 'exec sleep 9000'
sbatch --uid=lars -J wrf -N 4 --switches=1 -t 12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=nils -J cesm -N 6 -q longrun -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=marta -J icon -n 100 -t 18:00:00 --wrap 'exec sleep 200000'
at 2026-09-30T08:00:00
sbatch --uid=ensop -J ens06 -N 8 --ntasks-per-node=32 -t 3:00:00 --wrap 'exec sleep 200000'
sbatch --uid=ensop -J ens06big -N 17 -t 1:00:00 --wrap 'exec sleep 200000' || true
sbatch --uid=oda -J paleo2 -N 5 -t 20:00:00 --wrap 'exec sleep 200000'
sbatch --uid=oda -J tiny -n 8 -p post --mem=16G -t 2:00:00 --wrap 'exec sleep 200000'
sbatch --uid=lars -J test -p devel -N 1 -n 16 -t 20 --wrap 'exec sleep 200000'
sbatch --uid=lars -J pp -p post -n 4 -c 2 --hint=nomultithread -t 3:00:00 --wrap 'exec sleep 200000'
at 2026-09-30T13:30:00
sbatch --uid=ensop -J ens12 -N 8 --ntasks-per-node=32 -t 3:00:00 --wrap 'exec sleep 200000'
sbatch --uid=perla -J hires -N 16 -t 2:00:00 --wrap 'exec sleep 200000'
sbatch --uid=marta -J contig -N 3 --switches=1@30:00 -t 6:00:00 --wrap 'exec sleep 200000'
sbatch --uid=marta -J nine -q longrun -N 9 -t 6:00:00 --wrap 'exec sleep 200000'
sbatch --uid=nils -J cdo -p post -n 6 -t 1:00:00 --wrap 'exec sleep 200000'
sbatch --uid=perla -J plots -p post -n 20 --threads-per-core=1 -t 1:00:00 --wrap 'exec sleep 200000'
sbatch --uid=lars -J range -N 2-5 -t 4:00:00 --wrap 'exec sleep 200000'
scontrol update nodename=r4n5 state=drain reason='dimm B2'
