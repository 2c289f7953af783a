#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# CEA-Curie, first half: 156 413 jobs on 5 040 nodes of 16 CPUs. The usual size is its first ten days.
#
# usage: bench/macro/curie.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
. "$here/sites.sh"
trace=traces/swf/CEA-Curie-2011-2.1-cln.first-half.swf.gz
need $trace
trace=$(basename $trace)
cat >"$site/slurm.conf" <<END
ClusterName=curie
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
$common
NodeName=n[1-5040] CPUs=16 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
END
for queue in test parallel large hybrid xlarge standard; do
    echo "PartitionName=$queue Nodes=ALL MaxTime=UNLIMITED State=UP"
done >>"$site/slurm.conf"
until='--until 2012-02-13'
[ -n "$smoke" ] && until='--until 2012-02-04'
times=1
[ -n "$full" ] || replay slurm.curie.ten-days $trace $until
replay_if_full slurm.curie $trace
