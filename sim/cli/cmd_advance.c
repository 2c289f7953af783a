/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_advance.c - advance and import: time and history for a cluster at rest.
 */
#include "sim/base/date.h"
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/cli/change.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/reply.h"
#include "sim/cli/runopt.h"
#include "sim/ledger/entities.h"
#include "sim/ledger/rollup.h"
#include "sim/ledger/write.h"
#include "sim/sweep/seed.h"

#include <stdio.h>
#include <string.h>

const SsOption ss_advance_options[] = {
    { "to", 0, "TIME", "Time", "the clock to go to" },
    { "asleep", 0, NULL, "Time",
      "the controller stands still through that time; what was due is done in the next second" },
    { "late", 0, "MAIN,BACKFILL,PERIOD[,NEXT]", "Time",
      "after --asleep: seconds until the main scheduler, backfill, and usage and priorities notice, and until the "
      "next of the passes that the latter make in their own time" },
    { "told", 0, "none|ends|ROUND,...", "Time",
      "after --asleep: from then on schedulers, limits and usage come round only when --pass says so; the rounds named "
      "here come before the news of jobs that ended in that time. ends: scripts end, and nodes are free of a job that has "
      "ended, only when --pass says so, too" },
    { "pass", 0, "ROUND,...", "Time",
      "that comes round now, behind what was typed in this second; the clock stays: full, part (passes of the main "
      "scheduler), limits, main (limits and a full pass), backfill, decay; end=JOB: its script ends; free=JOB or "
      "free=JOB:NODE: its nodes, or that one, have nothing more to do for it; back=NODE: one that was out of service "
      "answers again" },
    { "quiet", 'q', NULL, "Result", "no progress line" },
    { "json", 0, NULL, "Result", "the clock as one JSON object (schema slurmsim.cluster.v1)" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

const SsOption ss_import_options[] = {
    { "quiet", 'q', NULL, "Result", "not a word about how many there were" },
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.import.v1)" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

/* The clock asked for; after a message 0 and the exit code. */
static SsTime target_of(const SsOptions *options, const char *db, int *code)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsLedger) ledger = ss_ledger_open(db, &error);
    const char         *to = ss_option_get(options, "to");
    SsTime              when = 0;
    SsSpan              span = 0;

    if (!ledger) {
        *code = ss_fail(ss_exit_of(error), "%s", error->message);
        return 0;
    }
    const SsTime now = ss_ledger_now(ledger);
    SsDateReader reader = { .now = now, .zone = ss_ledger_zone(ledger) };
    if (to && !ss_date_parse(&reader, to, SS_DATE_LOOKS_AHEAD, &when, &error)) {
        *code = ss_fail(SS_EXIT_USAGE, "advance: --to: %s", error->message);
        return 0;
    }
    if (ss_option_given(options, "pass"))
        return now;
    if (!to && options->n_rest < 2) {
        *code = ss_fail(SS_EXIT_USAGE,
                        "advance: say how far: a duration (minutes, 2:00:00, 1-0) or --to TIME");
        return 0;
    }
    if (!to && (!ss_span_parse(options->rest[1], &span, &error) || span == SS_SPAN_FOREVER)) {
        *code = ss_fail(SS_EXIT_USAGE, "advance: %s",
                        error ? error->message : "the clock cannot go on for ever");
        return 0;
    }
    when = to ? when : now + span;
    if (when < now) {
        char text[SS_DATE_TEXT];

        *code = ss_fail(SS_EXIT_USAGE,
                        "advance: the cluster's clock is at %s already: it cannot go back",
                        ss_date_text(now, ss_ledger_zone(ledger), text));
        return 0;
    }
    return when;
}

/* How late each thread wakes; NULL after a message. */
static const char *take_late(const SsOptions *options)
{
    const char *late = ss_option_given(options, "late") ? ss_option_get(options, "late") : "0,0,0";
    g_auto(GStrv) parts = g_strsplit(late, ",", -1);
    const guint   n = g_strv_length(parts);
    bool          ok = n == 3 || n == 4;
    int64_t       seconds;

    for (guint i = 0; ok && i < n; i++)
        ok = ss_int_parse(parts[i], 0, 86400, &seconds, NULL);
    if (!ok)
        ss_fail(SS_EXIT_USAGE, "advance: --late: '%s' is not three or four numbers of seconds",
                late);
    return ok ? late : NULL;
}

static const char *const rounds[] = { "main", "full", "part", "limits", "backfill", "decay", NULL };

/* "end=17_3", "free=17:n3", "back=n3" */
static bool is_end(const char *name)
{
    return (g_str_has_prefix(name, "end=") && g_ascii_isdigit(name[strlen("end=")]))
           || (g_str_has_prefix(name, "free=") && g_ascii_isdigit(name[strlen("free=")]))
           || (g_str_has_prefix(name, "back=") && name[strlen("back=")] != '\0');
}

/* Are all of `text` ("backfill,main") rounds? Tells the one that is not. */
static bool are_rounds(const char *option, const char *text)
{
    g_auto(GStrv) names = g_strsplit(text, ",", -1);
    const bool    takes_ends = strcmp(option, "pass") == 0;

    for (char **name = names; *name; name++) {
        if (!g_strv_contains(rounds, *name) && !(takes_ends && is_end(*name))) {
            ss_fail(SS_EXIT_USAGE,
                    "advance: --%s: '%s' is none of main, full, part, limits, backfill, decay%s",
                    option, *name, takes_ends ? ", end=JOB, free=JOB[:NODE], back=NODE" : "");
            return false;
        }
    }
    return true;
}

/* What --told may be, after a message false. */
static bool is_told(const char *text)
{
    return strcmp(text, "none") == 0 || strcmp(text, "ends") == 0 || are_rounds("told", text);
}

int ss_cmd_advance(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_advance_options, "slurmsim advance", argc, argv);
    g_autoptr(GError) error = NULL;
    SsOutcome         outcome = { 0 };

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest < 1)
        return ss_fail(SS_EXIT_USAGE, "advance: name a ledger; see slurmsim advance --help");
    const char *pass = ss_option_get(options, "pass");
    const char *first = ss_option_get(options, "told");
    if (pass && !are_rounds("pass", pass))
        return SS_EXIT_USAGE;
    if (first && !is_told(first))
        return SS_EXIT_USAGE;
    if (options->n_rest > (ss_option_given(options, "to") || pass ? 1 : 2))
        return ss_fail(SS_EXIT_USAGE, "advance: '%s' is one word too many",
                       options->rest[options->n_rest - 1]);
    int          code = SS_EXIT_USAGE;
    const SsTime to = target_of(options, options->rest[0], &code);
    if (to == 0)
        return code;
    const char *late = take_late(options);
    if (!late)
        return SS_EXIT_USAGE;
    SsRunning       *running = ss_running_new(ss_option_given(options, "quiet"), false);
    g_autofree char *until = g_strdup_printf("%" G_GINT64_FORMAT, to);
    char            *told = (char *) (first ? "told" : NULL);
    char            *sleep[] = {
                   (char *) "slurmsim", (char *) "sleep", until, (char *) late, told, (char *) first, NULL
    };
    char          *look[] = { (char *) "slurmsim", (char *) "pass", (char *) pass, NULL };
    const SsChange change = { .actor = "root",
                              .words = pass                                 ? look
                                       : ss_option_given(options, "asleep") ? sleep
                                                                            : NULL };

    ss_run_again(options->rest[0], to, &change, ss_running_hooks(running), &outcome, &error);
    code = ss_running_end_again(running, error);
    if (code == SS_EXIT_DONE)
        ss_change_tell(options->rest[0], &outcome);
    return code == SS_EXIT_DONE && ss_option_given(options, "json")
               ? ss_reply_clock(options->rest[0])
               : code;
}

/* --- import ---------------------------------------------------------------------------------------- */

static gboolean import_files(SsLedger *ledger, char **files, SsDiag *diag, uint64_t *n,
                             GError **error)
{
    g_autoptr(SsTresSet) tres = ss_ledger_tres_read(ledger, error);
    g_autoptr(SsCluster) cluster = NULL;
    SsTime               since = 0;

    if (!tres)
        return FALSE;
    cluster = ss_cluster_new();
    ss_tres_set_free(cluster->tres);
    cluster->tres = g_steal_pointer(&tres);
    for (uint32_t i = 0; files[i]; i++) {
        uint64_t one = 0;

        if (!ss_seed_history(ledger, cluster, files[i], ss_ledger_zone(ledger), &since, &one, diag,
                             error))
            return FALSE;
        *n += one;
    }
    return since == 0 || ss_rollup_from(ledger, since, ss_ledger_now(ledger), error);
}

int ss_cmd_import(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_import_options, "slurmsim import", argc, argv);
    g_autoptr(GError)  error = NULL;
    g_autoptr(SsDiag)  diag = ss_diag_new();
    g_autoptr(GString) text = g_string_new(NULL);
    uint64_t           n = 0;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest < 2)
        return ss_fail(SS_EXIT_USAGE, "import: name a ledger and at least one file of ended jobs");
    g_autoptr(SsLedger) ledger = ss_ledger_open_write(options->rest[0], &error);
    const bool          ok = ledger && ss_ledger_begin(ledger, &error)
                    && import_files(ledger, options->rest + 1, diag, &n, &error)
                    && ss_ledger_commit(ledger, &error);
    ss_diag_print(diag, SS_DIAG_BY_PLACE, text);
    fputs(text->str, stderr);
    if (!ok)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    if (!ss_option_given(options, "quiet"))
        fprintf(stderr, "slurmsim: %" G_GUINT64_FORMAT " job%s imported\n", n, ss_plural(n));
    if (!ss_option_given(options, "json"))
        return SS_EXIT_DONE;
    SsReply reply = ss_reply_begin("slurmsim.import.v1");
    ss_json_key_text(reply.json, "ledger", options->rest[0]);
    ss_json_key_uint(reply.json, "jobs", n);
    return ss_reply_end(&reply);
}
