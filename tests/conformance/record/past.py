#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""past.py CASE WORK SINCE BEGIN - puts a past into the accounting of a running instance.

slurmdbd is up, the controller is not. CASE/history.csv, suspensions.csv, events.csv and reservations.csv
become rows of a cluster that exists since SINCE; CASE/usage.csv becomes the state files from which the
controller takes usage at BEGIN (it never asks slurmdbd). Moments are UTC.

Only for recording: python3 comes with the packages that `record` installs.
"""
import calendar
import csv
import math
import os
import re
import struct
import subprocess
import sys
import time

case, work, since_text, begin_text = sys.argv[1:5]
cluster = open(work + "/cluster").read().strip()

STATES = {"PENDING": 0, "RUNNING": 1, "SUSPENDED": 2, "COMPLETED": 3, "CANCELLED": 4, "FAILED": 5, "TIMEOUT": 6,
          "NODE_FAIL": 7, "PREEMPTED": 8, "BOOT_FAIL": 9, "DEADLINE": 10, "OUT_OF_MEMORY": 11, "REQUEUED": 0x400}
NODE_STATES = {"": 0, "DOWN": 1, "IDLE": 2, "DRAIN": 0x202, "DRAINED": 0x202, "FAIL": 0x2002}
NO_VALUE = 0xfffffffe
MIB = {"": 1, "K": 1 / 1024, "M": 1, "G": 1024, "T": 1024 ** 2}


def at(text):
    text = (text or "").strip()
    if text in ("", "0", "None", "Unknown"):
        return 0
    return int(text) if text.isdigit() else calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%S"))


def sql(query):
    p = subprocess.run(["mariadb", "--no-defaults", "-S", work + "/run/mysqld.sock", "-u", "root", "-N", "-B",
                        "slurm_acct_db"], input=query, text=True, capture_output=True)
    if p.returncode:
        sys.exit("past.py: " + p.stderr + query[:500])
    return [line.split("\t") for line in p.stdout.split("\n") if line]


def quoted(v):
    return "'" + v.replace("\\", "\\\\").replace("'", "\\'") + "'" if isinstance(v, str) else str(v)


statements = []


def insert(table, **row):
    statements.append("insert into %s_%s_table (%s) values (%s);" % (
        cluster, table, ",".join("`%s`" % c for c in row), ",".join(quoted(v) for v in row.values())))


def rows_of(name):
    path = os.path.join(case, name)
    return list(csv.DictReader(open(path))) if os.path.exists(path) else []


def hosts(text):
    names = []
    for part in re.findall(r"[^,\[]+(?:\[[^\]]*\])?", text or ""):
        m = re.match(r"^([^\[]*)\[([^\]]*)\]$", part)
        for span in m.group(2).split(",") if m else []:
            first, _, last = span.partition("-")
            names += ["%s%0*d" % (m.group(1), len(first), i) for i in range(int(first), int(last or first) + 1)]
        names += [] if m else [part]
    return names


def bitmap(nodelist):
    """Indices of the nodes, as Slurm writes a bitmap: 0-3,5"""
    inx = sorted(node_inx[n] for n in hosts(nodelist) if n in node_inx)
    spans = []
    for i in inx:
        if spans and spans[-1][1] == i - 1:
            spans[-1][1] = i
        else:
            spans.append([i, i])
    return ",".join("%d" % a if a == b else "%d-%d" % (a, b) for a, b in spans)


tres_id = {typ + ("/" + name if name else ""): int(i)
           for i, typ, name in sql("select id,type,name from tres_table where deleted=0")}
tres_name = {i: name for name, i in tres_id.items()}
assoc = {(user, account, part): int(i) for i, user, account, part in sql(
    "select id_assoc,user,acct,`partition` from %s_assoc_table where deleted=0" % cluster)}
qos = {name: int(i) for i, name in sql("select id,name from qos_table where deleted=0")}
wckey = {(name, user): int(i) for i, name, user in sql(
    "select id_wckey,wckey_name,user from %s_wckey_table where deleted=0" % cluster)}
uid = {line.split(":")[0]: int(line.split(":")[2]) for line in open(work + "/nss/passwd")}
env = dict(re.findall(r"(?m)^\s*([A-Z_]+)=[\"']?([^\"'\n]*)", open(case + "/case.env").read()))
since, begin = at(since_text), at(begin_text)


def tres(text):
    """cpu=4,mem=2G,gres/gpu=1 -> {1: 4, 2: 2048, 1001: 1}"""
    counts = {}
    for word in filter(None, (text or "").split(",")):
        name, value = word.split("=")
        number, suffix = re.match(r"^([0-9.]+)([KMGT]?)$", value).groups()
        counts[tres_id[name]] = int(float(number) * (MIB[suffix] if name == "mem" else 1))
    return dict(sorted(counts.items()))


def tres_text(counts):
    return ",".join("%d=%d" % c for c in counts.items())


def assoc_of(row):
    key = (row["user"], row["account"])
    found = assoc.get(key + (row.get("partition") or "",)) or assoc.get(key + ("",))
    return found or sys.exit("past.py: no association for %s in %s" % key)


def put_cluster():
    """What setup.sh made was made, as far as reports can tell, when the cluster began."""
    for table in ("assoc", "wckey"):
        statements.append("update %s_%s_table set creation_time=%d, mod_time=%d;" % (cluster, table, since, since))
    for table in ("acct", "user", "qos", "cluster"):
        statements.append("update %s_table set creation_time=%d, mod_time=%d;" % (table, since, since))
    counts, names = sql("select tres, cluster_nodes from %s_event_table where node_name='' "
                        "order by time_start desc limit 1" % cluster)[0]
    for table in ("event", "last_ran") + tuple("%s_%s" % (u, p) for u in ("assoc_usage", "usage", "wckey_usage")
                                               for p in ("hour", "day", "month")):
        statements.append("delete from %s_%s_table;" % (cluster, table))
    insert("event", time_start=since, time_end=0, node_name="", cluster_nodes=names,
           reason="Cluster Registered TRES", state=0, tres=counts)
    return names


def put_reservation(number, row):
    """users: name or name@account, joined by +; accounts joined by +"""
    members = []
    for user, _, account in (w.partition("@") for w in filter(None, (row.get("users") or "").split("+"))):
        members += [i for (u, a, _), i in sorted(assoc.items()) if u == user and (not account or a == account)]
    members += [assoc["", a, ""] for a in filter(None, (row.get("accounts") or "").split("+"))]
    insert("resv", id_resv=number, assoclist="," + ",".join(map(str, members)) + "," if members else "",
           flags=int(row.get("flags") or 0), nodelist=row["nodelist"], node_inx=bitmap(row["nodelist"]),
           resv_name=row["name"], time_start=at(row["start"]), time_end=at(row["end"]),
           tres=tres_text(tres(row["tres"])), unused_wall=0)


def put_job(inx, row, reservations):
    start, end = at(row["start"]), at(row["end"])
    allocated = tres_text(tres(row["tres_alloc"]))
    asked = tres(row.get("tres_req") or row["tres_alloc"])
    state = row["state"].split()[0]
    name = row.get("wckey") or ""
    nodes = int(row["nodes"])
    code = int(row.get("exit") or 0) * 256
    killer = {"kill_requid": uid[row["state"].split(" by ")[1]]} if " by " in row["state"] else {}
    insert("job", job_db_inx=inx, mod_time=end or start, account=row["account"], constraints="",
           cpus_req=asked.get(1, 0), exit_code=code, flags=int(row.get("flags") or 8),
           job_name=row.get("name") or "job", id_assoc=assoc_of(row), id_array_job=int(row.get("array_job") or 0),
           id_array_task=int(row["array_task"]) if row.get("array_task") else NO_VALUE, id_block="",
           id_job=int(row["jobid"]), id_qos=qos[row["qos"]],
           id_resv=reservations.get(row.get("reservation") or "", 0), id_wckey=wckey.get((name, row["user"]), 0),
           id_user=uid[row["user"]], id_group=5000, het_job_id=0, het_job_offset=NO_VALUE, state_reason_prev=0,
           mcs_label="", mem_req=asked.get(2, 0) // max(nodes, 1),
           nodelist=row["nodelist"] if start else "None assigned", nodes_alloc=nodes if start else 0,
           node_inx=bitmap(row["nodelist"]), partition=row["partition"], priority=int(row.get("priority") or 1),
           state=STATES[state], timelimit=int(row["timelimit"]), time_submit=at(row["submit"]),
           time_eligible=at(row.get("eligible") or row["submit"]), time_start=start, time_end=end,
           time_suspended=int(row.get("suspended") or 0), gres_used="", wckey=name, work_dir="/tmp",
           submit_line="sbatch job.sh", tres_alloc=allocated if start else "", tres_req=tres_text(asked), **killer)
    if start and env.get("STEPS", "1") == "1":
        first = hosts(row["nodelist"])[0]
        insert("step", job_db_inx=inx, exit_code=code, id_step=-5, nodelist=first, nodes_alloc=1,
               node_inx=bitmap(first), state=4 if state in ("TIMEOUT", "PREEMPTED") else STATES[state],
               step_name="batch", task_cnt=1, task_dist=0, time_start=start, time_end=end,
               tres_alloc=",".join(t for t in allocated.split(",") if not t.startswith("5=")))


def put_event(row, names):
    """A row without a node says that the cluster's TRES changed; a number is a state as slurmdbd keeps it."""
    state = NODE_STATES[row["state"]] if row["state"] in NODE_STATES else int(row["state"])
    for node in hosts(row["node"]) or [""]:
        if not node:
            statements.append("update %s_event_table set time_end=%d where node_name='' and time_end=0;" %
                              (cluster, at(row["start"])))
        insert("event", time_start=at(row["start"]), time_end=at(row["end"]), node_name=node,
               cluster_nodes="" if node else names, reason=row.get("reason") or "", reason_uid=0, state=state,
               tres=tres_text(tres(row["tres"])))


# --- usage of the controller ---------------------------------------------------------------------------


def usage_of_history(jobs, half_life):
    """Each job's billing seconds, decayed continuously until BEGIN; by association and by QOS."""
    rate = math.log(2) / half_life
    by_assoc, by_qos = {}, {}
    for row in jobs:
        start, end = at(row["start"]), at(row["end"]) or begin
        if not start or end <= start:
            continue
        counts = tres(row["tres_alloc"])
        span = (math.exp(-rate * (begin - end)) - math.exp(-rate * (begin - start))) / rate
        for usage, key in ((by_assoc, assoc_of(row)), (by_qos, qos[row["qos"]])):
            raw, each, wall = usage.get(key, (0.0, {}, 0.0))
            for i, n in counts.items():
                each[i] = each.get(i, 0) + n * span
            usage[key] = (raw + span * counts.get(tres_id["billing"], counts.get(1, 0)), each, wall + span)
    return by_assoc, by_qos


def usage_given(rows):
    by_assoc = {}
    for row in rows:
        each = dict(word.split("=") for word in filter(None, (row.get("tres_raw") or "").split(";")))
        by_assoc[assoc[row["user"], row["account"], row.get("partition") or ""]] = (
            float(row["raw"]), {tres_id[k]: float(v) for k, v in each.items()}, float(row.get("grp_wall") or 0))
    return by_assoc, {}


def write_computed(by_assoc):
    owner = {i: key for key, i in assoc.items()}
    with open(case + "/usage.csv.computed", "w") as f:
        f.write("user,account,raw,grp_wall,tres_raw\n")
        for i, (raw, each, wall) in sorted(by_assoc.items()):
            f.write("%s,%s,%.6f,%d,%s\n" % (owner[i][0], owner[i][1], raw, int(wall), ";".join(
                "%s=%.6f" % (tres_name[t], n) for t, n in sorted(each.items()))))


def packed(text):
    return struct.pack(">I", len(text) + 1) + text.encode() + b"\0" if text else struct.pack(">I", 0)


def write_state(name, usage):
    """u16 version, i64 time; then id, raw, "tres=raw,...", u32 wall: most significant byte first."""
    data = struct.pack(">Hq", 38 << 8, begin)
    for i, (raw, each, wall) in sorted(usage.items()):
        data += struct.pack(">I", i) + packed("%.6f" % raw)
        data += packed(",".join("%d=%.6f" % t for t in sorted(each.items()))) + struct.pack(">I", int(wall))
    open(os.path.join(work, "state", name), "wb").write(data)


def put_usage(jobs):
    path = os.path.join(case, "usage.csv")
    if not os.path.exists(path):
        return
    first = open(path).readline().strip().split(",")
    if first[0] == "history":  # history,HALFLIFE
        by_assoc, by_qos = usage_of_history(jobs, float(first[1]))
        write_computed(by_assoc)
    else:
        by_assoc, by_qos = usage_given([row for row in rows_of("usage.csv") if row.get("account")])
    write_state("assoc_usage", by_assoc)
    write_state("qos_usage", by_qos)
    open(work + "/state/priority_last_decay_ran", "wb").write(
        struct.pack(">qq", begin, at(env.get("LAST_RESET")) or begin))


statements.append("set autocommit=0;")
node_names = put_cluster()
node_inx = {name: i for i, name in enumerate(hosts(node_names))}  # the controller's order, not slurm.conf's
reservations = {}
for row in rows_of("reservations.csv"):
    reservations[row["name"]] = int(row.get("id") or len(reservations) + 1)
    put_reservation(reservations[row["name"]], row)
jobs = rows_of("history.csv")
for number, row in enumerate(jobs):
    put_job(1001 + number, row, reservations)
for row in rows_of("suspensions.csv"):  # job: its line in history.csv, from 1
    job = int(row["job"])
    insert("suspend", job_db_inx=1000 + job, id_assoc=assoc_of(jobs[job - 1]), time_start=at(row["start"]),
           time_end=at(row["end"]))
for row in rows_of("events.csv"):
    put_event(row, node_names)
statements.append("commit;")
sql("\n".join(statements))
put_usage(jobs)
