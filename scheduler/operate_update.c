/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_update.c - scontrol update JobId=...
 *
 * Two kinds of keys. Those of the first table change one thing of the record. Those of the second change
 * what the job asks for: they edit the text of the submission, and the request is made from it again by
 * the very rules that made it first. What an operator sets is no more tested against limits.
 */
#include "scheduler/operate.h"

#include "scheduler/controller.h"
#include "scheduler/eligible.h"
#include "scheduler/hold.h"
#include "scheduler/limits.h"
#include "scheduler/operate_replies.h"
#include "scheduler/priority.h"
#include "scheduler/request.h"
#include "scheduler/resv.h"
#include "sim/base/date.h"
#include "sim/base/size.h"
#include "sim/base/span.h"

#include <string.h>

/* --- the request ------------------------------------------------------------------------------------ */

/* One that changes what the job asks for: an edit of its text, from which the request is made anew. */
typedef struct {
    const char *key;
    size_t      least;
    uint32_t    admin; /* SsAdminSet: what an operator sets is no more tested against limits */
    bool (*edit)(SsJobSpec *spec, const char *value);
} RequestKey;

static bool take_text(char **field, const char *value)
{
    g_free(*field);
    *field = *value != '\0' ? g_strdup(value) : NULL;
    return true;
}

static bool take_count(uint32_t *field, const char *value)
{
    uint64_t count = 0;

    if (!ss_uint_parse(value, SS_KILO_REFUSED, INT32_MAX, &count, NULL))
        return false;
    *field = (uint32_t) count;
    return true;
}

static bool take_memory(int64_t *field, int64_t *other, const char *value)
{
    uint64_t mib = 0;

    if (!ss_size_parse_memory(value, &mib, NULL) || mib > INT64_MAX)
        return false;
    *field = (int64_t) mib;
    *other = -1;
    return true;
}

static bool is_yes(const char *value)
{
    return *value == '1' || g_ascii_strcasecmp(value, "yes") == 0;
}

static bool edit_features(SsJobSpec *spec, const char *value)
{
    return take_text(&spec->constraint, value);
}
static bool edit_prefer(SsJobSpec *spec, const char *value)
{
    return take_text(&spec->prefer, value);
}
static bool edit_nodelist(SsJobSpec *spec, const char *value)
{
    return take_text(&spec->nodelist, value);
}
static bool edit_exclude(SsJobSpec *spec, const char *value)
{
    return take_text(&spec->exclude, value);
}
static bool edit_licenses(SsJobSpec *spec, const char *value)
{
    return take_text(&spec->licenses, value);
}
/* "gpu:2" and "gres:gpu:2" are the same. */
static bool edit_gres(SsJobSpec *spec, const char *value)
{
    return take_text(&spec->gres, g_str_has_prefix(value, "gres:") ? value + 5 : value);
}
static bool edit_gpus(SsJobSpec *spec, const char *value)
{
    const char *gpu = strstr(value, "gpu:");

    return take_text(&spec->gpus, gpu != NULL ? gpu + 4 : value);
}
static bool edit_nodes(SsJobSpec *spec, const char *value)
{
    return ss_size_parse_nodes(value, &spec->min_nodes, &spec->max_nodes, NULL);
}
static bool edit_tasks(SsJobSpec *spec, const char *value)
{
    return take_count(&spec->ntasks, value);
}
/* A job is counted in tasks: so many CPUs are so many tasks of its size. */
static bool edit_cpus(SsJobSpec *spec, const char *value)
{
    const uint32_t each = spec->cpus_per_task == SS_UNSET32 ? 1 : spec->cpus_per_task;
    uint32_t       cpus = 0;

    if (!take_count(&cpus, value) || cpus == 0)
        return false;
    spec->ntasks = (cpus + each - 1) / each;
    return true;
}
static bool edit_cpus_per_task(SsJobSpec *spec, const char *value)
{
    return take_count(&spec->cpus_per_task, value);
}
static bool edit_min_cpus(SsJobSpec *spec, const char *value)
{
    return take_count(&spec->min_cpus_node, value);
}
static bool edit_memory_node(SsJobSpec *spec, const char *value)
{
    return take_memory(&spec->mem_per_node, &spec->mem_per_cpu, value);
}
static bool edit_memory_cpu(SsJobSpec *spec, const char *value)
{
    return take_memory(&spec->mem_per_cpu, &spec->mem_per_node, value);
}
static bool edit_tmp(SsJobSpec *spec, const char *value)
{
    int64_t none = -1;

    return take_memory(&spec->tmp_disk, &none, value);
}
static bool edit_contiguous(SsJobSpec *spec, const char *value)
{
    spec->contiguous = is_yes(value);
    return true;
}
static bool edit_shared(SsJobSpec *spec, const char *value)
{
    spec->oversubscribe = is_yes(value);
    spec->exclusive = g_ascii_strcasecmp(value, "no") == 0 ? SS_EXCLUSIVE_NODE : SS_EXCLUSIVE_NO;
    return true;
}
/* "2@10:00" */
static bool edit_switches(SsJobSpec *spec, const char *value)
{
    g_auto(GStrv) halves = g_strsplit(value, "@", 2);

    if (halves[0] == NULL || !take_count(&spec->switches, halves[0]))
        return false;
    return halves[1] == NULL || ss_span_parse(halves[1], &spec->switches_wait, NULL);
}

/* Seconds */
static bool edit_switches_wait(SsJobSpec *spec, const char *value)
{
    uint32_t seconds = 0;

    if (!take_count(&seconds, value))
        return false;
    spec->switches_wait = seconds;
    return true;
}

static const RequestKey request_keys[] = {
    { "Contiguous", 3, 0, edit_contiguous },
    { "CPUsPerTask", 6, SS_ADMIN_CPUS, edit_cpus_per_task },
    { "ExcNodeList", 3, 0, edit_exclude },
    { "Features", 1, 0, edit_features },
    { "Gres", 2, SS_ADMIN_GRES, edit_gres },
    { "Licenses", 1, 0, edit_licenses },
    { "MinCPUsNode", 4, SS_ADMIN_CPUS, edit_min_cpus },
    { "MinMemoryCPU", 10, SS_ADMIN_MEM, edit_memory_cpu },
    { "MinMemoryNode", 10, SS_ADMIN_MEM, edit_memory_node },
    { "MinTmpDiskNode", 4, 0, edit_tmp },
    { "NodeList", 5, 0, edit_nodelist },
    { "NumCPUs", 4, SS_ADMIN_CPUS, edit_cpus },
    { "NumNodes", 4, SS_ADMIN_NODES, edit_nodes },
    { "NumTasks", 4, 0, edit_tasks },
    { "OverSubscribe", 1, 0, edit_shared },
    { "Prefer", 3, 0, edit_prefer },
    { "ReqNodeList", 4, 0, edit_nodelist },
    { "Shared", 2, 0, edit_shared },
    { "Switches", 2, 0, edit_switches },
    { "TresPerJob", 8, SS_ADMIN_GRES, edit_gpus },
    { "TresPerNode", 8, SS_ADMIN_GRES, edit_gres },
    { "wait-for-switch", 4, 0, edit_switches_wait },
};

/* What a running job cannot be given, in the words that Slurm has for it. */
static bool refuse_running(SsOperation *op, const SsJob *job, const RequestKey *key,
                           const char *value)
{
    const char *message = "Job is no longer pending execution";

    if (key->edit == edit_switches || (key->edit == edit_licenses && *value == '\0'))
        return true;
    if (key->edit == edit_nodes)
        message = strcmp(value, "0") == 0 ? "Node count specification invalid"
                                          : "Requested operation not supported on this system";
    if (key->edit == edit_nodelist)
        message = ss_submit_message(SS_SUBMIT_NODE_NAME);
    if (key->edit == edit_licenses)
        message = ss_submit_message(SS_SUBMIT_LICENSES);
    ss_operate_fail(op, "%s for job %u", message, job->id);
    return false;
}

/* Edits the job's text and makes the request anew; nothing changed if that is refused. */
static bool change_request(SsOperation *op, SsJob *job, const RequestKey *key, const char *value)
{
    SsJobSpec         before;
    g_autoptr(GError) error = NULL;
    SsSubmitCode      code = SS_SUBMIT_BAD_OPTION;

    if (job->state != SS_JOB_PENDING)
        return refuse_running(op, job, key, value);
    const uint32_t cpus = job->req.min_cpus;
    ss_job_spec_init(&before);
    ss_job_spec_copy(&before, job->spec);
    ss_job_set_spec(job, &before); /* the tasks of an array share theirs */
    bool ok = key->edit(job->spec, value) && ss_request_build(op->world, job, &code, &error);
    if (ok && (key->edit == edit_features || key->edit == edit_prefer)
        && !ss_request_features_known(op->world, &job->req)) {
        code = SS_SUBMIT_FEATURE;
        ok = false;
    }
    if (!ok) {
        ss_operate_fail(op, "%s for job %u", ss_submit_message(code), job->id);
        ss_job_set_spec(job, &before);
        ss_request_build(op->world, job, &code, NULL);
    }
    ss_job_spec_clear(&before);
    if (key->admin == SS_ADMIN_GRES) /* CPUs that its GPUs brought stay (static-z-gpulab) */
        job->req.min_cpus = MAX(job->req.min_cpus, cpus);
    ss_limits_memory_submit(op->world, job);
    ss_request_tres(op->world, job);
    ss_priority_job(op->world, job);
    if (ok && op->uid == 0)
        job->admin_set |= key->admin;
    return ok;
}

/* --- the record ------------------------------------------------------------------------------------- */

typedef struct {
    const char *key;
    size_t      least; /* shortest accepted form */
    bool (*set)(SsOperation *op, SsJob *job, const char *value);
} JobKey;

static void set_part_priorities(SsJob *job, uint32_t priority)
{
    for (uint32_t k = 0; job->part_prio && k < job->n_parts; k++)
        job->part_prio[k] = priority;
}

/* What it is counted under changes: out of the old counters, into the new; one that ages does so there
 * (static-t-company-licences). */
static bool leave_counters(SsWorld *world, SsJob *job)
{
    const bool ages = job->accrue_counted > 0;

    ss_limits_accrue_release(world, job);
    ss_limits_unsubmitted(world, job, MAX(job->array.n_pending, 1));
    job->limits_submitted = false;
    return ages;
}

static void enter_counters(SsWorld *world, SsJob *job, bool ages)
{
    ss_limits_submitted(world, job, MAX(job->array.n_pending, 1));
    if (ages)
        ss_limits_accrue_again(world, job);
}

static bool set_number(const char *text, int64_t *out)
{
    char *end = NULL;

    *out = g_ascii_strtoll(text, &end, 10);
    return end != text && *end == '\0';
}

static bool set_nice(SsOperation *op, SsJob *job, const char *value)
{
    int64_t nice = 0;

    if (!set_number(value, &nice))
        nice = 0; /* as strtoll has it */
    if (nice > 2147483645 || nice < -2147483645) {
        ss_operate_fail(op, "Invalid nice value, must be between -2147483645 and 2147483645");
        return false;
    }
    job->nice = (int32_t) nice;
    if (!job->direct_prio)
        ss_priority_job(op->world, job);
    return true;
}

static bool set_priority(SsOperation *op, SsJob *job, const char *value)
{
    int64_t priority = 4294967293;

    if (g_ascii_strcasecmp(value, "TOP") != 0 && !set_number(value, &priority)) {
        ss_operate_fail(op, "scontrol: error: Invalid Priority value: %s", value);
        return false;
    }
    if (priority == 0) {
        ss_hold(op->world, job, SS_REASON_JOB_HELD_ADMIN);
        return true;
    }
    job->nice = 0;
    job->direct_prio = true;
    job->priority = (uint32_t) priority;
    set_part_priorities(job, job->priority);
    if (job->reason == SS_REASON_JOB_HELD_ADMIN || job->reason == SS_REASON_JOB_HELD_USER)
        ss_world_set_reason(op->world, job, SS_REASON_NONE, NULL);
    return true;
}

static bool set_time_limit(SsOperation *op, SsJob *job, const char *value)
{
    const bool        relative = *value == '+' || *value == '-';
    g_autoptr(GError) error = NULL;
    SsSpan            span = 0;

    if (!ss_span_parse_limit(value + (relative ? 1 : 0), &span, &error)) {
        ss_operate_fail(op, "scontrol: error: Invalid TimeLimit value");
        return false;
    }
    const uint32_t old = job->time_limit;
    const int64_t  minutes = span == SS_SPAN_FOREVER ? SS_NO_LIMIT : span / 60;
    if (*value == '-' && minutes > (int64_t) old) {
        ss_operate_fail(op,
                        "scontrol: error: TimeLimit decrement larger than current time limit "
                        "(%" G_GINT64_FORMAT " > %u)",
                        minutes, old);
        return false;
    }
    int64_t limit = minutes;
    if (relative)
        limit = (int64_t) job->time_limit + (*value == '+' ? minutes : -minutes);
    job->time_limit = (uint32_t) CLAMP(limit, 1, (int64_t) SS_NO_LIMIT);
    job->time_limit_orig = job->time_limit; /* also of its next run */
    job->admin_set |= op->uid == 0 ? (uint32_t) SS_ADMIN_TIME : 0;
    job->limit_by_policy = false;
    if (job->state == SS_JOB_RUNNING)
        ss_limits_retimed(op->world, job, old);
    if (job->state == SS_JOB_RUNNING)
        ss_world_set_end(op->world, job,
                         job->start + job->suspended_total
                             + (job->time_limit == SS_NO_LIMIT ? (SsSpan) 365 * 86400
                                                               : (SsSpan) job->time_limit * 60));
    return true;
}

static bool set_throttle(SsOperation *op, SsJob *job, const char *value)
{
    int64_t n = 0;

    (void) op;
    if (!set_number(value, &n) || n < 0)
        return false;
    job->array.max_running = (uint32_t) n;
    return true;
}

static bool read_moment(SsOperation *op, const char *value, SsTime *out)
{
    SsDateReader      reader = { .now = op->world->now, .zone = op->world->zone };
    g_autoptr(GError) error = NULL;

    if (ss_date_parse(&reader, value, SS_DATE_LOOKS_AHEAD, out, &error))
        return true;
    ss_operate_fail(op, "Invalid time specification (pos=0): %s\nNo changes specified", value);
    return false;
}

/* What only a waiting job can be told. */
static bool may_wait(SsOperation *op, const SsJob *job)
{
    if (job->state == SS_JOB_PENDING)
        return true;
    ss_operate_fail(op, "Job is no longer pending execution for job %u", job->id);
    return false;
}

static bool set_start(SsOperation *op, SsJob *job, const char *value)
{
    SsTime when = 0;

    if (!read_moment(op, value, &when) || !may_wait(op, job))
        return false;
    job->begin = when;
    job->eligible = when > op->world->now ? when : 0;
    return true;
}

static bool set_deadline(SsOperation *op, SsJob *job, const char *value)
{
    SsTime when = 0;

    if (!read_moment(op, value, &when))
        return false;
    if (job->state == SS_JOB_PENDING && (when <= op->world->now || when < job->begin)) {
        ss_operate_fail(op, "%s for job %u", ss_submit_message(SS_SUBMIT_DEADLINE), job->id);
        return false;
    }
    job->deadline = when;
    return true;
}

static bool set_end(SsOperation *op, SsJob *job, const char *value)
{
    SsTime when = 0;

    if (!read_moment(op, value, &when))
        return false;
    if (job->state != SS_JOB_RUNNING && job->state != SS_JOB_SUSPENDED) {
        ss_operate_fail(op, "Job is not running for job %u", job->id);
        return false;
    }
    ss_world_set_end(op->world, job, MAX(when, op->world->now));
    return true;
}

static bool set_time_min(SsOperation *op, SsJob *job, const char *value)
{
    SsSpan span = 0;

    if (!ss_span_parse_limit(value, &span, NULL) || span == SS_SPAN_FOREVER) {
        ss_operate_fail(op, "scontrol: error: Invalid TimeMin value");
        return false;
    }
    if (job->time_limit != SS_UNSET32 && span / 60 > (SsSpan) job->time_limit) {
        ss_operate_fail(op, "%s for job %u", ss_submit_message(SS_SUBMIT_TIME_MIN), job->id);
        return false;
    }
    job->time_min = (uint32_t) (span / 60);
    return true;
}

static bool set_site_factor(SsOperation *op, SsJob *job, const char *value)
{
    int64_t factor = 0;

    if (!set_number(value, &factor))
        return false;
    job->site_factor = (int32_t) CLAMP(factor, -2147483645, 2147483645);
    ss_priority_job(op->world, job);
    return true;
}

static bool set_reservation(SsOperation *op, SsJob *job, const char *value)
{
    SsWorld *world = op->world;

    job->n_resvs = 0;
    if (*value == '\0') {
        ss_world_job_resv(world, job, SS_ID_NONE);
        return true;
    }
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv == NULL || strcmp(resv->name, value) != 0)
            continue;
        if (ss_resv_allows(world, resv, job)) {
            ss_world_job_resv(world, job, i);
            return true;
        }
        ss_operate_fail(op, "%s for job %u", ss_submit_message(SS_SUBMIT_RESERVATION_ACCESS),
                        job->id);
        return false;
    }
    ss_operate_fail(op, "%s for job %u", ss_submit_message(SS_SUBMIT_RESERVATION), job->id);
    return false;
}

static bool set_qos(SsOperation *op, SsJob *job, const char *value)
{
    const SsQosId qos = ss_qos_find(op->world->tree, value);

    if (qos == SS_ID_NONE && !(op->world->settings.enforce & SS_ENFORCE_QOS))
        return true; /* nobody asks */
    if (qos == SS_ID_NONE) {
        ss_operate_fail(op, "Invalid qos specification for job %u", job->id);
        return false;
    }
    if (!may_wait(op, job))
        return false;
    const bool ages = leave_counters(op->world, job);
    job->qos = qos;
    job->admin_set |= op->uid == 0 ? (uint32_t) SS_ADMIN_QOS : 0;
    enter_counters(op->world, job, ages);
    ss_priority_job(op->world, job);
    return true;
}

static SsPartId *read_partitions(const SsWorld *world, const char *value, uint32_t *n)
{
    g_auto(GStrv) names = g_strsplit(value, ",", -1);
    SsPartId     *parts = g_new0(SsPartId, MAX(g_strv_length(names), 1));

    for (*n = 0; names[*n] != NULL; (*n)++) {
        parts[*n] = ss_cluster_part(world->cluster, g_strstrip(names[*n]));
        if (parts[*n] == SS_ID_NONE)
            g_clear_pointer(&parts, g_free);
        if (parts == NULL)
            return NULL;
    }
    if (*n == 0)
        g_clear_pointer(&parts, g_free);
    return parts;
}

static bool set_partition(SsOperation *op, SsJob *job, const char *value)
{
    if (!may_wait(op, job))
        return false;
    uint32_t  n = 0;
    SsPartId *parts = read_partitions(op->world, value, &n);

    if (parts == NULL) {
        ss_operate_fail(op, "Invalid partition name specified for job %u", job->id);
        return false;
    }
    const bool ages = leave_counters(op->world, job);
    g_free(job->parts);
    g_clear_pointer(&job->part_prio, g_free);
    job->parts = parts;
    job->n_parts = n;
    job->part = parts[0];
    enter_counters(op->world, job, ages);
    ss_priority_job(op->world, job);
    return true;
}

static bool set_account(SsOperation *op, SsJob *job, const char *value)
{
    SsWorld *world = op->world;

    if (!may_wait(op, job))
        return false;
    const SsAssocId assoc =
        ss_assoc_find(world->tree, job->user, value, world->parts[job->part].name);

    if (assoc == SS_ID_NONE && (world->settings.enforce & SS_ENFORCE_ASSOCS)) {
        ss_operate_fail(op, "%s for job %u", ss_submit_message(SS_SUBMIT_ACCOUNT), job->id);
        return false;
    }
    const bool ages = leave_counters(world, job);
    job->assoc = assoc;
    g_free(job->account);
    job->account = g_strdup(assoc != SS_ID_NONE ? world->tree->at[assoc].account : value);
    enter_counters(world, job, ages);
    ss_priority_job(world, job);
    return true;
}

static bool set_dependency(SsOperation *op, SsJob *job, const char *value)
{
    g_autoptr(GError) error = NULL;

    if (!may_wait(op, job))
        return false;
    if (*value && !ss_dependency_parse(op->world, job, value, &error)) {
        ss_operate_fail(op, "Job dependency problem for job %u", job->id);
        return false;
    }
    if (job->reason == SS_REASON_DEPENDENCY_NEVER_SATISFIED)
        ss_world_set_reason(op->world, job, SS_REASON_NONE, NULL);
    if (!*value) {
        job->n_deps = 0;
        ss_eligible(op->world, job); /* at once (static-z-genome) */
    }
    return true;
}

/* No burst buffers, no clusters to choose from, and nobody may reserve cores (AllowSpecResourcesUsage). */
static bool refuse_burst_buffer(SsOperation *op, SsJob *job, const char *value)
{
    (void) value;
    ss_operate_fail(op, "Requested operation not supported on this system for job %u", job->id);
    return false;
}

static bool refuse_clusters(SsOperation *op, SsJob *job, const char *value)
{
    (void) value;
    ss_operate_fail(op, "Unspecified error for job %u", job->id);
    return false;
}

static bool refuse_cores(SsOperation *op, SsJob *job, const char *value)
{
    (void) value;
    if (may_wait(op, job))
        ss_operate_fail(op, "Access/permission denied for job %u", job->id);
    return false;
}

/* What a simulation has no use for. */
static bool set_nothing(SsOperation *op, SsJob *job, const char *value)
{
    (void) op;
    (void) job;
    (void) value;
    return true;
}

static bool set_requeue(SsOperation *op, SsJob *job, const char *value)
{
    const bool yes = is_yes(value), no = *value == '0' || g_ascii_strcasecmp(value, "no") == 0;

    if (!yes && !no)
        ss_operate_fail(op, "scontrol: error: Invalid Requeue value: %s", value);
    else
        job->requeue = yes;
    return yes || no;
}

static bool set_name(SsOperation *op, SsJob *job, const char *value)
{
    (void) op;
    g_free(job->name);
    job->name = g_strdup(value);
    return true;
}

static bool set_accrue(SsOperation *op, SsJob *job, const char *value)
{
    (void) value;
    job->accrue = op->world->now;
    return true;
}

/* The job's alone, to be changed: the tasks of an array share theirs. */
static SsJobSpec *own_spec(SsJob *job)
{
    SsJobSpec copy;

    ss_job_spec_init(&copy);
    ss_job_spec_copy(&copy, job->spec);
    ss_job_set_spec(job, &copy);
    ss_job_spec_clear(&copy);
    return job->spec;
}

static bool set_spec_text(SsJob *job, size_t at, const char *value)
{
    take_text((char **) (void *) ((char *) own_spec(job) + at), value);
    return true;
}

/* A running job has its files open. */
static bool set_output(SsOperation *op, SsJob *job, const char *value)
{
    return may_wait(op, job) && set_spec_text(job, offsetof(SsJobSpec, std_out), value);
}

static bool set_folder(SsOperation *op, SsJob *job, const char *value)
{
    return may_wait(op, job) && set_spec_text(job, offsetof(SsJobSpec, work_dir), value);
}

static bool set_mail_user(SsOperation *op, SsJob *job, const char *value)
{
    (void) op;
    return set_spec_text(job, offsetof(SsJobSpec, mail_user), value);
}

static bool set_mail_type(SsOperation *op, SsJob *job, const char *value)
{
    g_autofree char *types = NULL;

    (void) op;
    if (ss_mail_types_parse(value, &types))
        return set_spec_text(job, offsetof(SsJobSpec, mail_type), types ? types : "");
    ss_operate_fail(op, "Invalid MailType: %s", value);
    return false;
}

static bool set_delay_boot(SsOperation *op, SsJob *job, const char *value)
{
    SsSpan span = 0;

    (void) op;
    if (!ss_span_parse(value, &span, NULL))
        return false;
    own_spec(job)->delay_boot = (uint32_t) MIN(span, UINT32_MAX);
    return true;
}

static bool set_comment(SsOperation *op, SsJob *job, const char *value)
{
    (void) op;
    return set_spec_text(job, offsetof(SsJobSpec, comment), value);
}

static bool set_admin_comment(SsOperation *op, SsJob *job, const char *value)
{
    (void) op;
    return set_spec_text(job, offsetof(SsJobSpec, admin_comment), value);
}

/* The one it has may be told a running job, too (recorded: static-z-observatory). */
static bool set_wckey(SsOperation *op, SsJob *job, const char *value)
{
    if (g_strcmp0(job->wckey, value) == 0)
        return true;
    return may_wait(op, job) && take_text(&job->wckey, value);
}

static const JobKey job_keys[] = {
    { "Account", 2, set_account },
    { "AdminComment", 3, set_admin_comment },
    { "ArrayTaskThrottle", 10, set_throttle },
    { "BurstBuffer", 1, refuse_burst_buffer },
    { "ClusterFeatures", 8, refuse_clusters },
    { "Comment", 3, set_comment },
    { "CoreSpec", 4, refuse_cores },
    { "Deadline", 3, set_deadline },
    { "DelayBoot", 5, set_delay_boot },
    { "Dependency", 3, set_dependency },
    { "EligibleTime", 2, set_start },
    { "EndTime", 2, set_end },
    { "JobName", 4, set_name },
    { "MailType", 5, set_mail_type },
    { "MailUser", 5, set_mail_user },
    { "Name", 2, set_name },
    { "Nice", 2, set_nice },
    { "Partition", 2, set_partition },
    { "Priority", 3, set_priority },
    { "QOS", 1, set_qos },
    { "Reboot", 3, set_nothing },
    { "Requeue", 4, set_requeue },
    { "ReservationName", 3, set_reservation },
    { "ResetAccrueTime", 5, set_accrue },
    { "SiteFactor", 2, set_site_factor },
    { "StartTime", 3, set_start },
    { "StdOut", 3, set_output },
    { "SystemComment", 3, set_nothing },
    { "ThreadSpec", 4, refuse_cores },
    { "TimeLimit", 5, set_time_limit },
    { "TimeMin", 5, set_time_min },
    { "WCKey", 1, set_wckey },
    { "WorkDir", 2, set_folder },
};

/* --- the operation --------------------------------------------------------------------------------- */

static bool matches(const char *key, const char *word, size_t least)
{
    const size_t n = strlen(key);

    return n >= least && n <= strlen(word) && g_ascii_strncasecmp(key, word, n) == 0;
}

static const JobKey *find_key(const char *key)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(job_keys); i++)
        if (matches(key, job_keys[i].key, job_keys[i].least))
            return &job_keys[i];
    return NULL;
}

static const RequestKey *find_request_key(const char *key)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(request_keys); i++)
        if (matches(key, request_keys[i].key, request_keys[i].least))
            return &request_keys[i];
    return NULL;
}

static bool is_id_key(const char *key)
{
    return matches(key, "JobId", 1) && !matches(key, "JobName", 4);
}

/* KEY+=V and KEY-=V are KEY=+V and KEY=-V. */
static void move_sign(SsPair *pair)
{
    const size_t n = strlen(pair->key);

    if (n == 0 || !strchr("+-", pair->key[n - 1]))
        return;
    char *value = g_strdup_printf("%c%s", pair->key[n - 1], pair->value);
    pair->key[n - 1] = '\0';
    g_free(pair->value);
    pair->value = value;
}

/* --- what scontrol itself sees ------------------------------------------------------------------------ */

static bool is_bool(const char *value)
{
    return is_yes(value) || strcmp(value, "0") == 0 || g_ascii_strcasecmp(value, "no") == 0;
}

/* A value that scontrol does not send; *code is 0 where it says so and still succeeds. */
static bool is_refused(SsOperation *op, const SsPair *pair, int *code)
{
    const RequestKey *key = find_request_key(pair->key);
    uint64_t          number = 0;
    uint32_t          low = 0, high = 0;

    if (!key || find_key(pair->key))
        return false;
    const bool counts = key->edit == edit_cpus || key->edit == edit_tasks
                        || key->edit == edit_cpus_per_task || key->edit == edit_min_cpus;
    const bool is_number = ss_uint_parse(pair->value, SS_KILO_REFUSED, INT32_MAX, &number, NULL);
    if (key->edit == edit_nodes && strcmp(pair->value, "0") != 0
        && !ss_size_parse_nodes(pair->value, &low, &high, NULL)) {
        ss_operate_fail(op,
                        "scontrol: error: Invalid numeric value \"%s\" for requested node count.",
                        pair->value);
        *code = 0;
        return true;
    }
    if (key->edit == edit_cpus && !is_number && !strchr(pair->value, '-'))
        ss_operate_fail(op, "scontrol: error: Invalid numeric value \"%s\" for %s.", pair->value,
                        pair->key);
    if ((counts && (!is_number || (key->edit == edit_cpus && number == 0)))
        || (key->edit == edit_contiguous && !is_bool(pair->value))
        || ((key->edit == edit_memory_node || key->edit == edit_memory_cpu || key->edit == edit_tmp)
            && !ss_size_parse_memory(pair->value, &number, NULL))) {
        ss_operate_fail(op, "scontrol: error: Invalid %s value: %s", pair->key, pair->value);
        *code = 1;
        return true;
    }
    return false;
}

/* Which jobs an update is for: "JobId=1,2_3", or all that "JobName=x UserId=y" describes. */
typedef struct {
    const char *ids, *name, *user;
} Aim;

/* A name; numbers are ids, and nobody of a simulated site has one that scontrol could look up. */
static bool names_user(SsOperation *op, const Aim *aim)
{
    return !g_ascii_isdigit(*aim->user)
           || !ss_operate_fail(op, "Invalid UserID: %s\nRequest aborted", aim->user);
}

/* Takes the words that aim away from those that change something; false and the exit code after a message. */
static bool read_update(SsOperation *op, GArray *pairs, Aim *aim, GPtrArray *changes, int *code)
{
    *code = 1;
    for (uint32_t i = 0; i < pairs->len; i++) {
        SsPair *pair = &g_array_index(pairs, SsPair, i);

        move_sign(pair);
        if (is_id_key(pair->key) && !pair->has_value && i + 1 < pairs->len) {
            aim->ids = g_array_index(pairs, SsPair, ++i).key; /* "JobId 3" */
            continue;
        }
        if (is_id_key(pair->key))
            aim->ids = pair->value;
        else if (matches(pair->key, "UserId", 4))
            aim->user = pair->value;
        else if (!pair->has_value && find_key(pair->key) && find_key(pair->key)->set == set_accrue)
            g_ptr_array_add(changes, pair);
        else if (!pair->has_value)
            return !ss_operate_fail(op, "Invalid input: %s\nRequest aborted", pair->key);
        else if (!find_key(pair->key) && !find_request_key(pair->key))
            return !ss_operate_fail(
                op, "Update of this parameter is not supported: %s=%s\nRequest aborted", pair->key,
                pair->value);
        else if (is_refused(op, pair, code))
            return false;
        else
            g_ptr_array_add(changes, pair);
    }
    if (aim->user && !names_user(op, aim))
        return false;
    if (changes->len == 0)
        return !ss_operate_fail(op, "No changes specified");
    return true;
}

/* --- the change ---------------------------------------------------------------------------------------- */

static bool change(SsOperation *op, SsJob *job, const SsPair *pair)
{
    const JobKey *key = find_key(pair->key);

    return key != NULL ? key->set(op, job, pair->value)
                       : change_request(op, job, find_request_key(pair->key), pair->value);
}

/* Whatever was changed, the priority is computed again, and why the job waits is found by the next pass. */
static void look_again(SsWorld *world, SsJob *job)
{
    if (!job->direct_prio)
        ss_priority_job(world, job);
    if (job->state == SS_JOB_PENDING && job->priority != 0)
        ss_world_set_reason(world, job, SS_REASON_NONE, NULL);
}

static bool change_all(SsOperation *op, SsJob *job, const GPtrArray *changes)
{
    if (job->state >= SS_JOB_COMPLETED)
        return !ss_operate_fail(op, "Job has already finished for job %u", job->id);
    op->world->changed.job = op->world->now;
    for (uint32_t i = 0; i < changes->len; i++)
        if (!change(op, job, changes->pdata[i]))
            return false;
    look_again(op->world, job);
    op->world->did_some = true;
    return true;
}

/* "... for job 17" without its end, if the controller said it; NULL: scontrol did. */
static char *answer_in(const GString *err)
{
    const char *end = g_strrstr(err->str, " for job ");

    return end ? g_strndup(err->str, (gsize) (end - err->str)) : NULL;
}

/* One after the other; what they say is told job by job, or by the tasks of an array. */
static int change_each(SsOperation *op, GPtrArray *jobs, const char *id, const GPtrArray *changes)
{
    g_auto(SsReplies) replies;
    GString *const    err = op->err;
    int               code = 0;

    ss_replies_init(&replies);
    for (uint32_t j = 0; j < jobs->len; j++) {
        g_autoptr(GString) said = g_string_new(NULL);

        ss_replies_note(&replies, jobs->pdata[j]);
        const bool by_task = ss_replies_by_task(&replies, id);
        op->err = said;
        code |= !change_all(op, jobs->pdata[j], changes);
        op->err = err;
        g_autofree char *answer = answer_in(said);
        if (!by_task || (said->len && !answer))
            g_string_append(err, said->str);
        if (said->len && !answer)
            return code;
        ss_replies_answer(&replies, answer);
    }
    if (!ss_replies_by_task(&replies, id))
        return code;
    ss_replies_unknown(&replies, id);
    return code | ss_replies_print(op, &replies);
}

static int change_named(SsOperation *op, const char *id, const GPtrArray *changes)
{
    g_autoptr(GPtrArray) jobs = ss_operate_jobs(op->world, id, SS_TASKS_SPLIT);

    if (jobs == NULL && strchr(id, '_') && g_ascii_isdigit(*id))
        return ss_operate_fail(op, "%s: Invalid job id specified", id);
    if (jobs == NULL)
        return ss_operate_fail(op, "Invalid job id specified for job %s", id);
    return change_each(op, jobs, id, changes);
}

static int change_described(SsOperation *op, const Aim *aim, const GPtrArray *changes)
{
    g_autoptr(GPtrArray) jobs = g_ptr_array_new();

    for (SsJob *job = op->world->first; job; job = job->next)
        if (job->state < SS_JOB_COMPLETED && g_strcmp0(job->name, aim->name) == 0
            && (!aim->user || strcmp(job->user, aim->user) == 0))
            g_ptr_array_add(jobs, job);
    if (jobs->len == 0)
        return ss_operate_fail(op, "scontrol: error: No jobs with name '%s'", aim->name);
    return change_each(op, jobs, "", changes);
}

/* Without a job's id its name says which are meant. */
static void aim_by_name(Aim *aim, GPtrArray *changes)
{
    for (uint32_t i = 0; i < changes->len; i++) {
        const SsPair *pair = changes->pdata[i];

        if (!matches(pair->key, "JobName", 4))
            continue;
        aim->name = pair->value;
        g_ptr_array_remove_index(changes, i);
        return;
    }
}

int ss_operate_job_update(SsOperation *op, GArray *pairs)
{
    g_autoptr(GPtrArray) changes = g_ptr_array_new();
    Aim                  aim = { 0 };
    int                  code = 0;

    if (!read_update(op, pairs, &aim, changes, &code))
        return code;
    if (!aim.ids)
        aim_by_name(&aim, changes);
    if (!aim.ids)
        return change_described(op, &aim, changes);
    code = 0;
    g_auto(GStrv) ids = ss_operate_ids(aim.ids);
    for (uint32_t i = 0; ids[i]; i++)
        code |= change_named(op, ids[i], changes);
    return code;
}
