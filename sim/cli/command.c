/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.c - every command is a row: help, man pages and completion are read from it.
 */
#include "sim/cli/command.h"

#include "sim/base/diag.h"
#include "sim/cli/commands.h"
#include "sim/cli/slurmopt.h"
#include "sim/ledger/ledger.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const SsCommand ss_commands[] = {
    { "run", "SITE WORKLOAD... [-o RUN.db]",
      "Replays a workload on a site and keeps what happened.",
      "slurmsim run configs/clusters/tiny workloads/traces/tiny.csv -o run.db\n"
      "slurmsim run configs/clusters/tiny workloads/traces/tiny.csv -s PriorityDecayHalfLife=14-0 --no-db --json\n",
      ss_run_options, false, ss_cmd_run },
    { "validate", "SITE RECORD", "Compares our decisions with a real Slurm's, start by start.",
      "slurmsim validate SITE sacct.txt\n"
      "slurmsim validate SITE sacct.txt --log=slurmctld.log --tz=Europe/Berlin\n"
      "slurmsim validate CASE CASE --json\n",
      ss_validate_options, false, ss_cmd_validate },
    { "init", "SITE -o RUN.db", "Makes a cluster at rest, to submit to and to import history into.",
      "slurmsim init configs/clusters/gpu -o lab.db --at 2026-01-05T08:00:00\n"
      "slurmsim init configs/clusters/tiny -o tiny.db --tz Europe/Berlin\n",
      ss_init_options, false, ss_cmd_init },
    { "advance", "RUN.db DURATION", "Moves the clock of a cluster made with init.",
      "slurmsim advance lab.db 2:00:00\nslurmsim advance lab.db --to 2026-01-06T00:00:00\n",
      ss_advance_options, false, ss_cmd_advance },
    { "import", "RUN.db FILE...", "Adds ended jobs to the accounting.",
      "slurmsim import lab.db history.csv\nslurmsim import lab.db old-1.csv old-2.csv\n",
      ss_import_options, false, ss_cmd_import },
    { "summary", "RUN.db", "Prints the figures of a run again.",
      "slurmsim summary run.db\nslurmsim summary run.db --json\n", ss_summary_options, false,
      ss_cmd_summary },
    { "check", "SITE [WORKLOAD]",
      "Lists every finding in a site's configuration: faults, and what is hardly meant.",
      "slurmsim check configs/clusters/gpu\n"
      "slurmsim check configs/clusters/tiny workloads/traces/tiny.csv --weights\n",
      ss_check_options, false, ss_cmd_check },
    { "sweep", "SITE WORKLOAD... --vary PATH=V1,V2,... [-o DIR]",
      "Replays a workload under many settings and compares them.",
      "slurmsim sweep configs/clusters/tiny workloads/traces/tiny.csv --vary policy=slurm,easy\n"
      "slurmsim sweep configs/clusters/tiny workloads/traces/tiny.csv --vary "
      "PriorityDecayHalfLife=1-0,7-0,14-0 --replicas 5 -o halflife\n",
      ss_sweep_options, false, ss_cmd_sweep },
    { "diff", "A.db B.db | A.conf B.conf --workload W",
      "Tells what differs between two runs, or two configurations on the same workload.",
      "slurmsim diff before.db after.db --tolerance 0:01:00\n"
      "slurmsim diff configs/clusters/tiny new.conf --workload workloads/traces/tiny.csv "
      "--replicas 5\n",
      ss_diff_options, false, ss_cmd_diff },
    { "expect", "RUN.db [RULES] [-e RULE] [--golden DIR]",
      "Checks a run against rules and kept reports, for a CI pipeline.",
      "slurmsim expect run.db -e 'wait.p95 < 4h' -e 'account.acct1.share_error < 60%'\n"
      "slurmsim expect run.db rules.txt --golden reports --junit junit.xml\n",
      ss_expect_options, false, ss_cmd_expect },
    { "explain", "RUN.db JOB [OTHER]",
      "Tells why a job waited, or which factor put one job before another.",
      "slurmsim explain run.db 17 --with '--time=1:00:00'\n"
      "slurmsim explain run.db 17 18\n",
      ss_explain_options, false, ss_cmd_explain },
    { "recover", "RUN.db ACCOUNT[/USER]|USER",
      "Tells when an account or user is forgiven its usage.",
      "slurmsim recover run.db acct1\n"
      "slurmsim recover run.db acct1 --add 500 --half-life 7-0,14-0 --svg acct1.svg\n",
      ss_recover_options, false, ss_cmd_recover },
    { "what-if", "SITE WORKLOAD... CHANGE...", "Shows figures before and after a change.",
      "slurmsim what-if configs/clusters/tiny workloads/traces/tiny.csv --add-nodes batch=2\n"
      "slurmsim what-if configs/clusters/tiny workloads/traces/tiny.csv --drain n1 --load 1.2 "
      "--replicas 5\n",
      ss_what_if_options, false, ss_cmd_what_if },
    { "billing", "RUN.db --weights TRES=W,... | --max-tres=yes",
      "Prices a run's jobs by other TRESBillingWeights.",
      "slurmsim billing run.db --weights CPU=1.0,Mem=0.25G\n"
      "slurmsim billing run.db --max-tres=yes --all\n",
      ss_billing_options, false, ss_cmd_billing },
    { "report", "RUN.db|DIR... [-o FILE.html]",
      "Writes one HTML page: use, queue, waits, the share tree at any moment, jobs on nodes.",
      "slurmsim report run.db\n"
      "slurmsim report before.db after.db -o both.html --title 'Before and after'\n",
      ss_report_options, false, ss_cmd_report },
    { "anonymise", "SITE WORKLOAD... -o DIR",
      "Writes a site and its workload under other names, for somebody else's eyes.",
      "slurmsim anonymise configs/clusters/gpu workloads/traces/generated-week.csv -o shown\n"
      "slurmsim anonymise configs/clusters/campus generate:jobs=200,days=2,seed=1 -o given\n",
      ss_anonymise_options, false, ss_cmd_anonymise },
    { "export", "RUN.db csv|json|openmetrics|swf",
      "Writes a run's jobs or figures for other tools.",
      "slurmsim export run.db csv -o jobs.csv\nslurmsim export run.db openmetrics\n",
      ss_export_options, false, ss_cmd_export },
    { "trace", "stat|convert|filter|scale|generate|anonymise ...",
      "Looks at, converts and makes workloads.",
      "slurmsim trace stat workloads/traces/tiny.csv\n"
      "slurmsim trace filter workloads/traces/tiny.csv --from 2026-01-02 --until 2026-01-04 -o days.csv\n"
      "slurmsim trace generate jobs=1000 days=7 seed=1 -o week.csv\n",
      ss_trace_options, false, ss_cmd_trace },
    { "env", "RUN.db", "Prints shell lines that put the Slurm-named commands first on PATH.",
      "eval \"$(slurmsim env run.db)\"\nslurmsim env run.db\n", ss_env_options, false, ss_cmd_env },
    { "doc", "keys|columns|states|reasons|schema|policies|shortcuts|departures|SCxxxx",
      "Prints what the tables say.", "slurmsim doc keys\nslurmsim doc figures\n", ss_doc_options,
      false, ss_cmd_doc },
    { "sacct", "[OPTION...]", "Accounting of jobs.",
      "slurmsim sacct --sim-db run.db -a -X -S 2026-01-01 -o JobID,User,State,Elapsed\n"
      "slurmsim sacct --sim-db run.db -j 17 -l -P\n",
      NULL, true, ss_cmd_sacct },
    { "sacctmgr", "ACTION ENTITY ...", "Accounts, users, QOS and associations.",
      "slurmsim sacctmgr --sim-db run.db show assoc format=account,user,fairshare\n"
      "slurmsim sacctmgr --sim-db lab.db -i modify account bio_lab set fairshare=20\n",
      NULL, true, ss_cmd_sacctmgr },
    { "salloc", "[OPTION...]", "Submits an allocation.",
      "slurmsim salloc --sim-db lab.db --uid=jumong -A bio_lab -n 4 -t 60\n"
      "slurmsim salloc --sim-db lab.db --uid=jumong -A bio_lab --gres=gpu:1 -t 30 --sim-run 600\n",
      NULL, true, ss_cmd_salloc },
    { "sbatch", "[OPTION...] SCRIPT", "Submits a batch job at the cluster's time.",
      "slurmsim sbatch --sim-db lab.db --uid=jumong -A bio_lab -n 4 -t 60 --wrap 'sleep 1'\n"
      "slurmsim sbatch --sim-db lab.db --uid=jumong -A bio_lab -t 60 --sim-run 1800 --wrap 'make'\n",
      NULL, true, ss_cmd_sbatch },
    { "scancel", "[OPTION...] JOB...", "Cancels jobs.",
      "slurmsim scancel --sim-db lab.db 1\n"
      "slurmsim scancel --sim-db lab.db -u jumong -t PENDING\n",
      NULL, true, ss_cmd_scancel },
    { "scontrol", "COMMAND ...", "Shows and changes the cluster.",
      "slurmsim scontrol --sim-db run.db show partition\n"
      "slurmsim scontrol --sim-db lab.db update NodeName=gpu-node01 State=DRAIN Reason=disk\n",
      NULL, true, ss_cmd_scontrol },
    { "sdiag", "", "Statistics of the scheduler.",
      "slurmsim sdiag --sim-db run.db\n"
      "slurmsim sdiag --sim-db run.db --sim-now 2026-01-01T12:00:00\n",
      NULL, true, ss_cmd_sdiag },
    { "sinfo", "[OPTION...]", "State of partitions and nodes.",
      "slurmsim sinfo --sim-db run.db\n"
      "slurmsim sinfo --sim-db run.db -N -l --sim-now 2026-01-01T12:00:00\n",
      NULL, true, ss_cmd_sinfo },
    { "sprio", "[OPTION...]", "Factors of the pending jobs' priorities.",
      "slurmsim sprio --sim-db run.db -l --sim-now 2026-01-01T12:00:00\n"
      "slurmsim sprio --sim-db run.db -w\n",
      NULL, true, ss_cmd_sprio },
    { "squeue", "[OPTION...]", "Jobs in the queue.",
      "slurmsim squeue --sim-db run.db --sim-now 2026-01-01T12:00:00\n"
      "slurmsim squeue --sim-db run.db -t PENDING -o '%i %u %r' --sim-now 2026-01-01T12:00:00\n",
      NULL, true, ss_cmd_squeue },
    { "sreport", "REPORT ...", "Usage reports from the accounting.",
      "slurmsim sreport --sim-db run.db cluster Utilization start=2026-01-01 end=2026-01-08\n"
      "slurmsim sreport --sim-db run.db -t Hours user TopUsage start=2026-01-01 end=2026-01-08\n",
      NULL, true, ss_cmd_sreport },
    { "srun", "[OPTION...] COMMAND", "Submits a job that starts at once if it can.",
      "SLURMSIM_USER=jumong slurmsim srun --sim-db lab.db -A bio_lab -n 4 -t 60 hostname\n"
      "SLURMSIM_USER=jumong slurmsim srun --sim-db lab.db -A bio_lab -t 30 --sim-run 600 hostname\n",
      NULL, true, ss_cmd_srun },
    { "sshare", "[OPTION...]", "Shares and usage of associations.",
      "slurmsim sshare --sim-db run.db -a\n"
      "slurmsim sshare --sim-db run.db -l -P -A acct1\n",
      NULL, true, ss_cmd_sshare },
    { 0 },
};

/* Second spellings, of two words. */
static const struct {
    const char *first, *second, *name;
} others[] = {
    { "trace", "anonymise", "trace anonymise" },
};

const SsCommand *ss_command_of(int argc, char **argv, int *words)
{
    *words = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(others) && argc > 1; i++)
        if (strcmp(argv[0], others[i].first) == 0 && strcmp(argv[1], others[i].second) == 0) {
            *words = 2;
            return ss_command_find(others[i].second);
        }
    return ss_command_find(argv[0]);
}

const char *ss_command_also(const SsCommand *command)
{
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (strcmp(command->name, others[i].second) == 0)
            return others[i].name;
    return NULL;
}

const SsCommand *ss_command_find(const char *name)
{
    for (uint32_t i = 0; ss_commands[i].name; i++)
        if (strcmp(ss_commands[i].name, name) == 0)
            return &ss_commands[i];
    return NULL;
}

static void print_option(const SsOption *option)
{
    const char      *dashes = *option->name ? "--" : "", *equals = *option->name ? "=" : " ";
    g_autofree char *left = g_strdup_printf("  %s%c%s%s%s%s%s", option->letter ? "-" : "",
                                            option->letter ? option->letter : ' ',
                                            !option->letter ? "   "
                                            : *option->name ? ", "
                                                            : "",
                                            dashes, option->name, option->argument ? equals : "",
                                            option->argument ? option->argument : "");

    if (strlen(left) < 32)
        printf("%-32s%s\n", left, option->doc);
    else
        printf("%s\n%-32s%s\n", left, "", option->doc);
}

static void print_words(const SsCommand *command)
{
    const char *form, *doc;

    for (uint32_t i = 0; command->slurm && ss_slurm_word(command->name, i, &form, &doc); i++) {
        printf("%s", i ? "" : "\nWords:\n");
        if (strlen(form) < 30)
            printf("  %-30s%s\n", form, doc);
        else
            printf("  %s\n%-32s%s\n", form, "", doc);
    }
}

void ss_command_help(const SsCommand *command)
{
    const char *topic = NULL;

    printf("%s\n\nUsage: slurmsim %s %s\n", command->summary, command->name, command->usage);
    if (ss_command_also(command))
        printf("       slurmsim %s %s\n", ss_command_also(command), command->usage);
    if (command->examples)
        printf("\nExamples:\n");
    g_auto(GStrv) lines = g_strsplit(command->examples ? command->examples : "", "\n", -1);
    for (uint32_t i = 0; lines[i] && *lines[i]; i++)
        printf("  %s\n", lines[i]);
    print_words(command);
    g_autoptr(GArray) slurm = command->slurm ? ss_slurm_options(command->name) : NULL;
    const SsOption   *options = slurm ? (const SsOption *) (void *) slurm->data : command->options;
    for (const SsOption *o = options; o && o->name; o++) {
        if (g_strcmp0(o->topic, topic) != 0)
            printf("\n%s:\n", o->topic);
        topic = o->topic;
        print_option(o);
    }
}

int ss_fail(int code, const char *format, ...)
{
    g_autoptr(GString) shown = g_string_new("slurmsim: ");
    va_list            args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    ss_text_append_shown(shown, text);
    g_string_append_c(shown, '\n');
    fputs(shown->str, stderr);
    return code;
}

int ss_exit_of(const GError *error)
{
    if (!error)
        return SS_EXIT_BUG;
    if (error->domain == SS_USAGE_ERROR)
        return SS_EXIT_USAGE;
    if (error->domain == SS_LEDGER_ERROR && error->code == SS_LEDGER_ERROR_VERSION)
        return SS_EXIT_INPUT;
    if (error->domain == SS_LEDGER_ERROR || error->domain == G_FILE_ERROR)
        return SS_EXIT_IO;
    return SS_EXIT_INPUT;
}
