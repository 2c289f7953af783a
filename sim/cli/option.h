/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * option - one table a command: parsing, --help, man page and completion come from its rows.
 *
 * Shape     rows ended by name NULL. Values are found by the row's long name.
 * Input     words and input files that are pipes (or "-") are spooled: they can be read again.
 * Source    getopt_long(3): long options may be shortened, short ones bundled, "--" ends them.
 */
typedef struct {
    const char *name;     /* long name                                                        */
    char        letter;   /* short form, '\0' = none                                          */
    const char *argument; /* what the argument is called, NULL = takes none                   */
    const char *topic;    /* heading in --help                                                */
    const char *doc;      /* one sentence with unit and default                               */
} SsOption;

typedef struct {
    const SsOption *table;
    GPtrArray      *given; /* private: name, value pairs in order                              */
    char          **rest;  /* the words that are no options, NULL-terminated                   */
    uint32_t        n_rest;
    GPtrArray      *words; /* private: what `rest` points to                                  */
} SsOptions;

/* Reads argv[1..]; NULL after a message on stderr when something is wrong. */
SsOptions *ss_options_parse(const SsOption *table, const char *command, int argc, char **argv);
void       ss_options_free(SsOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsOptions, ss_options_free)
bool        ss_option_given(const SsOptions *options, const char *name);
const char *ss_option_get(const SsOptions *options, const char *name); /* last value, NULL */
char      **ss_option_all(const SsOptions *options, const char *name); /* every value; caller's */
/* A whole number in [min, max]; FALSE after a message on stderr. Untouched if not given. */
bool ss_option_number(const SsOptions *options, const char *command, const char *name, int64_t min,
                      int64_t max, int64_t *out);
