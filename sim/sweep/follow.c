/* SPDX-License-Identifier: Apache-2.0 */
/*
 * follow.c - the teacher that reads from a record, and keeps the marks.
 *
 * A recorded run of a job is *due* at its start (moved by the bend, if there is one). In that second the
 * scheduler that started it is asked, with the whole queue before it: a pass is a chain in which each start
 * changes what the next job finds, so a pass is asked as a whole and each of its starts is judged as it
 * comes by (may_start). What it may do is what the record did; the recorded place is put in the place of
 * ours before the job starts. What it did not do by itself is done for it afterwards (start_rest).
 *
 * A start that is due within SS_FOLLOW_SOON seconds is held back without a mark: the record's passes began
 * at fractions of a second and lasted some of them.
 *
 * Jobs are found by the trace's id, tasks of arrays as "13_4", requeued jobs by counting their runs.
 */
#include "sim/sweep/follow.h"

#include "scheduler/place.h"
#include "scheduler/preempt.h"
#include "scheduler/start.h"
#include "sim/base/hostlist.h"
#include "sim/sweep/looks.h"
#include "sim/sweep/placed.h"
#include "sim/sweep/sched_log.h"
#include "workloads/text.h"

#include <stdlib.h>
#include <string.h>

const SsBend ss_bends[] = {
    { .name = "as recorded" },
    { .name = "a look before the passes of its second", .looks_first = true },
    { .name = "a main pass one second earlier", .main = -1 },
    { .name = "a main pass one second later", .main = 1 },
    { .name = "a backfill cycle one second earlier", .backfill = -1 },
    { .name = "a backfill cycle one second later", .backfill = 1 },
    { .name = "passes before the ends of their second", .passes_first = true },
    { .name = "passes before the priorities of their second", .usage_last = true },
    { .name = "backfill before the main pass of its second", .backfill_first = true },
    { .name = "ends seen one second late", .end = 1 },
    { .name = "nodes seen free one second late", .nodes_late = true },
    { .name = "backfill two seconds earlier", .backfill = -2 },
    { .name = "backfill two seconds later", .backfill = 2 },
    { .name = "backfill three seconds earlier", .backfill = -3 },
    { .name = "backfill three seconds later", .backfill = 3 },
};
const uint32_t ss_n_bends = G_N_ELEMENTS(ss_bends);

typedef struct {
    SsFollowedStart mark;
    SsTime          start, end; /* as recorded; start 0: it never started     */
    SsTime          due;
    bool            requeued;  /* another run follows                        */
    bool            displaced; /* ended as PREEMPTED                          */
    bool            asked;     /* by a pass of ours too                       */
    bool            running, over;
    char           *placed; /* NULL */
} Run;

/* The runs of one job or task, and how many of them have started. */
typedef struct {
    GPtrArray *runs; /* element-type: Run *, borrowed */
    guint      next;
} Job;

struct SsFollow {
    SsTeacher        teacher;
    const SsCluster *cluster; /* the run's, known when it begins */
    const SsBend    *bend;
    GPtrArray       *runs;    /* element-type: Run *, in the record's order               */
    GPtrArray       *started; /* those that have a start; borrowed                        */
    GPtrArray       *by_due;  /* those that started, by due; borrowed                      */
    GPtrArray       *by_end;  /* all, by end; borrowed                                     */
    guint            at_due, at_end, at_look;
    GPtrArray       *leaving;  /* to be displaced in this second                            */
    GPtrArray       *behind;   /* to end in this second, behind its starts                  */
    GPtrArray       *waiting;  /* due and not started yet                                   */
    GPtrArray       *leftover; /* SsAlloc of ended jobs whose nodes are still completing     */
    GPtrArray       *again;    /* requeued in this second: runs that ended in it            */
    GHashTable      *jobs;     /* id as in the record -> Job *                              */
    GHashTable      *base_ids; /* Slurm's id without task -> the trace's                    */
    GArray          *moments;  /* SsTime, ascending: when there is something to tell        */
    GArray          *looks;    /* SsLook; NULL                                              */
    GArray          *before;   /* bool, of each of the next look; empty: no pass in its second */
    GArray          *passes;   /* SsLoggedPass, ascending; empty: not known                 */
    guint            at_pass;
    uint32_t         n_passed; /* in this second                                            */
    GArray          *false_starts, *reasons, *plans;
    GHashTable      *told; /* Run * or trace id -> told as a false start                 */
    SsFollowLooks    seen;
    SsTime           asked;   /* the second whose passes were asked for                    */
    SsTime           held;    /* the second in which a start was held back, by `held_by`:  */
    SsStarter        held_by; /* what that scheduler does behind it is no longer a decision */
};

/* --- reading ------------------------------------------------------------------------------------ */

static void free_run(gpointer data)
{
    Run *run = data;

    g_free(run->mark.cause);
    g_free(run->placed);
    g_free(run);
}

static void free_job(gpointer data)
{
    g_ptr_array_unref(((Job *) data)->runs);
    g_free(data);
}

static void clear_false_start(gpointer data)
{
    g_free(((SsFalseStart *) data)->trace_id);
}

static void clear_reason(gpointer data)
{
    SsOtherReason *reason = data;

    g_free(reason->trace_id);
    g_free(reason->ours);
    g_free(reason->theirs);
}

static void clear_plan(gpointer data)
{
    g_free(((SsOtherPlan *) data)->trace_id);
}

static SsStarter starter_of(const char *flags)
{
    if (strstr(flags, "SchedBackfill") != NULL)
        return SS_STARTER_BACKFILL;
    if (strstr(flags, "SchedMain") != NULL)
        return SS_STARTER_MAIN;
    return SS_STARTER_NONE;
}

static int moved_by(const SsBend *bend, SsStarter starter)
{
    return starter == SS_STARTER_BACKFILL ? bend->backfill : bend->main;
}

static bool has_place(const SsRecordedJob *job)
{
    return *job->nodes != '\0' && !g_str_has_prefix(job->nodes, "None");
}

static void add_run(SsFollow *f, const SsRecordedJob *recorded)
{
    Run *run = g_new0(Run, 1);
    Job *job = g_hash_table_lookup(f->jobs, recorded->trace_id);

    run->mark.job = recorded;
    run->mark.starter = starter_of(recorded->flags);
    run->end = recorded->end;
    run->displaced = g_str_has_prefix(recorded->state, "PREEMPTED");
    if (recorded->start != 0 && has_place(recorded)) {
        run->start = recorded->start;
        run->due = MAX(run->start - recorded->passed + moved_by(f->bend, run->mark.starter),
                       recorded->submit);
        if (run->end != 0 && run->due >= run->end)
            run->due = run->start;
        g_ptr_array_add(f->by_due, run);
        g_ptr_array_add(f->started, run);
    }
    g_ptr_array_add(f->by_end, run);
    g_ptr_array_add(f->runs, run);
    if (job == NULL) {
        job = g_new0(Job, 1);
        job->runs = g_ptr_array_new();
        g_hash_table_insert(f->jobs, g_strdup(recorded->trace_id), job);
    }
    if (job->runs->len > 0)
        ((Run *) job->runs->pdata[job->runs->len - 1])->requeued = true;
    g_ptr_array_add(job->runs, run);
    g_hash_table_insert(f->base_ids, g_strndup(recorded->job_id, strcspn(recorded->job_id, "_")),
                        g_strndup(recorded->trace_id, strcspn(recorded->trace_id, "_")));
}

static gint by_due(gconstpointer left, gconstpointer right)
{
    const Run *a = *(const Run *const *) left, *b = *(const Run *const *) right;

    return (a->due > b->due) - (a->due < b->due);
}

static gint by_end(gconstpointer left, gconstpointer right)
{
    const Run *a = *(const Run *const *) left, *b = *(const Run *const *) right;

    return (a->end > b->end) - (a->end < b->end);
}

static gint by_time(gconstpointer left, gconstpointer right)
{
    const SsTime a = *(const SsTime *) left, b = *(const SsTime *) right;

    return (a > b) - (a < b);
}

static void add_moment(SsFollow *f, SsTime time)
{
    if (time != 0)
        g_array_append_val(f->moments, time);
}

static void list_moments(SsFollow *f)
{
    for (guint i = 0; i < f->runs->len; i++) {
        const Run *run = f->runs->pdata[i];

        add_moment(f, run->start);
        add_moment(f, run->due);
        add_moment(f, run->end != 0 ? run->end + f->bend->end : 0);
    }
    for (guint i = 0; f->looks != NULL && i < f->looks->len; i++)
        add_moment(f, g_array_index(f->looks, SsLook, i).at);
    for (guint i = 0; i < f->passes->len; i++)
        add_moment(f, g_array_index(f->passes, SsLoggedPass, i).at);
    g_array_sort(f->moments, by_time);
}

/* The nodes of "Nodes=s[3-4] CPU_IDs=... ; Nodes=s6 ..." as one sorted list; NULL if they cannot be read. */
static char *nodes_seen(const char *groups)
{
    static const char     key[] = "Nodes=";
    g_autoptr(SsHostlist) hosts = NULL;

    if (!ss_hostlist_parse("", &hosts, NULL))
        return NULL;
    for (const char *at = strstr(groups, key); at != NULL; at = strstr(at, key)) {
        at += strlen(key);
        g_autofree char *list = g_strndup(at, strcspn(at, " "));

        if (!ss_hostlist_append(hosts, list, NULL))
            return NULL;
    }
    ss_hostlist_sort_unique(hosts);
    return ss_hostlist_text(hosts);
}

/* TRUE, too, where no looks are known. One in the second of its start or end may have come before or behind it. */
static bool was_looked_at(const SsFollow *f, const Run *run, bool surely)
{
    const SsSpan edge = surely ? 1 : 0;
    bool         was = f->looks == NULL;

    for (guint i = 0; !was && i < f->looks->len; i++) {
        const SsTime at = g_array_index(f->looks, SsLook, i).at;

        was = run->start + edge <= at && (run->end == 0 || at + edge <= run->end);
    }
    return was;
}

static bool is_on(const Run *run, const char *sorted)
{
    g_autoptr(SsHostlist) hosts = NULL;

    if (run->start == 0 || !ss_hostlist_parse(run->mark.job->nodes, &hosts, NULL))
        return false;
    ss_hostlist_sort_unique(hosts);
    g_autofree char *own = ss_hostlist_text(hosts);
    return g_strcmp0(own, sorted) == 0;
}

static Run *find_seen(const SsFollow *f, const char *job_id, const char *nodes, bool surely)
{
    for (guint i = 0; i < f->runs->len; i++) {
        Run *run = f->runs->pdata[i];

        if (strcmp(run->mark.job->job_id, job_id) == 0 && run->placed == NULL
            && was_looked_at(f, run, surely) && is_on(run, nodes))
            return run;
    }
    return NULL;
}

/* "1_4 j1 Nodes=... ; Nodes=..." by Slurm's id: the first run on these nodes is the one seen. A run between two looks was not. */
static void take_placement(SsFollow *f, const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, " ", 3);

    if (g_strv_length(words) < 3)
        return;
    g_autofree char *seen = nodes_seen(words[2]);
    Run             *run = find_seen(f, words[0], seen, true);

    if (run == NULL)
        run = find_seen(f, words[0], seen, false);
    if (run != NULL)
        run->placed = g_strdup(words[2]);
}

static gboolean read_placement(SsFollow *f, const char *path, GError **error)
{
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, error);
    SsTraceTextLine        line;

    if (text == NULL)
        return FALSE;
    while (ss_trace_text_next(text, &line))
        take_placement(f, line.text);
    return ss_trace_text_finish(text, error);
}

/* --- finding jobs ------------------------------------------------------------------------------- */

/* The record that stands for a recorded job or task; NULL if it is not in memory. */
static SsJob *find_job(const SsWorld *world, const char *trace_id)
{
    const uint32_t id = ss_world_trace_job(world, trace_id);
    const char    *underscore = strchr(trace_id, '_');

    if (id != 0)
        return ss_world_job(world, id);
    if (underscore == NULL)
        return NULL;
    g_autofree char *base = g_strndup(trace_id, (gsize) (underscore - trace_id));
    const uint32_t   array = ss_world_trace_job(world, base);
    return array != 0 ? ss_world_array_task(world, array,
                                            (uint32_t) g_ascii_strtoull(underscore + 1, NULL, 10))
                      : NULL;
}

/* The id in the record of the job, or of the task that would start next. */
static char *recorded_id(const SsJob *job)
{
    if (job->array.job_id == 0)
        return g_strdup(job->trace_id);
    return g_strdup_printf("%s_%u", job->trace_id,
                           job->array.task != SS_UNSET32 ? job->array.task : job->array.pending[0]);
}

/* The run that started last; NULL before the first. */
static Run *last_run(const SsFollow *f, const char *id)
{
    const Job *job = g_hash_table_lookup(f->jobs, id);

    return job != NULL && job->next > 0 ? job->runs->pdata[job->next - 1] : NULL;
}

static Run *next_run(const SsFollow *f, const char *id)
{
    const Job *job = g_hash_table_lookup(f->jobs, id);

    return job != NULL && job->next < job->runs->len ? job->runs->pdata[job->next] : NULL;
}

/* --- ends --------------------------------------------------------------------------------------- */

static SsReason reason_of_end(SsJobState state)
{
    switch (state) {
    case SS_JOB_TIMEOUT:
        return SS_REASON_TIME_LIMIT;
    case SS_JOB_NODE_FAIL:
        return SS_REASON_NODE_DOWN;
    case SS_JOB_OOM:
        return SS_REASON_OUT_OF_MEMORY;
    case SS_JOB_FAILED:
        return SS_REASON_NON_ZERO_EXIT_CODE;
    default:
        return SS_REASON_NONE;
    }
}

static SsJobState state_of_end(const Run *run)
{
    g_autofree char *word = g_strndup(run->mark.job->state, strcspn(run->mark.job->state, " "));
    const SsJobState state = ss_job_state_parse(word);

    if (state == SS_JOB_STATES || state <= SS_JOB_SUSPENDED)
        return run->requeued ? SS_JOB_PREEMPTED : SS_JOB_COMPLETED;
    return state;
}

static void end_run(SsFollow *f, SsWorld *world, Run *run)
{
    SsJob           *job = find_job(world, run->mark.job->trace_id);
    const SsJobState state = state_of_end(run);
    const bool       waits = job != NULL && job->state == SS_JOB_PENDING;

    run->over = true;
    if (job == NULL)
        return;
    if (waits && run->start == 0 && state != SS_JOB_COMPLETED)
        ss_world_cancel_pending(world, job, state, SS_REASON_NONE, job->uid);
    if (!run->running || waits)
        return;
    run->running = false;
    if (run->requeued)
        g_ptr_array_add(f->again, run);
    if (job->state != SS_JOB_RUNNING && job->state != SS_JOB_SUSPENDED)
        return; /* an operation ended it */
    if (state == SS_JOB_CANCELLED)
        job->kill_uid = job->uid;
    if (f->bend->nodes_late && run->mark.job->ends != SS_ENDS_BEFORE) {
        g_ptr_array_add(f->leftover, ss_alloc_copy(f->cluster, job->alloc));
        ss_world_completing(world, job->alloc, 1);
    }
    if (run->requeued)
        ss_world_requeue(world, job, state, false, 0);
    else
        ss_world_finish(world, job, state, reason_of_end(state), job->exit_code);
}

/* Does it end behind the first pass of its second, or behind its starts if that is all that is known? */
static bool comes_behind(const SsFollow *f, const Run *run)
{
    return f->passes->len > 0 ? run->mark.job->ends_behind > 0
                              : run->mark.job->ends == SS_ENDS_BEHIND;
}

/* Is it cancelled while it waits, and behind a look of that second? */
static bool is_seen_before(const SsFollow *f, const Run *run)
{
    return f->bend->looks_first && run->start == 0;
}

/* Of those, who ends before the pass that comes behind `n` others. */
static void end_behind(SsFollow *f, SsWorld *world, uint32_t n)
{
    for (guint i = 0; i < f->behind->len;) {
        Run *run = f->behind->pdata[i];

        if (run->mark.job->ends_behind <= n) {
            g_ptr_array_remove_index(f->behind, i);
            end_run(f, world, run);
        } else {
            i++;
        }
    }
}

/* Those who are displaced in this second are displaced by one of its passes. */
static void end_until(SsFollow *f, SsWorld *world, SsTime last)
{
    while (f->at_end < f->by_end->len) {
        Run *run = f->by_end->pdata[f->at_end];

        if (run->end > last)
            return;
        f->at_end++;
        if (run->displaced && run->running && run->end == world->now)
            g_ptr_array_add(f->leaving, run);
        else if (run->end == world->now
                 && (is_seen_before(f, run) || (comes_behind(f, run) && run->running)))
            g_ptr_array_add(f->behind, run);
        else if (run->end != 0)
            end_run(f, world, run);
    }
}

/* Whom no pass of ours displaced. */
static void end_leaving(SsFollow *f, SsWorld *world)
{
    f->seen.displaced += f->leaving->len;
    for (guint i = 0; i < f->leaving->len; i++)
        end_run(f, world, f->leaving->pdata[i]);
    g_ptr_array_set_size(f->leaving, 0);
}

/* Of them, who was killed before the pass that comes behind `n` others, as the log has it. */
static void end_killed(SsFollow *f, SsWorld *world, uint32_t n)
{
    for (guint i = 0; i < f->leaving->len;) {
        Run *run = f->leaving->pdata[i];

        if (run->mark.job->ends_behind == 0 || run->mark.job->ends_behind > n) {
            i++;
            continue;
        }
        f->seen.displaced++;
        g_ptr_array_remove_index(f->leaving, i);
        end_run(f, world, run);
    }
}

static void end(gpointer data, SsWorld *world)
{
    SsFollow *f = data;

    f->cluster = world->cluster;
    end_until(f, world, world->now - f->bend->end - (f->bend->passes_first ? 1 : 0));
}

/* --- looks -------------------------------------------------------------------------------------- */

static const SsJob *looked_at(const SsFollow *f, const SsWorld *world, const SsLookJob *look)
{
    g_autofree char *base = g_strndup(look->job_id, strcspn(look->job_id, "_"));
    const char      *trace = g_hash_table_lookup(f->base_ids, base);
    const char      *task = look->job_id + strlen(base);

    if (trace == NULL && look->name[0] == 'j')
        trace = look->name + 1; /* the recorder names jobs by their trace id */
    if (trace == NULL)
        return NULL;
    if (*task == '_' && g_ascii_isdigit(task[1])) {
        g_autofree char *id = g_strconcat(trace, task, NULL);

        return find_job(world, id);
    }
    return ss_world_job(world, ss_world_trace_job(world, trace));
}

static const char *reason_of(const SsJob *job)
{
    return job->reason_text != NULL ? job->reason_text : ss_reason_text(job->reason);
}

/* As squeue has it: the record of an array's other tasks, if they are more than one, stands for those that wait in records of their own too, and
 * has all their reasons. */
static char *reasons_of(const SsWorld *world, const SsJob *job)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();

    g_ptr_array_add(words, (gpointer) reason_of(job));
    if (job->array.task == SS_UNSET32 && job->array.n_pending > 1) {
        for (const SsJob *task = world->first_waiting; task != NULL; task = task->wait_next)
            if (task->array.job_id == job->array.job_id
                && !g_ptr_array_find_with_equal_func(words, reason_of(task), g_str_equal, NULL))
                g_ptr_array_add(words, (gpointer) reason_of(task));
    }
    g_ptr_array_add(words, NULL);
    return g_strjoinv(",", (char **) words->pdata);
}

/* As squeue shows it: the plan, or without one the time from which it may start; 0: N/A. */
static SsTime expected_start(const SsWorld *world, const SsJob *job)
{
    const SsTime begin = MAX(job->begin, job->eligible);

    if (job->planned_start != 0)
        return MAX(job->planned_start, world->now);
    return begin > world->now ? begin : 0;
}

/* Within a minute. */
static bool is_expected(SsTime start, const SsLookJob *look)
{
    if (start == 0 || look->expected == 0)
        return start == look->expected;
    return llabs(start - look->expected) <= 60;
}

/* before: its expected start was the same before the passes of this second. */
static void look_at(SsFollow *f, const SsWorld *world, const SsLookJob *look, bool before)
{
    const SsJob     *job = looked_at(f, world, look);
    g_autofree char *ours = job != NULL && job->state == SS_JOB_PENDING ? reasons_of(world, job)
                                                                        : g_strdup("(not waiting)");

    f->seen.reasons++;
    if (strcmp(ours, look->reason) == 0) {
        f->seen.same_reasons++;
    } else {
        const SsOtherReason other = { .trace_id = job != NULL ? g_strdup(job->trace_id)
                                                              : g_strdup(look->name),
                                      .at = world->now,
                                      .ours = g_strdup(ours),
                                      .theirs = g_strdup(look->reason) };
        g_array_append_val(f->reasons, other);
    }
    if (job == NULL || job->state != SS_JOB_PENDING)
        return;
    f->seen.priorities++;
    f->seen.same_priorities +=
        MAX(job->priority, look->priority) - MIN(job->priority, look->priority) <= 1;
    const SsTime start = expected_start(world, job);
    if (look->expected == 0 && start == 0)
        return;
    f->seen.estimates++;
    if (is_expected(start, look)) {
        f->seen.same_estimates++;
        return;
    }
    f->seen.near_estimates += before;
    const SsOtherPlan other = { .trace_id = g_strdup(job->trace_id),
                                .at = world->now,
                                .ours = start,
                                .theirs = look->expected,
                                .near = before };
    g_array_append_val(f->plans, other);
}

static void look_around(SsFollow *f, const SsWorld *world)
{
    while (f->looks != NULL && f->at_look < f->looks->len) {
        const SsLook *look = &g_array_index(f->looks, SsLook, f->at_look);

        if (look->at > world->now)
            return;
        f->at_look++;
        for (guint i = 0; look->at == world->now && i < look->pending->len; i++)
            look_at(f, world, &g_array_index(look->pending, SsLookJob, i),
                    i < f->before->len && g_array_index(f->before, bool, i));
        g_array_set_size(f->before, 0);
    }
}

/* Which of the next look's expected starts are those before the passes of its second. */
static void glance_before(SsFollow *f, const SsWorld *world)
{
    const SsLook *look = NULL;

    if (f->looks != NULL && f->at_look < f->looks->len)
        look = &g_array_index(f->looks, SsLook, f->at_look);
    if (look == NULL || look->at != world->now)
        return;
    for (guint i = 0; i < look->pending->len; i++) {
        const SsLookJob *waiting = &g_array_index(look->pending, SsLookJob, i);
        const SsJob     *job = looked_at(f, world, waiting);
        const bool       same = job != NULL && is_expected(expected_start(world, job), waiting);

        g_array_append_val(f->before, same);
    }
}

/* --- passes ------------------------------------------------------------------------------------- */

static void call_up(SsFollow *f, SsTime now)
{
    while (f->at_due < f->by_due->len && ((Run *) f->by_due->pdata[f->at_due])->due <= now)
        g_ptr_array_add(f->waiting, f->by_due->pdata[f->at_due++]);
}

/* Once a second. */
static bool begin_passes(SsFollow *f, const SsWorld *world)
{
    if (f->asked == world->now)
        return false;
    f->asked = world->now;
    f->n_passed = 0;
    call_up(f, world->now);
    if (f->bend->looks_first)
        look_around(f, world);
    glance_before(f, world);
    return true;
}

static uint32_t passes(gpointer data, SsWorld *world)
{
    SsFollow *f = data;
    uint32_t  known = 0;

    if (f->leaving->len > 0)
        return SS_TAUGHT_MAIN | SS_TAUGHT_BACKFILL;
    if (!begin_passes(f, world))
        return 0;
    for (guint i = 0; i < f->waiting->len; i++) {
        const Run *run = f->waiting->pdata[i];

        if (run->due != world->now)
            continue;
        if (run->mark.starter != SS_STARTER_BACKFILL)
            known |= SS_TAUGHT_MAIN;
        if (run->mark.starter != SS_STARTER_MAIN)
            known |= SS_TAUGHT_BACKFILL;
    }
    return known;
}

/* Rounds that are on record to the millisecond: ends fall between them. */
static bool told(gpointer data, SsWorld *world, SsPassKind *kind)
{
    SsFollow *f = data;

    begin_passes(f, world);
    while (f->at_pass < f->passes->len) {
        const SsLoggedPass *pass = &g_array_index(f->passes, SsLoggedPass, f->at_pass);

        if (pass->at > world->now)
            return false;
        f->at_pass++;
        if (pass->at < world->now)
            continue;
        end_behind(f, world, f->n_passed);
        end_killed(f, world, f->n_passed++);
        *kind = pass->kind;
        return true;
    }
    return false;
}

static void note_false_start(SsFollow *f, const SsWorld *world, const char *id, const Run *run,
                             SsStarter starter)
{
    gconstpointer key = run != NULL ? (gconstpointer) run : g_intern_string(id);

    if (!g_hash_table_add(f->told, (gpointer) key))
        return;
    const SsFalseStart found = { .trace_id = g_strdup(id),
                                 .at = world->now,
                                 .recorded = run != NULL ? run->start : 0,
                                 .starter = starter };
    g_array_append_val(f->false_starts, found);
}

static SsAlloc *place_on(const SsWorld *world, SsJob *job, SsPartId part, const SsNodeSet *nodes)
{
    SsReason     reason;
    SsAlloc     *alloc = NULL;
    SsPlaceQuery query = { .world = world,
                           .use = world->use,
                           .job = job,
                           .part = part,
                           .nodes = nodes,
                           .mode = SS_PLACE_NOW };

    if (ss_place_node_counts(world, job, part, &query.min_nodes, &query.req_nodes, &query.max_nodes,
                             &reason))
        ss_place(&query, &alloc);
    return alloc;
}

/* Where the record has it: by its CPU ids, else as we would place it on its nodes. */
static SsAlloc *recorded_place(const SsFollow *f, const SsWorld *world, const SsJob *job,
                               SsPartId part, const Run *run)
{
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(f->cluster->n_nodes);
    SsAlloc             *alloc = NULL;

    if (run->placed != NULL)
        alloc = ss_placed_parse(f->cluster, run->placed, run->mark.job->n_cpus);
    if (alloc == NULL && ss_cluster_node_set(f->cluster, run->mark.job->nodes, nodes, NULL))
        alloc = place_on(world, (SsJob *) job, part, nodes);
    if (alloc != NULL)
        alloc->whole = job->req.whole || alloc->whole;
    return alloc;
}

static void judge_place(SsFollow *f, Run *run, const SsAlloc *ours, const SsAlloc *theirs)
{
    SsFollowedStart *mark = &run->mark;

    mark->same_nodes = ss_placed_same_nodes(f->cluster, ours, mark->job->nodes);
    mark->has_cpus = run->placed != NULL && theirs != NULL;
    mark->has_gpus = mark->has_cpus && ss_placed_has_devices(theirs);
    mark->same_cpus =
        mark->same_nodes && (!mark->has_cpus || ss_placed_same_cpus(f->cluster, ours, theirs));
    mark->same_gpus = mark->same_nodes && (!mark->has_gpus || ss_placed_same_devices(ours, theirs));
    if (!mark->same_cpus || !mark->same_gpus) {
        g_autofree char *text = ss_alloc_text(f->cluster, ours);

        g_free(mark->cause);
        mark->cause = g_strdup_printf("placed otherwise: %s", text);
    }
}

static void mark_started(SsFollow *f, Run *run)
{
    Job *job = g_hash_table_lookup(f->jobs, run->mark.job->trace_id);

    job->next++;
    run->running = true;
    g_ptr_array_remove(f->waiting, run);
}

/* Held back. What the pass does behind it is done in a queue that it would not have found. */
static bool hold_back(SsFollow *f, const SsWorld *world, SsStarter starter)
{
    f->held = world->now;
    f->held_by = starter;
    return false;
}

static bool is_its_scheduler(const Run *run, SsStarter starter)
{
    return run->mark.starter == SS_STARTER_NONE || run->mark.starter == starter;
}

static bool may_start(gpointer data, SsWorld *world, const SsJob *job, SsPartId part,
                      SsStarter starter, SsAlloc **alloc)
{
    SsFollow        *f = data;
    g_autofree char *id = recorded_id(job);
    Run             *run = next_run(f, id);

    if (run == NULL || run->start == 0 || run->due > world->now + SS_FOLLOW_SOON) {
        if (f->held != world->now || f->held_by != starter)
            note_false_start(f, world, id, run, starter);
        return hold_back(f, world, starter);
    }
    if (run->due != world->now || f->asked != world->now || !is_its_scheduler(run, starter))
        return hold_back(f, world, starter); /* soon; or missed, and waiting to be forced */

    SsAlloc *theirs = recorded_place(f, world, job, part, run);
    run->mark.started = true;
    judge_place(f, run, *alloc, theirs);
    if (theirs != NULL) {
        theirs->whole = (*alloc)->whole;
        ss_alloc_free(*alloc);
        *alloc = theirs;
    }
    mark_started(f, run);
    return true;
}

/* Slurm looks for those whose grace is over every 30 s. */
enum { GRACE_LOOK = 30 };

static void note_false_displacement(SsFollow *f, const SsWorld *world, const SsJob *job,
                                    const char *victim, const Run *run)
{
    if (!g_hash_table_add(f->told, (gpointer) &run->mark.job))
        return;
    g_autofree char   *id = recorded_id(job);
    const SsFalseStart found = { .trace_id = g_strdup_printf("%s (for %s)", victim, id),
                                 .at = world->now,
                                 .recorded = run->displaced ? run->end : 0,
                                 .starter = SS_STARTER_NONE };
    g_array_append_val(f->false_starts, found);
}

/* Victims go when the record says so; if it is now, it is the pass that displaces them. */
static bool may_displace(gpointer data, SsWorld *world, const SsJob *job, const SsJob *victim)
{
    SsFollow        *f = data;
    g_autofree char *id = recorded_id(victim);
    Run             *run = last_run(f, id);
    const SsSpan     grace = ss_preempt_grace(world, victim);
    const SsSpan     most = grace > 0 ? grace + GRACE_LOOK : SS_FOLLOW_SOON;

    if (run == NULL)
        return false;
    if (!run->displaced || run->end > world->now + most) {
        note_false_displacement(f, world, job, id, run);
        return false;
    }
    if (grace == 0 && run->end != world->now)
        return false;
    f->seen.same_displaced += !run->asked;
    run->asked = true;
    if (grace == 0) {
        run->running = false;
        if (run->requeued)
            g_ptr_array_add(f->again, run);
    }
    return true;
}

/* --- what the passes did not start --------------------------------------------------------------- */

/* The job that failed the partition: the reason of those behind it. */
static const SsJob *head_of(const SsWorld *world, SsPartId part)
{
    const SsJob *head = NULL;

    for (const SsJob *job = world->first; job != NULL; job = job->next)
        if (job->state == SS_JOB_PENDING && job->part == part && job->reason == SS_REASON_RESOURCES
            && (head == NULL || job->priority > head->priority))
            head = job;
    return head;
}

static char *cause_of(const SsWorld *world, const SsJob *job, const Run *run)
{
    GString     *text = g_string_new(NULL);
    const SsJob *head = job->reason == SS_REASON_PRIORITY ? head_of(world, job->part) : NULL;

    g_string_append(text,
                    job->reason_text != NULL ? job->reason_text : ss_reason_text(job->reason));
    if (head != NULL) {
        g_autofree char *id = recorded_id(head);

        g_string_append_printf(text, ", behind %s (priority %u, this one %u)", id, head->priority,
                               job->priority);
    }
    if (job->eligible > world->now || job->eligible == 0)
        g_string_append(text, ", not eligible");
    if (run->mark.starter == SS_STARTER_BACKFILL && job->planned_start != 0)
        g_string_append_printf(text, ", planned %" G_GINT64_FORMAT " s later",
                               job->planned_start - world->now);
    return g_string_free(text, FALSE);
}

static SsPartId part_of(const SsFollow *f, const SsJob *job, const Run *run)
{
    const SsPartId part = ss_cluster_part(f->cluster, run->mark.job->partition);

    return part != SS_ID_NONE ? part : job->part;
}

static void set_cause(const SsWorld *world, const SsJob *job, Run *run)
{
    if (run->mark.cause == NULL)
        run->mark.cause = cause_of(world, job, run);
}

static void force(SsFollow *f, SsWorld *world, Run *run)
{
    SsJob      *job = find_job(world, run->mark.job->trace_id);
    const char *underscore = strchr(run->mark.job->trace_id, '_');
    const bool  waits = job != NULL && job->state == SS_JOB_PENDING;
    SsAlloc    *alloc = NULL;

    if (waits) {
        set_cause(world, job, run);
        alloc = recorded_place(f, world, job, part_of(f, job, run), run);
    }
    mark_started(f, run);
    if (alloc == NULL) {
        run->running = false;
        run->mark.lost = true;
        if (run->mark.cause == NULL)
            run->mark.cause = g_strdup(job == NULL ? "not in the queue" : "already ended");
        return;
    }
    if (job->priority == 0)
        job->priority = 1; /* held here, not in the record */
    ss_start_on(world, job, part_of(f, job, run), alloc,
                underscore != NULL ? (uint32_t) g_ascii_strtoull(underscore + 1, NULL, 10) : 0,
                run->mark.starter);
}

static void start_rest(gpointer data, SsWorld *world)
{
    SsFollow *f = data;

    if (f->leaving->len > 0) {
        end_leaving(f, world); /* and the passes that their ends ask for come next */
        if (f->passes->len == 0)
            return;
    }
    for (guint i = 0; i < f->waiting->len; i++) {
        Run         *run = f->waiting->pdata[i];
        const SsJob *job = find_job(world, run->mark.job->trace_id);

        if (job != NULL && job->state == SS_JOB_PENDING)
            set_cause(world, job, run);
    }
    if (f->waiting->len > 0)
        end_until(f, world, world->now); /* their nodes are free by now, whatever the bend */
    for (guint i = 0; i < f->waiting->len;) {
        Run *run = f->waiting->pdata[i];

        if (run->start <= world->now)
            force(f, world, run);
        else
            i++;
    }
    if (f->bend->passes_first)
        end_until(f, world, world->now);
    end_behind(f, world, UINT32_MAX);
}

/* --- the end of a second ------------------------------------------------------------------------- */

/* A requeued job is submitted again when its nodes have told that it is gone: as the record has it. */
static void submit_again(SsFollow *f, SsWorld *world)
{
    for (guint i = 0; i < f->again->len; i++) {
        const Run   *run = f->again->pdata[i];
        const Run   *next = next_run(f, run->mark.job->trace_id);
        SsJob       *job = find_job(world, run->mark.job->trace_id);
        const SsSpan late = next != NULL ? next->mark.job->submit - world->now : 0;

        if (job == NULL || job->state != SS_JOB_PENDING || late == 0 || job->submit < world->now)
            continue;
        job->eligible += next->mark.job->submit - job->submit;
        job->submit = next->mark.job->submit;
        ss_world_touch(world);
    }
    g_ptr_array_set_size(f->again, 0);
}

static void over(gpointer data, SsWorld *world)
{
    SsFollow *f = data;

    submit_again(f, world);
    for (guint i = 0; i < f->leftover->len; i++)
        ss_world_completing(world, f->leftover->pdata[i], -1);
    g_ptr_array_set_size(f->leftover, 0);
    look_around(f, world);
}

/* --- the teacher -------------------------------------------------------------------------------- */

static SsTime next(gpointer data, SsTime from)
{
    const SsFollow *f = data;
    guint           low = 0, high = f->moments->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;

        if (g_array_index(f->moments, SsTime, middle) < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->moments->len ? g_array_index(f->moments, SsTime, low) : SS_TIME_NEVER;
}

static gint by_moment(gconstpointer left, gconstpointer right)
{
    const SsLoggedPass *a = left, *b = right;

    return (a->at > b->at) - (a->at < b->at);
}

static GArray *shifted_passes(const SsFollowOptions *options)
{
    const SsBend *bend = options->bend;
    GArray       *passes = g_array_new(FALSE, FALSE, sizeof(SsLoggedPass));

    for (guint i = 0; options->passes != NULL && i < options->passes->len; i++) {
        SsLoggedPass pass = g_array_index(options->passes, SsLoggedPass, i);

        pass.at += pass.kind == SS_PASS_BACKFILL ? bend->backfill : bend->main;
        g_array_append_val(passes, pass);
    }
    g_array_sort(passes, by_moment); /* a merge sort: those of a second stay in order */
    return passes;
}

static SsFollow *follow_new(const SsFollowOptions *options)
{
    SsFollow *f = g_new0(SsFollow, 1);

    f->bend = options->bend;
    f->runs = g_ptr_array_new_with_free_func(free_run);
    f->started = g_ptr_array_new();
    f->by_due = g_ptr_array_new();
    f->by_end = g_ptr_array_new();
    f->leaving = g_ptr_array_new();
    f->behind = g_ptr_array_new();
    f->waiting = g_ptr_array_new();
    f->leftover = g_ptr_array_new_with_free_func((GDestroyNotify) ss_alloc_free);
    f->again = g_ptr_array_new();
    f->before = g_array_new(FALSE, FALSE, sizeof(bool));
    f->jobs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_job);
    f->base_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    f->moments = g_array_new(FALSE, FALSE, sizeof(SsTime));
    f->passes = shifted_passes(options);
    f->false_starts = g_array_new(FALSE, TRUE, sizeof(SsFalseStart));
    f->reasons = g_array_new(FALSE, TRUE, sizeof(SsOtherReason));
    g_array_set_clear_func(f->false_starts, clear_false_start);
    g_array_set_clear_func(f->reasons, clear_reason);
    f->plans = g_array_new(FALSE, TRUE, sizeof(SsOtherPlan));
    g_array_set_clear_func(f->plans, clear_plan);
    f->told = g_hash_table_new(NULL, NULL);
    f->teacher = (SsTeacher){ .data = f,
                              .usage_last = options->bend->usage_last,
                              .backfill_first = options->bend->backfill_first,
                              .next = next,
                              .end = end,
                              .passes = passes,
                              .told = f->passes->len > 0 ? told : NULL,
                              .start = start_rest,
                              .over = over,
                              .referee = { f, may_start, may_displace } };
    return f;
}

SsFollow *ss_follow_new(const SsFollowOptions *options, GError **error)
{
    SsFollow *f = follow_new(options);

    for (uint32_t i = 0; i < ss_record_set_n(options->record); i++)
        add_run(f, ss_record_set_at(options->record, i));
    g_ptr_array_sort(f->by_due, by_due);
    g_ptr_array_sort(f->by_end, by_end);
    bool ok =
        options->snapshots == NULL || (f->looks = ss_looks_read(options->snapshots, error)) != NULL;
    ok = ok && (options->placement == NULL || read_placement(f, options->placement, error));
    list_moments(f);
    if (!ok)
        g_clear_pointer(&f, ss_follow_free);
    return f;
}

void ss_follow_free(SsFollow *f)
{
    if (f == NULL)
        return;
    g_hash_table_unref(f->jobs);
    g_hash_table_unref(f->base_ids);
    g_hash_table_unref(f->told);
    g_ptr_array_unref(f->started);
    g_ptr_array_unref(f->by_due);
    g_ptr_array_unref(f->by_end);
    g_ptr_array_unref(f->leaving);
    g_ptr_array_unref(f->behind);
    g_ptr_array_unref(f->waiting);
    g_ptr_array_unref(f->leftover);
    g_ptr_array_unref(f->again);
    g_ptr_array_unref(f->runs);
    g_array_unref(f->moments);
    g_array_unref(f->before);
    g_array_unref(f->passes);
    g_array_unref(f->false_starts);
    g_array_unref(f->reasons);
    g_array_unref(f->plans);
    if (f->looks != NULL)
        g_array_unref(f->looks);
    g_free(f);
}

const SsTeacher *ss_follow_teacher(SsFollow *f)
{
    return &f->teacher;
}

uint32_t ss_follow_n_starts(const SsFollow *f)
{
    return f->started->len;
}

const SsFollowedStart *ss_follow_start(const SsFollow *f, uint32_t i)
{
    return &((const Run *) f->started->pdata[i])->mark;
}

bool ss_followed_agrees(const SsFollowedStart *start)
{
    return start->started && start->same_nodes && start->same_cpus && start->same_gpus;
}

const GArray *ss_follow_false_starts(const SsFollow *f)
{
    return f->false_starts;
}

const GArray *ss_follow_other_reasons(const SsFollow *f)
{
    return f->reasons;
}

const GArray *ss_follow_other_plans(const SsFollow *f)
{
    return f->plans;
}

const SsFollowLooks *ss_follow_looks(const SsFollow *f)
{
    return &f->seen;
}
