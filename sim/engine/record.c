/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.c - rows of the accounting from what is in memory.
 *
 * slurmdbd gets a message at each step of a job's life and updates its row; we write a row when it has its
 * last values, which is the same table in a tenth of the writes. A row keeps the number it got when the
 * record came into being (submission, leaving the array, restart), so that sorting by it gives slurmdbd's
 * order.
 *
 * A job that ends while it waits has a start in the controller's memory (start = end = now) but none in
 * the accounting: its row says 0, as recorded from real Slurm.
 *
 * A node's row is open from the second it leaves service; a change of how it is out (DRAIN, then DOWN)
 * closes one row and opens the next. The rows' TRES have no node count: real 22.05 writes none.
 */
#include "sim/engine/record.h"

#include "sim/model/account.h"
#include "sim/model/capacity.h"

#include <string.h>

#define PER_CPU (UINT64_C(1) << 63)

typedef struct {
    SsTime   start; /* 0: no open row */
    uint32_t state;
    char    *reason;
    uint32_t uid;
} OpenRow;

struct SsRecorder {
    const SsWorld *world;
    SsRecordSink  *sink;
    OpenRow       *node;     /* [n_nodes] */
    SsNodeSet     *draining; /* their jobs are not gone yet */
    uint32_t       n_draining;
    GError        *error;
    GStringChunk  *texts; /* of the row being made */
};

SsRecorder *ss_recorder_new(const SsWorld *world)
{
    SsRecorder *recorder = g_new0(SsRecorder, 1);

    recorder->world = world;
    recorder->node = g_new0(OpenRow, world->cluster->n_nodes);
    recorder->draining = ss_node_set_new(world->cluster->n_nodes);
    recorder->texts = g_string_chunk_new(1024);
    return recorder;
}

void ss_recorder_free(SsRecorder *recorder)
{
    if (recorder == NULL)
        return;
    for (uint32_t i = 0; i < recorder->world->cluster->n_nodes; i++)
        g_free(recorder->node[i].reason);
    g_free(recorder->node);
    ss_node_set_free(recorder->draining);
    g_string_chunk_free(recorder->texts);
    g_clear_error(&recorder->error);
    g_free(recorder);
}

void ss_recorder_set_sink(SsRecorder *recorder, SsRecordSink *sink)
{
    recorder->sink = sink;
}

GError *ss_recorder_error(SsRecorder *recorder)
{
    return recorder->error != NULL ? g_error_copy(recorder->error) : NULL;
}

static bool is_listening(const SsRecorder *recorder)
{
    return recorder->sink != NULL && recorder->error == NULL;
}

static void give(SsRecorder *recorder, const SsRecord *record)
{
    if (is_listening(recorder))
        recorder->sink->take(recorder->sink, record, &recorder->error);
    g_string_chunk_clear(recorder->texts);
}

/* Keeps `text` (taken) until the row is given; empty and NULL become NULL. */
static const char *keep(SsRecorder *recorder, char *text)
{
    const char *kept =
        text != NULL && *text != '\0' ? g_string_chunk_insert(recorder->texts, text) : NULL;

    g_free(text);
    return kept;
}

/* --- jobs ------------------------------------------------------------------------------------------- */

static const char *tres_ids(SsRecorder *recorder, const uint64_t *vec)
{
    if (vec == NULL)
        return NULL;
    return keep(recorder, ss_tres_text(recorder->world->cluster->tres, vec, SS_TRES_TEXT_IDS));
}

/* "a,b" while it waits for either, the one it ran in afterwards. */
static const char *partitions(SsRecorder *recorder, const SsJob *job)
{
    const SsWorld     *world = recorder->world;
    g_autoptr(GString) names = NULL;

    if (ss_job_started(job) || job->n_parts <= 1)
        return job->part != SS_ID_NONE ? world->parts[job->part].name : NULL;
    names = ss_world_part_names(world, job);
    return g_string_chunk_insert(recorder->texts, names->str);
}

/* The database gets a comment with the news of the end, where it is to keep comments. */
static bool keeps_comment(const SsSettings *settings, const SsJob *job)
{
    return job->state >= SS_JOB_COMPLETED && settings->store_flags != NULL
           && strstr(settings->store_flags, "job_comment") != NULL;
}

static void tell_names(SsRecorder *recorder, const SsJob *job, SsJobRecord *row)
{
    const SsWorld       *world = recorder->world;
    const SsReservation *resv = ss_world_resv(world, job->resv);
    const SsJobSpec     *spec = job->spec;

    row->user = job->user;
    row->group = job->group;
    row->account = job->account;
    row->name = job->name;
    row->wckey = job->wckey;
    row->trace_id = job->trace_id;
    row->partition = partitions(recorder, job);
    row->qos = job->qos != SS_ID_NONE ? world->tree->qos[job->qos].name : NULL;
    row->reservation = resv != NULL ? resv->name : NULL;
    if (spec == NULL)
        return;
    row->work_dir = spec->work_dir;
    row->submit_line = spec->submit_line;
    row->comment = keeps_comment(&world->settings, job) ? spec->comment : NULL;
    row->admin_comment = spec->admin_comment;
    row->constraints = spec->constraint;
    row->licenses = spec->licenses;
    row->dependency = job->n_deps > 0 ? spec->dependency : NULL;
    if (row->reservation == NULL)
        row->reservation = spec->reservation;
}

/* The id that the database has for a wckey of a user's; one that it does not know gets the next. */
static uint32_t wckey_id(SsRecorder *recorder, const char *name, const char *user)
{
    SsAccounts    *accounts = recorder->world->accounts;
    SsWckeyRecord *wckey = ss_accounts_wckey(accounts, name, user);

    if (wckey != NULL)
        return wckey->id;
    wckey = ss_accounts_wckey_add(accounts, name, user);
    const SsRecord record = { .kind = SS_RECORD_WCKEY, .u.wckey = wckey };
    give(recorder, &record);
    return wckey->id;
}

/* The default wckey of a user as the database is told it: "*w1", "*" without one, which then has a row "" too. */
static uint32_t default_wckey_id(SsRecorder *recorder, const SsUserRecord *user)
{
    g_autofree char *name = g_strconcat("*", user->default_wckey, NULL);

    if (*user->default_wckey == '\0')
        wckey_id(recorder, "", user->name);
    return wckey_id(recorder, name, user->name);
}

/* Seconds after which the database has been told of a job that waits. */
#define TOLD_WAITING 5

static bool starts_unheard_of(const SsJob *job)
{
    return ss_job_started(job) && job->start - job->submit < TOLD_WAITING;
}

/* Recorded: static-wckey-live. The start of a job that the database has not heard of is told with the user's
 * default, whatever was asked for; static-k-poly-teach: not that of a job that had waited. */
uint32_t ss_recorder_wckey(SsRecorder *recorder, const SsJob *job)
{
    const SsWorld      *world = recorder->world;
    const SsUserRecord *user;

    if (!is_listening(recorder) || !world->settings.track_wckey || !world->settings.track_wckey_dbd
        || job->wckey == NULL || world->accounts == NULL)
        return 0;
    user = ss_accounts_user(world->accounts, job->user);
    if (user == NULL)
        return 0;
    if (*job->wckey == '*' || starts_unheard_of(job))
        default_wckey_id(recorder, user);
    return wckey_id(recorder, job->wckey, user->name);
}

static void tell_ids(SsRecorder *recorder, const SsJob *job, SsJobRecord *row)
{
    const SsWorld       *world = recorder->world;
    const SsReservation *resv = ss_world_resv(world, job->resv);

    row->job_id = job->id;
    row->array_job_id = job->array.job_id;
    row->array_task_id = job->array.job_id != 0 ? job->array.task : SS_UNSET32;
    row->array_task_pending = job->array.n_pending;
    row->array_max_tasks = job->array.max_running;
    row->db_inx = job->db_inx;
    row->assoc_id = job->assoc != SS_ID_NONE ? world->tree->at[job->assoc].id : 0;
    row->qos_id = job->qos != SS_ID_NONE ? world->tree->qos[job->qos].id : 0;
    row->resv_id = resv != NULL ? resv->id : 0;
    row->wckey_id = job->wckey_id != 0 ? job->wckey_id : ss_recorder_wckey(recorder, job);
    row->uid = job->uid;
    row->gid = job->gid;
    row->kill_uid = job->kill_uid;
}

static void tell_size(SsRecorder *recorder, const SsJob *job, SsJobRecord *row)
{
    row->cpus_req = ss_request_cpus(&job->req);
    row->mem_req = job->req.mem | (job->req.mem_per_cpu ? PER_CPU : 0);
    row->tres_req = tres_ids(recorder, job->tres_req);
    row->time_limit = job->time_limit;
    if (!ss_job_started(job))
        return;
    row->n_nodes = job->n_nodes;
    row->cpus_alloc = job->total_cpus;
    row->nodes = job->nodes;
    row->alloc = job->alloc_text;
    row->tres_alloc = tres_ids(recorder, job->tres_alloc);
}

static void tell_times(const SsWorld *world, const SsJob *job, SsJobRecord *row)
{
    row->submit = job->submit;
    row->eligible = job->eligible;
    row->start = ss_job_started(job) ? job->start : 0;
    row->end = job->state >= SS_JOB_COMPLETED ? job->end : 0;
    row->suspended = job->suspended_total;
    if (job->state == SS_JOB_SUSPENDED)
        row->suspended += world->now - job->suspend_time;
    row->restarts = job->restarts;
    row->planned_start = job->state == SS_JOB_PENDING ? job->planned_start : 0;
}

static void make_row(SsRecorder *recorder, const SsJob *job, SsJobRecord *row)
{
    const SsWorld *world = recorder->world;

    *row = (SsJobRecord){
        .priority = job->told_priority == SS_UNSET32 ? job->priority : job->told_priority,
        .state = job->state,
        .state_reason_prev = job->reason_prev,
        .reason = job->reason,
        .reason_text = job->reason_text,
        .exit_code = job->state >= SS_JOB_COMPLETED ? job->exit_code : 0,
        .derived_exit_code = 0,
        .flags = job->starter | (job->script_over ? SS_JOB_FLAG_SCRIPT_OVER : 0),
    };
    tell_ids(recorder, job, row);
    tell_names(recorder, job, row);
    tell_size(recorder, job, row);
    tell_times(world, job, row);
    row->array_task_str = keep(recorder, ss_job_tasks_text(job));
    if (job->planned_nodes != NULL && job->state == SS_JOB_PENDING)
        row->planned_nodes =
            keep(recorder, ss_cluster_node_list(world->cluster, job->planned_nodes));
}

void ss_recorder_job(SsRecorder *recorder, const SsJob *job)
{
    SsRecord record = { .kind = SS_RECORD_JOB };

    if (!is_listening(recorder))
        return;
    make_row(recorder, job, &record.u.job);
    give(recorder, &record);
}

void ss_recorder_refused(SsRecorder *recorder, const SsJob *job)
{
    SsRecord     record = { .kind = SS_RECORD_JOB };
    SsJobRecord *row = &record.u.job;

    if (!is_listening(recorder))
        return;
    make_row(recorder, job, row);
    row->n_nodes = MAX(job->req.min_nodes, 1);
    row->cpus_alloc = ss_request_cpus(&job->req);
    row->start = job->start;
    give(recorder, &record);
}

/* `next`: of the rows of jobs that wait again; theirs begin with their next start. */
static void give_active(SsRecorder *recorder, const SsJob *job, uint32_t *next)
{
    SsRecord record = { .kind = SS_RECORD_JOB };

    make_row(recorder, job, &record.u.job);
    if (job->db_inx == 0)
        record.u.job.db_inx = (*next)++;
    record.u.job.active = true;
    record.u.job.job = job;
    give(recorder, &record);
}

void ss_recorder_suspension(SsRecorder *recorder, const SsJob *job, SsTime end)
{
    const SsWorld *world = recorder->world;
    const SsRecord record = {
        .kind = SS_RECORD_SUSPEND,
        .u.suspend = {
            .db_inx = job->db_inx,
            .assoc_id = job->assoc != SS_ID_NONE ? world->tree->at[job->assoc].id : 0,
            .start = job->suspend_time,
            .end = end,
        },
    };

    give(recorder, &record);
}

/* --- nodes and the cluster ---------------------------------------------------------------------------- */

static SsCapacity capacity_of(const SsWorld *world)
{
    return (SsCapacity){ world->cluster, world->parts,
                         (world->settings.priority_flags & SS_PRIO_MAX_TRES) != 0 };
}

static char *cluster_tres(const SsWorld *world)
{
    const SsTresSet     *tres = world->cluster->tres;
    const SsCapacity     capacity = capacity_of(world);
    g_autofree uint64_t *sum = g_new(uint64_t, tres->n);

    ss_capacity_cluster(&capacity, sum);
    return ss_tres_text(tres, sum, SS_TRES_TEXT_IDS | SS_TRES_TEXT_ZEROS);
}

static void give_cluster(SsRecorder *recorder)
{
    const SsWorld       *world = recorder->world;
    g_autoptr(SsNodeSet) all = ss_node_set_new_full(world->cluster->n_nodes);
    SsRecord             record = {
                    .kind = SS_RECORD_EVENT,
                    .u.event = { .node = "",
                                 .start = world->started,
                                 .reason = "Cluster Registered TRES",
                                 .reason_uid = SS_UNSET32 },
    };

    record.u.event.tres = keep(recorder, cluster_tres(world));
    record.u.event.cluster_nodes = keep(recorder, ss_cluster_node_list(world->cluster, all));
    give(recorder, &record);
}

/* As the row of a node out of service has it; 0: in service. */
static uint32_t out_of_service(uint32_t state)
{
    const uint32_t flags = state & (SS_NODE_DRAIN | SS_NODE_FAIL | SS_NODE_NO_RESPOND);

    if ((state & SS_NODE_BASE) == SS_NODE_DOWN || (state & SS_NODE_BASE) == SS_NODE_FUTURE)
        return flags | SS_NODE_DOWN;
    return flags ? flags | SS_NODE_IDLE : 0;
}

/* A node that drains is in service until its last job is gone. */
static bool drains(SsRecorder *recorder, SsNodeId node, uint32_t state)
{
    const bool waits = (state & (SS_NODE_DRAIN | SS_NODE_FAIL)) && !(state & SS_NODE_NO_RESPOND)
                       && (state & SS_NODE_BASE) != SS_NODE_DOWN
                       && !ss_node_set_test(recorder->world->idle, node);

    if (waits == ss_node_set_test(recorder->draining, node))
        return waits;
    if (waits)
        ss_node_set_add(recorder->draining, node);
    else
        ss_node_set_remove(recorder->draining, node);
    recorder->n_draining = ss_node_set_count(recorder->draining);
    return waits;
}

static void give_node(SsRecorder *recorder, SsNodeId node, SsTime end)
{
    const SsWorld       *world = recorder->world;
    const OpenRow       *open = &recorder->node[node];
    const SsCapacity     capacity = capacity_of(world);
    g_autofree uint64_t *vec = g_new0(uint64_t, world->cluster->tres->n);
    SsRecord             record = {
                    .kind = SS_RECORD_EVENT,
                    .u.event = {
                        .node = world->cluster->nodes[node].name,
                        .start = open->start,
                        .end = end,
                        .state = open->state,
                        .reason = open->reason,
                        .reason_uid = open->uid,
                    },
    };

    ss_capacity_node(&capacity, node, vec);
    record.u.event.tres = tres_ids(recorder, vec);
    give(recorder, &record);
}

void ss_recorder_node(SsRecorder *recorder, SsNodeId node)
{
    const SsWorld   *world = recorder->world;
    const SsNodeNow *now = &world->node[node];
    const uint32_t   state = drains(recorder, node, now->state) ? 0 : out_of_service(now->state);
    OpenRow         *open = &recorder->node[node];

    if (open->start != 0 && open->state == state)
        return;
    if (open->start != 0)
        give_node(recorder, node, world->now);
    g_clear_pointer(&open->reason, g_free);
    *open = (OpenRow){ 0 };
    if (state == 0)
        return;
    *open = (OpenRow){ world->now, state, g_strdup(now->reason), now->reason_uid };
    give_node(recorder, node, 0);
}

void ss_recorder_drained(SsRecorder *recorder)
{
    for (uint32_t node = recorder->n_draining ? ss_node_set_first(recorder->draining) : SS_ID_NONE;
         node != SS_ID_NONE; node = ss_node_set_next(recorder->draining, node + 1))
        if (ss_node_set_test(recorder->world->idle, node))
            ss_recorder_node(recorder, node);
}

void ss_recorder_begin(SsRecorder *recorder)
{
    give_cluster(recorder);
    for (uint32_t i = 0; i < recorder->world->cluster->n_nodes; i++)
        ss_recorder_node(recorder, i);
}

/* --- reservations, samples, the end ------------------------------------------------------------------- */

static char *resv_assocs(const SsWorld *world, const SsReservation *resv)
{
    GString *ids = g_string_new(NULL);

    for (guint i = 0; resv->assocs != NULL && i < resv->assocs->len; i++) {
        const SsAssocId assoc = g_array_index(resv->assocs, SsAssocId, i);

        g_string_append_printf(ids, "%s%u", i > 0 ? "," : "", world->tree->at[assoc].id);
    }
    return g_string_free(ids, FALSE);
}

/* What it takes out of the cluster: the text it was made with, else CPUs and GRES of its nodes. */
static char *resv_tres(const SsWorld *world, const SsReservation *resv)
{
    const SsCluster     *cluster = world->cluster;
    g_autofree uint64_t *vec = g_new0(uint64_t, cluster->tres->n);

    if (resv->tres_text != NULL && !ss_tres_parse(cluster->tres, resv->tres_text, vec, NULL))
        return g_strdup(resv->tres_text); /* already in ids */
    if (resv->tres_text == NULL && resv->nodes != NULL) {
        for (uint32_t n = ss_node_set_first(resv->nodes); n != SS_ID_NONE;
             n = ss_node_set_next(resv->nodes, n + 1))
            ss_capacity_add_node(cluster, n, vec);
        vec[SS_TRES_MEM] = 0;
        if (resv->cores != NULL)
            vec[SS_TRES_CPU] = resv->n_cores;
    }
    return ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_IDS);
}

static SsTime row_start(const SsReservation *resv)
{
    return resv->row_start > resv->start ? resv->row_start : resv->start;
}

static void give_resv(SsRecorder *recorder, const SsReservation *resv, SsTime end)
{
    const SsWorld *world = recorder->world;
    SsRecord       record = {
              .kind = SS_RECORD_RESV,
              .u.resv = {
                  .resv_id = resv->id,
                  .name = resv->name,
                  .nodes = resv->nodes_text,
                  .flags = resv->flags,
                  .start = row_start(resv),
                  .end = end,
              },
    };

    if (record.u.resv.nodes == NULL && resv->nodes != NULL)
        record.u.resv.nodes = keep(recorder, ss_cluster_node_list(world->cluster, resv->nodes));
    record.u.resv.assocs = keep(recorder, resv_assocs(world, resv));
    record.u.resv.tres = keep(recorder, resv_tres(world, resv));
    give(recorder, &record);
}

void ss_recorder_resv(SsRecorder *recorder, const SsReservation *resv)
{
    give_resv(recorder, resv, resv->end);
}

void ss_recorder_resv_removed(SsRecorder *recorder, const SsReservation *resv)
{
    const SsTime now = recorder->world->now;

    give_resv(recorder, resv, MIN(resv->end, MAX(now, row_start(resv))));
}

void ss_recorder_sample(SsRecorder *recorder)
{
    const SsRecord record = { .kind = SS_RECORD_SAMPLE, .u.world = recorder->world };

    give(recorder, &record);
}

void ss_recorder_end(SsRecorder *recorder)
{
    uint32_t next = recorder->world->next_db_inx;

    for (const SsJob *job = recorder->world->first; job != NULL; job = job->next) {
        if (!is_listening(recorder))
            return;
        give_active(recorder, job, &next);
        if (job->state == SS_JOB_SUSPENDED)
            ss_recorder_suspension(recorder, job, 0);
    }
    ss_recorder_sample(recorder);
}
