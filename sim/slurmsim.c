/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slurmsim.c - the public API over sweep/run and the reports.
 *
 * Narrow on purpose: what the command line does with internals need not be promised to others. A policy of one's
 * own sees the queue and says whom to start; where a job goes stays the selection's business, so that no promise is made
 * about the world's layout.
 *
 * Tested by tests/api/: a program built only from what is installed, and tests/api/test_slurmsim.c.
 */
#include "sim/slurmsim.h"

#include "configs/site.h"
#include "scheduler/eligible.h"
#include "scheduler/policy.h"
#include "scheduler/span.h"
#include "scheduler/start.h"
#include "sim/base/version.h"
#include "sim/report/assoc.h"
#include "sim/report/control.h"
#include "sim/report/diag.h"
#include "sim/report/figures.h"
#include "sim/report/jobs.h"
#include "sim/report/nodes.h"
#include "sim/report/prio.h"
#include "sim/report/queue.h"
#include "sim/report/shares.h"
#include "sim/report/usage.h"
#include "sim/sweep/run.h"
#include "sim/sweep/vary.h"

#include <math.h>
#include <string.h>

const char *ss_api_version(void)
{
    return ss_version;
}

/* --- a site --------------------------------------------------------------------------------------------- */

struct SsSite {
    char      *path;
    SsCluster *cluster;
    GString   *findings;
};

SsSite *ss_site_load(const char *path, GError **error)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    SsSite           *site = g_new0(SsSite, 1);

    g_return_val_if_fail(path != NULL, NULL);
    site->path = g_strdup(path);
    site->findings = g_string_new(NULL);
    const gboolean ok = ss_site_read(path, NULL, diag, &site->cluster, error);
    ss_diag_print(diag, SS_DIAG_BY_PLACE, site->findings);
    if (ok)
        return site;
    if (error && *error && site->findings->len)
        g_prefix_error(error, "%s", site->findings->str);
    ss_site_free(site);
    return NULL;
}

void ss_site_free(SsSite *site)
{
    if (!site)
        return;
    if (site->cluster)
        ss_cluster_unref(site->cluster);
    g_string_free(site->findings, TRUE);
    g_free(site->path);
    g_free(site);
}

const char *ss_site_cluster(const SsSite *site)
{
    return site->cluster->name;
}

const char *ss_site_findings(const SsSite *site)
{
    return site->findings->str;
}

guint ss_site_n_nodes(const SsSite *site)
{
    return site->cluster->n_nodes;
}

guint ss_site_n_cpus(const SsSite *site)
{
    return site->cluster->total_cpus;
}

/* --- a run ---------------------------------------------------------------------------------------------- */

/* The policy that asks the user's decider; it is its own state. */
typedef struct {
    SsPolicy  policy;
    SsDecider decider;
} OwnPolicy;

typedef struct {
    SsRecordSink base;
    SsSink       sink;
} OwnSink;

struct SsRun {
    SsPlan        plan;
    SsLedger     *ledger; /* NULL: nothing made yet */
    bool          opened; /* a ledger from elsewhere: cannot be run */
    bool          has_policy, has_sink;
    OwnPolicy     policy;
    OwnSink       sink;
    SsRunProgress progress;
    gpointer      progress_data;
    volatile int  stop;
    bool          has_summary;
    SsSummary     summary;
};

SsRun *ss_run_new(const SsSite *site, const char *const *workloads)
{
    SsRun *run = g_new0(SsRun, 1);

    g_return_val_if_fail(site != NULL, NULL);
    ss_plan_init(&run->plan);
    run->plan.site = g_strdup(site->path);
    if (workloads) {
        g_strfreev(run->plan.workloads);
        run->plan.workloads = g_strdupv((char **) workloads);
    }
    return run;
}

SsRun *ss_run_open(const char *ledger, GError **error)
{
    SsLedger *open = ss_ledger_open(ledger, error);

    if (!open)
        return NULL;
    SsRun *run = g_new0(SsRun, 1);
    ss_plan_init(&run->plan);
    run->ledger = open;
    run->opened = true;
    return run;
}

static void forget(SsRun *run)
{
    if (run->has_summary)
        ss_summary_clear(&run->summary);
    run->has_summary = false;
    g_clear_pointer(&run->ledger, ss_ledger_free);
}

void ss_run_free(SsRun *run)
{
    if (!run)
        return;
    forget(run);
    ss_plan_clear(&run->plan);
    g_free(run);
}

gboolean ss_run_set(SsRun *run, const char *change, GError **error)
{
    return ss_vary_apply(&run->plan, change, error);
}

void ss_run_set_progress(SsRun *run, SsRunProgress progress, gpointer data)
{
    run->progress = progress;
    run->progress_data = data;
}

static void on_progress(gpointer data, uint64_t jobs, SsTime when, double fraction)
{
    SsRun *run = data;

    if (run->progress && !run->progress(run->progress_data, jobs, when, fraction))
        run->stop = 1;
}

static gboolean make(SsRun *run, const SsPlan *plan, const char *output, GError **error)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    const SsRunHooks  hooks = { .progress = on_progress,
                                .data = run,
                                .interrupted = &run->stop,
                                .diag = diag,
                                .policy = run->has_policy ? &run->policy.policy : NULL,
                                .also = run->has_sink ? &run->sink.base : NULL };

    if (run->opened) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                    "%s was opened to be read: make a new run", ss_ledger_path(run->ledger));
        return FALSE;
    }
    forget(run);
    run->stop = 0;
    return ss_run(plan, output, &hooks, &run->ledger, error);
}

gboolean ss_run_until(SsRun *run, gint64 time, GError **error)
{
    SsPlan plan;

    ss_plan_copy(&plan, &run->plan);
    plan.until = time;
    plan.at_rest = true;
    const gboolean ok = make(run, &plan, NULL, error);
    ss_plan_clear(&plan);
    return ok;
}

gboolean ss_run_finish(SsRun *run, const char *ledger, GError **error)
{
    return make(run, &run->plan, ledger, error);
}

/* --- what came of it -------------------------------------------------------------------------------------- */

static gboolean need_ledger(const SsRun *run, GError **error)
{
    if (run->ledger)
        return TRUE;
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_MISSING,
                "the run was not made yet: call ss_run_finish or ss_run_until");
    return FALSE;
}

gint64 ss_run_now(const SsRun *run)
{
    return run->ledger ? ss_ledger_now(run->ledger) : 0;
}

static gboolean need_summary(SsRun *run, GError **error)
{
    if (!need_ledger(run, error))
        return FALSE;
    if (!run->has_summary)
        run->has_summary = ss_summary_read(run->ledger, &run->summary, error);
    return run->has_summary;
}

static gboolean no_figure(const char *name, GError **error)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                "'%s' is no figure of this run; slurmsim doc figures lists them", name);
    return FALSE;
}

/* "ai.share_error": the account's name may hold dots. */
static gboolean account_figure(const SsRun *run, const char *path, double *value)
{
    for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.')) {
        const SsFigure         *figure = ss_account_figure_named(dot + 1);
        g_autofree char        *name = g_strndup(path, (gsize) (dot - path));
        const SsAccountSummary *account = figure ? ss_summary_account(&run->summary, name) : NULL;

        if (account) {
            *value = ss_account_figure_of(figure, account);
            return TRUE;
        }
    }
    return FALSE;
}

gboolean ss_run_figure(SsRun *run, const char *name, double *value, GError **error)
{
    const SsFigure *figure = ss_figure_named(name);

    if (!need_summary(run, error))
        return FALSE;
    if (figure) {
        *value = ss_figure_of(figure, &run->summary);
        return TRUE;
    }
    if (g_str_has_prefix(name, "account.") && account_figure(run, name + strlen("account."), value))
        return TRUE;
    return no_figure(name, error);
}

char *ss_run_summary(SsRun *run, GError **error)
{
    if (!need_summary(run, error))
        return NULL;
    GString            *text = g_string_new(NULL);
    g_autoptr(SsWriter) writer = ss_writer_new_string(text);
    g_autoptr(SsJson)   json = ss_json_new(writer, SS_JSON_PRETTY);

    ss_summary_json(run->ledger, &run->summary, NULL, json);
    ss_writer_char(writer, '\n');
    ss_writer_flush(writer);
    return g_string_free(text, FALSE);
}

/* --- reports ----------------------------------------------------------------------------------------------- */

static int report_sacct(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                        GString *out, GString *err)
{
    (void) argc;
    return ss_report_sacct(ledger, context->now, ss_report_user(context), argv, out, err);
}

static int report_sreport(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                          GString *out, GString *err)
{
    (void) argc;
    return ss_report_sreport(ledger, context->now, argv, out, err);
}

static const struct {
    const char  *name;
    SsReportFunc report;
} reports[] = {
    { "sacct", report_sacct },          { "sacctmgr", ss_report_sacctmgr },
    { "scontrol", ss_report_scontrol }, { "sdiag", ss_report_sdiag },
    { "sinfo", ss_report_sinfo },       { "sprio", ss_report_sprio },
    { "squeue", ss_report_squeue },     { "sreport", report_sreport },
    { "sshare", ss_report_sshare },
};

static SsReportFunc report_of(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(reports); i++)
        if (strcmp(reports[i].name, name) == 0)
            return reports[i].report;
    return NULL;
}

char *ss_run_report(SsRun *run, const char *command, int *code, GError **error)
{
    g_auto(GStrv)   words = NULL;
    int             n = 0;
    SsReportContext context = { 0 };

    if (!need_ledger(run, error) || !g_shell_parse_argv(command, &n, &words, error))
        return NULL;
    const SsReportFunc report = report_of(words[0]);
    if (!report) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_COMMAND, "'%s' is no report", words[0]);
        return NULL;
    }
    context.now = ss_ledger_now(run->ledger);
    context.user = "root";
    context.zone = ss_ledger_zone(run->ledger);
    GString           *out = g_string_new(NULL);
    g_autoptr(GString) err = g_string_new(NULL);
    const int          said = report(run->ledger, &context, n, words, out, err);
    if (code)
        *code = said;
    g_string_append_len(out, err->str, (gssize) err->len);
    return g_string_free(out, FALSE);
}

/* --- a policy of one's own ---------------------------------------------------------------------------------- */

struct SsPass {
    SsWorld       *world;
    SsPassOutcome *outcome;
    GArray        *waiting; /* SsWaitingJob */
};

gint64 ss_pass_now(const SsPass *pass)
{
    return pass->world->now;
}

guint ss_pass_n_waiting(const SsPass *pass)
{
    return pass->waiting->len;
}

const SsWaitingJob *ss_pass_waiting(const SsPass *pass, guint i)
{
    g_return_val_if_fail(i < pass->waiting->len, NULL);
    return &g_array_index(pass->waiting, SsWaitingJob, i);
}

guint ss_pass_free_cpus(const SsPass *pass, const char *partition)
{
    const SsWorld *world = pass->world;
    const SsPartId id = ss_cluster_part(world->cluster, partition);
    guint          cpus = 0;

    if (id == SS_ID_NONE)
        return 0;
    const SsNodeSet *nodes = world->parts[id].nodes;
    for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE; n = ss_node_set_next(nodes, n + 1))
        if (ss_node_set_test(world->avail, n)) {
            const uint32_t there = ss_node_usable_cpus(&world->cluster->nodes[n]);

            cpus += there - MIN(there, world->use->cpus[n]);
        }
    return cpus;
}

gboolean ss_pass_start(SsPass *pass, guint32 job_id)
{
    SsJob *job = ss_world_job(pass->world, job_id);

    if (!job || job->state != SS_JOB_PENDING || job->priority == 0 || !ss_eligible(pass->world, job)
        || job->state != SS_JOB_PENDING)
        return FALSE;
    pass->outcome->tested++;
    if (ss_start_job(pass->world, job, job->part, NULL, SS_STARTER_MAIN) != SS_START_STARTED)
        return FALSE;
    pass->outcome->started++;
    return TRUE;
}

static void list_waiting(SsPass *pass)
{
    SsWorld *world = pass->world;

    for (SsJob *job = world->first, *next; job; job = next) {
        next = job->next;
        if (job->state != SS_JOB_PENDING || job->priority == 0 || !ss_eligible(world, job)
            || job->state != SS_JOB_PENDING)
            continue;
        const uint32_t     minutes = ss_plan_limit(world, job, job->part);
        const SsWaitingJob waiting = {
            .job_id = job->id,
            .priority = job->priority,
            .submit = job->submit,
            .time_limit = ss_minutes(minutes),
            .trace_id = job->trace_id,
            .user = job->user,
            .account = job->account,
            .partition = world->parts[job->part].name,
            .qos = job->qos == SS_ID_NONE ? NULL : world->tree->qos[job->qos].name,
            .cpus = MAX(MAX(job->req.min_cpus, job->req.min_nodes), 1),
            .nodes = MAX(job->req.min_nodes, 1),
        };

        g_array_append_val(pass->waiting, waiting);
    }
}

static void own_pass(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    const OwnPolicy *own = self;
    SsPass           pass = { world, outcome, g_array_new(FALSE, FALSE, sizeof(SsWaitingJob)) };

    (void) kind;
    *outcome = (SsPassOutcome){ .valid_until = SS_TIME_NEVER };
    world->stats.main_passes++;
    list_waiting(&pass);
    own->decider.decide(own->decider.data, &pass);
    g_array_free(pass.waiting, TRUE);
}

void ss_run_set_policy(SsRun *run, const SsDecider *decider)
{
    run->has_policy = decider != NULL;
    if (decider)
        run->policy =
            (OwnPolicy){ .policy = { .name = "own",
                                     .doc = "Decided by the program that uses the library.",
                                     .textbook = true,
                                     .pass = own_pass },
                         .decider = *decider };
}

/* --- records ------------------------------------------------------------------------------------------------ */

static gboolean own_take(SsRecordSink *sink, const SsRecord *record, GError **error)
{
    const OwnSink     *own = (const OwnSink *) (const void *) sink;
    const SsJobRecord *job = &record->u.job;

    if (record->kind != SS_RECORD_JOB || !own->sink.job)
        return TRUE;
    const SsJobRow row = {
        .job_id = job->job_id,
        .array_job_id = job->array_job_id,
        .trace_id = job->trace_id,
        .user = job->user,
        .account = job->account,
        .partition = job->partition,
        .qos = job->qos,
        .state = ss_job_state_text((SsJobState) job->state),
        .nodes = job->nodes,
        .submit = job->submit,
        .eligible = job->eligible,
        .start = job->start,
        .end = job->end,
        .n_nodes = job->n_nodes,
        .n_cpus = job->cpus_alloc,
        .exit_code = job->exit_code,
    };
    return own->sink.job(own->sink.data, &row, error);
}

static void own_free(SsRecordSink *sink)
{
    (void) sink; /* lives in the run */
}

void ss_run_add_sink(SsRun *run, const SsSink *sink)
{
    run->has_sink = sink != NULL;
    if (sink)
        run->sink = (OwnSink){ { own_take, own_free }, *sink };
}
