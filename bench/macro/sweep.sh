#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A sweep of 16 runs on two threads against two processes at once with eight of them each, one thread a process:
# what threads that share a site cost. wall: time of the two over time of the one, 1 is ideal (two idle cores);
# cpu: the same of CPU seconds, which a busy machine does not falsify.
#
# usage: bench/macro/sweep.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
. "$here/sites.sh"
jobs=4000
[ -n "$smoke" ] && jobs=100
[ -n "$full" ] && jobs=40000
plain_site 100 64
first=1-0,2-0,3-0,4-0,5-0,6-0,7-0,8-0
second=9-0,10-0,11-0,12-0,13-0,14-0,15-0,16-0

sweep() { # THREADS VALUES FOLDER
    "$slurmsim" sweep "$site" "generate:lognormal=20,jobs=$jobs,days=$((jobs / 2000 + 1)),arrays=0.2,gpus=0,users=50,accounts=10" \
        -j "$1" --vary "PriorityDecayHalfLife=$2" -q -o "$3" >"$3.txt"
}

case ${SWEEP:-} in # called by itself, to be measured
two) sweep 1 $first a & sweep 1 $second b; wait; exit ;;
one) sweep 2 $first,$second c; exit ;;
esac
cost 1 env SWEEP=two "$root/bench/macro/sweep.sh" "$build"
two_cpu=$cpu two_wall=$wall
cost 1 env SWEEP=one "$root/bench/macro/sweep.sh" "$build"
awk -v cpu="$cpu" -v wall="$wall" -v two_cpu="$two_cpu" -v two_wall="$two_wall" 'BEGIN {
    printf "sweep.16.cpu %.3f seconds\n", cpu
    printf "sweep.16.ratio.cpu %.3f -\n", two_cpu / cpu
    printf "sweep.16.ratio.wall %.3f -\n", two_wall / wall }'
