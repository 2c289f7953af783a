/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/context.h"

/**
 * slurm - what the Slurm-named commands have in common: which ledger, which moment, who asks.
 *
 * Their own options begin with --sim-: --sim-db FILE (or SLURMSIM_DB), --sim-now TIME (SLURMSIM_NOW); the
 * user is SLURMSIM_USER, root unless set.
 */
typedef struct {
    char           *db, *user;
    SsLedger       *ledger; /* open for reading                          */
    const SsZone   *zone;   /* the run's                                 */
    SsTime          now;
    SsReportContext context;
} SsSlurmCall;

/* Takes the --sim- options out of argv and opens the ledger; false after a message on stderr. */
bool ss_slurm_call_init(SsSlurmCall *call, const char *command, int *argc, char **argv);
void ss_slurm_call_clear(SsSlurmCall *call);

/* Runs a report, prints what it says, returns Slurm's exit code. */
int ss_slurm_report(SsSlurmCall *call, SsReportFunc report, int argc, char **argv);

/* A whole command that only reports. */
int ss_slurm_command(const char *name, SsReportFunc report, int argc, char **argv);

/* What was said, to stdout and stderr. */
void ss_slurm_print(const GString *out, const GString *err);
/* Writes what there is so far to stdout and empties it: for long answers. */
void ss_slurm_flush(GString *out);
