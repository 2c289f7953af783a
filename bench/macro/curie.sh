#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# CEA-Curie, first half: 156 413 jobs on 5 040 nodes of 16 CPUs.
#
# usage: bench/macro/curie.sh BUILD [--smoke]
set -u
. "$(dirname "$0")/trace.sh"
trace=traces/swf/CEA-Curie-2011-2.1-cln.first-half.swf.gz
need $trace
cat >"$site/slurm.conf" <<'END'
ClusterName=curie
SlurmctldHost=head
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
PriorityType=priority/multifactor
PriorityWeightAge=1000
PriorityWeightFairshare=10000
AccountingStorageType=accounting_storage/slurmdbd
MaxJobCount=1000000
NodeName=n[1-5040] CPUs=16 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
END
for queue in test parallel large hybrid xlarge standard; do
    echo "PartitionName=$queue Nodes=ALL MaxTime=UNLIMITED State=UP"
done >>"$site/slurm.conf"
replay "$shared/$trace" ${smoke:+--until 2012-02-04}
