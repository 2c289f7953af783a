/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_submit.c - sbatch, srun and salloc on a cluster at rest.
 *
 * The options are read by the same table that reads traces; what they say is kept in the ledger in one
 * canonical line, so that script and environment need not be there when the run is repeated. A run time is
 * told by --sim-run or by a #SLURMSIM line in the script; without one the job runs to its limit.
 */
#include "scheduler/controller.h"
#include "sim/base/hostlist.h"
#include "sim/cli/change.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/ledger/entities.h"
#include "sim/report/names.h"
#include "sim/sweep/run.h"
#include "workloads/sbatch_options.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char *read_stdin(void)
{
    g_autoptr(GIOChannel) channel = g_io_channel_unix_new(STDIN_FILENO);
    char                 *text = NULL;

    if (isatty(STDIN_FILENO))
        return NULL;
    g_io_channel_set_encoding(channel, NULL, NULL);
    g_io_channel_read_to_end(channel, &text, NULL, NULL);
    return text;
}

/* A script is read from standard input when the words name none. */
static bool wants_stdin(char **argv)
{
    for (uint32_t i = 1; argv[i]; i++)
        if (argv[i][0] != '-' || g_str_has_prefix(argv[i], "--wrap"))
            return false;
    return true;
}

/* sbatch names the cluster if it was told which one. */
static void announce_batch(const SsSbatchClient *client, uint32_t id, const char *cluster)
{
    const char *before = client->parsable ? "" : "Submitted batch job ";
    const char *between = client->parsable ? ";" : " on cluster ";

    printf("%s%u%s%s\n", before, id, client->clusters ? between : "",
           client->clusters ? cluster : "");
}

static void announce(SsSbatchFor command, const SsSbatchClient *client, const SsOutcome *outcome,
                     const char *cluster)
{
    if (client->quiet && command == SS_SBATCH)
        return;
    if (command == SS_SBATCH)
        announce_batch(client, outcome->job_id, cluster);
    else if (command == SS_SALLOC)
        fprintf(stderr, "salloc: Pending job allocation %u\n", outcome->job_id);
    else
        fprintf(stderr, "srun: job %u queued and waiting for resources\n", outcome->job_id);
}

static uint32_t nodes_named(const SsJobSpec *spec)
{
    g_autoptr(SsHostlist) hosts = NULL;

    if (spec->nodelist == NULL || !ss_hostlist_parse(spec->nodelist, &hosts, NULL))
        return 0;
    ss_hostlist_sort_unique(hosts);
    return ss_hostlist_count(hosts);
}

/* The node count is lowered to the tasks; sbatch -Q says nothing of it, srun -Q does (recorded). */
static void warn_of_nodes(SsSbatchFor command, const SsSbatchClient *client, const SsJobSpec *spec)
{
    const uint32_t named = nodes_named(spec), nodes = MAX(spec->min_nodes, named);

    if (spec->ntasks == SS_UNSET32 || nodes <= spec->ntasks
        || (spec->max_nodes != 0 && named > spec->max_nodes) /* it is refused */
        || (client->quiet && command == SS_SBATCH))
        return;
    fprintf(stderr, "%s: Warning: can't run %u processes on %u nodes, setting nnodes to %u\n",
            ss_sbatch_name(command), spec->ntasks, nodes, spec->ntasks);
}

static int submit(const SsSlurmCall *call, SsSbatchFor command, const SsSbatchClient *client,
                  const SsJobSpec *spec)
{
    g_autoptr(GError)  error = NULL;
    g_autoptr(SsDiag)  diag = ss_diag_new();
    g_autoptr(GString) line = g_string_new(NULL);
    const SsRunHooks   hooks = { .diag = diag };
    SsOutcome          outcome = { 0 };

    ss_sbatch_print(spec, SS_SBATCH_ALL, line);
    g_auto(GStrv) options = ss_sbatch_split(line->str, &error);
    if (!options)
        return ss_fail(SS_EXIT_BUG, "%s", error->message);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_ptr_array_add(words, (gpointer) ss_sbatch_name(command));
    for (uint32_t i = 0; options[i]; i++)
        if (command != SS_SRUN
            || !g_str_has_prefix(options[i], "--uid=")) /* srun has none: who asks */
            g_ptr_array_add(words, options[i]);
    g_autofree char *typed = g_strconcat("--sim-submit-line=", spec->submit_line, NULL);
    if (spec->submit_line)
        g_ptr_array_add(words, typed);
    g_ptr_array_add(words, NULL);

    const SsChange change = { .actor = call->user, .words = (char **) words->pdata };
    if (!ss_run_again(call->db, 0, &change, &hooks, &outcome, &error))
        return ss_fail(ss_exit_of(error), "%s", error->message);
    const bool is_hushed = spec->test_only && client->quiet && outcome.code == 0;
    fputs(outcome.err && !is_hushed ? outcome.err : "", stderr);
    ss_change_tell(call->db, &outcome);
    if (outcome.job_id)
        announce(command, client, &outcome, ss_ledger_cluster(call->ledger));
    const int code = outcome.code;
    g_free(outcome.out);
    g_free(outcome.err);
    return code;
}

static bool is_cluster_known(const SsSlurmCall *call, SsSbatchFor command,
                             const SsSbatchClient *client)
{
    g_autoptr(GString) err = g_string_new(NULL);

    if (command != SS_SBATCH || ss_cluster_is_known(call->ledger, "sbatch", client->clusters, err))
        return true;
    fputs(err->str, stderr);
    return false;
}

/* Who is no operator cannot raise a priority: a negative nice is refused, a fixed priority dropped. */
static bool is_allowed(const SsSlurmCall *call, SsSbatchFor command, SsJobSpec *spec)
{
    const SsRefusal refusal = { .code = SS_SUBMIT_INVALID_NICE };

    if (ss_ledger_is_operator(call->ledger, call->user))
        return true;
    if (spec->priority != 0)
        spec->priority = SS_UNSET32;
    if (spec->nice >= 0)
        return true;
    g_autofree char *text = ss_refusal_text(&refusal, ss_sbatch_name(command));
    fputs(text, stderr);
    return false;
}

static int submit_command(SsSbatchFor command, int argc, char **argv)
{
    g_autoptr(GError)      error = NULL;
    g_autofree char       *script = NULL;
    g_auto(SsSbatchClient) client;
    g_auto(GStrv)          environment = g_get_environ();
    SsSlurmCall            call;
    SsJobSpec              spec;

    ss_sbatch_client_init(&client);
    if (!ss_slurm_call_init(&call, ss_sbatch_name(command), &argc, argv))
        return 1;
    if (command == SS_SBATCH && wants_stdin(argv))
        script = read_stdin();
    ss_job_spec_init(&spec);
    g_autofree char      *dir = g_get_current_dir();
    const SsSbatchContext context = {
        .now = call.now, .zone = call.zone, .user = call.user, .dir = dir, .environ = environment
    };
    int   code;
    char *own = argv[0];
    argv[0] = (char *) ss_sbatch_name(command);
    if (!ss_sbatch_read(argv, command, &context, script, &spec, &client, &error)) {
        fputs(error->message, stderr);
        if (!g_str_has_suffix(error->message, "\n"))
            fputc('\n', stderr);
        code = ss_sbatch_exit_code(error);
    } else if (client.help || client.usage) {
        ss_command_help(ss_command_find(ss_sbatch_name(command)));
        code = 0;
    } else if (client.version) {
        puts("slurm-wlm 22.05.8");
        code = 0;
    } else if (!is_cluster_known(&call, command, &client) || !is_allowed(&call, command, &spec)) {
        code = 1;
    } else {
        if (!client.run_given)
            spec.fate = SS_FATE_TO_LIMIT;
        warn_of_nodes(command, &client, &spec);
        code = submit(&call, command, &client, &spec);
    }
    argv[0] = own;
    ss_job_spec_clear(&spec);
    ss_slurm_call_clear(&call);
    return code;
}

int ss_cmd_sbatch(int argc, char **argv)
{
    return submit_command(SS_SBATCH, argc, argv);
}

int ss_cmd_srun(int argc, char **argv)
{
    return submit_command(SS_SRUN, argc, argv);
}

int ss_cmd_salloc(int argc, char **argv)
{
    return submit_command(SS_SALLOC, argc, argv);
}
