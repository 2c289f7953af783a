-- SPDX-License-Identifier: Apache-2.0
--
-- The ledger of one run. Names and values are those of Slurm's accounting database, so that who knows
-- that one can query this: times are seconds since 1970 (UTC), 0 = not set; limits that are not set are
-- NULL; TRES are "id=count,..." by ascending id; memory in MiB. One cluster a file, hence no prefixes.
-- The comment behind a column is its documentation (`slurmsim doc schema`).

-- What was run: inputs, hashes, versions, zone, and the settings that reports need.
CREATE TABLE run (
    key   TEXT NOT NULL PRIMARY KEY, -- cluster, zone, version, started, now, policy, conf.*, ...
    value TEXT                       -- as text
) STRICT, WITHOUT ROWID;

-- The input files.
CREATE TABLE input (
    id     INTEGER PRIMARY KEY, -- order of reading
    kind   TEXT NOT NULL,       -- site, workload, history, usage, events
    path   TEXT NOT NULL,       -- as it was named
    size   INTEGER NOT NULL,    -- bytes
    sha256 TEXT NOT NULL,       -- of the bytes
    text   TEXT                 -- the contents, where embedded
) STRICT;

-- Keys of slurm.conf that were given, in file order.
CREATE TABLE conf (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL, -- in slurm.conf(5)'s spelling
    value TEXT NOT NULL
) STRICT;

-- Trackable resources.
CREATE TABLE tres (
    id   INTEGER PRIMARY KEY, -- 1 cpu, 2 mem, 3 energy, 4 node, 5 billing, ..., others from 1001
    type TEXT NOT NULL,       -- cpu, gres, license, ...
    name TEXT NOT NULL,       -- '' or gpu, gpu:h100, ...
    pos  INTEGER NOT NULL     -- position in AccountingStorageTRES
) STRICT;

-- Accounts.
CREATE TABLE account (
    id           INTEGER PRIMARY KEY,
    name         TEXT NOT NULL,
    description  TEXT,
    organization TEXT,
    coordinators TEXT,             -- comma list of users
    created      INTEGER NOT NULL,
    deleted      INTEGER NOT NULL
) STRICT;

-- Users.
CREATE TABLE user (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL,
    admin_level   INTEGER NOT NULL, -- 1 None, 2 Operator, 3 Administrator
    default_wckey TEXT,
    created       INTEGER NOT NULL,
    deleted       INTEGER NOT NULL,
    uid           INTEGER NOT NULL  -- of the operating system
) STRICT;

-- Qualities of service.
CREATE TABLE qos (
    id                     INTEGER PRIMARY KEY, -- 1 is normal
    name                   TEXT NOT NULL,
    description            TEXT,
    flags                  INTEGER NOT NULL, -- bits; names: sacctmgr(1), Flags
    priority               INTEGER NOT NULL,
    grace_time             INTEGER NOT NULL, -- seconds
    preempt_mode           INTEGER NOT NULL,
    preempt_exempt_time    INTEGER,          -- seconds
    preempt                TEXT,             -- comma list of QOS ids it may preempt
    usage_factor           REAL NOT NULL,
    usage_thres            REAL,
    limit_factor           REAL,
    grp_jobs               INTEGER,
    grp_jobs_accrue        INTEGER,
    grp_submit_jobs        INTEGER,
    grp_wall               INTEGER, -- minutes
    grp_tres               TEXT,
    grp_tres_mins          TEXT,
    grp_tres_run_mins      TEXT,
    max_jobs_per_user      INTEGER,
    max_jobs_accrue_pu     INTEGER,
    max_submit_jobs_per_user INTEGER,
    max_wall_duration_per_job INTEGER, -- minutes
    max_jobs_pa            INTEGER,
    max_jobs_accrue_pa     INTEGER,
    max_submit_jobs_pa     INTEGER,
    max_tres_pj            TEXT,
    max_tres_pn            TEXT,
    max_tres_mins_pj       TEXT,
    max_tres_run_mins_pu   TEXT,
    max_tres_pu            TEXT,
    max_tres_pa            TEXT,
    max_tres_run_mins_pa   TEXT,
    min_tres_pj            TEXT,
    min_prio_thresh        INTEGER,
    created                INTEGER NOT NULL,
    deleted                INTEGER NOT NULL
) STRICT;

-- Associations: account, user of an account, user of an account in a partition. Limits as set here.
CREATE TABLE assoc (
    id_assoc          INTEGER PRIMARY KEY, -- never reused; root is 1
    acct              TEXT NOT NULL,
    user              TEXT NOT NULL, -- '' for an account
    partition         TEXT NOT NULL, -- '' for any
    id_parent         INTEGER NOT NULL, -- the parent account's association, 0 for root
    lft               INTEGER NOT NULL,
    rgt               INTEGER NOT NULL,
    shares            INTEGER NOT NULL, -- 2147483647 = parent
    is_def            INTEGER NOT NULL, -- the user's default account
    priority          INTEGER,
    def_qos_id        INTEGER NOT NULL, -- 0 = inherited
    qos_set           INTEGER NOT NULL, -- 1: `qos` is this association's own list
    qos               TEXT,             -- comma list of QOS ids
    qos_add           TEXT,             -- added to the inherited list
    qos_del           TEXT,             -- taken from the inherited list
    grp_jobs          INTEGER,
    grp_jobs_accrue   INTEGER,
    grp_submit_jobs   INTEGER,
    grp_wall          INTEGER, -- minutes
    grp_tres          TEXT,
    grp_tres_mins     TEXT,
    grp_tres_run_mins TEXT,
    max_jobs          INTEGER,
    max_jobs_accrue   INTEGER,
    max_submit_jobs   INTEGER,
    max_wall_pj       INTEGER, -- minutes
    max_tres_pj       TEXT,
    max_tres_pn       TEXT,
    max_tres_mins_pj  TEXT,
    max_tres_run_mins TEXT,
    min_prio_thresh   INTEGER,
    created           INTEGER NOT NULL,
    deleted           INTEGER NOT NULL
) STRICT;

-- Workload characterisation keys.
CREATE TABLE wckey (
    id_wckey   INTEGER PRIMARY KEY,
    wckey_name TEXT NOT NULL,
    user       TEXT NOT NULL,
    is_def     INTEGER NOT NULL,
    deleted    INTEGER NOT NULL
) STRICT;

-- Licences of the accounting, shared by clusters.
CREATE TABLE resource (
    id              INTEGER PRIMARY KEY,
    name            TEXT NOT NULL,
    server          TEXT NOT NULL,
    description     TEXT,
    manager         TEXT,    -- ServerType
    count           INTEGER NOT NULL,
    percent_allowed INTEGER, -- of this cluster; NULL: it has none of it
    deleted         INTEGER NOT NULL
) STRICT;

-- What sacctmgr changed, and when.
CREATE TABLE txn (
    id        INTEGER PRIMARY KEY,
    timestamp INTEGER NOT NULL,
    action    TEXT NOT NULL,
    actor     TEXT NOT NULL,
    name      TEXT, -- the "Where" of sacctmgr show transactions
    info      TEXT
) STRICT;

-- RawUsage set to zero with sacctmgr: of an association with all below it, or of a QOS.
CREATE TABLE raw_usage_reset (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    id_assoc INTEGER, -- NULL: a QOS
    id_qos   INTEGER  -- NULL: an association
) STRICT;

-- Nodes as configured. What happened to them: event; as they were at a sample: node_sample.
CREATE TABLE node (
    node_inx         INTEGER PRIMARY KEY, -- position in Slurm's node table
    name             TEXT NOT NULL,
    hostname         TEXT,
    address          TEXT,
    cpus             INTEGER NOT NULL, -- as configured
    cpus_usable      INTEGER NOT NULL, -- without specialised cores
    boards           INTEGER NOT NULL,
    sockets          INTEGER NOT NULL,
    cores_per_socket INTEGER NOT NULL,
    threads_per_core INTEGER NOT NULL,
    real_memory      INTEGER NOT NULL, -- MiB
    mem_spec         INTEGER NOT NULL, -- MiB kept from jobs
    core_spec        INTEGER NOT NULL,
    cpu_spec_list    TEXT,
    tmp_disk         INTEGER NOT NULL, -- MiB
    weight           INTEGER NOT NULL,
    features         TEXT,
    gres             TEXT,             -- as slurm.conf has it
    gres_count       TEXT,             -- TRES string of its generic resources: "1001=8"
    port             INTEGER NOT NULL,
    tres             TEXT NOT NULL     -- TRES string of the node
) STRICT;

-- Partitions as configured, and again at each sample in which something had changed.
CREATE TABLE partition (
    part_inx          INTEGER NOT NULL, -- order in slurm.conf
    at                INTEGER NOT NULL, -- valid from
    name              TEXT NOT NULL,
    nodes_text        TEXT,             -- as configured
    nodes             TEXT,             -- compressed list
    n_nodes           INTEGER NOT NULL,
    total_cpus        INTEGER NOT NULL,
    is_default        INTEGER NOT NULL,
    hidden            INTEGER NOT NULL,
    root_only         INTEGER NOT NULL,
    req_resv          INTEGER NOT NULL,
    disable_root_jobs INTEGER NOT NULL,
    exclusive_user    INTEGER NOT NULL,
    lln               INTEGER NOT NULL,
    state             INTEGER NOT NULL, -- 0 INACTIVE, 1 DOWN, 2 DRAIN, 3 UP
    max_time          INTEGER,          -- minutes, NULL = UNLIMITED
    default_time      INTEGER,          -- minutes, NULL = none
    over_time_limit   INTEGER,          -- minutes, NULL = the cluster's
    min_nodes         INTEGER NOT NULL,
    max_nodes         INTEGER,
    max_cpus_per_node INTEGER,
    def_mem_per_cpu   INTEGER NOT NULL, -- MiB, 0 = not set
    def_mem_per_node  INTEGER NOT NULL,
    def_mem_per_gpu   INTEGER NOT NULL,
    max_mem_per_cpu   INTEGER NOT NULL,
    max_mem_per_node  INTEGER NOT NULL,
    def_cpu_per_gpu   INTEGER NOT NULL,
    priority_tier     INTEGER NOT NULL,
    job_factor        INTEGER NOT NULL,
    share             INTEGER NOT NULL, -- 0 NO, 1 EXCLUSIVE, 2 YES, 3 FORCE
    share_count       INTEGER NOT NULL,
    grace_time        INTEGER NOT NULL, -- seconds
    preempt_mode      INTEGER NOT NULL,
    select_params     INTEGER NOT NULL,
    allow_accounts    TEXT, -- comma lists; NULL = no rule
    deny_accounts     TEXT,
    allow_qos         TEXT,
    deny_qos          TEXT,
    allow_groups      TEXT,
    alloc_nodes       TEXT,
    alternate         TEXT,
    qos               TEXT,
    billing           TEXT, -- TRESBillingWeights as written
    tres              TEXT, -- TRES string of its nodes
    PRIMARY KEY (part_inx, at)
) STRICT, WITHOUT ROWID;

-- A row a job; a requeued job has several. What sacct and sreport job read.
CREATE TABLE job (
    job_db_inx         INTEGER PRIMARY KEY, -- rises with each row
    id_job             INTEGER NOT NULL, -- raw job id
    id_array_job       INTEGER NOT NULL, -- 0 = not an array
    id_array_task      INTEGER,          -- NULL = none (a plain job, or an array's remaining tasks)
    array_task_str     TEXT,             -- remaining tasks: "3-9%2"
    array_max_tasks    INTEGER NOT NULL,
    array_task_pending INTEGER NOT NULL, -- tasks this row stands for while pending
    trace_id           TEXT,             -- the workload's own id
    id_assoc           INTEGER NOT NULL, -- 0 = none
    id_qos             INTEGER NOT NULL,
    id_wckey           INTEGER NOT NULL,
    id_resv            INTEGER NOT NULL, -- 0 = no reservation
    id_user            INTEGER NOT NULL, -- uid
    id_group           INTEGER NOT NULL, -- gid
    user               TEXT,
    group_name         TEXT,
    account            TEXT,
    partition          TEXT,
    qos                TEXT,
    wckey              TEXT,
    job_name           TEXT,
    reservation        TEXT,
    nodelist           TEXT,             -- compressed list; NULL = none assigned
    nodes_alloc        INTEGER NOT NULL,
    alloc              TEXT,             -- [[first,last,cpus,mem,"gres"],...] by node_inx, per node
    cpus_req           INTEGER NOT NULL,
    cpus_alloc         INTEGER NOT NULL,
    mem_req            INTEGER NOT NULL, -- MiB a node; negative: MiB a CPU
    priority           INTEGER NOT NULL,
    state              INTEGER NOT NULL, -- 0 PENDING, 1 RUNNING, ... `slurmsim doc states`
    state_reason_prev  INTEGER NOT NULL, -- reason before the start
    reason             INTEGER NOT NULL, -- reason now
    reason_text        TEXT,
    exit_code          INTEGER NOT NULL, -- code << 8 | signal
    derived_ec         INTEGER NOT NULL,
    kill_requid        INTEGER,          -- uid that cancelled it
    flags              INTEGER NOT NULL, -- started 2 at submission, 4 by main, 8 by backfill; 16 received; 256 no batch step; 1024 imported as received
    timelimit          INTEGER,          -- minutes; 4294967295 UNLIMITED, NULL the partition's
    time_submit        INTEGER NOT NULL,
    time_eligible      INTEGER NOT NULL, -- 0 = never eligible
    time_start         INTEGER NOT NULL,
    time_end           INTEGER NOT NULL, -- 0 = not ended
    time_suspended     INTEGER NOT NULL, -- seconds
    tres_req           TEXT,
    tres_alloc         TEXT,
    constraints        TEXT,
    licenses           TEXT,
    dependency         TEXT,
    work_dir           TEXT,
    submit_line        TEXT,
    derived_es         TEXT,             -- comment
    admin_comment      TEXT,
    restarts           INTEGER NOT NULL,
    planned_start      INTEGER NOT NULL, -- backfill's estimate while pending
    planned_nodes      TEXT,
    active             INTEGER NOT NULL  -- 1: in the controller's memory when the run ended
) STRICT;

-- Suspensions.
CREATE TABLE suspend (
    job_db_inx INTEGER NOT NULL,
    id_assoc   INTEGER NOT NULL,
    time_start INTEGER NOT NULL,
    time_end   INTEGER NOT NULL, -- 0 = still suspended
    PRIMARY KEY (job_db_inx, time_start)
) STRICT, WITHOUT ROWID;

-- Node states, and the cluster's registrations.
CREATE TABLE event (
    node_name     TEXT NOT NULL, -- '' = the cluster's TRES from time_start on
    time_start    INTEGER NOT NULL,
    time_end      INTEGER NOT NULL, -- 0 = open
    state         INTEGER NOT NULL, -- base state and flag bits
    reason        TEXT,
    reason_uid    INTEGER NOT NULL,
    tres          TEXT NOT NULL,
    cluster_nodes TEXT,             -- cluster rows only
    PRIMARY KEY (node_name, time_start)
) STRICT, WITHOUT ROWID;

-- Reservations; a change makes a new row.
CREATE TABLE resv (
    id_resv     INTEGER NOT NULL,
    time_start  INTEGER NOT NULL,
    time_end    INTEGER NOT NULL,
    resv_name   TEXT NOT NULL,
    assoclist   TEXT, -- ",8,10,"
    flags       INTEGER NOT NULL, -- 1 MAINT, 4 DAILY, 64 IGNORE_JOBS, ...
    nodelist    TEXT,
    tres        TEXT,
    unused_wall REAL NOT NULL, -- seconds
    PRIMARY KEY (id_resv, time_start)
) STRICT, WITHOUT ROWID;

-- How far the rollups are.
CREATE TABLE last_ran (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    hourly_rollup  INTEGER NOT NULL,
    daily_rollup   INTEGER NOT NULL,
    monthly_rollup INTEGER NOT NULL
) STRICT;

-- The cluster's use by hour, day, month (TRES-seconds). time_start of an hour is where the cluster's
-- record begins in it.
CREATE TABLE usage_hour (
    time_start INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    count INTEGER NOT NULL, alloc_secs INTEGER NOT NULL, down_secs INTEGER NOT NULL,
    pdown_secs INTEGER NOT NULL, idle_secs INTEGER NOT NULL, plan_secs INTEGER NOT NULL,
    over_secs INTEGER NOT NULL, PRIMARY KEY (time_start, id_tres)
) STRICT, WITHOUT ROWID;
CREATE TABLE usage_day (
    time_start INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    count INTEGER NOT NULL, alloc_secs INTEGER NOT NULL, down_secs INTEGER NOT NULL,
    pdown_secs INTEGER NOT NULL, idle_secs INTEGER NOT NULL, plan_secs INTEGER NOT NULL,
    over_secs INTEGER NOT NULL, PRIMARY KEY (time_start, id_tres)
) STRICT, WITHOUT ROWID;
CREATE TABLE usage_month (
    time_start INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    count INTEGER NOT NULL, alloc_secs INTEGER NOT NULL, down_secs INTEGER NOT NULL,
    pdown_secs INTEGER NOT NULL, idle_secs INTEGER NOT NULL, plan_secs INTEGER NOT NULL,
    over_secs INTEGER NOT NULL, PRIMARY KEY (time_start, id_tres)
) STRICT, WITHOUT ROWID;

-- Use by association (TRES-seconds). A row of assoc_usage_pack is a local day's hours: `secs` is a JSON array
-- of consecutive hours from time_start on, which is the first that is not 0; assoc_usage_hour shows one an hour.
CREATE TABLE assoc_usage_pack (
    time_start INTEGER NOT NULL, id INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    secs TEXT NOT NULL, PRIMARY KEY (time_start, id, id_tres)
) STRICT, WITHOUT ROWID;
CREATE VIEW assoc_usage_hour AS
SELECT p.time_start + 3600 * v.key AS time_start, p.id, p.id_tres, v.value AS alloc_secs
FROM assoc_usage_pack p, json_each(p.secs) v WHERE v.value <> 0;
CREATE TABLE assoc_usage_day (
    time_start INTEGER NOT NULL, id INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    alloc_secs INTEGER NOT NULL, PRIMARY KEY (time_start, id, id_tres)
) STRICT, WITHOUT ROWID;
CREATE TABLE assoc_usage_month (
    time_start INTEGER NOT NULL, id INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    alloc_secs INTEGER NOT NULL, PRIMARY KEY (time_start, id, id_tres)
) STRICT, WITHOUT ROWID;

-- Use by wckey (TRES-seconds). A row of wckey_usage_pack is a local day's hours: `secs` is a JSON array
-- of consecutive hours from time_start on, which is the first that is not 0; wckey_usage_hour shows one an hour.
CREATE TABLE wckey_usage_pack (
    time_start INTEGER NOT NULL, id INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    secs TEXT NOT NULL, PRIMARY KEY (time_start, id, id_tres)
) STRICT, WITHOUT ROWID;
CREATE VIEW wckey_usage_hour AS
SELECT p.time_start + 3600 * v.key AS time_start, p.id, p.id_tres, v.value AS alloc_secs
FROM wckey_usage_pack p, json_each(p.secs) v WHERE v.value <> 0;
CREATE TABLE wckey_usage_day (
    time_start INTEGER NOT NULL, id INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    alloc_secs INTEGER NOT NULL, PRIMARY KEY (time_start, id, id_tres)
) STRICT, WITHOUT ROWID;
CREATE TABLE wckey_usage_month (
    time_start INTEGER NOT NULL, id INTEGER NOT NULL, id_tres INTEGER NOT NULL,
    alloc_secs INTEGER NOT NULL, PRIMARY KEY (time_start, id, id_tres)
) STRICT, WITHOUT ROWID;

-- Moments at which the controller's memory was stored.
CREATE TABLE sample (
    at           INTEGER PRIMARY KEY,
    usage_period INTEGER NOT NULL, -- last computation of usage and priorities
    usage_reset  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- sshare, scontrol show assoc_mgr: every association at every sample.
CREATE TABLE share_sample (
    at              INTEGER NOT NULL,
    id_assoc        INTEGER NOT NULL,
    pos             INTEGER NOT NULL, -- place in the tree as sshare lists it
    level           INTEGER NOT NULL, -- 0 = root
    shares_raw      INTEGER NOT NULL, -- 2147483647 = parent
    level_shares    INTEGER NOT NULL, -- sum of the siblings' shares
    shares_norm     REAL NOT NULL,
    usage_raw       REAL NOT NULL, -- decayed billing-seconds
    usage_norm      REAL NOT NULL,
    usage_efctv     REAL NOT NULL,
    level_fs        REAL NOT NULL, -- 1e999 = inf
    fs_factor       REAL NOT NULL,
    held_norm       REAL NOT NULL, -- usage_norm, usage_efctv, fs_factor as the controller holds them:
    held_efctv      REAL NOT NULL, -- sshare has them computed anew, scontrol show assoc_mgr does not
    held_factor     REAL NOT NULL,
    grp_used_wall   REAL NOT NULL, -- seconds
    usage_raw_exact  TEXT NOT NULL, -- long double, 21 digits
    usage_norm_exact TEXT NOT NULL,
    usage_efctv_exact TEXT NOT NULL,
    level_fs_exact   TEXT NOT NULL,
    used_jobs       INTEGER NOT NULL,
    used_submit     INTEGER NOT NULL,
    used_accrue     INTEGER NOT NULL,
    used_tres       TEXT, -- in use: "1=4,2=64000"
    tres_raw        TEXT, -- decayed TRES-seconds: "1=15.25,..."; entries of 0 are left out
    run_secs        TEXT, -- TRES-seconds that running jobs may still use
    PRIMARY KEY (at, id_assoc)
) STRICT, WITHOUT ROWID;

-- scontrol show assoc_mgr: every QOS at every sample.
CREATE TABLE qos_sample (
    at              INTEGER NOT NULL,
    id_qos          INTEGER NOT NULL,
    usage_raw       REAL NOT NULL,
    usage_raw_exact TEXT NOT NULL,
    grp_used_wall   REAL NOT NULL, -- seconds
    used_jobs       INTEGER NOT NULL,
    used_submit     INTEGER NOT NULL,
    used_accrue     INTEGER NOT NULL,
    used_tres       TEXT,
    tres_raw        TEXT,
    run_secs        TEXT,
    PRIMARY KEY (at, id_qos)
) STRICT, WITHOUT ROWID;

-- The same by user or account of a QOS.
CREATE TABLE qos_sub_sample (
    at        INTEGER NOT NULL,
    id_qos    INTEGER NOT NULL,
    kind      INTEGER NOT NULL, -- 0 user, 1 account
    id        INTEGER NOT NULL, -- uid, or the account's association
    pos       INTEGER NOT NULL, -- order of their first submissions
    name      TEXT NOT NULL,
    used_jobs   INTEGER NOT NULL,
    used_submit INTEGER NOT NULL,
    used_accrue INTEGER NOT NULL,
    used_tres TEXT,
    PRIMARY KEY (at, id_qos, kind, id)
) STRICT, WITHOUT ROWID;

-- sprio: weighted factors of every pending job, a row a partition.
CREATE TABLE prio_sample (
    at          INTEGER NOT NULL,
    id_job      INTEGER NOT NULL,
    part_inx    INTEGER NOT NULL,
    pos         INTEGER NOT NULL, -- place in the job list
    rank        INTEGER NOT NULL, -- place among the job's partitions
    partition   TEXT NOT NULL,
    priority    REAL NOT NULL, -- the sum, untruncated
    direct_prio INTEGER NOT NULL, -- the priority an operator set, 0 = none
    site        REAL NOT NULL,
    age         REAL NOT NULL,
    assoc       REAL NOT NULL,
    fs          REAL NOT NULL,
    js          REAL NOT NULL,
    part        REAL NOT NULL,
    qos         REAL NOT NULL,
    nice        INTEGER NOT NULL,
    tres        TEXT, -- weighted terms "1=2.25,2=7.5"
    PRIMARY KEY (at, id_job, part_inx)
) STRICT, WITHOUT ROWID;

-- squeue, scontrol show job: what varies of the jobs in the controller's memory at a sample.
CREATE TABLE queue_sample (
    at             INTEGER NOT NULL,
    pos            INTEGER NOT NULL, -- place in the job list
    id_job         INTEGER NOT NULL,
    job_db_inx     INTEGER NOT NULL,
    id_array_job   INTEGER NOT NULL, -- 0 = not an array
    id_array_task  INTEGER,          -- NULL: none, or the remaining tasks
    array_tasks    TEXT,             -- "3-9%2"
    array_pending  INTEGER NOT NULL, -- remaining tasks
    array_throttle INTEGER NOT NULL, -- the number behind %, 0 = none
    state          INTEGER NOT NULL, -- base state
    completing     INTEGER NOT NULL,
    configuring    INTEGER NOT NULL,
    reason         INTEGER NOT NULL,
    reason_word    TEXT NOT NULL,    -- "Resources"
    reason_text    TEXT,             -- shown instead, if set
    priority       INTEGER NOT NULL, -- 0 = held
    part_prio      TEXT,             -- comma list, in the order of `partition`
    partition      TEXT NOT NULL,    -- comma list while pending
    account        TEXT,
    qos            TEXT,
    reservation    TEXT,
    id_assoc       INTEGER NOT NULL,
    submit         INTEGER NOT NULL,
    eligible       INTEGER NOT NULL,
    accrue         INTEGER NOT NULL,
    start          INTEGER NOT NULL, -- 0 = unknown
    end            INTEGER NOT NULL, -- planned while running
    planned_start  INTEGER NOT NULL,
    planned_nodes  TEXT,
    suspend_time   INTEGER NOT NULL,
    pre_suspended  INTEGER NOT NULL, -- seconds run before the last suspension
    elapsed        INTEGER NOT NULL, -- seconds run so far
    last_sched_eval INTEGER NOT NULL,
    last_sched     INTEGER NOT NULL, -- 2 main, 4 backfill
    starter        INTEGER NOT NULL, -- 1 submission, 2 main, 4 backfill
    preempt_time   INTEGER NOT NULL,
    preempt_from   INTEGER NOT NULL, -- from when on it may be displaced, 0 never
    time_limit     INTEGER,          -- minutes; 4294967295 UNLIMITED, NULL the partition's
    time_min       INTEGER NOT NULL,
    restarts       INTEGER NOT NULL,
    exit_code      INTEGER NOT NULL,
    nodelist       TEXT,
    n_nodes        INTEGER NOT NULL, -- allocated, or the estimate while pending
    total_cpus     INTEGER NOT NULL,
    tres_req       TEXT,
    tres_alloc     TEXT,
    dependency     TEXT, -- "afterok:17(unfulfilled)"
    alloc_detail   TEXT, -- [[first,last,"CPU ids",mem,"gres"],...] by node_inx
    PRIMARY KEY (at, pos)
) STRICT, WITHOUT ROWID;

-- scontrol show job: what was asked for. As of the last sample the job was seen in.
CREATE TABLE job_request (
    id_job            INTEGER PRIMARY KEY,
    name              TEXT,
    user              TEXT,
    group_name        TEXT,
    id_user           INTEGER NOT NULL,
    id_group          INTEGER NOT NULL,
    wckey             TEXT,
    trace_id          TEXT,
    nice              INTEGER NOT NULL,
    requeue           INTEGER NOT NULL,
    batch             INTEGER NOT NULL,
    begin             INTEGER NOT NULL,
    deadline          INTEGER NOT NULL,
    min_nodes         INTEGER NOT NULL,
    max_nodes         INTEGER NOT NULL, -- 0 = none
    min_cpus          INTEGER NOT NULL,
    max_cpus          INTEGER,
    ntasks            INTEGER,
    cpus_per_task     INTEGER NOT NULL,
    cpus_per_task_set INTEGER NOT NULL,
    min_cpus_node     INTEGER NOT NULL,
    ntasks_per_node   INTEGER NOT NULL,
    ntasks_per_socket INTEGER NOT NULL,
    ntasks_per_core   INTEGER NOT NULL,
    sockets_per_node  INTEGER NOT NULL, -- 0 = *
    cores_per_socket  INTEGER NOT NULL,
    threads_per_core  INTEGER NOT NULL,
    core_spec         INTEGER,
    overcommit        INTEGER NOT NULL,
    contiguous        INTEGER NOT NULL,
    whole             INTEGER NOT NULL, -- --exclusive
    user_exclusive    INTEGER NOT NULL,
    share             INTEGER NOT NULL, -- 0 NO, 1 YES, 2 OK
    mem               INTEGER NOT NULL, -- MiB
    mem_per_cpu       INTEGER NOT NULL, -- 1: `mem` is per CPU
    by_gpu            INTEGER NOT NULL, -- 1: the defaults a GPU are known
    mem_per_gpu       INTEGER NOT NULL,
    tmp_disk          INTEGER NOT NULL,
    cpus_per_gpu      INTEGER NOT NULL,
    gres              TEXT,
    gpus              TEXT,
    gpus_per_node     TEXT,
    gpus_per_socket   TEXT,
    gpus_per_task     TEXT,
    features          TEXT,
    prefer            TEXT,
    req_nodes         TEXT,
    exc_nodes         TEXT,
    licenses          TEXT,
    switches          INTEGER NOT NULL,
    switches_wait     INTEGER, -- seconds
    command           TEXT,
    work_dir          TEXT,
    submit_line       TEXT,
    comment           TEXT,
    admin_comment     TEXT,
    std_in            TEXT, -- as written
    std_out           TEXT,
    std_err           TEXT,
    mail_user         TEXT,
    mail_type         TEXT,    -- "BEGIN,END"
    network           TEXT,
    delay_boot        INTEGER NOT NULL, -- seconds
    spread            INTEGER NOT NULL,
    kill_on_dep       INTEGER, -- NULL = the cluster's way
    interactive       INTEGER NOT NULL
) STRICT;

-- sinfo, scontrol show node: a row where a node differs from its row of the last sample.
CREATE TABLE node_sample (
    node_inx    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    state       INTEGER NOT NULL, -- base state and flags as tools show them
    cpus_alloc  INTEGER NOT NULL,
    mem_alloc   INTEGER NOT NULL,
    jobs        INTEGER NOT NULL,
    tres_alloc  TEXT,
    gres_used   TEXT, -- "gpu:h100:2(IDX:0-1)"
    reason      TEXT,
    reason_time INTEGER NOT NULL,
    reason_uid  INTEGER NOT NULL,
    owner       INTEGER, -- uid
    last_busy   INTEGER NOT NULL,
    weight      INTEGER, -- this and the next ones: what an operator made of the node; NULL: all as configured
    features    TEXT,    -- available ones
    active      TEXT,    -- of these, as jobs find them
    comment     TEXT,
    extra       TEXT,
    PRIMARY KEY (node_inx, at)
) STRICT, WITHOUT ROWID;

-- scontrol show reservation: every reservation at every sample.
CREATE TABLE resv_sample (
    at         INTEGER NOT NULL,
    id_resv    INTEGER NOT NULL,
    name       TEXT NOT NULL,
    start      INTEGER NOT NULL,
    end        INTEGER NOT NULL,
    flags      INTEGER NOT NULL,
    nodes      TEXT,
    n_nodes    INTEGER NOT NULL,
    n_cores    INTEGER NOT NULL,
    partition  TEXT,
    users      TEXT,
    accounts   TEXT,
    features   TEXT,
    licenses   TEXT,
    tres       TEXT,
    purge_comp INTEGER NOT NULL, -- seconds
    cores      TEXT, -- of a reservation of cores: "node1:0-3 node2:0-1"
    PRIMARY KEY (at, id_resv)
) STRICT, WITHOUT ROWID;

-- Licences at every sample.
CREATE TABLE license_sample (
    at    INTEGER NOT NULL,
    name  TEXT NOT NULL,
    total INTEGER NOT NULL,
    used  INTEGER NOT NULL,
    remote INTEGER NOT NULL, -- 1: a resource of the accounting, `name` is name@server
    PRIMARY KEY (at, name)
) STRICT, WITHOUT ROWID;

-- sdiag's counters at every sample.
CREATE TABLE stat_sample (
    at    INTEGER NOT NULL,
    key   TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (at, key)
) STRICT, WITHOUT ROWID;

-- How much waited for which reason, at every `pending.every` seconds (table run): rows where something differs
-- from the look before, which holds until then.
CREATE TABLE pending_look (
    at     INTEGER NOT NULL,
    reason INTEGER NOT NULL, -- names: `slurmsim doc reasons`
    jobs   INTEGER NOT NULL, -- an array's remaining tasks each; 0: nothing waits
    cpus   INTEGER NOT NULL, -- that they asked for
    PRIMARY KEY (at, reason)
) STRICT, WITHOUT ROWID;

-- Why: what a pass found out about a job (off by default).
CREATE TABLE decision (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    id_job INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    text   TEXT
) STRICT;

-- What was typed at a cluster at rest, in its order: submissions, operations, other accounts. A repeated run
-- does it again.
CREATE TABLE timeline (
    id    INTEGER PRIMARY KEY,
    at    INTEGER NOT NULL,
    actor TEXT NOT NULL,
    words TEXT NOT NULL -- the command, as JSON array; of a submission in canonical form
) STRICT;

-- The world at a moment, to go on from.
CREATE TABLE checkpoint (
    at      INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    world   BLOB NOT NULL
) STRICT;

-- Switches of topology.conf.
CREATE TABLE switch (
    id         INTEGER PRIMARY KEY, -- order in the file
    name       TEXT NOT NULL,
    level      INTEGER NOT NULL, -- 0: has nodes
    link_speed TEXT,
    nodes      TEXT NOT NULL, -- as written at level 0, else all below it, sorted
    switches   TEXT           -- as written
) STRICT;

-- A job's TRES, one a row.
CREATE VIEW job_tres AS
SELECT j.job_db_inx, j.id_job, CAST(t.key AS INTEGER) AS id_tres, t.value AS count
FROM job j, json_each('{"' || replace(replace(j.tres_alloc, '=', '":'), ',', ',"') || '}') t
WHERE j.tres_alloc <> '';

-- Steps: real ones are not simulated; every batch job that started has its batch step.
CREATE VIEW step AS
SELECT job_db_inx, -5 AS id_step, 'batch' AS step_name, nodelist, 1 AS nodes_alloc,
       CASE state WHEN 6 THEN 4 WHEN 8 THEN 4 ELSE state END AS state, 1 AS task_cnt,
       time_start, time_end,
       CASE WHEN (flags & 16) AND state IN (4, 6, 8) THEN 15 ELSE exit_code END AS exit_code, tres_alloc
FROM job WHERE time_start <> 0 AND tres_alloc <> '' AND (flags & 256) = 0;
