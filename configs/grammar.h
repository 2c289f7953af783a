/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/faults.h"
#include "sim/base/hostlist.h"

/**
 * SsConfReader - the lines of slurm.conf, gres.conf and topology.conf as key=value pairs.
 *
 * Shape     logical lines in order, those of included files in place of the Include line; a line is
 *           read as pairs from left to right until something is not a pair.
 * Grammar   comment cut before quotes are seen, backslash continuation, \x becomes x; key [+-*\/]? =
 *           value with blanks around '='; a value is "quoted" or runs to the next blank.
 * Include   only at column one, any case; relative to the including file; %c is the ClusterName;
 *           a loop or more than 32 levels is an error (Slurm has no such check).
 * Owner     the maker; texts and places are borrowed from the reader and live as long as it.
 * Errors    GError only if the first file cannot be read; everything else is a finding.
 * Source    slurm.conf(5) "Format of the file"; observed on 22.05.8.
 */
typedef struct SsConfReader SsConfReader;

/* One key=value. `key` as written; `op` is '+', '-', '*', '/' or 0 (Slurm reads and ignores it). */
typedef struct {
    const char *key;
    const char *value;
    char        op;
    SsPlace     place;       /* of the key   */
    SsPlace     value_place; /* of the value */
} SsConfItem;

/* `path` is opened; NULL and G_FILE_ERROR if it cannot be. `faults` is kept. */
SsConfReader *ss_conf_reader_open(const char *path, const SsFaults *faults, GError **error);

/* The same for a text in memory; it has no folder, so Include lines are errors. */
SsConfReader *ss_conf_reader_new_text(const char *name, const char *text, size_t size,
                                      const SsFaults *faults);
void          ss_conf_reader_free(SsConfReader *reader); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsConfReader, ss_conf_reader_free)

/* What %c in later Include lines stands for. */
void ss_conf_reader_set_cluster(SsConfReader *reader, const char *name);

/* Moves to the next logical line; false at the end. */
bool ss_conf_reader_next(SsConfReader *reader);

/* The next pair of the current line; false if there is none. */
bool ss_conf_reader_pair(SsConfReader *reader, SsConfItem *item);

/* What is left of the current line, blanks in front kept, and where; "" if nothing but blanks. */
const char *ss_conf_reader_rest(const SsConfReader *reader, SsPlace *place);

/* Goes back before the last pair, so that the rest begins with it: for what quotes the line from a bad
 * pair on. */
void ss_conf_reader_unread(SsConfReader *reader);

/* Copies that live as long as the reader. */
const char *ss_conf_reader_keep(SsConfReader *reader, const char *text);

/* A host list of a configuration file; NULL and a finding at `place` if it is none. */
SsHostlist *ss_conf_hostlist(const char *text, const SsPlace *place, const SsFaults *faults);
