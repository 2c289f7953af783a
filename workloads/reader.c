/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.c - from records to a source of jobs, for every text format.
 *
 * A run must not stop at its millionth job because of a bad line, so a trace is read through once
 * before anything starts: faults are counted against the allowance, and submit times are watched. If
 * they rise, which real logs nearly always do, the file is simply walked again and memory stays O(1).
 * If they do not, a second walk makes an index (submit time, offset, line), the index is sorted stably,
 * and jobs are read by jumping: 24 bytes a job, no job twice in memory. Formats whose records replace
 * each other (sacct with requeues) always have the index.
 *
 * Reading twice costs parsing twice. Rejected: keeping the specs (700 bytes a job), and one pass with
 * an index for everybody (240 MB for ten million jobs that did not need it).
 *
 * Findings: with `verbose` one for each record, else one for each kind of fault, with the count and the
 * first place. Either way the tally counts all of them.
 */
#include "workloads/reader.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/model/job.h"

typedef struct {
    SsJobSource base;
    SsReading  *reading;
    guint       at;     /* in the index          */
    uint64_t    given;  /* jobs handed out       */
    uint64_t    offset; /* of the first line    */
    uint32_t    line;
} Source;

/* --- faults ------------------------------------------------------------------------------------- */

static uint64_t *verdict_count(SsTraceTally *tally, SsTraceVerdict verdict)
{
    if (verdict == SS_TRACE_REJECTED)
        return &tally->rejected;
    return verdict == SS_TRACE_REPAIRED ? &tally->repaired : &tally->skipped;
}

static SsSeverity severity_of(SsTraceVerdict verdict)
{
    return verdict == SS_TRACE_REJECTED ? SS_SEVERITY_WARNING : SS_SEVERITY_NOTE;
}

void ss_reading_fault(SsReading *reading, SsTraceFault fault, const char *format, ...)
{
    const SsTraceFaultRow *row = ss_trace_fault(fault);
    const SsPlace          place = { ss_trace_text_name(reading->text), reading->at_line, 0 };
    g_autofree char       *text = NULL;
    va_list                args;

    if (!reading->counting)
        return;
    (*verdict_count(&reading->tally, row->verdict))++;
    if (reading->tally.fault[fault]++ > 0 && !(reading->options.verbose && reading->diag != NULL))
        return;
    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    if (reading->options.verbose && reading->diag != NULL)
        ss_diag_add(reading->diag, severity_of(row->verdict), row->code, &place, row->remedy, "%s",
                    text);
    if (reading->first[fault] == NULL) {
        reading->first[fault] = g_steal_pointer(&text);
        reading->first_line[fault] = reading->at_line;
    }
}

void ss_reading_at(SsReading *reading, uint64_t offset, uint32_t line)
{
    reading->at_offset = offset;
    reading->at_line = line;
}

/* One finding for each kind of fault. */
static void tell_kinds(const SsReading *reading)
{
    if (reading->diag == NULL || reading->options.verbose)
        return;
    for (int i = 0; i < SS_N_TRACE_FAULTS; i++) {
        const SsTraceFaultRow *row = ss_trace_fault((SsTraceFault) i);
        const SsPlace place = { ss_trace_text_name(reading->text), reading->first_line[i], 0 };

        if (reading->tally.fault[i] == 1)
            ss_diag_add(reading->diag, severity_of(row->verdict), row->code, &place, row->remedy,
                        "%s", reading->first[i]);
        else if (reading->tally.fault[i] > 1)
            ss_diag_add(reading->diag, severity_of(row->verdict), row->code, &place, row->remedy,
                        "%s (first of %" PRIu64 " records: %s)", reading->first[i],
                        reading->tally.fault[i], row->doc);
    }
}

static int first_rejected(const SsReading *reading)
{
    int first = -1;

    for (int i = 0; i < SS_N_TRACE_FAULTS; i++) {
        if (reading->first[i] == NULL
            || ss_trace_fault((SsTraceFault) i)->verdict != SS_TRACE_REJECTED)
            continue;
        if (first < 0 || reading->first_line[i] < reading->first_line[first])
            first = i;
    }
    return first;
}

/* Are there too many bad records? The error names the first. */
static gboolean within_allowance(const SsReading *reading, double share, GError **error)
{
    const SsTraceTally *tally = &reading->tally;
    const int           first = first_rejected(reading);
    const uint64_t      allowed = reading->options.max_bad >= 0
                                      ? (uint64_t) reading->options.max_bad
                                      : (uint64_t) ((double) tally->records * share);

    if (tally->rejected <= allowed)
        return TRUE;
    if (tally->rejected == 1)
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE, "%s:%u: %s",
                    ss_trace_text_name(reading->text), reading->first_line[first],
                    reading->first[first]);
    else
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE,
                    "%s:%u: %s (first of %" PRIu64 " bad records among %" PRIu64 ", %" PRIu64
                    " allowed; --max-bad allows more)",
                    ss_trace_text_name(reading->text), reading->first_line[first],
                    reading->first[first], tally->rejected, tally->records, allowed);
    return FALSE;
}

/* --- readings ----------------------------------------------------------------------------------- */

/* One record of the first walk; formats that can tell it in short save the making of texts. */
static SsRead count_record(SsReading *reading, SsJobSpec *spec)
{
    SsTraceTally *tally = &reading->tally;
    SsPlainJob    job;
    SsRead        kind;

    if (reading->class->read_plain == NULL)
        return reading->class->read(reading, spec);
    kind = reading->class->read_plain(reading, &job);
    if (kind != SS_READ_JOB)
        return kind;
    spec->submit = job.submit;
    tally->most_procs = MAX(tally->most_procs, job.procs);
    tally->without_limit += job.limit == 0;
    return kind;
}

static void count_job(SsReading *reading, SsTime submit)
{
    SsTraceTally *tally = &reading->tally;

    if (tally->jobs == 0)
        tally->first_submit = tally->last_submit = submit;
    tally->first_submit = MIN(tally->first_submit, submit);
    tally->last_submit = MAX(tally->last_submit, submit);
    tally->jobs++;
}

/* The first walk: all faults, and whether submit times rise. */
static bool count_records(SsReading *reading)
{
    SsJobSpec spec;
    SsRead    kind;
    SsTime    last = SS_TIME_NONE;
    bool      rising = true;

    ss_job_spec_init(&spec);
    reading->counting = true;
    while ((kind = count_record(reading, &spec)) != SS_READ_END) {
        reading->tally.records += kind == SS_READ_JOB || kind == SS_READ_BAD;
        if (kind == SS_READ_JOB) {
            count_job(reading, spec.submit);
            reading->tally.endless += reading->class->read_plain == NULL
                                      && spec.fate == SS_FATE_TO_LIMIT
                                      && spec.time_limit == SS_UNSET32;
            if (spec.submit < last) {
                rising = false;
                ss_reading_fault(reading, SS_TRACE_UNSORTED,
                                 "submitted %" PRId64 " s before the job of an earlier line",
                                 last - spec.submit);
            }
            last = MAX(last, spec.submit);
        }
        if (reading->class->read_plain == NULL)
            ss_job_spec_clear(&spec);
    }
    reading->counting = false;
    return rising;
}

static void make_index(SsReading *reading)
{
    SsJobSpec spec;
    SsRead    kind;

    ss_job_spec_init(&spec);
    reading->index = g_array_new(FALSE, FALSE, sizeof(SsTraceEntry));
    reading->indexing = true;
    while ((kind = reading->class->read(reading, &spec)) != SS_READ_END) {
        const SsTraceEntry entry = { .submit = spec.submit,
                                     .offset = reading->at_offset,
                                     .line = reading->at_line };

        if (kind == SS_READ_JOB)
            g_array_append_val(reading->index, entry);
        ss_job_spec_clear(&spec);
    }
    reading->indexing = false;
}

static int compare_entries(const void *a, const void *b)
{
    const SsTraceEntry *x = a, *y = b;

    return x->submit < y->submit ? -1 : x->submit > y->submit;
}

/* Takes dead entries out and sorts: a stable sort, equal times stay in the order of lines, or the class's own. */
static void arrange_index(SsReading *reading)
{
    GArray *index = reading->index;
    guint   n = 0;

    if (reading->class->end != NULL)
        reading->class->end(reading);
    for (guint i = 0; i < index->len; i++) {
        const SsTraceEntry entry = g_array_index(index, SsTraceEntry, i);

        if (!entry.dead)
            g_array_index(index, SsTraceEntry, n++) = entry;
    }
    g_array_set_size(index, n);
    g_array_sort(index, compare_entries);
    reading->tally.jobs = n;
}

static void reading_free(SsReading *reading)
{
    if (reading->class->free != NULL && reading->state != NULL)
        reading->class->free(reading);
    if (reading->index != NULL)
        g_array_unref(reading->index);
    for (int i = 0; i < SS_N_TRACE_FAULTS; i++)
        g_free(reading->first[i]);
    ss_trace_text_free(reading->text);
    ss_zone_unref((SsZone *) reading->options.zone);
    ss_cluster_unref((SsCluster *) reading->options.cluster);
    g_free((char *) reading->options.user);
    g_string_free(reading->scratch, TRUE);
    g_free(reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsReading, reading_free)

static SsReading *reading_new(const SsReaderClass *class, SsTraceText *text,
                              const SsTraceOptions *options, SsDiag *diag)
{
    SsReading *reading = g_new0(SsReading, 1);

    reading->class = class;
    reading->text = text;
    reading->diag = diag;
    if (options != NULL)
        reading->options = *options;
    else
        ss_trace_options_init(&reading->options);
    reading->options.zone =
        reading->options.zone != NULL ? ss_zone_ref(reading->options.zone) : ss_zone_new_utc();
    if (reading->options.cluster != NULL)
        ss_cluster_ref((SsCluster *) reading->options.cluster);
    reading->options.user =
        g_strdup(reading->options.user != NULL ? reading->options.user : "nobody");
    if (reading->options.start == 0)
        reading->options.start = SS_TRACE_START;
    g_strlcpy(reading->tally.format, class->name, sizeof reading->tally.format);
    reading->scratch = g_string_new(NULL);
    return reading;
}

/* --- the source --------------------------------------------------------------------------------- */

/* A job that was submitted before its last record began is as old at its end as it really was. */
static void predate(SsJobSpec *spec, SsTime submit)
{
    if (spec->fate == SS_FATE_CANCEL_PENDING)
        spec->cancel_after += spec->submit - submit;
    spec->submit = submit;
}

static gboolean next_by_index(Source *source, SsJobSpec *spec, GError **error)
{
    SsReading          *reading = source->reading;
    const SsTraceEntry *entry;

    if (source->at == reading->index->len)
        return FALSE;
    entry = &g_array_index(reading->index, SsTraceEntry, source->at++);
    ss_trace_text_seek(reading->text, entry->offset, entry->line);
    if (reading->class->read(reading, spec) != SS_READ_JOB) {
        if (ss_trace_text_finish(reading->text, error))
            g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE,
                        "%s:%u: the file changed while it was read",
                        ss_trace_text_name(reading->text), entry->line);
        return FALSE;
    }
    predate(spec, entry->submit);
    return TRUE;
}

static gboolean next_in_turn(Source *source, SsJobSpec *spec, GError **error)
{
    SsReading *reading = source->reading;

    for (;;) {
        switch (reading->class->read(reading, spec)) {
        case SS_READ_JOB:
            return TRUE;
        case SS_READ_END:
            ss_trace_text_finish(reading->text, error);
            return FALSE;
        case SS_READ_OTHER:
        case SS_READ_BAD:
            ss_job_spec_clear(spec);
        }
    }
}

static gboolean source_next(SsJobSource *base, SsJobSpec *spec, GError **error)
{
    Source  *source = (Source *) (void *) base;
    gboolean there;

    ss_job_spec_clear(spec);
    there = source->reading->index != NULL ? next_by_index(source, spec, error)
                                           : next_in_turn(source, spec, error);
    if (!there) {
        ss_job_spec_clear(spec);
        return FALSE;
    }
    spec->where = g_strdup_printf("%s:%u", ss_trace_text_name(source->reading->text),
                                  source->reading->at_line);
    source->given++;
    return TRUE;
}

static gboolean source_next_plain(SsJobSource *base, SsPlainJob *job, GError **error)
{
    Source    *source = (Source *) (void *) base;
    SsReading *reading = source->reading;

    for (;;) {
        switch (reading->class->read_plain(reading, job)) {
        case SS_READ_JOB:
            source->given++;
            return TRUE;
        case SS_READ_END:
            ss_trace_text_finish(reading->text, error);
            return FALSE;
        case SS_READ_OTHER:
        case SS_READ_BAD:
            break;
        }
    }
}

static void source_rewind(SsJobSource *base)
{
    Source *source = (Source *) (void *) base;

    source->at = 0;
    source->given = 0;
    ss_trace_text_seek(source->reading->text, source->offset, source->line);
}

static double source_progress(SsJobSource *base)
{
    const Source *source = (Source *) (void *) base;

    return (double) source->given / (double) source->reading->tally.jobs;
}

static void source_free(SsJobSource *base)
{
    Source *source = (Source *) (void *) base;

    reading_free(source->reading);
    g_free(source);
}

static gboolean look_through(SsReading *reading, double max_bad, GError **error)
{
    const uint64_t offset = ss_trace_text_offset(reading->text);
    const uint32_t line = ss_trace_text_line(reading->text) + 1;
    const bool     rising = count_records(reading);

    if (!ss_trace_text_finish(reading->text, error))
        return FALSE;
    tell_kinds(reading);
    reading->diag = NULL;
    if (!within_allowance(reading, max_bad, error))
        return FALSE;
    if (!rising || reading->class->indexed) {
        if (!ss_trace_text_unpack(reading->text, error))
            return FALSE;
        ss_trace_text_seek(reading->text, offset, line);
        make_index(reading);
        arrange_index(reading);
    }
    ss_trace_text_seek(reading->text, offset, line);
    if (reading->tally.jobs == 0) {
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_EMPTY, "%s: there is not one job in it",
                    ss_trace_text_name(reading->text));
        return FALSE;
    }
    return TRUE;
}

SsJobSource *ss_reader_open(const SsReaderClass *class, SsTraceText *text, double max_bad,
                            const SsTraceOptions *options, SsDiag *diag, GError **error)
{
    g_autoptr(SsReading) reading = reading_new(class, text, options, diag);
    SsTraceTally        *tally = reading->options.tally;
    gboolean             fine;
    Source              *source = NULL;

    ss_trace_text_unpack_small(text);
    fine = class->begin(reading, error) && look_through(reading, max_bad, error);
    if (tally != NULL)
        *tally = reading->tally;
    if (!fine)
        return NULL;
    source = g_new0(Source, 1);
    source->base.next = source_next;
    source->base.rewind = source_rewind;
    if (class->is_plain != NULL && reading->index == NULL && class->is_plain(reading))
        source->base.next_plain = source_next_plain;
    source->offset = ss_trace_text_offset(reading->text);
    source->line = ss_trace_text_line(reading->text) + 1;
    source->base.progress = source_progress;
    source->base.free = source_free;
    source->reading = g_steal_pointer(&reading);
    return &source->base;
}

/* --- values that several formats have ----------------------------------------------------------- */

static bool two_digits(const char *p, int32_t *out)
{
    if (!g_ascii_isdigit(p[0]) || !g_ascii_isdigit(p[1]))
        return false;
    *out = (p[0] - '0') * 10 + (p[1] - '0');
    return true;
}

/* YYYY-MM-DDTHH:MM:SS, nothing behind it but a fraction and Z, which means UTC. */
static bool take_clock(const char *text, SsCivil *out, bool *utc)
{
    int32_t     century, year;
    const char *p = text;

    if (strlen(text) < 19 || !two_digits(p, &century) || !two_digits(p + 2, &year) || p[4] != '-'
        || !two_digits(p + 5, &out->month) || p[7] != '-' || !two_digits(p + 8, &out->day)
        || (p[10] != 'T' && p[10] != ' ') || !two_digits(p + 11, &out->hour) || p[13] != ':'
        || !two_digits(p + 14, &out->minute) || p[16] != ':' || !two_digits(p + 17, &out->second))
        return false;
    out->year = century * 100 + year;
    p += 19;
    if (*p == '.') {
        if (!g_ascii_isdigit(p[1]))
            return false;
        p += 1 + strspn(p + 1, "0123456789");
    }
    *utc = *p == 'Z';
    return p[*utc] == '\0';
}

static SsTime time_in_utc(const SsCivil *civil)
{
    g_autoptr(SsZone) utc = ss_zone_new_utc();

    return ss_zone_time(utc, civil, NULL);
}

bool ss_trace_moment(const char *text, const SsZone *zone, SsTime *out)
{
    SsCivil civil = { 0 };
    int64_t seconds;
    bool    utc = false;

    if (*text == '\0' || strcmp(text, "Unknown") == 0 || strcmp(text, "None") == 0) {
        *out = 0;
        return true;
    }
    if (take_clock(text, &civil, &utc)) {
        if (civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.day > 31
            || civil.hour > 23 || civil.minute > 59 || civil.second > 60)
            return false;
        *out = utc ? time_in_utc(&civil) : ss_zone_time(zone, &civil, NULL);
        return true;
    }
    if (!ss_int_parse(text, 0, (int64_t) 1 << 40, &seconds, NULL))
        return false;
    *out = seconds;
    return true;
}

/* Digits, a fraction that is cut; not more than 2^40. */
static bool take_decimal(const char *text, int64_t *out)
{
    g_autofree char *whole = NULL;
    const size_t     n = strspn(text, "0123456789");
    const char      *rest = text + n;

    if (*rest == '.' && n > 0)
        rest += 1 + strspn(rest + 1, "0123456789");
    if (n == 0 || n > 15 || *rest != '\0')
        return false;
    whole = g_strndup(text, n);
    return ss_int_parse(whole, 0, (int64_t) 1 << 40, out, NULL);
}

bool ss_trace_submit(const char *text, const SsTraceOptions *options, SsTime *out)
{
    int64_t seconds;

    if (take_decimal(text, &seconds)) {
        *out = options->start + seconds;
        return true;
    }
    return *text != '\0' && ss_trace_moment(text, options->zone, out) && *out != 0;
}

bool ss_trace_seconds(const char *text, SsSpan *out)
{
    g_autofree char *whole = NULL;
    const char      *dot = strchr(text, '.');

    if (strchr(text, ':') == NULL)
        return take_decimal(text, out);
    whole = dot != NULL ? g_strndup(text, (gsize) (dot - text)) : g_strdup(text);
    return *whole != '-' && ss_span_parse(whole, out, NULL) && *out != SS_SPAN_FOREVER;
}

bool ss_trace_exit(const char *text, uint32_t *out)
{
    const char      *colon = strchr(text, ':');
    g_autofree char *first = colon != NULL ? g_strndup(text, (gsize) (colon - text)) : NULL;
    int64_t          status, number;

    if (colon == NULL || !ss_int_parse(first, 0, 0xffffff, &status, NULL)
        || !ss_int_parse(colon + 1, 0, 127, &number, NULL))
        return false;
    *out = (uint32_t) (status << 8 | number);
    return true;
}

/* "CANCELLED by 1000" is CANCELLED. */
static SsJobState state_of(const char *text)
{
    g_autofree char *word = g_strndup(text, strcspn(text, " +"));

    return ss_job_state_parse(word);
}

bool ss_trace_fate(SsJobSpec *spec, const char *state, SsTime start, SsTime end, SsSpan elapsed,
                   uint32_t exit_code)
{
    const bool       started = start != 0 && (elapsed > 0 || end != start);
    const SsJobState kind = state_of(state);

    ss_trace_text(&spec->rec_state, state);
    spec->rec_start = start;
    spec->rec_end = end;
    spec->run = MAX(elapsed, 0);
    spec->exit_code = exit_code;
    spec->fate = SS_FATE_RUN;
    switch (kind) {
    case SS_JOB_TIMEOUT:
        spec->fate = SS_FATE_TO_LIMIT;
        break;
    case SS_JOB_CANCELLED:
    case SS_JOB_DEADLINE:
        if (!started) {
            spec->rec_start = 0;
            spec->fate = SS_FATE_CANCEL_PENDING;
            spec->cancel_after = MAX(end - spec->submit, 0);
        } else if (kind == SS_JOB_CANCELLED) {
            spec->fate = SS_FATE_CANCEL_RUNNING;
        }
        break;
    case SS_JOB_OOM:
        spec->fate = SS_FATE_OOM;
        break;
    case SS_JOB_NODE_FAIL:
        spec->fate = SS_FATE_NODE_FAIL;
        break;
    case SS_JOB_PENDING:
    case SS_JOB_RUNNING:
    case SS_JOB_SUSPENDED:
    case SS_JOB_STATES:
        return false;
    default:
        break;
    }
    return true;
}

void ss_trace_text(char **to, const char *text)
{
    char *copy = text != NULL && *text != '\0' ? g_strdup(text) : NULL;

    g_free(*to);
    *to = copy;
}

char *ss_trace_option_fault(const GError *error)
{
    g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
    GString      *text = g_string_new(NULL);

    for (guint i = 0; lines[i] != NULL; i++) {
        const char *line = lines[i];

        if (g_str_has_prefix(line, "Try \""))
            continue;
        if (g_str_has_prefix(line, "sbatch: "))
            line += strlen("sbatch: ");
        if (g_str_has_prefix(line, "error: ") || g_str_has_prefix(line, "fatal: "))
            line += strlen("error: ");
        if (text->len > 0) /* a sentence over two lines, or one more */
            g_string_append(text, g_ascii_islower(*line) ? " " : "; ");
        g_string_append(text, line);
    }
    return g_string_free(text, FALSE);
}
