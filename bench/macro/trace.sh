# SPDX-License-Identifier: Apache-2.0
#
# What the macro benchmarks share; read with `.`, not run. A benchmark names itself, writes a site into
# $site and calls `replay NAME TRACE [OPTION...]`, which prints
#   NAME.cpu        seconds       user and system time of the whole process, least of the cold starts
#   NAME.jobs       jobs/s        submitted jobs a CPU second
#   NAME.peak       MiB           largest resident memory
#   NAME.ledger     MiB           size of the ledger, if there is one
#   NAME.sha256     -             of the ledger, or of the summary without what the machine had to do with it
# A row that is not run is told as `NAME.not_run WHY`: its size is another one, its workload is not there, or it
# took more than BENCH_LIMIT CPU seconds (default: no limit) and was stopped.
# The size is BENCH_SIZE: smoke (proves that it runs), usual (some minutes for all), full (the whole table of
# targets; hours). The recorded workloads are other people's and lie beside the source ($SLURMSIM_SHARED,
# else ../shared); without them a benchmark says so and succeeds.
build=$(cd "${1:?usage: $0 BUILD}" && pwd) || exit 2
size=${BENCH_SIZE:-usual}
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${SLURMSIM_SHARED:-$root/../shared}
name=$(basename "$0" .sh)
here=$root/bench/macro
slurmsim=$build/bin/slurmsim
smoke=
[ "$size" = smoke ] && smoke=1
full=
[ "$size" = full ] && full=1
times=3
[ "$size" = smoke ] && times=1

not_run() { # NAME WHY
    echo "$1.not_run $2"
}

skip() {
    not_run "$name" "$1"
    exit 0
}

[ -x "$slurmsim" ] || skip "$slurmsim is not built"
[ -x "$build/bench/measure" ] || skip "$build/bench/measure is not built"
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
shared=$(cd "$shared" 2>/dev/null && pwd)
cd "$work" || exit 4 # a ledger keeps paths as they were given: short ones, the same in every run
site=site
mkdir "$site"

need() { # FILE below the shared folder: its name is then a link to it
    [ -n "$shared" ] && [ -e "$shared/$1" ] || skip "there is no $1 beside the source"
    ln -s "$shared/$1" "$work/$(basename "$1")"
}

# One figure of the summary by its key: `figure submitted`
figure() {
    grep -o "\"$1\": *[0-9.]*" "$work/out" | head -n 1 | grep -o '[0-9.]*$'
}

# Costs of a command, TIMES cold starts: sets $cpu $wall $peak; its stdout is in $work/out. False: it took too
# long and was stopped.
cost() { # TIMES COMMAND...
    local n=$1 said status
    shift
    said=$([ -n "${BENCH_LIMIT:-}" ] && ulimit -S -t "$BENCH_LIMIT"
           "$build/bench/measure" "$n" "$work/out" "$@" 2>"$work/err")
    status=$?
    [ $status -eq 152 ] && return 1 # 128 + SIGXCPU
    [ $status -eq 0 ] || {
        echo "bench: $name: $*" >&2
        cat "$work/err" >&2
        exit 1
    }
    read -r cpu wall peak <<<"$said"
}

sha() {
    sha256sum | cut -d ' ' -f 1
}

# A row of the whole table: run with --full only.
replay_if_full() { # NAME TRACE OPTION...
    if [ -n "$full" ]; then
        replay "$@"
    else
        not_run "$1" "only with --full"
    fi
}

replay() { # NAME TRACE OPTION...
    local row=$1
    shift
    rm -f "$work/run.db"
    case " $* " in
    *" --no-db "*) cost "$times" "$slurmsim" run "$site" "$@" --json ;;
    *) cost "$times" "$slurmsim" run "$site" "$@" --json -o "$work/run.db" ;;
    esac || {
        not_run "$row" "stopped after $BENCH_LIMIT CPU seconds"
        return
    }
    echo "$cpu $(figure submitted) $peak" | awk -v name="$row" '{
        printf "%s.cpu %.3f seconds\n", name, $1
        printf "%s.jobs %.0f jobs/s\n", name, ($1 ? $2 / $1 : 0)
        printf "%s.peak %.1f MiB\n", name, $3 / 1024
    }'
    if [ -f "$work/run.db" ]; then
        stat -c %s "$work/run.db" | awk -v name="$row" '{ printf "%s.ledger %.1f MiB\n", name, $1 / 1048576 }'
        echo "$row.sha256 $(sha <"$work/run.db") -"
    else
        echo "$row.sha256 $(grep -vE '"(wall_seconds|jobs_per_second|peak_rss_bytes|path)"' "$work/out" | sha) -"
    fi
}
