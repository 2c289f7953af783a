/* SPDX-License-Identifier: Apache-2.0 */
/*
 * controller.c - what every policy shares: admission, the period, the poll.
 *
 * Admission resolves names in the order in which Slurm does, because the first failure is the message a
 * user sees: partition, account, QOS, the request itself, partition access and limits, licences, the array
 * and dependency texts, association and QOS limits, and last whether the request could ever run. Nothing is
 * in the world before all of it passed; a refusal leaves no trace there.
 *
 * Source: sbatch(1); https://slurm.schedmd.com/resource_limits.html; the submission matrix recorded on
 * 22.05.8 (tests/unit/test_limits.c).
 */
#include "scheduler/controller.h"

#include "scheduler/eligible.h"
#include "scheduler/estimate.h"
#include "scheduler/fairshare.h"
#include "scheduler/first_look.h"
#include "scheduler/gang.h"
#include "scheduler/hold.h"
#include "scheduler/moment.h"
#include "scheduler/notes.h"
#include "scheduler/period.h"
#include "scheduler/place.h"
#include "scheduler/preempt_act.h"
#include "scheduler/priority.h"
#include "scheduler/request.h"
#include "scheduler/resv.h"
#include "scheduler/start.h"
#include "sim/base/date.h"

#include <string.h>

/* What no limit asks for need not be done. */
static void note_limits(SsWorld *world)
{
    world->period_is_read = ss_moment_period_is_read(world);
    world->no_limit_kills = !ss_moment_limits_kill(world);
}

void ss_controller_begin(SsWorld *world)
{
    ss_notes_make(world);
    ss_priority_normalise(world);
    ss_fairshare_shares(world);
    ss_fairshare_period(world);
    note_limits(world);
}

/* --- refusals ------------------------------------------------------------------------------------ */

void ss_refusal_clear(SsRefusal *refusal)
{
    g_free(refusal->detail);
    g_free(refusal->foreseen);
    *refusal = (SsRefusal){ 0 };
}

char *ss_refusal_text(const SsRefusal *refusal, const char *command)
{
    GString    *text = g_string_new(NULL);
    const char *before = "Batch job submission failed: ";

    if (g_strcmp0(command, "salloc") == 0)
        before = "Job submit/allocate failed: ";
    else if (g_strcmp0(command, "srun") == 0)
        before = "Unable to allocate resources: ";
    if (refusal->code == SS_SUBMIT_GRES)
        before = ""; /* the command knows it before it asks (static-w-mixed-cards) */
    if (refusal->detail)
        g_string_append_printf(text, "%s: error: %s\n", command, refusal->detail);
    if (refusal->code == SS_SUBMIT_CLIENT)
        return g_string_free(text, FALSE);
    if (refusal->foreseen)
        g_string_append_printf(text, "%s: Job %u %s\n", command, refusal->id, refusal->foreseen);
    else if (refusal->is_test && refusal->code != SS_SUBMIT_GRES)
        g_string_append_printf(text, "allocation failure: %s\n", ss_submit_message(refusal->code));
    else
        g_string_append_printf(text, "%s: error: %s%s\n", command, before,
                               ss_submit_message(refusal->code));
    return g_string_free(text, FALSE);
}

/* What is looked at only when the job has its id, as recorded: each of these made the next job's higher. */
static bool comes_after_the_id(SsSubmitCode code)
{
    return code == SS_SUBMIT_FEATURE || code == SS_SUBMIT_DEPENDENCY
           || code == SS_SUBMIT_RESERVATION || code == SS_SUBMIT_RESERVATION_ACCESS
           || code == SS_SUBMIT_NODE_CONFIG || code == SS_SUBMIT_PART_NOT_NOW;
}

static bool refuse(SsRefusal *refusal, SsSubmitCode code, char *detail)
{
    refusal->code = code;
    refusal->detail = detail;
    refusal->takes_id = comes_after_the_id(code);
    return false;
}

/* --- names --------------------------------------------------------------------------------------- */

static gint higher_tier_first(gconstpointer left, gconstpointer right, gpointer data)
{
    const SsWorld *world = data;
    const uint32_t a = world->parts[*(const SsPartId *) left].priority_tier;
    const uint32_t b = world->parts[*(const SsPartId *) right].priority_tier;

    return (a < b) - (a > b);
}

static void add_part(GArray *parts, SsPartId id)
{
    for (uint32_t i = 0; i < parts->len; i++)
        if (g_array_index(parts, SsPartId, i) == id)
            return;
    g_array_append_val(parts, id);
}

/* The named partitions; which of them take the job is the limits' question. */
static bool named_partitions(SsWorld *world, const SsJobSpec *spec, GArray *parts,
                             SsRefusal *refusal)
{
    g_auto(GStrv) names = g_strsplit(spec->partition, ",", -1);

    for (uint32_t i = 0; names[i]; i++) {
        const SsPartId id = ss_cluster_part(world->cluster, g_strstrip(names[i]));

        if (id == SS_ID_NONE)
            return refuse(refusal, SS_SUBMIT_PARTITION_NAME,
                          g_strdup_printf("invalid partition specified: %s", spec->partition));
        add_part(parts, id);
    }
    return true;
}

static bool resolve_partitions(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(SsPartId));
    SsPartId          fallback = ss_world_default_part(world);

    if (job->spec->partition && *job->spec->partition) {
        if (!named_partitions(world, job->spec, parts, refusal))
            return false;
    } else if (fallback == SS_ID_NONE) {
        return refuse(refusal, SS_SUBMIT_NO_PARTITION, NULL);
    } else {
        add_part(parts, fallback);
    }
    job->part = g_array_index(parts, SsPartId, 0);
    g_array_sort_with_data(parts, higher_tier_first, world);
    job->n_parts = parts->len;
    job->parts = g_memdup2(parts->data, sizeof(SsPartId) * parts->len);
    return true;
}

static SsAssocId assoc_of(const SsWorld *world, const char *user, const char *account,
                          const char *part)
{
    const SsAssocTree *tree = world->tree;
    SsAssocId          assoc;

    if (tree->n == 0)
        return SS_ID_NONE;
    assoc = ss_assoc_find(tree, user, account, part);
    if (assoc == SS_ID_NONE && !(world->settings.enforce & SS_ENFORCE_ASSOCS))
        assoc = ss_assoc_find(tree, user, NULL, part);
    return assoc;
}

const char *ss_controller_account(const SsWorld *world, const char *user, const char *account,
                                  const SsPartition *part)
{
    const SsAssocId assoc = assoc_of(world, user, account, part->name);

    return assoc != SS_ID_NONE ? world->tree->at[assoc].account : account;
}

static bool resolve_account(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    const SsAssocTree *tree = world->tree;
    const char        *account = job->spec->account;
    const bool         enforced = world->settings.enforce & SS_ENFORCE_ASSOCS;

    job->assoc = assoc_of(world, job->user, account, world->parts[job->part].name);
    if (job->assoc == SS_ID_NONE && enforced)
        return refuse(refusal, SS_SUBMIT_ACCOUNT, NULL);
    if (job->assoc != SS_ID_NONE && job->n_parts > 1 && *tree->at[job->assoc].partition != '\0')
        return refuse(refusal, SS_SUBMIT_MULTI_PART_ASSOC, NULL);
    g_free(job->account);
    job->account = g_strdup(job->assoc != SS_ID_NONE ? tree->at[job->assoc].account : account);
    return true;
}

static SsQosId implied_qos(const SsWorld *world, const SsJob *job)
{
    const SsAssocTree *tree = world->tree;

    if (job->assoc == SS_ID_NONE)
        return ss_qos_find(tree, "normal");
    const SsAssoc *assoc = &tree->at[job->assoc];
    if (assoc->default_qos != SS_ID_NONE)
        return assoc->default_qos;
    if (assoc->n_qos == 1)
        return assoc->qos[0];
    if (tree->at[0].default_qos != SS_ID_NONE)
        return tree->at[0].default_qos;
    return ss_qos_find(tree, "normal");
}

static bool resolve_qos(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    const SsAssocTree *tree = world->tree;
    const char        *name = job->spec->qos;
    const bool         enforced = world->settings.enforce & SS_ENFORCE_QOS;

    job->qos = name && *name ? ss_qos_find(tree, name) : implied_qos(world, job);
    if (!enforced)
        return true;
    if (job->qos == SS_ID_NONE
        || (job->assoc != SS_ID_NONE && !ss_assoc_has_qos(&tree->at[job->assoc], job->qos))
        || ((tree->qos[job->qos].flags & SS_QOS_REQUIRES_RESV) && !job->spec->reservation))
        return refuse(refusal, SS_SUBMIT_QOS, NULL);
    return true;
}

static uint32_t find_reservation(const SsWorld *world, const char *name)
{
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv && g_strcmp0(resv->name, name) == 0)
            return i;
    }
    return SS_ID_NONE;
}

static bool add_reservation(const SsWorld *world, SsJob *job, const char *name, SsRefusal *refusal)
{
    const uint32_t       index = find_reservation(world, name);
    const SsReservation *resv = ss_world_resv(world, index);

    if (resv == NULL)
        return refuse(refusal, SS_SUBMIT_RESERVATION, NULL);
    if ((resv->flags & SS_RESV_TIME_FLOAT) || !ss_resv_allows(world, resv, job))
        return refuse(refusal, SS_SUBMIT_RESERVATION_ACCESS, NULL);
    job->resvs = g_renew(uint32_t, job->resvs, job->n_resvs + 1);
    job->resvs[job->n_resvs++] = index;
    return true;
}

/* "a" or "a,b": the first is the job's, several are kept as a list. */
static bool resolve_reservation(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    job->resv = SS_ID_NONE;
    if (!job->spec->reservation || !*job->spec->reservation)
        return true;
    g_auto(GStrv) names = g_strsplit(job->spec->reservation, ",", -1);
    for (uint32_t i = 0; names[i]; i++)
        if (*names[i] && !add_reservation(world, job, names[i], refusal))
            return false;
    if (job->n_resvs > 0)
        job->resv = job->resvs[0];
    if (job->n_resvs < 2)
        job->n_resvs = 0;
    return true;
}

/* In small letters. Without --wckey it is the user's default one, marked with a '*'. */
static char *wckey_of(const SsWorld *world, const SsJobSpec *spec, const char *user)
{
    const SsUserRecord *who = world->accounts ? ss_accounts_user(world->accounts, user) : NULL;

    if (spec->wckey)
        return g_ascii_strdown(spec->wckey, -1);
    if (!world->settings.track_wckey)
        return NULL;
    return g_strconcat("*", who ? who->default_wckey : NULL, NULL);
}

/* One that is asked for must be the user's; a user without any may do without (recorded). */
static bool check_wckey(const SsWorld *world, const SsJob *job, SsRefusal *refusal)
{
    const char *name = job->spec->wckey;

    if (!(world->settings.enforce & SS_ENFORCE_WCKEYS) || name == NULL || *name == '\0'
        || (world->accounts != NULL && ss_accounts_wckey(world->accounts, name, job->user) != NULL))
        return true;
    return refuse(refusal, SS_SUBMIT_WCKEY, NULL);
}

static bool resolve_names(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    const SsJobSpec *spec = job->spec;

    job->user = g_strdup(spec->user ? spec->user : "root");
    job->group = g_strdup(spec->group ? spec->group : job->user);
    job->name = g_strdup(spec->name ? spec->name : "sbatch");
    job->wckey = wckey_of(world, spec, job->user);
    job->trace_id = g_strdup(spec->trace_id);
    job->uid = spec->uid != SS_UNSET32 ? spec->uid : ss_cluster_uid(world->cluster, job->user);
    job->gid = spec->gid != SS_UNSET32 ? spec->gid : ss_cluster_uid(world->cluster, job->group);
    return resolve_partitions(world, job, refusal) && resolve_account(world, job, refusal)
           && check_wckey(world, job, refusal) && resolve_qos(world, job, refusal)
           && resolve_reservation(world, job, refusal);
}

/* --- times, arrays, dependencies ------------------------------------------------------------------ */

static bool set_times(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    const SsJobSpec *spec = job->spec;

    job->time_limit = spec->time_limit;
    if (job->time_limit == 0)
        job->time_limit = SS_NO_LIMIT;
    job->time_limit_orig = spec->time_limit;
    job->time_min = spec->time_min == SS_UNSET32 ? 0 : spec->time_min;
    if (job->time_min && spec->time_limit != SS_UNSET32 && job->time_min > spec->time_limit)
        return refuse(refusal, SS_SUBMIT_TIME_MIN, NULL);
    job->submit = world->now;
    job->begin = spec->begin;
    job->eligible = spec->begin > world->now ? spec->begin : 0;
    job->deadline = spec->deadline;
    if (job->deadline && (job->deadline < world->now || job->deadline < job->begin))
        return refuse(refusal, SS_SUBMIT_DEADLINE, NULL);
    return true;
}

/* A job without a limit takes its partition's DefaultTime; a DefaultTime of 0 means: say one. */
static bool default_time(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    const SsPartition *part = &world->parts[job->part];

    if (job->time_limit != SS_UNSET32 || part->default_time == SS_NO_LIMIT)
        return true;
    if (part->default_time == 0)
        return refuse(refusal, SS_SUBMIT_TIME_LIMIT, NULL);
    job->time_limit = part->default_time;
    return true;
}

static gint by_number(gconstpointer left, gconstpointer right)
{
    const uint32_t a = *(const uint32_t *) left, b = *(const uint32_t *) right;

    return (a > b) - (a < b);
}

/* One "5", "1-9", "1-9:2" into `tasks`. */
static bool add_tasks(const char *text, uint32_t most, GArray *tasks)
{
    char    *end = NULL;
    uint64_t first = g_ascii_strtoull(text, &end, 10), last = first, step = 1;

    if (end == text || !g_ascii_isdigit(*text))
        return false;
    if (*end == '-') {
        const char *p = end + 1;

        last = g_ascii_strtoull(p, &end, 10);
        if (end == p || !g_ascii_isdigit(*p))
            return false;
        if (*end == ':') {
            p = end + 1;
            step = g_ascii_strtoull(p, &end, 10);
            if (end == p || step == 0)
                return false;
        }
    }
    if (*end != '\0' || last < first || last >= most)
        return false;
    for (uint64_t id = first; id <= last; id += step) {
        const uint32_t task = (uint32_t) id;

        g_array_append_val(tasks, task);
    }
    return true;
}

static void drop_repeated(GArray *tasks)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < tasks->len; i++)
        if (i == 0 || g_array_index(tasks, uint32_t, i) != g_array_index(tasks, uint32_t, kept - 1))
            g_array_index(tasks, uint32_t, kept++) = g_array_index(tasks, uint32_t, i);
    g_array_set_size(tasks, kept);
}

static bool set_array(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    job->array.task = SS_UNSET32;
    if (!job->spec->array || !*job->spec->array)
        return true;

    g_autoptr(GArray) tasks = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_auto(GStrv)     halves = g_strsplit(job->spec->array, "%", 2);
    g_auto(GStrv)     items = g_strsplit(halves[0], ",", -1);

    for (uint32_t i = 0; items[i]; i++)
        if (!add_tasks(items[i], world->settings.max_array_size, tasks))
            return refuse(refusal, SS_SUBMIT_ARRAY, NULL);
    g_array_sort(tasks, by_number);
    drop_repeated(tasks);
    const uint32_t most = world->settings.sched.max_array_tasks;
    if (tasks->len == 0 || (most > 0 && tasks->len > most))
        return refuse(refusal, SS_SUBMIT_ARRAY, NULL);
    if (halves[1])
        job->array.max_running = (uint32_t) g_ascii_strtoull(halves[1], NULL, 10);
    job->array.job_id = SS_UNSET32; /* its own id, known when it enters the world */
    job->array.max_tasks = job->array.n_pending = tasks->len;
    job->array.pending = g_memdup2(tasks->data, sizeof(uint32_t) * tasks->len);
    return true;
}

static bool set_dependencies(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    job->dep_kill_set = job->spec->kill_on_invalid_dep_set;
    job->dep_kill = job->spec->kill_on_invalid_dep;
    if (!job->spec->dependency || !*job->spec->dependency)
        return true;
    g_autoptr(GError) error = NULL;
    if (!ss_dependency_parse(world, job, job->spec->dependency, &error))
        return refuse(refusal, SS_SUBMIT_DEPENDENCY, NULL);
    return true;
}

/* --- limits and possibility ----------------------------------------------------------------------- */

static uint64_t qos_rows(const SsWorld *world)
{
    uint64_t rows = 0;

    for (uint32_t i = 0; i < world->tree->n_qos; i++)
        rows += world->qos_use[i].users->len + world->qos_use[i].accounts->len;
    return rows;
}

/* Partitions, then memory, then associations and QOS. What is requested are the CPUs and the memory that were asked for:
 * the CPUs that MaxMemPerCPU adds come after (recorded: replay-memory-defaults; static-z-classroom, where a job that
 * DenyOnLimit would refuse with them waits for QOSMaxCpuPerUserLimit). */
static bool check_limits(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    const uint32_t tasks = job->array.job_id ? job->array.n_pending : 1;
    SsSubmitCode   code = ss_limits_partitions_submit(world, job);

    ss_request_tres(world, job);
    if (code == SS_SUBMIT_OK)
        code = ss_limits_memory_submit(world, job);
    if (code == SS_SUBMIT_OK && !ss_world_has_room(world, tasks))
        code = SS_SUBMIT_MAX_JOBS;
    if (code != SS_SUBMIT_OK)
        return refuse(refusal, code, NULL);
    if (!default_time(world, job, refusal))
        return false;
    const uint64_t rows = qos_rows(world);
    for (uint32_t k = 0; k < job->n_parts; k++) {
        const SsReason reason = ss_limits_submit(world, job, job->parts[k], tasks);

        if (reason == SS_REASON_NONE)
            continue;
        refusal->reason = reason;
        refusal->left_rows = qos_rows(world) > rows;
        return refuse(refusal, SS_SUBMIT_POLICY, g_strdup(ss_reason_text(reason)));
    }
    return true;
}

/* A job that a limit keeps from being looked at is as large as it says (static-t-cfd-linear). */
static void note_first_choice(SsWorld *world, SsJob *job, SsPartId part, const SsNodeSet *nodes)
{
    job->n_nodes = ss_node_set_count(nodes);
    if (world->settings.select_type == SS_SELECT_LINEAR
        && ss_limits_partition(world, job, part, job->time_limit) == SS_REASON_NONE
        && ss_limits_pre(world, job, part) == SS_REASON_NONE)
        job->total_cpus = ss_cluster_cpus(world->cluster, nodes);
}

/* Could it run in `part` if everything were idle and up? Partition limits do not count here. */
static bool possible_in(SsWorld *world, SsJob *job, SsPartId part)
{
    SsReason     reason = SS_REASON_NONE;
    SsEver       own = { 0 };
    SsPlaceQuery query = {
        .world = world,
        .job = job,
        .part = part,
        .nodes = world->parts[part].nodes,
        .mode = SS_PLACE_EVER,
    };

    /* Recorded: more CPUs than the partition has wait as PartitionConfig (replay-limits-partition), more
     * nodes than it has or allows as PartitionNodeLimit (static-v-features). */
    ss_request_look_in(world, job, part);
    const SsReason bound = ss_limits_partition(world, job, part, job->time_limit);
    if (bound == SS_REASON_PARTITION_CONFIG || bound == SS_REASON_PARTITION_NODE_LIMIT)
        return true;
    if (!ss_place_node_counts(world, job, part, &query.min_nodes, &query.req_nodes,
                              &query.max_nodes, &reason))
        return job->req.min_nodes <= world->parts[part].n_nodes; /* a reason to wait */
    const SsEver *ever = ss_notes_ever(&query, &own);
    const bool    possible = ever->placed;
    if (possible) /* the first estimate of what it needs; its size counts so for priorities (static-y-whole-nodes) */
        note_first_choice(world, job, part, ever->nodes);
    ss_ever_clear(&own);
    return possible;
}

/* No node of its partitions has the memory that it wants of each. */
static bool wants_too_much_memory(const SsWorld *world, const SsJob *job)
{
    if (job->req.mem_per_cpu || job->req.mem == 0)
        return false;
    for (uint32_t k = 0; k < job->n_parts; k++) {
        const SsNodeSet *nodes = world->parts[job->parts[k]].nodes;

        for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE;
             n = ss_node_set_next(nodes, n + 1))
            if (world->cluster->nodes[n].real_memory >= job->req.mem)
                return false;
    }
    return true;
}

/* Its reservation has ended, and the look that forgets it (30 s) has not come yet. */
static bool comes_too_late(const SsWorld *world, const SsJob *job)
{
    const SsReservation *resv = ss_world_resv(world, job->resv);

    return resv != NULL && ss_reservation_end(resv, world->now) <= world->now;
}

static char *why_impossible(const SsWorld *world, const SsJob *job)
{
    if (comes_too_late(world, job))
        return g_strdup("Problem using reservation");
    return wants_too_much_memory(world, job) ? g_strdup("Memory specification can not be satisfied")
                                             : NULL;
}

static bool check_possible(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    bool possible = false;

    for (uint32_t k = 0; k < job->n_parts && !possible && !comes_too_late(world, job); k++)
        possible = possible_in(world, job, job->parts[k]);
    ss_request_look_in(world, job, job->part);
    if (possible)
        return true;
    job->nice = job->spec->nice;
    job->priority = 1; /* not held */
    if (world->settings.priority_type == SS_PRIORITY_MULTIFACTOR)
        ss_priority_new(world, job);
    refusal->failed = job;
    return refuse(refusal, SS_SUBMIT_NODE_CONFIG, why_impossible(world, job));
}

/* --- entering ------------------------------------------------------------------------------------- */

/* What the accounting is told at submission: limits too, unlike later. */
static void tell_accounting(SsJob *job)
{
    job->told_priority = job->priority;
    if (job->reason != SS_REASON_NONE && job->reason != SS_REASON_PRIORITY
        && job->reason != SS_REASON_RESOURCES)
        job->reason_prev = job->reason;
}

static void enter(SsWorld *world, SsJob *job)
{
    const SsJobSpec *spec = job->spec;

    job->requeue = spec->requeue >= 0 ? spec->requeue != 0 : world->settings.job_requeue;
    job->nice = spec->nice;
    job->fate = spec->fate;
    job->run = spec->run;
    job->exit_code = spec->exit_code;
    job->last_sched_eval = world->now; /* the test at submission counts as a look at it */
    job->last_sched = SS_STARTER_MAIN;
    ss_world_submit(world, job);
    ss_limits_submitted(world, job, job->array.job_id ? job->array.n_pending : 1);
    if (spec->hold || spec->priority == 0) {
        job->direct_prio = true;
        job->priority = 0;
        ss_world_set_reason(world, job, SS_REASON_JOB_HELD_USER, NULL);
        return;
    }
    if (spec->priority != SS_UNSET32) {
        job->direct_prio = true;
        job->priority = spec->priority;
    }
    job->priority = job->direct_prio ? job->priority : 1; /* not held: lets it become eligible */
    if (job->array.job_id == 0)
        ss_eligible(world, job);
    ss_priority_new(world, job);
    ss_first_look(world, job);
    tell_accounting(job);
}

/* Refused only when it was known already, and so counted: it is shown until MinJobAge is over, and its QOS keeps rows
 * of its user and account (static-t-bioinformatics). */
static void enter_failed(SsWorld *world, SsJob *job)
{
    const uint32_t tasks = job->array.job_id ? job->array.n_pending : 1;

    job->requeue = job->spec->requeue >= 0 ? job->spec->requeue != 0 : world->settings.job_requeue;
    job->last_sched_eval = world->now;
    job->last_sched = SS_STARTER_MAIN;
    job->looked = true;
    if (world->settings.priority_flags & SS_PRIO_ACCRUE_ALWAYS)
        job->accrue = job->submit;
    ss_limits_submitted(world, job, tasks);
    ss_world_keep_refused(world, job, SS_REASON_BAD_CONSTRAINTS);
    ss_limits_unsubmitted(world, job, tasks);
}

/* --- only a test ---------------------------------------------------------------------------------- */

static void set_first_priority(SsWorld *world, SsJob *job)
{
    const SsJobSpec *spec = job->spec;

    job->nice = spec->nice;
    job->priority = 1; /* not held */
    if (spec->hold)
        job->priority = 0;
    else if (spec->priority != SS_UNSET32)
        job->priority = spec->priority;
    else
        ss_priority_new(world, job);
}

static SsPartId first_named(const SsWorld *world, const SsJob *job)
{
    if (!job->spec->partition || !strchr(job->spec->partition, ','))
        return job->part;
    g_auto(GStrv)  names = g_strsplit(job->spec->partition, ",", 2);
    const SsPartId id = ss_cluster_part(world->cluster, g_strstrip(names[0]));
    return id == SS_ID_NONE ? job->part : id;
}

static bool foresee(SsWorld *world, SsJob *job, SsRefusal *refusal)
{
    SsEstimate estimate;
    char       start[SS_DATE_TEXT];

    set_first_priority(world, job);
    if (!ss_estimate_start(world, job, first_named(world, job), &estimate))
        return refuse(refusal, estimate.too_early ? SS_SUBMIT_NOT_YET : SS_SUBMIT_NODE_CONFIG,
                      NULL);
    g_autofree char *nodes = ss_cluster_node_list(world->cluster, estimate.nodes);
    refusal->foreseen =
        g_strdup_printf("to start at %s using %u processors on nodes %s in partition %s",
                        ss_date_text(estimate.start, world->zone, start), estimate.cpus, nodes,
                        world->cluster->parts[estimate.part].name);
    refusal->takes_id = true;
    ss_node_set_free(estimate.nodes);
    return true;
}

/* No record stays of it, and nobody counts it as rejected. */
static void answer_test(SsWorld *world, SsJob *job, bool ok, SsRefusal *refusal)
{
    refusal->is_test = true;
    refusal->failed = NULL;
    if (ok)
        foresee(world, job, refusal);
    else if (refusal->code == SS_SUBMIT_NODE_CONFIG)
        g_clear_pointer(&refusal->detail, g_free); /* not told to a test (recorded: --mem=900G) */
}

SsJob *ss_controller_submit(SsWorld *world, const SsJobSpec *spec, SsRefusal *refusal)
{
    SsJob            *job = ss_job_new();
    g_autoptr(GError) error = NULL;
    SsSubmitCode      code = SS_SUBMIT_OK;

    *refusal = (SsRefusal){ 0 };
    job->spec = g_new0(SsJobSpec, 1);
    ss_job_spec_init(job->spec);
    ss_job_spec_copy(job->spec, spec);
    job->spec_refs = g_new0(int, 1);
    *job->spec_refs = 1;
    bool ok = resolve_names(world, job, refusal) && set_times(world, job, refusal)
              && set_array(world, job, refusal) && set_dependencies(world, job, refusal);

    if (ok && !ss_request_build(world, job, &code, &error))
        ok = refuse(refusal, code, error ? g_strdup(error->message) : NULL);
    if (ok && !ss_request_features_known(world, &job->req))
        ok = refuse(refusal, SS_SUBMIT_FEATURE, NULL);
    ok = ok && check_limits(world, job, refusal) && check_possible(world, job, refusal);
    if (spec->test_only) {
        answer_test(world, job, ok, refusal);
        ss_job_free(job);
        return NULL;
    }
    if (ok) {
        enter(world, job);
        return job;
    }
    world->stats.rejected++;
    if (refusal->failed != NULL)
        enter_failed(world, job);
    else
        ss_job_free(job);
    return NULL;
}

/* --- period, ends, poll ---------------------------------------------------------------------------- */

void ss_controller_accounts(SsWorld *world, SsAssocTree *tree)
{
    ss_fairshare_settle(world);
    ss_world_take_tree(world, tree);
    ss_fairshare_shares(world);
    note_limits(world);
}

void ss_controller_hold(SsWorld *world, SsJob *job, SsReason reason)
{
    ss_hold(world, job, reason);
}

void ss_controller_period(SsWorld *world)
{
    ss_fairshare_period(world);
}

void ss_controller_periods(SsWorld *world, SsTime first, SsSpan every, uint32_t n)
{
    ss_fairshare_periods(world, first, every, n);
}

void ss_controller_view(SsWorld *world)
{
    ss_fairshare_view(world);
}

void ss_controller_refresh(SsWorld *world)
{
    if (ss_eligible_refresh(world) > 0)
        ss_world_touch(world);
}

void ss_controller_job_killed(SsWorld *world, SsJob *job)
{
    ss_fairshare_job_end(world, job);
}

void ss_controller_job_ended(SsWorld *world, SsJob *job)
{
    ss_limits_accrue_release(world, job);
    if (job->tres_alloc) {
        if (!job->completing)
            ss_fairshare_job_end(world, job);
        ss_limits_ended(world, job);
        ss_gang_settle(world);
        return;
    }
    const bool rest = job->array.job_id != 0 && job->array.task == SS_UNSET32;
    ss_limits_unsubmitted(world, job, rest ? MAX(job->array.n_pending, 1) : 1);
}

static uint32_t over_time_limit(const SsWorld *world, const SsJob *job)
{
    const uint32_t own = world->parts[job->part].over_time_limit;
    const uint32_t minutes = own != SS_UNSET32 ? own : world->settings.over_time_limit;

    return minutes == SS_NO_LIMIT ? 365 * 24 * 60 : minutes;
}

static bool reservation_over(const SsWorld *world, const SsJob *job)
{
    const SsReservation *resv = job->resv < world->resv->len ? world->resv->pdata[job->resv] : NULL;

    if (!resv || (resv->flags & SS_RESV_FLEX) || world->settings.resv_over_run == SS_NO_LIMIT)
        return false;
    return resv->end + (SsTime) world->settings.resv_over_run * 60 < world->now;
}

void ss_controller_preempt(SsWorld *world, SsJob *job)
{
    if (job->preempted)
        ss_preempt_end(world, job);
}

static bool is_over(const SsWorld *world, const SsJob *job)
{
    return job->end <= world->now - (SsTime) over_time_limit(world, job) * 60
           || reservation_over(world, job);
}

/* Before the first planned end: a victim's grace ends at one too. */
static bool nobody_is_due(const SsWorld *world)
{
    if (!world->no_limit_kills)
        return false;
    for (uint32_t i = 0; i < world->resv->len; i++)
        if (world->resv->pdata[i] != NULL)
            return false;
    return world->ends->len == 0 || g_array_index(world->ends, SsPlannedEnd, 0).end > world->now;
}

#ifdef SS_DEBUG
static void prove_nobody_is_due(const SsWorld *world)
{
    for (const SsJob *job = world->first; job; job = job->next)
        g_assert(job->state != SS_JOB_RUNNING
                 || (!ss_preempt_is_due(world, job) && !is_over(world, job)));
}
#endif

void ss_controller_poll(SsWorld *world, bool slow)
{
    void (*const kill)(SsWorld *, SsJob *, SsJobState, SsReason, uint32_t) =
        slow ? ss_world_finish_slow : ss_world_finish;

    if (nobody_is_due(world)) {
#ifdef SS_DEBUG
        prove_nobody_is_due(world);
#endif
        return;
    }
    for (SsJob *job = world->first, *next; job; job = next) {
        next = job->next;
        if (job->state != SS_JOB_RUNNING)
            continue;
        if (ss_preempt_is_due(world, job))
            ss_preempt_end(world, job);
        else if (is_over(world, job)
                 || (!world->no_limit_kills && ss_limits_running(world, job) != SS_REASON_NONE))
            kill(world, job, SS_JOB_TIMEOUT, SS_REASON_TIME_LIMIT, 0);
    }
}
