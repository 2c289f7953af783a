/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/flags.h"

/**
 * tools - the tables of the Slurm-named tools that report: options, and the words of those with a grammar.
 *
 * Shape     the very tables that the tools read; a row without `doc` is a synonym or without effect.
 * Owner     static and borrowed.
 */
extern const SsFlags ss_squeue_flags, ss_sinfo_flags, ss_sprio_flags, ss_sshare_flags,
    ss_sdiag_flags, ss_scontrol_flags;
extern const SsArg ss_sacct_args[], ss_sreport_args[]; /* ended by a row without name and letter */

typedef struct {
    const char *form; /* as it is typed: "list ENTITY [SPECS]" */
    const char *doc;  /* one sentence                          */
} SsToolWord;

/* Row `i`; false behind the last. */
bool ss_scontrol_word(uint32_t i, SsToolWord *out);
bool ss_sacctmgr_word(uint32_t i, SsToolWord *out);
bool ss_sreport_word(uint32_t i, SsToolWord *out);
