/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"

/**
 * SsBulk - many rows of whole numbers into one table, several a statement.
 *
 * Shape     up to SS_BULK_COLUMNS numbers a row, then at most one text. Rows go in in the order they came.
 * Owner     the maker; borrows the ledger and `insert`, which must be one text for the ledger's life.
 * Errors    SS_LEDGER_ERROR.
 * Cost      a statement's beginning and end is half of what a small row costs; here 16 rows share it.
 */
#define SS_BULK_COLUMNS 9

typedef struct SsBulk SsBulk;

/* `insert` ends with VALUES. */
SsBulk *ss_bulk_new(SsLedger *ledger, const char *insert, uint32_t n_numbers, bool text);
void    ss_bulk_free(SsBulk *bulk); /* NULL is fine; what was not flushed is lost */

/* `text` is copied; NULL if the rows have none. */
gboolean ss_bulk_put(SsBulk *bulk, const int64_t *numbers, const char *text, GError **error);

/* The rows are in the table when it returns. */
gboolean ss_bulk_flush(SsBulk *bulk, GError **error);
