/* SPDX-License-Identifier: Apache-2.0 */
/*
 * change.c - a change to a cluster at rest: said once, kept in its timeline, true from then on.
 */
#include "sim/cli/change.h"

#include "sim/cli/command.h"

#include <stdio.h>
#include <string.h>

void ss_change_tell(const char *db, const SsOutcome *outcome)
{
    if (outcome->differing > 0)
        fprintf(stderr,
                "slurmsim: %s: %" G_GUINT64_FORMAT
                " job%s that %s over go%s otherwise in the repeated "
                "run: it was made by another version or build\n",
                db, outcome->differing, ss_plural(outcome->differing),
                outcome->differing == 1 ? "was" : "were", outcome->differing == 1 ? "es" : "");
}

int ss_slurm_change(const char *db, const char *user, char **words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SsDiag) diag = ss_diag_new();
    const SsRunHooks  hooks = { .diag = diag };
    const SsChange    change = { .actor = user, .words = words };
    SsOutcome         outcome = { 0 };

    if (!ss_run_again(db, 0, &change, &hooks, &outcome, &error))
        return ss_fail(ss_exit_of(error), "%s", error->message);
    fputs(outcome.out ? outcome.out : "", stdout);
    fputs(outcome.err ? outcome.err : "", stderr);
    ss_change_tell(db, &outcome);
    const int code = outcome.code;
    g_free(outcome.out);
    g_free(outcome.err);
    return code;
}
