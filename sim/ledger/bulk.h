/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"

/**
 * SsBulk - many rows of whole numbers into one table: several a statement, or, where rows may wait
 *          (ss_ledger_may_wait), all of them at once when the ledger is settled.
 *
 * Shape     a table WITHOUT ROWID: up to SS_BULK_COLUMNS numbers a row, of which the first `n_keys` are its key, then
 *           at most one text.
 * Owner     the maker; borrows the ledger.
 * Errors    SS_LEDGER_ERROR.
 * Cost      a statement's beginning and end is half of what a small row costs; here 16 rows share it. A row that
 *           waits costs a tenth.
 * Memory    4 MiB for rows that wait; what is beyond is in a file (sorter.h).
 */
#define SS_BULK_COLUMNS 9

typedef struct SsBulk SsBulk;

typedef struct {
    const char *table;
    uint32_t    n_numbers, n_keys;
    bool        text;
} SsBulkTable;

SsBulk *ss_bulk_new(SsLedger *ledger, const SsBulkTable *table); /* kept */
void    ss_bulk_free(SsBulk *bulk); /* NULL is fine; what was not flushed is lost */

/* `text` is copied; NULL if the rows have none. */
gboolean ss_bulk_put(SsBulk *bulk, const int64_t *numbers, const char *text, GError **error);

/* The rows are in the table when it returns, or wait. */
gboolean ss_bulk_flush(SsBulk *bulk, GError **error);
