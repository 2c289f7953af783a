#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""moments.py LOG BYTES TYPED DECAYS - what a recording's controller did, and when (expected/moments.txt).

A line each, in order, to the millisecond on the recording's clock and in UTC. From the controller's log at debug2
behind BYTES: `limits`, `full` and `part` (a pass of the main scheduler), `backfill` (a cycle), `ended JOB` (its script
did, by itself), `freed JOB NODE` (the node has nothing more to do for it), `freed JOB` (none of its nodes has), `back
NODE` (it was down and answers again). From TYPED and DECAYS: `typed` (a command of pending.sh has been answered: told when the log has it, if it has, as the
command itself takes some more milliseconds), `decay` (usage was charged: when the log tells the first priority that was
computed anew, if anybody waits).

The nodes of a job that was killed send word, each its own, but those which have nothing of it may answer at once, of
which the log has nothing: none is left when the last word has come, the one of the node where its script ran among
them. Those of a job that ended by itself have nothing to tell: they answer that it is over when they are asked to end
it, and the log has that nodes are asked, in the order of the ends (TERMINATE_JOB), how many, and how many answered.

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
LIMITS = "Testing job time limits"
ENDED = re.compile(r"_job_complete: " + JOB + " done")
FREED = re.compile(r"debug2: _slurm_rpc_epilog_complete: " + JOB + r" Node=(\S+)")
START = re.compile(r"(?:sched: Allocate|sched/backfill: _start_job: Started) " + JOB + r" (?:NodeList=|in \S+ on )(\S+)")
BACK = re.compile(r"node_did_resp: node (\S+) returned to service|Node (\S+) now responding")
ASKS = re.compile(r"debug2: Spawning RPC agent for msg_type (\S+)")
ANSWERS = re.compile(r"debug2: Tree head got back (\d+)(?: looking for (\d+))?")
COMMAND = re.compile(r"(debug2: |error: )?_slurm_rpc_(submit_batch_job|update_|resv_|suspend|requeue|top_job|kill_job)|"
                     "debug2: Processing RPC: ACCOUNTING_UPDATE_MSG")
ANEW = "decay_apply_weighted_factors: priority for job"


def first_host(nodes):
    """h[05-08],k1 -> h05"""
    head, _, rest = nodes.partition("[")
    return nodes.split(",")[0] if "," in head or not rest else head + re.match(r"\d+", rest).group()


class Questions:
    """Which nodes were asked something, and have answered: one question after the other, as far as the log tells."""

    def __init__(self):
        self.ended, self.to_ask, self.asked = [], [], []

    def asks(self, kind):
        ends_one = kind == "REQUEST_TERMINATE_JOB" and self.ended
        self.to_ask.append(self.ended.pop(0) if ends_one else None)

    def answers(self, got, of):
        """The job whose nodes have all answered; None."""
        if of:
            self.asked.append([int(of), 0, self.to_ask.pop(0) if self.to_ask else None])
        question = next((q for q in self.asked if q[1] < int(got) <= q[0]), None)
        if not question:
            return None
        question[1] = int(got)
        if question[0] > question[1]:
            return None
        self.asked.remove(question)
        return question[2]


class Words:
    """What nodes said of the jobs that they were told to kill."""

    def __init__(self):
        self.hosts, self.last = {}, {}

    def started(self, job, nodes):
        self.settle(job)
        self.hosts[job] = first_host(nodes)

    def came(self, job, node, moment):
        self.last.setdefault(job, []).append((node, moment))

    def settle(self, job):
        words = self.last.pop(job, [])
        if any(node == self.hosts.get(job) for node, _ in words):
            words[-1][1][1] = "freed " + job

    def settle_all(self):
        for job in list(self.last):
            self.settle(job)


class Log:
    """Its lines one after the other: moments, [second, what] each, and the seconds of new priorities."""

    def __init__(self):
        self.moments, self.anew = [], []
        self.last = None  # the pass that goes on, if it has started nobody yet
        self.words, self.questions = Words(), Questions()

    def tell(self, when, what):
        self.moments.append([when, what])
        return self.moments[-1]

    def take_start(self, when, start):
        self.words.started(*start.groups())
        if self.last and int(when) > int(self.last[0]):
            self.moments.remove(self.last)
            self.tell(when, self.last[1])
        self.last = None

    def take_end(self, when, text):
        ended, freed = ENDED.match(text), FREED.match(text)
        asks, answers = ASKS.match(text), ANSWERS.match(text)
        if ended:
            self.tell(when, "ended " + ended.group(1))
            self.questions.ended.append(ended.group(1))
        if freed:
            self.words.came(*freed.groups(), self.tell(when, "freed %s %s" % freed.groups()))
        if asks:
            self.questions.asks(asks.group(1))
        job = self.questions.answers(*answers.groups()) if answers else None
        if job:
            self.tell(when, "freed " + job)

    def take(self, when, text):
        what = next((name for words, name in PASSES if words in text), None)
        start = START.match(text)
        if what:
            self.last = self.tell(when, what)
        if start:
            self.take_start(when, start)
        self.take_end(when, text)
        if LIMITS in text:
            self.tell(when, "limits")
        back = BACK.match(text)
        if back:
            self.tell(when, "back " + (back.group(1) or back.group(2)))
        if COMMAND.match(text):
            self.tell(when, "command")
        if ANEW in text:
            self.anew.append(when)


def read_log(lines):
    log = Log()
    for line in lines:
        found = re.match(r"\[(\d+-\d+-\d+T\d+:\d+:\d+)\.(\d+)\] (.*)", line)
        if found:
            second = time.mktime(time.strptime(found.group(1), "%Y-%m-%dT%H:%M:%S"))
            log.take(second + int(found.group(2)) / 1000, found.group(3))
    log.words.settle_all()
    return log.moments, log.anew


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
    moments, anew = read_log(log)
with open(typed_path) as typed:
    moments = with_typed(moments, [float(line.split()[0]) for line in typed])
with open(decays_path) as decays:
    for line in decays:  # in its own second, though the file may have been written in the next one
        second, seen = line.split()
        second = calendar.timegm(time.strptime(second, "%Y-%m-%dT%H:%M:%S"))
        told = [when for when in anew if second <= when < second + 1]
        moments.append([told[0] if told else min(max(float(seen), second), second + 0.999), "decay"])
for when, what in sorted(moments, key=lambda moment: moment[0]):
    whole = int(when + 0.0005)
    print("%s.%03d %s" % (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)), round((when - whole) * 1000) % 1000, what))
