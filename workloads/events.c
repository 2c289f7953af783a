/* SPDX-License-Identifier: Apache-2.0 */
/*
 * events.c - "-dt 10.50 -e submit_batch_job | -sim-walltime 300 --uid=user001 -n 4 pseudo.job".
 *
 * The options are real sbatch's, so sbatch's reader takes them; two are the simulator's own, are long
 * with one dash only, and are picked out before. Times have fractions (four submissions a second);
 * whole seconds are what a Slurm record has, and the order of the lines keeps the rest.
 *
 * -cancel-in is an scancel at that age, whatever the job does by then. The nearest fate is to be
 * cancelled while pending at that age: a job that starts earlier runs its time.
 */
#include "workloads/events.h"

#include <string.h>

#include "sim/base/size.h"
#include "workloads/sbatch_options.h"

typedef struct {
    SsSbatchContext context;
} Events;

static bool bad(SsReading *reading, SsTraceFault fault, const char *what, const char *value)
{
    ss_reading_fault(reading, fault, "%s '%s'", what, value != NULL ? value : "");
    return false;
}

/* "-dt 10.50 -e submit_batch_job": the part before the bar. */
static bool take_event(SsReading *reading, char *text, SsJobSpec *spec)
{
    g_auto(GStrv) words = g_strsplit_set(g_strstrip(text), " \t", -1);
    const char   *dt = NULL, *event = NULL;

    for (guint i = 0; words[i] != NULL; i++) {
        const char **to = NULL;

        if (*words[i] == '\0')
            continue;
        if (strcmp(words[i], "-dt") == 0)
            to = &dt;
        else if (strcmp(words[i], "-e") == 0)
            to = &event;
        else
            return bad(reading, SS_TRACE_VALUE, "unexpected word", words[i]);
        while (words[i + 1] != NULL && *words[i + 1] == '\0')
            i++;
        if (words[i + 1] == NULL)
            return bad(reading, SS_TRACE_FIELDS, "no value behind", words[i]);
        *to = words[++i];
    }
    if (dt == NULL) {
        ss_reading_fault(reading, SS_TRACE_NO_SUBMIT, "no -dt");
        return false;
    }
    if (!ss_trace_submit(dt, &reading->options, &spec->submit))
        return bad(reading, SS_TRACE_VALUE, "-dt takes seconds, not", dt);
    if (event == NULL || strcmp(event, "submit_batch_job") != 0)
        return bad(reading, SS_TRACE_EVENT, "not simulated: event", event);
    return true;
}

/* Is `word` "-name" or "--name", perhaps with "=value"? The value is that or the next word. */
static bool own_option(char **words, guint *i, const char *name, const char **value)
{
    const char  *word = words[*i] + (words[*i][0] == '-') + g_str_has_prefix(words[*i], "--");
    const size_t length = strlen(name);

    if (words[*i][0] != '-' || strncmp(word, name, length) != 0
        || (word[length] != '\0' && word[length] != '='))
        return false;
    if (word[length] == '=')
        *value = word + length + 1;
    else
        *value = words[*i + 1] != NULL ? words[++*i] : "";
    return true;
}

static bool take_walltime(SsReading *reading, const char *value, SsJobSpec *spec)
{
    if (g_str_has_prefix(value, "-1")) {
        spec->fate = SS_FATE_TO_LIMIT;
        return true;
    }
    spec->fate = SS_FATE_RUN;
    return ss_trace_seconds(value, &spec->run)
           || bad(reading, SS_TRACE_VALUE, "-sim-walltime takes seconds, not", value);
}

static bool take_cancel(SsReading *reading, const char *value, SsSpan *cancel_after)
{
    if (!ss_trace_seconds(value, cancel_after))
        return bad(reading, SS_TRACE_VALUE, "-cancel-in takes seconds, not", value);
    *cancel_after += strchr(value, '.') != NULL; /* up */
    return true;
}

/* The simulator's own words out of `words`; the rest stays in order. */
static bool take_own_options(SsReading *reading, char **words, GPtrArray *rest, SsJobSpec *spec)
{
    SsSpan cancel_after = -1;

    spec->fate = SS_FATE_TO_LIMIT;
    for (guint i = 0; words[i] != NULL; i++) {
        const char *value;

        if (own_option(words, &i, "sim-walltime", &value)) {
            if (!take_walltime(reading, value, spec))
                return false;
        } else if (own_option(words, &i, "cancel-in", &value)) {
            if (!take_cancel(reading, value, &cancel_after))
                return false;
        } else {
            g_ptr_array_add(rest, words[i]);
        }
    }
    g_ptr_array_add(rest, NULL);
    if (cancel_after >= 0) {
        spec->fate = SS_FATE_CANCEL_PENDING;
        spec->cancel_after = cancel_after;
    }
    return true;
}

static bool take_options(SsReading *reading, Events *events, const char *text, SsJobSpec *spec)
{
    g_autoptr(GError)      error = NULL;
    g_auto(SsSbatchClient) client = { 0 };
    g_auto(GStrv)          words = ss_sbatch_split(text, &error);
    g_autoptr(GPtrArray)   rest = g_ptr_array_new(); /* element-type: char *, of words */
    g_autofree char       *why = NULL;

    if (words == NULL)
        return bad(reading, SS_TRACE_OPTION, error->message, text);
    if (!take_own_options(reading, words, rest, spec))
        return false;
    events->context.now = spec->submit;
    if (ss_sbatch_parse((char **) rest->pdata, SS_SBATCH, &events->context, spec, &client, &error))
        return true;
    why = ss_trace_option_fault(error);
    ss_reading_fault(reading, SS_TRACE_OPTION, "%s", why);
    return false;
}

static void name_job(SsReading *reading, SsJobSpec *spec)
{
    int64_t id;

    if (spec->name != NULL && g_str_has_prefix(spec->name, "jobid_")
        && ss_int_parse(spec->name + strlen("jobid_"), 0, INT64_MAX, &id, NULL))
        spec->trace_id = g_strdup_printf("%" G_GINT64_FORMAT, id);
    else
        spec->trace_id = g_strdup_printf("%u", reading->at_line);
    if (spec->name == NULL)
        spec->name = g_strconcat("j", spec->trace_id, NULL);
    if (spec->user != NULL)
        return;
    ss_reading_fault(reading, SS_TRACE_NO_USER, "no user: '%s' is taken", reading->options.user);
    spec->user = g_strdup(reading->options.user);
}

static gboolean begin(SsReading *reading, GError **error)
{
    Events *events = g_new0(Events, 1);

    (void) error;
    events->context.zone = reading->options.zone;
    events->context.no_files = true;
    reading->state = events;
    return TRUE;
}

static void end_reading(SsReading *reading)
{
    g_free(reading->state);
}

static SsRead read_record(SsReading *reading, SsJobSpec *spec)
{
    SsTraceTextLine line;
    char           *text, *bar;

    if (!ss_trace_text_next(reading->text, &line))
        return SS_READ_END;
    ss_reading_at(reading, line.offset, line.line);
    text = line.text + strspn(line.text, " \t");
    if (*text == '\0' || *text == '#')
        return SS_READ_OTHER;
    bar = strchr(text, '|');
    if (bar != NULL)
        *bar = '\0';
    if (!take_event(reading, text, spec)
        || !take_options(reading, reading->state, bar != NULL ? bar + 1 : "", spec))
        return SS_READ_BAD;
    name_job(reading, spec);
    return SS_READ_JOB;
}

int ss_events_sniff(const char *head, size_t size)
{
    (void) size;
    for (const char *p = head; *p != '\0';) {
        g_autofree char *line = g_strndup(p, strcspn(p, "\r\n"));
        const char      *text = line + strspn(line, " \t");

        if (*text != '\0' && *text != '#')
            return g_str_has_prefix(text, "-dt") && strstr(text, "-e ") != NULL ? 95 : 0;
        p += strcspn(p, "\n");
        p += *p == '\n';
    }
    return 0;
}

const SsReaderClass ss_events_reader = {
    .name = "events",
    .begin = begin,
    .read = read_record,
    .free = end_reading,
};
