/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace.c - opening workloads, and putting several together.
 *
 * What a file is, its content says: every format looks at the first bytes and tells how sure it is, the
 * surest wins, and a tie is an error rather than a guess. Names and endings are not looked at, since
 * logs arrive as "log.txt". Folders and "generate:" are told from the path.
 *
 * Several sources are merged by looking at the heads; there are two or three of them, so a scan beats a
 * heap. Sources hand out in submit order, so the merge does too, and at equal times the source named
 * first comes first: the order is that of the command line, never of chance.
 */
#include "workloads/trace.h"

#include <string.h>

#include "workloads/generate.h"
#include "workloads/reader.h"

#define HEAD 65536

static const SsTraceFaultRow faults[SS_N_TRACE_FAULTS] = {
    [SS_TRACE_FIELDS] = { "fields", "SC0801", SS_TRACE_REJECTED, "too few or too many fields",
                          NULL },
    [SS_TRACE_VALUE] = { "value", "SC0802", SS_TRACE_REJECTED, "a field cannot be read", NULL },
    [SS_TRACE_OPTION] = { "option", "SC0803", SS_TRACE_REJECTED, "sbatch would refuse an option",
                          NULL },
    [SS_TRACE_NO_SUBMIT] = { "no-submit", "SC0804", SS_TRACE_REJECTED, "no submit time", NULL },
    [SS_TRACE_NO_SIZE] = { "no-size", "SC0805", SS_TRACE_REPAIRED,
                           "no size: one processor is taken", NULL },
    [SS_TRACE_NO_RUN] = { "no-run", "SC0806", SS_TRACE_REPAIRED, "no run time: taken as 0", NULL },
    [SS_TRACE_NOT_STARTED] = { "not-started", "SC0807", SS_TRACE_REJECTED,
                               "still pending when the record was made: its run time is unknown",
                               NULL },
    [SS_TRACE_NOT_ENDED] = { "not-ended", "SC0808", SS_TRACE_REPAIRED,
                             "still running when the record was made: ends after its time so far",
                             NULL },
    [SS_TRACE_NO_USER] = { "no-user", "SC0809", SS_TRACE_REPAIRED, "no user: a default is taken",
                           NULL },
    [SS_TRACE_UNSORTED] = { "unsorted", "SC0810", SS_TRACE_REPAIRED,
                            "submitted before the job of an earlier line: sorted", NULL },
    [SS_TRACE_EVENT] = { "event", "SC0811", SS_TRACE_REJECTED, "an event that submits nothing",
                         NULL },
    [SS_TRACE_TWICE] = { "twice", "SC0812", SS_TRACE_REJECTED, "an id that was there before",
                         "give each job an id of its own" },
    [SS_TRACE_STEP] = { "step", "SC0813", SS_TRACE_SKIPPED, "a step's row",
                        "sacct -X leaves them out" },
    [SS_TRACE_PART] = { "part", "SC0814", SS_TRACE_SKIPPED, "part of a job (SWF status 2 to 4)",
                        NULL },
    [SS_TRACE_REQUEUED] = { "requeued", "SC0815", SS_TRACE_SKIPPED,
                            "an earlier run of a requeued job: the last one counts", NULL },
    [SS_TRACE_HEADER] = { "header", "SC0816", SS_TRACE_SKIPPED,
                          "a header that comes again: several dumps in one file", NULL },
    [SS_TRACE_REFUSED] = { "refused", "SC0818", SS_TRACE_SKIPPED,
                           "refused at its submission, and yet on record", NULL },
    [SS_TRACE_AGAIN] = { "again", "SC0817", SS_TRACE_SKIPPED,
                         "an earlier row of the same run: the last one counts", NULL },
};

const SsTraceFaultRow *ss_trace_fault(SsTraceFault fault)
{
    return &faults[fault];
}

SsSwfAccount ss_swf_account(const char *word)
{
    return g_strcmp0(word, "user") == 0   ? SS_SWF_ACCOUNT_USER
           : g_strcmp0(word, "none") == 0 ? SS_SWF_ACCOUNT_NONE
                                          : SS_SWF_ACCOUNT_GROUP;
}

void ss_trace_options_init(SsTraceOptions *options)
{
    *options = (SsTraceOptions){ .max_bad = -1, .run_time = -1 };
}

const SsTraceFormat *ss_trace_format(const char *name)
{
    uint32_t             n;
    const SsTraceFormat *rows = ss_trace_formats(&n);

    for (uint32_t i = 0; i < n; i++) {
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    }
    return NULL;
}

/* --- which format ------------------------------------------------------------------------------- */

static void list_formats(GString *out)
{
    uint32_t             n;
    const SsTraceFormat *rows = ss_trace_formats(&n);

    for (uint32_t i = 0; i < n; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", rows[i].name);
}

static const SsTraceFormat *named_format(const char *name, GError **error)
{
    const SsTraceFormat *format = ss_trace_format(name);
    g_autoptr(GString)   all = NULL;

    if (format != NULL)
        return format;
    all = g_string_new(NULL);
    list_formats(all);
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT,
                "trace format '%s' is not known; there are %s", name, all->str);
    return NULL;
}

static const SsTraceFormat *sniffed_format(SsTraceText *text, GError **error)
{
    g_autofree char     *head = g_malloc(HEAD);
    const size_t         size = ss_trace_text_head(text, head, HEAD);
    uint32_t             n;
    const SsTraceFormat *rows = ss_trace_formats(&n);
    const SsTraceFormat *best = NULL;
    int                  most = 0;
    g_autoptr(GString)   all = NULL;

    if (!ss_trace_text_finish(text, error))
        return NULL;
    for (uint32_t i = 0; i < n; i++) {
        const int sure = rows[i].sniff != NULL ? rows[i].sniff(head, size) : 0;

        if (sure > most) {
            most = sure;
            best = &rows[i];
        }
    }
    if (best != NULL)
        return best;
    all = g_string_new(NULL);
    list_formats(all);
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT, "%s: %s; --format names one of %s",
                ss_trace_text_name(text),
                size == 0 ? "the file is empty" : "no trace format looks like this", all->str);
    return NULL;
}

/* --- opening ------------------------------------------------------------------------------------ */

static const char *wanted_format(const SsTraceOptions *options)
{
    return options != NULL ? options->format : NULL;
}

/* By path alone: the formats that are not one text. */
static const char *format_of_path(const char *path)
{
    if (g_str_has_prefix(path, "generate:"))
        return "generate";
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return "sbatch";
    return NULL;
}

static SsJobSource *open_text(const SsTraceFormat *format, SsTraceText *text,
                              const SsTraceOptions *options, SsDiag *diag, GError **error)
{
    return ss_reader_open(format->reader, text, format->max_bad, options, diag, error);
}

static SsJobSource *open_by_content(const char *path, const SsTraceOptions *options, SsDiag *diag,
                                    GError **error)
{
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, error);
    const SsTraceFormat   *format = text != NULL ? sniffed_format(text, error) : NULL;

    if (format == NULL)
        return NULL;
    if (format->reader == NULL)
        return format->open(path, options, diag, error);
    return open_text(format, g_steal_pointer(&text), options, diag, error);
}

static SsJobSource *open_named(const char *name, const char *path, const SsTraceOptions *options,
                               SsDiag *diag, GError **error)
{
    const SsTraceFormat *format = named_format(name, error);
    SsTraceText         *text = NULL;

    if (format == NULL)
        return NULL;
    if (format->reader == NULL)
        return format->open(path, options, diag, error);
    text = ss_trace_text_open(path, error);
    return text != NULL ? open_text(format, text, options, diag, error) : NULL;
}

SsJobSource *ss_trace_open(const char *path, const SsTraceOptions *options, SsDiag *diag,
                           GError **error)
{
    const char *name = wanted_format(options);

    if (options != NULL && options->tally != NULL)
        *options->tally = (SsTraceTally){ 0 };
    if (name == NULL)
        name = format_of_path(path);
    return name != NULL ? open_named(name, path, options, diag, error)
                        : open_by_content(path, options, diag, error);
}

SsJobSource *ss_trace_open_memory(const char *name, const char *data, size_t size,
                                  const SsTraceOptions *options, SsDiag *diag, GError **error)
{
    g_autoptr(SsTraceText) text = ss_trace_text_new_memory(name, data, size);
    const char            *wanted = wanted_format(options);
    const SsTraceFormat   *format =
        wanted != NULL ? named_format(wanted, error) : sniffed_format(text, error);

    if (options != NULL && options->tally != NULL)
        *options->tally = (SsTraceTally){ 0 };
    if (format == NULL)
        return NULL;
    if (format->reader == NULL) {
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT,
                    "%s: format %s cannot be read from memory", name, format->name);
        return NULL;
    }
    return open_text(format, g_steal_pointer(&text), options, diag, error);
}

static void add_tally(SsTraceTally *sum, const SsTraceTally *part)
{
    if (sum->jobs == 0)
        sum->first_submit = part->first_submit;
    else if (part->jobs > 0)
        sum->first_submit = MIN(sum->first_submit, part->first_submit);
    sum->last_submit = MAX(sum->last_submit, part->last_submit);
    g_strlcpy(sum->format,
              *sum->format == '\0' || strcmp(sum->format, part->format) == 0 ? part->format
                                                                             : "several",
              sizeof sum->format);
    sum->records += part->records;
    sum->jobs += part->jobs;
    sum->rejected += part->rejected;
    sum->repaired += part->repaired;
    sum->skipped += part->skipped;
    sum->most_procs = MAX(sum->most_procs, part->most_procs);
    sum->without_limit += part->without_limit;
    sum->endless += part->endless;
    for (int i = 0; i < SS_N_TRACE_FAULTS; i++)
        sum->fault[i] += part->fault[i];
}

SsJobSource *ss_trace_open_all(char **paths, const SsTraceOptions *options, SsDiag *diag,
                               GError **error)
{
    g_autoptr(GPtrArray) sources =
        g_ptr_array_new_with_free_func((GDestroyNotify) ss_job_source_free);
    SsTraceTally   tally = { 0 }, part = { 0 };
    SsTraceOptions each;
    SsJobSource   *merged = NULL;

    if (options != NULL)
        each = *options;
    else
        ss_trace_options_init(&each);
    each.tally = &part;
    for (guint i = 0; paths[i] != NULL; i++) {
        SsJobSource *source = ss_trace_open(paths[i], &each, diag, error);

        if (source == NULL)
            return NULL;
        g_ptr_array_add(sources, source);
        add_tally(&tally, &part);
    }
    if (options != NULL && options->tally != NULL)
        *options->tally = tally;
    g_ptr_array_set_free_func(sources, NULL);
    merged = ss_trace_merge((SsJobSource **) sources->pdata, sources->len);
    return merged;
}

/* --- merging ------------------------------------------------------------------------------------ */

typedef struct {
    SsJobSource   base;
    uint32_t      n;
    SsJobSource **sources;
    SsJobSpec    *head;  /* [n] the next job of each   */
    bool         *there; /* [n] is there one?          */
    bool          primed;
} Merge;

static gboolean pull(Merge *merge, uint32_t i, GError **error)
{
    g_autoptr(GError) why = NULL;

    merge->there[i] = merge->sources[i]->next(merge->sources[i], &merge->head[i], &why);
    if (why == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

static gboolean merge_next(SsJobSource *base, SsJobSpec *spec, GError **error)
{
    Merge   *merge = (Merge *) (void *) base;
    uint32_t best = merge->n;

    ss_job_spec_clear(spec);
    for (uint32_t i = 0; i < merge->n; i++) {
        if (!merge->primed && !pull(merge, i, error))
            return FALSE;
        if (merge->there[i]
            && (best == merge->n || merge->head[i].submit < merge->head[best].submit))
            best = i;
    }
    merge->primed = true;
    if (best == merge->n)
        return FALSE;
    *spec = merge->head[best];
    ss_job_spec_init(&merge->head[best]);
    return pull(merge, best, error);
}

static double merge_progress(SsJobSource *base)
{
    const Merge *merge = (Merge *) (void *) base;
    double       sum = 0;

    for (uint32_t i = 0; i < merge->n; i++) {
        if (merge->sources[i]->progress != NULL)
            sum += merge->sources[i]->progress(merge->sources[i]);
    }
    return sum / (double) merge->n;
}

static void merge_free(SsJobSource *base)
{
    Merge *merge = (Merge *) (void *) base;

    for (uint32_t i = 0; i < merge->n; i++) {
        ss_job_source_free(merge->sources[i]);
        ss_job_spec_clear(&merge->head[i]);
    }
    g_free(merge->sources);
    g_free(merge->head);
    g_free(merge->there);
    g_free(merge);
}

SsJobSource *ss_trace_merge(SsJobSource **sources, uint32_t n)
{
    Merge *merge = NULL;

    if (n == 1)
        return sources[0];
    merge = g_new0(Merge, 1);
    merge->base.next = merge_next;
    merge->base.progress = n > 0 ? merge_progress : NULL;
    merge->base.free = merge_free;
    merge->n = n;
    merge->sources = g_memdup2(sources, n * sizeof *sources);
    merge->head = g_new0(SsJobSpec, n);
    merge->there = g_new0(bool, n);
    for (uint32_t i = 0; i < n; i++)
        ss_job_spec_init(&merge->head[i]);
    return &merge->base;
}

/* --- arrays ------------------------------------------------------------------------------------- */

typedef struct {
    SsJobSource base;
    GArray     *jobs;
    guint       at;
} FromArray;

static void clear_job(gpointer job)
{
    ss_job_spec_clear(job);
}

GArray *ss_trace_read_all(SsJobSource *source, GError **error)
{
    g_autoptr(SsJobSource) taken = source;
    g_autoptr(GError)      why = NULL;
    GArray                *jobs = g_array_new(FALSE, FALSE, sizeof(SsJobSpec));
    SsJobSpec              spec;

    g_array_set_clear_func(jobs, clear_job);
    ss_job_spec_init(&spec);
    while (taken->next(taken, &spec, &why)) {
        g_array_append_val(jobs, spec);
        ss_job_spec_init(&spec);
    }
    ss_job_spec_clear(&spec);
    if (why == NULL)
        return jobs;
    g_array_unref(jobs);
    g_propagate_error(error, g_steal_pointer(&why));
    return NULL;
}

static gboolean array_next(SsJobSource *base, SsJobSpec *spec, GError **error)
{
    FromArray *from = (FromArray *) (void *) base;

    (void) error;
    ss_job_spec_clear(spec);
    if (from->at == from->jobs->len)
        return FALSE;
    ss_job_spec_copy(spec, &g_array_index(from->jobs, SsJobSpec, from->at++));
    return TRUE;
}

static double array_progress(SsJobSource *base)
{
    const FromArray *from = (FromArray *) (void *) base;

    return from->jobs->len > 0 ? (double) from->at / (double) from->jobs->len : 1.0;
}

static void array_free(SsJobSource *base)
{
    FromArray *from = (FromArray *) (void *) base;

    g_array_unref(from->jobs);
    g_free(from);
}

SsJobSource *ss_trace_from_array(GArray *jobs)
{
    FromArray *from = g_new0(FromArray, 1);

    from->base.next = array_next;
    from->base.progress = array_progress;
    from->base.free = array_free;
    from->jobs = jobs;
    return &from->base;
}
