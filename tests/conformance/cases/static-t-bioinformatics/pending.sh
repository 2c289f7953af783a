at 2023-10-05T13:05:00
sbatch --uid=jonas -A cancer -p fat -J assembly -n 1 -c 48 --mem=1500G -t 10-00:00:00 --wrap 'sleep 864000'
sbatch --uid=nils -A plants -p fat -J trinity -n 1 -c 32 --mem=1200G -t 5-00:00:00 --wrap 'sleep 864000'
at 2023-10-05T13:20:00
sbatch --uid=liang -A popgen -p medium -J phase -n 1 -c 16 --mem=64G -t 1-12:00:00 --wrap 'sleep 864000'
sbatch --uid=liang -A popgen -p medium -J phase -n 1 -c 16 --mem=64G -t 1-12:00:00 --wrap 'sleep 864000'
at 2023-10-05T13:40:00
sbatch --uid=marta -A popgen -p long -J beast -n 4 --mem-per-cpu=8G -t 14-00:00:00 --wrap 'sleep 864000'
sbatch --uid=olga -A proteomics -p medium -J maxquant -n 1 -c 24 --mem=240G -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=olga -A proteomics -p medium -J maxquant -n 1 -c 24 --mem=240G -t 2-00:00:00 --wrap 'sleep 864000'
at 2023-10-05T14:00:00
sbatch --uid=olga -A proteomics -p medium -J maxquant -n 1 -c 24 --mem=240G -t 2-00:00:00 --wrap 'sleep 864000'
sbatch --uid=seqbot -A core -q clinical -p medium -J demux --array=1-6 -c 8 --mem=30G -t 1-00:00:00 --wrap 'sleep 864000'
at 2023-10-05T14:30:00
first=$(sbatch --parsable --uid=katia -A cancer -p medium -J align --array=1-24%4 -c 8 --mem=32G -t 12:00:00 --wrap 'sleep 864000')
at 2023-10-05T15:00:00
second=$(sbatch --parsable --uid=katia -A cancer -J merge -d aftercorr:$first --array=1-24 -c 2 --mem=8G -t 2:00:00 --wrap 'sleep 864000')
sbatch --uid=katia -A cancer -J report -d afterok:$second -t 10 --wrap 'sleep 864000'
at 2023-10-05T15:30:00
scontrol update JobId=$first ArrayTaskThrottle=2
sbatch --uid=pavel -A proteomics -q bulk -p fat -J denovo -n 1 -c 64 --mem=2500G -t 7-00:00:00 --wrap 'sleep 864000'
sbatch --uid=nils -A plants -p short -J kmer -N 18 -n 18 --exclusive -t 6:00:00 --wrap 'sleep 864000'
sbatch --uid=ines -A core -J index -n 1 --mem=400G -t 1:00:00 --wrap 'sleep 864000' || true
at 2023-10-05T16:30:00
scontrol update NodeName=c18 State=DRAIN Reason="scratch full"
scancel ${second}_[20-24]
