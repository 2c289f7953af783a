/* SPDX-License-Identifier: Apache-2.0 */
/*
 * convert.c - jobs written down again.
 *
 * csv is the simulator's own form: what it has no column for goes into `extra` as the options that make
 * it, so reading the file back gives the same jobs (a test takes every shipped format through it). The
 * limit is written with seconds, which `timelimit` takes as Slurm's form, and not as minutes: the
 * textbook policies use the seconds.
 *
 * swf has room for sizes and times only. Names become numbers in the order of their appearance; a
 * header line tells which.
 */
#include "workloads/convert.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/date.h"
#include "sim/base/intern.h"
#include "workloads/sbatch_options.h"

/* --- csv ---------------------------------------------------------------------------------------- */

/* Quoted if it must be; blanks at the ends would be lost without quotes. */
static void put_cell(SsWriter *out, const char *text)
{
    const size_t length = strlen(text);

    if (strpbrk(text, ",\"\r\n") == NULL
        && (length == 0 || (text[0] != ' ' && text[length - 1] != ' '))) {
        ss_writer_text(out, text);
        return;
    }
    ss_writer_char(out, '"');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            ss_writer_char(out, '"');
        ss_writer_char(out, *p);
    }
    ss_writer_char(out, '"');
}

static void put_next(SsWriter *out, const char *text)
{
    ss_writer_char(out, ',');
    if (text != NULL)
        put_cell(out, text);
}

static void put_count(SsWriter *out, uint32_t value)
{
    ss_writer_char(out, ',');
    if (value != SS_UNSET32)
        ss_writer_printf(out, "%u", value);
}

static void put_submit(SsWriter *out, const SsJobSpec *spec, SsTime start, const SsZone *zone)
{
    char text[SS_DATE_TEXT];

    if (start != 0)
        ss_writer_printf(out, ",%" PRId64, spec->submit - start);
    else
        put_next(out, ss_date_text(spec->submit, zone, text));
}

/* The name that the reader gives without being told is left out. */
static void put_extra(SsWriter *out, const SsJobSpec *spec, GString *scratch)
{
    SsJobSpec        shown = *spec;
    g_autofree char *usual = g_strconcat("j", spec->trace_id, NULL);

    if (g_strcmp0(spec->name, usual) == 0)
        shown.name = NULL;
    g_string_truncate(scratch, 0);
    ss_sbatch_print(&shown, SS_SBATCH_WITHOUT_COLUMNS, scratch);
    put_next(out, scratch->str);
}

static void put_csv_job(SsWriter *out, const SsJobSpec *spec, SsTime start, const SsZone *zone,
                        GString *scratch)
{
    put_cell(out, spec->trace_id != NULL ? spec->trace_id : "");
    put_submit(out, spec, start, zone);
    put_next(out, spec->user);
    put_next(out, spec->account);
    put_next(out, spec->partition);
    put_next(out, spec->qos);
    g_string_truncate(scratch, 0);
    if (spec->min_nodes != 0 || spec->max_nodes != 0)
        ss_sbatch_print_nodes(spec, scratch);
    put_next(out, scratch->str);
    put_count(out, spec->ntasks);
    put_count(out, spec->cpus_per_task);
    ss_writer_char(out, ',');
    if (spec->mem_per_node >= 0)
        ss_writer_printf(out, "%" PRId64, spec->mem_per_node);
    put_next(out, spec->gres);
    g_string_truncate(scratch, 0);
    ss_sbatch_print_limit(spec, scratch);
    put_next(out, scratch->str);
    ss_writer_char(out, ',');
    if (spec->fate != SS_FATE_TO_LIMIT)
        ss_writer_printf(out, "%" PRId64, spec->run);
    put_extra(out, spec, scratch);
    ss_writer_char(out, '\n');
}

gboolean ss_convert_csv(SsJobSource *source, SsTime start, const SsZone *zone, SsWriter *out,
                        uint64_t *n, GError **error)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    g_autoptr(GError)  why = NULL;
    g_autoptr(SsZone)  utc = ss_zone_new_utc();
    SsJobSpec          spec;
    uint64_t           count = 0;

    ss_job_spec_init(&spec);
    ss_writer_text(out, "jobid,submit,user,account,partition,qos,nodes,ntasks,cpus_per_task,mem,"
                        "gres,timelimit,run,extra\n");
    while (!ss_writer_failed(out) && source->next(source, &spec, &why)) {
        put_csv_job(out, &spec, start, zone != NULL ? zone : utc, scratch);
        count++;
    }
    ss_job_spec_clear(&spec);
    if (n != NULL)
        *n = count;
    if (why == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

/* --- swf ---------------------------------------------------------------------------------------- */

typedef struct {
    SsIntern *users, *groups, *partitions;
    uint64_t  n;
} Numbers;

int64_t ss_swf_number(SsIntern *known, const char *name, char letter)
{
    if (name == NULL)
        return -1;
    if (name[0] == letter && name[1] != '\0' && strlen(name) < 10
        && name[1 + strspn(name + 1, "0123456789")] == '\0')
        return g_ascii_strtoll(name + 1, NULL, 10);
    return ss_intern_id(known, name) + 1;
}

static int64_t limit_of(const SsJobSpec *spec)
{
    if (spec->time_limit == SS_UNSET32 || spec->time_limit == UINT32_MAX)
        return -1;
    return spec->time_limit_secs > 0 && spec->time_limit_secs != SS_SPAN_FOREVER
               ? spec->time_limit_secs
               : (SsSpan) spec->time_limit * 60;
}

static int status_of(const SsJobSpec *spec)
{
    if (spec->fate == SS_FATE_CANCEL_PENDING || spec->fate == SS_FATE_CANCEL_RUNNING)
        return 5;
    return spec->fate == SS_FATE_RUN && spec->exit_code == 0 ? 1 : 0;
}

static int64_t wait_of(const SsJobSpec *spec)
{
    if (spec->fate == SS_FATE_CANCEL_PENDING)
        return spec->cancel_after;
    return spec->rec_start != 0 ? spec->rec_start - spec->submit : -1;
}

/* A job that needs more than its limit runs one second longer than it. */
static int64_t run_of(const SsJobSpec *spec)
{
    const int64_t limit = limit_of(spec);

    if (spec->fate == SS_FATE_CANCEL_PENDING)
        return 0;
    if (spec->fate == SS_FATE_TO_LIMIT)
        return MAX(spec->run, limit + 1);
    return spec->run;
}

static int64_t memory_of(const SsJobSpec *spec)
{
    const uint64_t cpus = ss_trace_cpus(spec);
    int64_t        mib = spec->mem_per_cpu;

    if (mib < 0 && spec->mem_per_node > 0)
        mib = spec->mem_per_node * (int64_t) MAX(spec->min_nodes, 1) / (int64_t) MAX(cpus, 1);
    return mib > 0 ? mib * 1024 : -1;
}

static void put_swf_job(SsWriter *out, const SsJobSpec *spec, SsTime start, Numbers *numbers)
{
    const char   *id = spec->trace_id;
    const bool    numeric = id != NULL && *id != '\0' && id[strspn(id, "0123456789")] == '\0';
    const int64_t cpus = (int64_t) ss_trace_cpus(spec);

    numbers->n++;
    if (numeric)
        ss_writer_text(out, id);
    else
        ss_writer_printf(out, "%" PRIu64, numbers->n);
    ss_writer_printf(out,
                     " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " -1 -1 %" PRId64 " %" PRId64
                     " %" PRId64 " %d %" PRId64 " %" PRId64 " -1 -1 %" PRId64 " -1 -1\n",
                     spec->submit - start, wait_of(spec), run_of(spec),
                     spec->fate == SS_FATE_CANCEL_PENDING ? -1 : cpus, cpus, limit_of(spec),
                     memory_of(spec), status_of(spec),
                     ss_swf_number(numbers->users, spec->user, 'u'),
                     ss_swf_number(numbers->groups, spec->account, 'g'),
                     ss_swf_number(numbers->partitions, spec->partition, 'p'));
}

/* The reader looks for names everywhere, so they may stand behind the jobs that have them. */
static void put_partitions(SsWriter *out, const SsIntern *partitions)
{
    for (uint32_t i = 0; i < ss_intern_count(partitions); i++)
        ss_writer_printf(out, "; Partition: %u %s\n", i + 1, ss_intern_text(partitions, i));
}

gboolean ss_convert_swf(SsJobSource *source, SsTime start, SsWriter *out, uint64_t *n,
                        GError **error)
{
    g_autoptr(GError)   why = NULL;
    g_autoptr(SsIntern) users = ss_intern_new(), groups = ss_intern_new();
    g_autoptr(SsIntern) partitions = ss_intern_new();
    Numbers             numbers = { .users = users, .groups = groups, .partitions = partitions };
    SsJobSpec           spec;

    ss_job_spec_init(&spec);
    ss_writer_printf(out,
                     "; Version: 2.2\n"
                     "; Note: written by slurmsim; users uN, accounts gN and partitions pN keep "
                     "their numbers,\n"
                     ";       other names are numbered in order of appearance\n"
                     "; UnixStartTime: %" PRId64 "\n",
                     start);
    while (!ss_writer_failed(out) && source->next(source, &spec, &why))
        put_swf_job(out, &spec, start, &numbers);
    put_partitions(out, partitions);
    ss_job_spec_clear(&spec);
    if (n != NULL)
        *n = numbers.n;
    if (why == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}
