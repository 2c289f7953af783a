#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The largest machine: 1 000 000 jobs on 50 000 nodes of 64 CPUs in 27 days, five times the mean size of the
# deep queue. The usual size is its first three hours.
#
# usage: bench/macro/nodes.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
. "$here/sites.sh"
plain_site 50000 64
workload=generate:lognormal=1900,jobs=1000000,days=27,seed=1,arrays=0.4,gpus=0,users=500,accounts=60
workload=$workload,fail=0,cancel=0,depend=0
until='--until 2026-01-01T03:00:00'
[ -n "$smoke" ] && until='--until 2026-01-01T00:05:00'
times=1
[ -n "$full" ] || replay slurm.nodes50000.three-hours "$workload" $until
replay_if_full slurm.nodes50000 "$workload"
