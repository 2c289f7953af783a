J() { sbatch "$@" --mem=100 --wrap 'exec sleep 86400' || true; }
at 2026-02-02T10:01:00
J --uid=ca --array=1-20:3%2 -n 1 -t 500
J --uid=cb --array=5,7,9 -q r -n 1 -t 400
J --uid=cb -n 3 -t 300 -L q:2
J --uid=ca -n 1 -t 300 -L q:2
J --uid=ca -d aftercorr:1 --array=1-4 -n 1 -t 5
J --uid=ca -d afterany:1_4:2 -n 1 -t 5
at 2026-02-02T10:30:00
scontrol hold 1_16 || true
scontrol update JobId=1 ArrayTaskThrottle=3 || true
J --uid=cb -N 2 --exclusive -t 100 -C big
J --uid=cb -n 2 --deadline=2026-02-02T22:00:00 -t 60 --begin=2026-02-02T20:00:00
