/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/text.h"

/**
 * SsTraceRows - tables of text: CSV with quotes (libcsv), or the bars of `sacct -P`, which quotes nothing.
 *
 * Shape     one row at a time; a quoted field may span lines. Blank lines are skipped. Fields of a CSV
 *           lose blanks around them, quoted ones their quotes.
 * Owner     the maker; the text is borrowed and must outlive the rows. Fields are borrowed until the
 *           next row.
 * Errors    SS_TRACE_ROW_BAD: the row cannot be split (its text is in ss_trace_rows_fault); the next one can be
 *           asked for. Errors of the file end the rows: ss_trace_rows_finish.
 */
typedef enum { SS_TRACE_ROW_END, SS_TRACE_ROW, SS_TRACE_ROW_BAD } SsTraceRowKind;

typedef struct SsTraceRows SsTraceRows;

/* `delimiter` '|' splits and nothing else; others are CSV. */
SsTraceRows *ss_trace_rows_new(SsTraceText *text, char delimiter);
void         ss_trace_rows_free(SsTraceRows *rows); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsTraceRows, ss_trace_rows_free)

SsTraceRowKind ss_trace_rows_next(SsTraceRows *rows);

uint32_t    ss_trace_rows_n(const SsTraceRows *rows);              /* fields of this row         */
const char *ss_trace_rows_at(const SsTraceRows *rows, uint32_t i); /* "" behind the last         */
uint32_t    ss_trace_rows_line(const SsTraceRows *rows);           /* its first line             */
uint64_t    ss_trace_rows_offset(const SsTraceRows *rows);         /* of its first line          */
const char *ss_trace_rows_fault(const SsTraceRows *rows);          /* of a bad row               */
const char *ss_trace_rows_name(const SsTraceRows *rows);           /* of the text               */
gboolean    ss_trace_rows_finish(const SsTraceRows *rows, GError **error);

/* Takes the row as a header; ss_trace_rows_column then finds names without regard to case. */
void        ss_trace_rows_set_header(SsTraceRows *rows);
uint32_t    ss_trace_rows_column(const SsTraceRows *rows, const char *name); /* SS_ID_NONE */
uint32_t    ss_trace_rows_n_columns(const SsTraceRows *rows);
const char *ss_trace_rows_column_name(const SsTraceRows *rows, uint32_t i);
/* The field below a header's name; NULL if there is no such column or the row is too short. */
const char *ss_trace_rows_get(const SsTraceRows *rows, const char *name);

/* The delimiter of the first line of `head`: a bar if it has one, else the most frequent of comma,
 * semicolon and tab. */
char ss_trace_rows_guess(const char *head);
