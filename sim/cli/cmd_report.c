/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_report.c - report: what happened in runs, and a sweep's charts, as one HTML page.
 */
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/term.h"
#include "sim/page/page.h"

#include <stdio.h>
#include <string.h>

const SsOption ss_report_options[] = {
    { "output", 'o', "FILE.html", "Result",
      "the page to write; default the first ledger's or folder's name with .html" },
    { "title", 0, "TEXT", "Result", "title of the page; default the first ledger's name" },
    { "json", 0, NULL, "Result",
      "the page's data of one ledger instead: one JSON object (schema slurmsim.page.v1) to standard output" },
    { "quiet", 'q', NULL, "Result", "no progress line, not a word about the page" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

typedef struct {
    const SsOptions *options;
    GArray          *runs;   /* SsPageRun; names borrowed of the words, ledgers ours */
    GPtrArray       *sweeps; /* texts of summary.json */
} Report;

/* --- inputs ------------------------------------------------------------------------------------------- */

/* A folder is a sweep's: its summary.json. */
static gboolean take_sweep(Report *report, const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "summary.json", NULL);
    char            *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, error)) {
        g_prefix_error(error, "%s is no sweep's folder: ", folder);
        return FALSE;
    }
    g_ptr_array_add(report->sweeps, text);
    return TRUE;
}

static gboolean take_input(Report *report, const char *path, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return take_sweep(report, path, error);

    const SsPageRun run = { .name = path, .ledger = ss_ledger_open(path, error) };
    if (run.ledger)
        g_array_append_val(report->runs, run);
    return run.ledger != NULL;
}

/* --- output ------------------------------------------------------------------------------------------- */

static void show_progress(gpointer data, double fraction)
{
    ss_progress_show(data, 0, 0, fraction);
}

static int print_json(const Report *report)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) writer = ss_writer_new_file(stdout, "standard output");
    g_autoptr(SsJson)   json = ss_json_new(writer, SS_JSON_COMPACT);

    if (report->runs->len != 1 || report->sweeps->len > 0)
        return ss_fail(SS_EXIT_USAGE, "report: --json takes one ledger");
    if (!ss_page_run_json(&g_array_index(report->runs, SsPageRun, 0), json, &error))
        return ss_fail(ss_exit_of(error), "report: %s", error->message);
    ss_writer_char(writer, '\n');
    return ss_writer_close(writer, &error) ? SS_EXIT_DONE
                                           : ss_fail(SS_EXIT_IO, "%s", error->message);
}

/* run.db becomes run.html, a folder becomes FOLDER.html. */
static char *default_output(const char *input)
{
    g_autofree char *bare = g_strdup(input);

    while (g_str_has_suffix(bare, "/") && bare[1])
        bare[strlen(bare) - 1] = '\0';
    if (g_str_has_suffix(bare, ".db"))
        bare[strlen(bare) - 3] = '\0';
    return g_strconcat(bare, ".html", NULL);
}

static int write_page(const Report *report)
{
    const char         *output = ss_option_get(report->options, "output");
    const bool          quiet = ss_option_given(report->options, "quiet");
    g_autofree char    *path = output ? g_strdup(output) : default_output(report->options->rest[0]);
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) writer = ss_writer_new_path(path, &error);
    SsProgress         *progress = ss_progress_new(quiet);
    const SsPageRequest request = { .runs = (const SsPageRun *) (const void *) report->runs->data,
                                    .n_runs = report->runs->len,
                                    .sweeps = (char *const *) report->sweeps->pdata,
                                    .title = ss_option_get(report->options, "title"),
                                    .progress = show_progress,
                                    .data = progress };
    const gboolean      ok =
        writer && ss_page_write(&request, writer, &error) && ss_writer_close(writer, &error);

    ss_progress_free(progress);
    if (!ok)
        return ss_fail(ss_exit_of(error), "report: %s", error->message);
    if (!quiet)
        fprintf(stderr, "slurmsim: %s: %.1f MB, to be opened in a browser\n", path,
                (double) ss_writer_size(writer) / 1e6);
    return SS_EXIT_DONE;
}

static int report_on(Report *report)
{
    g_autoptr(GError) error = NULL;

    for (uint32_t i = 0; i < report->options->n_rest; i++)
        if (!take_input(report, report->options->rest[i], &error))
            return ss_fail(ss_exit_of(error), "%s", error->message);
    if (ss_option_given(report->options, "json"))
        return print_json(report);
    g_ptr_array_add(report->sweeps, NULL);
    return write_page(report);
}

int ss_cmd_report(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_report_options, "slurmsim report", argc, argv);

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest == 0)
        return ss_fail(SS_EXIT_USAGE, "report: name a ledger or a sweep's folder; see slurmsim "
                                      "report --help");
    Report    report = { .options = options,
                         .runs = g_array_new(FALSE, FALSE, sizeof(SsPageRun)),
                         .sweeps = g_ptr_array_new_with_free_func(g_free) };
    const int code = report_on(&report);
    for (uint32_t i = 0; i < report.runs->len; i++)
        ss_ledger_free(g_array_index(report.runs, SsPageRun, i).ledger);
    g_array_free(report.runs, TRUE);
    g_ptr_array_unref(report.sweeps);
    return code;
}
