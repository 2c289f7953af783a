at 2026-02-23T06:10:00
scontrol update nodename=wsm04 state=down reason='mainboard again'
scontrol update nodename=hsw03 state=drain reason='ib cable'
sbatch --uid=abel -J sage -n 6 -t 8:00:00 --wrap 'exec sleep 200000'
sbatch --uid=bea -J magma -C 'westmere|haswell' -n 8 -t 12:00:00 --wrap 'exec sleep 200000'
sbatch --uid=cyril -J vasp -C ib -N 2 -n 48 -t 2-0 --wrap 'exec sleep 200000'
sbatch --uid=doro -J gromacs -C 'epyc&ssd' -n 64 -t 1-0 --wrap 'exec sleep 200000'
sbatch --uid=gerd -J lammps -C '[haswell|epyc]' -N 2 -n 32 -t 20:00:00 --wrap 'exec sleep 200000'
sbatch --uid=egon -p himem -J panel -n 8 --mem=600G -t 3-0 --wrap 'exec sleep 200000'
at 2026-02-23T10:00:00
sbatch --uid=cyril -J vasp2 -C epyc -N 2 -n 200 -t 2-0 --wrap 'exec sleep 200000'
sbatch --uid=fritz -J stata -n 1 --mem=40G -t 6:00:00 --wrap 'exec sleep 200000'
sbatch --uid=fritz -J R -p kurz -n 4 -t 1:30:00 --wrap 'exec sleep 3000'
sbatch --uid=abel -J knl -C knl -n 4 -t 1:00:00 --wrap 'exec sleep 100' || true
sbatch --uid=abel -J long -p kurz -n 4 -t 5:00:00 --wrap 'exec sleep 100' || true
sbatch --uid=bea -J priv -p alles -n 4 -t 5:00:00 --wrap 'exec sleep 100' || true
sbatch --uid=doro -J orca -w hsw01 -n 12 -t 10:00:00 --wrap 'exec sleep 200000'
sbatch --uid=doro -J orca2 -x hsw[01-02] -C haswell -n 12 -t 10:00:00 --wrap 'exec sleep 200000'
sbatch --uid=gerd -J drained -w hsw03 -n 12 -t 10:00:00 --wrap 'exec sleep 200000'
scontrol update nodename=epyc02 weight=5
sbatch --uid=egon -J light -n 2 -t 3:00:00 --wrap 'exec sleep 200000'
at 2026-02-23T15:00:00
scontrol update nodename=wsm01 state=drain reason='to be scrapped'
scontrol update nodename=wsm03 features=westmere,sse4,old,quiet
scontrol update nodename=hsw03 state=resume
sbatch --uid=abel -J quiet -C quiet -n 2 -t 4:00:00 --wrap 'exec sleep 200000'
sbatch --uid=bea -J count -C 'haswell*2&ib' -N 2 -n 4 -t 4:00:00 --wrap 'exec sleep 200000'
sbatch --uid=egon -J wide -n 300 -t 10:00:00 --wrap 'exec sleep 200000'
sbatch --uid=fritz -J minnode --mincpus=20 -n 2 -t 2:00:00 --wrap 'exec sleep 200000'
