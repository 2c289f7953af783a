/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_cancel.c - scancel.
 *
 * Options are those of 22.05's scancel, read as it reads them; the messages are its own. What nobody can feel in a
 * simulation (which processes of a job get a signal, burst buffers) changes nothing; what would have to ask somebody
 * else (other clusters, a federation, a person at a terminal) is refused by name.
 */
#include "scheduler/operate.h"

#include "scheduler/limits.h"

#include <string.h>

typedef struct {
    const char *user, *account, *partition, *qos, *name, *reservation, *wckey;
    SsJobState  state; /* SS_JOB_STATES: any                                             */
    uint32_t    uid;   /* --me; SS_UNSET32                                               */
    SsNodeSet  *nodes; /* -w: on any of them; NULL                                       */
    bool        any;   /* some filter was given                                          */
    bool        verbose, quiet;
    bool        signals; /* -s: a signal only, which a simulated process does not feel     */
} Filter;

enum { CTLD = 256, ME, SIBLING, WCKEY };

const SsArg ss_scancel_args[] = {
    { "account", 'A', SS_ARG_NEEDED, "=name  only jobs of this account" },
    { "batch", 'b', SS_ARG_NONE, "the signal is for the batch step alone; changes nothing here" },
    { "clusters", 'M', SS_ARG_NEEDED, "=name  another cluster: not simulated" },
    { "ctld", CTLD, SS_ARG_NONE, "ask the controller, as is always done here" },
    { "full", 'f', SS_ARG_NONE, "the signal is for all steps; changes nothing here" },
    { "hurry", 'H', SS_ARG_NONE, "no stage-out of burst buffers, which are not simulated" },
    { "interactive", 'i', SS_ARG_NONE, "ask before each job: not simulated" },
    { "name", 'n', SS_ARG_NEEDED, "=name  only jobs of this name" },
    { "jobname", 'n', SS_ARG_NEEDED, NULL },
    { "me", ME, SS_ARG_NONE, "only jobs of the one who asks" },
    { "nodelist", 'w', SS_ARG_NEEDED, "=hosts  only jobs on one of these nodes" },
    { "partition", 'p', SS_ARG_NEEDED, "=name  only jobs of this partition" },
    { "quiet", 'Q', SS_ARG_NONE, "no warnings" },
    { "qos", 'q', SS_ARG_NEEDED, "=name  only jobs of this quality of service" },
    { "reservation", 'R', SS_ARG_NEEDED, "=name  only jobs of this reservation" },
    { "sibling", SIBLING, SS_ARG_NEEDED, "=cluster  a federated job there: not simulated" },
    { "signal", 's', SS_ARG_NEEDED, "=name  this signal; only KILL ends a simulated job" },
    { "state", 't', SS_ARG_NEEDED, "=name  only PENDING, RUNNING or SUSPENDED jobs" },
    { "user", 'u', SS_ARG_NEEDED, "=name  only jobs of this user" },
    { "verbose", 'v', SS_ARG_NONE, "tell what is cancelled" },
    { "wckey", WCKEY, SS_ARG_NEEDED, "=name  only jobs of this workload characterization key" },
    { NULL, 0, SS_ARG_NONE, NULL },
};

/* --- the options ----------------------------------------------------------------------------------- */

static bool refuse(SsOperation *op, const char *option)
{
    ss_operate_fail(op, "slurmsim: scancel %s is not simulated", option);
    return false;
}

static bool read_state(SsOperation *op, const char *text, Filter *filter)
{
    filter->state = ss_job_state_parse(text);
    if (filter->state != SS_JOB_STATES)
        return true;
    ss_operate_fail(op,
                    "Invalid job state specified: %s\n"
                    "Valid job states are PENDING, RUNNING, and SUSPENDED",
                    text);
    return false;
}

/* The names and numbers that 22.05's scancel knows. */
static bool is_signal(const char *text)
{
    static const char *const names[] = { "HUP",  "INT",  "QUIT", "ABRT", "KILL",
                                         "ALRM", "TERM", "USR1", "USR2", "URG",
                                         "CONT", "STOP", "TSTP", "TTIN", "TTOU" };
    const char              *name = g_ascii_strncasecmp(text, "SIG", 3) == 0 ? text + 3 : text;

    if (g_ascii_isdigit(*text))
        return g_ascii_strtoull(text, NULL, 10) > 0;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool read_signal(SsOperation *op, const char *text, Filter *filter)
{
    if (!is_signal(text)) {
        ss_operate_fail(op, "Unknown job signal: %s", text);
        return false;
    }
    filter->signals = strcmp(text, "9") != 0 && g_ascii_strcasecmp(text, "KILL") != 0
                      && g_ascii_strcasecmp(text, "SIGKILL") != 0;
    return true;
}

static bool read_nodes(SsOperation *op, const char *list, Filter *filter)
{
    const SsCluster *cluster = op->world->cluster;
    g_autofree char *bad = NULL;

    if (strchr(list, '/'))
        return refuse(op, "-w with a file of names");
    ss_node_set_free(filter->nodes);
    filter->nodes = ss_node_set_new(cluster->n_nodes);
    ss_cluster_node_set(cluster, list, filter->nodes,
                        &bad); /* nobody is on nodes that are not there */
    return true;
}

static bool read_user(SsOperation *op, const char *name, Filter *filter)
{
    filter->user = name;
    if (*name == '\0')
        ss_operate_fail(op, "scancel: error: Invalid user name: %s", name);
    return *name != '\0';
}

static const char **text_of(Filter *filter, int option)
{
    switch (option) {
    case 'A':
        return &filter->account;
    case 'n':
        return &filter->name;
    case 'p':
        return &filter->partition;
    case 'q':
        return &filter->qos;
    case 'R':
        return &filter->reservation;
    case WCKEY:
        return &filter->wckey;
    default:
        return NULL;
    }
}

static bool take_option(SsOperation *op, int option, const char *value, Filter *filter)
{
    const char **text = text_of(filter, option);

    filter->any |= text != NULL || option == 'u' || option == 't' || option == 'w' || option == ME;
    if (text) {
        *text = value;
        return true;
    }
    switch (option) {
    case 'u':
        return read_user(op, value, filter);
    case 't':
        return read_state(op, value, filter);
    case 's':
        return read_signal(op, value, filter);
    case 'w':
        return read_nodes(op, value, filter);
    case ME:
        filter->uid = op->uid;
        return true;
    case 'v':
        return filter->verbose = true;
    case 'Q':
        return filter->quiet = true;
    case 'M':
        return strcmp(value, op->world->cluster->name) == 0 || refuse(op, "-M");
    case 'i':
        return refuse(op, "-i");
    case SIBLING:
        return refuse(op, "--sibling");
    default:
        return true;
    }
}

static bool read_options(SsOperation *op, SsArgv *walk, Filter *filter)
{
    int option;

    while ((option = ss_argv_next(walk, op->err)) != 0) {
        if (option == '?') {
            g_string_append(op->err, "Try \"scancel --help\" for more information\n");
            return false;
        }
        if (!take_option(op, option, walk->value, filter))
            return false;
    }
    return true;
}

/* --- the jobs -------------------------------------------------------------------------------------- */

static bool is_on(const SsJob *job, const SsNodeSet *nodes)
{
    for (uint32_t i = 0; job->alloc && i < job->alloc->n; i++)
        if (ss_node_set_test(nodes, job->alloc->at[i].node))
            return true;
    return false;
}

static bool matches(const SsWorld *world, const Filter *f, const SsJob *job)
{
    if (job->state >= SS_JOB_COMPLETED || (f->state != SS_JOB_STATES && job->state != f->state))
        return false;
    if ((f->user && strcmp(f->user, job->user) != 0) || (f->uid != SS_UNSET32 && f->uid != job->uid)
        || (f->nodes && !is_on(job, f->nodes)))
        return false;
    if (f->account && g_strcmp0(f->account, job->account) != 0)
        return false;
    if (f->name && g_strcmp0(f->name, job->name) != 0)
        return false;
    if (f->wckey && g_strcmp0(f->wckey, job->wckey) != 0)
        return false;
    if (f->partition && strcmp(f->partition, world->parts[job->part].name) != 0)
        return false;
    if (f->qos && (job->qos == SS_ID_NONE || strcmp(f->qos, world->tree->qos[job->qos].name) != 0))
        return false;
    return !f->reservation || (job->spec && g_strcmp0(f->reservation, job->spec->reservation) == 0);
}

/* Tasks that wait together are taken out of their record: no record of their own, and no id. */
static void cancel_waiting(SsOperation *op, SsJob *job, const char *tasks)
{
    const uint32_t       n = tasks ? job->array.n_pending : 0;
    g_autofree uint32_t *pending = g_memdup2(job->array.pending, sizeof(uint32_t) * n);

    for (uint32_t i = 0; i < n && job->array.n_pending > 1; i++) {
        if (!ss_operate_task_is_among(tasks, pending[i]))
            continue;
        ss_limits_unsubmitted(op->world, job, 1);
        ss_world_cancel_task(op->world, job, pending[i]);
    }
    if (n == 0
        || (job->array.n_pending == 1 && ss_operate_task_is_among(tasks, job->array.pending[0])))
        ss_world_cancel_pending(op->world, job, SS_JOB_CANCELLED, job->reason, op->uid);
}

static void cancel(SsOperation *op, SsJob *job, const char *tasks)
{
    if (job->state == SS_JOB_PENDING) {
        cancel_waiting(op, job, tasks);
    } else {
        job->kill_uid = op->uid;
        ss_world_finish(op->world, job, SS_JOB_CANCELLED, SS_REASON_NONE, 0);
    }
}

static void cancel_all(SsOperation *op, const Filter *filter, GPtrArray *jobs, const char *tasks)
{
    for (uint32_t j = 0; j < jobs->len; j++) {
        SsJob *job = jobs->pdata[j];

        if (matches(op->world, filter, job) && !filter->signals)
            cancel(op, job, tasks);
    }
}

static bool any_is_live(const GPtrArray *jobs)
{
    for (uint32_t j = 0; jobs && j < jobs->len; j++)
        if (((const SsJob *) jobs->pdata[j])->state < SS_JOB_COMPLETED)
            return true;
    return false;
}

static int cancel_named(SsOperation *op, const Filter *filter, const char *text)
{
    if (!g_ascii_isdigit(*text) && *text != '@' && !g_str_has_prefix(text, "trace:"))
        return ss_operate_fail(op, "scancel: error: Invalid job id %s", text);
    g_autoptr(GPtrArray) jobs = ss_operate_jobs(op->world, text, SS_TASKS_TOGETHER);
    const char          *tasks = strchr(text, '_');
    if (filter->verbose)
        g_string_append_printf(op->err, "scancel: Terminating job %s\n", text);
    if (filter->verbose && !any_is_live(jobs))
        ss_operate_fail(op, "scancel: error: Kill job error on job id %s: Invalid job id specified",
                        text);
    if (jobs)
        cancel_all(op, filter, jobs, tasks ? tasks + 1 : NULL);
    return 0;
}

static void cancel_matching(SsOperation *op, const Filter *filter)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();

    for (SsJob *job = op->world->first; job; job = job->next)
        g_ptr_array_add(all, job);
    cancel_all(op, filter, all, NULL);
}

static int cancel_words(SsOperation *op, const Filter *filter, const GPtrArray *ids)
{
    int code = 0;

    if (ids->len == 0 && !filter->any)
        return ss_operate_fail(op, "scancel: error: No job identification provided");
    for (uint32_t i = 0; i < ids->len; i++)
        code |= cancel_named(op, filter, ids->pdata[i]);
    if (ids->len == 0)
        cancel_matching(op, filter);
    return code;
}

int ss_operate_scancel(SsOperation *op, char **words)
{
    Filter filter = { .state = SS_JOB_STATES, .uid = SS_UNSET32 };
    SsArgv walk;

    ss_argv_init(&walk, ss_scancel_args, words);
    const int code = read_options(op, &walk, &filter) ? cancel_words(op, &filter, walk.words) : 1;
    ss_argv_clear(&walk);
    ss_node_set_free(filter.nodes);
    return code;
}
