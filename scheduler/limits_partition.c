/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits_partition.c - what a partition demands of a job, at submission and in every queue build.
 *
 * The same tests are made twice. At submission EnforcePartLimits says what becomes of a failure, and
 * its rules for several partitions are stranger than its manual: with NO nothing is refused at all,
 * not even an access that a single partition would refuse; with ANY an access failure ends the scan, and
 * if an earlier partition had passed the answer is "Required partition not available". All of it was
 * run on a real controller (the matrix of spec limits.md 16, a unit test row by row).
 *
 * In the queue build the same failures become reasons, by a table.
 *
 * AllowAccounts compares exactly and with case; AllowQos without. Groups: a job's own group counts,
 * secondary groups are not known here. AllocNodes asks where the job was submitted; a simulation has
 * no such place and lets everything in.
 */
#include "scheduler/limits.h"

#include "scheduler/fairshare.h"

#include <string.h>

static const char *const messages[SS_SUBMIT_CODES] = {
    [SS_SUBMIT_OK] = "No error",
    [SS_SUBMIT_ACCESS_DENIED] = "Access/permission denied",
    [SS_SUBMIT_PART_NOT_NOW] = "Requested partition configuration not available now",
    [SS_SUBMIT_GROUP] = "User's group not permitted to use this partition",
    [SS_SUBMIT_PART_INACTIVE] = "Required partition not available (inactive or drain)",
    [SS_SUBMIT_TOO_MANY_CPUS] = "More processors requested than permitted",
    [SS_SUBMIT_NODE_COUNT] = "Node count specification invalid",
    [SS_SUBMIT_NODES_NOT_IN_PART] = "Requested nodes not in this partition",
    [SS_SUBMIT_TIME_LIMIT] = "Requested time limit is invalid (missing or exceeds some limit)",
    [SS_SUBMIT_ACCOUNT] = "Invalid account or account/partition combination specified",
    [SS_SUBMIT_QOS] = "Invalid qos specification",
    [SS_SUBMIT_PARTITION_NAME] = "Invalid partition name specified",
    [SS_SUBMIT_NO_PARTITION] = "No partition specified or system default partition",
    [SS_SUBMIT_LICENSES] = "Invalid license specification",
    [SS_SUBMIT_GRES] = "Invalid generic resource (gres) specification",
    [SS_SUBMIT_NODE_CONFIG] = "Requested node configuration is not available",
    [SS_SUBMIT_NODE_NAME] = "Invalid node name specified",
    [SS_SUBMIT_POLICY] =
        "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    [SS_SUBMIT_MEMORY] = "Memory required by task is not available",
    [SS_SUBMIT_TIME_MIN] = "Invalid time-min specification (exceeds job's time or other limits)",
    [SS_SUBMIT_ARRAY] = "Invalid job array specification",
    [SS_SUBMIT_DEPENDENCY] = "Job dependency problem",
    [SS_SUBMIT_DEADLINE] = "Incompatible begin and deadline time specification",
    [SS_SUBMIT_WCKEY] = "Invalid wckey specification",
    [SS_SUBMIT_RESERVATION] = "Requested reservation is invalid",
    [SS_SUBMIT_RESERVATION_ACCESS] = "Access denied to requested reservation",
    [SS_SUBMIT_UID] = "Invalid user id",
    [SS_SUBMIT_MULTI_PART_ASSOC] =
        "Multiple partition job request not supported when a partition is set in the association",
    [SS_SUBMIT_FEATURE] = "Invalid feature specification",
    [SS_SUBMIT_MAX_JOBS] = "Resource temporarily unavailable",
    [SS_SUBMIT_INVALID_NICE] = "Invalid job nice value",
    [SS_SUBMIT_TASKS] = "Task count specification invalid",
    [SS_SUBMIT_BAD_OPTION] = "Invalid job request",
    [SS_SUBMIT_CLIENT] = "Invalid job request",
    [SS_SUBMIT_NOT_YET] = "Invalid time specified",
};

const char *ss_submit_message(SsSubmitCode code)
{
    return code < SS_SUBMIT_CODES && messages[code] != NULL ? messages[code] : "Unknown error";
}

/* --- lists ---------------------------------------------------------------------------------------- */

typedef int (*CompareNames)(const char *a, const char *b);

/* Letters of the two cases differ in one bit. */
static bool may_begin_alike(const char *a, const char *b)
{
    for (int i = 0; i < 4; i++) {
        if (((a[i] ^ b[i]) & ~('a' ^ 'A')) != 0)
            return false;
        if (a[i] == '\0' || b[i] == '\0')
            return true;
    }
    return true;
}

static bool lists(char *const *names, const char *name, CompareNames compare)
{
    for (; names != NULL && name != NULL && *names != NULL; names++) {
        if (may_begin_alike(*names, name) && compare(*names, name) == 0)
            return true;
    }
    return false;
}

/* Allow wins if both lists are given. */
static bool admits(char *const *allow, char *const *deny, const char *name, CompareNames compare)
{
    if (allow != NULL)
        return lists(allow, name, compare);
    return deny == NULL || !lists(deny, name, compare);
}

static const char *qos_name(const SsWorld *world, const SsJob *job)
{
    return job->qos != SS_ID_NONE ? world->tree->qos[job->qos].name : NULL;
}

static bool account_admitted(const SsPartition *part, const SsJob *job)
{
    return admits(part->allow_accounts, part->deny_accounts, job->account, strcmp);
}

static bool qos_admitted(const SsWorld *world, const SsPartition *part, const SsJob *job)
{
    return admits(part->allow_qos, part->deny_qos, qos_name(world, job), g_ascii_strcasecmp);
}

/* --- one partition -------------------------------------------------------------------------------- */

/* A request against one partition. */
typedef struct {
    const SsWorld     *world;
    const SsJob       *job;
    const SsPartition *part;
    uint32_t           time_limit; /* minutes, SS_UNSET32                                         */
    uint32_t           min_nodes;  /* 0: not given                                                */
} Ask;

static bool is_root(const SsJob *job)
{
    return job->user != NULL ? strcmp(job->user, "root") == 0 : job->uid == 0;
}

/* What root submits for a user has root's group, in which nobody else is (static-q-faculty-mixed-ages). */
static bool is_in_group(const SsJob *job, char **groups)
{
    return is_root(job)
           || (lists(groups, job->group, strcmp) && g_strcmp0(job->group, "root") != 0);
}

static SsSubmitCode access_of(const Ask *ask)
{
    const SsPartition *part = ask->part;
    const SsJob       *job = ask->job;

    if (part->req_resv && job->resv == SS_ID_NONE)
        return SS_SUBMIT_ACCESS_DENIED;
    if (part->root_only && !is_root(job))
        return SS_SUBMIT_PART_NOT_NOW;
    if ((part->disable_root_jobs || ask->world->settings.disable_root_jobs) && is_root(job))
        return SS_SUBMIT_UID;
    if (part->allow_groups != NULL && !is_in_group(job, part->allow_groups))
        return SS_SUBMIT_GROUP;
    return SS_SUBMIT_OK;
}

static bool waived(const Ask *ask, SsQosFlag flag)
{
    return ask->job->qos != SS_ID_NONE && (ask->world->tree->qos[ask->job->qos].flags & flag);
}

static bool too_many_cpus(const Ask *ask)
{
    const SsPartition *part = ask->part;
    const uint64_t     cpus = ask->job->req.min_cpus;

    if (cpus > part->total_cpus)
        return true;
    return part->max_cpus_per_node != SS_NO_LIMIT
           && cpus > (uint64_t) part->max_cpus_per_node * part->n_nodes;
}

static SsSubmitCode node_bounds(const Ask *ask)
{
    const SsPartition *part = ask->part;
    const uint32_t     max = ask->job->req.max_nodes;

    if (ask->min_nodes != 0 && ask->min_nodes < part->min_nodes
        && !waived(ask, SS_QOS_PART_MIN_NODES))
        return SS_SUBMIT_NODE_COUNT;
    if (max != 0 && max > part->max_nodes && !waived(ask, SS_QOS_PART_MAX_NODES))
        return SS_SUBMIT_NODE_COUNT;
    return SS_SUBMIT_OK;
}

static SsSubmitCode size_of(const Ask *ask)
{
    const SsNodeSet *named = ask->job->req.req_nodes;
    const bool       schedules = (ask->part->state & SS_PART_SCHED) != 0;
    SsSubmitCode     code = SS_SUBMIT_OK;

    if (schedules && too_many_cpus(ask))
        return SS_SUBMIT_TOO_MANY_CPUS;
    if (schedules && ask->min_nodes > ask->part->n_nodes)
        return SS_SUBMIT_NODE_COUNT;
    if (named != NULL && !ss_node_set_is_subset(named, ask->part->nodes))
        return SS_SUBMIT_NODES_NOT_IN_PART;
    if (!schedules)
        return SS_SUBMIT_OK;
    code = node_bounds(ask);
    if (code == SS_SUBMIT_OK && ask->time_limit != SS_UNSET32
        && ask->time_limit > ask->part->max_time && !waived(ask, SS_QOS_PART_TIME_LIMIT))
        code = SS_SUBMIT_TIME_LIMIT;
    return code;
}

/* With EnforcePartLimits the lists count at submission; without, only when the job could start. */
static SsSubmitCode lists_of(const Ask *ask)
{
    if (ask->world->settings.part_limits == SS_PART_LIMITS_NO)
        return SS_SUBMIT_OK;
    if (!account_admitted(ask->part, ask->job))
        return SS_SUBMIT_ACCOUNT;
    return qos_admitted(ask->world, ask->part, ask->job) ? SS_SUBMIT_OK : SS_SUBMIT_QOS;
}

static SsSubmitCode test(const Ask *ask)
{
    SsSubmitCode code = access_of(ask);

    if (code == SS_SUBMIT_OK)
        code = size_of(ask);
    return code == SS_SUBMIT_OK ? lists_of(ask) : code;
}

/* Did the submitter say how many nodes? */
static bool nodes_given(const SsJob *job)
{
    return job->spec != NULL ? job->spec->min_nodes != 0 : job->req.min_nodes != 0;
}

static Ask ask_of(const SsWorld *world, const SsJob *job, SsPartId part)
{
    return (Ask){
        .world = world,
        .job = job,
        .part = &world->parts[part],
        .time_limit = job->time_limit,
        .min_nodes = nodes_given(job) ? job->req.min_nodes : 0,
    };
}

SsSubmitCode ss_limits_partition_access(const SsWorld *world, const SsJob *job, SsPartId part)
{
    const Ask ask = ask_of(world, job, part);

    return test(&ask);
}

/* --- all partitions of a submission --------------------------------------------------------------- */

static bool accepts_jobs(const SsWorld *world, SsPartId part)
{
    return (world->parts[part].state & SS_PART_SUBMIT) != 0;
}

/* The partition, or the first of its Alternates that accepts jobs; SS_ID_NONE. */
static SsPartId open_one(const SsWorld *world, SsPartId part)
{
    for (uint32_t hops = 0; hops <= world->cluster->n_parts; hops++) {
        if (accepts_jobs(world, part))
            return part;
        if (world->parts[part].alternate == NULL)
            break;
        part = ss_cluster_part(world->cluster, world->parts[part].alternate);
        if (part == SS_ID_NONE)
            break;
    }
    return SS_ID_NONE;
}

static bool listed_before(const SsJob *job, uint32_t n, SsPartId part)
{
    for (uint32_t k = 0; k < n; k++) {
        if (job->parts[k] == part)
            return true;
    }
    return false;
}

/* Leaves only partitions that accept jobs; false if there is none. */
static bool keep_open(const SsWorld *world, SsJob *job)
{
    uint32_t kept = 0;
    bool     current = false;

    for (uint32_t k = 0; k < job->n_parts; k++) {
        const SsPartId part = open_one(world, job->parts[k]);

        if (part == SS_ID_NONE || listed_before(job, kept, part))
            continue;
        job->parts[kept++] = part;
        current = current || part == job->part;
    }
    if (kept == 0)
        return false;
    job->n_parts = kept;
    if (!current)
        job->part = job->parts[0];
    return true;
}

static bool is_access(SsSubmitCode code)
{
    return code == SS_SUBMIT_ACCESS_DENIED || code == SS_SUBMIT_PART_NOT_NOW
           || code == SS_SUBMIT_UID || code == SS_SUBMIT_GROUP;
}

static SsSubmitCode any_of(const SsWorld *world, const SsJob *job)
{
    SsSubmitCode last = SS_SUBMIT_OK;
    bool         passed = false;

    for (uint32_t k = 0; k < job->n_parts; k++) {
        const SsSubmitCode code = ss_limits_partition_access(world, job, job->parts[k]);

        if (is_access(code))
            return passed ? SS_SUBMIT_PART_INACTIVE : code;
        if (code == SS_SUBMIT_OK)
            passed = true;
        else
            last = code;
    }
    return passed ? SS_SUBMIT_OK : last;
}

static SsSubmitCode all_of(const SsWorld *world, const SsJob *job)
{
    SsSubmitCode code = SS_SUBMIT_OK;

    for (uint32_t k = 0; k < job->n_parts && code == SS_SUBMIT_OK; k++)
        code = ss_limits_partition_access(world, job, job->parts[k]);
    return code;
}

static SsSubmitCode enforce(const SsWorld *world, const SsJob *job)
{
    SsSubmitCode code;

    switch (world->settings.part_limits) {
    case SS_PART_LIMITS_ANY:
        return any_of(world, job);
    case SS_PART_LIMITS_ALL:
        return all_of(world, job);
    case SS_PART_LIMITS_NO:
        break;
    }
    if (job->n_parts > 1)
        return SS_SUBMIT_OK;
    code = ss_limits_partition_access(world, job, job->parts[0]);
    return is_access(code) ? code : SS_SUBMIT_OK;
}

/* The widest of the listed partitions' bounds. */
typedef struct {
    uint32_t min_nodes, max_nodes, max_time;
} Bounds;

static Bounds bounds_of(const SsWorld *world, const SsJob *job)
{
    Bounds bounds = { UINT32_MAX, 0, 0 };

    for (uint32_t k = 0; k < job->n_parts; k++) {
        const SsPartition *part = &world->parts[job->parts[k]];

        bounds.min_nodes = MIN(bounds.min_nodes, part->min_nodes);
        bounds.max_nodes = MAX(bounds.max_nodes, part->max_nodes);
        bounds.max_time = MAX(bounds.max_time, part->max_time);
    }
    return bounds;
}

static SsSubmitCode within(const SsWorld *world, const SsJob *job, const Bounds *bounds)
{
    const Ask  ask = ask_of(world, job, job->parts[0]);
    const bool enforced = world->settings.part_limits != SS_PART_LIMITS_NO;
    const bool limited = job->time_limit != SS_UNSET32;

    if (enforced && ask.min_nodes > bounds->max_nodes && !waived(&ask, SS_QOS_PART_MAX_NODES))
        return SS_SUBMIT_NODE_COUNT;
    if (enforced && job->req.max_nodes != 0 && job->req.max_nodes < bounds->min_nodes
        && !waived(&ask, SS_QOS_PART_MIN_NODES))
        return SS_SUBMIT_NODE_COUNT;
    if (enforced && limited && job->time_min == 0 && job->time_limit > bounds->max_time
        && !waived(&ask, SS_QOS_PART_TIME_LIMIT))
        return SS_SUBMIT_TIME_LIMIT;
    if (job->time_min != 0
        && (job->time_min > bounds->max_time || (limited && job->time_min > job->time_limit)))
        return SS_SUBMIT_TIME_MIN;
    return SS_SUBMIT_OK;
}

/* Missing or too small: MinNodes, if the job's own maximum allows that. */
static void raise_nodes(SsJob *job, const Bounds *bounds)
{
    if (!nodes_given(job))
        job->req.min_nodes = MAX(job->req.min_nodes, 1);
    if (job->req.min_nodes < bounds->min_nodes
        && (job->req.max_nodes == 0 || job->req.max_nodes >= bounds->min_nodes))
        job->req.min_nodes = bounds->min_nodes;
}

SsSubmitCode ss_limits_partitions_submit(SsWorld *world, SsJob *job)
{
    SsSubmitCode code;
    Bounds       bounds;

    if (!keep_open(world, job))
        return SS_SUBMIT_PART_INACTIVE;
    if (job->time_limit == SS_UNSET32 && world->parts[job->parts[0]].default_time == 0)
        return SS_SUBMIT_TIME_LIMIT;
    code = enforce(world, job);
    if (code != SS_SUBMIT_OK)
        return code;
    bounds = bounds_of(world, job);
    code = within(world, job, &bounds);
    if (code == SS_SUBMIT_OK)
        raise_nodes(job, &bounds);
    return code;
}

/* --- in the queue build --------------------------------------------------------------------------- */

/* What a failed test says of a pending job; everything else is PartitionConfig. */
static SsReason pending_reason(const SsJob *job, SsSubmitCode code)
{
    switch (code) {
    case SS_SUBMIT_OK:
        return SS_REASON_NONE;
    case SS_SUBMIT_NODE_COUNT:
        return SS_REASON_PARTITION_NODE_LIMIT;
    case SS_SUBMIT_TIME_LIMIT:
        return job->admin_set & SS_ADMIN_TIME ? SS_REASON_NONE : SS_REASON_PARTITION_TIME_LIMIT;
    default:
        return SS_REASON_PARTITION_CONFIG;
    }
}

static SsReason state_reason(const SsPartition *part)
{
    if (part->state & SS_PART_SCHED)
        return SS_REASON_NONE;
    return part->state & SS_PART_SUBMIT ? SS_REASON_PARTITION_DOWN : SS_REASON_PARTITION_INACTIVE;
}

/* EnforceUsageThreshold compares with the *weighted* term of the last computation; only where that is
 * 0 with the factor itself, by the classic formula even under Fair Tree. */
static bool below_threshold(const SsWorld *world, const SsJob *job)
{
    const SsQos *qos = job->qos != SS_ID_NONE ? &world->tree->qos[job->qos] : NULL;
    double       term = job->f_fs;

    if (qos == NULL || !(qos->flags & SS_QOS_ENFORCE_USAGE_THRESHOLD) || qos->usage_threshold < 0
        || job->assoc == SS_ID_NONE)
        return false;
    if (term <= 0)
        term = ss_fairshare_plain_factor(world, job->assoc);
    return term < qos->usage_threshold;
}

SsReason ss_limits_partition(const SsWorld *world, const SsJob *job, SsPartId part,
                             uint32_t time_limit)
{
    Ask      ask = ask_of(world, job, part);
    SsReason reason;

    ask.time_limit = time_limit;
    ask.min_nodes = job->req.min_nodes;
    reason = pending_reason(job, test(&ask));
    if (reason == SS_REASON_NONE)
        reason = state_reason(ask.part);
    if (reason == SS_REASON_NONE && below_threshold(world, job))
        reason = SS_REASON_QOS_USAGE_THRESHOLD;
    if (reason == SS_REASON_NONE && !ss_limits_memory_fits(world, job, part))
        reason = SS_REASON_MAX_MEM_PER_LIMIT;
    return reason;
}

/* --- who may use it ------------------------------------------------------------------------------- */

/* "Job's QOS not permitted to use this partition (P allows LIST not Q)" and its variants. */
static char *refusal(const SsPartition *part, const char *noun, const char *name, char **allow,
                     char **deny)
{
    g_autofree char *list = g_strjoinv(",", allow != NULL ? allow : deny);

    if (name == NULL)
        return g_strdup_printf("Job's %s not known, so it can't use this partition (%s %s %s)",
                               noun, part->name, allow != NULL ? "allows" : "denies", list);
    return g_strdup_printf("Job's %s not permitted to use this partition (%s %s %s %s %s)", noun,
                           part->name, allow != NULL ? "allows" : "denies", list,
                           allow != NULL ? "not" : "including", name);
}

SsReason ss_limits_part_permission(const SsWorld *world, const SsJob *job, SsPartId part,
                                   char **text)
{
    const SsPartition *p = &world->parts[part];

    *text = NULL;
    if (!qos_admitted(world, p, job)) {
        *text = refusal(p, "QOS", qos_name(world, job), p->allow_qos, p->deny_qos);
        return SS_REASON_QOS_NOT_ALLOWED;
    }
    if (!account_admitted(p, job)) {
        *text = refusal(p, "account", job->account, p->allow_accounts, p->deny_accounts);
        return SS_REASON_ACCOUNT_NOT_ALLOWED;
    }
    return SS_REASON_NONE;
}
