S() { sbatch "$@" --wrap 'exec sleep 86400' || true; }
at 2026-05-20T12:01:00
S --uid=ka -A k -n 4 --mem=8G -t 600 -p lo -q q1
S --uid=kb -A k -n 8 --mem=12G -t 60 -p hi --gres=gpu:1
S --uid=la -A l -n 2 --mem=30G -t 1000 -w o2
at 2026-05-20T12:30:00
S --uid=la -A l -N 2 --exclusive -t 300 -q q2 --mem=1G
S --uid=ka -A k -n 16 --mem=2G -t 30 -p lo,hi
S --uid=kb -A k -n 1 --mem=100 -t 5 --nice=50 --gres=gpu:2 -w o1 -N 1 -q q1
S --uid=kb -A k -n 32 --mem=1G -t 1440 -p lo -H
at 2026-05-20T12:40:00
S --uid=la -A l -n 16 --mem=100 -t 10 --begin=2026-05-20T14:00:00 -w o1
at 2026-05-20T13:05:00
