# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# A private instance of real Slurm under one folder: MariaDB, slurmdbd, slurmctld and a slurmd for each
# node, on 127.0.0.1 only, under the clock of clock.c. Sourced by `record`, which sets HOME_OF_RECORD.
#
# RECORD_PORT   first of the block of ports: +0 slurmctld, +2 slurmdbd, +3 MariaDB, +10... a node each.
# RECORD_DEBUG  SlurmctldDebug of the instance.

export LC_ALL=C TZ=${TZ:-UTC}
export RECORD_PORT=${RECORD_PORT:-21000} RECORD_DEBUG=${RECORD_DEBUG:-info}

die() { echo "record: $*" >&2; exit 1; }
need_file() { [ -f "$1" ] || die "there is no $1"; }

# Moments in case.env are UTC, whatever the zone of the case.
epoch() { date -u -d "${1/T/ } UTC" +%s; }
moment() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%S; }

# --- what has to be installed ------------------------------------------------------------------------

# Packages of Debian 12; none of them may start a service.
install_packages() {
    local policy=/usr/sbin/policy-rc.d made=
    command -v slurmctld-wlm slurmd-wlm slurmdbd mariadbd python3 cc >/dev/null &&
        compgen -G '/usr/lib/*/libnss_wrapper.so' >/dev/null && return
    [ "$(id -u)" = 0 ] || die "real Slurm is not installed; run once as root"
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        made=1
    fi
    apt-get update -qq || die "apt-get update failed"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        slurmctld slurmd slurmdbd slurm-client slurm-wlm-mysql-plugin mariadb-server \
        libpmix2 libnss-wrapper gcc libc6-dev python3 >/dev/null || die "apt-get install failed"
    [ -z "$made" ] || rm -f "$policy"
}

# --- clock, commands, waiting ------------------------------------------------------------------------

clock() { "$WORK/clockctl" "$WORK/clock" "$@"; } # now | set EPOCH | rate RATE
clock_now() { clock now | cut -d. -f1; }

# A command under the clock and with the users of the case.
warped() { LD_PRELOAD=$PRELOAD "$@"; }

sql() { mariadb --no-defaults -S "$WORK/run/mysqld.sock" -u root "$@"; }

# Tries a command every tenth of a second until it succeeds.
wait_for() { # SECONDS COMMAND...
    local n=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        ((n-- > 0)) || return 1
        sleep 0.1
    done
}

# --- the daemons -------------------------------------------------------------------------------------

# Raised priority where we may: late daemons would show up as late jobs.
daemon() { # NAME COMMAND...
    local name=$1
    shift
    nice -n -10 "$@" >>"$WORK/log/$name.out" 2>&1 &
    echo $! >"$WORK/run/$name.own.pid"
    disown
}

stop() { # NAME
    local file=$WORK/run/$1.own.pid pid n=100
    [ -f "$file" ] || return 0
    pid=$(cat "$file")
    rm -f "$file"
    kill "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null && ((n-- > 0)); do sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
}

start_database() {
    mariadb-install-db --no-defaults --user=root --datadir="$WORK/db" \
        --auth-root-authentication-method=normal --skip-test-db >"$WORK/log/install-db.out" 2>&1 ||
        die "mariadb-install-db failed: $(tail -3 "$WORK/log/install-db.out")"
    daemon mariadbd mariadbd --no-defaults --user=root --datadir="$WORK/db" \
        --socket="$WORK/run/mysqld.sock" --pid-file="$WORK/run/mysqld.pid" \
        --bind-address=127.0.0.1 --port=$((RECORD_PORT + 3)) --skip-log-bin --skip-name-resolve \
        --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M --innodb-lock-wait-timeout=900
    wait_for 60 sql -e 'select 1' || die "mariadbd did not start: see $WORK/log"
    sql -e "create user slurm@'127.0.0.1' identified by 'slurm';
            grant all on slurm_acct_db.* to slurm@'127.0.0.1'; flush privileges;"
    daemon slurmdbd env LD_PRELOAD="$PRELOAD" slurmdbd -D
    wait_for 60 warped sacctmgr -n show cluster || die "slurmdbd did not start: see $WORK/log"
}

start_controller() {
    daemon slurmctld env LD_PRELOAD="$PRELOAD" "$WORK/bin/slurmctld" -D
    wait_for 60 warped scontrol show config || die "slurmctld does not answer: see $WORK/log"
}

nodes_are_ready() {
    local states='idle|allocated|mixed|reserved|drained|down|maint'
    [ "$(warped sinfo -h -N -o '%N %T' | sort -u | grep -cE " ($states)\$")" -ge "$(wc -l <"$WORK/nodes.txt")" ]
}

start_nodes() {
    local name
    while read -r name _; do
        mkdir -p "$WORK/spool/$name"
        daemon "slurmd-$name" env LD_PRELOAD="$PRELOAD" \
            "$WORK/bin/slurmd" -D -N "$name" -d "$WORK/bin/slurmstepd"
    done <"$WORK/nodes.txt"
    wait_for 60 nodes_are_ready || die "nodes are not ready: $(warped sinfo -N -l)"
}

# --- an instance -------------------------------------------------------------------------------------

# Files, programs and environment of an instance; its clock stands five minutes before EPOCH, which is
# kept for starting up.
instance_make() { # CASE EPOCH
    local name
    python3 "$HOME_OF_RECORD/prepare.py" "$1" "$WORK"
    cc -O2 -shared -fPIC -o "$WORK/clock.so" "$HOME_OF_RECORD/clock.c" -ldl -lpthread -lm
    cc -O2 -DCLOCKCTL -o "$WORK/clockctl" "$HOME_OF_RECORD/clock.c" -lm
    clock init $(($2 - 300)) 1
    mkdir -p "$WORK/bin" # a daemon looks at its own name: Debian's slurmctld-wlm must be called slurmctld
    for name in slurmctld slurmd slurmstepd; do ln -sf "$(command -v $name-wlm)" "$WORK/bin/$name"; done
    export SLURM_CONF=$WORK/etc/slurm.conf CLOCK_FILE=$WORK/clock
    export NSS_WRAPPER_PASSWD=$WORK/nss/passwd NSS_WRAPPER_GROUP=$WORK/nss/group
    PRELOAD=$WORK/clock.so:$(compgen -G '/usr/lib/*/libnss_wrapper.so' | head -1)
    CLUSTER=$(sed -n 's/^ClusterName=//Ip' "$WORK/etc/slurm.conf" | head -1)
    echo "$CLUSTER" >"$WORK/cluster"
    export PRELOAD CLUSTER
}

# Database, cluster, QOS that partitions name, and the case's setup.sh. The controller runs once before it
# (limits may only name TRES that it registered) and is stopped again (a controller computes the fairshare
# of what it finds when it starts, of what is added later only after PriorityCalcPeriod).
instance_setup() { # CASE
    local qos
    start_database
    warped sacctmgr -i -Q add cluster "$CLUSTER" >/dev/null || true
    grep -i '^PartitionName=' "$WORK/etc/slurm.conf" | grep -io ' QOS=[^ ]*' | cut -d= -f2 | sort -u |
        while read -r qos; do warped sacctmgr -i -Q add qos "$qos" >/dev/null </dev/null || true; done
    start_controller
    if [ -f "$1/setup.sh" ]; then
        (cd "$WORK" && warped sh -e "$1/setup.sh") >"$WORK/log/setup.log" 2>&1 ||
            die "setup.sh failed: $(tail -5 "$WORK/log/setup.log")"
    fi
    stop slurmctld
}

# Controller and nodes, then the clock at EPOCH (or where it is, if it is later) and at RATE.
instance_start() { # EPOCH RATE
    start_controller
    start_nodes
    [ "$(clock_now)" -ge "$1" ] || clock set "$1"
    clock rate "$2"
}

# Nodes first, so that no job ends after its controller. Then whatever has our clock mapped: jobs that are
# left, and slurmdbd, which has nothing to save and would wait for a clock that stands.
instance_stop() {
    local name
    while read -r name _; do stop "slurmd-$name"; done <"$WORK/nodes.txt"
    stop slurmctld
    for name in $(grep -lF "$WORK/clock.so" /proc/[0-9]*/maps 2>/dev/null | cut -d/ -f3); do
        kill -9 "$name" 2>/dev/null || true
    done
    stop mariadbd
}
