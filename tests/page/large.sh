#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The page of 100 000 jobs on 256 nodes: smaller than 25 MB, first painted within 2 s; with all its charts drawn, a key at
# the node chart shows there within 100 ms, and no frame takes longer until all others have followed. The best of three
# tries counts: what else the machine does is not the page's, and on a busy one time is told but not judged.
#
# usage: tests/page/large.sh SLURMSIM SOURCE     code 77: no browser here, or too much else to do
set -u
slurmsim=${1:?usage: tests/page/large.sh SLURMSIM SOURCE}
source=${2:?usage: tests/page/large.sh SLURMSIM SOURCE}
. "$source/tests/page/browser_lib.sh"

mkdir site && cat >site/slurm.conf <<'CONF'
ClusterName=wide
SlurmctldHost=ctl
AccountingStorageType=accounting_storage/slurmdbd
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
PriorityType=priority/multifactor
PriorityWeightFairshare=1000
MaxJobCount=200000
NodeName=n[001-256] CPUs=32
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED
CONF
awk 'BEGIN {
    srand(3)
    print "jobid,submit,user,account,ntasks,timelimit,run"
    for (i = 1; i <= 100000; i++) {
        t += int(rand() * 120)
        tasks = rand() < .6 ? int(1 + rand() * 16) : 32 * int(1 + rand() * 8)
        printf "%d,%d,u%d,a%d,%d,600,%d\n", i, t, i % 40, i % 8, tasks, 60 + int(rand() * rand() * 9000)
    }
}' >jobs.csv
slurmsim run site jobs.csv --policy fifo -o run.db -q --unknown-users=add 2>/dev/null || exit 1
slurmsim report run.db -o run.html -q || exit 1

size=$(stat -c %s run.html)
echo "size-bytes $size"
[ "$size" -lt 25000000 ] || { echo "FAILED: the page is larger than 25 MB"; exit 1; }
for try in 1 2 3; do
    dump run.html measure measure >measured
    cat measured
    paint=$(awk '$1 == "first-paint-ms" { print $2 }' measured)
    zoom=$(awk '$1 == "zoom-ms" { print $2 }' measured)
    frame=$(awk '$1 == "frame-ms" { print $2 }' measured)
    charts=$(awk '$1 == "charts" { print $2 }' measured)
    [ "${charts:-0}" -ge 6 ] || { echo "FAILED: ${charts:-no} charts over time were drawn, 6 were wanted"; exit 1; }
    [ "${paint:-9999}" -ge 0 ] && [ "${paint:-9999}" -lt 2000 ] && [ "${zoom:-9999}" -lt 100 ] &&
        [ "${frame:-9999}" -lt 100 ] && exit 0
done
if awk -v cpus="$(nproc)" '{ exit !($1 > cpus) }' /proc/loadavg; then
    echo "skipped: time was not judged on a busy machine (load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) CPUs)"
    exit 77
fi
echo "FAILED: first paint in 2000 ms, a zoom in 100 ms and no frame above 100 ms were wanted"
exit 1
