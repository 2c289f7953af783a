/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/keys.h"
#include "sim/model/partition.h"

/**
 * sched_params - the words inside SchedulerParameters, PriorityFlags, SelectTypeParameters,
 * PreemptMode, AccountingStorageEnforce and the like.
 *
 * Shape     one row an option, grouped by key in the registry's order.
 * Reading   as 22.05 reads: SchedulerParameters and PriorityFlags are searched for each known word
 *           anywhere, without regard to case; unknown words are silent there (a finding here);
 *           numbers are read as C's atoi does and checked against the range.
 * Errors    SS_CONF_ERROR_VALUE where Slurm refuses the list; else findings.
 * Source    slurm.conf(5), the entries of those keys.
 */
typedef struct {
    const char *key;  /* "SchedulerParameters", ...                                        */
    const char *name; /* "bf_window"                                                       */
    SsKeyEffect effect;
    SsKeyLife   life;
    SsKind      kind; /* UINT32 (name=number), BOOL (flag), ENUM (name=word), FLAGS (bit)  */
    size_t      at;   /* offset in SsSchedParams for its numbers and flags; SS_NO_FIELD    */
    uint32_t    bit;  /* for lists of words                                                */
    const char *fallback;
    int64_t     min, max;  /* max 0 = what fits                                            */
    bool        minus_one; /* -1 is taken as well and means off                            */
    const char *unit;
    const char *doc;
} SsConfOption;

const SsConfOption *ss_conf_options(size_t *n);
const SsConfOption *ss_conf_option(const char *key, const char *name); /* NULL if unknown */

/* SchedulerParameters' text into `out`, everything not named at its default. Findings go to `faults`
 * (which may be NULL); `place` is that of the value. */
void ss_sched_params_parse(const char *text, const SsSettings *settings, SsSchedParams *out,
                           const SsFaults *faults, const SsPlace *place);

/* Searched words (PriorityFlags, TopologyParam): the bits of those that occur. */
uint32_t ss_conf_words_search(const char *key, const char *text);

/* Checked words (AccountingStorageEnforce, SelectTypeParameters, PreemptMode): every item must be one,
 * else its name goes to *bad (caller's) and false is returned. */
bool ss_conf_words_parse(const char *key, const char *text, uint32_t *bits, char **bad);

/* Bits as Slurm prints them: "CR_CORE_MEMORY,CR_ONE_TASK_PER_CORE", "CANCEL", "NO_FAIR_TREE"; caller's. */
char *ss_select_params_text(uint32_t bits);
char *ss_priority_flags_text(uint32_t bits);
char *ss_preempt_mode_text(uint32_t mode);
char *ss_enforce_text(uint32_t bits);
