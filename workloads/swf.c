/* SPDX-License-Identifier: Apache-2.0 */
/*
 * swf.c - the format of the Parallel Workloads Archive.
 *
 * What a log says and what Slurm is asked are not the same thing; no document maps one to the other.
 * The table is CLI.md's, and each line of it is one function here: processors become -n and nothing is
 * said about nodes (a whole-node machine is the site's business), the limit stays in seconds beside the
 * minutes Slurm rounds to, users and groups get a letter before their number.
 *
 * How a job ended: status 5 without run time never started, it left the queue at an age that the wait
 * field tells (0 where unknown: it is gone at once rather than taking resources nobody recorded);
 * status 5 with run time was cancelled while running; status 0 failed; a run longer than the limit is
 * left as it is and ends by TIMEOUT. Status 2 to 4 are parts of a job that has its own line.
 *
 * Parsing is by hand: a line is eighteen small numbers, and ten million lines must not take minutes.
 */
#include "workloads/swf.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/size.h"

/* The fields, as the standard numbers them. */
enum {
    JOB = 1,
    SUBMIT,
    WAIT,
    RUN,
    PROCS,
    CPU_TIME,
    USED_MEMORY,
    ASKED_PROCS,
    ASKED_TIME,
    ASKED_MEMORY,
    STATUS,
    USER,
    GROUP,
    EXECUTABLE,
    QUEUE,
    PARTITION,
    PRECEDING,
    THINK_TIME,
    N_FIELDS = THINK_TIME
};

#define ABSOLUTE ((int64_t) 100000000) /* submit times from here on are Unix times */
#define MOST     ((int64_t) 1 << 52)
#define LATEST   ((int64_t) 1 << 40) /* no log is from that year */

typedef struct {
    bool        has_start;  /* UnixStartTime was there                     */
    bool        start_told; /* the base is settled                         */
    SsTime      start;
    GHashTable *names; /* key (kind << 32 | number) -> char * name    */
    GHashTable *parts; /* the same -> char * partition, "" for none   */
    int64_t     field[N_FIELDS + 1];
} Swf;

typedef enum { KIND_PARTITION, KIND_QUEUE } Kind;

/* --- the header --------------------------------------------------------------------------------- */

static gpointer key_of(Kind kind, int64_t number)
{
    return GSIZE_TO_POINTER((gsize) kind << 32 | (gsize) (uint32_t) number);
}

/* "Queue:  3  normal": remembers the name of number 3. */
static void take_name(Swf *swf, Kind kind, const char *text)
{
    const char *p = text + strspn(text, " \t");
    int64_t     number = 0;
    char       *name = NULL;

    if (!g_ascii_isdigit(*p))
        return;
    for (; g_ascii_isdigit(*p) && number < UINT16_MAX; p++)
        number = number * 10 + (*p - '0');
    name = g_strstrip(g_strdup(p));
    if (*name == '\0')
        g_free(name);
    else
        g_hash_table_insert(swf->names, key_of(kind, number), name);
    g_hash_table_remove_all(swf->parts);
}

static void take_comment(Swf *swf, const char *line)
{
    const char *text = line + strspn(line, "; \t");
    int64_t     start;

    if (g_str_has_prefix(text, "UnixStartTime:")) {
        g_autofree char *number = g_strstrip(g_strdup(text + strlen("UnixStartTime:")));

        if (ss_int_parse(number, 0, LATEST, &start, NULL)) {
            swf->has_start = true;
            swf->start = start;
        }
    } else if (g_str_has_prefix(text, "Queue:")) {
        take_name(swf, KIND_QUEUE, text + strlen("Queue:"));
    } else if (g_str_has_prefix(text, "Partition:")) {
        take_name(swf, KIND_PARTITION, text + strlen("Partition:"));
    }
}

/* --- a line of numbers -------------------------------------------------------------------------- */

/* The next number, its fraction cut; false if there is none. */
static bool take_number(const char **p, int64_t *out)
{
    const char *q = *p + strspn(*p, " \t");
    const bool  negative = *q == '-';
    int64_t     number = 0;

    q += negative;
    if (!g_ascii_isdigit(*q))
        return false;
    for (; g_ascii_isdigit(*q); q++) {
        if (number > MOST)
            return false;
        number = number * 10 + (*q - '0');
    }
    if (*q == '.')
        q += 1 + strspn(q + 1, "0123456789");
    if (*q != '\0' && *q != ' ' && *q != '\t')
        return false;
    *out = negative ? -number : number;
    *p = q;
    return true;
}

static bool take_fields(SsReading *reading, Swf *swf, const char *line)
{
    const char *p = line;

    for (int i = JOB; i <= N_FIELDS; i++) {
        const char *before = p;

        if (take_number(&p, &swf->field[i]))
            continue;
        before += strspn(before, " \t");
        if (*before == '\0')
            ss_reading_fault(reading, SS_TRACE_FIELDS, "%d fields, a record has 18", i - 1);
        else
            ss_reading_fault(reading, SS_TRACE_VALUE, "field %d: '%.*s' is no number", i,
                             (int) MIN(strcspn(before, " \t"), 40), before);
        return false;
    }
    return true;
}

/* --- fields to options -------------------------------------------------------------------------- */

static bool put_submit(SsReading *reading, Swf *swf, SsJobSpec *spec)
{
    if (swf->field[SUBMIT] < 0) {
        ss_reading_fault(reading, SS_TRACE_NO_SUBMIT, "no submit time");
        return false;
    }
    if (swf->field[SUBMIT] > LATEST) {
        ss_reading_fault(reading, SS_TRACE_VALUE, "submit time %" PRId64 " is too late",
                         swf->field[SUBMIT]);
        return false;
    }
    if (!swf->start_told) {
        if (!swf->has_start)
            swf->start = swf->field[SUBMIT] >= ABSOLUTE ? 0 : reading->options.start;
        swf->start_told = true;
    }
    spec->submit = swf->start + swf->field[SUBMIT];
    return true;
}

static bool put_size(SsReading *reading, const Swf *swf, SsJobSpec *spec)
{
    int64_t procs = swf->field[ASKED_PROCS] > 0 ? swf->field[ASKED_PROCS] : swf->field[PROCS];

    if (procs <= 0) {
        ss_reading_fault(reading, SS_TRACE_NO_SIZE, "no size: one processor is taken");
        procs = 1;
    }
    if (procs >= SS_UNSET32) {
        ss_reading_fault(reading, SS_TRACE_VALUE, "%" PRId64 " processors are too many", procs);
        return false;
    }
    spec->ntasks = (uint32_t) procs;
    return true;
}

static void put_limit(const Swf *swf, SsJobSpec *spec)
{
    const int64_t seconds = swf->field[ASKED_TIME];

    if (seconds <= 0)
        return;
    spec->time_limit_secs = seconds;
    spec->time_limit = (uint32_t) MIN((seconds + 59) / 60, SS_UNSET32 - 1);
}

/* KB a processor; only where the site has memory as a resource. */
static void put_memory(const SsReading *reading, const Swf *swf, SsJobSpec *spec)
{
    const SsCluster *cluster = reading->options.cluster;

    if (swf->field[ASKED_MEMORY] > 0
        && (cluster == NULL || (cluster->settings.select_params & SS_CR_MEMORY) != 0))
        spec->mem_per_cpu = (swf->field[ASKED_MEMORY] + 1023) / 1024;
}

static void put_people(SsReading *reading, const Swf *swf, SsJobSpec *spec)
{
    if (swf->field[USER] >= 0) {
        spec->user = g_strdup_printf("u%" PRId64, swf->field[USER]);
    } else {
        ss_reading_fault(reading, SS_TRACE_NO_USER, "no user: '%s' is taken",
                         reading->options.user);
        spec->user = g_strdup(reading->options.user);
    }
    if (swf->field[GROUP] >= 0)
        spec->group = g_strdup_printf("g%" PRId64, swf->field[GROUP]);
    if (reading->options.swf_account == SS_SWF_ACCOUNT_GROUP)
        spec->account = g_strdup(spec->group);
    else if (reading->options.swf_account == SS_SWF_ACCOUNT_USER)
        spec->account = g_strdup(spec->user);
}

static bool is_plain_name(const char *name)
{
    return name != NULL && g_ascii_isalpha(*name)
           && name[strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_.-")] == '\0';
}

/* The partition that a queue or partition number stands for; "" for the default one. */
static char *partition_of(const SsReading *reading, const Swf *swf, Kind kind, int64_t number)
{
    const SsCluster *cluster = reading->options.cluster;
    const char      *name = g_hash_table_lookup(swf->names, key_of(kind, number));
    g_autofree char *numbered =
        g_strdup_printf("%c%" PRId64, kind == KIND_QUEUE ? 'q' : 'p', number);

    if (cluster == NULL)
        return g_strdup(is_plain_name(name) ? name : numbered);
    if (name != NULL && ss_cluster_part(cluster, name) != SS_ID_NONE)
        return g_strdup(name);
    return g_strdup(ss_cluster_part(cluster, numbered) != SS_ID_NONE ? numbered : "");
}

static const char *known_partition(const SsReading *reading, const Swf *swf, Kind kind,
                                   int64_t number)
{
    const gpointer key = key_of(kind, number);
    char          *name;

    if (number < 0 || number > UINT32_MAX)
        return "";
    name = g_hash_table_lookup(swf->parts, key);
    if (name == NULL) {
        name = partition_of(reading, swf, kind, number);
        g_hash_table_insert(swf->parts, key, name);
    }
    return name;
}

static void put_partition(const SsReading *reading, const Swf *swf, SsJobSpec *spec)
{
    const char *name = known_partition(reading, swf, KIND_PARTITION, swf->field[PARTITION]);

    if (*name == '\0')
        name = known_partition(reading, swf, KIND_QUEUE, swf->field[QUEUE]);
    ss_trace_text(&spec->partition, name);
}

static void put_dependency(const SsReading *reading, const Swf *swf, SsJobSpec *spec)
{
    const int64_t think = swf->field[THINK_TIME];

    if (!reading->options.swf_dependencies || swf->field[PRECEDING] <= 0)
        return;
    if (think > 0)
        spec->dependency = g_strdup_printf("afterany:@%" PRId64 "+%" PRId64, swf->field[PRECEDING],
                                           (think + 59) / 60);
    else
        spec->dependency = g_strdup_printf("afterany:@%" PRId64, swf->field[PRECEDING]);
}

static void put_fate(SsReading *reading, const Swf *swf, SsJobSpec *spec)
{
    const int64_t run = swf->field[RUN], wait = swf->field[WAIT];
    const bool    cancelled = swf->field[STATUS] == 5;

    spec->run = MAX(run, 0);
    if (cancelled && run <= 0) {
        spec->fate = SS_FATE_CANCEL_PENDING;
        spec->cancel_after = MAX(wait, 0);
    } else if (cancelled) {
        spec->fate = SS_FATE_CANCEL_RUNNING;
    } else {
        if (run < 0)
            ss_reading_fault(reading, SS_TRACE_NO_RUN, "no run time: taken as 0");
        spec->exit_code = swf->field[STATUS] == 0 ? 1u << 8 : 0;
    }
    if (wait >= 0 && spec->fate != SS_FATE_CANCEL_PENDING) {
        spec->rec_start = spec->submit + wait;
        spec->rec_end = spec->rec_start + spec->run;
    }
    ss_trace_text(&spec->rec_state, cancelled                 ? "CANCELLED"
                                    : swf->field[STATUS] == 0 ? "FAILED"
                                    : swf->field[STATUS] == 1 ? "COMPLETED"
                                                              : NULL);
}

static SsRead put_record(SsReading *reading, Swf *swf, SsJobSpec *spec)
{
    if (swf->field[STATUS] >= 2 && swf->field[STATUS] <= 4) {
        ss_reading_fault(reading, SS_TRACE_PART, "status %" PRId64 ": part of job %" PRId64,
                         swf->field[STATUS], swf->field[JOB]);
        return SS_READ_OTHER;
    }
    if (!put_submit(reading, swf, spec) || !put_size(reading, swf, spec))
        return SS_READ_BAD;
    spec->trace_id = g_strdup_printf("%" PRId64, swf->field[JOB]);
    spec->name = g_strconcat("j", spec->trace_id, NULL);
    put_limit(swf, spec);
    put_memory(reading, swf, spec);
    put_people(reading, swf, spec);
    put_partition(reading, swf, spec);
    put_dependency(reading, swf, spec);
    put_fate(reading, swf, spec);
    return SS_READ_JOB;
}

/* --- the reader --------------------------------------------------------------------------------- */

static gboolean begin(SsReading *reading, GError **error)
{
    Swf *swf = g_new0(Swf, 1);

    (void) error;
    swf->names = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    swf->parts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    reading->state = swf;
    return TRUE;
}

static void end_reading(SsReading *reading)
{
    Swf *swf = reading->state;

    g_hash_table_unref(swf->names);
    g_hash_table_unref(swf->parts);
    g_free(swf);
}

static SsRead read_record(SsReading *reading, SsJobSpec *spec)
{
    Swf            *swf = reading->state;
    SsTraceTextLine line;
    const char     *p;

    if (!ss_trace_text_next(reading->text, &line))
        return SS_READ_END;
    ss_reading_at(reading, line.offset, line.line);
    p = line.text + strspn(line.text, " \t");
    if (*p == '\0')
        return SS_READ_OTHER;
    if (*p == ';') {
        if (reading->counting)
            take_comment(swf, p);
        return SS_READ_OTHER;
    }
    return take_fields(reading, swf, p) ? put_record(reading, swf, spec) : SS_READ_BAD;
}

static bool is_record(const char *line)
{
    int64_t number;

    for (int i = JOB; i <= N_FIELDS; i++) {
        if (!take_number(&line, &number))
            return false;
    }
    return true;
}

int ss_swf_sniff(const char *head, size_t size)
{
    (void) size;
    for (const char *p = head; *p != '\0';) {
        g_autofree char *line = g_strndup(p, strcspn(p, "\r\n"));
        const char      *text = line + strspn(line, " \t");

        if (*text == ';' && strchr(text, ':') != NULL)
            return 80;
        if (*text != '\0' && *text != ';')
            return is_record(text) ? 80 : 0;
        p += strcspn(p, "\n");
        p += *p == '\n';
    }
    return 0;
}

const SsReaderClass ss_swf_reader = {
    .name = "swf",
    .begin = begin,
    .read = read_record,
    .free = end_reading,
};
