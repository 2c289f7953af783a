/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/text.h"

/**
 * SsRows - tables of text: CSV with quotes (libcsv), or the bars of `sacct -P`, which quotes nothing.
 *
 * Shape     one row at a time; a quoted field may span lines. Blank lines are skipped. Fields of a CSV
 *           lose blanks around them, quoted ones their quotes.
 * Owner     the maker; the text is borrowed and must outlive the rows. Fields are borrowed until the
 *           next row.
 * Errors    SS_ROW_BAD: the row cannot be split (its text is in ss_rows_fault); the next one can be
 *           asked for. Errors of the file end the rows: ss_rows_finish.
 */
typedef enum { SS_ROW_END, SS_ROW, SS_ROW_BAD } SsRowKind;

typedef struct SsRows SsRows;

/* `delimiter` '|' splits and nothing else; others are CSV. */
SsRows *ss_rows_new(SsText *text, char delimiter);
void    ss_rows_free(SsRows *rows); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsRows, ss_rows_free)

SsRowKind ss_rows_next(SsRows *rows);

uint32_t    ss_rows_n(const SsRows *rows);              /* fields of this row         */
const char *ss_rows_at(const SsRows *rows, uint32_t i); /* "" behind the last         */
uint32_t    ss_rows_line(const SsRows *rows);           /* its first line             */
uint64_t    ss_rows_offset(const SsRows *rows);         /* of its first line          */
const char *ss_rows_fault(const SsRows *rows);          /* of a bad row               */
gboolean    ss_rows_finish(const SsRows *rows, GError **error);

/* Takes the row as a header; ss_rows_column then finds names without regard to case. */
void        ss_rows_set_header(SsRows *rows);
uint32_t    ss_rows_column(const SsRows *rows, const char *name); /* SS_ID_NONE */
uint32_t    ss_rows_n_columns(const SsRows *rows);
const char *ss_rows_column_name(const SsRows *rows, uint32_t i);
/* The field below a header's name; NULL if there is no such column or the row is too short. */
const char *ss_rows_get(const SsRows *rows, const char *name);

/* The delimiter of a header line: the one of | , ; and tab that stands in it most often; ','. */
char ss_rows_guess(const char *header);
