# SPDX-License-Identifier: Apache-2.0
#
# What the macro benchmarks share; read with `.`, not run. A benchmark names itself, writes a site into
# $site and calls `replay TRACE [OPTION...]`, which prints
#   NAME.cpu        seconds       user and system time of the run
#   NAME.jobs       jobs/s        submitted jobs a CPU second
#   NAME.peak       MiB           largest resident memory
#   NAME.ledger     MiB           size of the ledger
# The recorded workloads are other people's and lie beside the source ($SLURMSIM_SHARED, else ../shared);
# without them a benchmark says so and succeeds.
build=${1:?usage: $0 BUILD [--smoke]}
smoke=
[ "${2:-}" = --smoke ] && smoke=1
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${SLURMSIM_SHARED:-$root/../shared}
name=$(basename "$0" .sh)
slurmsim=$build/bin/slurmsim

skip() {
    echo "bench: $name skipped: $1" >&2
    exit 0
}

[ -x "$slurmsim" ] || skip "$slurmsim is not built"
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
site=$work/site
mkdir "$site"

need() { # FILE below the shared folder
    [ -e "$shared/$1" ] || skip "there is no $1 beside the source"
}

# One figure of the summary by its place: `figure engine.peak_rss_bytes`
figure() {
    grep -o "\"$1\": *[0-9.]*" "$work/summary.json" | head -n 1 | grep -o '[0-9.]*$'
}

replay() { # TRACE OPTION...
    local spent
    TIMEFORMAT='%U %S'
    spent=$( { time "$slurmsim" run "$site" "$@" --json -o "$work/run.db" \
        >"$work/summary.json" 2>"$work/err"; } 2>&1) || {
        cat "$work/err" >&2
        exit 1
    }
    echo "$spent $(figure submitted) $(figure peak_rss_bytes) $(stat -c %s "$work/run.db")" |
        awk -v name="$name" '{
            cpu = $1 + $2
            printf "%s.cpu %.2f seconds\n", name, cpu
            printf "%s.jobs %.0f jobs/s\n", name, (cpu ? $3 / cpu : 0)
            printf "%s.peak %.1f MiB\n", name, $4 / 1048576
            printf "%s.ledger %.1f MiB\n", name, $5 / 1048576
        }'
}
