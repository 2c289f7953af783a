/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain.c - a job's wait in sentences, each with its number.
 *
 * Nothing here is inferred from the ledger alone: the run is made again and looked at, so that the reasons are the
 * scheduler's own and the numbers those of that moment. A counterfactual is a run as well: what would have
 * happened is not estimated.
 *
 * Tested in tests/unit/test_explain.c and test_explain_sentences.c, which recompute the numbers from the ledger, and
 * tests/cli/13_explain.txt.
 */
#include "sim/sweep/explain.h"

#include "scheduler/limits.h"
#include "sim/base/date.h"
#include "sim/base/span.h"
#include "sim/ledger/entities.h"
#include "sim/ledger/query.h"
#include "sim/report/figures.h"
#include "sim/report/sheet.h"
#include "workloads/sbatch_options.h"
#include "workloads/transform.h"

#include <math.h>
#include <string.h>

enum { SPELLS_SHOWN = 12 };

static void whatif_clear(gpointer data)
{
    SsWhatIf *whatif = data;

    g_free(whatif->label);
    g_free(whatif->refused);
}

/* --- the job in the ledger ---------------------------------------------------------------------------- */

/* A job that was requeued has a row for each time it ran; the last is what is asked for. */
static gboolean read_starts_before(SsLedger *ledger, int64_t id, SsExplanation *out, GError **error)
{
    SsQuery *q =
        ss_query_new(ledger, "SELECT time_start, time_end, state FROM job WHERE id_job = ?1"
                             " AND job_db_inx < (SELECT max(job_db_inx) FROM job WHERE"
                             " id_job = ?1) ORDER BY job_db_inx");

    ss_query_int(q, 1, id);
    while (ss_query_next(q)) {
        out->witness.restarts++;
        out->before_start = ss_query_get_int(q, 0);
        out->before_end = ss_query_get_int(q, 1);
        out->before_state = (uint32_t) ss_query_get_int(q, 2);
    }
    return ss_query_close(q, error);
}

static gboolean read_job(SsLedger *ledger, const char *job, SsExplanation *out, GError **error)
{
    SsQuery *q = ss_query_job(
        ledger, job,
        "id_job, id_array_job, id_array_task, trace_id, user, account, partition, qos, nodelist,"
        " coalesce(tres_alloc, tres_req), timelimit, state, time_submit, time_eligible, time_start,"
        " time_end, timelimit IS NULL");

    if (!ss_query_next(q)) {
        ss_query_close(q, NULL);
        g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_MISSING, "%s: there is no job %s",
                    ss_ledger_path(ledger), job);
        return FALSE;
    }
    const bool is_task = !ss_query_is_null(q, 2);
    *out = (SsExplanation){
        .id = is_task ? g_strdup_printf("%d_%d", (int) ss_query_get_int(q, 1),
                                        (int) ss_query_get_int(q, 2))
                      : g_strdup_printf("%d", (int) ss_query_get_int(q, 0)),
        .trace_id = g_strdup(ss_query_get_text(q, 3)),
        .user = g_strdup(ss_query_get_text(q, 4)),
        .account = g_strdup(ss_query_get_text(q, 5)),
        .partition = g_strdup(ss_query_get_text(q, 6)),
        .qos = g_strdup(ss_query_get_text(q, 7)),
        .nodes = g_strdup(ss_query_get_text(q, 8)),
        .tres = g_strdup(ss_query_get_text(q, 9)),
        .time_limit = ss_query_get_int(q, 16) ? SS_UNSET32 : (uint32_t) ss_query_get_int(q, 10),
        .state = (uint32_t) ss_query_get_int(q, 11),
        .submit = ss_query_get_int(q, 12),
        .eligible = ss_query_get_int(q, 13),
        .start = ss_query_get_int(q, 14),
        .end = ss_query_get_int(q, 15),
        .whatif = g_array_new(FALSE, FALSE, sizeof(SsWhatIf)),
    };
    g_array_set_clear_func(out->whatif, whatif_clear);
    ss_witness_init(&out->witness, out->trace_id, (uint32_t) ss_query_get_int(q, is_task ? 1 : 0),
                    is_task ? (uint32_t) ss_query_get_int(q, 2) : SS_UNSET32);
    const int64_t id = ss_query_get_int(q, 0);
    return ss_query_close(q, error) && read_starts_before(ledger, id, out, error);
}

void ss_explanation_clear(SsExplanation *e)
{
    char **texts[] = { &e->id,        &e->trace_id, &e->user,  &e->account,
                       &e->partition, &e->qos,      &e->nodes, &e->tres };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(*texts[i]);
    ss_witness_clear(&e->witness);
    if (e->whatif)
        g_array_free(e->whatif, TRUE);
    *e = (SsExplanation){ 0 };
}

/* --- what if ------------------------------------------------------------------------------------------ */

/* One run with the job's own request changed, or one command to sacctmgr. */
typedef struct {
    SsWitness   witness;
    const char *trace_id;
    char      **options; /* sbatch's words, NULL */
    char       *refused;
    bool        is_operator; /* who submitted the job */
} Trial;

static gboolean edit_job(gpointer data, SsJobSpec *spec, GError **error)
{
    Trial                *trial = data;
    const SsSbatchContext context = { .now = spec->submit, .user = spec->user, .no_files = true };

    if (!trial->options || g_strcmp0(spec->trace_id, trial->trace_id) != 0)
        return TRUE;
    const int32_t  nice = spec->nice;
    const uint32_t priority = spec->priority;

    spec->time_limit_secs = 0;
    if (!ss_sbatch_parse(trial->options, SS_SBATCH, &context, spec, NULL, error))
        return FALSE;
    if (trial->is_operator)
        return TRUE;
    if (spec->priority != 0) /* a hold is anybody's, a fixed priority is dropped */
        spec->priority = priority;
    if (spec->nice >= 0 || spec->nice == nice)
        return TRUE;
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION, "%s for a plain user",
                ss_submit_message(SS_SUBMIT_INVALID_NICE));
    return FALSE;
}

static bool look_at_trial(gpointer data, const SsWorld *world)
{
    return ss_witness_look(&((Trial *) data)->witness, world);
}

static void note_refusal(gpointer data, const char *trace_id, const char *where, const char *text)
{
    Trial *trial = data;

    (void) where;
    if (!trial->refused && g_strcmp0(trace_id, trial->trace_id) == 0)
        trial->refused = g_strstrip(g_strdup(text));
}

static gboolean try_out(const char *path, SsExplanation *out, const char *label, char **options,
                        char *command, const SsRunHooks *hooks, GError **error)
{
    char             *changes[] = { command, NULL };
    Trial             trial = { .trace_id = out->trace_id,
                                .options = options,
                                .is_operator = out->by_operator };
    g_autoptr(SsDiag) diag = ss_diag_new(); /* its findings were told by the run itself */
    const SsRunHooks  own = {
         .data = &trial, .interrupted = hooks->interrupted, .refused = note_refusal, .diag = diag
    };
    const SsRunProbe probe = {
        .data = &trial, .changes = command ? changes : NULL, .edit = edit_job, .look = look_at_trial
    };
    g_autoptr(GError) failure = NULL;

    ss_witness_init(&trial.witness, out->trace_id, out->witness.id, out->witness.task);
    trial.witness.first_only = true;
    trial.witness.restarts = out->witness.restarts;
    const gboolean ok = ss_run_probe(path, &probe, &own, &failure);
    SsWhatIf       whatif = { .label = g_strdup(label),
                              .start = trial.witness.start,
                              .starter = trial.witness.starter,
                              .refused = trial.refused };
    ss_witness_clear(&trial.witness);
    if (!ok && hooks->interrupted && *hooks->interrupted) {
        whatif_clear(&whatif);
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    if (!ok && !whatif.refused)
        whatif.refused = g_strdup(failure->message);
    g_array_append_val(out->whatif, whatif);
    /* cppcheck-suppress memleak ; the array has it */
    return TRUE;
}

static gboolean try_options(const char *path, SsExplanation *out, const char *label,
                            const char *options, const SsRunHooks *hooks, GError **error)
{
    g_auto(GStrv) words = NULL;
    int           n = 0;

    return g_shell_parse_argv(options, &n, &words, error)
           && try_out(path, out, label, words, NULL, hooks, error);
}

/* The usual limit that would have held the run, if it is shorter than what was asked for. */
static gboolean try_shorter_limit(const char *path, SsExplanation *out, const SsRunHooks *hooks,
                                  GError **error)
{
    if (!out->start || !out->end || !out->trace_id || out->end <= out->start)
        return TRUE;
    const SsSpan ran = out->end - out->start, fits = ss_transform_usual_limit(ran);
    if (out->time_limit < SS_UNSET32 && fits >= (SsSpan) out->time_limit * 60)
        return TRUE;
    char             limit[SS_SPAN_TEXT];
    g_autofree char *run = ss_figure_span((double) ran);
    g_autofree char *options = g_strdup_printf("--time=%s", ss_span_text_conf(fits, limit));
    g_autofree char *label = g_strdup_printf("%s (it ran for %s)", options, run);
    return try_options(path, out, label, options, hooks, error);
}

static gboolean try_without_limits(const char *path, SsExplanation *out, const SsRunHooks *hooks,
                                   GError **error)
{
    g_autoptr(GHashTable) tried = g_hash_table_new(g_str_hash, g_str_equal);

    for (uint32_t i = 0; i < out->witness.seen->len; i++) {
        const SsObservation *o = &g_array_index(out->witness.seen, SsObservation, i);

        if (!o->lift || !g_hash_table_add(tried, o->lift))
            continue;
        g_autofree char *label = g_strdup_printf("without %s of %s", o->limit, o->owner);
        if (!try_out(path, out, label, NULL, o->lift, hooks, error))
            return FALSE;
    }
    return TRUE;
}

gboolean ss_explain(const char *path, const char *job, char **with, bool counterfactuals,
                    const SsRunHooks *hooks, SsExplanation *out, GError **error)
{
    g_autoptr(SsLedger) ledger = ss_ledger_open(path, error);

    if (!ledger || !read_job(ledger, job, out, error))
        return FALSE;
    out->by_operator = ss_ledger_is_operator(ledger, out->user);
    const SsRunProbe probe = { .data = &out->witness, .look = ss_witness_look };
    gboolean         ok = ss_run_probe(path, &probe, hooks, error);
    out->same = out->witness.start == out->start;
    for (uint32_t i = 0; ok && with && with[i]; i++)
        ok = try_options(path, out, with[i], with[i], hooks, error);
    if (ok && counterfactuals)
        ok = try_shorter_limit(path, out, hooks, error)
             && try_without_limits(path, out, hooks, error);
    if (!ok)
        ss_explanation_clear(out);
    return ok;
}

/* --- sentences ---------------------------------------------------------------------------------------- */

static void say_ahead(const SsObservation *o, GString *s)
{
    if (!o->ahead) {
        g_string_append_printf(s, "first of its partition with priority %u", o->priority);
        return;
    }
    g_string_append_printf(s, "%u ahead; next before it job %s of %s with priority %u against %u",
                           o->ahead, o->next_id, o->next_user ? o->next_user : "?",
                           o->next_priority, o->priority);
    if (o->factor)
        g_string_append_printf(s, " (%s %.2f against %.2f)", o->factor, o->factor_next,
                               o->factor_self);
    else
        g_string_append(s, " (it was submitted first)");
}

static void say_count(GString *s, uint32_t n, const char *what, const char *who)
{
    if (n)
        g_string_append_printf(s, ", %u %s (%s)", n, what, who);
}

static void say_nodes(const SsObservation *o, GString *s)
{
    g_string_append_printf(s, "; needs %u CPU%s on %u node%s%s, on each at least %u", o->need_total,
                           ss_plural(o->need_total), o->need_nodes, ss_plural(o->need_nodes),
                           o->more_nodes ? " or more" : "", o->need_cpus);
    if (o->need_mem)
        g_string_append_printf(s, ", %" G_GUINT64_FORMAT " MiB", o->need_mem);
    if (o->need_gres)
        g_string_append_printf(s, ", %" G_GUINT64_FORMAT " GRES", o->need_gres);
    g_string_append_printf(s, "; of %u: %u free for it", o->nodes, o->n_free);
    if (o->n_free)
        g_string_append_printf(s, " (%s)", o->node_lists[6]);
    say_count(s, o->n_down, "down or drained", o->node_lists[0]);
    say_count(s, o->n_reserved, "reserved", o->node_lists[1]);
    say_count(s, o->n_unfit, "not of the kind asked for", o->node_lists[2]);
    say_count(s, o->n_cpus, "without enough free CPUs", o->node_lists[3]);
    say_count(s, o->n_mem, "without enough free memory", o->node_lists[4]);
    say_count(s, o->n_gres, "without enough free GRES", o->node_lists[5]);
}

static char *sentence(const SsObservation *o)
{
    GString *s = g_string_new(NULL);

    if (o->limit)
        g_string_append_printf(s, "%s of %s is %.0f%s: %.0f in use and %.0f asked for", o->limit,
                               o->owner, o->allowed, o->unit, o->used, o->asked);
    else if (o->waits_for)
        g_string_append_printf(s, "not over: %s%s", g_ascii_isdigit(*o->waits_for) ? "job " : "",
                               o->waits_for);
    else if (o->why)
        g_string_append(s, o->why);
    else if (o->reason == SS_REASON_NONE) {
        g_autofree char *span = ss_figure_span((double) (o->end - o->begin));

        g_string_append_printf(s, "no pass looked at it for %s", span);
    } else {
        say_ahead(o, s);
        if (o->nodes)
            say_nodes(o, s);
    }
    return g_string_free(s, FALSE);
}

/* --- text --------------------------------------------------------------------------------------------- */

static const char *starter_text(SsStarter starter)
{
    return starter == SS_STARTER_BACKFILL ? "backfill"
           : starter == SS_STARTER_MAIN   ? "the main scheduler"
           : starter == SS_STARTER_SUBMIT ? "its submission"
                                          : "the scheduler";
}

static void print_head(const SsExplanation *e, const SsZone *zone, SsWriter *w)
{
    char date[SS_DATE_TEXT];

    ss_writer_printf(w, "job %s of %s", e->id, e->user ? e->user : "?");
    if (e->account)
        ss_writer_printf(w, ", account %s", e->account);
    if (e->partition)
        ss_writer_printf(w, ", partition %s", e->partition);
    if (e->qos && *e->qos)
        ss_writer_printf(w, ", QOS %s", e->qos);
    ss_writer_printf(w, ": %s\nsubmitted  %s", ss_job_state_text((SsJobState) e->state),
                     ss_date_text(e->submit, zone, date));
    if (e->eligible > e->submit)
        ss_writer_printf(w, ", eligible %s", ss_date_text(e->eligible, zone, date));
    if (e->witness.restarts) {
        ss_writer_printf(w, "\nbefore     started %u time%s, the last %s", e->witness.restarts,
                         ss_plural(e->witness.restarts), ss_date_text(e->before_start, zone, date));
        ss_writer_printf(w, ", %s %s", ss_job_state_text((SsJobState) e->before_state),
                         ss_date_text(e->before_end, zone, date));
    }
    if (!e->witness.start) {
        ss_writer_text(w, "\nstarted    never\n");
        return;
    }
    g_autofree char *wait = ss_figure_span((double) (e->witness.start - e->witness.submit));
    ss_writer_printf(w, "\nstarted    %s by %s, after %s",
                     ss_date_text(e->witness.start, zone, date), starter_text(e->witness.starter),
                     wait);
    if (e->nodes)
        ss_writer_printf(w, ", on %s", e->nodes);
    ss_writer_char(w, '\n');
    if (!e->same)
        ss_writer_printf(w, "           (the ledger says %s: it was made by another version)\n",
                         ss_date_text(e->start, zone, date));
}

static const SsObservation *spell(const SsExplanation *e, uint32_t i)
{
    return &g_array_index(e->witness.seen, SsObservation, i);
}

/* Seconds by reason, in the order in which they first stood. */
static void print_sums(const SsExplanation *e, SsWriter *w)
{
    g_autoptr(SsSheet) sheet = ss_sheet_new(3, 1);
    const uint32_t     n = e->witness.seen->len;

    for (uint32_t i = 0; i < n; i++) {
        SsSpan   sum = 0;
        uint32_t spells = 0;
        bool     told = false;

        for (uint32_t j = 0; j < n; j++) {
            const bool same = strcmp(spell(e, j)->text, spell(e, i)->text) == 0;

            told |= same && j < i;
            sum += same ? spell(e, j)->end - spell(e, j)->begin : 0;
            spells += same;
        }
        if (told || sum == 0)
            continue;
        ss_sheet_add(sheet, spell(e, i)->text);
        ss_sheet_take(sheet, ss_figure_span((double) sum));
        ss_sheet_printf(sheet, "%u spell%s", spells, ss_plural(spells));
    }
    if (sheet->cells->len == 0)
        return;
    ss_writer_text(w, "\nit waited for\n");
    ss_sheet_print(sheet, w);
}

static void print_spells(const SsExplanation *e, const SsZone *zone, bool all, SsWriter *w)
{
    const uint32_t n = e->witness.seen->len;

    if (n)
        ss_writer_text(w, "\nin turn\n");
    for (uint32_t i = 0; i < n; i++) {
        const SsObservation *o = spell(e, i);
        char                 date[SS_DATE_TEXT];
        g_autofree char     *span = ss_figure_span((double) (o->end - o->begin));
        g_autofree char     *why = sentence(o);

        if (!all && n > 2 * SPELLS_SHOWN && i == SPELLS_SHOWN)
            ss_writer_printf(w, "  ... %u more (--all shows them)\n", n - 2 * SPELLS_SHOWN);
        if (!all && n > 2 * SPELLS_SHOWN && i >= SPELLS_SHOWN && i < n - SPELLS_SHOWN)
            continue;
        ss_writer_printf(w, "%s  %s for %s: %s\n", ss_date_text(o->begin, zone, date), o->text,
                         span, why);
    }
}

/* "11:00:00 earlier", "0:00:10 later", "at the same time" */
static char *shift_text(SsTime before, SsTime after)
{
    g_autofree char *size = ss_figure_span(fabs((double) (after - before)));

    if (after == before)
        return g_strdup("at the same time");
    return g_strdup_printf("%s %s", size, after < before ? "earlier" : "later");
}

static void print_whatif(const SsExplanation *e, const SsZone *zone, SsWriter *w)
{
    if (e->whatif->len)
        ss_writer_text(w, "\nthe run repeated with one thing changed\n");
    for (uint32_t i = 0; i < e->whatif->len; i++) {
        const SsWhatIf *whatif = &g_array_index(e->whatif, SsWhatIf, i);
        char            date[SS_DATE_TEXT];

        ss_writer_printf(w, "%s: ", whatif->label);
        if (whatif->refused) {
            g_autofree char *one_line = g_strdelimit(g_strdup(whatif->refused), "\n", ' ');

            ss_writer_printf(w, "refused: %s\n", one_line);
        } else if (!whatif->start) {
            ss_writer_text(w, "it would not have started\n");
        } else if (!e->witness.start) {
            ss_writer_printf(w, "it would have started %s by %s\n",
                             ss_date_text(whatif->start, zone, date),
                             starter_text(whatif->starter));
        } else {
            g_autofree char *shift = shift_text(e->witness.start, whatif->start);

            ss_writer_printf(w, "it would have started %s, %s by %s\n", shift,
                             ss_date_text(whatif->start, zone, date),
                             starter_text(whatif->starter));
        }
    }
}

void ss_explanation_print(const SsExplanation *e, const SsZone *zone, bool all, SsWriter *w)
{
    print_head(e, zone, w);
    print_sums(e, w);
    print_spells(e, zone, all, w);
    print_whatif(e, zone, w);
}

/* --- JSON --------------------------------------------------------------------------------------------- */

static void json_spell(const SsObservation *o, SsJson *json)
{
    g_autofree char *why = sentence(o);

    ss_json_begin_object(json);
    ss_json_key_int(json, "begin", o->begin);
    ss_json_key_int(json, "end", o->end);
    ss_json_key_text(json, "reason", o->text);
    ss_json_key_text(json, "sentence", why);
    ss_json_key_uint(json, "priority", o->priority);
    ss_json_key_uint(json, "ahead", o->ahead);
    if (o->next_id) {
        ss_json_key_text(json, "next", o->next_id);
        ss_json_key_text(json, "next_user", o->next_user);
        ss_json_key_uint(json, "next_priority", o->next_priority);
        ss_json_key_text(json, "factor", o->factor);
        ss_json_key_double(json, "factor_self", o->factor_self);
        ss_json_key_double(json, "factor_next", o->factor_next);
    }
    if (o->limit) {
        ss_json_key_text(json, "limit", o->limit);
        ss_json_key_text(json, "limit_of", o->owner);
        ss_json_key_double(json, "allowed", o->allowed);
        ss_json_key_double(json, "used", o->used);
        ss_json_key_double(json, "asked", o->asked);
    }
    ss_json_key_text(json, "waits_for", o->waits_for);
    ss_json_key(json, "nodes");
    ss_json_begin_object(json);
    ss_json_key_uint(json, "all", o->nodes);
    ss_json_key_uint(json, "needed", o->need_nodes);
    static const char *const rules[SS_NODE_RULES] = { "down",   "reserved", "unfit", "cpus",
                                                      "memory", "gres",     "free" };
    for (uint32_t r = 0; r < SS_NODE_RULES; r++)
        ss_json_key_text(json, rules[r], o->node_lists[r]);
    ss_json_end_object(json);
    ss_json_end_object(json);
}

void ss_explanation_json(const SsExplanation *e, SsJson *json)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.explain.v1");
    ss_json_key_text(json, "job", e->id);
    ss_json_key_text(json, "trace_id", e->trace_id);
    ss_json_key_text(json, "user", e->user);
    ss_json_key_text(json, "account", e->account);
    ss_json_key_text(json, "partition", e->partition);
    ss_json_key_text(json, "qos", e->qos);
    ss_json_key_text(json, "state", ss_job_state_text((SsJobState) e->state));
    ss_json_key_int(json, "submit", e->submit);
    ss_json_key_int(json, "eligible", e->eligible);
    ss_json_key_int(json, "start", e->witness.start);
    ss_json_key_text(json, "started_by",
                     e->witness.start ? starter_text(e->witness.starter) : NULL);
    ss_json_key_bool(json, "same_as_ledger", e->same);
    ss_json_key(json, "reasons");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < e->witness.seen->len; i++)
        json_spell(spell(e, i), json);
    ss_json_end_array(json);
    ss_json_key(json, "what_if");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < e->whatif->len; i++) {
        const SsWhatIf *whatif = &g_array_index(e->whatif, SsWhatIf, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "change", whatif->label);
        ss_json_key_int(json, "start", whatif->start);
        ss_json_key_text(json, "refused", whatif->refused);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    ss_json_end_object(json);
}

/* --- two jobs ----------------------------------------------------------------------------------------- */

typedef struct {
    SsWitness  witness[2];
    SsRivalry *out;
} Rivals;

static const SsJob *waiting_job(const SsWitness *witness, const SsWorld *world)
{
    const uint32_t id =
        witness->trace_id ? ss_world_trace_job(world, witness->trace_id) : witness->id;
    const SsJob *job = id == 0 ? NULL
                       : witness->task == SS_UNSET32
                           ? ss_world_job(world, id)
                           : ss_world_array_task(world, id, witness->task);

    return job && job->state == SS_JOB_PENDING ? job : NULL;
}

static void take_factors(const SsWorld *world, const SsJob *job, uint32_t side, SsRivalry *out)
{
    out->raw[side] = job->id;
    out->priority[side] = job->priority;
    ss_witness_weigh(world, job, out->factor[side]);
}

static bool look_at_rivals(gpointer data, const SsWorld *world)
{
    Rivals      *rivals = data;
    const SsJob *a = waiting_job(&rivals->witness[0], world);
    const SsJob *b = waiting_job(&rivals->witness[1], world);
    bool         over = true;

    if (a && b) {
        rivals->out->at = world->now;
        take_factors(world, a, 0, rivals->out);
        take_factors(world, b, 1, rivals->out);
    }
    for (uint32_t i = 0; i < 2; i++)
        over &= ss_witness_look(&rivals->witness[i], world);
    return over;
}

gboolean ss_explain_rivals(const char *path, const char *job, const char *other,
                           const SsRunHooks *hooks, SsRivalry *out, GError **error)
{
    const char *const   names[2] = { job, other };
    g_autoptr(SsLedger) ledger = ss_ledger_open(path, error);
    Rivals              rivals = { .out = out };
    gboolean            ok = ledger != NULL;

    *out = (SsRivalry){ 0 };
    for (uint32_t i = 0; ok && i < 2; i++) {
        SsExplanation e;

        ok = read_job(ledger, names[i], &e, error);
        if (!ok)
            break;
        out->id[i] = g_strdup(e.id);
        out->user[i] = g_strdup(e.user);
        ss_witness_init(&rivals.witness[i], e.trace_id, e.witness.id, e.witness.task);
        rivals.witness[i].first_only = true;
        ss_explanation_clear(&e);
    }
    const SsRunProbe probe = { .data = &rivals, .look = look_at_rivals };
    ok = ok && ss_run_probe(path, &probe, hooks, error);
    for (uint32_t i = 0; i < 2; i++) {
        out->start[i] = rivals.witness[i].start;
        out->starter[i] = rivals.witness[i].starter;
        ss_witness_clear(&rivals.witness[i]);
    }
    if (!ok)
        ss_rivalry_clear(out);
    return ok;
}

void ss_rivalry_clear(SsRivalry *rivalry)
{
    for (uint32_t i = 0; i < 2; i++) {
        g_free(rivalry->id[i]);
        g_free(rivalry->user[i]);
    }
    *rivalry = (SsRivalry){ 0 };
}

static void print_order(const SsRivalry *r, const SsZone *zone, SsWriter *w)
{
    for (uint32_t i = 0; i < 2; i++) {
        char date[SS_DATE_TEXT];

        ss_writer_printf(w, "job %s of %s ", r->id[i], r->user[i] ? r->user[i] : "?");
        if (r->start[i])
            ss_writer_printf(w, "started %s by %s\n", ss_date_text(r->start[i], zone, date),
                             starter_text(r->starter[i]));
        else
            ss_writer_text(w, "did not start\n");
    }
}

/* Hundredths of each factor, and of their sum as the last. They are cut so that what is shown adds up to the hundredth: each
 * is the difference of two sums that are cut off. */
static void hundredths(const SsRivalry *r, uint32_t side, int64_t out[SS_WITNESS_FACTORS + 1])
{
    double  sum = 0;
    int64_t before = 0;

    for (uint32_t f = 0; f < SS_WITNESS_FACTORS; f++) {
        sum += 100 * r->factor[side][f];
        out[f] = (int64_t) floor(sum) - before;
        before += out[f];
    }
    out[SS_WITNESS_FACTORS] = before;
}

static char *hundredths_text(int64_t value, bool is_signed)
{
    const char *sign = value < 0 ? "-" : is_signed ? "+" : "";

    return g_strdup_printf("%s%" G_GINT64_FORMAT ".%02d", sign, ABS(value) / 100,
                           (int) (ABS(value) % 100));
}

typedef int64_t Parts[SS_WITNESS_FACTORS + 1];

static void print_factors(const SsRivalry *r, const Parts part[2], SsWriter *w)
{
    g_autoptr(SsSheet) sheet = ss_sheet_new(4, 1);

    ss_sheet_add(sheet, "factor");
    ss_sheet_printf(sheet, "job %s", r->id[0]);
    ss_sheet_printf(sheet, "job %s", r->id[1]);
    ss_sheet_add(sheet, "difference");
    for (uint32_t i = 0; i <= SS_WITNESS_FACTORS; i++) {
        ss_sheet_add(sheet, i < SS_WITNESS_FACTORS ? ss_witness_factors[i] : "sum");
        ss_sheet_take(sheet, hundredths_text(part[0][i], false));
        ss_sheet_take(sheet, hundredths_text(part[1][i], false));
        ss_sheet_take(sheet, hundredths_text(part[0][i] - part[1][i], true));
    }
    ss_sheet_add(sheet, "priority");
    ss_sheet_printf(sheet, "%u", r->priority[0]);
    ss_sheet_printf(sheet, "%u", r->priority[1]);
    ss_sheet_printf(sheet, "%+.0f", (double) r->priority[0] - r->priority[1]);
    ss_sheet_print(sheet, w);
    ss_writer_text(
        w, "A priority is the whole part of the sum, at least 1, unless it was set by hand.\n");
}

void ss_rivalry_print(const SsRivalry *r, const SsZone *zone, SsWriter *w)
{
    char  date[SS_DATE_TEXT];
    Parts part[2];

    print_order(r, zone, w);
    hundredths(r, 0, part[0]);
    hundredths(r, 1, part[1]);
    if (!r->at) {
        ss_writer_text(w, "They never waited at the same time.\n");
        return;
    }
    const uint32_t equal = r->priority[0] == r->priority[1];
    const uint32_t first = equal ? r->raw[1] < r->raw[0] : r->priority[1] > r->priority[0];
    const uint32_t f = ss_witness_deciding(r->factor[0], r->factor[1]);
    ss_writer_printf(w, "At %s, the last pass in which both waited, job %s was before job %s",
                     ss_date_text(r->at, zone, date), r->id[first], r->id[!first]);
    if (equal)
        ss_writer_text(w, ": their priorities were equal, and it has the lower job id.\n\n");
    else if (f < SS_WITNESS_FACTORS) {
        g_autofree char *its = hundredths_text(part[first][f], false);
        g_autofree char *other = hundredths_text(part[!first][f], false);

        ss_writer_printf(w, ": %s %s against %s.\n\n", ss_witness_factors[f], its, other);
    } else
        ss_writer_text(w, ".\n\n");
    print_factors(r, part, w);
}

void ss_rivalry_json(const SsRivalry *r, SsJson *json)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.explain.rivals.v1");
    ss_json_key_int(json, "at", r->at);
    const uint32_t decisive = ss_witness_deciding(r->factor[0], r->factor[1]);
    ss_json_key_text(json, "decided_by",
                     r->at && decisive < SS_WITNESS_FACTORS ? ss_witness_factors[decisive] : NULL);
    ss_json_key(json, "jobs");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < 2; i++) {
        ss_json_begin_object(json);
        ss_json_key_text(json, "job", r->id[i]);
        ss_json_key_text(json, "user", r->user[i]);
        ss_json_key_int(json, "start", r->start[i]);
        ss_json_key_text(json, "started_by", r->start[i] ? starter_text(r->starter[i]) : NULL);
        ss_json_key_uint(json, "priority", r->priority[i]);
        for (uint32_t f = 0; f < SS_WITNESS_FACTORS; f++)
            ss_json_key_double(json, ss_witness_factors[f], r->factor[i][f]);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    ss_json_end_object(json);
}
