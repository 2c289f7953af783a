/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_trace.c - workloads looked at, converted, made.
 */
#include "sim/base/size.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"
#include "workloads/convert.h"
#include "workloads/generate.h"
#include "workloads/trace.h"
#include "workloads/transform.h"

#include "configs/site.h"

#include <stdio.h>
#include <string.h>

const SsOption ss_trace_options[] = {
    { "output", 'o', "FILE", "Result", "where to write; default standard output" },
    { "to", 0, "csv|swf", "Result", "format to write; default csv" },
    { "site", 0, "SITE", "Workload", "draws users, partitions and sizes from this site" },
    { "format", 0, "NAME", "Workload", "format of the input; default: told from content" },
    { "max-bad", 0, "N", "Workload", "bad records that are let pass; default 0 for csv, else 1 %" },
    { "ignore-columns", 0, NULL, "Workload", "csv: pass over unknown columns" },
    { "swf-account", 0, "group|user|none", "Workload",
      "swf: what becomes the account; default group" },
    { "start", 0, "TIME", "Workload", "what relative submit times count from; default 2026-01-01" },
    { "tz", 0, "ZONE", "Workload", "zone of local times; default UTC" },
    { "anonymise", 0, NULL, "Workload", "convert: users, accounts and names become u1, a1, j" },
    { "first", 0, "N", "Workload", "convert: only the first N jobs" },
    { "factor", 0, "X", "Workload", "convert: load times X (gaps between submissions shrink)" },
    { "verbose", 'v', NULL, "Result", "tell every rejected and repaired record" },
    { "help", 'h', NULL, "Help", "this text; `trace generate --help` lists the keys of a SPEC" },
    { 0 },
};

typedef struct {
    SsOptions     *options;
    SsDiag        *diag;
    SsZone        *zone;
    SsCluster     *cluster;
    SsTraceTally   tally;
    SsTraceOptions trace;
} Work;

static void work_clear(Work *work)
{
    ss_diag_free(work->diag);
    ss_zone_unref(work->zone);
    if (work->cluster)
        ss_cluster_unref(work->cluster);
    ss_options_free(work->options);
}

static void print_findings(const Work *work)
{
    g_autoptr(GString) text = g_string_new(NULL);

    ss_diag_print(work->diag, SS_DIAG_AS_FOUND, text);
    fputs(text->str, stderr);
}

/* --to and --factor; false after a message. */
static bool check_words(const SsOptions *o)
{
    const char *to = ss_option_get(o, "to"), *factor = ss_option_get(o, "factor");
    double      value = 1;

    if (to && strcmp(to, "csv") != 0 && strcmp(to, "swf") != 0) {
        ss_fail(SS_EXIT_USAGE, "trace: --to '%s': write csv or swf", to);
        return false;
    }
    if (factor && (!ss_double_parse(factor, &value, NULL) || !(value > 0) || value > 1e9)) {
        ss_fail(SS_EXIT_USAGE, "trace: --factor '%s': write a number above 0", factor);
        return false;
    }
    return ss_runopt_trace(o, "slurmsim trace");
}

static int prepare(Work *work)
{
    g_autoptr(GError) error = NULL;
    const SsOptions  *o = work->options;
    const char       *zone = ss_option_get(o, "tz"), *site = ss_option_get(o, "site");

    if (!check_words(o))
        return SS_EXIT_USAGE;

    work->diag = ss_diag_new();
    work->zone = ss_zone_new(zone ? zone : "UTC", &error);
    if (!work->zone)
        return ss_fail(SS_EXIT_USAGE, "trace: --tz: %s", error->message);
    if (site && !ss_site_read(site, NULL, work->diag, &work->cluster, &error)) {
        print_findings(work);
        return ss_fail(ss_exit_of(error), "%s", error->message);
    }
    ss_trace_options_init(&work->trace);
    work->trace.format = ss_option_get(o, "format");
    work->trace.ignore_columns = ss_option_given(o, "ignore-columns");
    work->trace.verbose = ss_option_given(o, "verbose");
    work->trace.zone = work->zone;
    work->trace.cluster = work->cluster;
    work->trace.tally = &work->tally;
    if (g_strcmp0(ss_option_get(o, "swf-account"), "user") == 0)
        work->trace.swf_account = SS_SWF_ACCOUNT_USER;
    else if (g_strcmp0(ss_option_get(o, "swf-account"), "none") == 0)
        work->trace.swf_account = SS_SWF_ACCOUNT_NONE;
    if (!ss_option_number(o, "slurmsim trace", "max-bad", 0, INT64_MAX, &work->trace.max_bad)
        || !ss_runopt_time("slurmsim trace", "start", ss_option_get(o, "start"),
                           zone ? zone : "UTC", &work->trace.start))
        return SS_EXIT_USAGE;
    return SS_EXIT_DONE;
}

static int stat(Work *work)
{
    g_autoptr(GError)      error = NULL;
    g_autoptr(GString)     text = g_string_new(NULL);
    g_autoptr(SsJobSource) source = NULL;
    SsTraceStat            figures;

    if (work->options->n_rest < 2)
        return ss_fail(SS_EXIT_USAGE, "trace stat: name a workload");
    source = ss_trace_open_all(work->options->rest + 1, &work->trace, work->diag, &error);
    if (source && ss_trace_stat(source, work->zone, &figures, &error))
        ss_trace_stat_print(&figures, &work->tally, work->zone, text);
    print_findings(work);
    if (error)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    fputs(text->str, stdout);
    return SS_EXIT_DONE;
}

static int write_out(Work *work, SsJobSource *source)
{
    g_autoptr(GError)   error = NULL;
    const char         *path = ss_option_get(work->options, "output");
    const char         *to = ss_option_get(work->options, "to");
    g_autoptr(SsWriter) out =
        path ? ss_writer_new_path(path, &error) : ss_writer_new_file(stdout, "standard output");
    uint64_t n = 0;
    gboolean ok = out != NULL;

    if (ok && g_strcmp0(to, "swf") == 0)
        ok = ss_convert_swf(source, work->tally.first_submit, out, &n, &error);
    else if (ok)
        ok = ss_convert_csv(source, 0, work->zone, out, &n, &error);
    ok = ok && ss_writer_close(out, &error);
    print_findings(work);
    if (!ok)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    if (path)
        fprintf(stderr, "slurmsim: %" G_GUINT64_FORMAT " jobs written to %s\n", n, path);
    return SS_EXIT_DONE;
}

static int convert(Work *work)
{
    g_autoptr(GError)      error = NULL;
    g_autoptr(SsJobSource) source = NULL;
    const char            *factor = ss_option_get(work->options, "factor");
    int64_t                first = 0;

    if (work->options->n_rest < 2)
        return ss_fail(SS_EXIT_USAGE, "trace convert: name a workload");
    if (!ss_option_number(work->options, "slurmsim trace convert", "first", 1, INT64_MAX, &first))
        return SS_EXIT_USAGE;
    source = ss_trace_open_all(work->options->rest + 1, &work->trace, work->diag, &error);
    if (!source) {
        print_findings(work);
        return ss_fail(ss_exit_of(error), "%s", error->message);
    }
    if (first) {
        SsFilter filter;

        ss_filter_init(&filter);
        filter.first = (uint64_t) first;
        source = ss_transform_filter(g_steal_pointer(&source), &filter);
    }
    if (factor)
        source = ss_transform_scale(g_steal_pointer(&source), SS_SCALE_GAPS,
                                    g_ascii_strtod(factor, NULL), 1);
    if (ss_option_given(work->options, "anonymise"))
        source = ss_transform_anonymise(g_steal_pointer(&source));
    return write_out(work, source);
}

static int generate(Work *work)
{
    g_autoptr(GError)      error = NULL;
    g_autofree char       *spec = g_strjoinv(",", work->options->rest + 1);
    g_autoptr(SsJobSource) source = ss_generate_open(spec, &work->trace, &error);

    if (!source)
        return ss_fail(ss_exit_of(error), "trace generate: %s", error->message);
    return write_out(work, source);
}

static const struct {
    const char *name;
    int (*run)(Work *work);
} actions[] = { { "stat", stat },
                { "convert", convert },
                { "filter", convert },
                { "scale", convert },
                { "generate", generate } };

int ss_cmd_trace(int argc, char **argv)
{
    Work work = { .options = ss_options_parse(ss_trace_options, "slurmsim trace", argc, argv) };
    int  code = SS_EXIT_USAGE;

    if (!work.options)
        return SS_EXIT_USAGE;
    const char *action = work.options->n_rest ? work.options->rest[0] : "";
    uint32_t    i = 0;
    while (i < G_N_ELEMENTS(actions) && strcmp(actions[i].name, action) != 0)
        i++;
    if (i == G_N_ELEMENTS(actions))
        ss_fail(SS_EXIT_USAGE, "trace: write stat, convert or generate, not '%s'", action);
    else if ((code = prepare(&work)) == SS_EXIT_DONE)
        code = actions[i].run(&work);
    work_clear(&work);
    return code;
}
