/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_scontrol.c - scontrol on a ledger: it shows, or repeats the run with a change.
 */
#include "sim/cli/change.h"
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/report/control.h"

int ss_cmd_scontrol(int argc, char **argv)
{
    char        name[] = "scontrol";
    SsSlurmCall call;

    if (!ss_slurm_call_init(&call, "scontrol", &argc, argv))
        return 1;
    g_autofree char     *db = g_strdup(call.db);
    g_autofree char     *user = g_strdup(call.user);
    char               **change = ss_control_change(argv);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    int                  code = change ? 0 : ss_slurm_report(&call, ss_report_scontrol, argc, argv);

    ss_slurm_call_clear(&call); /* a change writes the ledger anew */
    if (change == NULL)
        return code;
    g_ptr_array_add(words, name);
    for (char **word = change; *word; word++)
        g_ptr_array_add(words, *word);
    g_ptr_array_add(words, NULL);
    return ss_slurm_change(db, user, (char **) words->pdata);
}
