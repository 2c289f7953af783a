#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Counting free nodes (policies fifo and easy without a ledger) answers as simulating them does: the same
# summary but for what the engine says of itself, on random logs (bursts, equal seconds, run times of 0 and
# beyond the limit, cancellations of both kinds, failures) and, where they lie beside the source, on public
# ones. Runs that it must leave alone are left alone.
#
# usage: tests/conformance/pool.sh SOURCE BUILD [SEEDS]
set -u
export LC_ALL=C
source=${1:?usage: $0 SOURCE BUILD [SEEDS]}
slurmsim=${2:?usage: $0 SOURCE BUILD [SEEDS]}/bin/slurmsim
seeds=${3:-25}
shared=${SLURMSIM_SHARED:-$source/../shared}
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
faults=0 compared=0
mkdir "$work/site"

site() { # NODES CPUS [LINE]
    cat >"$work/site/slurm.conf" <<END
ClusterName=pool
SlurmctldHost=ctl
SelectType=select/linear
PriorityType=priority/multifactor
AccountingStorageType=accounting_storage/slurmdbd
MaxJobCount=100000
NodeName=n[1-$1] CPUs=$2 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
${3:-}
END
}

fault() { echo "$*" >&2; faults=$((faults + 1)); }

# The summary without what the engine says of itself; the counter of the pool in $counted.
summary() { # OPTION...
    timeout -s KILL 60 "$slurmsim" run "$work/site" "$work/log.swf" --no-db --json "$@" >"$work/json" 2>"$work/err" ||
        { fault "fails: $*"; cat "$work/err" >&2; }
    counted=$(grep -o '"jobs_counted": *[0-9]*' "$work/json" | grep -o '[0-9]*$')
    sed '/"engine": {/,/}/d; /"path"/d' "$work/json"
}

same() { # TITLE POLICY
    summary --policy "$2" >"$work/counted"
    [ "${counted:-0}" -gt 0 ] || fault "$1 $2: not counted"
    summary --policy "$2" --no-pool >"$work/simulated"
    [ "${counted:-1}" -eq 0 ] || fault "$1 $2: counted in spite of --no-pool"
    cmp -s "$work/counted" "$work/simulated" || { fault "$1 $2 differs"; diff "$work/counted" "$work/simulated" | head -5 >&2; }
    compared=$((compared + 1))
}

log() { # SEED PROCESSORS
    awk -v seed="$1" -v most="$2" 'BEGIN {
        srand(seed)
        print "; UnixStartTime: 1000000000"
        t = 0
        for (i = 1; i <= 400; i++) {
            if (rand() < 0.6) t += int(-log(1 - rand()) * 120)
            limit = rand() < 0.1 ? 1 : int(exp(rand() * 9))
            run = rand() < 0.1 ? 0 : rand() < 0.15 ? limit + int(rand() * 100) : int(rand() * limit)
            status = rand() < 0.1 ? 5 : rand() < 0.1 ? 0 : 1
            size = rand() < 0.5 ? 1 : 1 + int(rand() * most)
            print i, t, rand() < 0.5 ? int(rand() * 300) : 0, run, size, -1, -1, size, limit + 1, -1, status, int(rand() * 6), int(rand() * 3), -1, -1, -1, -1, -1
        }
    }' >"$work/log.swf"
}

for ((seed = 1; seed <= seeds; seed++)); do
    nodes=$((1 + seed * 5 % 17)) cpus=$((seed % 3 == 0 ? 4 : 1))
    site $nodes $cpus
    log "$seed" $((nodes * cpus))
    same "seed $seed" easy
    same "seed $seed" fifo
done

site 100 1
file=$shared/traces/swf/KTH-SP2-1996-2.1-cln.swf.gz
if [ -e "$file" ]; then
    gzip -dc "$file" | awk '/^;/ || n++ < 2000' >"$work/log.swf"
    same KTH-SP2 easy
    same KTH-SP2 fifo
fi

# Left alone: a job larger than the machine, nodes that differ, a second partition, another policy.
left() { # TITLE OPTION...
    local title=$1
    shift
    summary "$@" >"$work/counted"
    [ "${counted:-1}" -eq 0 ] || fault "$title: counted"
}
log 3 20
site 10 1 && left "a job that is too large" --policy easy
log 3 10
site 10 1 'NodeName=big CPUs=4 State=UNKNOWN' && left "nodes that differ" --policy easy
site 10 1 'PartitionName=other Nodes=ALL State=UP' && left "two partitions" --policy easy
site 10 1 && left "another policy" --policy conservative
site 10 1 && left "an end" --policy easy --until 2001-09-10

echo "$compared logs compared, $faults faults"
[ $faults -eq 0 ]
