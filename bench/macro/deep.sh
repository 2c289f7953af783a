#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The deep queue: seed 1, 1 000 000 jobs over 27 days on 10 000 nodes of 64 CPUs and 8 GPUs, 500 users in 60
# accounts, 400 CPU hours a job in the mean (0.94 of what the machine can do), 40 % of them tasks of arrays,
# 30 % with GPUs, days and weeks and three peaks of submissions. Started strictly first come, first served by
# the count of CPUs, more than 2 000 records wait for 52 % of the time and 10 760 at most (tasks: 59 %, 17 840).
# The usual size is the first twelve hours.
#
# usage: bench/macro/deep.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
workload=lognormal=400,jobs=1000000,days=27,seed=1,arrays=0.4,gpu_share=0.3,peaks=3,peak_share=0.03,weekend=0.65
workload=$workload,fail=0,cancel=0,depend=0
cat >"$site/slurm.conf" <<'END_OF_CONF'
ClusterName=deep
SlurmctldHost=head
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
PriorityType=priority/multifactor
PriorityWeightAge=1000
PriorityWeightFairshare=10000
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageEnforce=limits
GresTypes=gpu
MaxJobCount=1000000
NodeName=n[00001-10000] Sockets=2 CoresPerSocket=32 Gres=gpu:8 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
END_OF_CONF
echo 'NodeName=n[00001-10000] Name=gpu Count=8' >"$site/gres.conf"
{
    for i in $(seq 60); do echo "sacctmgr -i add account acct$i"; done
    for i in $(seq 500); do echo "sacctmgr -i add user user$i account=acct$((i % 60 + 1))"; done
} >"$site/setup.sh"
times=1
until='--until 2026-01-01T12:00:00'
[ -n "$smoke" ] && until='--until 2026-01-01T01:00:00'
[ -n "$full" ] || replay deep.half-day "generate:$workload" $until
replay_if_full deep "generate:$workload"
replay_if_full deep10 "generate:$(echo "$workload" | sed s/jobs=1000000,days=27,/jobs=10000000,days=270,/)"
