/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine.c - the loop: from one second in which something happens to the next.
 *
 * A moment is one second. Its events are taken class by class (event.h): outside operations first, then
 * ends, reservations, submissions, the poll, the period; then the controller's tick runs a main pass if one
 * was asked for, and a backfill cycle if one is due. After every step the world's journal is drained: ends
 * are scheduled or dropped, limits and usage are settled, rows are written, passes are asked for.
 *
 * Passes are requested, not scheduled: the cadence (cadence.c) knows who asked and when it is due. The loop
 * is literal wherever a job waits: each pass that real Slurm would make is made. It jumps only over what
 * cannot matter: full passes on an empty queue (counted), polls before the first planned end, looks at
 * reservations before the first begins.
 *
 * A step may ask for something of a class that is already past in this second (a job of zero seconds ends
 * as it starts; backfill preempts and frees nodes). Then the second is gone through once more.
 *
 * Textbook policies have no cadence: one pass at the end of each second with an event, and one at the
 * second their last pass named as the first that could turn out otherwise. The periods between two such seconds
 * are put off until the second one and made together (--no-late-periods).
 *
 * Rejected: periodic events in the heap. They would be most of its traffic, and "when is the next one that
 * could do anything" is a question about the world, not about the past.
 */
#include "sim/engine/engine.h"

#include "scheduler/controller.h"
#include "sim/engine/cadence.h"
#include "sim/engine/event.h"
#include "sim/engine/lifecycle.h"
#include "sim/engine/outlook.h"
#include "sim/engine/record.h"

#define HOUR 3600

enum { COMPLETING_MOST = 10 }; /* seconds; seen: 3.4 (static-z-genome) */

/* A source with the next job read ahead. */
typedef struct {
    SsJobSource *source;
    SsJobSpec    spec;
    bool         has_job, at_end;
} Head;

struct SsEngine {
    SsEngineOptions options;
    const SsPolicy *policy;
    gpointer        policy_self;
    SsWorld        *world;
    SsEventQueue   *events;
    SsHeap         *ends; /* planned ends of running jobs; stale ones are dropped when met */
    uint64_t        end_seq;
    GArray         *heads; /* Head */
    SsTimeline     *timeline;
    SsTimeline     *actions; /* typed at a cluster at rest                                   */
    SsRecorder     *recorder;
    SsCadence       cadence;
    bool            passed;         /* the passes of this second are made               */
    bool            slow_kills;     /* the poll leaves nodes completing                 */
    GArray         *completing;     /* ids of jobs whose nodes do, as they were killed  */
    SsTime          killed;         /* when they were                                   */
    SsTime          next[SS_BEATS]; /* beats that were not looked at yet begin here   */
    SsTime          asleep;      /* the last second through which the controller stands still; 0  */
    SsWake          late;        /* of the wake from it                                       */
    char           *on_waking;   /* the rounds that come before the news of the sleep; NULL   */
    bool            ends_told;   /* scripts end and nodes are free again when a "pass" says so */
    SsTime          late_period; /* when the periods that fell into them are made up for; 0   */
    uint32_t        n_late;      /* how many of them, beyond the first, can change anything   */
    SsTime          wake;        /* textbook: the next pass without an event              */
    bool            touched;     /* textbook: something happened in this second           */
    bool            periods_put_off; /* textbook: until the next second that is lived             */
    SsTime          stirred;         /* last start, end, submission, operation                */
    SsTime          checked;         /* hour of the last check                                */
    uint32_t        next_sample;
    uint64_t        n_events;
    uint64_t refreshed; /* the world's version in which a look at who is eligible changed nothing */
    GError  *error;
};

G_DEFINE_QUARK(ss - engine - error - quark, ss_engine_error)

void ss_engine_options_init(SsEngineOptions *options)
{
    *options = (SsEngineOptions){ .until = SS_TIME_NEVER, .notice = SS_CADENCE_NOTICE };
}

static void clear_head(gpointer data)
{
    Head *head = data;

    ss_job_source_free(head->source);
    ss_job_spec_clear(&head->spec);
}

SsEngine *ss_engine_new(const SsCluster *cluster, const SsEngineOptions *options)
{
    SsEngine *engine = g_new0(SsEngine, 1);

    engine->options = *options;
    engine->policy = options->policy != NULL ? options->policy : ss_policies[0];
    engine->world = ss_world_new(cluster, options->start);
    if (options->zone != NULL)
        engine->world->zone = options->zone;
    engine->world->keep_seconds = engine->policy->textbook;
    engine->world->bounded = options->until != SS_TIME_NEVER;
    engine->world->referee = options->teacher != NULL ? &options->teacher->referee : NULL;
    engine->policy_self = engine->policy->new != NULL ? engine->policy->new (engine->world)
                                                      : (gpointer) engine->policy;
    engine->events = ss_event_queue_new();
    engine->ends = ss_heap_new();
    engine->completing = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    engine->heads = g_array_new(FALSE, TRUE, sizeof(Head));
    g_array_set_clear_func(engine->heads, clear_head);
    engine->timeline = ss_timeline_new();
    engine->actions = ss_timeline_new();
    engine->recorder = ss_recorder_new(engine->world);
    engine->wake = SS_TIME_NEVER;
    engine->refreshed = UINT64_MAX;
    engine->stirred = options->start;
    for (uint32_t i = 0; i < SS_BEATS; i++)
        engine->next[i] = options->start + 1;
    return engine;
}

void ss_engine_free(SsEngine *engine)
{
    if (engine == NULL)
        return;
    if (engine->policy->free != NULL)
        engine->policy->free(engine->policy_self);
    ss_recorder_free(engine->recorder);
    ss_timeline_free(engine->timeline);
    ss_timeline_free(engine->actions);
    g_array_unref(engine->completing);
    g_array_unref(engine->heads);
    ss_heap_free(engine->ends);
    ss_event_queue_free(engine->events);
    ss_world_free(engine->world);
    g_clear_error(&engine->error);
    g_free(engine->on_waking);
    g_free(engine);
}

void ss_engine_add_source(SsEngine *engine, SsJobSource *source)
{
    Head head = { .source = source };

    ss_job_spec_init(&head.spec);
    g_array_append_val(engine->heads, head);
}

void ss_engine_add_operations(SsEngine *engine, SsTimeline *timeline)
{
    ss_timeline_merge(engine->timeline, timeline);
}

void ss_engine_add_actions(SsEngine *engine, SsTimeline *timeline)
{
    ss_timeline_merge(engine->actions, timeline);
}

void ss_engine_set_sink(SsEngine *engine, SsRecordSink *sink)
{
    ss_recorder_set_sink(engine->recorder, sink);
}

SsWorld *ss_engine_world(SsEngine *engine)
{
    return engine->world;
}

uint64_t ss_engine_events(const SsEngine *engine)
{
    return engine->n_events;
}

static void stir(SsEngine *engine)
{
    engine->touched = true;
    engine->stirred = engine->world->now;
}

/* Something asks for a pass soon: Slurm's "work queued" counter. */
static void count_work(SsEngine *engine)
{
    ss_cadence_count(&engine->cadence, engine->world->now);
    stir(engine);
}

/* Nodes are free. Behind the passes of a second it is for the next one's. */
static void job_left(SsEngine *engine)
{
    ss_cadence_job_left(&engine->cadence, engine->world->now + (engine->passed ? 1 : 0));
}

/* --- the journal ------------------------------------------------------------------------------------ */

static void plan_end(SsEngine *engine, const SsJob *job)
{
    const SsHeapKey key = { .time = job->end, .seq = engine->end_seq++ };

    ss_heap_push(engine->ends, key, job->id);
}

static void drop_exit(SsEngine *engine, SsJob *job)
{
    if (job->end_event == SS_ID_NONE)
        return;
    ss_event_queue_drop(engine->events, job->end_event);
    job->end_event = SS_ID_NONE;
}

static void plan_exit(SsEngine *engine, SsJob *job)
{
    const bool   is_known = engine->options.teacher != NULL || engine->ends_told;
    const SsTime at = is_known ? SS_TIME_NEVER : ss_lifecycle_exit_at(engine->world, job);

    drop_exit(engine, job);
    plan_end(engine, job);
    if (at != SS_TIME_NEVER)
        job->end_event =
            ss_event_queue_add(engine->events, MAX(at, engine->world->now), SS_EVENT_EXIT, job->id);
}

static void on_submit(SsEngine *engine, SsJob *job)
{
    if (job->wckey != NULL && *job->wckey == '*') /* one that is not known is told at the start */
        job->wckey_id = ss_recorder_wckey(engine->recorder, job);
    if (job->fate == SS_FATE_CANCEL_PENDING && job->spec != NULL)
        ss_event_queue_add(engine->events, ss_time_add(job->submit, job->spec->cancel_after),
                           SS_EVENT_CANCEL, job->id);
}

/* It has left its nodes, and waits again if it was requeued. */
static void complete_job(SsEngine *engine, SsJob *job)
{
    const SsReason held = job->again_reason;

    if (!job->again)
        ss_controller_job_ended(engine->world, job);
    ss_world_complete(engine->world, job);
    if (held != SS_REASON_NONE)
        ss_controller_hold(engine->world, job, held);
    job->again_reason = SS_REASON_NONE;
    job_left(engine);
    stir(engine);
}

/* Nothing can complete on a node that is down. */
static void leave_down_nodes(SsEngine *engine, SsJob *job)
{
    uint32_t n_left = job->alloc->n;

    for (uint32_t i = 0; i < job->alloc->n; i++) {
        const SsNodeId node = job->alloc->at[i].node;

        if ((engine->world->node[node].state & SS_NODE_BASE) == SS_NODE_DOWN)
            n_left = ss_world_leave_node(engine->world, job, node);
    }
    if (n_left == 0)
        complete_job(engine, job);
}

static void on_finish(SsEngine *engine, SsJob *job, uint32_t old_state)
{
    const SsTime now = engine->world->now;

    stir(engine);
    drop_exit(engine, job);
    if (old_state == SS_JOB_SUSPENDED)
        ss_recorder_suspension(engine->recorder, job, now);
    if (job->completing) {
        ss_controller_job_killed(engine->world, job);
    } else {
        if (old_state != SS_JOB_PENDING)
            job_left(engine);
        ss_controller_job_ended(engine->world, job);
    }
    ss_recorder_job(engine->recorder, job);
    if (job->completing && engine->ends_told)
        leave_down_nodes(engine, job);
    else if (job->completing)
        g_array_append_val(engine->completing, job->id);
}

static void on_requeue(SsEngine *engine, SsJob *job, SsJob *past, uint32_t old_state)
{
    stir(engine);
    if (old_state >= SS_JOB_COMPLETED) { /* it had been settled at its end */
        if (past->again)
            ss_controller_job_ended(engine->world, past);
        count_work(engine);
        ss_recorder_job(engine->recorder, past);
        return;
    }
    drop_exit(engine, job);
    if (old_state == SS_JOB_SUSPENDED)
        ss_recorder_suspension(engine->recorder, past, engine->world->now);
    job_left(engine);
    ss_controller_job_ended(engine->world, past);
    ss_recorder_job(engine->recorder, past);
}

static void on_node(SsEngine *engine, SsNodeId node, uint32_t old_state)
{
    const uint32_t state = engine->world->node[node].state;
    const bool     was_down = (old_state & SS_NODE_BASE) == SS_NODE_DOWN;

    count_work(engine);
    ss_recorder_node(engine->recorder, node);
    if (!was_down && (state & SS_NODE_BASE) == SS_NODE_DOWN)
        ss_lifecycle_node_down(engine->world, node);
    if (engine->world->node[node].registers) {
        engine->world->node[node].registers = false;
        ss_world_node_resume(engine->world, node);
    }
}

static void on_reservation(SsEngine *engine, const SsJournalEntry *entry)
{
    const SsReservation *resv = ss_world_resv(engine->world, entry->resv);

    count_work(engine);
    if (entry->gone != NULL)
        ss_recorder_resv_removed(engine->recorder, entry->gone);
    else if (resv != NULL)
        ss_recorder_resv(engine->recorder, resv);
}

static void on_entry(SsEngine *engine, const SsJournalEntry *entry)
{
    SsJob *job = entry->job;

    switch (entry->what) {
    case SS_DID_SUBMIT:
        on_submit(engine, job);
        break;
    case SS_DID_START:
        stir(engine);
        job->wckey_id = ss_recorder_wckey(engine->recorder, job);
        if (job->state == SS_JOB_RUNNING)
            plan_exit(engine, job);
        break;
    case SS_DID_FINISH:
        on_finish(engine, job, entry->old_state);
        break;
    case SS_DID_REQUEUE:
        on_requeue(engine, job, entry->past, entry->old_state);
        break;
    case SS_DID_PREEMPT:
        ss_controller_preempt(engine->world, job);
        break;
    case SS_DID_SUSPEND:
        drop_exit(engine, job);
        count_work(engine);
        break;
    case SS_DID_RESUME:
        ss_recorder_suspension(engine->recorder, job, engine->world->now);
        if (job->state == SS_JOB_RUNNING)
            plan_exit(engine, job);
        count_work(engine);
        break;
    case SS_DID_RETIME:
        if (job->state == SS_JOB_RUNNING)
            plan_exit(engine, job);
        break;
    case SS_DID_NODE:
        on_node(engine, entry->node, entry->old_state);
        break;
    case SS_DID_RESV:
        on_reservation(engine, entry);
        break;
    case SS_DID_SPLIT:
    case SS_DID_UPDATE:
        break;
    }
}

/* What an entry leads to may add entries: they are taken in the same sweep. */
static void drain(SsEngine *engine)
{
    GArray *journal = engine->world->journal;

    for (guint i = 0; i < journal->len; i++) {
        const SsJournalEntry entry = g_array_index(journal, SsJournalEntry, i);

        engine->n_events++;
        on_entry(engine, &entry);
    }
    ss_world_journal_clear(engine->world);
    ss_recorder_drained(engine->recorder);
}

/* --- classes 0 to 5 ----------------------------------------------------------------------------------- */

/* {"slurmsim", "sleep", "1700000000", "1,2,0"}: not a second after this one is lived, up to that one; then the
 * loop wakes a second late, backfill two, the period in time. Backfill "-": it looks in time and finds nothing.
 * "1,2,0,3": and the period's own next pass is three seconds late. A fifth word, "told": from then on they come
 * round only when a "pass" says so (but the period that is not late at all); a sixth, "backfill,main": these
 * rounds are made on waking, before anything is known of jobs that ended in the sleep; "ends": scripts end, and nodes
 * have nothing more to do for a job that has, only when a "pass" says so, too. */
static bool is_own(char **words, const char *verb)
{
    return g_strcmp0(words[0], "slurmsim") == 0 && g_strcmp0(words[1], verb) == 0
           && words[2] != NULL;
}

static void fall_asleep(SsEngine *engine, char **words)
{
    g_auto(GStrv) late = g_strsplit(words[3] != NULL ? words[3] : "", ",", -1);

    engine->asleep = MAX(engine->asleep, g_ascii_strtoll(words[2], NULL, 10));
    engine->late = (SsWake){ 0 };
    const guint n = g_strv_length(late);
    if (n == 3 || n == 4)
        engine->late =
            (SsWake){ .main = g_ascii_strtoll(late[0], NULL, 10),
                      .backfill = strcmp(late[1], "-") == 0 ? engine->cadence.bf_interval
                                                            : g_ascii_strtoll(late[1], NULL, 10),
                      .period = g_ascii_strtoll(late[2], NULL, 10) };
    if (n == 4) /* counted from the second in which the others wake */
        engine->late.grid = engine->asleep + 1 + g_ascii_strtoll(late[3], NULL, 10);
    engine->late.told = words[3] != NULL && g_strcmp0(words[4], "told") == 0;
    g_free(engine->on_waking);
    engine->on_waking = engine->late.told ? g_strdup(words[5]) : NULL;
    engine->ends_told = g_strcmp0(engine->on_waking, "ends") == 0;
    engine->world->slow_ends = engine->ends_told;
}

/* --- nodes that complete ------------------------------------------------------------------------------ */

/* The first `n` of those that were killed slowly have left their nodes. */
static void complete(SsEngine *engine, guint n)
{
    for (guint i = 0; i < n; i++) {
        complete_job(engine,
                     ss_world_job(engine->world, g_array_index(engine->completing, uint32_t, i)));
    }
    g_array_remove_range(engine->completing, 0, n);
    drain(engine);
}

static void complete_all(SsEngine *engine)
{
    if (engine->completing->len > 0)
        complete(engine, engine->completing->len);
}

/* Each end asks for a partial pass of its own, in the order of the kills (static-z-classroom: four of them within 13 ms). */
static void complete_for(SsEngine *engine, const char *round)
{
    if (strcmp(round, "part") != 0)
        complete_all(engine);
    else if (engine->completing->len > 0)
        complete(engine, 1);
}

/* --- ends that somebody tells ------------------------------------------------------------------------- */

/* "17", or "17_3" for a task of an array; NULL if there is none. */
static SsJob *job_called(const SsWorld *world, const char *name)
{
    char          *end = NULL;
    const uint32_t id = (uint32_t) strtoul(name, &end, 10);

    return *end == '_' ? ss_world_array_task(world, id, (uint32_t) strtoul(end + 1, NULL, 10))
                       : ss_world_job(world, id);
}

/* "end=17": its script did, by itself. */
static void end_told(SsEngine *engine, const char *name)
{
    SsJob *job = job_called(engine->world, name);

    if (job != NULL && job->state == SS_JOB_RUNNING)
        ss_lifecycle_exit(engine->world, job);
    drain(engine);
}

/* "free=17:n3": that node has nothing more to do for it; "free=17": none of them has. */
static void free_told(SsEngine *engine, const char *name_and_node)
{
    g_auto(GStrv)  parts = g_strsplit(name_and_node, ":", 2);
    SsJob         *job = job_called(engine->world, parts[0]);
    const SsNodeId node =
        parts[1] != NULL ? ss_cluster_node(engine->world->cluster, parts[1]) : SS_ID_NONE;

    if (job == NULL || !job->completing || (parts[1] != NULL && node == SS_ID_NONE))
        return;
    if (parts[1] == NULL || ss_world_leave_node(engine->world, job, node) == 0)
        complete_job(engine, job);
    drain(engine);
}

/* "back=n3": it answers again, which is enough with ReturnToService=2 if it was down. */
static void back_told(SsEngine *engine, const char *name)
{
    const SsNodeId     node = ss_cluster_node(engine->world->cluster, name);
    g_autofree char   *which = g_strdup_printf("NodeName=%s", name);
    g_autoptr(GString) said = g_string_new(NULL);
    char *words[] = { (char *) "scontrol", (char *) "update", which, (char *) "State=RESUME",
                      NULL };

    if (node == SS_ID_NONE)
        return;
    if ((engine->world->node[node].state & SS_NODE_BASE) == SS_NODE_DOWN)
        ss_controller_operate(engine->world, "root", words, said, said);
    ss_world_node_await(engine->world, node, false);
    drain(engine);
}

static void come_round(SsEngine *engine, const char *which);

/* "end=17,free=17:n3,back=n4,part": one after the other. */
static void come_rounds(SsEngine *engine, const char *list)
{
    g_auto(GStrv) words = g_strsplit(list, ",", -1);

    for (char **word = words; *word != NULL; word++) {
        if (g_str_has_prefix(*word, "end="))
            end_told(engine, *word + strlen("end="));
        else if (g_str_has_prefix(*word, "free="))
            free_told(engine, *word + strlen("free="));
        else if (g_str_has_prefix(*word, "back="))
            back_told(engine, *word + strlen("back="));
        else
            come_round(engine, *word);
    }
}

static int carry_out(SsEngine *engine, const SsTimelineEntry *entry, GString *out, GString *err)
{
    const SsEngineOptions *options = &engine->options;
    int                    code = -1;

    if (options->act != NULL)
        code = options->act(options->act_data, engine->world, entry, out, err);
    return code >= 0 ? code
                     : ss_controller_operate(engine->world, entry->user, entry->words, out, err);
}

static void operate(SsEngine *engine, const SsTimelineEntry *entry)
{
    const SsEngineWatch *watch = &engine->options.watch;
    g_autoptr(GString)   out = g_string_new(NULL);
    g_autoptr(GString)   err = g_string_new(NULL);

    engine->n_events++;
    if (is_own(entry->words, "sleep")) {
        fall_asleep(engine, entry->words);
        return;
    }
    if (is_own(entry->words, "pass")) {
        come_rounds(engine, entry->words[2]);
        return;
    }
    complete_all(engine);
    const int code = carry_out(engine, entry, out, err);

    if (code == 0 && g_strcmp0(entry->words[0], "scancel") != 0)
        count_work(engine);
    stir(engine);
    drain(engine);
    if (watch->operated != NULL)
        watch->operated(watch->data, engine->world, entry, code, out->str, err->str);
}

static void on_event(SsEngine *engine, const SsEvent *event)
{
    SsWorld *world = engine->world;
    SsJob   *job = ss_world_job(world, event->job_id);

    switch (event->kind) {
    case SS_EVENT_CANCEL:
        if (job != NULL)
            ss_lifecycle_give_up(world, job);
        break;
    case SS_EVENT_EXIT:
        g_assert(job != NULL);
        job->end_event = SS_ID_NONE;
        if (!engine->ends_told)
            ss_lifecycle_exit(world, job);
        break;
    }
    drain(engine);
}

/* Those of this second up to `class`. */
static void take_events(SsEngine *engine, SsTime when, SsEventClass class)
{
    SsEvent event;

    while (ss_event_queue_take(engine->events, when, class, &event))
        on_event(engine, &event);
}

static void take_operations(SsEngine *engine)
{
    while (ss_timeline_next_time(engine->timeline) <= engine->world->now) {
        operate(engine, ss_timeline_peek(engine->timeline));
        ss_timeline_next(engine->timeline);
    }
    take_events(engine, engine->world->now, SS_EVENT_OPERATION);
}

static void take_ends(SsEngine *engine)
{
    take_events(engine, engine->world->now, SS_EVENT_JOB_END);
}

/* Is `beat` in this second? It is then looked at once. */
static bool is_beat(SsEngine *engine, SsBeat beat)
{
    const SsTime now = engine->world->now;

    if (now < engine->next[beat] || ss_cadence_beat(&engine->cadence, beat, now) != now)
        return false;
    engine->next[beat] = now + 1;
    return true;
}

static void look_at_reservations(SsEngine *engine)
{
    if (is_beat(engine, SS_BEAT_RESERVATION) && ss_controller_reservations(engine->world) > 0)
        drain(engine);
}

/* Reads the next job of a head whose place is empty. */
static bool fill_head(SsEngine *engine, Head *head)
{
    if (!head->has_job && !head->at_end && engine->error == NULL) {
        head->has_job = head->source->next(head->source, &head->spec, &engine->error);
        head->at_end = !head->has_job;
    }
    return head->has_job;
}

static Head *earliest_head(SsEngine *engine)
{
    Head *earliest = NULL;

    for (guint i = 0; i < engine->heads->len; i++) {
        Head *head = &g_array_index(engine->heads, Head, i);

        if (fill_head(engine, head)
            && (earliest == NULL || head->spec.submit < earliest->spec.submit))
            earliest = head;
    }
    return earliest;
}

static void tell_refusal(SsEngine *engine, const SsJobSpec *spec, SsRefusal *refusal)
{
    const SsEngineWatch *watch = &engine->options.watch;

    if (refusal->failed != NULL) {
        refusal->id = refusal->failed->id;
        ss_recorder_refused(engine->recorder, refusal->failed);
    } else if (refusal->takes_id) {
        uint32_t db_inx;

        ss_world_take_ids(engine->world, &refusal->id, &db_inx);
    }
    if (watch->refused != NULL) {
        const bool       asks_srun = refusal->is_test && spec->interactive; /* salloc has no test */
        g_autofree char *text = ss_refusal_text(refusal, asks_srun ? "srun" : "sbatch");

        watch->refused(watch->data, engine->world, spec, text,
                       refusal->foreseen                         ? SS_REFUSED_TEST
                       : refusal->takes_id || refusal->left_rows ? SS_REFUSED_KEPT
                                                                 : SS_REFUSED);
    }
}

static void submit(SsEngine *engine, SsJobSpec *spec)
{
    SsRefusal    refusal = { 0 };
    const SsJob *job;

    engine->n_events++;
    complete_all(engine);
    spec->submit = MAX(spec->submit, engine->world->now);
    job = ss_controller_submit(engine->world, spec, &refusal);
    if (job == NULL)
        tell_refusal(engine, spec, &refusal);
    else if (job->state == SS_JOB_PENDING)
        count_work(engine);
    stir(engine);
    ss_refusal_clear(&refusal);
    drain(engine);
}

static void take_submissions(SsEngine *engine)
{
    Head *head;

    while ((head = earliest_head(engine)) != NULL && head->spec.submit <= engine->world->now) {
        submit(engine, &head->spec);
        head->has_job = false;
    }
}

static void poll_limits(SsEngine *engine)
{
    if (engine->policy->textbook || !is_beat(engine, SS_BEAT_POLL))
        return;
    if (engine->options.teacher == NULL)
        ss_controller_poll(engine->world, engine->slow_kills);
    drain(engine);
    ss_controller_drop_reservations(engine->world);
    drain(engine);
}

static bool has_computed_job(const SsWorld *world)
{
    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next) {
        if (job->priority != 0 && !job->direct_prio)
            return true;
    }
    return false;
}

static bool is_period_late(const SsEngine *engine)
{
    const bool by_itself = !engine->cadence.told || engine->late.period == 0;

    return engine->late_period != 0 && by_itself && engine->world->now >= engine->late_period;
}

/* New priorities are a change that backfill takes notice of. */
static void compute_priorities(SsEngine *engine)
{
    SsWorld   *world = engine->world;
    const bool is_due = is_beat(engine, SS_BEAT_PERIOD); /* is told once */

    if (engine->late_period != 0 ? !is_period_late(engine) : !is_due)
        return;
    engine->late_period = 0;
    engine->n_events++;
    ss_controller_period(world);
    for (; engine->n_late > 0; engine->n_late--)
        ss_controller_period(world);
    if (world->n_pending > 0 && has_computed_job(world))
        world->changed.job = world->now;
    drain(engine);
}

static void purge(SsEngine *engine)
{
    if (is_beat(engine, SS_BEAT_PURGE))
        ss_world_purge(engine->world);
}

/* --- passes ------------------------------------------------------------------------------------------- */

/* True: it was skipped. */
static bool make_pass(SsEngine *engine, SsPassKind kind)
{
    SsPassOutcome outcome = { .valid_until = SS_TIME_NEVER };

    engine->n_events++;
    engine->policy->pass(engine->policy_self, engine->world, kind, &outcome);
    if (outcome.stamps)
        engine->world->changed.job = engine->world->now;
    engine->wake = outcome.valid_until > engine->world->now ? outcome.valid_until : SS_TIME_NEVER;
    drain(engine);
    if (engine->options.watch.passed)
        engine->options.watch.passed(engine->options.watch.data, engine->world);
    return outcome.skipped;
}

/* Who waits is looked at anew behind passes that the loop asked for. Behind one that is skipped nobody is eligible who was
 * not when that changed nothing, since the last pass that was made. */
static void refresh(SsEngine *engine, bool skipped)
{
    SsWorld       *world = engine->world;
    const uint64_t version = world->version;
    const bool     in_vain = skipped && engine->refreshed == version;

#ifndef SS_DEBUG
    if (in_vain)
        return;
#endif
    ss_controller_refresh(world);
    g_assert(!in_vain || world->version == version);
    if (world->version == version)
        engine->refreshed = version;
    drain(engine);
}

static void tick(SsEngine *engine)
{
    SsWorld     *world = engine->world;
    bool         asked;
    const SsTick kind = ss_cadence_tick(&engine->cadence, world->now, &asked);

    if (kind == SS_TICK_NOTHING)
        return;
    if (world->n_pending == 0) {
        world->stats.main_passes++;
        return;
    }
    const bool skipped = make_pass(engine, kind == SS_TICK_FULL ? SS_PASS_FULL : SS_PASS_PARTIAL);
    if (!skipped)
        engine->refreshed = UINT64_MAX;
    if (asked)
        refresh(engine, skipped);
}

static SsTime last_change(const SsWorld *world)
{
    const SsStamps *changed = &world->changed;

    return MAX(MAX(changed->job, changed->node), MAX(changed->part, changed->resv));
}

static void backfill(SsEngine *engine)
{
    SsWorld *world = engine->world;

    if (ss_cadence_backfill_due(&engine->cadence, last_change(world)) > world->now)
        return;
    if (world->n_pending > 0)
        make_pass(engine, SS_PASS_BACKFILL);
    ss_cadence_backfill_done(&engine->cadence, world->now);
}

/* The round of one thread, in this second. */
static void make_round(SsEngine *engine, SsRound round)
{
    const SsTime now = engine->world->now;
    const bool   told = engine->cadence.told;

    ss_cadence_come_round(&engine->cadence, now, round);
    engine->cadence.told = false;
    switch (round) {
    case SS_ROUND_FULL:
    case SS_ROUND_PARTIAL:
        look_at_reservations(engine);
        tick(engine);
        purge(engine);
        break;
    case SS_ROUND_LIMITS:
        if (engine->ends_told)
            ss_lifecycle_look(engine->world);
        engine->next[SS_BEAT_POLL] = now;
        poll_limits(engine);
        break;
    case SS_ROUND_BACKFILL:
        backfill(engine);
        break;
    case SS_ROUND_PERIOD:
        engine->next[SS_BEAT_PERIOD] = now;
        if (engine->late_period != 0)
            engine->late_period = now;
        compute_priorities(engine);
        break;
    }
    engine->cadence.told = told;
}

/* The loop looks at the limits, then makes a full pass. For that pass the nodes of those that the look killed are completing:
 * no job gets any of their cores (static-z-genome), and they count in limits still (static-x-teaching); but no more among an
 * array's running tasks (static-z-genome). */
static void make_main_round(SsEngine *engine)
{
    engine->slow_kills = true;
    engine->killed = engine->world->now;
    make_round(engine, SS_ROUND_LIMITS);
    engine->slow_kills = false;
    make_round(engine, SS_ROUND_FULL);
}

/* {"slurmsim", "pass", "full"}: that one comes round now, behind what was typed in this second. "main": the loop, which
 * looks at the limits and makes a full pass. */
static void come_round(SsEngine *engine, const char *which)
{
    static const struct {
        const char *name;
        SsRound     round;
    } rounds[] = {
        { "full", SS_ROUND_FULL },     { "part", SS_ROUND_PARTIAL },
        { "limits", SS_ROUND_LIMITS }, { "backfill", SS_ROUND_BACKFILL },
        { "decay", SS_ROUND_PERIOD },
    };

    if (strcmp(which, "decay") != 0)
        complete_for(engine, which);
    if (strcmp(which, "main") == 0 && !engine->policy->textbook)
        make_main_round(engine);
    for (size_t i = 0; i < G_N_ELEMENTS(rounds) && !engine->policy->textbook; i++) {
        if (strcmp(which, rounds[i].name) == 0)
            make_round(engine, rounds[i].round);
    }
}

static void make_first_rounds(SsEngine *engine)
{
    g_auto(GStrv) rounds = g_strsplit(engine->on_waking != NULL ? engine->on_waking : "", ",", -1);

    for (char **round = rounds; *round != NULL; round++)
        come_round(engine, *round);
}

static bool is_told(const SsEngine *engine)
{
    return engine->options.teacher != NULL && engine->options.teacher->told != NULL;
}

static void told_passes(SsEngine *engine)
{
    const SsTeacher *teacher = engine->options.teacher;
    SsWorld         *world = engine->world;
    SsPassKind       kind;

    while (teacher->told(teacher->data, world, &kind)) {
        drain(engine); /* ends that come before it */
        if (world->n_pending == 0)
            continue;
        make_pass(engine, kind);
        if (kind != SS_PASS_BACKFILL) {
            ss_controller_refresh(world);
            drain(engine);
        }
    }
}

static void taught_backfill(SsEngine *engine, uint32_t known)
{
    if (known & SS_TAUGHT_BACKFILL) {
        make_pass(engine, SS_PASS_BACKFILL);
        ss_cadence_backfill_done(&engine->cadence, engine->world->now);
    } else {
        backfill(engine);
    }
}

/* The passes of a second that is on record: those that are known, else those of the cadence. */
static void taught_passes(SsEngine *engine)
{
    const SsTeacher *teacher = engine->options.teacher;
    SsWorld         *world = engine->world;

    if (is_told(engine)) {
        told_passes(engine);
        return;
    }
    const uint32_t known = teacher->passes(teacher->data, world);

    if (teacher->backfill_first)
        taught_backfill(engine, known);
    if (known & SS_TAUGHT_MAIN) {
        ss_cadence_pass_made(&engine->cadence, world->now);
        make_pass(engine, SS_PASS_FULL);
    } else {
        tick(engine);
    }
    if (!teacher->backfill_first)
        taught_backfill(engine, known);
}

static void taught_starts(SsEngine *engine)
{
    const SsTeacher *teacher = engine->options.teacher;

    taught_passes(engine);
    teacher->start(teacher->data, engine->world);
    drain(engine);
}

static void take_taught_ends(SsEngine *engine)
{
    const SsTeacher *teacher = engine->options.teacher;

    if (teacher == NULL)
        return;
    teacher->end(teacher->data, engine->world);
    drain(engine);
}

/* The first begin time that is still to come. */
static SsTime next_begin(const SsWorld *world)
{
    SsTime next = SS_TIME_NEVER;

    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next) {
        if (job->eligible > world->now)
            next = MIN(next, job->eligible);
    }
    return next;
}

static void textbook_pass(SsEngine *engine)
{
    SsWorld *world = engine->world;

    if (!engine->touched && engine->wake > world->now)
        return;
    engine->touched = false;
    engine->wake = SS_TIME_NEVER;
    if (world->n_pending > 0) {
        make_pass(engine, SS_PASS_FULL);
        engine->wake = MIN(engine->wake, next_begin(world));
    }
    engine->touched = false;
}

static bool is_sample(SsEngine *engine)
{
    const SsEngineOptions *options = &engine->options;
    const SsTime           now = engine->world->now;
    bool                   found = options->sample_every > 0 && now % options->sample_every == 0;

    while (engine->next_sample < options->n_samples
           && options->sample_at[engine->next_sample] <= now) {
        found = found || options->sample_at[engine->next_sample] == now;
        engine->next_sample++;
    }
    return found;
}

/* --- one second ----------------------------------------------------------------------------------------- */

static bool has_more_to_do(const SsEngine *engine)
{
    return ss_event_queue_next(engine->events) <= engine->world->now
           || (ss_cadence_is_asked(&engine->cadence, engine->world->now) && !is_told(engine))
           || (engine->policy->textbook && engine->touched);
}

static bool is_usage_last(const SsEngine *engine)
{
    return engine->options.teacher != NULL && engine->options.teacher->usage_last;
}

static void look_by_clock(SsEngine *engine)
{
    poll_limits(engine);
    if (!is_usage_last(engine))
        compute_priorities(engine);
    purge(engine);
}

static void pass_by_clock(SsEngine *engine)
{
    /* Which of the two was first in the second of the wake is for `late` to tell. */
    if (engine->cadence.bf_first && engine->world->now > engine->cadence.quiet)
        backfill(engine);
    tick(engine);
    backfill(engine);
}

static void take_last_ends(SsEngine *engine)
{
    engine->passed = true;
    take_ends(engine);
    engine->passed = false;
}

static void take_classes(SsEngine *engine)
{
    take_operations(engine);
    if (!engine->options.ends_last)
        take_ends(engine);
    take_taught_ends(engine);
    look_at_reservations(engine);
    take_submissions(engine);
    look_by_clock(engine);
    if (engine->policy->textbook) {
        engine->cadence.at_once = false;
        textbook_pass(engine);
    } else if (engine->options.teacher != NULL) {
        taught_starts(engine);
        compute_priorities(engine);
    } else {
        pass_by_clock(engine);
    }
    if (engine->options.ends_last)
        take_last_ends(engine);
}

static void act(SsEngine *engine, const SsTimelineEntry *entry)
{
    if (entry->job != NULL)
        submit(engine, entry->job);
    else
        operate(engine, entry);
    take_ends(engine);
    if (engine->policy->textbook)
        textbook_pass(engine);
}

/* Passes that are due because of them are made in this second, once all of them are done. */
static void take_actions(SsEngine *engine)
{
    if (ss_timeline_next_time(engine->actions) > engine->world->now)
        return;
    while (ss_timeline_next_time(engine->actions) <= engine->world->now) {
        act(engine, ss_timeline_peek(engine->actions));
        ss_timeline_next(engine->actions);
    }
    while (has_more_to_do(engine))
        take_classes(engine);
}

/* What the controller did on an empty queue since the last second that was lived. */
static void catch_up(SsEngine *engine)
{
    SsWorld *world = engine->world;

    world->stats.main_passes += ss_cadence_catch_up(&engine->cadence, world->now);
    if (world->n_pending == 0)
        ss_cadence_backfill_catch_up(&engine->cadence, last_change(world), world->now);
}

/* Is this the first second after a sleep? */
static bool wakes_up(SsEngine *engine)
{
    const SsTime now = engine->world->now;
    const SsTime from = engine->next[SS_BEAT_PERIOD];

    if (engine->asleep == 0)
        return false;
    engine->asleep = 0;
    engine->cadence.told = false;
    const SsTime first = ss_cadence_beat(&engine->cadence, SS_BEAT_PERIOD, from);
    const SsTime made = now + engine->late.period;

    /* All that were missed are made at once. The second one meets what the first one charged (the classic
     * algorithms look at the usage before a pass), and no later one anything else. */
    if (first < made) {
        engine->late_period = made;
        engine->n_late = ss_cadence_beat(&engine->cadence, SS_BEAT_PERIOD, first + 1) <= made;
    }
    ss_cadence_wake(&engine->cadence, from, now, engine->late);
    return true;
}

/* What was due in the sleep is done before anything of the second itself. Threads wake together, before the
 * news of an end has come in (usage and priorities were recorded 4 to 65 ms after the jump): the period charges
 * what ended meanwhile as running until now, and what the poll kills is not gone yet when the passes look. */
static void make_up(SsEngine *engine)
{
    if (is_period_late(engine)) {
        if (!engine->cadence
                 .told) /* else it is known to have come before that news: they are charged whole */
            ss_lifecycle_look(engine->world);
        compute_priorities(engine);
    }
    make_first_rounds(engine);
    take_events(engine, engine->world->now - 1, SS_EVENT_CLASSES);
    look_at_reservations(engine);
    if (!engine->policy->textbook && !is_told(engine)) {
        tick(engine);
        backfill(engine);
    }
    look_by_clock(engine);
}

/* May the periods until the next second of another kind be made then, all at once? Textbook policies look at
 * priorities only where something happens; and that it will is certain while something runs or is to come. */
static bool puts_off_periods(SsEngine *engine)
{
    return engine->policy->textbook && engine->options.teacher == NULL && engine->asleep == 0
           && engine->late_period == 0
           && ss_shortcut_on(&engine->world->shortcuts, SS_SHORTCUT_PERIODS)
           && (ss_event_queue_count(engine->events) > 0 || earliest_head(engine) != NULL);
}

/* Those before `now` that were put off. Each was a second in which that happened and nothing else. */
static void make_put_off_periods(SsEngine *engine, SsTime now)
{
    const SsTime first =
        ss_cadence_beat(&engine->cadence, SS_BEAT_PERIOD, engine->next[SS_BEAT_PERIOD]);
    const SsSpan every = engine->cadence.every[SS_BEAT_PERIOD];

    if (!engine->periods_put_off || first >= now)
        return;
    const uint32_t n = (uint32_t) ((now - 1 - first) / every) + 1;

    ss_controller_periods(engine->world, first, every, n);
    if (engine->world->n_pending > 0 && has_computed_job(engine->world))
        engine->world->changed.job = engine->world->now;
    engine->n_events += 2 * n;
    engine->next[SS_BEAT_PERIOD] = engine->world->now + 1;
}

static void live_second(SsEngine *engine, SsTime now)
{
    make_put_off_periods(engine, now);
    engine->world->now = now;
    engine->n_events++;
    const bool woke = wakes_up(engine);

    if (woke || now > engine->killed + COMPLETING_MOST)
        complete_all(engine);
    if (!engine->policy->textbook)
        catch_up(engine);
    if (woke)
        make_up(engine);
    do
        take_classes(engine);
    while (has_more_to_do(engine));
    take_actions(engine);
    if (engine->options.teacher != NULL)
        engine->options.teacher->over(engine->options.teacher->data, engine->world);
    if (is_sample(engine)) {
        complete_all(engine);
        ss_controller_view(engine->world);
        ss_recorder_sample(engine->recorder);
    }
    for (uint32_t i = 0; i < SS_BEATS; i++)
        engine->next[i] = now + 1;
}

/* --- the next second -------------------------------------------------------------------------------------- */

static SsTime next_beat(SsEngine *engine, SsBeat beat, SsTime at_least)
{
    return ss_cadence_beat(&engine->cadence, beat, MAX(at_least, engine->next[beat]));
}

/* The first planned end of a job that still runs. */
static SsTime first_planned_end(SsEngine *engine)
{
    SsHeapItem item;

    while (ss_heap_peek(engine->ends, &item)) {
        const SsJob *job = ss_world_job(engine->world, (uint32_t) item.value);

        if (job != NULL && job->state == SS_JOB_RUNNING && job->end == item.key.time)
            return item.key.time;
        ss_heap_pop(engine->ends, &item);
    }
    return SS_TIME_NEVER;
}

static bool has_reservations(const SsWorld *world)
{
    for (guint i = 0; i < world->resv->len; i++) {
        if (ss_world_resv(world, i) != NULL)
            return true;
    }
    return false;
}

static SsTime next_poll(SsEngine *engine)
{
    const SsWorld *world = engine->world;
    const uint32_t enforce = world->settings.enforce;
    const bool     kills = (enforce & SS_ENFORCE_LIMITS) && !(enforce & SS_ENFORCE_SAFE);

    if (engine->policy->textbook)
        return SS_TIME_NEVER;
    if (has_reservations(world) || (kills && world->n_running > 0))
        return next_beat(engine, SS_BEAT_POLL, 0);
    return next_beat(engine, SS_BEAT_POLL, first_planned_end(engine));
}

static SsTime next_sample(const SsEngine *engine)
{
    const SsEngineOptions *options = &engine->options;
    const SsTime           now = engine->world->now;
    SsTime                 next = SS_TIME_NEVER;

    if (engine->next_sample < options->n_samples)
        next = options->sample_at[engine->next_sample];
    if (options->sample_every > 0)
        next = MIN(next, (now / options->sample_every + 1) * options->sample_every);
    return next;
}

static SsTime next_pass(const SsEngine *engine)
{
    const SsWorld *world = engine->world;
    const bool     waiting = world->n_pending > 0;

    if (engine->policy->textbook)
        return waiting ? engine->wake : SS_TIME_NEVER;
    if (is_told(engine))
        return SS_TIME_NEVER;
    const SsTime next = MIN(ss_cadence_tick_due(&engine->cadence, waiting),
                            waiting ? ss_cadence_backfill_due(&engine->cadence, last_change(world))
                                    : SS_TIME_NEVER);
    /* where ends come last, those of this second are made */
    return engine->options.ends_last ? MAX(next, world->now + 1) : next;
}

static SsTime next_taught(const SsEngine *engine)
{
    const SsTeacher *teacher = engine->options.teacher;

    return teacher != NULL ? teacher->next(teacher->data, engine->world->now + 1) : SS_TIME_NEVER;
}

/* What moves the run but for passes. `poll` is next_poll. */
static SsTime next_other_work(SsEngine *engine, SsTime poll)
{
    const Head *head = earliest_head(engine);
    SsTime      next = ss_event_queue_next(engine->events);

    next = MIN(next, next_taught(engine));

    next = MIN(next, ss_timeline_next_time(engine->timeline));
    next = MIN(next, ss_timeline_next_time(engine->actions));
    if (head != NULL)
        next = MIN(next, head->spec.submit);
    if (engine->world->n_running > 0)
        next = MIN(next, poll);
    return next;
}

/* What moves the run: without any of it nothing will ever change. */
static SsTime next_work(SsEngine *engine, SsTime poll)
{
    return MIN(next_other_work(engine, poll), next_pass(engine));
}

/* What goes on by the clock, whether anything happens or not. */
static SsTime next_by_clock(SsEngine *engine, SsTime poll)
{
    SsTime next = engine->periods_put_off ? SS_TIME_NEVER : next_beat(engine, SS_BEAT_PERIOD, 0);

    if (engine->late_period != 0 && !engine->cadence.told)
        next = MIN(next, engine->late_period);
    next = MIN(next, next_beat(engine, SS_BEAT_PURGE, ss_world_purge_due(engine->world)));
    next = MIN(next, next_beat(engine, SS_BEAT_RESERVATION,
                               ss_controller_next_reservation(engine->world)));
    next = MIN(next, poll);
    return MIN(next, next_sample(engine));
}

/* Nothing runs, nothing will come: is what waits worth waiting for? */
static bool is_over(SsEngine *engine, SsTime work)
{
    const SsWorld *world = engine->world;

    if (engine->options.until != SS_TIME_NEVER)
        return false;
    if (engine->options.teacher != NULL && next_taught(engine) == SS_TIME_NEVER
        && engine->world->n_running == 0)
        return true;
    if (next_taught(engine) != SS_TIME_NEVER || first_planned_end(engine) != SS_TIME_NEVER
        || ss_event_queue_count(engine->events) > 0 || earliest_head(engine) != NULL
        || ss_timeline_count(engine->timeline) > 0)
        return false;
    if (world->n_pending == 0 || work == SS_TIME_NEVER)
        return true;
    return ss_outlook_is_hopeless(world, world->now - engine->stirred);
}

/* The first second after the sleep, or its last one if somebody types a command then. */
static SsTime waking(SsEngine *engine)
{
    const SsTime last = engine->asleep;
    const Head  *head = earliest_head(engine);
    const bool   asked = ss_timeline_next_time(engine->timeline) == last
                       || ss_timeline_next_time(engine->actions) == last
                       || (head != NULL && head->spec.submit == last);

    return asked ? last : last + 1;
}

static SsTime next_second(SsEngine *engine)
{
    const SsTime poll = next_poll(engine);
    const SsTime work = next_work(engine, poll);

    engine->periods_put_off = false;
    if (is_over(engine, work))
        return SS_TIME_NEVER;
    engine->periods_put_off = puts_off_periods(engine);
    const SsTime next = MAX(MIN(work, next_by_clock(engine, poll)), engine->world->now);
    return engine->asleep > 0 ? waking(engine)
                              : next; /* lived whatever is due: its rhythm counts from it */
}

static void check_world(SsEngine *engine)
{
    const SsTime     hour = engine->world->now / HOUR;
    g_autofree char *fault = NULL;

    if (!engine->options.paranoid || hour == engine->checked)
        return;
    engine->checked = hour;
    fault = ss_world_check(engine->world);
    if (fault != NULL && engine->error == NULL)
        g_set_error(&engine->error, SS_ENGINE_ERROR, SS_ENGINE_ERROR_BUG,
                    "the simulated cluster is inconsistent: %s", fault);
}

static bool may_go_on(SsEngine *engine)
{
    const volatile int *interrupted = engine->options.interrupted;

    check_world(engine);
    if (engine->error == NULL)
        engine->error = ss_recorder_error(engine->recorder);
    if (engine->error == NULL && interrupted != NULL && *interrupted != 0)
        g_set_error(&engine->error, SS_ENGINE_ERROR, SS_ENGINE_ERROR_INTERRUPTED, "interrupted");
    return engine->error == NULL;
}

/* The first second that is no more lived. */
static SsTime first_past(const SsEngine *engine)
{
    return ss_time_add(engine->options.until, engine->options.whole ? 1 : 0);
}

/* --- seconds of passes alone ------------------------------------------------------------------------------ */

/* In most seconds a pass is due and nothing else, and most passes change nothing: what else is due next stays what it was. */
static bool may_be_lean(SsEngine *engine)
{
    const SsWorld         *world = engine->world;
    const SsEngineOptions *options = &engine->options;

    return !engine->policy->textbook && options->teacher == NULL && !options->ends_last
           && ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_LEAN) && world->n_pending > 0
           && engine->asleep == 0 && engine->late_period == 0 && !engine->cadence.told
           && engine->completing->len == 0
           && !has_reservations(world)
           /* it is not over, then */
           && (ss_event_queue_count(engine->events) > 0 || earliest_head(engine) != NULL);
}

static SsTime next_but_passes(SsEngine *engine)
{
    SsTime poll = next_poll(engine);

    if (!engine->world->no_limit_kills) /* it asks everybody who runs */
        poll = MIN(poll, next_beat(engine, SS_BEAT_POLL, 0));
    return MIN(MIN(next_other_work(engine, poll), next_by_clock(engine, poll)), first_past(engine));
}

static void live_lean_second(SsEngine *engine, SsTime now)
{
    SsWorld *world = engine->world;

    world->now = now;
    world->shortcuts.saved[SS_SHORTCUT_LEAN]++;
    engine->n_events++;
    catch_up(engine);
    pass_by_clock(engine);
    while (has_more_to_do(engine))
        take_classes(engine);
    for (uint32_t i = 0; i < SS_BEATS; i++)
        engine->next[i] = now + 1;
}

static void live_lean_seconds(SsEngine *engine)
{
    if (!may_be_lean(engine))
        return;
    const uint64_t version = engine->world->version;
    const SsTime   other = next_but_passes(engine);
    SsTime         next;

    while (engine->world->version == version && may_go_on(engine)
           && (next = MAX(next_pass(engine), engine->world->now)) < other) {
#ifdef SS_DEBUG
        g_assert(may_be_lean(engine) && next_but_passes(engine) == other);
        g_assert(next_second(engine) == next);
#endif
        live_lean_second(engine, next);
    }
}

/* --- the run ---------------------------------------------------------------------------------------------- */

static double fraction_of(const SsEngine *engine)
{
    const SsEngineOptions *options = &engine->options;
    double                 sum = 0;
    guint                  known = 0;

    for (guint i = 0; i < engine->heads->len; i++) {
        SsJobSource *source = g_array_index(engine->heads, Head, i).source;

        if (source->progress == NULL)
            continue;
        sum += source->progress(source);
        known++;
    }
    if (known > 0)
        return sum / known;
    if (options->until == SS_TIME_NEVER || options->until <= options->start)
        return 0;
    return (double) (engine->world->now - options->start)
           / (double) (options->until - options->start);
}

static void tell_progress(const SsEngine *engine)
{
    if (engine->options.progress != NULL)
        engine->options.progress(engine->options.progress_data, engine->world, fraction_of(engine));
}

static void begin(SsEngine *engine)
{
    ss_cadence_init(&engine->cadence, &engine->world->settings, engine->options.start,
                    engine->options.phase, engine->options.notice);
    engine->cadence.hurry |= engine->options.ends_hurry;
    ss_recorder_begin(engine->recorder);
    ss_controller_begin(engine->world);
    drain(engine);
}

static void end(SsEngine *engine)
{
    if (engine->options.until != SS_TIME_NEVER)
        engine->world->now = MAX(engine->options.until, engine->world->now);
    ss_controller_view(engine->world);
    ss_recorder_end(engine->recorder);
    if (engine->error == NULL)
        engine->error = ss_recorder_error(engine->recorder);
}

static bool is_past(const SsEngine *engine, SsTime when)
{
    return when >= first_past(engine);
}

gboolean ss_engine_run(SsEngine *engine, GError **error)
{
    SsTime next;

    begin(engine);
    while (may_go_on(engine)) {
        next = next_second(engine);
        if (next == SS_TIME_NEVER || is_past(engine, next)) {
            make_put_off_periods(engine, MIN(next, first_past(engine)));
            break;
        }
        live_second(engine, next);
        live_lean_seconds(engine);
        tell_progress(engine);
    }
    if (engine->error == NULL)
        end(engine);
    tell_progress(engine);
    if (engine->error == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&engine->error));
    return FALSE;
}
