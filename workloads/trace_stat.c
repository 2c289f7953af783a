/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace_stat.c - what is in a workload.
 *
 * One walk over the jobs, O(users) memory. Percentiles come from logarithmic bins with eight steps an
 * octave, so they are within an eighth of the value and any length of log costs the same 3 KB; exact
 * ones would need every value. Sizes are what the options say: a job that names neither tasks nor nodes
 * has one processor, GPUs are counted as --gres and the --gpus family name them.
 */
#include "workloads/trace.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/date.h"
#include "sim/base/intern.h"
#include "sim/base/size.h"
#include "sim/base/span.h"

#define STEPS 8 /* of an octave         */
#define FINE  (STEPS * 64)

typedef struct {
    uint64_t n;
    int64_t  least, most;
    double   sum;
    uint64_t bin[FINE];
} Values;

typedef struct {
    SsIntern *users, *accounts, *partitions, *qos;
    Values    nodes, cpus, run, limit, memory;
} Work;

/* --- sizes -------------------------------------------------------------------------------------- */

static uint64_t given(uint32_t value)
{
    return value == SS_UNSET32 ? 0 : value;
}

uint64_t ss_trace_cpus(const SsJobSpec *spec)
{
    const uint64_t each = MAX(given(spec->cpus_per_task), 1);
    uint64_t       tasks = given(spec->ntasks);

    if (tasks == 0 && given(spec->ntasks_per_node) > 0)
        tasks = given(spec->ntasks_per_node) * MAX(spec->min_nodes, 1);
    if (tasks == 0)
        tasks = MAX(spec->min_nodes, 1);
    return tasks * each;
}

/* The numbers of "gpu:2", "gpu:a100:2,shard:3", "a100:2", "2"; only those of gpus if `named`. */
static uint64_t gpus_of(const char *list, bool named)
{
    g_auto(GStrv) items = NULL;
    uint64_t      sum = 0;

    if (list == NULL)
        return 0;
    items = g_strsplit(list, ",", -1);
    for (guint i = 0; items[i] != NULL; i++) {
        const char *last = strrchr(items[i], ':');
        uint64_t    n = 1;

        if (named && strcmp(items[i], "gpu") != 0 && !g_str_has_prefix(items[i], "gpu:"))
            continue;
        last = last != NULL ? last + 1 : items[i];
        if (g_ascii_isdigit(*last) && !ss_size_parse_count(last, &n, NULL))
            n = 0;
        sum += MIN(n, UINT32_MAX);
    }
    return sum;
}

uint64_t ss_trace_gpus(const SsJobSpec *spec)
{
    const uint64_t nodes = MAX(spec->min_nodes, 1);

    if (spec->gpus != NULL)
        return gpus_of(spec->gpus, false);
    if (spec->gpus_per_task != NULL)
        return gpus_of(spec->gpus_per_task, false) * MAX(given(spec->ntasks), nodes);
    if (spec->gpus_per_node != NULL)
        return gpus_of(spec->gpus_per_node, false) * nodes;
    if (spec->gpus_per_socket != NULL)
        return gpus_of(spec->gpus_per_socket, false) * nodes
               * MAX(given(spec->sockets_per_node), 1);
    return gpus_of(spec->gres, true) * nodes;
}

/* Tasks of "0-15", "1,3,5-9:2"; 0 if it cannot be read. */
static uint64_t range_tasks(const char *item)
{
    uint64_t low, high, step = 1;
    char    *end;

    if (!g_ascii_isdigit(*item))
        return 0;
    low = high = g_ascii_strtoull(item, &end, 10);
    if (*end == '-')
        high = g_ascii_strtoull(end + 1, &end, 10);
    if (*end == ':')
        step = g_ascii_strtoull(end + 1, &end, 10);
    return high >= low && step > 0 && high < UINT32_MAX ? (high - low) / step + 1 : 0;
}

uint64_t ss_trace_tasks(const SsJobSpec *spec)
{
    g_auto(GStrv) items = NULL;
    uint64_t      sum = 0;

    if (spec->array == NULL)
        return 1;
    items = g_strsplit(spec->array, ",", -1);
    for (guint i = 0; items[i] != NULL; i++)
        sum += range_tasks(items[i]);
    return MAX(sum, 1);
}

/* --- distributions ------------------------------------------------------------------------------ */

/* Bin of a value: exact below eight, then eight to the octave. */
static uint32_t fine_bin(int64_t value)
{
    const uint64_t v = (uint64_t) MAX(value, 0);
    uint32_t       octave;

    if (v < STEPS)
        return (uint32_t) v;
    octave = 63 - (uint32_t) __builtin_clzll(v);
    return octave * STEPS + (uint32_t) ((v >> (octave - 3)) & (STEPS - 1));
}

/* The largest value of a bin. */
static int64_t bin_top(uint32_t bin)
{
    const uint32_t octave = bin / STEPS;
    const uint64_t step = bin % STEPS;

    if (bin < STEPS)
        return bin;
    return (int64_t) ((((uint64_t) STEPS + step + 1) << (octave - 3)) - 1);
}

static void add_value(Values *values, int64_t value)
{
    if (values->n == 0)
        values->least = values->most = value;
    values->least = MIN(values->least, value);
    values->most = MAX(values->most, value);
    values->sum += (double) value;
    values->bin[fine_bin(value)]++;
    values->n++;
}

static int64_t quantile(const Values *values, double share)
{
    uint64_t seen = 0;

    for (uint32_t i = 0; i < FINE; i++) {
        seen += values->bin[i];
        if (seen > 0 && (double) seen >= share * (double) values->n)
            return CLAMP(bin_top(i), values->least, values->most);
    }
    return values->most;
}

static void sum_up(const Values *values, SsTraceDist *out)
{
    *out = (SsTraceDist){ .n = values->n, .least = values->least, .most = values->most };
    if (values->n == 0)
        return;
    out->mean = values->sum / (double) values->n;
    out->median = quantile(values, 0.5);
    out->p90 = quantile(values, 0.9);
    out->p99 = quantile(values, 0.99);
    for (uint32_t i = 0; i < FINE; i++) {
        const uint32_t octave = i < STEPS ? (i < 2 ? 0 : i < 4 ? 1 : 2) : i / STEPS;

        out->bin[MIN(octave, SS_STAT_BINS - 1)] += values->bin[i];
    }
}

/* --- jobs --------------------------------------------------------------------------------------- */

static void count_fate(const SsJobSpec *spec, SsTraceStat *stat)
{
    uint64_t *const by_fate[] = {
        [SS_FATE_RUN] = spec->exit_code != 0 ? &stat->failed : NULL,
        [SS_FATE_TO_LIMIT] = &stat->timeouts,
        [SS_FATE_CANCEL_PENDING] = &stat->cancelled_pending,
        [SS_FATE_CANCEL_RUNNING] = &stat->cancelled_running,
        [SS_FATE_OOM] = &stat->out_of_memory,
        [SS_FATE_NODE_FAIL] = &stat->node_fail,
        [SS_FATE_SLEEP] = spec->exit_code != 0 ? &stat->failed : NULL,
    };

    if (by_fate[spec->fate] != NULL)
        (*by_fate[spec->fate])++;
}

static void count_limit(const SsJobSpec *spec, SsTraceStat *stat, Work *work)
{
    const bool endless = spec->time_limit == UINT32_MAX;
    SsSpan     limit = (SsSpan) spec->time_limit * 60;

    if (spec->time_limit == SS_UNSET32) {
        stat->without_limit++;
        return;
    }
    if (endless)
        return;
    if (spec->time_limit_secs > 0 && spec->time_limit_secs != SS_SPAN_FOREVER)
        limit = spec->time_limit_secs;
    add_value(&work->limit, limit);
    stat->over_limit += spec->fate != SS_FATE_TO_LIMIT && spec->run > limit;
}

static void count_size(const SsJobSpec *spec, SsTraceStat *stat, Work *work)
{
    const uint64_t tasks = ss_trace_tasks(spec), cpus = ss_trace_cpus(spec),
                   gpus = ss_trace_gpus(spec);

    add_value(&work->cpus, (int64_t) MIN(cpus, INT64_MAX));
    if (spec->min_nodes > 0)
        add_value(&work->nodes, spec->min_nodes);
    if (spec->mem_per_node > 0)
        add_value(&work->memory, spec->mem_per_node);
    if (spec->fate != SS_FATE_TO_LIMIT && spec->fate != SS_FATE_CANCEL_PENDING)
        add_value(&work->run, spec->run);
    stat->arrays += spec->array != NULL;
    stat->tasks += tasks;
    stat->gpu_jobs += gpus > 0;
    stat->gpus += gpus;
    stat->cpu_seconds += (double) cpus * (double) spec->run * (double) tasks;
    stat->gpu_seconds += (double) gpus * (double) spec->run * (double) tasks;
}

static void count_name(SsIntern *names, const char *name)
{
    if (name != NULL)
        ss_intern_id(names, name);
}

static void count_job(const SsJobSpec *spec, const SsZone *zone, SsTraceStat *stat, Work *work)
{
    SsCivil civil;

    if (stat->jobs++ == 0)
        stat->first_submit = spec->submit;
    stat->last_submit = spec->submit;
    ss_zone_local(zone, spec->submit, &civil);
    stat->by_hour[civil.hour]++;
    stat->by_weekday[civil.weekday]++;
    count_name(work->users, spec->user);
    count_name(work->accounts, spec->account);
    count_name(work->partitions, spec->partition);
    count_name(work->qos, spec->qos);
    stat->dependent += spec->dependency != NULL;
    stat->held += spec->hold;
    count_fate(spec, stat);
    count_limit(spec, stat, work);
    count_size(spec, stat, work);
}

static Work *work_new(void)
{
    Work *work = g_new0(Work, 1);

    work->users = ss_intern_new();
    work->accounts = ss_intern_new();
    work->partitions = ss_intern_new();
    work->qos = ss_intern_new();
    return work;
}

static void work_free(Work *work)
{
    ss_intern_free(work->users);
    ss_intern_free(work->accounts);
    ss_intern_free(work->partitions);
    ss_intern_free(work->qos);
    g_free(work);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Work, work_free)

gboolean ss_trace_stat(SsJobSource *source, const SsZone *zone, SsTraceStat *stat, GError **error)
{
    g_autoptr(Work)   work = work_new();
    g_autoptr(GError) why = NULL;
    g_autoptr(SsZone) utc = ss_zone_new_utc();
    SsJobSpec         spec;

    *stat = (SsTraceStat){ 0 };
    ss_job_spec_init(&spec);
    while (source->next(source, &spec, &why))
        count_job(&spec, zone != NULL ? zone : utc, stat, work);
    ss_job_spec_clear(&spec);
    if (why != NULL) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    stat->users = ss_intern_count(work->users);
    stat->accounts = ss_intern_count(work->accounts);
    stat->partitions = ss_intern_count(work->partitions);
    stat->qos = ss_intern_count(work->qos);
    sum_up(&work->nodes, &stat->nodes);
    sum_up(&work->cpus, &stat->cpus);
    sum_up(&work->run, &stat->run);
    sum_up(&work->limit, &stat->limit);
    sum_up(&work->memory, &stat->memory);
    return TRUE;
}

/* --- for people --------------------------------------------------------------------------------- */

typedef char *(*Show)(int64_t value);

static char *show_number(int64_t value)
{
    return g_strdup_printf("%" PRId64, value);
}

static char *show_span(int64_t value)
{
    char text[SS_SPAN_TEXT];

    return g_strdup(ss_span_text(value, text));
}

static char *show_memory(int64_t value)
{
    char text[SS_SIZE_TEXT];

    return g_strdup(ss_size_text_in((uint64_t) value, SS_UNIT_MEGA, SS_UNIT_GIGA, text));
}

static void print_dist(GString *out, const char *title, const SsTraceDist *dist, Show show)
{
    const int64_t values[] = { dist->least, dist->median, dist->p90,
                               dist->p99,   dist->most,   (int64_t) (dist->mean + 0.5) };

    if (dist->n == 0)
        return;
    g_string_append_printf(out, "%-14s", title);
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *text = show(values[i]);

        g_string_append_printf(out, " %12s", text);
    }
    g_string_append_printf(out, " %10" PRIu64 "\n", dist->n);
}

static void print_bars(GString *out, const char *title, const uint64_t *counts, uint32_t n,
                       const char *const *names)
{
    uint64_t most = 1;

    for (uint32_t i = 0; i < n; i++)
        most = MAX(most, counts[i]);
    g_string_append_printf(out, "\n%s\n", title);
    for (uint32_t i = 0; i < n; i++) {
        const int length = (int) (counts[i] * 50 / most);

        if (names != NULL)
            g_string_append_printf(out, "  %-4s", names[i]);
        else
            g_string_append_printf(out, "  %02u  ", i);
        g_string_append_printf(out, "%9" PRIu64 "%s%.*s\n", counts[i], length > 0 ? " " : "",
                               length, "##################################################");
    }
}

static void print_count(GString *out, const char *what, uint64_t n)
{
    if (n > 0)
        g_string_append_printf(out, "%-24s %12" PRIu64 "\n", what, n);
}

static void print_faults(GString *out, const SsTraceTally *tally)
{
    static const char *const verdicts[] = { [SS_TRACE_REJECTED] = "rejected",
                                            [SS_TRACE_REPAIRED] = "repaired",
                                            [SS_TRACE_SKIPPED] = "skipped" };

    for (int i = 0; i < SS_N_TRACE_FAULTS; i++) {
        const SsTraceFaultRow *row = ss_trace_fault((SsTraceFault) i);

        if (tally->fault[i] > 0)
            g_string_append_printf(out, "%-24s %12" PRIu64 "   %s\n", verdicts[row->verdict],
                                   tally->fault[i], row->doc);
    }
}

static void print_totals(GString *out, const SsTraceStat *stat, const SsZone *zone)
{
    char first[SS_DATE_TEXT], last[SS_DATE_TEXT], span[SS_SPAN_TEXT];

    print_count(out, "jobs", stat->jobs);
    print_count(out, "users", stat->users);
    print_count(out, "accounts", stat->accounts);
    print_count(out, "partitions", stat->partitions);
    print_count(out, "qos", stat->qos);
    g_string_append_printf(out, "%-24s %s\n%-24s %s\n%-24s %s\n", "first submission",
                           ss_date_text(stat->first_submit, zone, first), "last submission",
                           ss_date_text(stat->last_submit, zone, last), "span",
                           ss_span_text(stat->last_submit - stat->first_submit, span));
    print_count(out, "array jobs", stat->arrays);
    if (stat->arrays > 0)
        print_count(out, "tasks", stat->tasks);
    print_count(out, "GPU jobs", stat->gpu_jobs);
    print_count(out, "with dependency", stat->dependent);
    print_count(out, "held", stat->held);
    print_count(out, "without time limit", stat->without_limit);
    print_count(out, "longer than limit", stat->over_limit);
    print_count(out, "run to their limit", stat->timeouts);
    print_count(out, "cancelled pending", stat->cancelled_pending);
    print_count(out, "cancelled running", stat->cancelled_running);
    print_count(out, "failed", stat->failed);
    print_count(out, "out of memory", stat->out_of_memory);
    print_count(out, "node failure", stat->node_fail);
    g_string_append_printf(out, "%-24s %12.0f\n", "CPU hours", stat->cpu_seconds / 3600);
    if (stat->gpu_seconds > 0)
        g_string_append_printf(out, "%-24s %12.0f\n", "GPU hours", stat->gpu_seconds / 3600);
}

void ss_trace_stat_print(const SsTraceStat *stat, const SsTraceTally *tally, const SsZone *zone,
                         GString *out)
{
    static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    g_autoptr(SsZone)        utc = ss_zone_new_utc();

    if (tally != NULL)
        g_string_append_printf(out, "%-24s %s\n", "format", tally->format);
    print_totals(out, stat, zone != NULL ? zone : utc);
    if (tally != NULL)
        print_faults(out, tally);
    g_string_append_printf(out, "\n%-14s %12s %12s %12s %12s %12s %12s %10s\n", "", "least",
                           "median", "p90", "p99", "most", "mean", "known");
    print_dist(out, "nodes", &stat->nodes, show_number);
    print_dist(out, "cpus", &stat->cpus, show_number);
    print_dist(out, "memory a node", &stat->memory, show_memory);
    print_dist(out, "run time", &stat->run, show_span);
    print_dist(out, "time limit", &stat->limit, show_span);
    print_bars(out, "submissions by hour", stat->by_hour, 24, NULL);
    print_bars(out, "submissions by weekday", stat->by_weekday, 7, days);
}

/* --- for programs ------------------------------------------------------------------------------- */

static void json_dist(SsJson *json, const char *name, const SsTraceDist *dist)
{
    ss_json_key(json, name);
    ss_json_begin_object(json);
    ss_json_key_uint(json, "known", dist->n);
    ss_json_key_int(json, "least", dist->least);
    ss_json_key_int(json, "median", dist->median);
    ss_json_key_int(json, "p90", dist->p90);
    ss_json_key_int(json, "p99", dist->p99);
    ss_json_key_int(json, "most", dist->most);
    ss_json_key_double(json, "mean", dist->mean);
    ss_json_end_object(json);
}

static void json_counts(SsJson *json, const char *name, const uint64_t *counts, uint32_t n)
{
    ss_json_key(json, name);
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < n; i++)
        ss_json_uint(json, counts[i]);
    ss_json_end_array(json);
}

static void json_faults(SsJson *json, const SsTraceTally *tally)
{
    ss_json_key_text(json, "format", tally->format);
    ss_json_key(json, "faults");
    ss_json_begin_object(json);
    for (int i = 0; i < SS_N_TRACE_FAULTS; i++)
        if (tally->fault[i] > 0)
            ss_json_key_uint(json, ss_trace_fault((SsTraceFault) i)->name, tally->fault[i]);
    ss_json_end_object(json);
}

void ss_trace_stat_json(const SsTraceStat *stat, const SsTraceTally *tally, SsJson *json)
{
    const struct {
        const char *name;
        uint64_t    n;
    } counts[] = {
        { "jobs", stat->jobs },
        { "users", stat->users },
        { "accounts", stat->accounts },
        { "partitions", stat->partitions },
        { "qos", stat->qos },
        { "array_jobs", stat->arrays },
        { "tasks", stat->tasks },
        { "gpu_jobs", stat->gpu_jobs },
        { "with_dependency", stat->dependent },
        { "held", stat->held },
        { "without_limit", stat->without_limit },
        { "over_limit", stat->over_limit },
        { "timeouts", stat->timeouts },
        { "cancelled_pending", stat->cancelled_pending },
        { "cancelled_running", stat->cancelled_running },
        { "failed", stat->failed },
        { "out_of_memory", stat->out_of_memory },
        { "node_fail", stat->node_fail },
    };

    if (tally != NULL)
        json_faults(json, tally);
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
        ss_json_key_uint(json, counts[i].name, counts[i].n);
    ss_json_key_int(json, "first_submit", stat->first_submit);
    ss_json_key_int(json, "last_submit", stat->last_submit);
    ss_json_key_double(json, "cpu_seconds", stat->cpu_seconds);
    ss_json_key_double(json, "gpu_seconds", stat->gpu_seconds);
    json_dist(json, "nodes", &stat->nodes);
    json_dist(json, "cpus", &stat->cpus);
    json_dist(json, "memory_mib", &stat->memory);
    json_dist(json, "run", &stat->run);
    json_dist(json, "limit", &stat->limit);
    json_counts(json, "by_hour", stat->by_hour, 24);
    json_counts(json, "by_weekday", stat->by_weekday, 7);
}
