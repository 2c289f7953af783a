/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/options.h"

/**
 * flags - the options of a Slurm-named command and what each does, from one table.
 *
 * Shape     rows in the order in which an ambiguous abbreviation lists them. Each row's `take` is called
 *           at once, in the order of the command line. Rows with one `take` and no letter are synonyms.
 *           --help, --usage, -V and --version are understood by all and not in the tables.
 * Owner     `tool` is the caller's; words are borrowed from argv, which ends with NULL.
 * Errors    glibc's words, then Slurm's line about --help; the answer is then SS_FLAGS_WRONG.
 * Source    squeue(1), sinfo(1), sprio(1), sshare(1), scontrol(1); seen with 22.05.8.
 */
#define SS_FLAGS_GO    (-1) /* from `take`: go on                   */
#define SS_FLAGS_WRONG 1    /* Slurm's exit code for wrong options  */

#define SS_SLURM_VERSION "22.05.8" /* whose output this is */

/* Takes one option; SS_FLAGS_GO, or the exit code to stop with. `value` is NULL without argument. */
typedef int (*SsFlagTake)(void *tool, const char *value);

typedef struct {
    const char *name;   /* long name; NULL = none                              */
    char        letter; /* '\0' = none                                         */
    SsArgKind   kind;
    SsFlagTake  take; /* NULL: accepted, no effect in a simulation           */
    const char *doc;  /* for --help: "=argument  what it does"; NULL = a synonym */
} SsFlag;

typedef struct {
    const SsFlag *rows;
    size_t        n;
    const char   *usage; /* what --usage prints: Slurm's lines; NULL = the help */
} SsFlags;

/* Reads argv. Words that are no options go to `rest` (char *, borrowed; NULL = dropped).
 * SS_FLAGS_GO or an exit code; help goes to `out`, messages to `err`. */
int ss_flags_read(const SsFlags *flags, void *tool, char **argv, GPtrArray *rest, GString *out,
                  GString *err);

/* "NAME: error: Unrecognized option: WORD" and the usage; SS_FLAGS_WRONG. */
int ss_flags_refuse(const SsFlags *flags, const char *name, const char *word, GString *out,
                    GString *err);
