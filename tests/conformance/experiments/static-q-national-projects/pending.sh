at 2026-07-21T22:10:00
sbatch --uid=aoki -A p_quake -p large -q large -N 4 -n 128 -t 20:00:00 -J fdm3d --wrap 'exec sleep 200000'
sbatch --uid=fujii -p large -q large -N 2 -n 64 -t 15:00:00 -J md --wrap 'exec sleep 200000'
sbatch --uid=goto -n 32 -t 1-0 -J docking --wrap 'exec sleep 200000'
sbatch --uid=doi -n 4 -t 1:30:00 -J yield --wrap 'exec sleep 200000'
sbatch --uid=chiba -p large -q large -N 2 -n 64 -t 10:00:00 -J inund --wrap 'exec sleep 200000'
at 2026-07-22T02:00:00
sbatch --uid=goto -n 8 -t 10:00:00 -J second --wrap 'exec sleep 200000'
sbatch --uid=doi -n 16 -t 10:00:00 -J nobudget --wrap 'exec sleep 200000'
sbatch --uid=endo -n 20 -t 2:00:00 -J fishbig --wrap 'exec sleep 200000'
sbatch --uid=endo -n 8 -t 20:00:00 -J fishlong --wrap 'exec sleep 200000'
sbatch --uid=hara -n 2 -t 4:00:00 -J stat1 --wrap 'exec sleep 200000'
sbatch --uid=hara -n 2 -t 4:00:00 -J stat2 --wrap 'exec sleep 200000'
sbatch --uid=hara -n 2 -t 4:00:00 -J stat3 --wrap 'exec sleep 200000'
sbatch --uid=hara -n 2 -t 4:00:00 -J stat4 --wrap 'exec sleep 200000' || true
sbatch --uid=ito -q express -n 8 -t 40 -J viz --wrap 'exec sleep 200000'
sbatch --uid=ito -q express -n 12 -t 40 -J vizbig --wrap 'exec sleep 200000' || true
sbatch --uid=aoki -A p_road -q large -p large -n 32 -N 2 -t 1:00:00 -J toosmall --wrap 'exec sleep 200000' || true
sbatch --uid=fujii -n 100 -t 2-0 -J runmins --wrap 'exec sleep 200000'
sbatch --uid=fujii -q express -p large -N 2 -n 64 -t 30 -J notallowed --wrap 'exec sleep 200000' || true
at 2026-07-22T08:00:00
sbatch --uid=baba -p large -q large -N 3 -n 96 -t 8:00:00 -J fdm2 --wrap 'exec sleep 200000'
sbatch --uid=chiba -n 48 -t 12:00:00 -J wave --wrap 'exec sleep 200000'
sbatch --uid=aoki -A p_quake -n 16 -t 8:00:00 -J seis --wrap 'exec sleep 200000'
sbatch --uid=aoki -A p_vaccine -n 1 -t 10 -J wrongacct --wrap 'exec sleep 10' || true
sacctmgr -i modify account p_rice set grptresmins=cpu=60000
sacctmgr -i modify user goto set maxjobs=2
