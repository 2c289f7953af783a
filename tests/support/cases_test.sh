#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# `make conformance CASES=folder` takes a folder of replays alone, whatever their names are, and a single case.
#
# usage: tests/support/cases_test.sh SOURCE BUILD
set -u
source=$(cd "${1:?usage: $0 SOURCE BUILD}" && pwd) && build=$(cd "${2:?usage: $0 SOURCE BUILD}" && pwd) || exit 4
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/build" "$work/mine" "$work/none/empty"
ln -s "$build/bin" "$build/tests" "$build/libexec" "$work/build/"
cp -r "$source/tests/conformance/cases/replay-licenses" "$work/mine/monday"
faults=0

expect() { # CODE LINES-WITH-monday ARGUMENT...
    local code=$1 lines=$2
    shift 2
    "$source/tests/conformance/run" "$work/build" "$@" >"$work/out" 2>&1
    local got=$? found
    found=$(grep -c '^monday .* 9 .* 14+0/14 .* 0+0/0$' "$work/out")
    [ $got -eq "$code" ] && [ "$found" -eq "$lines" ] && return
    echo "run $*: exit code $got, expected $code; $found lines, expected $lines" >&2
    cat "$work/out" >&2
    faults=1
}

expect 0 1 "$work/mine"
expect 0 1 "$work/mine/monday"
expect 0 1 "$work/mine" mon
expect 2 0 "$work/mine" tuesday
expect 2 0 "$work/none"
cp -r "$source/tests/conformance/cases/replay-licenses" "$work/mine/broken"
echo "not a configuration" >"$work/mine/broken/slurm.conf"
expect 1 1 "$work/mine"
exit $faults
