/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tracefilter.c - options to a filter, a table row an option.
 */
#include "sim/cli/tracefilter.h"

#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/cli/command.h"
#include "sim/cli/runopt.h"

static const char command[] = "slurmsim trace";

static char **names_of(const SsOptions *options, const char *name)
{
    const char *text = ss_option_get(options, name);

    return text ? g_strsplit(text, ",", -1) : NULL;
}

static bool read_count(const SsOptions *options, const char *name, uint64_t *out)
{
    int64_t n = 0;

    if (!ss_option_number(options, command, name, 1, INT64_MAX, &n))
        return false;
    *out = (uint64_t) n;
    return true;
}

static bool read_span(const SsOptions *options, const char *name, SsSpan *out)
{
    const char       *text = ss_option_get(options, name);
    g_autoptr(GError) error = NULL;

    if (!text || ss_span_parse(text, out, &error))
        return true;
    ss_fail(SS_EXIT_USAGE, "trace: --%s: %s", name, error->message);
    return false;
}

static bool read_share(const SsOptions *options, const char *name, double *out)
{
    const char *text = ss_option_get(options, name);

    if (!text || (ss_double_parse(text, out, NULL) && *out > 0 && *out <= 1))
        return true;
    ss_fail(SS_EXIT_USAGE, "trace: --%s '%s': write a number above 0, up to 1", name, text);
    return false;
}

static bool any_given(const SsOptions *options)
{
    static const SsOption rows[] = { SS_TRACE_FILTER_OPTIONS };

    for (uint32_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (ss_option_given(options, rows[i].name))
            return true;
    return false;
}

bool ss_trace_filter_read(const SsOptions *options, const char *zone, int64_t seed,
                          SsTraceFilter *out)
{
    SsFilter *f = &out->filter;

    ss_filter_init(f);
    out->given = any_given(options);
    f->seed = (uint64_t) seed;
    f->gpu_only = ss_option_given(options, "gpus");
    f->users = names_of(options, "users");
    f->accounts = names_of(options, "accounts");
    f->partitions = names_of(options, "partitions");
    f->qos = names_of(options, "qos");
    return ss_runopt_time(command, "from", ss_option_get(options, "from"), zone, &f->from)
           && ss_runopt_time(command, "until", ss_option_get(options, "until"), zone, &f->until)
           && read_count(options, "min-cpus", &f->min_cpus)
           && read_count(options, "max-cpus", &f->max_cpus)
           && read_span(options, "min-run", &f->min_run)
           && read_span(options, "max-run", &f->max_run) && read_count(options, "first", &f->first)
           && read_share(options, "sample", &f->sample);
}

void ss_trace_filter_clear(SsTraceFilter *filter)
{
    g_strfreev(filter->filter.users);
    g_strfreev(filter->filter.accounts);
    g_strfreev(filter->filter.partitions);
    g_strfreev(filter->filter.qos);
}
