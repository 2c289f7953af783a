/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/cli/option.h"

/**
 * command - the table of commands: one binary, many names.
 *
 * Exit codes of slurmsim's own commands are below; the Slurm-named ones use Slurm's.
 */
enum {
    SS_EXIT_DONE = 0,
    SS_EXIT_NO = 1,    /* the answer is "no"                    */
    SS_EXIT_USAGE = 2, /* wrong usage                           */
    SS_EXIT_INPUT = 3, /* bad input file                        */
    SS_EXIT_IO = 4,    /* could not read or write               */
    SS_EXIT_BUG = 70,
    SS_EXIT_INTERRUPTED = 130,
};

typedef struct {
    const char *name;
    const char *usage;    /* what follows the name                                          */
    const char *summary;  /* one sentence                                                   */
    const char *examples; /* two or three lines that work on the shipped samples            */
    const SsOption
        *options; /* NULL: the command reads its words itself (the Slurm-named ones, slurmopt.h) */
    bool slurm;   /* a link of that name is installed in libexec                     */
    int (*run)(int argc, char **argv);
} SsCommand;

extern const SsCommand ss_commands[]; /* ended by name NULL */

const SsCommand *ss_command_find(const char *name);
void             ss_command_help(const SsCommand *command); /* to stdout */

/* By the words of a line: "trace anonymise" is anonymise. *words: how many named it. NULL: none. */
const SsCommand *ss_command_of(int argc, char **argv, int *words);
/* A command's second spelling, NULL. */
const char *ss_command_also(const SsCommand *command);

/* "slurmsim: <text>" on stderr; returns `code`. */
int ss_fail(int code, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The exit code that fits an error's domain: bad input, cannot read or write, wrong usage. */
int ss_exit_of(const GError *error);
