/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_store.c - the largest table, in one go.
 *
 * A row is made into SQLite's form as soon as it is known, and waits with the few numbers that the indexes need.
 * When the run is over it is in order once more: the rows go into the table, what they have to be found by into one
 * sorter an index, and these one after the other into theirs. The indexes are made by SQLite, empty, from the words of
 * ledger.c; here they are only filled: tests/unit/test_job_store.c has SQLite compare both with the table.
 *
 * Rejected: a reordering buffer in front of INSERT (the order is a third of what an INSERT costs); pages for all
 * tables (the others are a tenth of a ledger, and are read while they are written).
 */
#include "sim/ledger/job_store.h"

#include "sim/base/sorter.h"

#include <string.h>

#define ROWS_ROOM  ((size_t) 16 << 20)
#define INDEX_ROOM ((size_t) 4 << 20)

/* What a row is found by. */
typedef struct {
    int64_t  db_inx, id, array, resv, end, eligible;
    uint32_t trace_size; /* of trace_id with its NUL, which follows; 0: none */
} Found;

typedef enum { BY_END, BY_ID, BY_ARRAY, BY_RESV, BY_TRACE, INDEXES } Index;

static const char *const index_names[INDEXES] = {
    [BY_END] = "job_end",   [BY_ID] = "job_id",       [BY_ARRAY] = "job_array",
    [BY_RESV] = "job_resv", [BY_TRACE] = "job_trace",
};

struct SsJobStore {
    SsSorter   *rows;
    char       *file;
    uint32_t    table_root, index_root[INDEXES];
    bool        some;
    SsCells     cells;
    GByteArray *bytes;
};

static void store_free(gpointer data)
{
    SsJobStore *store = data;

    ss_sorter_free(store->rows);
    g_byte_array_unref(store->bytes);
    g_free(store->file);
    g_free(store);
}

static bool has_some(gconstpointer data)
{
    const SsJobStore *store = data;

    return store->some;
}

gboolean ss_job_store_put(SsJobStore *store, const SsJobRecord *job, GError **error)
{
    const Found found = { .db_inx = job->db_inx,
                          .id = job->job_id,
                          .array = job->array_job_id,
                          .resv = job->resv_id,
                          .end = job->end,
                          .eligible = job->eligible,
                          .trace_size = job->trace_id ? (uint32_t) strlen(job->trace_id) + 1 : 0 };
    char        key[8];

    store->some = true;
    g_byte_array_set_size(store->bytes, 0);
    g_byte_array_append(store->bytes, (const guint8 *) &found, sizeof found);
    g_byte_array_append(store->bytes, (const guint8 *) job->trace_id, found.trace_size);
    ss_row_cells(&ss_row_job, job, &store->cells);
    ss_cells_append(&store->cells, store->bytes);
    return ss_sorter_put(store->rows, key, ss_sort_key_int(key, found.db_inx), store->bytes->data,
                         store->bytes->len, error);
}

/* --- indexes -------------------------------------------------------------------------------------------- */

/* An entry: its key to sort by, and its cells. */
typedef struct {
    GByteArray *key;
    SsCells     cells;
} Entry;

static void add_int(Entry *entry, int64_t value)
{
    char key[8];

    g_byte_array_append(entry->key, (const guint8 *) key, ss_sort_key_int(key, value));
    ss_cells_int(&entry->cells, value);
}

/* A shorter text comes before a longer one that begins with it: so does its NUL. */
static void add_text(Entry *entry, const char *text, uint32_t size)
{
    g_byte_array_append(entry->key, (const guint8 *) text, size);
    ss_cells_text(&entry->cells, text);
}

/* False: the row is not in this index. */
static bool make_entry(Index index, const Found *found, const char *trace, Entry *entry)
{
    g_byte_array_set_size(entry->key, 0);
    ss_cells_begin(&entry->cells);
    switch (index) {
    case BY_END:
        add_int(entry, found->end);
        add_int(entry, found->eligible);
        break;
    case BY_ID:
        add_int(entry, found->id);
        break;
    case BY_ARRAY:
        if (found->array == 0)
            return false;
        add_int(entry, found->array);
        break;
    case BY_RESV:
        if (found->resv == 0)
            return false;
        add_int(entry, found->resv);
        break;
    case BY_TRACE:
        if (found->trace_size == 0)
            return false;
        add_text(entry, trace, found->trace_size);
        break;
    case INDEXES:
        g_assert_not_reached();
    }
    add_int(entry, found->db_inx);
    return true;
}

static gboolean note(SsJobStore *store, SsSorter **indexes, const Found *found, const char *trace,
                     Entry *entry, GError **error)
{
    for (uint32_t i = 0; i < INDEXES; i++) {
        if (!make_entry(i, found, trace, entry))
            continue;
        g_byte_array_set_size(store->bytes, 0);
        ss_cells_append(&entry->cells, store->bytes);
        if (!ss_sorter_put(indexes[i], entry->key->data, entry->key->len, store->bytes->data,
                           store->bytes->len, error))
            return FALSE;
    }
    return TRUE;
}

/* --- into the file -------------------------------------------------------------------------------------- */

static gboolean lay_table(SsJobStore *store, SsPages *pages, SsSorter **indexes, Entry *entry,
                          GError **error)
{
    g_autoptr(SsTree) tree = ss_tree_new(pages, store->table_root, SS_TREE_TABLE);
    GError           *failure = NULL;
    SsSorted          row;
    Found             found;

    if (!ss_sorter_sort(store->rows, error))
        return FALSE;
    while (ss_sorter_next(store->rows, &row, &failure)) {
        memcpy(&found, row.data, sizeof found);
        const char    *trace = (const char *) row.data + sizeof found;
        const uint32_t before = (uint32_t) sizeof found + found.trace_size;

        if (!ss_tree_add(tree, found.db_inx, (const char *) row.data + before, row.size - before,
                         error)
            || !note(store, indexes, &found, trace, entry, error))
            return FALSE;
    }
    if (failure == NULL)
        return ss_tree_end(tree, error);
    g_propagate_error(error, failure);
    return FALSE;
}

static gboolean lay(gpointer data, SsPages *pages, GError **error)
{
    SsJobStore *store = data;
    SsSorter   *indexes[INDEXES];
    Entry       entry = { .key = g_byte_array_new() };

    for (uint32_t i = 0; i < INDEXES; i++)
        indexes[i] = ss_sorter_new(INDEX_ROOM, store->file);
    gboolean done = lay_table(store, pages, indexes, &entry, error);
    for (uint32_t i = 0; i < INDEXES; i++) {
        done = done && ss_tree_of_sorted(pages, store->index_root[i], indexes[i], error);
        ss_sorter_free(indexes[i]);
    }
    g_byte_array_unref(entry.key);
    return done;
}

/* --- the beginning -------------------------------------------------------------------------------------- */

void ss_job_store_begin(SsLedger *ledger)
{
    if (!ss_ledger_may_wait(ledger, ss_row_job.name) || !ss_ledger_index(ledger, NULL))
        return;
    SsJobStore *store = g_new0(SsJobStore, 1);
    bool        known = true;

    store->file = g_strdup(ss_ledger_file(ledger));
    store->rows = ss_sorter_new(ROWS_ROOM, store->file);
    store->bytes = g_byte_array_new();
    store->table_root = ss_ledger_root(ledger, ss_row_job.name);
    for (uint32_t i = 0; i < INDEXES; i++) {
        store->index_root[i] = ss_ledger_root(ledger, index_names[i]);
        known = known && store->index_root[i] != 0;
    }
    if (known && store->table_root != 0)
        ss_ledger_wait(ledger, (SsLedgerWaiting){ .table = ss_row_job.name,
                                                  .data = store,
                                                  .is_asked = true,
                                                  .has_some = has_some,
                                                  .lay = lay,
                                                  .free = store_free });
    else
        store_free(store);
}
