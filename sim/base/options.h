/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/**
 * options - the command line of a Slurm-named tool, read as getopt_long(3) reads it.
 *
 * Shape     rows ended by {0}. Long options may be shortened while they stay unambiguous, short ones
 *           bundled, options may stand behind words, "--" ends them.
 * Why       getopt_long itself keeps its place in globals and prints; reports run in a library, with
 *           the text going to the caller. The messages are glibc's.
 * Owner     the walk borrows words and table.
 */
typedef enum { SS_ARG_NONE, SS_ARG_NEEDED, SS_ARG_OPTIONAL } SsArgKind;

typedef struct {
    const char *name;   /* long form, NULL = only the letter                                     */
    int         letter; /* short form; above 255: only the long one. What ss_argv_next answers   */
    SsArgKind   kind;
    const char *doc; /* for --help: "=argument  what it does"; NULL = a synonym                  */
} SsArg;

typedef struct {
    const SsArg *table;
    char       **argv;    /* argv[0] is the program's name in messages                           */
    int          at;      /* private */
    const char  *cluster; /* private: rest of a bundle of letters                                */
    const char  *value;   /* of the option just answered, NULL                                   */
    GPtrArray   *words;   /* char *: what is no option, in order (borrowed texts)                */
} SsArgv;

void ss_argv_init(SsArgv *walk, const SsArg *table, char **argv);
void ss_argv_clear(SsArgv *walk);

/* The letter of the next option; 0 at the end (all words are collected then); '?' after a message
 * appended to `err`. */
int ss_argv_next(SsArgv *walk, GString *err);
