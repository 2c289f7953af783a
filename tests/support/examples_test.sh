#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The examples of every --help work: there are at least two a command, and each does what it says on the shipped
# samples, or on files made here under the names that it uses. With --json it answers programs.
#
# usage: tests/support/examples_test.sh SLURMSIM SOURCE
set -u
slurmsim=${1:?usage: tests/support/examples_test.sh SLURMSIM SOURCE}
source=${2:?usage: tests/support/examples_test.sh SLURMSIM SOURCE}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
PATH=$(dirname "$slurmsim"):$PATH
failed=0

# The shipped traces, but only a day of them: what is tested is that the words work.
ln -s "$source/configs" configs && mkdir -p workloads/traces
for trace in tiny generated-week; do
    head -n 41 "$source/workloads/traces/$trace.csv" >workloads/traces/$trace.csv
done
cp -r configs/clusters/tiny SITE && cp configs/clusters/tiny/slurm.conf new.conf
printf '%s\n' '; UnixStartTime: 852076800' '1 0 -1 60 1 -1 -1 1 120 -1 1 1 1 1 1 1 -1 -1' | gzip >log.swf.gz
for name in history old-1 old-2; do
    printf 'jobid,user,account,submit,start,end,state,nodes,tres_alloc\n%s,jumong,bio_lab,2026-01-01T01:00:00,2026-01-01T01:00:00,2026-01-01T02:00:00,COMPLETED,1,"cpu=4,mem=16000M,node=1,billing=4"\n' \
        $((RANDOM + 1000)) >$name.csv
done
slurmsim run SITE workloads/traces/tiny.csv --policy fifo -q -o before.db 2>/dev/null && cp before.db after.db
slurmsim sacct --sim-db before.db -P -a -X -S 2026-01-01 -E 2026-12-31 \
    -o JobID,User,Account,Partition,QOS,Submit,Eligible,Start,End,State,Timelimit,NNodes,NCPUS,ReqMem,ReqTRES,AllocTRES,NodeList,Elapsed \
    >sacct.txt
echo '[2026-01-01T00:00:00.100] slurmctld version 22.05.8 started on cluster tiny' >slurmctld.log
ln -s "$source/tests/conformance/cases/replay-array-throttle" CASE
mkdir -p reports && printf '$ sinfo -h -o %%P\nbatch*\n' >reports/sinfo.txt && echo 'jobs.rejected == 0' >rules.txt

unset SLURMSIM_DB
# `check`, `expect` and `validate` may answer no: that is an answer.
run() { # COMMAND EXAMPLE
    eval "$2" >said 2>&1 </dev/null
    local code=$?
    case $1:$code in
    *:0 | expect:1 | check:1 | validate:1) ;;
    *) echo "$2: exit code $code"; tail -n 3 said; failed=1 ;;
    esac
}

# Slurm's commands come last: run.db and lab.db are those of the examples before. Job 1 of lab.db is salloc's.
for command in $(slurmsim --help | sed -n 's/^  \([a-z-]*\) .*/\1/p'); do
    slurmsim "$command" --help | sed -n '/^Examples:/,/^$/s/^  //p' >lines
    [ "$(wc -l <lines)" -ge 2 ] || { echo "$command: fewer than two examples"; failed=1; }
    while read -r line; do run "$command" "$line"; done <lines
done

# Every command answers programs: its first example again with --json is one object that begins with its schema.
for command in $(slurmsim --help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
    slurmsim "$command" --help | sed -n '/^Examples:/,/^$/s/^  //p' | grep -m 1 "^slurmsim $command " >line
    case $command in
    init | import) cp -r configs/clusters/gpu fresh && slurmsim init fresh -o lab.db --at 2026-01-05T08:00:00 2>/dev/null ;;
    anonymise) rm -r shown ;;
    esac
    [ "$command" = validate ] && echo 'slurmsim validate CASE CASE' >line
    eval "$(cat line) --json" >said 2>complaints </dev/null
    head -c 60 said | tr -d ' \n' | grep -q '^{"schema":"slurmsim\.' || { echo "$(cat line) --json answers:"; head -n 3 said complaints; failed=1; }
    python3 -c 'import json, sys; json.load(open("said"))' 2>/dev/null || ! command -v python3 >/dev/null ||
        { echo "$(cat line) --json is not one object"; failed=1; }
done
exit $failed
