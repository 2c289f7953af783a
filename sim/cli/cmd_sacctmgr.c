/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sacctmgr.c - sacctmgr on a ledger: showing reads it, changing repeats its run with other accounts.
 *
 * A change is tried on a copy of the accounts first: that prints what the real tool prints and asks what it
 * asks. Only what was committed there is done to the ledger.
 */
#include "configs/sacctmgr.h"
#include "sim/cli/change.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/ledger/entities.h"
#include "sim/ledger/query.h"
#include "sim/report/assoc.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    GString *out;
    bool     committed;
} Asking;

/* The prompt of the real tool; end of input is a no. A terminal has shown the end of the line already. */
static bool ask(void *data)
{
    Asking    *asking = data;
    char       line[64];
    const bool echoed = isatty(STDIN_FILENO) == 1;

    fputs(asking->out->str, stdout);
    g_string_truncate(asking->out, 0);
    fputs("Would you like to commit changes? (You have 30 seconds to decide)\n(N/y): ", stdout);
    fflush(stdout);
    for (;;) {
        const char *answer = fgets(line, sizeof line, stdin);

        if (!echoed)
            putchar('\n');
        if (answer == NULL || line[0] == 'n' || line[0] == 'N' || line[0] == '\n') {
            puts(" Changes Discarded");
            return false;
        }
        if (line[0] == 'y' || line[0] == 'Y')
            break;
        fputs("Y or N please\n(N/y): ", stdout);
        fflush(stdout);
    }
    asking->committed = true;
    return true;
}

/* Jobs of an association that wait or run, in the order of their rows. */
static uint32_t active_jobs(void *data, uint32_t assoc, uint32_t *job_ids, uint32_t max)
{
    SsQuery *q = ss_query_new(data, "SELECT id_job FROM job WHERE id_assoc = ?1 AND time_end = 0"
                                    " ORDER BY job_db_inx");
    uint32_t n = 0;

    ss_query_int(q, 1, assoc);
    while (n < max && ss_query_next(q))
        job_ids[n++] = (uint32_t) ss_query_get_int(q, 0);
    ss_query_close(q, NULL);
    return n;
}

static int try_change(const SsSlurmCall *call, char **words, bool *committed)
{
    g_autoptr(GError)     error = NULL;
    g_autoptr(SsLedger)   ledger = ss_ledger_open(call->db, &error);
    g_autoptr(SsTresSet)  tres = ledger ? ss_ledger_tres_read(ledger, &error) : NULL;
    g_autoptr(SsAccounts) accounts = tres ? ss_ledger_accounts_read(ledger, tres, &error) : NULL;
    g_autoptr(GString)    out = g_string_new(NULL), err = g_string_new(NULL);
    Asking                asking = { .out = out, .committed = ss_sacctmgr_immediate(words) };

    if (!accounts)
        return ss_fail(ss_exit_of(error), "%s",
                       error ? error->message : "no accounts in this ledger");
    const SsSacctmgrContext context = { .now = call->now,
                                        .actor = call->user,
                                        .immediate = asking.committed,
                                        .confirm = ask,
                                        .confirm_data = &asking,
                                        .active_jobs = active_jobs,
                                        .active_jobs_data = ledger };
    const int               code = ss_sacctmgr_run(accounts, &context, words, out, err);
    fputs(out->str, stdout);
    fputs(err->str, stderr);
    *committed = asking.committed && code == 0;
    return code;
}

static int change(const SsSlurmCall *call, char **words)
{
    bool      committed = false;
    const int code = try_change(call, words, &committed);

    if (!committed)
        return code;
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    g_ptr_array_add(all, (gpointer) "sacctmgr");
    g_ptr_array_add(all, (gpointer) "-Q");
    for (uint32_t i = 0; words[i]; i++)
        g_ptr_array_add(all, words[i]);
    g_ptr_array_add(all, NULL);
    return ss_slurm_change(call->db, call->user, (char **) all->pdata);
}

int ss_cmd_sacctmgr(int argc, char **argv)
{
    SsSlurmCall call;
    int         code;

    if (!ss_slurm_call_init(&call, "sacctmgr", &argc, argv))
        return 1;
    if (ss_sacctmgr_action(argv + 1) == SS_SACCTMGR_CHANGE)
        code = change(&call, argv + 1);
    else
        code = ss_slurm_report(&call, ss_report_sacctmgr, argc, argv);
    ss_slurm_call_clear(&call);
    return code;
}
