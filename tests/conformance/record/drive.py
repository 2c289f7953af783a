#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""drive.py CASE WORK OUT - submits a trace to a running instance and records what the controller does.

CASE/trace.csv (jobid,submit,user,account,partition,qos,nodes,ntasks,cpus_per_task,mem,gres,timelimit,run,extra;
seconds after T0, minutes for the limit) and CASE/actions.csv (offset,command). In `extra` and in commands, @N is
the Slurm job id of job N of the trace. The clock stands still while jobs are submitted and while the queue is
looked at, so that jobs of one moment share one second of submission.

Only for recording: python3 comes with the packages that `record` installs.
"""
import calendar
import csv
import gzip
import mmap
import os
import re
import struct
import subprocess
import sys
import time

case, work, out = sys.argv[1:4]
rate = float(os.environ["RECORD_RATE"])
every = float(os.environ["SNAP"])
longest = float(os.environ["MAXTIME"])
script = os.environ["WRAP"] or "exec sleep @RUN"
t0 = calendar.timegm(time.strptime(os.environ["T0"], "%Y-%m-%dT%H:%M:%S"))
under_clock = dict(os.environ, LD_PRELOAD=os.environ["PRELOAD"])
cluster = os.environ["CLUSTER"]

SQUEUE = "%i|%j|%u|%a|%P|%q|%T|%r|%Q|%D|%C|%b|%M|%S|%N"
SPRIO = "%i|%u|%r|%Y|%A|%F|%J|%P|%Q|%T|%N"
SACCT = ("JobIDRaw,JobID,JobName,User,Account,Partition,QOS,Submit,Eligible,Start,End,ElapsedRaw,Suspended,State,"
         "ExitCode,NNodes,NCPUS,AllocTRES,ReqTRES,TimelimitRaw,NodeList,Priority,Flags,Reason")
JOB_TABLE = ("job_db_inx,id_job,id_array_job,id_array_task,job_name,account,`partition`,id_qos,state,"
             "state_reason_prev,exit_code,priority,timelimit,time_submit,time_eligible,time_start,time_end,"
             "time_suspended,nodes_alloc,nodelist,tres_alloc,tres_req,flags")
FINAL = [("sshare", "sshare -a -l -P"), ("sinfo", "sinfo -N -l"), ("sdiag", "sdiag"),
         ("assoc_mgr", "scontrol show assoc_mgr"), ("config", "scontrol show config"),
         ("node", "scontrol show node"),
         ("sreport_util", "sreport -P -t Seconds -T ALL cluster Utilization"),
         ("sreport_acct", "sreport -P -t Seconds -T ALL cluster AccountUtilizationByUser"),
         ("sreport_sizes", "sreport -P -t Seconds job SizesByAccount")]
OPTIONS = [("partition", "-p"), ("qos", "-q"), ("nodes", "-N"), ("ntasks", "-n"), ("cpus_per_task", "-c"),
           ("timelimit", "-t"), ("mem", "--mem"), ("gres", "--gres")]
OF_SCHEDULING = re.compile(r"sched: |sched/backfill|backfill|preempt|_start_job|Requeuing|Time limit exhausted|"
                           r"job_complete|Allocate|cleanup_completing|rpc_submit|error", re.I)
NOISE = re.compile("state file|backup state|fed_mgr|gettimeofday")

# --- the clock of clock.c --------------------------------------------------------------------------------

page = mmap.mmap(os.open(work + "/clock", os.O_RDWR), 4096)


def now():
    _, origin, since, pace = struct.unpack("Qddd", page[:32])
    return origin + (time.time() - since) * pace


def set_rate(pace):
    real, shown = time.time(), now()
    generation = struct.unpack("Q", page[:8])[0] | 1
    page[:8] = struct.pack("Q", generation)
    page[8:32] = struct.pack("ddd", shown, real, pace)
    page[:8] = struct.pack("Q", generation + 1)


def iso(t):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(t))


# --- commands ------------------------------------------------------------------------------------------------


def run(command, env=under_clock):
    p = subprocess.run(command, shell=isinstance(command, str), env=env, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, text=True, cwd=work + "/jobs", stdin=subprocess.DEVNULL)
    return p.returncode, p.stdout


def output(command):
    return run(command)[1]


def put(name, text):
    with open(os.path.join(out, name), "w") as f:
        f.write(text.replace(work, "/WORK"))


ids = {}  # job of the trace -> Slurm's job id
log = open(out + "/driver.log", "w", buffering=1)


def with_ids(text):
    return re.sub(r"(?<!\d)@(\d+)", lambda m: str(ids.get(m.group(1), 999999)), text)


def submit(row):
    command = ["sbatch", "--parsable", "--uid=" + row["user"], "-J", "j" + row["jobid"], "-o", "/dev/null",
               "-e", "/dev/null"] + (["-A", row["account"]] if row["account"] else [])
    for column, option in OPTIONS:
        if row.get(column):
            command += [option + "=" + row[column]] if option.startswith("--") else [option, row[column]]
    command += with_ids(row.get("extra") or "").split() + ["--wrap", script.replace("@RUN", row["run"])]
    code, text = run(command)
    number = text.strip().split("\n")[-1].split(";")[0]
    if code == 0 and number.isdigit():
        ids[row["jobid"]] = int(number)
    log.write("%s submit %s -> rc=%d %s\n" % (iso(now()), row["jobid"], code, text.strip()))


def act(row):
    command = with_ids(row["command"])
    code, text = run(command)
    log.write("%s action %s -> rc=%d %s\n" % (iso(now()), command, code, text.strip()))


# --- looking at the queue --------------------------------------------------------------------------------------

snapshots = open(out + "/snapshots.txt", "w", buffering=1)
placement = open(out + "/placement.txt", "w", buffering=1)
placed = set()


def write_placement(details):
    for line in details.split("\n"):
        job = re.match(r"JobId=(\d+)", line)
        if not job or not re.search("JobState=(RUNNING|SUSPENDED)", line):
            continue
        task = re.search(r"ArrayJobId=(\d+) ArrayTaskId=(\d+) ", line)
        key = "%s_%s" % task.groups() if task else job.group(1)
        # a requeued job has a placement for each start
        if (key, re.search(r"StartTime=(\S+)", line).group(1)) in placed:
            continue
        placed.add((key, re.search(r"StartTime=(\S+)", line).group(1)))
        placement.write("%s %s %s\n" % (key, re.search(r"JobName=(\S+)", line).group(1), " ; ".join(
            re.findall(r"(Nodes=\S+ CPU_IDs=\S+ Mem=\S+ GRES=\S*)", line))))


def look(number):
    """A snapshot; the queue as squeue prints it."""
    set_rate(0)
    queue = output(["squeue", "-h", "-a", "-S", "i", "-o", SQUEUE])
    snapshots.write("=== %s\n--- squeue -h -S i -o '%s'\n%s--- sprio -h -o '%s'\n%s" % (
        iso(now()), SQUEUE, queue, SPRIO, output(["sprio", "-h", "-o", SPRIO])))
    if number % 5 == 0:
        snapshots.write("--- sshare -a -l -P\n" + output(["sshare", "-a", "-l", "-P"]))
    if re.search(r"\|(RUNNING|SUSPENDED)\|", queue):
        write_placement(output(["scontrol", "show", "job", "-d", "-o"]))
    set_rate(rate)
    return queue


# --- the replay ----------------------------------------------------------------------------------------------------


def rows_of(name):
    path = os.path.join(case, name)
    return list(csv.DictReader(open(path))) if os.path.exists(path) else []


def replay():
    todo = [(float(r["submit"]), submit, r) for r in rows_of("trace.csv")]
    todo += [(float(r["offset"]), act, r) for r in rows_of("actions.csv")]
    todo.sort(key=lambda event: event[0])
    done, looks, next_look, idle = 0, 0, t0 + every / 2, 0
    while idle < 2:
        if now() > t0 + longest:
            log.write("%s MAXTIME reached\n" % iso(now()))
            break
        if done < len(todo) and now() >= t0 + todo[done][0]:
            set_rate(0)
            while done < len(todo) and now() >= t0 + todo[done][0]:
                todo[done][1](todo[done][2])
                done += 1
            set_rate(rate)
        elif now() >= next_look:
            queue = look(looks)
            looks += 1
            next_look = max(next_look, now() - every) + every
            idle += done == len(todo) and not queue.strip()
        due = min([next_look] + ([t0 + todo[done][0]] if done < len(todo) else []))
        time.sleep(min(max((due - now()) / rate, 0.002), 0.5))
    set_rate(0)
    return looks


def write_jobs(text):
    """sacct's records with the job of the trace before them (N_k: task k of array N)."""
    rows = [line.split("|") for line in text.split("\n") if line]
    column = rows[0].index("JobID")
    trace = {str(number): name for name, number in ids.items()}
    with open(out + "/jobs.csv", "w", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow(["traceid"] + rows[0])
        for row in rows[1:]:
            number, underscore, task = row[column].partition("_")
            table.writerow([trace.get(number, "") + underscore + task] + row)
    return len(rows) - 1


def late():
    """How much longer jobs ran than their script sleeps, in seconds: a histogram."""
    asked = {r["jobid"]: float(r["run"]) for r in rows_of("trace.csv")}
    counts = {}
    for row in csv.DictReader(open(out + "/jobs.csv")):
        name = row["traceid"].partition("_")[0]
        if row["State"] == "COMPLETED" and name in asked:
            over = int(int(row["ElapsedRaw"]) - asked[name])
            counts[over] = counts.get(over, 0) + 1
    return ", ".join("%d s: %d" % c for c in sorted(counts.items()))


looks = replay()
end = now()
sacct = "sacct -a -X -P -D -S %s -E %s --format=%s" % (iso(t0 - 60), iso(end), SACCT)
text = output(sacct)
put("sacct.txt", text)
records = write_jobs(text)
# sacct leaves out what never became eligible, or was held at its end
put("job_table.tsv", run(["mariadb", "--no-defaults", "-S", work + "/run/mysqld.sock", "-u", "root", "-B",
                          "slurm_acct_db", "-e", "select %s from %s_job_table order by job_db_inx" % (
                              JOB_TABLE, cluster)], dict(os.environ))[1])
run("sacctmgr -i rollup %s %s" % (iso(t0 - 3600), iso(end)))
manifest = "# real Slurm %s; T0 %s; clock rate %g; ended %s\n# elapsed minus asked: %s\nsacct.txt\t0\t%s\n" % (
    output("sinfo -V").split()[-1], iso(t0), rate, iso(end), late(), sacct)
for name, command in FINAL:
    if command.startswith("sreport"):
        command += " start=%s end=%s" % (iso(t0 - t0 % 3600), iso(end - end % 3600))
    code, text = run(command)
    put("final_%s.txt" % name, text)
    manifest += "final_%s.txt\t%d\t%s\n" % (name, code, command)
put("MANIFEST", manifest)
put("sched.log", "".join(line for line in open(work + "/log/slurmctld.log")
                         if OF_SCHEDULING.search(line) and not NOISE.search(line)))
snapshots.close()
with open(out + "/snapshots.txt", "rb") as plain, open(out + "/snapshots.txt.gz", "wb") as packed:
    with gzip.GzipFile("", "wb", 9, packed, mtime=0) as f:
        f.write(plain.read())
os.unlink(out + "/snapshots.txt")
print("%s: %d jobs submitted, %d records, %.0f s on the clock, %d looks; elapsed minus asked: %s" % (
    os.path.basename(case.rstrip("/")), len(ids), records, end - t0, looks, late()))
