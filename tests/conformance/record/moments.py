#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""moments.py LOG BYTES TYPED DECAYS - what a recording's controller did, and when (expected/moments.txt).

A line each, in order, to the millisecond on the recording's clock and in UTC. From the controller's log at debug2
behind BYTES: `limits`, `full` and `part` (a pass of the main scheduler), `backfill` (a cycle), `ended JOB` (its script
did, by itself), `freed JOB NODE` (the node has nothing more to do for it), `freed JOB` (none of its nodes has). From
TYPED and DECAYS: `typed` (a command of pending.sh has been answered: told when the log has it, if it has, as the
command itself takes some more milliseconds), `decay` (usage was charged).

The nodes of a job that was killed send word, each its own. Those of a job that ended by itself have nothing to tell:
they answer that it is over when they are asked to end it, and the log has that somebody was asked (TERMINATE_JOB, in
the order of the ends) and that an answer came.

A pass is told when it started its first job if that was in a later second than the pass was announced in: it had to
wait for its turn, and that second is the one of all its starts.

Only for recording: python3 comes with the packages that `record` installs.
"""
import calendar
import re
import sys
import time

log_path, skipped, typed_path, decays_path = sys.argv[1:5]

PASSES = (
    ("Running job scheduler for full queue", "full"),
    ("Running job scheduler", "part"),
    ("_attempt_backfill: beginning", "backfill"),
)
JOB = r"JobId=(\d+(?:_\d+)?)(?:\(\d+\))?"
OTHERS = (
    (r"Testing job time limits", "limits"),
    (r"_job_complete: " + JOB + " done", "ended"),
    (r"_slurm_rpc_epilog_complete: " + JOB + r" Node=(\S+)", "freed"),
)
ASKED = "Spawning RPC agent for msg_type REQUEST_TERMINATE_JOB"
ANSWER = re.compile(r"Tree head got back [1-9]")
COMMAND = re.compile(r"(debug2: |error: )?_slurm_rpc_(submit_batch_job|update_|resv_|suspend|requeue|top_job|kill_job)|"
                     "debug2: Processing RPC: ACCOUNTING_UPDATE_MSG")
START = re.compile(r"sched: Allocate JobId=|_start_job: Started JobId=")


def at(text, thousandths):
    return time.mktime(time.strptime(text, "%Y-%m-%dT%H:%M:%S")) + int(thousandths) / 1000


def of_log(lines):
    moments, last = [], None  # the pass that goes on, if it has started nobody yet
    ended, asked = [], []  # jobs whose nodes will be asked, and were
    for line in lines:
        found = re.match(r"\[(\d+-\d+-\d+T\d+:\d+:\d+)\.(\d+)\] (.*)", line)
        if not found:
            continue
        when, text = at(*found.groups()[:2]), found.group(3)
        what = next((name for words, name in PASSES if words in text), None)
        if what:
            last = [when, what]
            moments.append(last)
        elif START.search(text):
            if last and int(when) > int(last[0]):
                moments.remove(last)
                moments.append([when, last[1]])
            last = None
        for pattern, name in OTHERS:
            seen = re.search(pattern, text)
            if seen:
                moments.append([when, " ".join((name,) + seen.groups())])
                ended += [seen.group(1)] if name == "ended" else []
        if COMMAND.match(text):
            moments.append([when, "command"])
        if ASKED in text:
            asked, ended = asked + ended[:1], ended[1:]
        elif ANSWER.match(text.partition(": ")[2]):
            moments += [[when, "freed " + job] for job in asked]
            asked = []
    return moments


def with_typed(moments, answered):
    """Each command's last line in the log becomes its moment."""
    before = 0
    for when in answered:
        lines = [m for m in moments if m[1] == "command" and before < m[0] < when + 0.001]
        if lines:
            lines[-1][1] = "typed"
        else:
            moments.append([when, "typed"])
        before = when
    return [m for m in moments if m[1] != "command"]


with open(log_path, errors="replace") as log:
    log.seek(int(skipped))
    moments = of_log(log)
with open(typed_path) as typed:
    moments = with_typed(moments, [float(line.split()[0]) for line in typed])
with open(decays_path) as decays:
    for line in decays:  # in its own second, though the file may have been written in the next one
        second, seen = line.split()
        second = calendar.timegm(time.strptime(second, "%Y-%m-%dT%H:%M:%S"))
        moments.append([min(max(float(seen), second), second + 0.999), "decay"])
for when, what in sorted(moments, key=lambda moment: moment[0]):
    whole = int(when + 0.0005)
    print("%s.%03d %s" % (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)), round((when - whole) * 1000) % 1000, what))
