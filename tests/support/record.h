/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"
#include "sim/model/tres.h"

/**
 * record - reading the files of a recorded case (oracle/cases): tables with a header line, times, TRES.
 *
 * Owner     the caller frees what is returned; fields of a table are borrowed from it.
 */
typedef struct {            /* a table with a header line */
    GPtrArray *head, *rows; /* char *; GPtrArray * of char * */
} SsRecordTable;

char         *ss_record_file(const char *folder, const char *name); /* NULL if it is not there */
SsRecordTable ss_record_table(const char *text, char separator);    /* NULL text: no rows      */
void          ss_record_table_clear(SsRecordTable *table);
const char   *ss_record_get(const SsRecordTable *table, guint row, const char *column); /* "" */

/* "2026-01-31T12:00:00" in UTC; 0 for "", "Unknown", "None". */
SsTime ss_record_time(const char *text);

/* "cpu=4,mem=62.50G" -> "1=4,2=64000"; terms that are not understood are told and left out. */
char *ss_record_tres(const SsTresSet *tres, const char *text);

/* KEY=value lines. */
GHashTable *ss_record_env(const char *text);
