/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_explain.c - explain: why a job waited, or why one went before another.
 */
#include "sim/sweep/explain.h"

#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"

#include <stdio.h>

const SsOption ss_explain_options[] = {
    { "with", 0, "OPTIONS", "What if",
      "repeats the run with these sbatch options of the job (\"--time=1:00:00 --mem=4G\"); may be given "
      "again" },
    { "no-what-if", 0, NULL, "What if",
      "leaves out the changes that suggest themselves: the shortest usual time limit, each limit it met" },
    { "all", 'a', NULL, "Result", "every spell of waiting, however many" },
    { "json", 0, NULL, "Result",
      "one JSON object (schema slurmsim.explain.v1; of two jobs slurmsim.explain.rivals.v1)" },
    { "quiet", 'q', NULL, "Result", "no progress line" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

typedef struct {
    const SsOptions  *options;
    const SsRunHooks *hooks;
    SsWriter         *w;
    SsZone           *zone;
    GError           *error;
} Ask;

static SsZone *zone_of(const char *path, GError **error)
{
    g_autoptr(SsLedger) ledger = ss_ledger_open(path, error);

    return ledger ? ss_zone_ref((SsZone *) ss_ledger_zone(ledger)) : NULL;
}

static void explain_one(Ask *ask)
{
    g_auto(GStrv) with = ss_option_all(ask->options, "with");
    SsExplanation e;

    if (!ss_explain(ask->options->rest[0], ask->options->rest[1], with,
                    !ss_option_given(ask->options, "no-what-if"), ask->hooks, &e, &ask->error))
        return;
    if (ss_option_given(ask->options, "json")) {
        g_autoptr(SsJson) json = ss_json_new(ask->w, SS_JSON_PRETTY);

        ss_explanation_json(&e, json);
        ss_writer_char(ask->w, '\n');
    } else {
        ss_explanation_print(&e, ask->zone, ss_option_given(ask->options, "all"), ask->w);
    }
    ss_explanation_clear(&e);
}

static void explain_two(Ask *ask)
{
    SsRivalry r;

    if (!ss_explain_rivals(ask->options->rest[0], ask->options->rest[1], ask->options->rest[2],
                           ask->hooks, &r, &ask->error))
        return;
    if (ss_option_given(ask->options, "json")) {
        g_autoptr(SsJson) json = ss_json_new(ask->w, SS_JSON_PRETTY);

        ss_rivalry_json(&r, json);
        ss_writer_char(ask->w, '\n');
    } else {
        ss_rivalry_print(&r, ask->zone, ask->w);
    }
    ss_rivalry_clear(&r);
}

int ss_cmd_explain(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_explain_options, "slurmsim explain", argc, argv);
    g_autoptr(GError)  error = NULL;
    g_autoptr(GString) text = g_string_new(NULL);

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest < 2 || options->n_rest > 3)
        return ss_fail(SS_EXIT_USAGE, "explain: name a ledger and a job, or two jobs; "
                                      "see slurmsim explain --help");
    Ask ask = { .options = options, .zone = zone_of(options->rest[0], &error) };
    if (!ask.zone)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    SsRunning       *running = ss_running_new(ss_option_given(options, "quiet"), false);
    const SsRunHooks hooks = { .progress = ss_running_hooks(running)->progress,
                               .data = ss_running_hooks(running)->data,
                               .interrupted = ss_running_hooks(running)->interrupted,
                               .diag = ss_running_diag(running) };
    ask.hooks = &hooks;
    ask.w = ss_writer_new_string(text);
    (options->n_rest == 2 ? explain_one : explain_two)(&ask);
    ss_writer_flush(ask.w);
    ss_writer_free(ask.w);
    ss_zone_unref(ask.zone);
    const int code = ss_running_end_again(running, ask.error);
    g_clear_error(&ask.error);
    if (code == SS_EXIT_DONE)
        fputs(text->str, stdout);
    return code;
}
