/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.c - from a plan to a ledger, and again.
 *
 * A run owns everything it needs: its cluster, its engine with the world in it, its ledger. There is no state
 * between runs, and nothing of the machine reaches the ledger.
 *
 * A cluster at rest is the same run, stopped at its clock. Whatever changes it (a submission, an operation,
 * other accounts, a later clock) is added to the ledger's timeline and the run is repeated from its
 * start: what a change did then needs no second implementation, and the answer is what it would have been had
 * it been planned from the beginning.
 */
#include "sim/sweep/run.h"

#include "configs/accounts.h"
#include "configs/faults.h"
#include "configs/grow.h"
#include "configs/sacctmgr.h"
#include "configs/site.h"
#include "scheduler/controller.h"
#include "scheduler/fairshare.h"
#include "scheduler/priority.h"
#include "sim/base/date.h"
#include "sim/base/json.h"
#include "sim/base/size.h"
#include "sim/base/version.h"
#include "sim/engine/engine.h"
#include "sim/engine/pool.h"
#include "sim/ledger/entities.h"
#include "sim/ledger/pending.h"
#include "sim/ledger/query.h"
#include "sim/ledger/rollup.h"
#include "sim/ledger/write.h"
#include "sim/sweep/before.h"
#include "sim/sweep/inputs.h"
#include "sim/sweep/people.h"
#include "sim/sweep/seed.h"
#include "workloads/sbatch_options.h"
#include "workloads/transform.h"

#include <string.h>

#define OF_THE_PLAN "the plan" /* where its operations come from */

enum { CHANCE = 1 }; /* seed of what a plan's load and limits draw: the same in every run */

typedef struct {
    const SsPlan *plan;
    SsPlan *from; /* the same with the files that are read: those of a repeated run are copies */
    const SsRunHooks *hooks;
    SsLedger         *old;     /* the ledger that is repeated, NULL */
    const SsChange   *change;  /* NULL                              */
    SsOutcome        *outcome; /* NULL                              */
    const SsRunProbe *probe;   /* NULL                              */
    bool              seen;    /* the probe has seen enough         */
    char             *site;    /* folder actually read              */
    bool              site_is_copy;
    SsZone           *zone;
    SsCluster        *cluster;
    bool              old_was_read; /* its past is in the new one */
    SsAccounts       *accounts;     /* as sacctmgr changed them at their time; NULL: nothing did */
    SsJobSource      *source;
    SsTraceTally      tally; /* of its first reading */
    SsRecordSet      *record;
    SsLedger         *ledger;
    SsRecordSink     *sink;
    SsPending        *pending; /* NULL: nobody looks */
    bool              kept;    /* the ledger becomes a file */
    SsEngine         *engine;
    SsTime            base;         /* what the workload's own clock counts from; 0: its default */
    SsTime            start, since; /* since: beginning of the accounting */
    SsTime            clock;        /* of a cluster at rest               */
    SsTime            changed_at;   /* its clock before that              */
    volatile int      stop;         /* the hook's, as the engine wants it */
    bool              refused;      /* the change was refused             */
    char             *failed;       /* an operation of the plan that was refused, NULL */
} Run;

static void run_clear(Run *run)
{
    ss_engine_free(run->engine);
    if (run->sink)
        run->sink->free(run->sink);
    ss_pending_free(run->pending);
    ss_job_source_free(run->source);
    ss_record_set_free(run->record);
    if (run->cluster)
        ss_cluster_unref(run->cluster);
    if (run->accounts)
        ss_accounts_free(run->accounts);
    ss_zone_unref(run->zone);
    ss_ledger_free(run->ledger);
    if (run->site_is_copy)
        ss_inputs_site_remove(run->site);
    g_free(run->site);
    g_free(run->failed);
}

/* --- the site --------------------------------------------------------------------------------------- */

/* Nodes that the plan adds or takes away: "gpu=+2". */
static gboolean grow_site(Run *run, GError **error)
{
    for (uint32_t i = 0; run->plan->nodes[i]; i++) {
        g_auto(GStrv) parts = g_strsplit(run->plan->nodes[i], "=", 2);

        if (!ss_site_grow(run->cluster, parts[0], g_ascii_strtoll(parts[1], NULL, 10), error))
            return FALSE;
    }
    return TRUE;
}

static gboolean read_site(Run *run, GError **error)
{
    run->site = run->old ? ss_inputs_site(run->old, error) : g_strdup(run->plan->site);
    run->site_is_copy = run->old != NULL;
    if (!run->site || (run->old && !ss_inputs_restore(run->old, run->site, run->from, error)))
        return FALSE;
    const SsPlan       *plan = run->from;
    const SsSiteOptions options = { .folder = run->old ? NULL : plan->folder,
                                    .accounts_file = plan->accounts,
                                    .qos_file = plan->qos,
                                    .strict = plan->strict,
                                    .overrides = plan->overrides,
                                    .people_follow = plan->workloads[0] != NULL,
                                    .now = plan->start };

    return ss_site_read(run->site, &options, run->hooks->diag, &run->cluster, error)
           && grow_site(run, error);
}

static gboolean change_accounts(Run *run, const char *command, GError **error)
{
    const SsSacctmgrContext context = { .now = run->start, .actor = "root", .immediate = true };
    g_autoptr(GString)      out = g_string_new(NULL), err = g_string_new(NULL);
    g_auto(GStrv)           words = ss_accounts_split(command, error);

    if (!words)
        return FALSE;
    if (ss_sacctmgr_run(run->cluster->accounts, &context, words, out, err) == 0
        && !strstr(out->str, "Nothing modified"))
        return TRUE;
    g_autofree char *said = g_strstrip(g_strdup(err->len ? err->str : out->str));
    g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_REFERENCE, "sacctmgr %s: %s", command,
                g_strdelimit(said, "\n", ';'));
    return FALSE;
}

static gboolean apply_list(Run *run, char **changes, GError **error)
{
    if (!changes || !changes[0])
        return TRUE;
    if (!run->cluster->accounts) {
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_MISSING,
                    "sacctmgr %s: the site has no accounts", changes[0]);
        return FALSE;
    }
    for (uint32_t i = 0; changes[i]; i++)
        if (!change_accounts(run, changes[i], error))
            return FALSE;
    ss_assoc_tree_free(run->cluster->tree);
    run->cluster->tree = ss_assoc_tree_new(run->cluster->accounts);
    ss_cluster_resources(run->cluster, run->cluster->accounts);
    ss_cluster_seal(run->cluster);
    return TRUE;
}

/* What the plan changes in the accounts, and what a probe changes on top. */
static gboolean apply_changes(Run *run, GError **error)
{
    return apply_list(run, run->plan->changes, error)
           && (!run->probe || apply_list(run, run->probe->changes, error));
}

/* --- the workload ----------------------------------------------------------------------------------- */

static void trace_options(const Run *run, SsTraceOptions *options, SsTraceTally *tally)
{
    const SsPlan *plan = run->plan;

    ss_trace_options_init(options);
    options->format = plan->format;
    options->swf_dependencies = plan->swf_dependencies;
    options->ignore_columns = plan->ignore_columns;
    options->max_bad = plan->max_bad;
    options->run_time = plan->run_time;
    options->zone = run->zone;
    options->cluster = run->cluster;
    options->recorded = plan->record != NULL;
    options->verbose = plan->verbose;
    options->tally = tally;
    if (run->base || plan->zero)
        options->start = plan->zero ? plan->zero : run->base;
    options->swf_account = ss_swf_account(plan->swf_account);
}

/* Submissions as a probe edits them. */
typedef struct {
    SsJobSource       source;
    SsJobSource      *inner;
    const SsRunProbe *probe;
} Edited;

static gboolean edited_next(SsJobSource *source, SsJobSpec *spec, GError **error)
{
    Edited *edited = (Edited *) (void *) source;

    return edited->inner->next(edited->inner, spec, error)
           && edited->probe->edit(edited->probe->data, spec, error);
}

static void edited_free(SsJobSource *source)
{
    ss_job_source_free(((Edited *) (void *) source)->inner);
    g_free(source);
}

static SsJobSource *edited_new(SsJobSource *inner, const SsRunProbe *probe)
{
    Edited *edited = g_new0(Edited, 1);

    edited->source = (SsJobSource){ .next = edited_next, .free = edited_free };
    edited->inner = inner;
    edited->probe = probe;
    return &edited->source;
}

static SsJobSource *open_workload(Run *run, SsDiag *diag, SsTraceTally *tally, GError **error)
{
    SsTraceOptions options;
    SsJobSource   *source;

    trace_options(run, &options, tally);
    source = ss_trace_open_all(run->from->workloads, &options, diag, error);
    if (source && run->record)
        source = ss_transform_recorded_runs(source, run->record, NULL);
    if (source && run->plan->load)
        source = ss_transform_scale(source, SS_SCALE_JOBS, g_ascii_strtod(run->plan->load, NULL),
                                    CHANCE);
    if (source && run->plan->limits)
        source = ss_transform_limits(source, g_ascii_strtod(run->plan->limits, NULL), 0, CHANCE);
    if (source && run->probe && run->probe->edit)
        source = edited_new(source, run->probe);
    return source;
}

/* The first reading: when it begins, and who is in it if the tree lacks them. */
static gboolean look_at_people(Run *run, GError **error)
{
    const bool    no_tree = run->cluster->tree->n == 0;
    SsPeopleAdded added;

    if (!run->plan->workloads[0] || (!no_tree && !run->plan->add_users)) {
        if (!run->cluster->accounts)
            ss_people_add_root(run->cluster, run->start);
        return TRUE;
    }
    g_autoptr(SsJobSource) again =
        run->source->rewind ? NULL : open_workload(run, NULL, NULL, error);
    SsJobSource *source = run->source->rewind ? run->source : again;
    if (!source || !ss_people_add(run->cluster, source, run->start, &added, error))
        return FALSE;
    if (source == run->source)
        source->rewind(source);
    ss_diag_add(
        run->hooks->diag, SS_SEVERITY_NOTE,
        ss_fault_row(no_tree ? SS_FAULT_NO_ACCOUNTS : SS_FAULT_PEOPLE_ADDED)->code, NULL, NULL,
        no_tree
            ? "no accounts file: %u account%s and %u user%s of the workload under one root, one "
              "share each"
            : "%u account%s and %u user%s of the workload were added to the tree",
        added.accounts, ss_plural(added.accounts), added.users, ss_plural(added.users));
    return TRUE;
}

static gboolean ends_after_it_begins(const Run *run, GError **error)
{
    char start[SS_DATE_TEXT], until[SS_DATE_TEXT];

    if (run->plan->until == 0 || run->plan->until >= run->start)
        return TRUE;
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE, "--until %s: the run begins at %s",
                ss_date_text(run->plan->until, run->zone, until),
                ss_date_text(run->start, run->zone, start));
    return FALSE;
}

/* A workload whose jobs say nothing of their end is a mistake more often than not: said once. */
static void tell_endless(const Run *run)
{
    const SsFaultRow *row = ss_fault_row(SS_FAULT_ENDLESS);

    if (run->tally.endless > 0 && !run->record)
        ss_diag_add(run->hooks->diag, row->lenient, row->code, NULL, row->remedy,
                    "%" G_GUINT64_FORMAT
                    " jobs have neither a run time nor a time limit: they run to "
                    "the limit of their partition, or for 365 days",
                    run->tally.endless);
}

static gboolean open_source(Run *run, GError **error)
{
    if (run->plan->record
        && !(run->record = ss_record_set_read(run->from->record, run->zone, error)))
        return FALSE;
    run->start = run->plan->start;
    if (run->plan->workloads[0]) {
        run->source = open_workload(run, run->hooks->diag, &run->tally, error);
        if (!run->source)
            return FALSE;
        tell_endless(run);
        if (run->start == 0)
            run->start = run->tally.first_submit;
    }
    run->since = run->plan->since ? run->plan->since : run->start;
    return ends_after_it_begins(run, error);
}

/* Accounting records made by reading the site are as old as the run. */
static void date_accounts(SsAccounts *accounts, SsTime when)
{
    for (uint32_t i = 0; accounts && i < accounts->assocs->len; i++) {
        SsAssocRecord *a = accounts->assocs->pdata[i];

        a->created = a->created ? a->created : when;
    }
}

/* --- what is typed at a cluster at rest ------------------------------------------------------------------------------- */

static char *words_text(char **words)
{
    GString            *text = g_string_new(NULL);
    g_autoptr(SsWriter) writer = ss_writer_new_string(text);
    g_autoptr(SsJson)   json = ss_json_new(writer, SS_JSON_COMPACT);

    ss_json_begin_array(json);
    for (uint32_t i = 0; words[i]; i++)
        ss_json_text(json, words[i]);
    ss_json_end_array(json);
    ss_writer_flush(writer);
    return g_string_free(text, FALSE);
}

static gboolean keep_action(SsLedger *ledger, SsTime at, const char *actor, char **words,
                            GError **error)
{
    g_autofree char *text = words_text(words);
    sqlite3_stmt    *s = ss_ledger_statement(
           ledger, "INSERT INTO timeline(at, actor, words) VALUES(?1, ?2, ?3)", error);

    if (!s)
        return FALSE;
    sqlite3_bind_int64(s, 1, at);
    sqlite3_bind_text(s, 2, actor, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(s, 3, text, -1, SQLITE_TRANSIENT);
    const bool done = sqlite3_step(s) == SQLITE_DONE;
    sqlite3_reset(s);
    if (!done)
        ss_ledger_fail(ledger, error, "timeline");
    return done;
}

/* The words of action `id`, from their JSON. */
static char **words_of(SsLedger *ledger, int64_t id)
{
    GPtrArray *words = g_ptr_array_new();
    SsQuery   *q = ss_query_new(ledger, "SELECT j.value FROM timeline t, json_each(t.words) j"
                                          " WHERE t.id = ?1 ORDER BY j.key");

    ss_query_int(q, 1, id);
    while (ss_query_next(q))
        g_ptr_array_add(words, g_strdup(ss_query_get_text(q, 0)));
    ss_query_close(q, NULL);
    g_ptr_array_add(words, NULL);
    return (char **) g_ptr_array_free(words, FALSE);
}

/* What sbatch, srun or salloc asked for; NULL on error. */
static SsJobSpec *action_job(const Run *run, int64_t id, SsTime at, const char *actor, char **words,
                             GError **error)
{
    const SsSbatchFor     command = g_strcmp0(words[0], "srun") == 0     ? SS_SRUN
                                    : g_strcmp0(words[0], "salloc") == 0 ? SS_SALLOC
                                                                         : SS_SBATCH;
    const SsSbatchContext context = {
        .now = at, .zone = run->zone, .user = actor, .no_files = true
    };
    SsJobSpec *spec = g_new0(SsJobSpec, 1);

    ss_job_spec_init(spec);
    spec->user = g_strdup(actor);
    if (!ss_sbatch_parse(words + 1, command, &context, spec, NULL, error)) {
        ss_job_spec_clear(spec);
        g_free(spec);
        return NULL;
    }
    spec->submit = at;
    spec->interactive = command != SS_SBATCH;
    g_free(spec->trace_id);
    spec->trace_id = g_strdup_printf("timeline:%" G_GINT64_FORMAT, id);
    if (!run->probe || !run->probe->edit || run->probe->edit(run->probe->data, spec, error))
        return spec;
    ss_job_spec_clear(spec);
    g_free(spec);
    return NULL;
}

static bool is_submission(char **words)
{
    return g_strcmp0(words[0], "sbatch") == 0 || g_strcmp0(words[0], "srun") == 0
           || g_strcmp0(words[0], "salloc") == 0;
}

static gboolean add_action(Run *run, SsTimeline *actions, const SsQuery *q, GError **error)
{
    const int64_t    id = ss_query_get_int(q, 0);
    const SsTime     at = ss_query_get_int(q, 1);
    const char      *actor = ss_query_get_text(q, 2);
    g_auto(GStrv)    words = words_of(run->ledger, id);
    g_autofree char *where = g_strdup_printf("timeline:%" G_GINT64_FORMAT, id);

    if (!is_submission(words)) {
        ss_timeline_add(actions, at, actor, (const char *const *) words, where);
        return TRUE;
    }
    SsJobSpec *job = action_job(run, id, at, actor, words, error);
    if (job)
        ss_timeline_add_job(actions, at, job);
    return job != NULL;
}

/* What was asked of the cluster before, and now, in that order. */
static gboolean add_actions(Run *run, GError **error)
{
    SsTimeline *actions = ss_timeline_new();
    SsQuery    *q = ss_query_new(run->ledger, "SELECT id, at, actor FROM timeline ORDER BY id");
    gboolean    ok = TRUE;

    while (ok && ss_query_next(q))
        ok = add_action(run, actions, q, error);
    ok = ss_query_close(q, ok ? error : NULL) && ok;
    ss_engine_add_actions(run->engine, actions);
    return ok;
}

/* "TIME|COMMAND" */
static gboolean plan_operation(const Run *run, SsTimeline *timeline, const char *text,
                               GError **error)
{
    const bool    may_fail = *text == '-';
    g_auto(GStrv) parts = g_strsplit(text + may_fail, "|", 2);
    SsDateReader  reader = { .now = run->start, .zone = run->zone };
    int64_t       offset = 0;
    SsTime        at = run->start;

    if (ss_int_parse(parts[0], 0, INT32_MAX, &offset, NULL))
        at = run->start + offset;
    else if (!ss_date_parse(&reader, parts[0], SS_DATE_LOOKS_BACK, &at, error))
        return FALSE;
    return ss_timeline_add_command(timeline, at, NULL, parts[1] ? parts[1] : "",
                                   may_fail ? parts[1] : OF_THE_PLAN, error);
}

static gboolean add_timeline(Run *run, GError **error)
{
    g_autoptr(SsTimeline) timeline = ss_timeline_new();

    for (uint32_t i = 0; run->from->events[i]; i++)
        if (!ss_timeline_read(timeline, run->from->events[i],
                              run->plan->zero ? run->plan->zero : run->start, run->zone, error))
            return FALSE;
    for (uint32_t i = 0; run->plan->operations[i]; i++)
        if (!plan_operation(run, timeline, run->plan->operations[i], error))
            return FALSE;
    ss_engine_add_operations(run->engine, g_steal_pointer(&timeline));
    return TRUE;
}

/* --- accounts ----------------------------------------------------------------------------------------- */

/* Jobs of an association, by its id in the accounting, that wait or run. */
static uint32_t active_jobs(void *data, uint32_t assoc, uint32_t *job_ids, uint32_t max)
{
    const SsWorld *world = data;
    uint32_t       n = 0;

    for (const SsJob *job = world->first; job != NULL && n < max; job = job->next)
        if (!ss_job_finished(job) && job->assoc != SS_ID_NONE
            && world->tree->at[job->assoc].id == assoc)
            job_ids[n++] = job->id;
    return n;
}

typedef struct {
    Run     *run;
    SsWorld *world;
} Forgetful;

static void write_reset(Run *run, const SsWorld *world, const char *column, uint32_t id)
{
    g_autofree char *sql =
        g_strdup_printf("INSERT INTO raw_usage_reset (at, %s) VALUES (%" G_GINT64_FORMAT ", %u)",
                        column, world->now, id);
    g_autoptr(GError) error = NULL;

    if (!ss_ledger_exec(run->ledger, sql, &error))
        ss_diag_add(run->hooks->diag, SS_SEVERITY_WARNING, ss_fault_row(SS_FAULT_OPERATION)->code,
                    NULL, NULL, "%s", error->message);
}

/* RawUsage=0: what was used is forgotten at once; levels and ranks follow with the next period. */
static void forget_usage(void *data, const char *account, const char *user, const char *qos)
{
    const Forgetful   *forgetful = data;
    SsWorld           *world = forgetful->world;
    const SsAssocTree *tree = world->tree;

    const SsQosId of_qos = qos ? ss_qos_find(tree, qos) : SS_ID_NONE;
    if (of_qos != SS_ID_NONE) {
        ss_fairshare_reset_qos(world, of_qos);
        write_reset(forgetful->run, world, "id_qos", tree->qos[of_qos].id);
    }
    if (qos)
        return;
    const SsAssocId assoc =
        user ? ss_assoc_find(tree, user, account, NULL) : ss_assoc_find_account(tree, account);
    if (assoc != SS_ID_NONE) {
        ss_fairshare_reset(world, assoc);
        write_reset(forgetful->run, world, "id_assoc", tree->at[assoc].id);
    }
}

/* sacctmgr in the middle of a run: the accounts of the ledger that is being made change, and the world takes
 * their tree. */
static int act_on_accounts(gpointer data, SsWorld *world, const SsTimelineEntry *operation,
                           GString *out, GString *err)
{
    Run *run = data;

    if (strcmp(operation->words[0], "sacctmgr") != 0)
        return -1;
    if (!run->accounts)
        run->accounts = ss_ledger_accounts_read(run->ledger, run->cluster->tres, NULL);
    if (!run->accounts)
        return 1;
    Forgetful               forgetful = { run, world };
    const SsSacctmgrContext context = { .now = world->now,
                                        .actor = operation->user,
                                        .immediate = true,
                                        .track_wckey = world->settings.track_wckey,
                                        .active_jobs = active_jobs,
                                        .active_jobs_data = world,
                                        .reset_usage = forget_usage,
                                        .reset_usage_data = &forgetful };
    const int code = ss_sacctmgr_run(run->accounts, &context, operation->words + 1, out, err);

    g_string_truncate(out, 0); /* it was said when the change was tried */
    world->accounts = run->accounts;
    ss_cluster_resources(run->cluster, run->accounts);
    ss_world_licenses(world);
    if (code == 0)
        ss_controller_accounts(world, ss_assoc_tree_new(run->accounts));
    return code;
}

/* The old ledger's rows that a repeated run keeps: what was asked, and history from before its start. */
static gboolean copy_old(Run *run, GError **error)
{
    static const char *const tables[] = { "input", "timeline" };
    static const char *const history[] = {
        /* also what was imported later: a controller's own rows have the mark that it told of them */
        "INSERT INTO job SELECT * FROM old.job WHERE time_submit < %" G_GINT64_FORMAT
        " OR flags & 16 = 0",
        "INSERT INTO suspend SELECT s.* FROM old.suspend s JOIN old.job j USING (job_db_inx)"
        " WHERE j.time_submit < %" G_GINT64_FORMAT,
        "INSERT INTO event SELECT * FROM old.event WHERE time_start < %" G_GINT64_FORMAT,
        "INSERT INTO resv SELECT * FROM old.resv WHERE time_start < %" G_GINT64_FORMAT,
    };
    char            *quoted = sqlite3_mprintf("%Q", ss_ledger_path(run->old));
    g_autofree char *attach = g_strdup_printf("ATTACH DATABASE %s AS old", quoted);
    gboolean         ok = TRUE;

    sqlite3_free(quoted);
    g_clear_pointer(&run->old, ss_ledger_free); /* the new one attaches it, alone */
    run->old_was_read = true;
    if (!ss_ledger_exec(run->ledger, attach, error))
        return FALSE;
    for (uint32_t i = 0; ok && i < G_N_ELEMENTS(tables); i++) {
        g_autofree char *sql =
            g_strdup_printf("INSERT INTO %s SELECT * FROM old.%s", tables[i], tables[i]);

        ok = ss_ledger_exec(run->ledger, sql, error);
    }
    for (uint32_t i = 0; ok && i < G_N_ELEMENTS(history); i++) {
        g_autofree char *sql = g_strdup_printf(history[i], run->start);

        ok = ss_ledger_exec(run->ledger, sql, error);
    }
    return ok; /* it stays attached: a ledger that is being made is one transaction */
}

/* Repeating decides everything anew. That it is the same run can only be seen from what was over before. */
static gboolean compare_with_old(Run *run, GError **error)
{
    if (!run->change)
        return TRUE;
    /* Row by row of what a controller told; an import in between gave the later ones other keys. What the change itself ends anew
     * (a job that is requeued behind its end) is no difference. */
    SsQuery *q = ss_query_new(
        run->ledger,
        "WITH o AS (SELECT *, row_number() OVER (ORDER BY job_db_inx) row FROM old.job"
        " WHERE flags & 16), n AS (SELECT *, row_number() OVER (ORDER BY job_db_inx) row FROM job"
        " WHERE flags & 16) SELECT count(*) FROM o LEFT JOIN n USING (row)"
        " WHERE o.time_end BETWEEN 1 AND ?1 AND (n.id_job, n.time_start, n.time_end, n.state)"
        " IS NOT (o.id_job, o.time_start, o.time_end, o.state)"
        " AND NOT ((n.id_job, n.time_start) IS (o.id_job, o.time_start) AND n.time_end > ?1)");

    ss_query_int(q, 1, run->changed_at - 1);
    if (ss_query_next(q))
        run->outcome->differing = (uint64_t) ss_query_get_int(q, 0);
    return ss_query_close(q, error);
}

/* --- the ledger --------------------------------------------------------------------------------------- */

static gboolean write_head(Run *run, GError **error)
{
    SsLedger *l = run->ledger;

    return ss_ledger_set(l, "version", ss_version, error)
           && ss_ledger_set(l, "zone", run->plan->zone, error) && ss_plan_write(l, run->plan, error)
           && ss_ledger_site_write(l, run->cluster, run->start, error)
           && (run->old || ss_inputs_write(l, run->plan, error));
}

static gboolean write_past(Run *run, GError **error)
{
    if (run->old)
        return copy_old(run, error);
    return ss_before_write(run->ledger, run->cluster, run->plan, run->zone, run->start, &run->since,
                           run->hooks->diag, error);
}

static gboolean keep_change(Run *run, GError **error)
{
    if (!run->change || !run->change->words)
        return TRUE;
    return keep_action(run->ledger, run->changed_at, run->change->actor, run->change->words, error);
}

/* What was imported may be older than the cluster: its hours are summed again, too. */
static gboolean sum_hours(const Run *run, SsTime now, GError **error)
{
    SsQuery *q = ss_query_new(
        run->ledger, "SELECT min(time_start) FROM job WHERE flags & 16 = 0 AND time_start > 0 AND"
                     " time_start < (SELECT min(time_start) FROM event WHERE node_name = '')");
    const SsTime since = run->old_was_read && ss_query_next(q) ? ss_query_get_int(q, 0) : 0;

    if (!ss_query_close(q, error))
        return FALSE;
    return since ? ss_rollup_from(run->ledger, since, now, error)
                 : ss_rollup(run->ledger, now, error);
}

static gboolean write_tail(Run *run, GError **error)
{
    const SsWorld *world = ss_engine_world(run->engine);
    SsLedger      *l = run->ledger;
    const SsTime   now = run->plan->at_rest ? run->clock : world->now;

    return ss_ledger_set_int(l, "now", now, error)
           && ss_ledger_set_int(l, "run.rejected", (int64_t) world->stats.rejected, error)
           && ss_ledger_set_int(l, "run.main_passes", (int64_t) world->stats.main_passes, error)
           && ss_ledger_set_int(l, "run.backfill_passes", (int64_t) world->stats.bf_passes, error)
           && ss_ledger_set_int(l, "run.events", (int64_t) ss_engine_events(run->engine), error)
           && (!run->accounts
               || (ss_ledger_accounts_write(l, run->accounts, error)
                   && ss_ledger_uids_write(l, run->cluster, run->accounts, error)))
           && (!run->pending || ss_pending_write(run->pending, now, l, error))
           && sum_hours(run, now - (run->plan->sums_late ? 1 : 0), error);
}

/* --- the engine --------------------------------------------------------------------------------------- */

static void prio_terms(const SsWorld *world, const SsJob *job, SsPartId part, SsPrioTerms *terms,
                       double *tres)
{
    SsPriorityRow row;

    ss_priority_row(world, job, part, &row);
    *terms = (SsPrioTerms){ .age = row.age,
                            .assoc = row.assoc,
                            .fs = row.fs,
                            .js = row.js,
                            .part = row.part,
                            .qos = row.qos,
                            .priority = row.priority };
    ss_priority_tres(world, job, part, tres);
}

static void on_progress(gpointer data, const SsWorld *world, double fraction)
{
    Run *run = data;

    if (run->hooks->interrupted && *run->hooks->interrupted)
        run->stop = 1;
    if (run->hooks->progress)
        run->hooks->progress(run->hooks->data, world->stats.submitted + world->stats.rejected,
                             world->now, fraction);
}

/* Is the action "timeline:N" the one that is being tried? */
static bool is_the_change(const Run *run, const char *where)
{
    if (!run->change || !run->change->words || !where || !g_str_has_prefix(where, "timeline:"))
        return false;
    SsQuery   *q = ss_query_new(run->ledger, "SELECT max(id) FROM timeline");
    const bool last =
        ss_query_next(q)
        && ss_query_get_int(q, 0) == g_ascii_strtoll(where + strlen("timeline:"), NULL, 10);

    ss_query_close(q, NULL);
    return last;
}

/* What was refused and left something behind is kept: each later run has to do the same, and says nothing of it. */
static void on_refused(gpointer data, const SsWorld *world, const SsJobSpec *spec, const char *text,
                       SsRefusedHow how)
{
    Run       *run = data;
    const bool was_typed = spec->trace_id && g_str_has_prefix(spec->trace_id, "timeline:");

    (void) world;
    if (is_the_change(run, spec->trace_id)) {
        run->refused = how == SS_REFUSED;
        run->outcome->code = how != SS_REFUSED_TEST;
        run->outcome->err = g_strdup(text);
    } else if (run->hooks->refused && !was_typed) {
        run->hooks->refused(run->hooks->data, spec->trace_id, spec->where, text);
    }
}

static void on_operated(gpointer data, const SsWorld *world, const SsTimelineEntry *operation,
                        int code, const char *out, const char *err)
{
    Run *run = data;

    if (is_the_change(run, operation->where)) {
        run->outcome->code = code;
        run->outcome->out = g_strdup(out);
        run->outcome->err = g_strdup(err);
        run->refused = code != 0 && !world->did_some; /* some of what it named was changed */
    } else if (code != 0 && g_strcmp0(operation->where, OF_THE_PLAN) == 0) {
        g_autofree char *said = g_strstrip(g_strdup(err));

        g_free(run->failed);
        run->failed = g_strdup_printf("%s: %s", operation->words[0], said);
        run->stop = 1;
    } else if (code != 0) {
        g_autofree char *said = g_strstrip(g_strdup(err));

        ss_diag_add(run->hooks->diag, SS_SEVERITY_WARNING, ss_fault_row(SS_FAULT_OPERATION)->code,
                    NULL, NULL, "%s: %s: %s", operation->where ? operation->where : "operation",
                    operation->words[0], g_strdelimit(said, "\n", ';'));
    }
}

static void on_passed(gpointer data, const SsWorld *world)
{
    Run *run = data;

    if (run->pending)
        ss_pending_look(run->pending, world);
    if (run->probe && !run->seen && run->probe->look(run->probe->data, world))
        run->seen = true;
    run->stop |= run->seen;
}

/* Every record to the ledger's sink, then to another. */
typedef struct {
    SsRecordSink  sink;
    SsRecordSink *first; /* ours */
    SsRecordSink *then;  /* borrowed */
} Tee;

static gboolean tee_take(SsRecordSink *sink, const SsRecord *record, GError **error)
{
    Tee *tee = (Tee *) (void *) sink;

    return tee->first->take(tee->first, record, error) && tee->then->take(tee->then, record, error);
}

static void tee_free(SsRecordSink *sink)
{
    Tee *tee = (Tee *) (void *) sink;

    tee->first->free(tee->first);
    g_free(tee);
}

static SsRecordSink *tee_new(SsRecordSink *first, SsRecordSink *then)
{
    Tee *tee = g_new0(Tee, 1);

    *tee = (Tee){ { tee_take, tee_free }, first, then };
    return &tee->sink;
}

static SsEngineOptions engine_options(Run *run)
{
    SsEngineOptions options;

    ss_engine_options_init(&options);
    options.start = run->start;
    options.until = run->plan->at_rest ? run->clock : run->plan->until;
    options.whole = run->plan->at_rest;
    options.policy = run->hooks->policy ? run->hooks->policy : ss_policy_find(run->plan->policy);
    options.phase = run->plan->phase;
    if (run->plan->notice != NULL)
        options.notice = g_ascii_strtoll(run->plan->notice, NULL, 10);
    options.ends_last = run->plan->ends_last;
    options.ends_hurry = run->plan->ends_hurry;
    options.sample_at = (const SsTime *) (const void *) run->plan->samples->data;
    options.n_samples = run->plan->samples->len;
    options.progress = on_progress;
    options.progress_data = run;
    options.interrupted = &run->stop;
    options.teacher = run->hooks->teacher;
    options.act = act_on_accounts;
    options.act_data = run;
    options.watch = (SsEngineWatch){ .data = run,
                                     .refused = on_refused,
                                     .operated = on_operated,
                                     .passed = run->probe || run->pending ? on_passed : NULL };
    return options;
}

/* Looks are for who opens the file. */
static void look_at_pending(Run *run)
{
    const char  *reasons = run->plan->reasons;
    const SsSpan every = reasons ? g_ascii_strtoll(reasons, NULL, 10) : 0;

    if (run->kept && g_strcmp0(reasons, "none") != 0)
        run->pending = ss_pending_new(run->start, every);
}

static void make_engine(Run *run)
{
    look_at_pending(run);
    const SsEngineOptions options = engine_options(run);

    run->engine = ss_engine_new(run->cluster, &options);
    ss_engine_world(run->engine)->zone = run->zone;
    if (run->hooks->shortcuts)
        ss_engine_world(run->engine)->shortcuts.off = run->hooks->shortcuts->off;
    run->sink = ss_ledger_sink(run->ledger);
    ss_ledger_sink_prio(run->sink, prio_terms);
    if (run->hooks->also)
        run->sink = tee_new(run->sink, run->hooks->also);
    ss_engine_set_sink(run->engine, run->sink);
    if (run->source)
        ss_engine_add_source(run->engine, g_steal_pointer(&run->source));
}

static gboolean number_rows(Run *run, GError **error)
{
    SsQuery *q = ss_query_new(run->ledger, "SELECT coalesce(max(job_db_inx), 0) FROM job");

    if (ss_query_next(q))
        ss_engine_world(run->engine)->next_db_inx = (uint32_t) ss_query_get_int(q, 0) + 1;
    return ss_query_close(q, error);
}

/* --- by counting -------------------------------------------------------------------------------------- */

/* Is this a run whose jobs can be counted, and does somebody want nothing more? */
static bool can_be_counted(Run *run, const char *output)
{
    const SsPlan         *plan = run->plan;
    const SsRunHooks     *hooks = run->hooks;
    const SsEngineOptions options = engine_options(run);

    return !output && hooks->counter && !hooks->also && !hooks->policy && !run->old && !run->probe
           && run->source && !plan->history && !plan->usage && !(plan->events && plan->events[0])
           && !(plan->past && plan->past[0])
           && (!hooks->shortcuts || ss_shortcut_on(hooks->shortcuts, SS_SHORTCUT_POOL))
           && !ss_pool_refusal(run->cluster, &options, run->source, run->tally.most_procs,
                               run->tally.without_limit, run->tally.jobs);
}

static gboolean count_jobs(Run *run, GError **error)
{
    const SsEngineOptions options = engine_options(run);
    const SsTime          first = MAX(run->tally.first_submit, run->start);
    SsRecordSink         *sink = run->hooks->counter(run->hooks->counter_data, run->ledger, first);
    SsLedger             *l = run->ledger;
    SsPoolResult          result;

    if (!ss_pool_run(run->cluster, &options, run->source, sink, &result, error))
        return FALSE;
    if (run->hooks->shortcuts)
        run->hooks->shortcuts->saved[SS_SHORTCUT_POOL] = result.submitted;
    return ss_ledger_set_int(l, "now", result.now, error)
           && ss_ledger_set_int(l, "run.main_passes", (int64_t) result.main_passes, error)
           && ss_ledger_set_int(l, "run.events", (int64_t) result.events, error)
           && ss_ledger_finish(l, error);
}

/* --- both ways ---------------------------------------------------------------------------------------- */

static gboolean prepare(Run *run, const char *output, GError **error)
{
    run->zone = ss_zone_new(run->plan->zone, error);
    if (!run->zone || !read_site(run, error) || !open_source(run, error)
        || !look_at_people(run, error) || !apply_changes(run, error))
        return FALSE;
    date_accounts(run->cluster->accounts, run->since);
    run->kept = output != NULL;
    run->ledger = ss_ledger_create(output ? output : ":memory:", error);
    return run->ledger && write_head(run, error) && write_past(run, error)
           && keep_change(run, error);
}

/* An operation that a plan asks for and nobody can carry out says more than "interrupted". */
static gboolean no_run(const Run *run, GError *failure, GError **error)
{
    if (!run->failed) {
        g_propagate_error(error, failure);
        return FALSE;
    }
    g_clear_error(&failure);
    g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_REFERENCE, "%s", run->failed);
    return FALSE;
}

static gboolean carry_out(Run *run, GError **error)
{
    g_autoptr(GError) failure = NULL;

    make_engine(run);
    if (!number_rows(run, error) || !add_actions(run, error) || !add_timeline(run, error)
        || !ss_seed_usage(run->ledger, ss_engine_world(run->engine), run->from->usage,
                          run->hooks->diag, error))
        return FALSE;
    ss_engine_world(run->engine)->last_usage_reset = run->plan->last_reset;
    if (!ss_engine_run(run->engine, &failure) || run->failed)
        return no_run(run, g_steal_pointer(&failure), error);
    if (run->hooks->shortcuts)
        *run->hooks->shortcuts = ss_engine_world(run->engine)->shortcuts;
    if (run->refused)
        return TRUE;
    return write_tail(run, error) && compare_with_old(run, error)
           && ss_ledger_finish(run->ledger, error);
}

gboolean ss_run(const SsPlan *plan, const char *output, const SsRunHooks *hooks, SsLedger **ledger,
                GError **error)
{
    Run            run = { .plan = plan,
                           .from = (SsPlan *) plan,
                           .hooks = hooks,
                           .base = plan->start,
                           .clock = plan->until };
    const gboolean ok =
        prepare(&run, output, error)
        && (can_be_counted(&run, output) ? count_jobs(&run, error) : carry_out(&run, error));

    if (ok)
        *ledger = g_steal_pointer(&run.ledger);
    run_clear(&run);
    return ok;
}

static void find_submitted(Run *run)
{
    SsQuery *q = ss_query_new(
        run->ledger, "SELECT id_job FROM job WHERE trace_id ="
                     " (SELECT 'timeline:' || max(id) FROM timeline) ORDER BY job_db_inx LIMIT 1");

    if (run->change && run->change->words && is_submission(run->change->words) && ss_query_next(q))
        run->outcome->job_id = (uint32_t) ss_query_get_int(q, 0);
    ss_query_close(q, NULL);
}

gboolean ss_run_again(const char *path, SsTime to, const SsChange *change, const SsRunHooks *hooks,
                      SsOutcome *outcome, GError **error)
{
    SsPlan plan, from;
    Run    run = {
           .plan = &plan, .from = &from, .hooks = hooks, .change = change, .outcome = outcome
    };

    *outcome = (SsOutcome){ 0 };
    run.old = ss_ledger_open(path, error);
    if (!run.old)
        return FALSE;
    if (!ss_plan_read(run.old, &plan, error)) {
        ss_ledger_free(run.old);
        return FALSE;
    }
    run.changed_at = ss_ledger_now(run.old);
    run.clock = to ? to : run.changed_at;
    run.base = plan.start;
    plan.until = run.clock;
    plan.at_rest = true;
    plan.start = ss_ledger_get_int(run.old, "started", plan.start);
    ss_plan_copy(&from, &plan);
    const gboolean ok = prepare(&run, path, error) && carry_out(&run, error);
    if (ok && !run.refused && outcome->code == 0)
        find_submitted(&run);
    run_clear(&run);
    ss_ledger_free(run.old);
    ss_plan_clear(&from);
    ss_plan_clear(&plan);
    return ok;
}

gboolean ss_run_probe(const char *path, const SsRunProbe *probe, const SsRunHooks *hooks,
                      GError **error)
{
    g_autoptr(GError) failure = NULL;
    SsOutcome         outcome = { 0 };
    SsPlan            plan, from;
    Run run = { .plan = &plan, .from = &from, .hooks = hooks, .probe = probe, .outcome = &outcome };

    run.old = ss_ledger_open(path, error);
    if (!run.old || !ss_plan_read(run.old, &plan, error)) {
        ss_ledger_free(run.old);
        return FALSE;
    }
    run.clock = ss_ledger_now(run.old);
    run.base = plan.start;
    plan.start = ss_ledger_get_int(run.old, "started", plan.start);
    ss_plan_copy(&from, &plan);
    gboolean ok = ss_inputs_workload_same(run.old, error) && prepare(&run, NULL, error);
    if (ok && !carry_out(&run, &failure) && !run.seen) {
        g_propagate_error(error, g_steal_pointer(&failure));
        ok = FALSE;
    }
    run_clear(&run);
    ss_ledger_free(run.old);
    ss_plan_clear(&from);
    ss_plan_clear(&plan);
    return ok;
}

gboolean ss_run_watched(const SsPlan *plan, const SsRunProbe *probe, const SsRunHooks *hooks,
                        GError **error)
{
    g_autoptr(GError) failure = NULL;
    Run               run = {
                      .plan = plan,
                      .from = (SsPlan *) plan,
                      .hooks = hooks,
                      .probe = probe,
                      .base = plan->start,
                      .clock = plan->until,
    };
    const gboolean ok = prepare(&run, NULL, error)
                        && (carry_out(&run, &failure) || run.seen
                            || (g_propagate_error(error, g_steal_pointer(&failure)), FALSE));

    run_clear(&run);
    return ok;
}
