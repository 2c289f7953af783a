#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""prepare.py CASE WORK - a runnable copy of a case's configuration.

From CASE/slurm.conf, and gres.conf, topology.conf, slurmdbd.conf, users.txt where there are, to WORK/etc,
WORK/nss (users and groups) and WORK/nodes.txt ("name port" a line). What ties a configuration to a machine
is replaced; what decides about scheduling, accounting or reports stays as it is written.

Only for recording: python3 comes with the packages that `record` installs.
"""
import os
import re
import sys

case, work = sys.argv[1:3]
port = int(os.environ["RECORD_PORT"])
debug = os.environ["RECORD_DEBUG"]

FORCED = {  # None: as the case says, or Slurm's default
    "SlurmctldHost": "localhost(127.0.0.1)",
    "SlurmctldPort": port,
    "SlurmdPort": port + 1,
    "SlurmUser": "root",
    "SlurmdUser": "root",
    "AuthType": "auth/none",
    "CredType": "cred/none",
    "StateSaveLocation": work + "/state",
    "SlurmdSpoolDir": work + "/spool/%n",
    "SlurmctldPidFile": work + "/run/slurmctld.pid",
    "SlurmdPidFile": work + "/run/slurmd-%n.pid",
    "SlurmctldLogFile": work + "/log/slurmctld.log",
    "SlurmdLogFile": work + "/log/slurmd-%n.log",
    "SlurmctldDebug": debug,
    "SlurmdDebug": "error",
    "ProctrackType": "proctrack/pgid",
    "TaskPlugin": "task/none",
    "JobAcctGatherType": "jobacct_gather/none",
    "AccountingStorageType": "accounting_storage/slurmdbd",
    "AccountingStorageHost": "127.0.0.1",
    "AccountingStoragePort": port + 2,
    "JobCompType": "jobcomp/none",
    "MailProg": "/bin/true",
    "SwitchType": "switch/none",
    "MpiDefault": "none",
    "MessageTimeout": 100,
    "SlurmdTimeout": 0,  # a jump of the clock by hours must not take nodes down
    "SlurmctldTimeout": 600,
    "BatchStartTimeout": 600,
    "UnkillableStepTimeout": 600,
}
# Keys that name programs, other machines or other formats of the same log.
DROPPED = set("""
    slurmctldaddr controlmachine controladdr backupcontroller backupaddr accountingstoragepass
    accountingstorageuser accountingstoragebackuphost authinfo authaltparameters authalttypes prolog epilog
    prologslurmctld epilogslurmctld taskprolog taskepilog healthcheckprogram healthcheckinterval jobcomphost
    jobcomploc jobcomppass jobcompuser jobcompport plugindir plugstackconfig resumeprogram suspendprogram
    rebootprogram unkillablestepprogram jobsubmitplugins clifilterplugins launchtype acctgatherenergytype
    acctgathernodefreq jobacctgatherfrequency jobacctgatherparams srunportrange taskpluginparam
    slurmctldsyslogdebug slurmdsyslogdebug slurmschedlogfile slurmschedloglevel acctgatherprofiletype
    acctgatherfilesystemtype acctgatherinterconnecttype jobcontainertype x11parameters prologflags includes
    logtimeformat corespecplugin extsensorstype federationparameters frontendname slurmdparameters
""".split())
OF_SLURMDBD = set("""
    trackwckey trackslurmctlddown privatedata parameters purgejobafter purgeeventafter allresourcesabsolute
    defaultqos maxquerytimerange
""".split())


def hosts(text):
    """a[1-3,07],b -> names"""
    names = []
    for item in re.findall(r"(?:[^,\[]|\[[^\]]*\])+", text):
        m = re.match(r"^([^\[]*)\[([^\]]*)\](.*)$", item)
        if not m:
            names.append(item)
            continue
        for part in m.group(2).split(","):
            first, _, last = part.partition("-")
            for i in range(int(first), int(last or first) + 1):
                names += hosts("%s%0*d%s" % (m.group(1), len(first), i, m.group(3)))
    return names


def lines_of(name):
    """Logical lines of a file of the case: without comments, continued lines joined; none without it."""
    path = os.path.join(case, name)
    text = open(path).read() if os.path.exists(path) else ""
    text = re.sub(r"(?m)(?<!\\)#.*$", "", text)
    return [line.strip() for line in re.sub(r"\\\n", "", text).split("\n") if line.strip()]


def write(name, text):
    with open(os.path.join(work, name), "w") as f:
        f.write(text)


def device(path):
    """Links to /dev/null in place of devices: slurmd insists on character devices."""
    path = work + "/dev" + path
    for one in hosts(path):
        os.makedirs(os.path.dirname(one), exist_ok=True)
        if not os.path.lexists(one):
            os.symlink("/dev/null", one)
    return path


def gres_lines(nodes, gres):
    """gres.conf of a node line that has none: device files for the GPUs, counts for the rest."""
    used = 0
    for item in re.sub(r"\(.*?\)", "", gres).split(","):
        words = item.split(":")
        count = words[-1] if len(words) > 1 else "1"
        kind = " Type=" + words[1] if len(words) > 2 else ""
        if words[0] != "gpu":
            yield "NodeName=%s Name=%s%s Count=%s" % (nodes, words[0], kind, count)
            continue
        files = "/dev/nvidia[%d-%d]" % (used, used + int(count) - 1) if count != "1" else "/dev/nvidia%d" % used
        used += int(count)
        yield "NodeName=%s Name=gpu%s File=%s" % (nodes, kind, device(files))


for folder in ("etc", "dev", "nss", "log", "run", "state", "spool", "db", "jobs"):
    os.makedirs(os.path.join(work, folder), exist_ok=True)
os.chmod(work + "/jobs", 0o1777)
os.chmod(work, 0o755)

# slurm.conf: every node gets a port of its own on this machine
forced = {k.lower() for k in FORCED}
nodes, kept, gres, default_gres = [], [], [], ""
slurmd_parameters = ["config_overrides"]
written = set()
for line in lines_of("slurm.conf"):
    key = line.split("=", 1)[0].strip().lower()
    written.add(key)
    if key == "slurmdparameters" and "config_overrides" not in line:
        slurmd_parameters.insert(0, line.split("=", 1)[1])
    if key in DROPPED or key in forced:
        continue
    if key == "nodename":
        words = [w for w in line.split()
                 if w.split("=")[0].lower() not in ("nodeaddr", "nodehostname", "port", "bcastaddr")]
        name = words[0].split("=", 1)[1]
        own = "".join(w.split("=", 1)[1] for w in words if w.lower().startswith("gres="))
        if name == "DEFAULT":
            default_gres = own or default_gres
        else:
            ports = [port + 10 + len(nodes) + i for i, _ in enumerate(hosts(name))]
            nodes += zip(hosts(name), ports)
            span = "%d" % ports[0] if len(ports) == 1 else "[%d-%d]" % (ports[0], ports[-1])
            words.append("NodeAddr=127.0.0.1 NodeHostname=localhost Port=" + span)
            if own or default_gres:
                gres.append((name, own or default_gres))
        line = " ".join(words)
    kept.append(line)
head = ["%s=%s" % kv for kv in FORCED.items()] + ["SlurmdParameters=" + ",".join(slurmd_parameters)]
head += [] if "returntoservice" in written else ["ReturnToService=2"]
head += [] if "clustername" in written else ["ClusterName=recorded"]
write("etc/slurm.conf", "\n".join(head + kept) + "\n")
write("nodes.txt", "".join("%s %d\n" % n for n in nodes))

# gres.conf, topology.conf, slurmdbd.conf
lines = [re.sub(r"(?i)\bFile=(\S+)", lambda m: "File=" + device(m.group(1)),
                re.sub(r"(?i)\s*\bAutoDetect=\S+", "", line)) for line in lines_of("gres.conf")]
lines = [line for line in lines if line] or [g for n, s in gres for g in gres_lines(n, s)]
if lines:
    write("etc/gres.conf", "\n".join(lines) + "\n")
if os.path.exists(case + "/topology.conf"):
    write("etc/topology.conf", "\n".join(lines_of("topology.conf")) + "\n")
write("etc/cgroup.conf", "CgroupAutomount=no\nCgroupPlugin=cgroup/v1\n")
write("etc/slurmdbd.conf", """AuthType=auth/none
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort=%d
SlurmUser=root
DebugLevel=%s
LogFile=%s/log/slurmdbd.log
PidFile=%s/run/slurmdbd.pid
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=%d
StorageUser=slurm
StoragePass=slurm
StorageLoc=slurm_acct_db
MessageTimeout=100
""" % (port + 2, debug, work, work, port + 3) + "".join(
    line + "\n" for line in lines_of("slurmdbd.conf") if line.split("=")[0].strip().lower() in OF_SLURMDBD))
os.chmod(work + "/etc/slurmdbd.conf", 0o600)

# users: those of users.txt ("name" or "name:uid"), then those that setup.sh adds, from 5001 on
named = [line for line in lines_of("users.txt")]
for line in lines_of("setup.sh"):
    m = re.search(r"\badd user\s+(?:name=)?([^\s=]+)", line)
    named += m.group(1).split(",") if m else []
users = {}
for name, _, uid in (n.partition(":") for n in named):
    if name and name != "root" and name not in users:
        users[name] = int(uid) if uid else next(u for u in range(5001, 65000) if u not in users.values())
write("nss/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n" + "".join(
    "%s:x:%d:5000::/tmp:/bin/sh\n" % u for u in users.items()))
write("nss/group", "root:x:0:\nnogroup:x:65534:\nusers:x:5000:\n")
