#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A script of 20 jobs on a cluster of ten nodes, from the start of the process to the end of the summary.
#
# usage: bench/macro/ub-micro.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
folder=traces/ub-micro-small-slurm20.02
need $folder/small2_v2.events
need $folder/sacctmgr.script
cp "$shared/$folder"/*.conf "$site" && chmod -R u+w "$site"
times=10
replay slurm.ub-micro small2_v2.events --accounts sacctmgr.script \
    --start 2026-01-01
awk -v wall="$wall" 'BEGIN { printf "slurm.ub-micro.wall %.1f ms\n", wall * 1000 }'
