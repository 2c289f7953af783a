/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"

/**
 * SsSheet - cells in columns as wide as their contents: the tables of slurmsim's own commands.
 *
 * Shape     cells are added row by row; the first `left` columns stand flush left, the others right. Widths
 *           count characters, not bytes; nothing is ever cut and no terminal's width is asked for.
 * Owner     the sheet; ss_sheet_free.
 */
typedef struct {
    GPtrArray *cells; /* element-type: char * */
    uint32_t   columns, left;
} SsSheet;

SsSheet *ss_sheet_new(uint32_t columns, uint32_t left);
void     ss_sheet_free(SsSheet *sheet); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsSheet, ss_sheet_free)

void ss_sheet_take(SsSheet *sheet, char *text); /* taken */
void ss_sheet_add(SsSheet *sheet, const char *text);
void ss_sheet_printf(SsSheet *sheet, const char *format, ...) G_GNUC_PRINTF(2, 3);

void ss_sheet_print(const SsSheet *sheet, SsWriter *writer);
