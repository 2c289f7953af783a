S() { sbatch --mem=1000 "$@" || true; }
at 2026-04-02T06:01:00
S --uid=fa -n 2 -q free -t 200 --wrap 'exec sleep 7200'
S --uid=fb -n 2 -q half -t 200 --wrap 'exec sleep 7200'
S --uid=fc -n 2 -q triple -t 200 --wrap 'exec sleep 7200'
S --uid=fd -n 2 -t 200 --wrap 'exec sleep 7200'
at 2026-04-02T08:00:00
at 2026-04-02T08:02:00
at 2026-04-02T09:00:00
S --uid=fc -n 4 -q triple -t 600 --wrap 'exec sleep 86400'
S --uid=fa -n 12 -q free -t 600 --wrap 'exec sleep 86400'
S --uid=fb -n 8 -q half -t 600 --wrap 'exec sleep 600'
