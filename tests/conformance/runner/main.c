/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conformance - recorded cases of real Slurm's reports against what our commands print.
 *
 *     conformance --build build tests/conformance/cases            all of them: the table
 *     conformance --build build --diff tests/conformance/cases gpu   those with gpu in their name, and the diffs
 *
 * Our answers are left in BUILD/conformance/CASE/NAME.txt, and NAME.diff where they differ; the whole report
 * in BUILD/conformance/static.json. Exit code 0: nothing differs (but what --known lists); 1: something does;
 * 2: wrong usage; 4: could not read or write; 5: there is no such case.
 */
#include "tests/conformance/runner/case.h"
#include "tests/conformance/runner/compare.h"
#include "tests/conformance/runner/known.h"
#include "tests/conformance/runner/play.h"
#include "tests/conformance/runner/report.h"

#include <stdio.h>

enum { DONE, DIFFERS, USAGE, IO = 4, NO_CASE };

static char    *build, *known;
static gboolean as_json, with_diffs;

static const GOptionEntry options[] = {
    { "build", 'b', 0, G_OPTION_ARG_FILENAME, &build, "where bin/slurmsim was built", "DIR" },
    { "known", 'k', 0, G_OPTION_ARG_FILENAME, &known, "the cells that are known to differ",
      "FILE" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &as_json, "print one JSON object", NULL },
    { "diff", 'd', 0, G_OPTION_ARG_NONE, &with_diffs, "show how each cell differs", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
};

static int fail(int code, const GError *error)
{
    fprintf(stderr, "conformance: %s\n", error->message);
    return code;
}

static gboolean play_all(const GPtrArray *folders, const char *work, GPtrArray *cases,
                         GError **error)
{
    for (guint i = 0; i < folders->len; i++) {
        SsCase *c = ss_case_read(folders->pdata[i], work, error);

        if (!c)
            return FALSE;
        g_ptr_array_add(cases, c);
        ss_case_play(c, build);
        ss_case_compare(c);
        if (!ss_report_keep(c, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean keep_json(const GPtrArray *cases, const char *work, GError **error)
{
    g_autofree char    *path = g_build_filename(work, "static.json", NULL);
    g_autoptr(SsWriter) out = ss_writer_new_path(path, error);

    if (!out)
        return FALSE;
    ss_report_json(cases, out);
    return ss_writer_close(out, error);
}

/* The report; does everything hold that should? */
static bool tell(const GPtrArray *cases, const char *list)
{
    g_autoptr(SsWriter) out = ss_writer_new_file(stdout, "standard output");
    g_autoptr(SsWriter) err = ss_writer_new_file(stderr, "standard error");
    bool                hold = ss_report_count(cases).different == 0;

    if (as_json)
        ss_report_json(cases, out);
    else
        ss_report_table(cases, out);
    if (with_diffs)
        ss_report_diffs(cases, out);
    if (list)
        hold = ss_known_hold(list, cases, as_json ? err : out);
    ss_writer_flush(out);
    ss_writer_flush(err);
    return hold;
}

int main(int argc, char **argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new("CASES [NAME...]");
    g_autoptr(GError)         error = NULL;
    g_autoptr(GPtrArray)      cases = g_ptr_array_new_with_free_func((GDestroyNotify) ss_case_free);
    g_autofree char          *list = NULL;

    g_option_context_add_main_entries(context, options, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error))
        return fail(USAGE, error);
    if (!build || argc < 2) {
        fputs("usage: conformance --build DIR [--diff] [--json] [--known FILE] CASES [NAME...]\n",
              stderr);
        return USAGE;
    }
    g_autofree char     *own_build = g_canonicalize_filename(build, NULL);
    g_autofree char     *work = g_build_filename(own_build, "conformance", NULL);
    g_autoptr(GPtrArray) folders =
        ss_case_folders(argv[1], argc > 2 ? (const char *const *) argv + 2 : NULL);
    g_free(build);
    build = g_steal_pointer(&own_build);
    g_mkdir_with_parents(work, 0755);
    if (folders->len == 0)
        return keep_json(cases, work, &error) ? NO_CASE : fail(IO, error);
    if ((known && !g_file_get_contents(known, &list, NULL, &error))
        || !play_all(folders, work, cases, &error) || !keep_json(cases, work, &error))
        return fail(IO, error);
    const bool hold = tell(cases, list);
    g_free(build);
    g_free(known);
    return hold ? DONE : DIFFERS;
}
