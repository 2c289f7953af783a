#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The page in a real browser: its tests of itself (report.html#selftest), its share tree against sshare's at several
# moments, and what it says of other shares against what the simulated controller makes of them.
#
# usage: tests/page/browser.sh SLURMSIM SOURCE     code 77: no browser here
set -u
slurmsim=${1:?usage: tests/page/browser.sh SLURMSIM SOURCE}
source=${2:?usage: tests/page/browser.sh SLURMSIM SOURCE}
. "$source/tests/page/browser_lib.sh"
site=$source/configs/clusters/gpu
failed=0

fail() { echo "FAILED: $*"; failed=1; }

# What is printed must be the same but for the columns that are named.
same() { # NAME WANT GOT
    diff "$2" "$3" >"$work/diff" && return
    fail "$1: sshare (<) and the page (>) differ"
    cat "$work/diff"
}

slurmsim trace generate jobs=400 days=7 gpu_share=0.5 seed=2 --site "$site" -o jobs.csv 2>/dev/null
slurmsim run "$site" jobs.csv -o run.db -q --sample-at 2026-01-02T00:00:00 --sample-at 2026-01-04T12:34:00 \
    --sample-at 2026-01-06T00:00:00 || exit 1
slurmsim report run.db -o run.html -q || exit 1

# --- its own tests ---------------------------------------------------------------------------------------

dump run.html selftest selftest >selftest.txt
grep -v '^ok' selftest.txt | grep -v '^1\.\.'
n=$(grep -c '^ok' selftest.txt)
[ "$n" -ge 15 ] && grep -q "^1\.\.$n\$" selftest.txt || fail "selftest: $n ok, of $(tail -n 1 selftest.txt)"

# --- narrow, with long names: nothing is wider than the window ---------------------------------------------

name=$(printf 'half-life-of-14-days-%.0s' 1 2 3 4 5 6)
cp run.db "$name-a.db" && cp run.db "$name-b.db" && slurmsim report "$name-a.db" "$name-b.db" -o narrow.html -q || exit 1
for window in 740,1000 500,1000; do
    dump narrow.html selftest selftest >selftest.txt
    grep -q '^ok.*all is within the window' selftest.txt || fail "$window: $(grep 'within the window' selftest.txt)"
done
unset window

# --- the tree as sshare prints it -------------------------------------------------------------------------

shown() { slurmsim sshare --sim-db "$1" "${@:2}" -a -l -P | tail -n +2 | cut -d'|' -f1-9; }

for moment in 2026-01-02T00:00:00 2026-01-04T12:34:00 2026-01-06T00:00:00; do
    shown run.db --sim-now "$moment" >want
    dump run.html "shares&at=$(date -u -d "$moment" +%s)" share-tree >got
    same "$moment" want got
done

# Other shares: the page at once, the controller with its next period. Decay scales all usage alike, so that only
# RawUsage is another.
cp run.db changed.db
slurmsim sacctmgr --sim-db changed.db -i modify account bio_lab set fairshare=1000 >/dev/null &&
    slurmsim sacctmgr --sim-db changed.db -i modify user simcheong set fairshare=0 >/dev/null &&
    slurmsim advance changed.db 10:00 2>/dev/null || fail "the change was refused"
shown changed.db | cut -d'|' -f1-4,6- >want
dump run.html 'shares&set=bio_lab:1000&set=bio_lab/simcheong:0' share-tree | cut -d'|' -f1-4,6- >got
same "bio_lab with 1000 shares, simcheong without" want got
shown run.db | cut -d'|' -f8 >before
cut -d'|' -f7 want >after
cmp -s before after && fail "the change moves nobody: it tests nothing"

# --- classic fair share, at rest: while jobs run, the controller's numbers are up to a period older ------------

slurmsim run "$site" jobs.csv -o classic.db -q -s PriorityFlags=NO_FAIR_TREE || exit 1
slurmsim report classic.db -o classic.html -q || exit 1
shown classic.db | cut -d'|' -f1-8 >want
dump classic.html shares share-tree | cut -d'|' -f1-8 >got
same "classic" want got

# DEPTH_OBLIVIOUS is another formula for the same columns. The controller counts a sibling as last evaluated, the page as
# it is: while everybody has a job that waits they are a period apart at most.
python3 - >"$work/all.csv" <<'END'
print('jobid,submit,user,account,ntasks,timelimit,run')
users = [('heungbu', 'ai_lab'), ('nolbu', 'ai_lab'), ('chunhyang', 'ai_project'), ('bangja', 'team_a'), ('hwanung', 'bio_lab'),
         ('jumong', 'bio_lab'), ('ungnyeo', 'bio_lab')]
for i in range(140):
    user, account = users[(i * i + i // 5) % 7]
    print(f'{i + 1},{i * 60},{user},{account},{4 + i % 5 * 8},600,{3000 + i % 11 * 900}')
END
slurmsim run "$site" "$work/all.csv" -o oblivious.db -q -s PriorityFlags=DEPTH_OBLIVIOUS --sample-at 2026-01-01T02:20:30 || exit 1
slurmsim report oblivious.db -o oblivious.html -q || exit 1
shown oblivious.db --sim-now 2026-01-01T02:20:30 | cut -d'|' -f1-8 >want
dump oblivious.html "shares&at=$(date -u -d 2026-01-01T02:20:30 +%s)" share-tree | cut -d'|' -f1-8 >got
paste -d'|' want got | awk -F'|' '
    $1 != $9 || $3 != $11 || $5 != $13 { print "another row: " $0; exit 1 }
    { for (c = 6; c <= 8; c++) if (($c - $(c + 8)) ^ 2 > 0.015 ^ 2) { print "another " c ": " $0; exit 1 } }
    $7 - $6 > 0.05 { bent++ }
    END { if (!bent) print "no account and member pull in different directions: it tests nothing" }' >differing
[ -s differing ] && fail "DEPTH_OBLIVIOUS: $(cat differing)"
grep -q 'Depth-oblivious' oblivious.html || fail "the page does not know DEPTH_OBLIVIOUS"

# --- usage that is forgotten ------------------------------------------------------------------------------------

# By PriorityUsageResetPeriod, and by sacctmgr at a moment between two passes.
slurmsim run "$site" jobs.csv -o daily.db -q -s PriorityUsageResetPeriod=DAILY --until 2026-01-05T20:00:00 \
    --sample-at 2026-01-02T18:00:00 --sample-at 2026-01-03T12:00:00 || exit 1
slurmsim report daily.db -o daily.html -q || exit 1
dump daily.html selftest selftest >selftest.txt
grep -v '^ok' selftest.txt | grep -v '^1\.\.' && fail "selftest of a run with daily resets"
for moment in 2026-01-02T18:00:00 2026-01-03T12:00:00; do
    shown daily.db --sim-now "$moment" >want
    dump daily.html "shares&at=$(date -u -d "$moment" +%s)" share-tree >got
    same "DAILY, $moment" want got
done
slurmsim advance daily.db 3:07 -q &&
    slurmsim sacctmgr --sim-db daily.db -i modify account where name=bio_lab set RawUsage=0 >/dev/null &&
    slurmsim sshare --sim-db daily.db -A bio_lab -h -P -o RawUsage | grep -qx 0 || fail "RawUsage=0 left usage"
slurmsim advance daily.db 5:00:00 -q || fail "no advance"
slurmsim report daily.db -o daily.html -q || exit 1
dump daily.html selftest selftest >selftest.txt
grep -v '^ok' selftest.txt | grep -v '^1\.\.' && fail "selftest of a run whose usage is forgotten"

# --- several runs and a sweep in one page ----------------------------------------------------------------------

slurmsim sweep "$source/configs/clusters/tiny" "$source/workloads/traces/tiny.csv" --vary policy=fifo,easy \
    --replicas 2 -o sweep -q >/dev/null 2>&1 || fail "no sweep"
# Stopped in the very second of a pass, which is then not made.
slurmsim run "$site" jobs.csv -o cut.db -q --until 2026-01-05T00:01:47 || exit 1
slurmsim report run.db changed.db cut.db sweep -o all.html -q || fail "no page of three runs and a sweep"
dump all.html selftest selftest >selftest.txt
grep -v '^ok' selftest.txt | grep -v '^1\.\.' && fail "selftest of the page of three runs and a sweep"
grep -q '^ok - sweep 1 has its charts' selftest.txt || fail "the sweep's charts are not there"

[ $failed -eq 0 ] && echo "the page holds in $browser"
exit $failed
