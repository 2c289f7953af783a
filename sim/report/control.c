/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.c - scontrol: its options and words.
 *
 * scontrol compares its words in two ways: keywords and entities by as many letters as make them
 * unambiguous to it, without regard to case. The tables below hold the least number of letters; they are
 * those of 22.05, where "show p" is refused and "show n" is not.
 *
 * What changes something is handed to whoever can repeat the run (ss_control_change says which words).
 */
#include "sim/report/control.h"

#include "sim/base/date.h"
#include "sim/base/hostlist.h"
#include "sim/report/column.h"
#include "sim/report/control_parts.h"
#include "sim/report/tools.h"

#include <string.h>

const char *ss_control_joint(const SsControl *control)
{
    return control->one_line ? " " : "\n   ";
}

const char *ss_control_time(const SsControl *control, SsTime time)
{
    char text[256];

    return g_string_chunk_insert(
        control->texts, ss_date_text_as(time, control->context->zone, control->context->time_format,
                                        control->context->now, text, sizeof text));
}

const char *ss_control_tres(const SsControl *control, const char *ids)
{
    g_autofree uint64_t *vec = g_new0(uint64_t, control->tres->n);
    g_autofree double   *wide = g_new0(double, control->tres->n);

    ss_tres_vector(control->tres, ids, wide);
    for (uint32_t i = 0; i < control->tres->n; i++)
        vec[i] = (uint64_t) wide[i];
    g_autofree char *text = ss_tres_text(control->tres, vec, SS_TRES_TEXT_CONVERT);

    return g_string_chunk_insert(control->texts, text);
}

/* The primary controller's name, without its address. */
static char *primary_host(const SsControl *control)
{
    char    *host = NULL;
    SsQuery *query =
        ss_query_new(control->ledger, "SELECT value FROM conf WHERE key = 'SlurmctldHost[0]'");

    if (ss_query_next(query))
        host = g_strndup(ss_query_get_text(query, 0), strcspn(ss_query_get_text(query, 0), "("));
    ss_query_close(query, NULL);
    return host ? host : g_strdup("localhost");
}

void ss_control_ping(const SsControl *control)
{
    g_autofree char *host = primary_host(control);

    g_string_append_printf(control->out, "Slurmctld(primary) at %s is UP\n", host);
}

/* --- host lists --------------------------------------------------------------------------------------- */

static int show_hostnames(SsControl *control, const char *name, GError **error)
{
    g_autoptr(SsHostlist) list = NULL;
    const char           *text = name ? name : ss_report_env(control->context, "SLURM_NODELIST");

    (void) error;
    if (text == NULL) {
        g_string_append(control->err, "scontrol: error: host list is empty\n");
        return 0;
    }
    if (!ss_hostlist_parse(text, &list, NULL)) {
        g_string_append_printf(control->err, "Invalid hostlist: %s\n", text);
        return 1;
    }
    SsHostlistIter iter = ss_hostlist_iter(list);
    const char    *host;

    while ((host = ss_hostlist_next(&iter)) != NULL)
        g_string_append_printf(control->out, "%s\n", host);
    return 0;
}

static int print_hostlist(SsControl *control, const char *name, bool sorted)
{
    g_autoptr(SsHostlist) list = NULL;

    if (name == NULL || !ss_hostlist_parse(name, &list, NULL)) {
        g_string_append(control->err, "invalid encode argument\n");
        return 1;
    }
    if (sorted)
        ss_hostlist_sort(list);
    ss_hostlist_print(list, control->out);
    g_string_append_c(control->out, '\n');
    return 0;
}

static int show_hostlist(SsControl *control, const char *name, GError **error)
{
    (void) error;
    return print_hostlist(control, name, false);
}

static int show_hostlist_sorted(SsControl *control, const char *name, GError **error)
{
    (void) error;
    return print_hostlist(control, name, true);
}

/* --- things that a simulation does not have ------------------------------------------------------------ */

static int show_nothing(SsControl *control, const char *name, GError **error)
{
    (void) control;
    (void) name;
    (void) error;
    return 0;
}

static int show_no_nodes(SsControl *control, const char *name, GError **error)
{
    (void) name;
    (void) error;
    g_string_append(control->out, "No nodes in the system\n");
    return 0;
}

static int show_daemons(SsControl *control, const char *name, GError **error)
{
    (void) name;
    (void) error;
    g_string_append(control->out, "slurmctld slurmd\n");
    return 0;
}

static int show_no_slurmd(SsControl *control, const char *name, GError **error)
{
    (void) name;
    (void) error;
    g_string_append(control->err, "scontrol: error: slurm_slurmd_info: Connection refused\n"
                                  "slurm_load_slurmd_status: Connection refused\n");
    return 1;
}

/* --- show --------------------------------------------------------------------------------------------- */

static const struct {
    const char   *name;
    uint8_t       min;
    SsControlShow show;
    const char   *doc;
} entities[] = {
    /* in the order in which abbreviations are tried */
    { "aliases", 1, show_nothing, "Nodes by host name." },
    { "bbstat", 2, show_nothing, "State of burst buffers." },
    { "burstbuffer", 2, show_nothing, "Burst buffers." },
    { "config", 1, ss_control_config, "slurm.conf as it is in effect." },
    { "daemons", 2, show_daemons, "Daemons of this host." },
    { "dwstat", 2, show_nothing, "State of burst buffers." },
    { "federation", 3, show_nothing, "Federations." },
    { "frontend", 1, show_no_nodes, "Front-end nodes." },
    { "hostlistsorted", 9, show_hostlist_sorted, "Host names as a sorted list." },
    { "hostlist", 5, show_hostlist, "Host names as a list." },
    { "hostnames", 5, show_hostnames, "A list as host names." },
    { "jobid", 1, ss_control_jobs, "Jobs." },
    { "jobs", 1, ss_control_jobs, "Jobs." },
    { "licenses", 2, ss_control_licenses, "Licences." },
    { "nodes", 1, ss_control_nodes, "Nodes." },
    { "partitions", 2, ss_control_partitions, "Partitions." },
    { "reservations", 1, ss_control_reservations, "Reservations." },
    { "slurmd", 2, show_no_slurmd, "State of the slurmd of this host." },
    { "steps", 2, ss_control_steps, "Job steps." },
    { "topology", 1, ss_control_topology, "Switches." },
};

static int show_entity(SsControl *control, const char *entity, const char *name, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(entities); i++) {
        if (ss_word_is(entity, entities[i].name, entities[i].min))
            return entities[i].show(control, name, error);
    }
    g_string_append_printf(control->err, "invalid entity:%s for keyword:show \n", entity);
    return 1;
}

static int show(SsControl *control, char **words, GError **error)
{
    if (words[0] == NULL) {
        g_string_append(control->err, "too few arguments for keyword:show\n");
        return 1;
    }
    g_autofree char *entity = g_strdup(words[0]);
    char            *equals = strchr(entity, '=');
    const char      *name = words[1];

    if (ss_word_is(entity, "assoc_mgr", 2))
        return ss_control_assoc_mgr(control, words + 1, error);
    if (equals) {
        *equals = '\0';
        name = equals + 1;
    }
    if (words[1] && (words[2] || equals)) {
        g_string_append(control->err, "too many arguments for keyword:show\n");
        return 1;
    }
    return show_entity(control, entity, name, error);
}

/* --- keywords ----------------------------------------------------------------------------------------- */

static int ping(SsControl *control, char **words, GError **error)
{
    (void) words;
    (void) error;
    ss_control_ping(control);
    return 0;
}

static int version(SsControl *control, char **words, GError **error)
{
    (void) words;
    (void) error;
    g_string_append(control->out, "slurm-wlm " SS_SLURM_VERSION "\n");
    return 0;
}

static int nothing(SsControl *control, char **words, GError **error)
{
    (void) control;
    (void) words;
    (void) error;
    return 0;
}

/* Words of the dialogue that scontrol has without any: they take nothing behind them. */
static int alone(SsControl *control, char **words, GError **error)
{
    (void) error;
    if (words[0] == NULL)
        return 0;
    g_string_append_printf(control->err, "too many arguments for keyword:%s\n", words[-1]);
    return 1;
}

static int help(SsControl *control, char **words, GError **error);

/* Jobs that are completing, and the nodes they hold. */
static int completing(SsControl *control, char **words, GError **error)
{
    g_autoptr(SsRows) jobs = ss_ledger_queue(control->ledger, control->sample, error);

    (void) words;
    if (jobs == NULL)
        return -1;
    const SsQueueRow *rows = jobs->at;

    for (uint32_t i = 0; i < jobs->n; i++) {
        if (rows[i].completing)
            g_string_append_printf(
                control->out, "JobId=%u EndTime=%s CompletingTime=00:00:00 Nodes(COMPLETING)=%s\n",
                rows[i].id_job, ss_control_time(control, rows[i].end),
                ss_control_text(rows[i].nodelist));
    }
    return 0;
}

typedef int (*Keyword)(SsControl *control, char **words, GError **error);

static const struct {
    const char *name;
    uint8_t     min;
    Keyword     answer; /* NULL: it changes something */
    const char *doc;
} keywords[] = {
    { "show", 3, show,
      "Shows job, node, partition, reservation, config, licenses, steps, assoc_mgr, ... and one of them by name." },
    { "ping", 3, ping, "Is the controller there?" },
    { "version", 4, version, "Version." },
    { "completing", 3, completing, "Jobs that are completing." },
    { "cluster", 2, nothing, "Cluster to ask." },
    { "listpids", 1, nothing, "Processes of a job on this host." },
    { "errnumstr", 2, nothing, "What an error number means." },
    { "all", 3, alone, "Hidden partitions too." },
    { "hide", 2, alone, "Not the hidden partitions." },
    { "details", 1, alone, "More about each." },
    { "oneliner", 1, alone, "A line a record." },
    { "quiet", 4, alone, "Only errors." },
    { "verbose", 4, alone, "Tell more." },
    { "exit", 1, alone, "Ends." },
    { "help", 2, help, "This list." },
    { "abort", 5, NULL, "Ends the controller." },
    { "cancel_reboot", 3, NULL, "Takes back a reboot." },
    { "create", 2, NULL, "Creates a reservation." },
    { "delete", 3, NULL, "Deletes a reservation." },
    { "hold", 2, NULL, "Holds jobs." },
    { "holdu", 5, NULL, "Holds jobs as their user." },
    { "notify", 1, NULL, "Sends a message to a job." },
    { "reboot", 3, NULL, "Reboots nodes." },
    { "reconfigure", 3, NULL, "Reads slurm.conf again." },
    { "release", 3, NULL, "Releases jobs." },
    { "requeue", 3, NULL, "Requeues jobs." },
    { "requeuehold", 7, NULL, "Requeues and holds jobs." },
    { "resume", 3, NULL, "Resumes jobs." },
    { "schedloglevel", 3, NULL, "Scheduler's log." },
    { "setdebug", 4, NULL, "Log level." },
    { "setdebugflags", 9, NULL, "Log flags." },
    { "shutdown", 3, NULL, "Ends the daemons." },
    { "suspend", 2, NULL, "Suspends jobs." },
    { "takeover", 3, NULL, "The backup takes over." },
    { "top", 3, NULL, "Moves jobs to the top." },
    { "uhold", 2, NULL, "Holds jobs as their user." },
    { "update", 1, NULL,
      "Changes JobId=, NodeName=, PartitionName= or ReservationName= ... records." },
    { "wait_job", 1, NULL, "Waits for a job's nodes." },
    { "write", 5, NULL, "Writes a script or the configuration." },
};

bool ss_scontrol_word(uint32_t i, SsToolWord *out)
{
    if (i < G_N_ELEMENTS(keywords))
        *out = (SsToolWord){ keywords[i].name, keywords[i].doc };
    return i < G_N_ELEMENTS(keywords);
}

static int help(SsControl *control, char **words, GError **error)
{
    (void) words;
    (void) error;
    g_string_append(control->out, "scontrol [<OPTION>] [<COMMAND>]\n");
    for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
        g_string_append_printf(control->out, "    %-16s %s\n", keywords[i].name, keywords[i].doc);
    return 0;
}

static int answer(SsControl *control, char **words, GError **error)
{
    if (words[0] == NULL)
        return 0;
    for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++) {
        if (ss_word_is(words[0], keywords[i].name, keywords[i].min) && keywords[i].answer)
            return keywords[i].answer(control, words + 1, error);
    }
    g_string_append_printf(control->err, "invalid keyword: %s\n", words[0]);
    return 1;
}

/* --- options ------------------------------------------------------------------------------------------ */

#define SWITCH(word, field)                                                                        \
    static int take_##word(void *data, const char *value)                                          \
    {                                                                                              \
        (void) value;                                                                              \
        ((SsControl *) data)->field = true;                                                        \
        return SS_FLAGS_GO;                                                                        \
    }
SWITCH(all, all)
SWITCH(details, details)
SWITCH(one_line, one_line)

static const SsFlag flag_rows[] = {
    { "all", 'a', SS_ARG_NONE, take_all, "hidden partitions too" },
    { "cluster", 'M', SS_ARG_NEEDED, NULL, NULL },
    { "clusters", 'M', SS_ARG_NEEDED, NULL, "=names  clusters to ask" },
    { "details", 'd', SS_ARG_NONE, take_details, "more about each" },
    { "federation", '\0', SS_ARG_NONE, NULL, NULL },
    { "future", 'F', SS_ARG_NONE, NULL, NULL },
    { "hide", '\0', SS_ARG_NONE, NULL, "not the hidden partitions" },
    { "local", '\0', SS_ARG_NONE, NULL, NULL },
    { "oneliner", 'o', SS_ARG_NONE, take_one_line, "a line a record" },
    { "quiet", 'Q', SS_ARG_NONE, NULL, "only errors" },
    { "sibling", '\0', SS_ARG_NONE, NULL, NULL },
    { "uid", 'u', SS_ARG_NEEDED, NULL, "=uid  as this user" },
    { "verbose", 'v', SS_ARG_NONE, NULL, "tell more" },
};
const SsFlags ss_scontrol_flags = { flag_rows, G_N_ELEMENTS(flag_rows), NULL };

char **ss_control_change(char **argv)
{
    char **words = argv[0] ? argv + 1 : argv;

    while (*words && **words == '-') {
        bool with_value = strcmp(*words, "-M") == 0 || strcmp(*words, "-u") == 0;

        words += with_value && words[1] ? 2 : 1;
    }
    for (size_t i = 0; *words && i < G_N_ELEMENTS(keywords); i++) {
        if (ss_word_is(*words, keywords[i].name, keywords[i].min))
            return keywords[i].answer ? NULL : words;
    }
    return NULL;
}

static int run(SsControl *control, char **argv, GError **error)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    int code = ss_flags_read(&ss_scontrol_flags, control, argv, words, control->out, control->err);

    if (code != SS_FLAGS_GO)
        return code;
    control->tres = ss_ledger_tres_of_controller(control->ledger, error);
    if (control->tres == NULL)
        return -1;
    g_ptr_array_add(words, NULL);
    control->sample = ss_ledger_sample_at(control->ledger, control->context->now);
    return answer(control, (char **) words->pdata, error);
}

int ss_report_scontrol(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                       GString *out, GString *err)
{
    SsControl         control = { .ledger = ledger, .context = context, .out = out, .err = err };
    g_autoptr(GError) error = NULL;

    (void) argc;
    control.texts = g_string_chunk_new(4096);
    int code = run(&control, argv, &error);

    if (error) {
        g_string_append_printf(err, "scontrol: error: %s\n", error->message);
        code = 1;
    }
    g_clear_pointer(&control.tres, ss_tres_set_free);
    g_string_chunk_free(control.texts);
    return code;
}
