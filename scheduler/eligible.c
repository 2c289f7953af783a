/* SPDX-License-Identifier: Apache-2.0 */
/*
 * eligible.c - may the scheduler look at this pending job at all?
 *
 * Slurm asks this of every pending job whenever it builds a queue and once more after each pass that its
 * loop requested, always in the same order: sticky reasons, dependencies, the array's %limit, the begin
 * time, the reservation. The first obstacle is the job's reason; a job that passes all of them for the
 * first time gets its eligible time. Age, sacct's Eligible and bf_min_age_reserve all count from there.
 *
 * A dependency term is latched: once fulfilled or failed it is not looked at again, so a requeue of the
 * target undoes nothing. A target that is no longer in memory counts as fulfilled whatever its end was.
 *
 * Nothing is indexed: a term looks its target up by id, a singleton walks the job list. Dependencies are
 * rare in every trace we know; an index would be one more thing to keep true.
 *
 * Source: sbatch(1) --dependency, job_reason_codes.html; recorded in replay-arrays-deps.
 */
#include "scheduler/eligible.h"

#include "scheduler/limits.h"
#include "sim/base/diag.h"

#include <string.h>

/* --- dependencies ------------------------------------------------------------------------------- */

/* What a term asks about: one job, one task, or a whole array. */
typedef struct {
    uint32_t n; /* records found in memory */
    uint32_t finished, completed, pending, special;
    SsTime   last_start; /* latest start of them    */
} Target;

static void count_target(Target *target, const SsJob *job)
{
    target->n++;
    if (ss_job_finished(job))
        target->finished++;
    if (ss_job_finished(job) && job->state == SS_JOB_COMPLETED)
        target->completed++;
    if (job->state == SS_JOB_PENDING)
        target->pending++;
    if (job->start > target->last_start)
        target->last_start = job->start;
}

static Target find_target(const SsWorld *world, const SsDep *dep)
{
    Target target = { 0 };

    if (dep->task != SS_UNSET32 && dep->task != SS_NO_LIMIT) {
        const SsJob *task = ss_world_array_task(world, dep->job_id, dep->task);

        if (task)
            count_target(&target, task);
        return target;
    }
    const SsJob *job = ss_world_job(world, dep->job_id);
    if (job && job->array.job_id != dep->job_id) { /* a task by its own id, too */
        count_target(&target, job);
        return target;
    }
    for (job = world->first; job; job = job->next)
        if (job->array.job_id == dep->job_id)
            count_target(&target, job);
    return target;
}

static bool singleton_free(const SsWorld *world, const SsJob *job)
{
    for (const SsJob *other = world->first; other; other = other->next) {
        if (other == job || other->uid != job->uid || g_strcmp0(other->name, job->name) != 0)
            continue;
        if (other->state == SS_JOB_RUNNING || other->state == SS_JOB_SUSPENDED)
            return false;
        if (other->state == SS_JOB_PENDING && other->id < job->id)
            return false;
    }
    return true;
}

/* "after": every record of the target has started (or was cancelled), `minutes` ago at least. */
static SsDepState after_state(const SsWorld *world, const SsDep *dep, const Target *target)
{
    if (target->pending > 0)
        return SS_DEP_UNMET;
    if (dep->minutes > 0 && target->last_start + (SsTime) dep->minutes * 60 > world->now)
        return SS_DEP_UNMET;
    return SS_DEP_MET;
}

static SsDepState corresponding_state(const SsWorld *world, const SsJob *job, const SsDep *dep)
{
    if (job->array.job_id != 0 && job->array.task != SS_UNSET32) {
        const SsJob *twin = ss_world_array_task(world, dep->job_id, job->array.task);

        if (twin && twin->array.task == job->array.task) {
            if (!ss_job_finished(twin))
                return SS_DEP_UNMET;
            return twin->state == SS_JOB_COMPLETED ? SS_DEP_MET : SS_DEP_FAILED;
        }
    }
    const Target target = find_target(world, dep);
    if (target.n == 0)
        return SS_DEP_MET;
    if (target.finished < target.n)
        return SS_DEP_UNMET;
    return target.completed == target.n ? SS_DEP_MET : SS_DEP_FAILED;
}

static SsDepState term_state(const SsWorld *world, const SsJob *job, const SsDep *dep)
{
    if (dep->type == SS_DEP_SINGLETON)
        return singleton_free(world, job) ? SS_DEP_MET : SS_DEP_UNMET;
    if (dep->type == SS_DEP_AFTERCORR)
        return corresponding_state(world, job, dep);

    const Target target = find_target(world, dep);
    if (target.n == 0)
        return SS_DEP_MET; /* purged or never there: fulfilled, whatever its end was */
    if (dep->type == SS_DEP_AFTER)
        return after_state(world, dep, &target);
    if (target.finished < target.n)
        return SS_DEP_UNMET;
    if (dep->type == SS_DEP_AFTEROK)
        return target.completed == target.n ? SS_DEP_MET : SS_DEP_FAILED;
    if (dep->type == SS_DEP_AFTERNOTOK)
        return target.completed < target.n ? SS_DEP_MET : SS_DEP_FAILED;
    return SS_DEP_MET;
}

static SsDepState dependencies_state(SsWorld *world, SsJob *job)
{
    uint32_t met = 0, failed = 0;

    for (uint32_t i = 0; i < job->n_deps; i++) {
        SsDep *dep = &job->deps[i];

        if (dep->state == SS_DEP_UNMET
            && (dep->state = term_state(world, job, dep)) != SS_DEP_UNMET)
            ss_world_touch(world);
        met += dep->state == SS_DEP_MET;
        failed += dep->state == SS_DEP_FAILED;
    }
    if (job->dep_or ? met > 0 : met == job->n_deps)
        return SS_DEP_MET;
    if (job->dep_or ? failed == job->n_deps : failed > 0)
        return SS_DEP_FAILED;
    return SS_DEP_UNMET;
}

/* --- parsing ------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    SsDepType   type;
} dep_words[] = {
    { "after", SS_DEP_AFTER },         { "afterany", SS_DEP_AFTERANY },
    { "afterok", SS_DEP_AFTEROK },     { "afternotok", SS_DEP_AFTERNOTOK },
    { "aftercorr", SS_DEP_AFTERCORR }, { "afterburstbuffer", SS_DEP_AFTERBURSTBUFFER },
    { "singleton", SS_DEP_SINGLETON }, { "expand", SS_DEP_EXPAND },
};

static const char *dep_word(SsDepType type)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(dep_words); i++)
        if (dep_words[i].type == type)
            return dep_words[i].word;
    return "";
}

static gboolean refuse(GError **error, const char *text)
{
    g_set_error(error, SS_USAGE_ERROR, 0, "Job dependency problem: '%s'", text);
    return FALSE;
}

/* The id of a trace's job that was refused or is forgotten: whoever waits for it need not. */
#define NEVER_SEEN UINT32_MAX

/* A job id as a trace may write it: "@17" is trace job 17, "17" too if the trace has one, else Slurm's. */
static uint32_t resolve_id(const SsWorld *world, const char *text, size_t length)
{
    g_autofree char *id = g_strndup(text, length);
    const char      *plain = id[0] == '@' ? id + 1 : id;
    const gpointer   found = g_hash_table_lookup(world->by_trace, plain);

    if (found)
        return GPOINTER_TO_UINT(found);
    if (id[0] == '@')
        return NEVER_SEEN;
    return (uint32_t) g_ascii_strtoull(plain, NULL, 10);
}

/* "17", "17_3", "17_*", "17+5", "@17". */
static bool parse_target(const SsWorld *world, const char *text, SsDep *dep)
{
    const size_t digits = strspn(text + (*text == '@'), "0123456789") + (*text == '@');
    const char  *p = text + digits;

    if (digits == (size_t) (*text == '@'))
        return false;
    dep->job_id = resolve_id(world, text, digits);
    dep->task = SS_UNSET32;
    if (*p == '_') {
        char *end = NULL;

        if (p[1] == '*') {
            dep->task = SS_NO_LIMIT;
            p += 2;
        } else {
            dep->task = (uint32_t) g_ascii_strtoull(p + 1, &end, 10);
            if (end == p + 1)
                return false;
            p = end;
        }
    }
    if (*p == '+') {
        char *end = NULL;

        dep->minutes = (uint32_t) g_ascii_strtoull(p + 1, &end, 10);
        if (end == p + 1)
            return false;
        p = end;
    }
    return *p == '\0';
}

static bool known_already(const GArray *deps, const SsDep *dep)
{
    for (uint32_t i = 0; i < deps->len; i++) {
        const SsDep *old = &g_array_index(deps, SsDep, i);

        if (old->type == dep->type && old->job_id == dep->job_id && old->task == dep->task)
            return true;
    }
    return false;
}

static bool parse_term(const SsWorld *world, const SsJob *job, const char *term, GArray *deps)
{
    g_auto(GStrv) parts = g_strsplit(term, ":", -1);
    SsDep         dep = { .type = SS_DEP_AFTERANY, .task = SS_UNSET32 };
    uint32_t      first = 0;

    if (!parts[0])
        return false;
    if (g_ascii_isalpha(parts[0][0])) {
        uint32_t i = 0;

        while (i < G_N_ELEMENTS(dep_words) && g_ascii_strcasecmp(parts[0], dep_words[i].word) != 0)
            i++;
        if (i == G_N_ELEMENTS(dep_words) || dep_words[i].type == SS_DEP_EXPAND)
            return false;
        dep.type = dep_words[i].type;
        first = 1;
        if (dep.type == SS_DEP_SINGLETON) {
            g_array_append_val(deps, dep);
            return parts[1] == NULL;
        }
        if (!parts[1])
            return false;
    }
    for (uint32_t i = first; parts[i]; i++) {
        dep.minutes = 0;
        if (!parse_target(world, parts[i], &dep) || dep.job_id == job->id)
            return false;
        if (!known_already(deps, &dep))
            g_array_append_val(deps, dep);
    }
    return true;
}

/* Does `id` wait, by way of others, for `job`? */
static bool leads_to(const SsWorld *world, uint32_t id, const SsJob *job, uint32_t depth)
{
    const SsJob *other = ss_world_job(world, id);

    if (id == job->id || (job->array.job_id != 0 && id == job->array.job_id))
        return true;
    for (uint32_t i = 0; other != NULL && depth > 0 && i < other->n_deps; i++)
        if (other->deps[i].type != SS_DEP_SINGLETON && other->deps[i].state == SS_DEP_UNMET
            && leads_to(world, other->deps[i].job_id, job, depth - 1))
            return true;
    return false;
}

static bool is_circle(const SsWorld *world, const SsJob *job, const GArray *deps)
{
    for (uint32_t i = 0; job->id != 0 && i < deps->len; i++) {
        const SsDep *dep = &g_array_index(deps, SsDep, i);

        if (dep->type != SS_DEP_SINGLETON
            && leads_to(world, dep->job_id, job, world->settings.sched.max_depend_depth))
            return true;
    }
    return false;
}

gboolean ss_dependency_parse(SsWorld *world, SsJob *job, const char *text, GError **error)
{
    const bool        any = strchr(text, '?') != NULL;
    g_autoptr(GArray) deps = g_array_new(FALSE, TRUE, sizeof(SsDep));

    if (any && strchr(text, ','))
        return refuse(error, text);
    g_auto(GStrv) terms = g_strsplit(text, any ? "?" : ",", -1);
    for (uint32_t i = 0; terms[i]; i++)
        if (!parse_term(world, job, terms[i], deps))
            return refuse(error, text);
    if (is_circle(world, job, deps))
        return refuse(error, text);

    g_free(job->deps);
    job->n_deps = deps->len;
    job->deps = deps->len ? (SsDep *) (void *) g_array_free(g_steal_pointer(&deps), FALSE) : NULL;
    job->dep_or = any;
    return TRUE;
}

char *ss_dependency_text(const SsWorld *world, const SsJob *job)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (uint32_t i = 0; i < job->n_deps; i++) {
        const SsDep *dep = &job->deps[i];

        if (dep->state == SS_DEP_MET)
            continue;
        if (text->len)
            g_string_append_c(text, job->dep_or ? '?' : ',');
        g_string_append(text, dep_word(dep->type));
        if (dep->type != SS_DEP_SINGLETON)
            g_string_append_printf(text, ":%u", dep->job_id);
        if (dep->type != SS_DEP_SINGLETON && ss_world_dep_is_array(world, dep))
            g_string_append(text, "_*");
        else if (dep->type != SS_DEP_SINGLETON && dep->task != SS_UNSET32)
            g_string_append_printf(text, "_%u", dep->task);
        if (dep->minutes)
            g_string_append_printf(text, "+%u", dep->minutes);
        g_string_append(text, dep->state == SS_DEP_FAILED ? "(failed)" : "(unfulfilled)");
    }
    return text->len ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

/* --- the test ------------------------------------------------------------------------------------ */

/* Reasons that only an explicit act lifts. */
static bool is_sticky(SsReason reason)
{
    switch (reason) {
    case SS_REASON_INVALID_ACCOUNT:
    case SS_REASON_INVALID_QOS:
    case SS_REASON_JOB_HELD_ADMIN:
    case SS_REASON_JOB_HELD_USER:
    case SS_REASON_JOB_HOLD_MAX_REQUEUE:
    case SS_REASON_RESERVATION_DELETED:
    case SS_REASON_BURST_BUFFER_OPERATION:
    case SS_REASON_DEPENDENCY_NEVER_SATISFIED:
        return true;
    default:
        return false;
    }
}

/* An eligible time that lies in the past is forgotten: it will be the moment the obstacle goes. */
static void forget_eligible(const SsWorld *world, SsJob *job)
{
    if (job->eligible != 0 && job->eligible <= world->now)
        job->eligible = 0;
}

static bool kill_on_failed_dependency(const SsWorld *world, const SsJob *job)
{
    return job->dep_kill_set ? job->dep_kill : world->settings.sched.kill_invalid_depend;
}

/* TRUE: the dependencies do not stand in the way. */
static bool dependencies_allow(SsWorld *world, SsJob *job)
{
    if (job->n_deps == 0)
        return true;
    switch (dependencies_state(world, job)) {
    case SS_DEP_MET:
        return true;
    case SS_DEP_UNMET:
        forget_eligible(world, job);
        ss_limits_accrue_release(world, job);
        ss_world_set_reason(world, job, SS_REASON_DEPENDENCY, NULL);
        return false;
    default:
        if (kill_on_failed_dependency(world, job))
            ss_world_cancel_pending(world, job, SS_JOB_CANCELLED,
                                    SS_REASON_DEPENDENCY_NEVER_SATISFIED, 0);
        else
            ss_world_set_reason(world, job, SS_REASON_DEPENDENCY_NEVER_SATISFIED, NULL);
        return false;
    }
}

/* The record with the array's id counts the tasks that run, also when it is the last task itself. All tasks that wait are held
 * up by it, those with ids of their own as well: split off by a hold, by aftercorr or by a requeue (replay-array-own-ids). */
bool ss_eligible_array_full(const SsWorld *world, const SsJob *job)
{
    if (job->array.job_id == 0)
        return false;
    const SsJob *own = job->array.job_id == job->id ? job : ss_world_job(world, job->array.job_id);

    return own != NULL && own->array.max_running > 0
           && own->array.n_running >= own->array.max_running;
}

static bool is_open(const SsWorld *world, uint32_t index)
{
    const SsReservation *resv = ss_world_resv(world, index);

    if (resv == NULL)
        return false;
    if (resv->flags & SS_RESV_FLEX)
        return true;
    return resv->start <= world->now && resv->end > world->now
           && (resv->n_nodes > 0 || (resv->flags & SS_RESV_ANY_NODES));
}

/* Its reservation, or one of several. */
static bool reservation_open(const SsWorld *world, const SsJob *job)
{
    bool open = job->resv == SS_ID_NONE || is_open(world, job->resv);

    for (uint32_t i = 0; i < job->n_resvs && !open; i++)
        open = is_open(world, job->resvs[i]);
    return open;
}

bool ss_eligible(SsWorld *world, SsJob *job)
{
    if (is_sticky(job->reason))
        return false;
    if (!dependencies_allow(world, job))
        return false;
    if (ss_eligible_array_full(world, job)) {
        forget_eligible(world, job);
        ss_world_set_reason(world, job, SS_REASON_JOB_ARRAY_TASK_LIMIT, NULL);
        return false;
    }
    if (job->eligible > world->now) {
        ss_world_set_reason(world, job, SS_REASON_BEGIN_TIME, NULL);
        return false;
    }
    if (!reservation_open(world, job)) {
        ss_world_set_reason(world, job, SS_REASON_RESERVATION, NULL);
        return false;
    }
    if (job->eligible == 0 && job->priority != 0)
        job->eligible = world->now;
    /* JobArrayTaskLimit stays until another reason takes its place, and Priority does not (recorded: replay-mix-suspend-tiers). */
    if (job->reason == SS_REASON_BEGIN_TIME || job->reason == SS_REASON_DEPENDENCY
        || job->reason == SS_REASON_RESERVATION)
        ss_world_set_reason(world, job, SS_REASON_NONE, NULL);
    return true;
}

uint32_t ss_eligible_refresh(SsWorld *world)
{
    uint32_t changed = 0;

    for (SsWaiting at = ss_world_waiting(world); at.job; ss_world_waiting_next(world, &at)) {
        SsJob *job = at.job;

        if (job->completing)
            continue;
        const SsTime   eligible = job->eligible;
        const SsReason reason = job->reason;

        /* a dependency that the pass itself has met is told no more from the next queue build on (replay-mix-arrays-deps: job 26) */
        if (ss_eligible(world, job) && reason == SS_REASON_DEPENDENCY)
            ss_world_set_reason(world, job, reason, NULL);
        changed += job->eligible != eligible || job->reason != reason;
    }
    return changed;
}
