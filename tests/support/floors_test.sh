#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Does tests/floors.sh see what it is there to see? A small house with one fault of each kind.
#
# usage: tests/support/floors_test.sh SOURCE
set -u
source=${1:?usage: tests/support/floors_test.sh SOURCE}
house=$(mktemp -d) || exit 2
trap 'rm -rf "$house"' EXIT
cd "$house" || exit 2
failed=0

expect() { # PART OF THE OUTPUT
    grep -qF -e "$1" .report || { echo "expected a line with: $1"; failed=1; }
}
c() { # FILE TEXT
    mkdir -p "$(dirname "$1")" "build/$(dirname "$1")/CMakeFiles/x.dir"
    printf '/* SPDX-License-Identifier: Apache-2.0 */\n%b\n' "$2" >"$1"
    case "$1" in *.c) cc -fPIC -I. -c "$1" -o "build/$(dirname "$1")/CMakeFiles/x.dir/$(basename "$1").o" || failed=1 ;; esac
}

mkdir tests && cp "$source/tests/floors.txt" tests/
c sim/base/heap.h 'int ss_heap(void);'
c sim/base/heap.c '#include "sim/base/heap.h"\nstatic const char *const names[] = { "a" };\nint ss_heap(void) { return names[0][0]; }'
c sim/model/job.h '#include "sim/base/heap.h"\nint ss_job(void);'
c sim/model/job.c '#include "sim/model/job.h"\nint ss_job(void) { return ss_heap(); }'
"$source/tests/floors.sh" . build >.report || { echo "a house in order is refused:"; cat .report; failed=1; }

c scheduler/policy.h 'int ss_policy(void);'
c scheduler/pass.h 'int ss_pass(void);'
c scheduler/pass.c '#include "scheduler/pass.h"\n#include "scheduler/policy.h"\nint ss_pass(void) { return 1; }\nint ss_policy(void) { return 2; }'
c sim/base/up.c '#include "sim/model/job.h"\nint ss_up(void);\nint ss_up(void) { return ss_job(); }'
c sim/base/flat.c '#include "heap.h"'
c configs/a.c '#include "scheduler/pass.h"'
c sim/engine/good.c '#include "scheduler/policy.h"\nint ss_good(void);\nint ss_good(void) { return ss_policy(); }'
c sim/engine/bad.c '#include "scheduler/pass.h"\nint ss_bad(void);\nint ss_bad(void) { return ss_pass(); }'
c sim/model/loop_a.h '#include "sim/model/loop_b.h"'
c sim/model/loop_b.h '#include "sim/model/loop_a.h"'
c sim/model/print.c '#include <stdio.h>\n#include <stdlib.h>\nvoid ss_print(void);\nvoid ss_print(void) { printf("%s", getenv("X")); }'
c sim/model/global.c 'static int counter;\nint ss_count(void);\nint ss_count(void) { return counter++; }'
touch notes.txt sim/base/bare.h
"$source/tests/floors.sh" . build >.report && { echo "a house with faults is accepted"; failed=1; }

expect 'sim/base/up.c:2: sim/base (floor 1) includes upward "sim/model/job.h" (floor 2)'
expect 'sim/base/up.c:4: ss_job sim/base calls upward: defined in sim/model'
expect 'sim/base/flat.c:2: "heap.h": write the path from the root'
expect 'configs/a.c:2: configs includes its neighbour "scheduler/pass.h" (both floor 3)'
expect 'sim/engine/bad.c:2: sim/engine may include of scheduler only'
expect 'sim/engine/bad.c:4: ss_pass is of scheduler, but in none of'
expect 'sim/model: circle of includes: '
expect 'sim/model/print.c:5: printf is not for sim/model'
expect 'sim/model/print.c:5: getenv is not for sim/model'
expect 'sim/model/global.c:2: variable counter can change'
expect 'notes.txt: does not belong at the top level'
expect 'sim/base/bare.h:1: no SPDX'
grep -F good.c .report && { echo "policy.h is the engine's to use"; failed=1; }
[ $failed -eq 0 ] || cat .report
exit $failed
