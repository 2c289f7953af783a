/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_scancel.c - scancel on a cluster at rest: an operation like any other.
 */
#include "sim/cli/change.h"
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"

int ss_cmd_scancel(int argc, char **argv)
{
    SsSlurmCall call;

    if (!ss_slurm_call_init(&call, "scancel", &argc, argv))
        return 1;
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_ptr_array_add(words, (gpointer) "scancel");
    for (int i = 1; i < argc; i++)
        g_ptr_array_add(words, argv[i]);
    g_ptr_array_add(words, NULL);
    const int code = ss_slurm_change(call.db, call.user, (char **) words->pdata);
    ss_slurm_call_clear(&call);
    return code;
}
