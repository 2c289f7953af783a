/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/column.h"
#include "sim/ledger/ledger.h"

/**
 * jobs - sacct: the accounting's job rows.
 *
 * Shape     argv[0] is the program's name, argv ends with NULL; nothing else is read. `user` is who
 *           asks: others than root see their own jobs unless they say -a, -j or -N.
 * Answer    what sacct 22.05.8 prints, to the character; its exit code. A job may also be named by its
 *           id in the workload (-j trace:17).
 * Cost      one pass over the jobs selected; rows are printed as they come.
 * Source    sacct(1); recorded outputs (tests/conformance).
 */
int ss_report_sacct(SsLedger *ledger, SsTime now, const char *user, char **argv, GString *out,
                    GString *err);

/* The same; `flush`, unless NULL, is called whenever much has come together: it takes the text away. */
int ss_report_sacct_as_it_comes(SsLedger *ledger, SsTime now, const char *user, char **argv,
                                GString *out, GString *err, void (*flush)(GString *out));

extern const SsColumn ss_job_columns[];
extern const size_t   ss_n_job_columns;
