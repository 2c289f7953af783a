/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_export.c - export: a run for other tools.
 */
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/reply.h"
#include "sim/cli/term.h"
#include "sim/report/export.h"

#include <stdio.h>
#include <string.h>

const SsOption ss_export_options[] = {
    { "output", 'o', "FILE", "Result", "where to write; default standard output" },
    { "json", 0, NULL, "Result",
      "one JSON object: without a form the jobs themselves (schema slurmsim.export.v1), with one and "
      "-o what was written (slurmsim.exported.v1)" },
    { "quiet", 'q', NULL, "Result", "no progress line" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

static int unknown_form(const char *name)
{
    uint32_t        n = 0;
    const SsExport *forms = ss_exports(&n);

    fprintf(stderr, "slurmsim: export: '%s' is no form; write one of these:\n", name);
    for (uint32_t i = 0; i < n; i++)
        fprintf(stderr, "  %-12s %s\n", forms[i].name, forms[i].doc);
    return SS_EXIT_USAGE;
}

static void show_progress(gpointer data, uint64_t jobs, double fraction)
{
    ss_progress_show(data, jobs, 0, fraction);
}

static int write_form(SsLedger *ledger, const SsExport *form, const char *path, bool quiet,
                      uint64_t *jobs)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) w =
        path ? ss_writer_new_path(path, &error) : ss_writer_new_file(stdout, "standard output");
    SsProgress         *progress = ss_progress_new(quiet);
    const SsExportWatch watch = { show_progress, progress };
    const bool          ok = w && form->write(ledger, w, &watch, jobs, &error);

    ss_progress_free(progress);
    if (!ok)
        return ss_fail(ss_exit_of(error), "export: %s", error->message);
    return ss_writer_close(w, &error) ? SS_EXIT_DONE : ss_fail(SS_EXIT_IO, "%s", error->message);
}

static int tell(const char *path, const SsExport *form, uint64_t jobs)
{
    SsReply reply = ss_reply_begin("slurmsim.exported.v1");

    ss_json_key_text(reply.json, "output", path);
    ss_json_key_text(reply.json, "form", form->name);
    ss_json_key_uint(reply.json, "jobs", jobs);
    return ss_reply_end(&reply);
}

int ss_cmd_export(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_export_options, "slurmsim export", argc, argv);
    g_autoptr(GError) error = NULL;
    uint64_t          jobs = 0;

    if (!options)
        return SS_EXIT_USAGE;
    const bool  json = ss_option_given(options, "json");
    const char *path = ss_option_get(options, "output");
    const bool  itself = json && options->n_rest == 1; /* the jobs are the object */
    if (options->n_rest != 2 && !itself)
        return ss_fail(SS_EXIT_USAGE,
                       "export: name a ledger and a form; see slurmsim export --help");
    const SsExport *form = ss_export_named(itself ? "json" : options->rest[1]);
    if (!form)
        return unknown_form(options->rest[1]);
    if (json && !itself && !path && strcmp(form->name, "json") != 0)
        return ss_fail(SS_EXIT_USAGE, "export: with --json the %s needs a file of its own: -o FILE",
                       form->name);
    g_autoptr(SsLedger) ledger = ss_ledger_open(options->rest[0], &error);
    if (!ledger)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    const int code = write_form(ledger, form, path, ss_option_given(options, "quiet"), &jobs);
    return code == SS_EXIT_DONE && json && path ? tell(path, form, jobs) : code;
}
