for p in day night idle; do scontrol update PartitionName=$p State=DOWN; done
S() { sbatch "$@" -t 60 --wrap 'sleep 1' || true; }
S --uid=mo -A crew -p day -n 1
S --uid=mo -A crew -p night -n 2
S --uid=mo -A crew -p idle -n 1
S --uid=mo -A pier -p day,night -n 3
S --uid=ny -A pier -p idle,day -n 1
S --uid=ny -A pier -p night -n 1
S --uid=ny -n 4
S --uid=ola -A dock -p night -n 1
S --uid=ola -A dock -p day -n 1
S --uid=pia -n 1
S --uid=pia -A pier -p day,night,idle -n 1
