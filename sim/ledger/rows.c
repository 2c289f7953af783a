/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.c - one table a kind of row: which field of the struct is which column.
 *
 * The INSERT, the SELECT, the binding and the reading are derived from it, so a column is written down
 * twice only: here and in schema.sql (a test compares the two). Values that Slurm writes as NO_VAL or
 * "unlimited" are NULL in the file: a foreign SQL tool can then use min() and avg() without surprises.
 *
 * long doubles go in twice: as REAL for people, as text with 21 digits for us - ties of Fair Tree are
 * exact comparisons, and 64 bits of mantissa need 21 decimal digits to come back the same.
 *
 * Cost: binding by table is a switch a field, 0.1 us of the 4 us that a job row takes.
 */
#include "sim/ledger/rows.h"

#include <stdlib.h>
#include <string.h>

#define F(type, column, kind)                                                                      \
    {                                                                                              \
#column, SS_FIELD_##kind, offsetof(type, column)                                           \
    }
#define AS(type, column, field, kind)                                                              \
    {                                                                                              \
        column, SS_FIELD_##kind, offsetof(type, field)                                             \
    }
#define KIND(sql, type, list)                                                                      \
    {                                                                                              \
        sql, sizeof(type), G_N_ELEMENTS(list), list                                                \
    }

/* clang-format off */
static const SsField job_fields[] = {
    AS(SsJobRecord, "job_db_inx", db_inx, U32),
    AS(SsJobRecord, "id_job", job_id, U32),
    AS(SsJobRecord, "id_array_job", array_job_id, U32),
    AS(SsJobRecord, "id_array_task", array_task_id, U32_UNSET),
    F(SsJobRecord, array_task_str, TEXT),
    F(SsJobRecord, array_max_tasks, U32),
    F(SsJobRecord, array_task_pending, U32),
    F(SsJobRecord, trace_id, TEXT),
    AS(SsJobRecord, "id_assoc", assoc_id, U32),
    AS(SsJobRecord, "id_qos", qos_id, U32),
    AS(SsJobRecord, "id_wckey", wckey_id, U32),
    AS(SsJobRecord, "id_resv", resv_id, U32),
    AS(SsJobRecord, "id_user", uid, U32),
    AS(SsJobRecord, "id_group", gid, U32),
    F(SsJobRecord, user, TEXT),
    AS(SsJobRecord, "group_name", group, TEXT),
    F(SsJobRecord, account, TEXT),
    F(SsJobRecord, partition, TEXT),
    F(SsJobRecord, qos, TEXT),
    F(SsJobRecord, wckey, TEXT),
    AS(SsJobRecord, "job_name", name, TEXT),
    F(SsJobRecord, reservation, TEXT),
    AS(SsJobRecord, "nodelist", nodes, TEXT),
    AS(SsJobRecord, "nodes_alloc", n_nodes, U32),
    F(SsJobRecord, alloc, TEXT),
    F(SsJobRecord, cpus_req, U32),
    F(SsJobRecord, cpus_alloc, U32),
    F(SsJobRecord, mem_req, MEM),
    F(SsJobRecord, priority, U32),
    F(SsJobRecord, state, U32),
    F(SsJobRecord, state_reason_prev, U32),
    F(SsJobRecord, reason, U32),
    F(SsJobRecord, reason_text, TEXT),
    F(SsJobRecord, exit_code, U32),
    AS(SsJobRecord, "derived_ec", derived_exit_code, U32),
    AS(SsJobRecord, "kill_requid", kill_uid, U32_UNSET),
    F(SsJobRecord, flags, FLAGS),
    AS(SsJobRecord, "timelimit", time_limit, U32_UNSET),
    AS(SsJobRecord, "time_submit", submit, I64),
    AS(SsJobRecord, "time_eligible", eligible, I64),
    AS(SsJobRecord, "time_start", start, I64),
    AS(SsJobRecord, "time_end", end, I64),
    AS(SsJobRecord, "time_suspended", suspended, I64),
    F(SsJobRecord, tres_req, TEXT),
    F(SsJobRecord, tres_alloc, TEXT),
    F(SsJobRecord, constraints, TEXT),
    F(SsJobRecord, licenses, TEXT),
    F(SsJobRecord, dependency, TEXT),
    F(SsJobRecord, work_dir, TEXT),
    F(SsJobRecord, submit_line, TEXT),
    AS(SsJobRecord, "derived_es", comment, TEXT),
    F(SsJobRecord, admin_comment, TEXT),
    F(SsJobRecord, restarts, U32),
    F(SsJobRecord, planned_start, I64),
    F(SsJobRecord, planned_nodes, TEXT),
    F(SsJobRecord, active, BOOL),
};

static const SsField job_brief_fields[] = { /* who ran what, when */
    AS(SsJobRecord, "job_db_inx", db_inx, U32),
    AS(SsJobRecord, "id_job", job_id, U32),
    AS(SsJobRecord, "id_assoc", assoc_id, U32),
    AS(SsJobRecord, "id_group", gid, U32),
    F(SsJobRecord, user, TEXT),
    F(SsJobRecord, account, TEXT),
    F(SsJobRecord, partition, TEXT),
    F(SsJobRecord, wckey, TEXT),
    AS(SsJobRecord, "nodelist", nodes, TEXT),
    F(SsJobRecord, state, U32),
    AS(SsJobRecord, "time_submit", submit, I64),
    AS(SsJobRecord, "time_eligible", eligible, I64),
    AS(SsJobRecord, "time_start", start, I64),
    AS(SsJobRecord, "time_end", end, I64),
    AS(SsJobRecord, "time_suspended", suspended, I64),
    F(SsJobRecord, tres_alloc, TEXT),
};

static const SsField job_use_fields[] = { /* how it ended and what it held: what figures are made of */
    AS(SsJobRecord, "job_db_inx", db_inx, U32),
    F(SsJobRecord, array_task_pending, U32),
    F(SsJobRecord, account, TEXT),
    AS(SsJobRecord, "nodes_alloc", n_nodes, U32),
    F(SsJobRecord, alloc, TEXT),
    F(SsJobRecord, state, U32),
    F(SsJobRecord, flags, FLAGS),
    AS(SsJobRecord, "time_submit", submit, I64),
    AS(SsJobRecord, "time_start", start, I64),
    AS(SsJobRecord, "time_end", end, I64),
    F(SsJobRecord, tres_alloc, TEXT),
    F(SsJobRecord, restarts, U32),
};

static const SsField event_fields[] = {
    AS(SsEventRecord, "node_name", node, TEXT),
    AS(SsEventRecord, "time_start", start, I64),
    AS(SsEventRecord, "time_end", end, I64),
    F(SsEventRecord, state, U32),
    F(SsEventRecord, reason, TEXT),
    F(SsEventRecord, reason_uid, U32),
    F(SsEventRecord, tres, TEXT),
    F(SsEventRecord, cluster_nodes, TEXT),
};

static const SsField resv_fields[] = {
    AS(SsResvRecord, "id_resv", resv_id, U32),
    AS(SsResvRecord, "time_start", start, I64),
    AS(SsResvRecord, "time_end", end, I64),
    AS(SsResvRecord, "resv_name", name, TEXT),
    AS(SsResvRecord, "assoclist", assocs, TEXT),
    F(SsResvRecord, flags, U64),
    AS(SsResvRecord, "nodelist", nodes, TEXT),
    F(SsResvRecord, tres, TEXT),
    F(SsResvRecord, unused_wall, DOUBLE),
};

static const SsField suspend_fields[] = {
    AS(SsSuspendRecord, "job_db_inx", db_inx, U32),
    AS(SsSuspendRecord, "id_assoc", assoc_id, U32),
    AS(SsSuspendRecord, "time_start", start, I64),
    AS(SsSuspendRecord, "time_end", end, I64),
};

static const SsField node_fields[] = {
    F(SsNodeRow, node_inx, U32),
    F(SsNodeRow, name, TEXT),
    F(SsNodeRow, hostname, TEXT),
    F(SsNodeRow, address, TEXT),
    F(SsNodeRow, cpus, U32),
    F(SsNodeRow, cpus_usable, U32),
    F(SsNodeRow, boards, U32),
    F(SsNodeRow, sockets, U32),
    F(SsNodeRow, cores_per_socket, U32),
    F(SsNodeRow, threads_per_core, U32),
    F(SsNodeRow, real_memory, U64),
    F(SsNodeRow, mem_spec, U64),
    F(SsNodeRow, core_spec, U32),
    F(SsNodeRow, cpu_spec_list, TEXT),
    F(SsNodeRow, tmp_disk, U64),
    F(SsNodeRow, weight, U32),
    F(SsNodeRow, features, TEXT),
    F(SsNodeRow, gres, TEXT),
    F(SsNodeRow, gres_count, TEXT),
    F(SsNodeRow, port, U32),
    F(SsNodeRow, tres, TEXT),
};

static const SsField part_fields[] = {
    F(SsPartRow, part_inx, U32),
    F(SsPartRow, at, I64),
    F(SsPartRow, name, TEXT),
    F(SsPartRow, nodes_text, TEXT),
    F(SsPartRow, nodes, TEXT),
    F(SsPartRow, n_nodes, U32),
    F(SsPartRow, total_cpus, U32),
    F(SsPartRow, is_default, BOOL),
    F(SsPartRow, hidden, BOOL),
    F(SsPartRow, root_only, BOOL),
    F(SsPartRow, req_resv, BOOL),
    F(SsPartRow, disable_root_jobs, BOOL),
    F(SsPartRow, exclusive_user, BOOL),
    F(SsPartRow, lln, BOOL),
    F(SsPartRow, state, U32),
    F(SsPartRow, max_time, U32_LIMIT),
    F(SsPartRow, default_time, U32_LIMIT),
    F(SsPartRow, over_time_limit, U32_UNSET),
    F(SsPartRow, min_nodes, U32),
    F(SsPartRow, max_nodes, U32_LIMIT),
    F(SsPartRow, max_cpus_per_node, U32_LIMIT),
    F(SsPartRow, def_mem_per_cpu, U64),
    F(SsPartRow, def_mem_per_node, U64),
    F(SsPartRow, def_mem_per_gpu, U64),
    F(SsPartRow, max_mem_per_cpu, U64),
    F(SsPartRow, max_mem_per_node, U64),
    F(SsPartRow, def_cpu_per_gpu, U64),
    F(SsPartRow, priority_tier, U32),
    F(SsPartRow, job_factor, U32),
    F(SsPartRow, share, U32),
    F(SsPartRow, share_count, U32),
    F(SsPartRow, grace_time, U32),
    F(SsPartRow, preempt_mode, U32),
    F(SsPartRow, select_params, U32),
    F(SsPartRow, allow_accounts, TEXT),
    F(SsPartRow, deny_accounts, TEXT),
    F(SsPartRow, allow_qos, TEXT),
    F(SsPartRow, deny_qos, TEXT),
    F(SsPartRow, allow_groups, TEXT),
    F(SsPartRow, alloc_nodes, TEXT),
    F(SsPartRow, alternate, TEXT),
    F(SsPartRow, qos, TEXT),
    F(SsPartRow, billing, TEXT),
    F(SsPartRow, tres, TEXT),
};

static const SsField conf_fields[] = {
    F(SsConfRow, id, U32),
    F(SsConfRow, key, TEXT),
    F(SsConfRow, value, TEXT),
};

static const SsField share_fields[] = {
    F(SsShareRow, at, I64),
    F(SsShareRow, id_assoc, U32),
    F(SsShareRow, pos, U32),
    F(SsShareRow, level, U32),
    F(SsShareRow, shares_raw, U32),
    F(SsShareRow, level_shares, U32),
    F(SsShareRow, shares_norm, DOUBLE),
    F(SsShareRow, usage_raw, LONG),
    F(SsShareRow, usage_norm, LONG),
    F(SsShareRow, usage_efctv, LONG),
    F(SsShareRow, level_fs, LONG),
    F(SsShareRow, fs_factor, DOUBLE),
    F(SsShareRow, held_norm, DOUBLE),
    F(SsShareRow, held_efctv, DOUBLE),
    F(SsShareRow, held_factor, DOUBLE),
    F(SsShareRow, grp_used_wall, DOUBLE),
    AS(SsShareRow, "usage_raw_exact", usage_raw, LONG_EXACT),
    AS(SsShareRow, "usage_norm_exact", usage_norm, LONG_EXACT),
    AS(SsShareRow, "usage_efctv_exact", usage_efctv, LONG_EXACT),
    AS(SsShareRow, "level_fs_exact", level_fs, LONG_EXACT),
    F(SsShareRow, used_jobs, U32),
    F(SsShareRow, used_submit, U32),
    F(SsShareRow, used_accrue, U32),
    F(SsShareRow, used_tres, TEXT),
    F(SsShareRow, tres_raw, TEXT),
    F(SsShareRow, run_secs, TEXT),
};

static const SsField qos_fields[] = {
    F(SsQosRow, at, I64),
    F(SsQosRow, id_qos, U32),
    F(SsQosRow, usage_raw, LONG),
    AS(SsQosRow, "usage_raw_exact", usage_raw, LONG_EXACT),
    F(SsQosRow, grp_used_wall, DOUBLE),
    F(SsQosRow, used_jobs, U32),
    F(SsQosRow, used_submit, U32),
    F(SsQosRow, used_accrue, U32),
    F(SsQosRow, used_tres, TEXT),
    F(SsQosRow, tres_raw, TEXT),
    F(SsQosRow, run_secs, TEXT),
};

static const SsField qos_sub_fields[] = {
    F(SsQosSubRow, at, I64),
    F(SsQosSubRow, id_qos, U32),
    F(SsQosSubRow, kind, U32),
    F(SsQosSubRow, id, U32),
    F(SsQosSubRow, pos, U32),
    F(SsQosSubRow, name, TEXT),
    F(SsQosSubRow, used_jobs, U32),
    F(SsQosSubRow, used_submit, U32),
    F(SsQosSubRow, used_accrue, U32),
    F(SsQosSubRow, used_tres, TEXT),
};

static const SsField prio_fields[] = {
    F(SsPrioRow, at, I64),
    F(SsPrioRow, id_job, U32),
    F(SsPrioRow, part_inx, U32),
    F(SsPrioRow, pos, U32),
    F(SsPrioRow, rank, U32),
    F(SsPrioRow, partition, TEXT),
    F(SsPrioRow, priority, DOUBLE),
    F(SsPrioRow, direct_prio, U32),
    F(SsPrioRow, site, DOUBLE),
    F(SsPrioRow, age, DOUBLE),
    F(SsPrioRow, assoc, DOUBLE),
    F(SsPrioRow, fs, DOUBLE),
    F(SsPrioRow, js, DOUBLE),
    F(SsPrioRow, part, DOUBLE),
    F(SsPrioRow, qos, DOUBLE),
    F(SsPrioRow, nice, I32),
    F(SsPrioRow, tres, TEXT),
};

static const SsField queue_fields[] = {
    F(SsQueueRow, at, I64),
    F(SsQueueRow, pos, U32),
    F(SsQueueRow, id_job, U32),
    F(SsQueueRow, job_db_inx, U32),
    F(SsQueueRow, id_array_job, U32),
    F(SsQueueRow, id_array_task, U32_UNSET),
    F(SsQueueRow, array_tasks, TEXT),
    F(SsQueueRow, array_pending, U32),
    F(SsQueueRow, array_throttle, U32),
    F(SsQueueRow, state, U32),
    F(SsQueueRow, completing, BOOL),
    F(SsQueueRow, configuring, BOOL),
    F(SsQueueRow, reason, U32),
    F(SsQueueRow, reason_word, TEXT),
    F(SsQueueRow, reason_text, TEXT),
    F(SsQueueRow, priority, U32),
    F(SsQueueRow, part_prio, TEXT),
    F(SsQueueRow, partition, TEXT),
    F(SsQueueRow, account, TEXT),
    F(SsQueueRow, qos, TEXT),
    F(SsQueueRow, reservation, TEXT),
    F(SsQueueRow, id_assoc, U32),
    F(SsQueueRow, submit, I64),
    F(SsQueueRow, eligible, I64),
    F(SsQueueRow, accrue, I64),
    F(SsQueueRow, start, I64),
    F(SsQueueRow, end, I64),
    F(SsQueueRow, planned_start, I64),
    F(SsQueueRow, planned_nodes, TEXT),
    F(SsQueueRow, suspend_time, I64),
    F(SsQueueRow, pre_suspended, I64),
    F(SsQueueRow, elapsed, I64),
    F(SsQueueRow, last_sched_eval, I64),
    F(SsQueueRow, last_sched, U32),
    F(SsQueueRow, starter, U32),
    F(SsQueueRow, preempt_time, I64),
    F(SsQueueRow, preempt_from, I64),
    F(SsQueueRow, time_limit, U32_UNSET),
    F(SsQueueRow, time_min, U32),
    F(SsQueueRow, restarts, U32),
    F(SsQueueRow, exit_code, U32),
    F(SsQueueRow, nodelist, TEXT),
    F(SsQueueRow, n_nodes, U32),
    F(SsQueueRow, total_cpus, U32),
    F(SsQueueRow, tres_req, TEXT),
    F(SsQueueRow, tres_alloc, TEXT),
    F(SsQueueRow, dependency, TEXT),
    F(SsQueueRow, alloc_detail, TEXT),
};

static const SsField request_fields[] = {
    F(SsRequestRow, id_job, U32),
    F(SsRequestRow, name, TEXT),
    F(SsRequestRow, user, TEXT),
    F(SsRequestRow, group_name, TEXT),
    F(SsRequestRow, id_user, U32),
    F(SsRequestRow, id_group, U32),
    F(SsRequestRow, wckey, TEXT),
    F(SsRequestRow, trace_id, TEXT),
    F(SsRequestRow, nice, I32),
    F(SsRequestRow, requeue, BOOL),
    F(SsRequestRow, batch, BOOL),
    F(SsRequestRow, begin, I64),
    F(SsRequestRow, deadline, I64),
    F(SsRequestRow, min_nodes, U32),
    F(SsRequestRow, max_nodes, U32),
    F(SsRequestRow, min_cpus, U32),
    F(SsRequestRow, max_cpus, U32_UNSET),
    F(SsRequestRow, ntasks, U32_UNSET),
    F(SsRequestRow, cpus_per_task, U32),
    F(SsRequestRow, cpus_per_task_set, BOOL),
    F(SsRequestRow, min_cpus_node, U32),
    F(SsRequestRow, ntasks_per_node, U32),
    F(SsRequestRow, ntasks_per_socket, U32),
    F(SsRequestRow, ntasks_per_core, U32),
    F(SsRequestRow, sockets_per_node, U32),
    F(SsRequestRow, cores_per_socket, U32),
    F(SsRequestRow, threads_per_core, U32),
    F(SsRequestRow, core_spec, U32_UNSET),
    F(SsRequestRow, overcommit, BOOL),
    F(SsRequestRow, contiguous, BOOL),
    F(SsRequestRow, whole, BOOL),
    F(SsRequestRow, user_exclusive, BOOL),
    F(SsRequestRow, share, U32),
    F(SsRequestRow, mem, U64),
    F(SsRequestRow, mem_per_cpu, BOOL),
    F(SsRequestRow, by_gpu, BOOL),
    F(SsRequestRow, mem_per_gpu, U64),
    F(SsRequestRow, tmp_disk, U64),
    F(SsRequestRow, cpus_per_gpu, U32),
    F(SsRequestRow, gres, TEXT),
    F(SsRequestRow, gpus, TEXT),
    F(SsRequestRow, gpus_per_node, TEXT),
    F(SsRequestRow, gpus_per_socket, TEXT),
    F(SsRequestRow, gpus_per_task, TEXT),
    F(SsRequestRow, features, TEXT),
    F(SsRequestRow, prefer, TEXT),
    F(SsRequestRow, req_nodes, TEXT),
    F(SsRequestRow, exc_nodes, TEXT),
    F(SsRequestRow, licenses, TEXT),
    F(SsRequestRow, switches, U32),
    F(SsRequestRow, switches_wait, U32_UNSET),
    F(SsRequestRow, command, TEXT),
    F(SsRequestRow, work_dir, TEXT),
    F(SsRequestRow, submit_line, TEXT),
    F(SsRequestRow, comment, TEXT),
    F(SsRequestRow, admin_comment, TEXT),
    F(SsRequestRow, std_in, TEXT),
    F(SsRequestRow, std_out, TEXT),
    F(SsRequestRow, std_err, TEXT),
    F(SsRequestRow, mail_user, TEXT),
    F(SsRequestRow, mail_type, TEXT),
    F(SsRequestRow, network, TEXT),
    F(SsRequestRow, delay_boot, U32),
    F(SsRequestRow, spread, BOOL),
    F(SsRequestRow, kill_on_dep, U32_UNSET),
    F(SsRequestRow, interactive, BOOL),
};

static const SsField node_now_fields[] = {
    F(SsNodeNowRow, node_inx, U32),
    F(SsNodeNowRow, at, I64),
    F(SsNodeNowRow, state, U32),
    F(SsNodeNowRow, cpus_alloc, U32),
    F(SsNodeNowRow, mem_alloc, U64),
    F(SsNodeNowRow, jobs, U32),
    F(SsNodeNowRow, tres_alloc, TEXT),
    F(SsNodeNowRow, gres_used, TEXT),
    F(SsNodeNowRow, reason, TEXT),
    F(SsNodeNowRow, reason_time, I64),
    F(SsNodeNowRow, reason_uid, U32),
    F(SsNodeNowRow, owner, U32_UNSET),
    F(SsNodeNowRow, last_busy, I64),
    F(SsNodeNowRow, weight, U32_UNSET),
    F(SsNodeNowRow, features, TEXT),
    F(SsNodeNowRow, active, TEXT),
    F(SsNodeNowRow, comment, TEXT),
    F(SsNodeNowRow, extra, TEXT),
};

static const SsField resv_now_fields[] = {
    F(SsResvNowRow, at, I64),
    F(SsResvNowRow, id_resv, U32),
    F(SsResvNowRow, name, TEXT),
    F(SsResvNowRow, start, I64),
    F(SsResvNowRow, end, I64),
    F(SsResvNowRow, flags, U64),
    F(SsResvNowRow, nodes, TEXT),
    F(SsResvNowRow, n_nodes, U32),
    F(SsResvNowRow, n_cores, U32),
    F(SsResvNowRow, partition, TEXT),
    F(SsResvNowRow, users, TEXT),
    F(SsResvNowRow, accounts, TEXT),
    F(SsResvNowRow, features, TEXT),
    F(SsResvNowRow, licenses, TEXT),
    F(SsResvNowRow, tres, TEXT),
    F(SsResvNowRow, purge_comp, I64),
    F(SsResvNowRow, cores, TEXT),
};

static const SsField license_fields[] = {
    F(SsLicenseRow, at, I64),
    F(SsLicenseRow, name, TEXT),
    F(SsLicenseRow, total, U32),
    F(SsLicenseRow, used, U32),
    F(SsLicenseRow, remote, BOOL),
};

static const SsField stat_fields[] = {
    F(SsStatRow, at, I64),
    F(SsStatRow, key, TEXT),
    F(SsStatRow, value, I64),
};

static const SsField pending_fields[] = {
    F(SsPendingRow, at, I64),
    F(SsPendingRow, reason, U32),
    F(SsPendingRow, jobs, U64),
    F(SsPendingRow, cpus, U64),
};

const SsRowKind ss_row_job = KIND("job", SsJobRecord, job_fields);
const SsRowKind ss_row_job_brief = KIND("job", SsJobRecord, job_brief_fields);
const SsRowKind ss_row_job_use = KIND("job", SsJobRecord, job_use_fields);
const SsRowKind ss_row_event = KIND("event", SsEventRecord, event_fields);
const SsRowKind ss_row_resv = KIND("resv", SsResvRecord, resv_fields);
const SsRowKind ss_row_suspend = KIND("suspend", SsSuspendRecord, suspend_fields);
const SsRowKind ss_row_node = KIND("node", SsNodeRow, node_fields);
const SsRowKind ss_row_part = KIND("partition", SsPartRow, part_fields);
const SsRowKind ss_row_conf = KIND("conf", SsConfRow, conf_fields);
const SsRowKind ss_row_share = KIND("share_sample", SsShareRow, share_fields);
const SsRowKind ss_row_qos = KIND("qos_sample", SsQosRow, qos_fields);
const SsRowKind ss_row_qos_sub = KIND("qos_sub_sample", SsQosSubRow, qos_sub_fields);
const SsRowKind ss_row_prio = KIND("prio_sample", SsPrioRow, prio_fields);
const SsRowKind ss_row_queue = KIND("queue_sample", SsQueueRow, queue_fields);
const SsRowKind ss_row_request = KIND("job_request", SsRequestRow, request_fields);
const SsRowKind ss_row_node_now = KIND("node_sample", SsNodeNowRow, node_now_fields);
const SsRowKind ss_row_resv_now = KIND("resv_sample", SsResvNowRow, resv_now_fields);
const SsRowKind ss_row_license = KIND("license_sample", SsLicenseRow, license_fields);
const SsRowKind ss_row_stat = KIND("stat_sample", SsStatRow, stat_fields);
const SsRowKind ss_row_pending = KIND("pending_look", SsPendingRow, pending_fields);
/* clang-format on */

/* --- writing --------------------------------------------------------------------------------- */

#define PER_CPU (UINT64_C(1) << 63)

static int64_t stored_mem(uint64_t mem)
{
    return mem & PER_CPU ? -(int64_t) (mem & ~PER_CPU) : (int64_t) mem;
}

static int bind_exact(sqlite3_stmt *s, int i, long double value)
{
    char text[64];

    g_snprintf(text, sizeof text, "%.21Lg", value);
    return sqlite3_bind_text(s, i, text, -1, SQLITE_TRANSIENT);
}

/* 1 submission, 2 main, 4 backfill, 8 start received are 2, 4, 8, 16 there; our "no batch step" is 256,
 * "its script ended before it was killed" 512, "start received" of an imported row 1024. */
static int64_t slurm_flags(uint32_t flags)
{
    return (int64_t) (flags & 15) * 2 + (flags & SS_JOB_FLAG_NO_BATCH ? 256 : 0)
           + (flags & SS_JOB_FLAG_SCRIPT_OVER ? 512 : 0)
           + (flags & SS_JOB_FLAG_START_SAID ? 1024 : 0);
}

static uint32_t own_flags(int64_t stored)
{
    return (uint32_t) (stored >> 1 & 15) | (stored & 256 ? SS_JOB_FLAG_NO_BATCH : 0)
           | (stored & 512 ? SS_JOB_FLAG_SCRIPT_OVER : 0)
           | (stored & 1024 ? SS_JOB_FLAG_START_SAID : 0);
}

/* NaN would become NULL in a NOT NULL column. */
static int bind_real(sqlite3_stmt *s, int i, double value)
{
    return sqlite3_bind_double(s, i, value != value ? 0.0 : value);
}

static bool unless(uint32_t value, uint32_t null, int64_t *number)
{
    *number = value;
    return value != null;
}

/* What is stored of a field that is neither a text nor real. False: NULL. */
static bool number_of(const SsField *field, const void *p, int64_t *number)
{
    switch (field->kind) {
    case SS_FIELD_U32:
        *number = *(const uint32_t *) p;
        return true;
    case SS_FIELD_U32_UNSET:
        return unless(*(const uint32_t *) p, SS_UNSET32, number);
    case SS_FIELD_U32_LIMIT:
        return unless(*(const uint32_t *) p, SS_NO_LIMIT, number);
    case SS_FIELD_I32:
        *number = *(const int32_t *) p;
        return true;
    case SS_FIELD_I64:
    case SS_FIELD_U64:
        *number = *(const int64_t *) p;
        return true;
    case SS_FIELD_MEM:
        *number = stored_mem(*(const uint64_t *) p);
        return true;
    case SS_FIELD_FLAGS:
        *number = slurm_flags(*(const uint32_t *) p);
        return true;
    case SS_FIELD_BOOL:
        *number = *(const bool *) p;
        return true;
    case SS_FIELD_TEXT:
    case SS_FIELD_DOUBLE:
    case SS_FIELD_LONG:
    case SS_FIELD_LONG_EXACT:
        break;
    }
    g_assert_not_reached();
}

static int bind_field(sqlite3_stmt *s, int i, const SsField *field, const void *row)
{
    const void *p = (const char *) row + field->at;
    int64_t     number;

    switch (field->kind) {
    case SS_FIELD_TEXT:
        return sqlite3_bind_text(s, i, *(const char *const *) p, -1, SQLITE_STATIC);
    case SS_FIELD_DOUBLE:
        return bind_real(s, i, *(const double *) p);
    case SS_FIELD_LONG:
        return bind_real(s, i, (double) *(const long double *) p);
    case SS_FIELD_LONG_EXACT:
        return bind_exact(s, i, *(const long double *) p);
    default:
        return number_of(field, p, &number) ? sqlite3_bind_int64(s, i, number)
                                            : sqlite3_bind_null(s, i);
    }
}

char *ss_row_columns(const SsRowKind *kind)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < kind->n; i++)
        g_string_append_printf(text, "%s\"%s\"", i ? "," : "", kind->fields[i].column);
    return g_string_free(text, FALSE);
}

static char *insert_sql(const SsRowKind *kind)
{
    g_autofree char *columns = ss_row_columns(kind);
    GString         *sql = g_string_new(NULL);

    g_string_printf(sql, "INSERT OR REPLACE INTO %s (%s) VALUES (", kind->name, columns);
    for (size_t i = 0; i < kind->n; i++)
        g_string_append(sql, i ? ",?" : "?");
    g_string_append_c(sql, ')');
    return g_string_free(sql, FALSE);
}

/* The statement is kept under the address of its kind: building its text costs as much as running it. */
static sqlite3_stmt *insert_statement(SsLedger *ledger, const SsRowKind *kind, GError **error)
{
    sqlite3_stmt *known = ss_ledger_kept(ledger, kind);

    if (known)
        return known;
    g_autofree char *sql = insert_sql(kind);

    known = ss_ledger_statement(ledger, sql, error);
    if (known)
        ss_ledger_keep(ledger, kind, known);
    return known;
}

gboolean ss_row_put(SsLedger *ledger, const SsRowKind *kind, const void *row, GError **error)
{
    sqlite3_stmt *put = insert_statement(ledger, kind, error);

    if (put == NULL)
        return FALSE;
    for (size_t i = 0; i < kind->n; i++)
        bind_field(put, (int) i + 1, &kind->fields[i], row);
    int code = sqlite3_step(put);

    if (code != SQLITE_DONE) {
        g_autofree char *what = g_strdup_printf("cannot write table %s", kind->name);
        ss_ledger_fail(ledger, error, what);
    }
    sqlite3_reset(put);
    return code == SQLITE_DONE;
}

/* No table with real numbers is written so. */
static void add_cell(SsCells *cells, const SsField *field, const void *row)
{
    const void *p = (const char *) row + field->at;
    int64_t     number;

    if (field->kind == SS_FIELD_TEXT)
        ss_cells_text(cells, *(const char *const *) p);
    else if (number_of(field, p, &number))
        ss_cells_int(cells, number);
    else
        ss_cells_null(cells);
}

void ss_row_cells(const SsRowKind *kind, const void *row, SsCells *cells)
{
    ss_cells_begin(cells);
    ss_cells_null(cells);
    for (size_t i = 1; i < kind->n; i++)
        add_cell(cells, &kind->fields[i], row);
}

/* --- reading --------------------------------------------------------------------------------- */

static uint64_t read_mem(int64_t stored)
{
    return stored < 0 ? PER_CPU | (uint64_t) -stored : (uint64_t) stored;
}

static uint32_t read_u32(sqlite3_stmt *s, int i, uint32_t null)
{
    return sqlite3_column_type(s, i) == SQLITE_NULL ? null : (uint32_t) sqlite3_column_int64(s, i);
}

static long double read_exact(sqlite3_stmt *s, int i)
{
    const char *text = (const char *) sqlite3_column_text(s, i);

    return text ? strtold(text, NULL) : 0.0L;
}

static void get_field(const SsField *field, sqlite3_stmt *s, int i, void *row)
{
    void *p = (char *) row + field->at;

    switch (field->kind) {
    case SS_FIELD_U32:
        *(uint32_t *) p = read_u32(s, i, 0);
        break;
    case SS_FIELD_U32_UNSET:
        *(uint32_t *) p = read_u32(s, i, SS_UNSET32);
        break;
    case SS_FIELD_U32_LIMIT:
        *(uint32_t *) p = read_u32(s, i, SS_NO_LIMIT);
        break;
    case SS_FIELD_I32:
        *(int32_t *) p = sqlite3_column_int(s, i);
        break;
    case SS_FIELD_I64:
    case SS_FIELD_U64:
        *(int64_t *) p = sqlite3_column_int64(s, i);
        break;
    case SS_FIELD_MEM:
        *(uint64_t *) p = read_mem(sqlite3_column_int64(s, i));
        break;
    case SS_FIELD_FLAGS:
        *(uint32_t *) p = own_flags(sqlite3_column_int64(s, i));
        break;
    case SS_FIELD_BOOL:
        *(bool *) p = sqlite3_column_int(s, i) != 0;
        break;
    case SS_FIELD_TEXT:
        *(const char **) p = (const char *) sqlite3_column_text(s, i);
        break;
    case SS_FIELD_DOUBLE:
        *(double *) p = sqlite3_column_double(s, i);
        break;
    case SS_FIELD_LONG:
        break;
    case SS_FIELD_LONG_EXACT:
        *(long double *) p = read_exact(s, i);
        break;
    }
}

void ss_row_get(const SsRowKind *kind, sqlite3_stmt *statement, int first, void *row)
{
    memset(row, 0, kind->size);
    for (size_t i = 0; i < kind->n; i++)
        get_field(&kind->fields[i], statement, first + (int) i, row);
}

static void keep_texts(const SsRowKind *kind, void *row, GStringChunk *texts)
{
    for (size_t i = 0; i < kind->n; i++) {
        if (kind->fields[i].kind != SS_FIELD_TEXT)
            continue;
        const char **p = (const char **) (void *) ((char *) row + kind->fields[i].at);

        if (*p)
            *p = g_string_chunk_insert_const(texts, *p);
    }
}

void ss_rows_free(SsRows *rows)
{
    if (rows == NULL)
        return;
    if (rows->texts)
        g_string_chunk_free(rows->texts);
    g_free(rows->at);
    g_free(rows);
}

static SsRows *collect(SsLedger *ledger, const SsRowKind *kind, sqlite3_stmt *statement,
                       GError **error)
{
    g_autoptr(SsRows) rows = g_new0(SsRows, 1);
    uint32_t          room = 0;
    int               code;

    rows->texts = g_string_chunk_new(4096);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (rows->n == room) {
            room = room ? 2 * room : 16;
            rows->at = g_realloc_n(rows->at, room, kind->size);
        }
        void *row = (char *) rows->at + (size_t) rows->n++ * kind->size;

        ss_row_get(kind, statement, 0, row);
        keep_texts(kind, row, rows->texts);
    }
    sqlite3_reset(statement);
    if (code == SQLITE_DONE)
        return g_steal_pointer(&rows);
    ss_ledger_fail(ledger, error, kind->name);
    return NULL;
}

SsRows *ss_rows_read(SsLedger *ledger, const SsRowKind *kind, const char *tail,
                     const int64_t *values, uint32_t n, GError **error)
{
    g_autofree char *columns = ss_row_columns(kind);
    g_autofree char *sql = g_strdup_printf("SELECT %s FROM %s %s", columns, kind->name, tail);
    sqlite3_stmt    *statement =
        ss_ledger_settle_asked(ledger, error) ? ss_ledger_statement(ledger, sql, error) : NULL;

    if (statement == NULL)
        return NULL;
    for (uint32_t i = 0; i < n; i++)
        sqlite3_bind_int64(statement, (int) i + 1, values[i]);
    return collect(ledger, kind, statement, error);
}
