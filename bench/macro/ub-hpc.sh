#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A week of submissions to a university's cluster of 217 nodes with its own configuration, topology, QOS and
# accounts: 5 000 jobs, many in bursts.
#
# usage: bench/macro/ub-hpc.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
folder=traces/slurm-native/ub-hpc-medium
need $folder/workload_first5000.events.gz
need $folder/sacctmgr.script
cp "$shared/$folder"/*.conf "$shared/$folder/users.sim" "$site" && chmod -R u+w "$site"
replay slurm.ub-hpc workload_first5000.events.gz \
    --accounts sacctmgr.script --start 2026-01-01 ${smoke:+--until 2026-01-01T02:00:00}
