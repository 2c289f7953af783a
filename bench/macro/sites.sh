# SPDX-License-Identifier: Apache-2.0
#
# Sites that several benchmarks replay logs on; read with `.`, not run. They write into $site.
common='
SlurmctldHost=head
PriorityType=priority/multifactor
PriorityWeightAge=1000
PriorityWeightFairshare=10000
AccountingStorageType=accounting_storage/slurmdbd
MaxJobCount=1000000
'

kth_site() { # 100 single-processor nodes, given away whole
    cat >"$site/slurm.conf" <<END
ClusterName=kth
SelectType=select/linear
$common
NodeName=n[1-100] CPUs=1 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
END
}

plain_site() { # NODES CPUS
    cat >"$site/slurm.conf" <<END
ClusterName=plain
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
$common
NodeName=n[1-$1] CPUs=$2 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
END
}
