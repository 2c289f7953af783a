#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# What `make demo` runs after the build: a record of real Slurm replayed, the GPU site with a generated
# quarter of jobs, and, with TRACE, the user's own log.
#
# usage: sim/cli/demo.sh BUILD, with TRACE (file.swf[.gz], csv, sacct) and SITE (folder) in the environment
set -eu
build=${1:?usage: sim/cli/demo.sh BUILD}
top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$build" && pwd)
PATH=$build/bin:$build/libexec/slurmsim/bin:$PATH
out=$build/demo
mkdir -p "$out"

say() { printf '\n== %s\n\n' "$*"; }
show() {
	printf '$ %s\n' "$*"
	"$@"
	echo
}

# A site for a log without one: its header's processors, eight nodes' worth of them a node at most.
site_of_log() {
	local log=$1 folder=$2 cat=cat procs nodes per
	case $log in *.gz) cat=zcat ;; esac
	procs=$($cat "$log" | sed -n 's/^; *MaxProcs: *\([0-9]*\).*/\1/p' | head -n 1)
	nodes=$($cat "$log" | sed -n 's/^; *MaxNodes: *\([0-9]*\).*/\1/p' | head -n 1)
	[ -n "$procs" ] || {
		echo "demo: $log does not say MaxProcs; give SITE=folder with a slurm.conf" >&2
		exit 2
	}
	per=1
	[ -n "$nodes" ] && [ "$nodes" -gt 0 ] && per=$((procs / nodes))
	[ "$per" -gt 0 ] || per=1
	mkdir -p "$folder"
	cat >"$folder/slurm.conf" <<CONF
ClusterName=log
SlurmctldHost=ctl
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
AccountingStorageType=accounting_storage/slurmdbd
PriorityType=priority/multifactor
PriorityWeightFairshare=10000
PriorityWeightAge=1000
MaxJobCount=1000000
NodeName=n[1-$((procs / per))] CPUs=$per
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED
CONF
}

own_log() {
	local site=${SITE:-} db=$out/log.db
	if [ -z "$site" ]; then
		site=$out/log-site
		site_of_log "$TRACE" "$site"
		say "Your log has no site: $site/slurm.conf was made from its header"
	fi
	say "Your log, $TRACE, on $site"
	show slurmsim run "$site" "$TRACE" -o "$db"
	export SLURMSIM_DB=$db
	show sreport -t Hours cluster Utilization start=1980-01-01 end=now
	show sreport -t Hours user TopUsage start=1980-01-01 end=now
	printf '$ sshare | head\n'
	sshare | head -n 12
	echo
	slurmsim report "$db" -o "$out/log.html" -q
	echo "Open $out/log.html in a browser."
	echo "The ledger is $db; eval \"\$(slurmsim env $db)\" makes it the cluster that squeue, sacct and"
	echo "the others speak of."
}

if [ -n "${TRACE:-}" ]; then
	own_log
	exit 0
fi

say "1. Real Slurm 22.05.8 ran these 110 jobs; here they are again, from submission and run times alone"
case=$top/workloads/traces/backfill-sizes
show slurmsim run "$case" "$case/trace.csv" --start 2026-01-15T10:00:00 \
	--recorded-runs "$case/record.csv" -o "$out/record.db"
show slurmsim summary "$out/record.db" --record "$case/record.csv" | tail -n 6
export SLURMSIM_DB=$out/record.db
show sreport -t Hours cluster AccountUtilizationByUser start=2026-01-15T10:00:00 end=2026-01-15T14:00:00
show sshare -a
printf '$ sacct -X --format=JobID,User,Partition,AllocCPUS,Elapsed,Start,NodeList | head\n'
sacct -a -X -S 2026-01-15 --format=JobID,User,Partition,AllocCPUS,Elapsed,Start,NodeList | head -n 8

say "2. A GPU site: ten nodes of eight H100, two labs with equal shares, a quarter of their jobs"
show slurmsim run "$top/configs/clusters/gpu" \
	generate:days=91,load=0.3,seed=1 -o "$out/gpu.db" --until 2026-03-26T12:00:00
export SLURMSIM_DB=$out/gpu.db
show sreport cluster Utilization start=2026-01-01 end=2026-03-26
show sreport -T gres/gpu -t Hours cluster AccountUtilizationByUser Tree start=2026-01-01 end=2026-03-26
show sshare -a -l
printf '$ squeue | head\n'
squeue | head -n 12
printf '\n$ sprio | head\n'
sprio | head -n 8
echo
show sinfo
slurmsim report "$out/gpu.db" -o "$out/gpu.html" -q
echo "Open $out/gpu.html in a browser: use, queue, waits, the share tree at any moment, every job on its nodes."
echo "Open $out/gpu.db with SQLite, or: eval \"\$($build/bin/slurmsim env $out/gpu.db)\" and use squeue,"
echo "sacct, sshare, sprio, sinfo, sreport and sacctmgr on it as on a cluster."
echo "Your own log: make demo TRACE=file.swf.gz [SITE=folder with slurm.conf]"
