#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How soon reports begin to answer on a ledger of 1 000 000 jobs (usual: 100 000): wall time to the first byte,
# least of five. A million in 300 days are 0.43 of what the machine can do: a short queue under fifo. sreport
# cluster, sshare and a day's jobs read little; sacct of all jobs reads all.
#
# usage: bench/macro/reports.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
. "$here/sites.sh"
jobs=100000
[ -n "$smoke" ] && jobs=2000
[ -n "$full" ] && jobs=1000000
plain_site 100 64
"$slurmsim" run "$site" "generate:lognormal=20,jobs=$jobs,days=300,arrays=0,gpus=0,users=200,accounts=20" \
    --policy fifo -q -o "$work/run.db" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
export SLURMSIM_DB=$work/run.db

# Milliseconds until the command has written something; then it may go on or not.
first_byte() { # COMMAND...
    local begin=${EPOCHREALTIME/./} end
    "$@" 2>/dev/null | { head -c 1 >/dev/null; echo "${EPOCHREALTIME/./}"; cat >/dev/null; } >"$work/end"
    end=$(cat "$work/end")
    echo $((end - begin))
}

report() { # NAME COMMAND...
    local row=$1 best= t
    shift
    for _ in 1 2 3 4 5; do
        t=$(first_byte "$slurmsim" "$@")
        [ -z "$best" ] || [ "$t" -lt "$best" ] && best=$t
    done
    awk -v name="$row" -v us="$best" 'BEGIN { printf "report.%s.first %.1f ms\n", name, us / 1000 }'
    echo "report.$row.sha256 $("$slurmsim" "$@" 2>/dev/null | sha) -"
}

report sreport-utilization sreport cluster utilization start=2026-01-01 end=2026-11-01
report sreport-by-account sreport cluster AccountUtilizationByUser start=2026-01-01 end=2026-11-01
report sreport-top sreport user top start=2026-01-01 end=2026-11-01
report sreport-sizes sreport job SizesByAccount start=2026-01-01 end=2026-11-01
report sshare sshare -a -l
report sacct-day sacct -a -X -S 2026-02-01 -E 2026-02-02
report sacct-user sacct -u user01 -S 2026-01-01
report sacct-all sacct -a -X -P -S 2026-01-01
report sacct-state sacct -a -X -P -S 2026-01-01 -s TIMEOUT
report squeue squeue
