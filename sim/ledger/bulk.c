/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bulk.c - rows wait until a statement is full; what is left over goes one by one.
 *
 * Rejected: a virtual table that SQLite selects from (a statement for all rows, but more code than it saves
 * time: a row's own work in SQLite is two thirds of what is left).
 */
#include "sim/ledger/bulk.h"

#include <string.h>

#define ROWS 16

struct SsBulk {
    SsLedger     *ledger;
    sqlite3_stmt *one, *many; /* borrowed, NULL until needed */
    const char   *insert;
    uint32_t      n_numbers, n; /* n: rows that wait */
    bool          text;
    int64_t       numbers[ROWS][SS_BULK_COLUMNS];
    GString      *texts; /* one behind the other, each with its NUL */
};

SsBulk *ss_bulk_new(SsLedger *ledger, const char *insert, uint32_t n_numbers, bool text)
{
    SsBulk *bulk = g_new0(SsBulk, 1);

    g_assert(n_numbers <= SS_BULK_COLUMNS);
    bulk->ledger = ledger;
    bulk->insert = insert;
    bulk->n_numbers = n_numbers;
    bulk->text = text;
    bulk->texts = g_string_new(NULL);
    return bulk;
}

void ss_bulk_free(SsBulk *bulk)
{
    if (bulk == NULL)
        return;
    g_string_free(bulk->texts, TRUE);
    g_free(bulk);
}

/* "INSERT ... VALUES (?,?),(?,?)" */
static sqlite3_stmt *prepare(SsBulk *bulk, uint32_t n_rows, GError **error)
{
    const uint32_t     n_columns = bulk->n_numbers + bulk->text;
    g_autoptr(GString) sql = g_string_new(bulk->insert);

    for (uint32_t i = 0; i < n_rows * n_columns; i++) {
        g_string_append(sql, i % n_columns > 0 ? ",?" : i > 0 ? "),(?" : "(?");
    }
    g_string_append_c(sql, ')');
    return ss_ledger_statement(bulk->ledger, sql->str, error);
}

/* The rows from number `first` on; their texts begin at `*text`, which is moved behind them. */
static gboolean insert(SsBulk *bulk, sqlite3_stmt *put, uint32_t first, uint32_t n_rows,
                       const char **text, GError **error)
{
    int at = 1;

    if (put == NULL)
        return FALSE;
    for (uint32_t i = first; i < first + n_rows; i++) {
        for (uint32_t k = 0; k < bulk->n_numbers; k++)
            sqlite3_bind_int64(put, at++, bulk->numbers[i][k]);
        if (!bulk->text)
            continue;
        const size_t length = strlen(*text);

        sqlite3_bind_text(put, at++, *text, (int) length, SQLITE_STATIC);
        *text += length + 1;
    }
    const bool done = sqlite3_step(put) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(bulk->ledger, error, bulk->insert);
    sqlite3_reset(put);
    return done;
}

static gboolean insert_many(SsBulk *bulk, GError **error)
{
    const char *text = bulk->texts->str;

    if (bulk->many == NULL)
        bulk->many = prepare(bulk, ROWS, error);
    bulk->n = 0;
    const gboolean done = insert(bulk, bulk->many, 0, ROWS, &text, error);

    g_string_truncate(bulk->texts, 0);
    return done;
}

gboolean ss_bulk_put(SsBulk *bulk, const int64_t *numbers, const char *text, GError **error)
{
    memcpy(bulk->numbers[bulk->n++], numbers, bulk->n_numbers * sizeof *numbers);
    if (bulk->text)
        g_string_append_len(bulk->texts, text, (gssize) strlen(text) + 1);
    return bulk->n < ROWS || insert_many(bulk, error);
}

gboolean ss_bulk_flush(SsBulk *bulk, GError **error)
{
    const char *text = bulk->texts->str;
    gboolean    done = TRUE;

    if (bulk->n > 0 && bulk->one == NULL)
        bulk->one = prepare(bulk, 1, error);
    for (uint32_t i = 0; done && i < bulk->n; i++)
        done = insert(bulk, bulk->one, i, 1, &text, error);
    bulk->n = 0;
    g_string_truncate(bulk->texts, 0);
    return done;
}
