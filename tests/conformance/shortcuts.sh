#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# No shortcut changes a result: each alone switched off, all on and all off (--literal) give ledgers of the
# same bytes; a shortcut's counter is 0 where it is off, and over 0 in some run where it is on.
#
# Worlds: sites of our own that differ in what matters (selection, preemption, sharing, limits, window)
# under random jobs (arrays, dependencies, devices, begin times, deadlines, several partitions, wishes for
# nodes) and operations (drains, reservations, holds, cancellations); the shipped sites; the recorded cases;
# and, where they lie beside the source, the first jobs of public logs and the other recorded cases.
#
# usage: [KEEP=FOLDER] tests/conformance/shortcuts.sh SOURCE BUILD [SEEDS]     KEEP: the random worlds stay there
set -u
export LC_ALL=C
source=${1:?usage: $0 SOURCE BUILD [SEEDS]}
slurmsim=${2:?usage: $0 SOURCE BUILD [SEEDS]}/bin/slurmsim
seeds=${3:-12}
shared=${SLURMSIM_SHARED:-$source/../shared}
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
faults=0
compared=0
options=$("$slurmsim" run --help | awk '$1 ~ /^--(no-|plain-)/ && $1 != "--no-db" { print $1 }')
counters=$("$slurmsim" doc shortcuts | awk '{ print $1 }')
declare -A used

# ledger NAME OPTION...: the sum of a run's ledger on stdout, its summary in NAME.json
ledger() {
    local name=$1
    shift
    rm -f "$work/run.db"
    (cd "$work" && "$slurmsim" run "$@" --json -o run.db >"$name.json" 2>"$name.err") || {
        echo "fails: $*" >&2
        cat "$work/$name.err" >&2
        return 1
    }
    sha256sum <"$work/run.db"
}

counted() { # NAME COUNTER
    grep -o "\"$2\": *[0-9]*" "$work/$1.json" | grep -o '[0-9]*$'
}

# same TITLE RUN-ARGUMENT...
same() {
    local title=$1 all literal one counter n
    shift
    all=$(ledger all "$@") || { faults=$((faults + 1)); return; }
    literal=$(ledger literal "$@" --literal)
    [ "$all" = "$literal" ] || { echo "$title: differs from --literal" >&2; faults=$((faults + 1)); }
    for counter in $counters; do
        n=$(counted all "$counter")
        [ "${n:-0}" -gt 0 ] && used[$counter]=1
        n=$(counted literal "$counter")
        [ "${n:-1}" -eq 0 ] || { echo "$title: --literal counts $counter" >&2; faults=$((faults + 1)); }
    done
    [ "$all" = "$literal" ] || for one in $options; do
        echo "  $one: $( [ "$(ledger one "$@" "$one")" = "$literal" ] && echo same as literal || echo differs)" >&2
    done
    compared=$((compared + 1))
    # one at a time: in turn, so that a round of worlds meets all of them
    set -- "$@"
    local list=($options)
    one=${list[$((compared % ${#list[@]}))]}
    [ "$(ledger one "$@" "$one")" = "$all" ] || { echo "$title: $one differs" >&2; faults=$((faults + 1)); }
}

# --- random worlds ---------------------------------------------------------------------------------

# choose SEED WORD...: one of the words
choose() {
    local seed=$1
    shift
    shift $(((seed * 7919 + 13) / 7 % $#))
    echo "$1"
}

site() { # SEED
    local seed=$1 preempt mode select
    select=$(choose "$seed" select/cons_tres select/cons_tres select/linear select/cons_res)
    preempt=$(choose $((seed + 1)) preempt/none preempt/partition_prio preempt/none preempt/qos)
    mode=OFF
    [ "$preempt" != preempt/none ] && mode=$(choose $((seed + 2)) REQUEUE CANCEL SUSPEND,GANG)
    [ "$preempt" = preempt/qos ] && mode=REQUEUE
    cat <<END
ClusterName=random
SlurmctldHost=ctl
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageEnforce=$(choose $((seed / 2)) associations,limits,qos associations none)
AccountingStorageTRES=gres/gpu
SelectType=$select
$( [ $select != select/linear ] && echo SelectTypeParameters=$(choose $((seed + 3)) CR_Core_Memory CR_Core CR_CPU CR_Core_Memory,CR_LLN))
SchedulerType=sched/backfill
SchedulerParameters=bf_window=$(choose $seed 1440 240 4320),bf_resolution=$(choose $((seed / 3)) 60 300),bf_interval=$(choose $((seed + 5)) 30 60)$(choose $((seed + 6)) "" ,bf_min_age_reserve=300 ,bf_max_job_user=6 ,bf_busy_nodes ,default_queue_depth=5 ,bf_max_job_test=9 ,bf_one_resv_per_job ,assoc_limit_stop ,bf_node_space_size=5)
PriorityType=$(choose $((seed + 7)) priority/multifactor priority/multifactor priority/basic)
PriorityWeightAge=1000
PriorityWeightFairshare=10000
PriorityWeightJobSize=500
PriorityWeightQOS=3000
PriorityDecayHalfLife=1-0
PriorityMaxAge=1-0
PriorityCalcPeriod=$(choose $((seed + 8)) 5 1)
PriorityFlags=$(choose $((seed + 4)) FAIR_TREE DEPTH_OBLIVIOUS NO_FAIR_TREE)
PreemptType=$preempt
PreemptMode=$mode
GresTypes=gpu
Licenses=lic:4
MinJobAge=$(choose $seed 300 60)
CompleteWait=$(choose $((seed + 9)) 0 0 0 20)
NodeName=DEFAULT Sockets=2 CoresPerSocket=4 ThreadsPerCore=$(choose $((seed + 1)) 1 2) State=UNKNOWN
NodeName=a[1-8] RealMemory=32000 Feature=thin Weight=10
NodeName=b[1-3] RealMemory=64000 Feature=fat Weight=20
NodeName=g[1-2] RealMemory=64000 Gres=gpu:2 Feature=gpu Weight=30
PartitionName=DEFAULT MaxTime=1-00:00:00 DefaultTime=01:00:00 State=UP
PartitionName=batch Nodes=a[1-8],b[1-3] Default=YES PriorityTier=10$(choose $((seed + 10)) "" " OverSubscribe=YES:2" " OverSubscribe=EXCLUSIVE" " MaxNodes=6" " QOS=low")
PartitionName=short Nodes=ALL MaxTime=02:00:00 PriorityTier=$(choose $seed 10 20)
PartitionName=gpu Nodes=g[1-2],b1 PriorityTier=10
PartitionName=scav Nodes=ALL PriorityTier=1
END
}

people() {
    cat <<'END'
sacctmgr -i add qos low Priority=0 UsageFactor=0.5 MaxTRESPerUser=cpu=24
sacctmgr -i add qos high Priority=100 Preempt=low,normal MaxJobsPerUser=3
sacctmgr -i modify qos normal set Priority=20
sacctmgr -i add account one fairshare=3 QoS=normal,low,high
sacctmgr -i add account two fairshare=1 QoS=normal,low,high GrpTRES=cpu=40
sacctmgr -i add account three parent=two fairshare=2 QoS=normal,low,high MaxJobs=6
sacctmgr -i add user u1,u2 Account=one
sacctmgr -i add user u3 Account=two
sacctmgr -i add user u4,u5 Account=three
END
}

jobs() { # SEED N
    awk -v seed="$1" -v n="$2" '
    function pick(list, a, k) { k = split(list, a, " "); k = a[1 + int(rand() * k)]; return k == "-" ? "" : k }
    BEGIN {
        srand(seed)
        print "jobid,submit,user,account,partition,qos,nodes,ntasks,cpus_per_task,mem,gres,timelimit,run,extra"
        for (i = 1; i <= n; i++) {
            t += int(-log(1 - rand()) * (rand() < 0.1 ? 1500 : 60))
            u = 1 + int(rand() * 5)
            account = u < 3 ? "one" : u == 3 ? "two" : "three"
            nodes = pick("- - - 1 1 2 3 6"); tasks = pick("- 1 2 4 8 16 30")
            if (nodes != "" && tasks != "" && tasks < nodes) tasks = nodes
            limit = pick("- 5 10 30 60 60 120 400"); run = int(exp(3 + rand() * 6))
            extra = ""
            if (rand() < 0.12) extra = extra " --array=0-" int(rand() * 7) pick("- %2 %3")
            if (i > 3 && rand() < 0.08) extra = extra " --dependency=" pick("after afterok afterany afternotok") ":@" (i - 1 - int(rand() * 3))
            if (rand() < 0.03) extra = extra " --dependency=singleton"
            if (rand() < 0.04) extra = extra " --begin=now+" int(rand() * 4000)
            if (rand() < 0.03) extra = extra " --deadline=now+" int(3600 * (2 + rand() * 5))
            if (rand() < 0.06) extra = extra " --exclusive"
            if (rand() < 0.05) extra = extra " --constraint=" pick("thin fat thin|fat")
            if (rand() < 0.04) extra = extra " --nodelist=a" (1 + int(rand() * 8))
            if (rand() < 0.04) extra = extra " --exclude=a" (1 + int(rand() * 8))
            if (rand() < 0.05) extra = extra " --licenses=lic:" (1 + int(rand() * 3))
            if (rand() < 0.04) extra = extra " --nice=" int(rand() * 500)
            if (rand() < 0.03) extra = extra " --hold"
            if (rand() < 0.03) extra = extra " --contiguous"
            if (rand() < 0.05 && limit != "") extra = extra " --time-min=" 3
            if (rand() < 0.03) extra = extra " --oversubscribe"
            if (rand() < 0.05) extra = extra " --reservation=r1"
            part = pick("- - - - batch short scav gpu batch+short short+scav")
            gsub(/\+/, ",", part)
            gres = part == "gpu" || rand() < 0.03 ? "gpu:" (1 + int(rand() * 2)) : ""
            printf "%d,%d,u%d,%s,\"%s\",%s,%s,%s,%s,%s,%s,%s,%d,\"%s\"\n", i, t, u, account, part, \
                pick("- - - low high"), nodes, tasks, pick("- - 1 2 3"), pick("- - 1000 4000 20000"), gres, limit, run, substr(extra, 2)
        }
    }'
}

actions() { # SEED
    awk -v seed="$1" 'BEGIN {
        srand(seed + 1000)
        print "offset,command"
        print "1,scontrol create reservation ReservationName=r1 StartTime=now+3000 Duration=60 Nodes=a[1-3] Users=u1" (seed % 2 ? " Flags=FLEX" : "")
        if (seed % 3 == 0)
            print "2,scontrol create reservation ReservationName=m StartTime=now+9000 Duration=30 Nodes=ALL Users=root Flags=MAINT"
        for (t = 300; t < 15000; t += int(rand() * 2500)) {
            k = int(rand() * 8); j = 1 + int(rand() * 100)
            if (k == 0) print t ",scontrol update NodeName=a" (1 + int(rand() * 8)) " State=DRAIN Reason=x"
            if (k == 1) print t ",scontrol update NodeName=a[1-8] State=RESUME"
            if (k == 2) print t ",scancel @" j
            if (k == 3) print t ",scontrol hold @" j
            if (k == 4) print t ",scontrol release @" j
            if (k == 5) print t ",scontrol update JobId=@" j " TimeLimit=" (5 + int(rand() * 60))
            if (k == 6) print t ",scontrol update NodeName=b2 State=DOWN Reason=y"
            if (k == 7) print t ",scontrol update PartitionName=short State=" (rand() < 0.5 ? "DOWN" : "UP")
        }
    }'
}

mkdir "$work/site"
for ((seed = 1; seed <= seeds; seed++)); do
    site $seed >"$work/site/slurm.conf"
    people >"$work/people"
    jobs $seed 120 >"$work/jobs.csv"
    actions $seed >"$work/actions.csv"
    [ -n "${KEEP:-}" ] && { mkdir -p "$KEEP/$seed"; cp -r "$work/site" "$work/people" "$work/jobs.csv" "$work/actions.csv" "$KEEP/$seed"; }
    world="site jobs.csv --accounts people --events actions.csv --start 2026-01-01 --until 2026-01-01T12:00:00"
    world="$world --sample-at 2026-01-01T00:47:11 --sample-at 2026-01-01T02:00:30"
    same "world $seed" $world
    [ $((seed % 4)) -eq 0 ] && same "world $seed, easy" $world --policy easy
done

# --- wide machines -----------------------------------------------------------------------------------

# Tries of backfill are counted out from a thousand nodes on: a queue that grows for hours, on nodes of two kinds.
wide() { # SCHEDULERPARAMETERS
    cat <<END
ClusterName=wide
SlurmctldHost=ctl
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=$1
PriorityType=priority/multifactor
PriorityWeightAge=1000
PriorityWeightFairshare=10000
AccountingStorageType=accounting_storage/slurmdbd
GresTypes=gpu
NodeName=DEFAULT Sockets=2 CoresPerSocket=8 State=UNKNOWN
NodeName=n[1-900] Gres=gpu:4
NodeName=n[901-1100]
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
END
}

busy=generate:lognormal=300,jobs=3000,days=1,seed=3,arrays=0.4,gpu_share=0.3,cancel=0
for parameters in bf_continue bf_window_linear=600,bf_resolution=300 bf_max_job_array_resv=3,bf_window=720; do
    [ $parameters = bf_continue ] || [ "$seeds" -gt 12 ] || continue
    wide $parameters >"$work/site/slurm.conf"
    echo 'NodeName=n[1-900] Name=gpu Count=4' >"$work/site/gres.conf"
    same "wide, $parameters" site "$busy" --start 2026-01-01 --until 2026-01-01T11:56:00
    rm "$work/site/gres.conf"
done

# --- shipped and recorded ---------------------------------------------------------------------------

for name in campus gpu tiny; do
    [ $name = gpu ] && accounts="--accounts $source/configs/clusters/gpu/setup.sh" || accounts=
    same "$name" "$source/configs/clusters/$name" "$source/workloads/traces/tiny.csv" $accounts --unknown-users add
done
same "tiny, easy" "$source/configs/clusters/tiny" "$source/workloads/traces/tiny.csv" --policy easy

# a reservation that a limit reaches into in the second of a cycle; nodes that keep CPUs back
lab="--events $source/tests/keys/events.csv --start 2026-01-01 --sample-at 2026-01-01T01:10:00"
same "laboratory" "$source/tests/keys/site" "$source/tests/keys/jobs.csv" $lab -s EnforcePartLimits=ALL
cp -r "$source/tests/keys/site" "$work/lab"
sed -i 's/^NodeName=a\[1-4\] CPUs=16/NodeName=a[1-4] CPUs=8/' "$work/lab/slurm.conf"
same "laboratory, fewer CPUs" lab "$source/tests/keys/jobs.csv" $lab

for folder in "$shared"/oracle/cases/replay-*; do
    [ -e "$folder/trace.csv" ] || continue
    events=
    [ -e "$folder/actions.csv" ] && events="--events $folder/actions.csv"
    same "$(basename "$folder")" "$folder" "$folder/trace.csv" --accounts "$folder/setup.sh" $events \
        --start 2026-07-01T09:00:00
done

# --- the beginning of public logs --------------------------------------------------------------------

whole() { # NODES CPUS SELECT
    cat <<END
ClusterName=log
SlurmctldHost=ctl
SelectType=$3
PriorityType=priority/multifactor
PriorityWeightAge=1000
PriorityWeightFairshare=10000
AccountingStorageType=accounting_storage/slurmdbd
MaxJobCount=1000000
NodeName=n[1-$1] CPUs=$2 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP
END
}

log() { # FILE NODES CPUS SELECT
    local file=$shared/traces/swf/$1
    [ -e "$file" ] || return 0
    whole "$2" "$3" "$4" >"$work/site/slurm.conf"
    "$slurmsim" trace filter --first 2000 "$file" -o "$work/cut.swf" 2>/dev/null ||
        gzip -dc "$file" | awk '/^;/ || n++ < 2000' >"$work/cut.swf"
    same "$1" site cut.swf
    same "$1, easy" site cut.swf --policy easy
}

log KTH-SP2-1996-2.1-cln.swf.gz 100 1 select/linear
log SDSC-SP2-first5000.swf.gz 128 1 select/linear
log lublin_256.swf.gz 64 4 select/cons_tres

# --- the end -----------------------------------------------------------------------------------------

used[jobs_counted]=1 # only runs without a ledger: pool.sh
for counter in $counters; do
    [ -n "${used[$counter]:-}" ] || { echo "$counter: never over 0" >&2; faults=$((faults + 1)); }
done
echo "$compared worlds compared, $faults faults"
[ $faults -eq 0 ]
