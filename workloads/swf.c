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
    GHashTable *names;          /* key (kind << 32 | number) -> char * name    */
    GHashTable *parts;          /* the same -> char * partition, "" for none   */
    GHashTable *users, *groups; /* number -> char * "u12", "g3"           */
    bool        other_parts;    /* a record goes to another partition than the default one */
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

static bool is_digit(char c)
{
    return (unsigned char) (c - '0') < 10;
}

/* The next number, its fraction cut; false if there is none. */
static bool take_number(const char **p, int64_t *out)
{
    const char *q = *p;
    int64_t     number = 0;
    bool        negative;

    while (*q == ' ' || *q == '\t')
        q++;
    negative = *q == '-';
    q += negative;
    if (!is_digit(*q))
        return false;
    for (; is_digit(*q); q++) {
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

static bool put_submit(SsReading *reading, Swf *swf, SsPlainJob *job)
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
    job->submit = swf->start + swf->field[SUBMIT];
    return true;
}

static bool put_size(SsReading *reading, const Swf *swf, SsPlainJob *job)
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
    job->procs = (uint32_t) procs;
    return true;
}

/* KB a processor; only where the site has memory as a resource. */
static void put_memory(const SsReading *reading, const Swf *swf, SsJobSpec *spec)
{
    const SsCluster *cluster = reading->options.cluster;

    if (swf->field[ASKED_MEMORY] > 0
        && (cluster == NULL || (cluster->settings.select_params & SS_CR_MEMORY) != 0))
        spec->mem_per_cpu = (swf->field[ASKED_MEMORY] + 1023) / 1024;
}

/* One text a number: "u12". */
static const char *numbered(GHashTable *names, char letter, int64_t number)
{
    const gpointer key = GSIZE_TO_POINTER((gsize) number);
    char          *name = g_hash_table_lookup(names, key);

    if (name == NULL) {
        name = g_strdup_printf("%c%" PRId64, letter, number);
        g_hash_table_insert(names, key, name);
    }
    return name;
}

static const char *group_of(const Swf *swf)
{
    return swf->field[GROUP] >= 0 ? numbered(swf->groups, 'g', swf->field[GROUP]) : NULL;
}

static void put_people(SsReading *reading, const Swf *swf, SsPlainJob *job)
{
    if (swf->field[USER] >= 0) {
        job->user = numbered(swf->users, 'u', swf->field[USER]);
    } else {
        ss_reading_fault(reading, SS_TRACE_NO_USER, "no user: '%s' is taken",
                         reading->options.user);
        job->user = reading->options.user;
    }
    job->account = NULL;
    if (reading->options.swf_account == SS_SWF_ACCOUNT_GROUP)
        job->account = group_of(swf);
    else if (reading->options.swf_account == SS_SWF_ACCOUNT_USER)
        job->account = job->user;
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

static const char *asked_partition(const SsReading *reading, const Swf *swf)
{
    const char *name = known_partition(reading, swf, KIND_PARTITION, swf->field[PARTITION]);

    return *name != '\0' ? name : known_partition(reading, swf, KIND_QUEUE, swf->field[QUEUE]);
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

static void put_fate(SsReading *reading, const Swf *swf, SsPlainJob *job)
{
    const int64_t run = swf->field[RUN];
    const bool    cancelled = swf->field[STATUS] == 5;

    job->run = MAX(run, 0);
    job->fate = SS_FATE_RUN;
    job->cancel_after = 0;
    job->exit_code = 0;
    if (cancelled && run <= 0) {
        job->fate = SS_FATE_CANCEL_PENDING;
        job->cancel_after = MAX(swf->field[WAIT], 0);
    } else if (cancelled) {
        job->fate = SS_FATE_CANCEL_RUNNING;
    } else {
        if (run < 0)
            ss_reading_fault(reading, SS_TRACE_NO_RUN, "no run time: taken as 0");
        job->exit_code = swf->field[STATUS] == 0 ? 1u << 8 : 0;
    }
}

static SsRead put_plain(SsReading *reading, Swf *swf, SsPlainJob *job)
{
    if (swf->field[STATUS] >= 2 && swf->field[STATUS] <= 4) {
        ss_reading_fault(reading, SS_TRACE_PART, "status %" PRId64 ": part of job %" PRId64,
                         swf->field[STATUS], swf->field[JOB]);
        return SS_READ_OTHER;
    }
    if (!put_submit(reading, swf, job) || !put_size(reading, swf, job))
        return SS_READ_BAD;
    job->limit = MAX(swf->field[ASKED_TIME], 0);
    put_people(reading, swf, job);
    put_fate(reading, swf, job);
    if (reading->counting)
        swf->other_parts = swf->other_parts || *asked_partition(reading, swf) != '\0';
    return SS_READ_JOB;
}

/* --- the whole job ------------------------------------------------------------------------------ */

static void put_limit(const SsPlainJob *job, SsJobSpec *spec)
{
    if (job->limit == 0)
        return;
    spec->time_limit_secs = job->limit;
    spec->time_limit = (uint32_t) MIN((job->limit + 59) / 60, SS_UNSET32 - 1);
}

static void put_ending(const Swf *swf, const SsPlainJob *job, SsJobSpec *spec)
{
    const int64_t wait = swf->field[WAIT];

    spec->run = job->run;
    spec->fate = job->fate;
    spec->cancel_after = job->cancel_after;
    spec->exit_code = job->exit_code;
    if (wait >= 0 && spec->fate != SS_FATE_CANCEL_PENDING) {
        spec->rec_start = spec->submit + wait;
        spec->rec_end = spec->rec_start + spec->run;
    }
    ss_trace_text(&spec->rec_state, swf->field[STATUS] == 5   ? "CANCELLED"
                                    : swf->field[STATUS] == 0 ? "FAILED"
                                    : swf->field[STATUS] == 1 ? "COMPLETED"
                                                              : NULL);
}

static SsRead put_record(SsReading *reading, Swf *swf, SsJobSpec *spec)
{
    SsPlainJob   job;
    const SsRead kind = put_plain(reading, swf, &job);

    if (kind != SS_READ_JOB)
        return kind;
    spec->submit = job.submit;
    spec->ntasks = job.procs;
    spec->trace_id = g_strdup_printf("%" PRId64, swf->field[JOB]);
    spec->name = g_strconcat("j", spec->trace_id, NULL);
    spec->user = g_strdup(job.user);
    spec->group = g_strdup(group_of(swf));
    spec->account = g_strdup(job.account);
    put_limit(&job, spec);
    put_memory(reading, swf, spec);
    ss_trace_text(&spec->partition, asked_partition(reading, swf));
    put_dependency(reading, swf, spec);
    put_ending(swf, &job, spec);
    return SS_READ_JOB;
}

/* --- the reader --------------------------------------------------------------------------------- */

static gboolean begin(SsReading *reading, GError **error)
{
    Swf *swf = g_new0(Swf, 1);

    (void) error;
    swf->names = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    swf->parts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    swf->users = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    swf->groups = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    reading->state = swf;
    ss_trace_text_lend(reading->text);
    return TRUE;
}

static void end_reading(SsReading *reading)
{
    Swf *swf = reading->state;

    g_hash_table_unref(swf->names);
    g_hash_table_unref(swf->parts);
    g_hash_table_unref(swf->users);
    g_hash_table_unref(swf->groups);
    g_free(swf);
}

/* The next record's numbers; SS_READ_JOB: they are in swf->field. */
static SsRead read_fields(SsReading *reading)
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
    return take_fields(reading, swf, p) ? SS_READ_JOB : SS_READ_BAD;
}

static SsRead read_record(SsReading *reading, SsJobSpec *spec)
{
    const SsRead kind = read_fields(reading);

    return kind == SS_READ_JOB ? put_record(reading, reading->state, spec) : kind;
}

static SsRead read_plain(SsReading *reading, SsPlainJob *job)
{
    const SsRead kind = read_fields(reading);

    return kind == SS_READ_JOB ? put_plain(reading, reading->state, job) : kind;
}

static bool is_plain(const SsReading *reading)
{
    const Swf       *swf = reading->state;
    const SsCluster *cluster = reading->options.cluster;

    return cluster != NULL && !(cluster->settings.select_params & SS_CR_MEMORY)
           && !reading->options.swf_dependencies && !swf->other_parts;
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
    .read_plain = read_plain,
    .is_plain = is_plain,
    .free = end_reading,
};
