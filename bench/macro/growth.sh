#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How the cost grows: with jobs (policy easy, without a ledger and with one), with nodes, and with the depth of the
# queue (both policy slurm, 2 000 jobs): CPU seconds at each size, and the exponent fitted to them (1: twice as
# many cost twice as much).
#
# usage: bench/macro/growth.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
. "$here/sites.sh"
times=1

# Slope of the least squares line through log cost over log size.
exponent() { # NAME, lines "SIZE CPU" on stdin
    awk -v name="$1" '$2 > 0 { x = log($1); y = log($2); n++; sx += x; sy += y; sxx += x * x; sxy += x * y }
        END { d = n * sxx - sx * sx; if (d > 0) printf "growth.%s.exponent %.2f -\n", name, (n * sxy - sx * sy) / d }'
}

series() { # NAME FUNCTION SIZE...
    local row=$1 run=$2 n stopped=
    shift 2
    for n in "$@"; do
        [ -z "$stopped" ] || { not_run "growth.$row.$n" "a smaller one was stopped"; continue; }
        "$run" "$n" || {
            not_run "growth.$row.$n" "stopped after $BENCH_LIMIT CPU seconds"
            stopped=1
            continue
        }
        echo "$n $cpu $peak" >>"series.$row"
        awk -v name="growth.$row.$n" -v cpu="$cpu" -v peak="$peak" 'BEGIN {
            printf "%s.cpu %.3f seconds\n%s.peak %.1f MiB\n", name, cpu, name, peak / 1024 }'
    done
    exponent "$row" <"series.$row"
}

# A log of so many jobs on 100 single-processor nodes, three quarters of what they can do.
log() { # JOBS
    awk -v n="$1" 'BEGIN {
        srand(1)
        for (i = 1; i <= n; i++) {
            t += int(rand() * 240); run = int(exp(3 + rand() * 7)); procs = 1 + int(16 * rand() ^ 6)
            who = 1 + int(rand() * 20)
            print i, t, -1, run, procs, -1, -1, procs, int(run * (1 + 2 * rand())) + 60, -1, 1, who, 1 + who % 5, -1, -1, -1, -1, -1
        }
    }' | gzip -1 >log.swf.gz
}

easy() { # JOBS OPTION...
    log "$1"
    shift
    kth_site
    sed -i "s/MaxJobCount=.*/MaxJobCount=100000000/" "$site/slurm.conf"
    cost 1 "$slurmsim" run "$site" log.swf.gz --policy easy -q "$@"
}

by_jobs() {
    easy "$1" --no-db
}

by_jobs_with_ledger() {
    easy "$1" -o run.db
}

by_nodes() {
    plain_site "$1" 64
    cost 1 "$slurmsim" run "$site" \
        "generate:lognormal=$(($1 / 2)),jobs=2000,days=3,arrays=0,gpus=0,users=20,accounts=5" --no-db
}

# All at once: one after the other runs on one node, the rest waits.
by_depth() {
    plain_site 1 1
    awk -v n="$1" 'BEGIN { print "jobid,submit,user,ntasks,timelimit,run"
        for (i = 1; i <= n; i++) print i ",0,u" i % 20 ",1,60,3000" }' >depth.csv
    cost 1 "$slurmsim" run "$site" depth.csv --no-db --until 2026-01-01T12:00:00
}

larger() { # NAME SIZE: run with --full only
    [ -n "$full" ] || not_run "growth.$1.$2" "only with --full"
}

if [ -n "$smoke" ]; then
    series jobs by_jobs 1000
    series jobs-ledger by_jobs_with_ledger 1000
    series nodes by_nodes 100
    series depth by_depth 10 100
    exit 0
fi
series jobs by_jobs 10000 100000 1000000 ${full:+10000000}
larger jobs 10000000
series jobs-ledger by_jobs_with_ledger 10000 100000 ${full:+1000000 10000000}
larger jobs-ledger 1000000
larger jobs-ledger 10000000
series nodes by_nodes 100 1000 10000 ${full:+50000}
larger nodes 50000
series depth by_depth 10 100 1000 10000 ${full:+100000}
larger depth 100000
