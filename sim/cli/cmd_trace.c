/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_trace.c - workloads looked at, converted, made.
 */
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/reply.h"
#include "sim/cli/runopt.h"
#include "sim/cli/tracefilter.h"
#include "sim/cli/watched.h"
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
    { "json", 0, NULL, "Answer",
      "stat, or what was written with -o: one JSON object (schema slurmsim.trace.v1)" },
    { "site", 0, "SITE", "Workload", "draws users, partitions and sizes from this site" },
    { "format", 0, "NAME", "Workload", "format of the input; default: told from content" },
    { "max-bad", 0, "N", "Workload", "bad records that are let pass; default 0 for csv, else 1 %" },
    { "ignore-columns", 0, NULL, "Workload", "csv: pass over unknown columns" },
    { "swf-account", 0, "group|user|none", "Workload",
      "swf: what becomes the account; default group" },
    { "swf-dependencies", 0, NULL, "Workload", "swf: fields 17 and 18 become dependencies" },
    { "start", 0, "TIME", "Workload", "what relative submit times count from; default 2026-01-01" },
    { "tz", 0, "ZONE", "Workload", "zone of local times; default UTC" },
    SS_TRACE_FILTER_OPTIONS,
    { "factor", 0, "X", "Scale", "load times X" },
    { "by", 0, "gaps|runs|jobs", "Scale",
      "gaps between submissions shrink, run times and limits grow, or jobs are repeated; default "
      "gaps" },
    { "shift", 0, "[-]TIME", "Convert", "all submit times so much later (hours, 1-0 is a day)" },
    { "start-at", 0, "TIME", "Convert", "the first submission at this time" },
    { "limits", 0, "SPREAD", "Convert",
      "other time limits: run time times 1 to SPREAD, up to a usual limit" },
    { "draw-users", 0, "N", "Convert", "jobs without user get one of N, few of them busy" },
    { "anonymise", 0, NULL, "Convert", "users, accounts and names become u1, a1, j" },
    { "seed", 0, "N", "Chance", "of --sample, --by=jobs, --limits and --draw-users; default 1" },
    { "quiet", 'q', NULL, "Result", "no progress line, not a word about what was written" },
    { "verbose", 'v', NULL, "Result", "tell every rejected and repaired record" },
    { "help", 'h', NULL, "Help",
      "this text; `doc generate` lists the keys of a SPEC; `trace anonymise --help` has options of its "
      "own" },
    { 0 },
};

typedef struct {
    SsOptions     *options;
    SsDiag        *diag;
    SsZone        *zone;
    SsCluster     *cluster;
    SsTraceTally   tally;
    SsTraceOptions trace;
    const char    *zone_name;
    int64_t        seed;
    SsProgress    *progress;
} Work;

static void work_clear(Work *work)
{
    ss_progress_free(work->progress);
    ss_diag_free(work->diag);
    ss_zone_unref(work->zone);
    if (work->cluster)
        ss_cluster_unref(work->cluster);
    ss_options_free(work->options);
}

static void print_findings(Work *work)
{
    g_clear_pointer(&work->progress, ss_progress_free);
    g_autoptr(GString) text = g_string_new(NULL);

    ss_diag_print(work->diag, SS_DIAG_AS_FOUND, text);
    fputs(text->str, stderr);
}

/* A number above 0 as --NAME; false after a message. */
static bool take_factor(const SsOptions *o, const char *name, double *out)
{
    const char *text = ss_option_get(o, name);

    if (!text || (ss_double_parse(text, out, NULL) && *out > 0 && *out <= 1e9))
        return true;
    ss_fail(SS_EXIT_USAGE, "trace: --%s '%s': write a number above 0", name, text);
    return false;
}

static bool take_word(const SsOptions *o, const char *name, const char *const *words, uint32_t *out)
{
    const char      *text = ss_option_get(o, name);
    g_autofree char *all = g_strjoinv("|", (char **) words);

    *out = 0;
    if (!text)
        return true;
    for (uint32_t i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return true;
        }
    ss_fail(SS_EXIT_USAGE, "trace: --%s '%s': write %s", name, text, all);
    return false;
}

static int prepare(Work *work)
{
    g_autoptr(GError) error = NULL;
    const SsOptions  *o = work->options;
    const char       *site = ss_option_get(o, "site"), *zone = ss_option_get(o, "tz");

    if (!ss_runopt_trace_options(o, "slurmsim trace", &work->trace))
        return SS_EXIT_USAGE;
    work->diag = ss_diag_new();
    work->progress = ss_progress_new(ss_option_given(o, "quiet"));
    work->zone_name = zone ? zone : "UTC";
    work->seed = 1;
    work->zone = ss_zone_new(work->zone_name, &error);
    if (!work->zone)
        return ss_fail(SS_EXIT_USAGE, "trace: --tz: %s", error->message);
    if (site && !ss_site_read(site, NULL, work->diag, &work->cluster, &error)) {
        print_findings(work);
        return ss_fail(ss_exit_of(error), "%s", error->message);
    }
    work->trace.verbose = ss_option_given(o, "verbose");
    work->trace.zone = work->zone;
    work->trace.cluster = work->cluster;
    work->trace.tally = &work->tally;
    if (!ss_option_number(o, "slurmsim trace", "seed", 0, INT64_MAX, &work->seed)
        || !ss_runopt_time("slurmsim trace", "start", ss_option_get(o, "start"), work->zone_name,
                           &work->trace.start))
        return SS_EXIT_USAGE;
    return SS_EXIT_DONE;
}

/* The workloads named on the command line; NULL after messages, with the exit code. */
static SsJobSource *open_source(Work *work, const char *action, int *code)
{
    g_autoptr(GError) error = NULL;

    if (work->options->n_rest < 2) {
        *code = ss_fail(SS_EXIT_USAGE, "trace %s: name a workload", action);
        return NULL;
    }
    SsJobSource *source =
        ss_trace_open_all(work->options->rest + 1, &work->trace, work->diag, &error);
    if (!source) {
        print_findings(work);
        *code = ss_fail(ss_exit_of(error), "%s", error->message);
    }
    return ss_watched_new(source, work->progress);
}

static int stat(Work *work)
{
    g_autoptr(GError)      error = NULL;
    g_autoptr(GString)     text = g_string_new(NULL);
    int                    code = SS_EXIT_DONE;
    g_autoptr(SsJobSource) source = open_source(work, "stat", &code);
    SsTraceStat            figures;

    if (!source)
        return code;
    if (ss_trace_stat(source, work->zone, &figures, &error))
        ss_trace_stat_print(&figures, &work->tally, work->zone, text);
    print_findings(work);
    if (error)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    if (ss_option_given(work->options, "json")) {
        SsReply reply = ss_reply_begin("slurmsim.trace.v1");

        ss_trace_stat_json(&figures, &work->tally, reply.json);
        return ss_reply_end(&reply);
    }
    fputs(text->str, stdout);
    return SS_EXIT_DONE;
}

static int write_out(Work *work, SsJobSource *source)
{
    static const char *const formats[] = { "csv", "swf", NULL };
    g_autoptr(GError)        error = NULL;
    const char              *path = ss_option_get(work->options, "output");
    uint32_t                 to;

    if (!take_word(work->options, "to", formats, &to))
        return SS_EXIT_USAGE;
    if (!path && ss_option_given(work->options, "json"))
        return ss_fail(SS_EXIT_USAGE,
                       "trace: with --json the jobs need a file of their own: -o FILE");
    g_autoptr(SsWriter) out =
        path ? ss_writer_new_path(path, &error) : ss_writer_new_file(stdout, "standard output");
    uint64_t n = 0;
    gboolean ok = out != NULL;

    if (ok && to == 1)
        ok = ss_convert_swf(source, work->tally.first_submit, out, &n, &error);
    else if (ok)
        ok = ss_convert_csv(source, 0, work->zone, out, &n, &error);
    ok = ok && ss_writer_close(out, &error);
    print_findings(work);
    if (!ok)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    if (path && !ss_option_given(work->options, "quiet"))
        fprintf(stderr, "slurmsim: %" G_GUINT64_FORMAT " job%s written to %s\n", n, ss_plural(n),
                path);
    if (!ss_option_given(work->options, "json"))
        return SS_EXIT_DONE;
    SsReply reply = ss_reply_begin("slurmsim.trace.v1");
    ss_json_key_text(reply.json, "output", path);
    ss_json_key_uint(reply.json, "jobs", n);
    return ss_reply_end(&reply);
}

/* Each of these takes *source and gives another for what the options of its topic ask. */
static bool apply_filter(Work *work, SsJobSource **source)
{
    g_auto(SsTraceFilter) filter = { 0 };

    if (!ss_trace_filter_read(work->options, work->zone_name, work->seed, &filter))
        return false;
    if (filter.given)
        *source = ss_transform_filter(*source, &filter.filter);
    return true;
}

static bool apply_scale(Work *work, SsJobSource **source)
{
    static const char *const kinds[] = { "gaps", "runs", "jobs", NULL };
    double                   factor = 1;
    uint32_t                 by;

    if (!take_factor(work->options, "factor", &factor)
        || !take_word(work->options, "by", kinds, &by))
        return false;
    if (ss_option_given(work->options, "factor"))
        *source = ss_transform_scale(*source, (SsScale) by, factor, (uint64_t) work->seed);
    return true;
}

static bool apply_times(Work *work, SsJobSource **source)
{
    const SsOptions  *o = work->options;
    const char       *shift = ss_option_get(o, "shift"), *at = ss_option_get(o, "start-at");
    g_autoptr(GError) error = NULL;
    SsTime            first = 0;
    SsSpan            by = 0;

    if (!ss_runopt_time("slurmsim trace", "start-at", at, work->zone_name, &first))
        return false;
    if (shift && !ss_span_parse(shift + (*shift == '-'), &by, &error)) {
        ss_fail(SS_EXIT_USAGE, "trace: --shift: %s", error->message);
        return false;
    }
    if (shift)
        *source = ss_transform_shift(*source, *shift == '-' ? -by : by);
    if (at)
        *source = ss_transform_start_at(*source, first);
    return true;
}

static bool apply_people(Work *work, SsJobSource **source)
{
    const SsOptions *o = work->options;
    double           spread = 1;
    int64_t          users = 0;

    if (!take_factor(o, "limits", &spread)
        || !ss_option_number(o, "slurmsim trace", "draw-users", 1, 1000000, &users))
        return false;
    if (ss_option_given(o, "limits"))
        *source = ss_transform_limits(*source, MAX(spread, 1), 0, (uint64_t) work->seed);
    if (users)
        *source = ss_transform_draw_users(*source, (uint32_t) users, (uint64_t) work->seed);
    if (ss_option_given(o, "anonymise"))
        *source = ss_transform_anonymise(*source);
    return true;
}

static int transform(Work *work, const char *action)
{
    int                    code = SS_EXIT_DONE;
    g_autoptr(SsJobSource) source = open_source(work, action, &code);

    if (!source)
        return code;
    if (!apply_filter(work, &source) || !apply_scale(work, &source) || !apply_times(work, &source)
        || !apply_people(work, &source))
        return SS_EXIT_USAGE;
    return write_out(work, source);
}

static int convert(Work *work)
{
    return transform(work, "convert");
}

static int filter(Work *work)
{
    return transform(work, "filter");
}

static int scale(Work *work)
{
    if (!ss_option_given(work->options, "factor"))
        return ss_fail(SS_EXIT_USAGE, "trace scale: say by how much with --factor");
    return transform(work, "scale");
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

/* What each action does, and the topics of options that mean something to it. */
static const struct {
    const char *name, *topics;
    int (*run)(Work *work);
} actions[] = {
    { "stat", "Workload Answer", stat },
    { "convert", "Workload Result Answer Filter Scale Convert Chance", convert },
    { "filter", "Workload Result Answer Filter Chance", filter },
    { "scale", "Workload Result Answer Scale Chance", scale },
    { "generate", "Workload Result Answer", generate },
};

/* An option that the action would pass over is refused. */
static bool options_belong(const SsOptions *options, const char *action, const char *topics)
{
    for (const SsOption *row = options->table; row->name; row++) {
        if (!ss_option_given(options, row->name) || strcmp(row->name, "verbose") == 0
            || strcmp(row->name, "quiet") == 0 || strstr(topics, row->topic))
            continue;
        ss_fail(SS_EXIT_USAGE, "trace %s: --%s means nothing here; it is an option of convert%s%s",
                action, row->name, strcmp(row->topic, "Filter") == 0 ? " and filter" : "",
                strcmp(row->topic, "Scale") == 0 ? " and scale" : "");
        return false;
    }
    return true;
}

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
        ss_fail(SS_EXIT_USAGE,
                "trace: write stat, convert, filter, scale, generate or anonymise "
                "(the first word), not '%s'",
                action);
    else if (options_belong(work.options, action, actions[i].topics)
             && (code = prepare(&work)) == SS_EXIT_DONE)
        code = actions[i].run(&work);
    work_clear(&work);
    return code;
}
