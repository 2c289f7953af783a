/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bulk.c - rows wait until a statement is full; what is left over goes one by one.
 *
 * Rejected: a virtual table that SQLite selects from (a statement for all rows, but more code than it saves
 * time: a row's own work in SQLite is two thirds of what is left).
 */
#include "sim/ledger/bulk.h"

#include "sim/base/sorter.h"
#include "sim/ledger/cells.h"

#include <string.h>

#define ROWS ((uint32_t) 16)
#define ROOM ((size_t) 4 << 20)

/* Rows that wait until the ledger is settled. */
typedef struct {
    const SsBulkTable *table;
    SsSorter          *sorter;
    uint32_t           root;
    bool               some;
    SsCells            cells;
    GByteArray        *bytes;
} Late;

struct SsBulk {
    SsLedger          *ledger;
    const SsBulkTable *table;
    sqlite3_stmt      *one, *many; /* borrowed, NULL until needed */
    uint32_t           n;          /* rows that wait for a statement to be full */
    int64_t            numbers[ROWS][SS_BULK_COLUMNS];
    GString           *texts; /* one behind the other, each with its NUL */
};

/* --- rows that wait ------------------------------------------------------------------------------ */

static void late_free(gpointer data)
{
    Late *late = data;

    ss_sorter_free(late->sorter);
    g_byte_array_unref(late->bytes);
    g_free(late);
}

static bool has_some(gconstpointer data)
{
    const Late *late = data;

    return late->some;
}

static gboolean lay(gpointer data, SsPages *pages, GError **error)
{
    const Late *late = data;

    return ss_tree_of_sorted(pages, late->root, late->sorter, error);
}

static void wait_for_rows(SsLedger *ledger, const SsBulkTable *table)
{
    if (!ss_ledger_may_wait(ledger, table->table))
        return;
    const uint32_t root = ss_ledger_root(ledger, table->table);
    if (root == 0)
        return;
    Late *late = g_new0(Late, 1);

    late->table = table;
    late->root = root;
    late->sorter = ss_sorter_new(ROOM, ss_ledger_file(ledger));
    late->bytes = g_byte_array_new();
    ss_ledger_wait(ledger, (SsLedgerWaiting){ .table = table->table,
                                              .data = late,
                                              .has_some = has_some,
                                              .lay = lay,
                                              .free = late_free });
}

static gboolean put_late(Late *late, const int64_t *numbers, const char *text, GError **error)
{
    char     key[SS_BULK_COLUMNS * sizeof(int64_t)];
    uint32_t size = 0;

    late->some = true;
    ss_cells_begin(&late->cells);
    for (uint32_t i = 0; i < late->table->n_numbers; i++) {
        if (i < late->table->n_keys)
            size += ss_sort_key_int(key + size, numbers[i]);
        ss_cells_int(&late->cells, numbers[i]);
    }
    if (late->table->text)
        ss_cells_text(&late->cells, text);
    g_byte_array_set_size(late->bytes, 0);
    ss_cells_append(&late->cells, late->bytes);
    return ss_sorter_put(late->sorter, key, size, late->bytes->data, late->bytes->len, error);
}

/* --- rows at once -------------------------------------------------------------------------------- */

SsBulk *ss_bulk_new(SsLedger *ledger, const SsBulkTable *table)
{
    SsBulk *bulk = g_new0(SsBulk, 1);

    g_assert(table->n_numbers <= SS_BULK_COLUMNS);
    bulk->ledger = ledger;
    bulk->table = table;
    wait_for_rows(ledger, table);
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
    const uint32_t     n_columns = bulk->table->n_numbers + bulk->table->text;
    g_autoptr(GString) sql = g_string_new(NULL);

    g_string_printf(sql, "INSERT OR REPLACE INTO %s VALUES ", bulk->table->table);

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
        for (uint32_t k = 0; k < bulk->table->n_numbers; k++)
            sqlite3_bind_int64(put, at++, bulk->numbers[i][k]);
        if (!bulk->table->text)
            continue;
        const size_t length = strlen(*text);

        sqlite3_bind_text(put, at++, *text, (int) length, SQLITE_STATIC);
        *text += length + 1;
    }
    const bool done = sqlite3_step(put) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(bulk->ledger, error, bulk->table->table);
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
    Late *late = ss_ledger_waiting(bulk->ledger, bulk->table->table);

    if (late != NULL)
        return put_late(late, numbers, text, error);
    memcpy(bulk->numbers[bulk->n++], numbers, bulk->table->n_numbers * sizeof *numbers);
    if (bulk->table->text)
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
