#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# KTH-SP2: eleven months of a machine of 100 nodes, whole nodes, a queue that is rarely empty.
#
# usage: bench/macro/kth.sh BUILD [--smoke]
set -u
. "$(dirname "$0")/trace.sh"
trace=traces/swf/KTH-SP2-1996-2.1-cln.swf.gz
need $trace
cat >"$site/slurm.conf" <<'END'
ClusterName=kth
SlurmctldHost=head
SelectType=select/linear
PriorityType=priority/multifactor
PriorityWeightAge=1000
PriorityWeightFairshare=10000
AccountingStorageType=accounting_storage/slurmdbd
MaxJobCount=1000000
NodeName=n[1-100] CPUs=1 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
END
replay "$shared/$trace" ${smoke:+--until 1996-09-26}
