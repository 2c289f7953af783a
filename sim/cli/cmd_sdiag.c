/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/cli/command.h"
#include "sim/cli/commands.h"

int ss_cmd_sdiag(int argc, char **argv)
{
    (void) argc;
    (void) argv;
    return ss_fail(SS_EXIT_BUG, "sdiag: not built yet");
}
