/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jobs.c - sacct's command line, its window of time, and the walk over the rows.
 *
 * Rows go out one by one through a table of one row, so that ten million jobs need no more memory than
 * one. A job's batch step follows it; other steps are not simulated.
 *
 * The window's defaults depend on what else was asked (-j, -s), and an end that equals the start or is
 * now is moved by a second: that is how sacct makes [start, end) hold the moment itself.
 */
#include "sim/report/jobs.h"

#include "sim/base/date.h"
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/model/job.h"
#include "sim/model/reason.h"
#include "sim/report/jobs_parts.h"
#include "sim/report/tools.h"

#include <string.h>

static const char default_format[] = "jobid,jobname,partition,account,alloccpus,state,exitcode";
static const char brief_format[] = "jobid,state,exitcode";
static const char long_format[] =
    "jobid,jobidraw,jobname,partition,maxvmsize,maxvmsizenode,maxvmsizetask,avevmsize,maxrss,maxrssnode,"
    "maxrsstask,averss,maxpages,maxpagesnode,maxpagestask,avepages,mincpu,mincpunode,mincputask,avecpu,"
    "ntasks,alloccpus,elapsed,state,exitcode,avecpufreq,reqcpufreqmin,reqcpufreqmax,reqcpufreqgov,reqmem,"
    "consumedenergy,maxdiskread,maxdiskreadnode,maxdiskreadtask,avediskread,maxdiskwrite,maxdiskwritenode,"
    "maxdiskwritetask,avediskwrite,reqtres,alloctres,tresusageinave,tresusageinmax,tresusageinmaxnode,"
    "tresusageinmaxtask,tresusageinmin,tresusageinminnode,tresusageinmintask,tresusageintot,"
    "tresusageoutmax,tresusageoutmaxnode,tresusageoutmaxtask,tresusageoutave,tresusageouttot";

#define FLUSH ((gsize) 64 << 10)

typedef struct {
    SsLedger    *ledger;
    SsTime       now;
    SsDateReader dates;
    const char  *user;
    GString     *out, *err;
    void (*flush)(GString *out); /* NULL: all is handed over at the end */
    int            code;
    bool           stop; /* answered already, or refused                                     */
    SsJobSelection select;
    SsRendering    how;
    const char    *format; /* -o, NULL                                                         */
    bool           format_long, brief, all_users, verbose;
    bool           start_given, end_given;
    SsJobShow      show;
} Run;

/* --- lists ----------------------------------------------------------------------------------- */

static void add_names(GPtrArray **list, const char *text)
{
    g_auto(GStrv) names = g_strsplit(text, ",", -1);

    if (*list == NULL)
        *list = g_ptr_array_new_with_free_func(g_free);
    for (char **name = names; *name; name++) {
        if (**name)
            g_ptr_array_add(*list, g_strdup(*name));
    }
}

static void refuse(Run *run, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void refuse(Run *run, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append(run->err, "sacct: ");
    g_string_append_vprintf(run->err, format, args);
    va_end(args);
    run->code = 1;
    run->stop = true;
}

/* Flags that a job may have while it lives: sacct knows the words and cannot look for them. */
static const char *const unaccounted[] = { "COMPLETING",    "CG", "CONFIGURING",  "CF",
                                           "SPECIAL_EXIT",  "SE", "STOPPED",      "ST",
                                           "STAGE_OUT",     "SO", "SIGNALING",    "SI",
                                           "REQUEUE_FED",   "RF", "REQUEUE_HOLD", "RH",
                                           "RESV_DEL_HOLD", "RD" };

static bool is_unaccounted(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(unaccounted); i++) {
        if (g_ascii_strcasecmp(word, unaccounted[i]) == 0)
            return true;
    }
    return false;
}

static void add_states(Run *run, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    if (run->select.states == NULL)
        run->select.states = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (char **word = words; *word && !run->stop; word++) {
        uint32_t state = ss_job_state_parse(*word);

        if (state != SS_JOB_STATES)
            g_array_append_val(run->select.states, state);
        else if (is_unaccounted(*word))
            refuse(run, "fatal: job state %s is not supported / accounted\n", *word);
        else if (**word)
            refuse(run, "fatal: unrecognized job state value '%s'\n", *word);
    }
}

/* 17, 17_3, 17+0, 17.batch, trace:17 */
static bool parse_job(const char *word, SsJobName *name)
{
    char *end;

    *name = (SsJobName){ .task = SS_UNSET32 };
    if (g_str_has_prefix(word, "trace:")) {
        name->trace = g_strdup(word + strlen("trace:"));
        return true;
    }
    name->job = (uint32_t) g_ascii_strtoull(word, &end, 10);
    if (end == word)
        return false;
    if (*end == '_') {
        const char *task = end + 1;

        name->task = (uint32_t) g_ascii_strtoull(task, &end, 10);
        if (end == task)
            return false;
    } else if (*end == '+') {
        name->job += (uint32_t) g_ascii_strtoull(end + 1, &end, 10);
    }
    if (*end == '.')
        name->step = g_strdup(end + 1);
    return *end == '\0' || *end == '.';
}

static void clear_job(gpointer data)
{
    SsJobName *name = data;

    g_free(name->step);
    g_free(name->trace);
}

static void add_jobs(Run *run, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    if (run->select.jobs == NULL) {
        run->select.jobs = g_array_new(FALSE, FALSE, sizeof(SsJobName));
        g_array_set_clear_func(run->select.jobs, clear_job);
    }
    for (char **word = words; *word && !run->stop; word++) {
        SsJobName name;

        if (**word == '\0')
            continue;
        if (parse_job(*word, &name))
            g_array_append_val(run->select.jobs, name);
        else
            refuse(run, "fatal: Bad job/step specified: %s\n", *word);
    }
}

static void add_nodes(Run *run, const char *text)
{
    add_names(&run->select.nodes, text);
}

static void add_reasons(Run *run, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    for (char **word = words; *word; word++) {
        SsReason         reason = SS_REASON_NONE;
        g_autofree char *number = NULL;

        if (!ss_reason_parse(*word, &reason))
            continue;
        number = g_strdup_printf("%u", reason);
        add_names(&run->select.reasons, number);
    }
}

/* "4" or "2-8" */
/* "4", "4-8", "2k": `what` is told of anything else. */
static void set_range(Run *run, const char *text, const char *what, int64_t *min, int64_t *max)
{
    g_autoptr(GError) error = NULL;
    uint32_t          least = 1, most = 0; /* "8-4" finds nothing */

    if (g_ascii_isdigit(*text)
        && (ss_size_parse_nodes(text, &least, &most, &error)
            || g_error_matches(error, SS_PARSE_ERROR, SS_PARSE_ERROR_RANGE))) {
        *min = least;
        *max = most;
        return;
    }
    refuse(run, "error: Invalid numeric value \"%s\" for requested %s range.\n", text, what);
}

static void set_limit(const char *text, int64_t *minutes)
{
    SsSpan span;

    if (ss_span_parse(text, &span, NULL) && span != SS_SPAN_FOREVER)
        *minutes = span / 60;
}

static void set_time(Run *run, const char *text, SsTime *time, bool *given)
{
    g_autoptr(GError) error = NULL;

    if (!ss_date_parse(&run->dates, text, SS_DATE_LOOKS_BACK, time, &error)) {
        g_string_append_printf(run->err, "%s\n", error->message);
        run->code = 1;
        run->stop = true;
    }
    *given = *time != 0;
}

static const struct {
    const char *name;
    uint64_t    bit; /* of the column */
} flag_words[] = {
    { "SchedSubmit", 2 }, { "SchedMain", 4 }, { "SchedBackfill", 8 }, { "StartRecieved", 16 | 1024 }
};

static void add_flags(Run *run, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    for (char **word = words; *word; word++) {
        for (size_t i = 0; i < G_N_ELEMENTS(flag_words); i++) {
            if (g_ascii_strcasecmp(*word, flag_words[i].name) == 0)
                run->select.flags |= flag_words[i].bit;
        }
    }
}

/* --- options --------------------------------------------------------------------------------- */

enum {
    OPT_DELIMITER = 256,
    OPT_NAME,
    OPT_NOCONVERT,
    OPT_UNITS,
    OPT_LOCAL,
    OPT_FEDERATION,
    OPT_JSON,
    OPT_YAML,
    OPT_HETJOB,
    OPT_LOCAL_UID,
    OPT_ENV,
};

const SsArg ss_sacct_args[] = {
    { "accounts", 'A', SS_ARG_NEEDED, "=names  only jobs of these accounts" },
    { "allclusters", 'L', SS_ARG_NONE, "all clusters" },
    { "allocations", 'X', SS_ARG_NONE, "a line a job, without its steps" },
    { "allusers", 'a', SS_ARG_NONE, "jobs of all users" },
    { "associations", 'x', SS_ARG_NEEDED, "=ids  only jobs of these associations" },
    { "batch-script", 'B', SS_ARG_NONE, "the script of a batch job" },
    { "brief", 'b', SS_ARG_NONE, "JobID, State and ExitCode" },
    { "clusters", 'M', SS_ARG_NEEDED, "=names  clusters to ask" },
    { "cluster", 'M', SS_ARG_NEEDED, NULL },
    { "completion", 'c', SS_ARG_NONE, "from a file of completed jobs" },
    { "constraints", 'C', SS_ARG_NEEDED, "=features  only jobs that asked for these" },
    { "delimiter", OPT_DELIMITER, SS_ARG_NEEDED,
      "=characters  what stands between fields with -p and -P; default |" },
    { "duplicates", 'D', SS_ARG_NONE, "each run of a job that was requeued" },
    { "endtime", 'E', SS_ARG_NEEDED, "=time  jobs of before this time; default now" },
    { "env-vars", OPT_ENV, SS_ARG_NONE, "the environment of a batch job" },
    { "federation", OPT_FEDERATION, SS_ARG_NONE, NULL },
    { "file", 'f', SS_ARG_NEEDED, "=path  of completed jobs" },
    { "flags", 'F', SS_ARG_NEEDED,
      "=names  only jobs with these flags (SchedBackfill, SchedMain, SchedSubmit)" },
    { "format", 'o', SS_ARG_NEEDED, "=fields  the fields to show, with %width" },
    { "gid", 'g', SS_ARG_NEEDED, "=ids  only jobs of these groups" },
    { "group", 'g', SS_ARG_NEEDED, NULL },
    { "help", 'h', SS_ARG_NONE, "this text" },
    { "helpformat", 'e', SS_ARG_NONE, "the fields of --format" },
    { "help-fields", 'e', SS_ARG_NONE, NULL },
    { "jobs", 'j', SS_ARG_NEEDED, "=job_ids  only these jobs" },
    { "json", OPT_JSON, SS_ARG_NONE, NULL },
    { "local", OPT_LOCAL, SS_ARG_NONE, NULL },
    { "long", 'l', SS_ARG_NONE, "more about each job" },
    { "name", OPT_NAME, SS_ARG_NEEDED, "=names  only jobs of these names" },
    { "ncpus", 'I', SS_ARG_NEEDED, "=min[-max]  only jobs with so many CPUs" },
    { "nnodes", 'i', SS_ARG_NEEDED, "=min[-max]  only jobs on so many nodes" },
    { "noconvert", OPT_NOCONVERT, SS_ARG_NONE, "numbers as they are, without K, M or G" },
    { "nodelist", 'N', SS_ARG_NEEDED, "=nodes  only jobs on these nodes" },
    { "noheader", 'n', SS_ARG_NONE, "no header" },
    { "parsable", 'p', SS_ARG_NONE, "fields between |, and one at the end" },
    { "parsable2", 'P', SS_ARG_NONE, "fields between |" },
    { "partition", 'r', SS_ARG_NEEDED, "=names  only jobs of these partitions" },
    { "qos", 'q', SS_ARG_NEEDED, "=names  only jobs of these qualities of service" },
    { "reason", 'R', SS_ARG_NEEDED, "=names  only jobs that waited for one of these reasons" },
    { "starttime", 'S', SS_ARG_NEEDED,
      "=time  jobs of after this time; default 00:00:00 of today" },
    { "state", 's', SS_ARG_NEEDED, "=states  only jobs in these states within the time" },
    { "timelimit-max", 'K', SS_ARG_NEEDED, "=time  with -k, a range of time limits" },
    { "timelimit-min", 'k', SS_ARG_NEEDED, "=time  only jobs with this time limit" },
    { "truncate", 'T', SS_ARG_NONE, "start and end cut to the time asked for" },
    { "uid", 'u', SS_ARG_NEEDED, NULL },
    { "units", OPT_UNITS, SS_ARG_NEEDED, "=[KMGTP]  unit of memory" },
    { "usage", 'U', SS_ARG_NONE, "a line of usage" },
    { "use-local-uid", OPT_LOCAL_UID, SS_ARG_NONE, NULL },
    { "user", 'u', SS_ARG_NEEDED, "=names  only jobs of these users" },
    { "verbose", 'v', SS_ARG_NONE, "tell more" },
    { "version", 'V', SS_ARG_NONE, "version" },
    { "wckeys", 'W', SS_ARG_NEEDED, "=names  only jobs with these WCKeys" },
    { "whole-hetjob", OPT_HETJOB, SS_ARG_OPTIONAL,
      "=yes|no  all components of a heterogeneous job" },
    { "yaml", OPT_YAML, SS_ARG_NONE, NULL },
    { NULL, 0, SS_ARG_NONE, NULL },
};

static const struct {
    int    letter;
    size_t at; /* of the list in SsJobSelection */
} name_lists[] = {
    { 'A', offsetof(SsJobSelection, accounts) },   { 'C', offsetof(SsJobSelection, constraints) },
    { 'M', offsetof(SsJobSelection, clusters) },   { 'W', offsetof(SsJobSelection, wckeys) },
    { 'g', offsetof(SsJobSelection, groups) },     { 'q', offsetof(SsJobSelection, qos) },
    { 'r', offsetof(SsJobSelection, partitions) }, { 'u', offsetof(SsJobSelection, users) },
    { 'x', offsetof(SsJobSelection, assocs) },     { OPT_NAME, offsetof(SsJobSelection, names) },
};

static bool take_list(Run *run, int letter, const char *value)
{
    for (size_t i = 0; i < G_N_ELEMENTS(name_lists); i++) {
        if (name_lists[i].letter == letter) {
            add_names((GPtrArray **) (void *) ((char *) &run->select + name_lists[i].at), value);
            return true;
        }
    }
    return false;
}

static void help_format(Run *run)
{
    for (size_t i = 0; i < ss_n_job_columns; i++) {
        bool last = i % 4 == 3 || i + 1 == ss_n_job_columns;

        g_string_append_printf(run->out, "%-19s%s", ss_job_columns[i].name, last ? "\n" : " ");
    }
    run->stop = true;
}

static void set_units(Run *run, const char *value)
{
    if (value[0] && value[1] == '\0' && ss_unit_of(value[0], &run->show.unit))
        run->show.convert = SS_CONVERT_TO;
    else
        refuse(run,
               "error: Invalid unit type '%s'. Possible options are 'KMGTP'\n"
               "sacct: fatal: Invalid unit type\n",
               value);
}

static void take_flag(Run *run, int letter)
{
    switch (letter) {
    case 'a':
        run->all_users = true;
        break;
    case 'b':
        run->brief = true;
        break;
    case 'D':
        run->select.duplicates = true;
        break;
    case 'l':
        run->format_long = true;
        break;
    case 'n':
        run->how.no_header = true;
        break;
    case 'p':
        run->how.layout = SS_LAYOUT_PARSABLE;
        break;
    case 'P':
        run->how.layout = SS_LAYOUT_PARSABLE2;
        break;
    case 'T':
        run->select.truncate = true;
        break;
    case 'v':
        run->verbose = true;
        break;
    case 'X':
        run->select.only_jobs = true;
        break;
    case OPT_JSON:
        run->how.layout = SS_LAYOUT_JSON;
        break;
    case OPT_NOCONVERT:
        run->show.convert = SS_CONVERT_NONE;
        break;
    default:
        break;
    }
}

static void take_value(Run *run, int letter, const char *value)
{
    switch (letter) {
    case 'E':
        set_time(run, value, &run->select.end, &run->end_given);
        break;
    case 'S':
        set_time(run, value, &run->select.start, &run->start_given);
        break;
    case 'F':
        add_flags(run, value);
        break;
    case 'i':
        set_range(run, value, "node", &run->select.min_nodes, &run->select.max_nodes);
        break;
    case 'I':
        set_range(run, value, "cpu", &run->select.min_cpus, &run->select.max_cpus);
        break;
    case 'j':
        add_jobs(run, value);
        break;
    case 'k':
        set_limit(value, &run->select.min_limit);
        break;
    case 'K':
        set_limit(value, &run->select.max_limit);
        break;
    case 'N':
        add_nodes(run, value);
        break;
    case 'o':
        run->format = value;
        break;
    case 'R':
        add_reasons(run, value);
        break;
    case 's':
        add_states(run, value);
        break;
    case OPT_DELIMITER:
        run->how.delimiter = value;
        break;
    case OPT_UNITS:
        set_units(run, value);
        break;
    default:
        break;
    }
}

/* What ends the command at once. */
static bool answers(Run *run, int letter)
{
    switch (letter) {
    case '?':
        run->code = 1;
        break;
    case 'e':
        help_format(run);
        break;
    case 'V':
        g_string_append(run->out, "slurm-wlm 22.05.8\n");
        break;
    case 'h':
    case 'U':
        g_string_append(run->out, "Usage: sacct [options]\n\tUse --help for help\n");
        break;
    default:
        return false;
    }
    run->stop = true;
    return true;
}

static void read_options(Run *run, char **argv)
{
    SsArgv walk;
    int    letter;

    ss_argv_init(&walk, ss_sacct_args, argv);
    while (!run->stop && (letter = ss_argv_next(&walk, run->err)) != 0) {
        if (answers(run, letter) || take_list(run, letter, walk.value))
            continue;
        if (walk.value)
            take_value(run, letter, walk.value);
        else
            take_flag(run, letter);
    }
    if (!run->stop && walk.words->len) {
        refuse(run, "error: Unknown arguments:\n");
        for (guint i = 0; i < walk.words->len; i++)
            g_string_append_printf(run->err, "sacct: error:  %s\n",
                                   (const char *) walk.words->pdata[i]);
    }
    ss_argv_clear(&walk);
}

/* --- names that there must be ------------------------------------------------------------------ */

static bool is_known(Run *run, const char *sql, const char *name)
{
    SsQuery *query = ss_query_new(run->ledger, sql);

    ss_query_text(query, 1, name);
    const bool known = ss_query_next(query);
    return ss_query_close(query, NULL) && known;
}

static char *qos_names(Run *run)
{
    GString *names = g_string_new(NULL);
    SsQuery *query = ss_query_new(run->ledger, "SELECT name FROM qos ORDER BY id");

    while (ss_query_next(query))
        g_string_append_printf(names, "%s%s", names->len ? "," : "", ss_query_get_text(query, 0));
    ss_query_close(query, NULL);
    return g_string_free(names, FALSE);
}

/* Users and groups are looked for in the password database, QOS in the accounting; a number is let pass. */
static void check_names(Run *run)
{
    static const char users[] = "SELECT 1 FROM user WHERE name = ?1 UNION SELECT 1 FROM job WHERE"
                                " user = ?1 LIMIT 1",
                      groups[] = "SELECT 1 FROM job WHERE group_name = ?1 LIMIT 1",
                      qos[] = "SELECT 1 FROM qos WHERE lower(name) = lower(?1)";
    const SsJobSelection *s = &run->select;

    for (guint i = 0; s->users && i < s->users->len && !run->stop; i++)
        if (!ss_is_digits(s->users->pdata[i]) && strcmp(s->users->pdata[i], "root") != 0
            && !is_known(run, users, s->users->pdata[i]))
            refuse(run, "error: Invalid user id: %s\n", (char *) s->users->pdata[i]);
    for (guint i = 0; s->groups && i < s->groups->len && !run->stop; i++)
        if (!ss_is_digits(s->groups->pdata[i]) && strcmp(s->groups->pdata[i], "root") != 0
            && !is_known(run, groups, s->groups->pdata[i]))
            refuse(run, "error: Invalid group id: %s\n", (char *) s->groups->pdata[i]);
    for (guint i = 0; s->qos && i < s->qos->len && !run->stop; i++) {
        g_autofree char *names = qos_names(run);

        if (!ss_is_digits(s->qos->pdata[i]) && !is_known(run, qos, s->qos->pdata[i]))
            refuse(run,
                   "error: You gave a bad qos '%s'. Valid QOS's are %s\n"
                   "sacct: fatal: problem processing qos list\n",
                   (char *) s->qos->pdata[i], names);
    }
}

/* --- the window ------------------------------------------------------------------------------ */

static void set_window(Run *run)
{
    SsJobSelection *s = &run->select;
    char            start[SS_DATE_TEXT], end[SS_DATE_TEXT];

    if (!run->start_given)
        s->start = s->jobs ? 0 : s->states ? run->now : ss_zone_day(run->dates.zone, run->now, 0);
    if (!run->end_given)
        s->end = s->states && (run->start_given || !s->jobs) ? s->start : run->now;
    if (s->start > s->end) {
        refuse(run, "error: Start time (%s) requested is after end time (%s).\n",
               ss_date_text(s->start, run->dates.zone, start),
               ss_date_text(s->end, run->dates.zone, end));
        return;
    }
    if (run->verbose)
        g_string_append_printf(run->err, "sacct: Jobs Eligible in the time window from %s to %s\n",
                               ss_date_text_ctime(s->start, run->dates.zone, start),
                               ss_date_text_ctime(s->end, run->dates.zone, end));
    if (s->end == run->now || s->end == s->start)
        s->end++;
}

/* --- rows ------------------------------------------------------------------------------------ */

/* Never started, and ended: None where its start was received, else Unknown. */
static SsTime shown_start(const SsJobRecord *job)
{
    bool told = (job->flags & (SS_JOB_FLAG_START_RECEIVED | SS_JOB_FLAG_START_SAID)) != 0;

    return job->start == 0 && job->end != 0 && told ? SS_TIME_NONE : job->start;
}

static SsJobLine line_of(const Run *run, const SsJobRecord *job)
{
    SsJobLine line = { .job = job, .start = shown_start(job), .end = job->end };

    if (run->select.truncate) {
        if (job->start && line.start < run->select.start)
            line.start = run->select.start;
        if (line.end > run->select.end || (line.end == 0 && job->start))
            line.end = run->select.end;
        if (job->start == 0 && line.end)
            line.start = line.end;
        if (job->start && line.start > line.end)
            line.start = line.end = 0;
    }
    if (job->start && line.start)
        line.elapsed = (line.end ? line.end : run->now) - line.start - job->suspended;
    return line;
}

/* Steps have to lie in the window themselves. */
static bool has_step(const Run *run, const SsJobRecord *job)
{
    return job->start && job->tres_alloc && *job->tres_alloc && !(job->flags & SS_JOB_FLAG_NO_BATCH)
           && job->start < run->select.end && (job->end == 0 || job->end >= run->select.start);
}

static void put_line(Run *run, SsTable *table, const SsJobLine *line)
{
    ss_table_add(table, line);
    if (run->how.layout == SS_LAYOUT_JSON)
        return;
    ss_render_row(table, &run->how, 0, run->out);
    ss_table_clear(table);
}

static void put_job(Run *run, SsTable *table, const SsJobRecord *job)
{
    SsJobLine line = line_of(run, job);

    if (ss_jobs_wants_step(&run->select, job, NULL))
        put_line(run, table, &line);
    if (run->select.only_jobs || !has_step(run, job)
        || !ss_jobs_wants_step(&run->select, job, "batch"))
        return;
    line.is_step = true;
    if (line.elapsed && !(job->flags & SS_JOB_FLAG_START_RECEIVED))
        line.elapsed += job->suspended; /* nobody told the accounting that its step was suspended */
    put_line(run, table, &line);
}

static bool our_cluster(const Run *run)
{
    const GPtrArray *list = run->select.clusters;

    for (guint i = 0; list && i < list->len; i++) {
        if (g_ascii_strcasecmp(list->pdata[i], run->show.cluster) == 0)
            return true;
    }
    return list == NULL;
}

static void walk_jobs(Run *run, SsTable *table)
{
    g_autofree char *tail = ss_jobs_where(&run->select);
    SsJobCursor     *cursor = ss_job_cursor_sorted(
            run->ledger, tail, run->select.duplicates ? SS_JOB_ROWS_ALL : SS_JOB_ROWS_NEWEST);
    const SsJobRecord *job;
    g_autoptr(GError)  error = NULL;

    while (our_cluster(run) && (job = ss_job_cursor_next(cursor)) != NULL) {
        if (ss_jobs_wants(&run->select, job))
            put_job(run, table, job);
        if (run->flush != NULL && run->out->len > FLUSH)
            run->flush(run->out);
    }
    if (!ss_job_cursor_close(cursor, &error))
        refuse(run, "error: %s\n", error->message);
}

/* --- columns --------------------------------------------------------------------------------- */

static GArray *choose_columns(Run *run)
{
    const char          *format = run->format        ? run->format
                                  : run->format_long ? long_format
                                  : run->brief       ? brief_format
                                                     : default_format;
    GArray              *choices = ss_choices_new();
    g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func(g_free);

    if (g_ascii_strcasecmp(format, "all") == 0) {
        for (size_t i = 0; i < ss_n_job_columns; i++) {
            const SsChoice choice = { &ss_job_columns[i], ss_job_columns[i].width };
            g_array_append_val(choices, choice);
        }
        return choices;
    }
    ss_choices_parse_all(ss_job_columns, ss_n_job_columns, format, choices, unknown);
    if (unknown->len)
        refuse(run, "error: Invalid field requested: \"%s\"\n", (const char *) unknown->pdata[0]);
    return choices;
}

static void print_jobs(Run *run)
{
    g_autoptr(GArray) choices = choose_columns(run);

    if (run->stop)
        return;
    g_autoptr(SsTable) table = ss_table_new(run->dates.zone, run->now);

    ss_table_show(table)->tool = &run->show;
    ss_table_add_choices(table, choices);
    if (!run->how.no_header)
        ss_render_header(table, &run->how, run->out);
    walk_jobs(run, table);
    if (run->how.layout == SS_LAYOUT_JSON)
        ss_render(table, &run->how, run->out);
}

/* Others than root see their own jobs, unless they ask for all, for certain jobs, or for nodes. */
static void restrict_users(Run *run)
{
    if (run->all_users || run->select.users || run->select.jobs || run->select.nodes
        || run->user == NULL || strcmp(run->user, "root") == 0)
        return;
    add_names(&run->select.users, run->user);
}

static void clear_selection(SsJobSelection *s)
{
    GPtrArray **lists[] = { &s->accounts,   &s->users,       &s->groups,  &s->names,
                            &s->partitions, &s->qos,         &s->wckeys,  &s->assocs,
                            &s->nodes,      &s->constraints, &s->reasons, &s->clusters };

    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_clear_pointer(lists[i], g_ptr_array_unref);
    g_clear_pointer(&s->states, g_array_unref);
    g_clear_pointer(&s->jobs, g_array_unref);
}

int ss_report_sacct_as_it_comes(SsLedger *ledger, SsTime now, const char *user, char **argv,
                                GString *out, GString *err, void (*flush)(GString *out))
{
    g_autoptr(GError)    error = NULL;
    g_autoptr(SsTresSet) tres = ss_ledger_tres_read(ledger, &error);
    Run                  run = {
                         .ledger = ledger,
                         .now = now,
                         .dates = { now, ss_ledger_zone(ledger), 0 },
                         .user = user,
                         .out = out,
                         .err = err,
                         .flush = flush,
                         .select = { .min_nodes = -1,
                                     .max_nodes = -1,
                                     .min_cpus = -1,
                                     .max_cpus = -1,
                                     .min_limit = -1,
                                     .max_limit = -1 },
                         .show = { ledger, tres, ss_ledger_cluster(ledger), SS_CONVERT_USUAL, SS_UNIT_MEGA },
    };

    if (tres == NULL)
        refuse(&run, "error: %s\n", error->message);
    else
        read_options(&run, argv);
    if (!run.stop)
        check_names(&run);
    if (!run.stop && run.format && run.format_long)
        refuse(&run, "fatal: -o and -l are mutually exclusive\n");
    if (!run.stop)
        set_window(&run);
    restrict_users(&run);
    if (!run.stop)
        print_jobs(&run);
    clear_selection(&run.select);
    return run.code;
}

int ss_report_sacct(SsLedger *ledger, SsTime now, const char *user, char **argv, GString *out,
                    GString *err)
{
    return ss_report_sacct_as_it_comes(ledger, now, user, argv, out, err, NULL);
}
