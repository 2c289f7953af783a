/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sorter.c - a merge sort that overflows into a file.
 *
 * Records lie one behind the other as they came; what is sorted are 16 bytes each, the first eight of the key
 * and where the record lies: most comparisons end there. When the room is full they are written out as a run.
 * At the end the runs and what is still in memory are merged; of equal keys the later run has the later record.
 *
 * Rejected: one run being written all the time (replacement selection): runs twice as long, for four times the code.
 */
#include "sim/base/sorter.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 1 << 18, BLOCK = 8 }; /* of the file, bytes; of what is sorted, records */

/* In front of each record. */
typedef struct {
    uint32_t key_size, size;
} Head;

typedef struct {
    uint64_t begin; /* of the key, as a number */
    size_t   at;
} Item;

/* Records in order: of memory (`n` items) or of a stretch of the file. */
typedef struct {
    off_t   at, end;
    guint   item;
    GArray *buffer; /* char: what was read; NULL: in memory */
    guint   used;
    Head    head;
    char   *record; /* key, data; borrowed until the next step */
} Run;

struct SsSorter {
    size_t   room;
    char    *beside;
    GString *records; /* Head, key, data */
    GArray  *items;
    int      fd; /* -1: nothing was written */
    off_t    size;
    GArray  *runs;   /* Run */
    guint    n_left; /* in `order`: runs that are not over, a heap by their records */
    guint   *order;
    GString *given; /* the record that came out, with several runs */
    guint    next;  /* with one: the next item */
};

SsSorter *ss_sorter_new(size_t room, const char *beside)
{
    SsSorter *sorter = g_new0(SsSorter, 1);

    sorter->room = room;
    sorter->beside = g_strdup(beside);
    sorter->records = g_string_new(NULL);
    sorter->items = g_array_new(FALSE, FALSE, sizeof(Item));
    sorter->runs = g_array_new(FALSE, TRUE, sizeof(Run));
    sorter->given = g_string_new(NULL);
    sorter->fd = -1;
    return sorter;
}

static Run *run_at(const SsSorter *sorter, guint i)
{
    return &g_array_index(sorter->runs, Run, i);
}

void ss_sorter_free(SsSorter *sorter)
{
    if (sorter == NULL)
        return;
    for (guint i = 0; i < sorter->runs->len; i++)
        if (run_at(sorter, i)->buffer != NULL)
            g_array_unref(run_at(sorter, i)->buffer);
    if (sorter->fd >= 0)
        close(sorter->fd);
    g_string_free(sorter->records, TRUE);
    g_string_free(sorter->given, TRUE);
    g_array_unref(sorter->items);
    g_array_unref(sorter->runs);
    g_free(sorter->order);
    g_free(sorter->beside);
    g_free(sorter);
}

static gboolean fail(GError **error, const char *what)
{
    const int saved = errno;

    g_set_error(error, G_FILE_ERROR, (gint) g_file_error_from_errno(saved),
                "cannot %s what is being sorted: %s", what, g_strerror(saved));
    return FALSE;
}

/* --- in memory ------------------------------------------------------------------------------------------ */

static uint64_t begin_of(const void *key, uint32_t size)
{
    uint64_t begin = 0;

    memcpy(&begin, key, MIN(size, sizeof begin));
    return GUINT64_FROM_BE(begin);
}

static int compare_keys(const void *a, uint32_t a_size, const void *b, uint32_t b_size)
{
    const int order = memcmp(a, b, MIN(a_size, b_size));

    return order != 0 ? order : (a_size > b_size) - (a_size < b_size);
}

static Head head_of(const char *record)
{
    Head head;

    memcpy(&head, record, sizeof head);
    return head;
}

static int compare_records(const char *a, const char *b)
{
    return compare_keys(a + sizeof(Head), head_of(a).key_size, b + sizeof(Head),
                        head_of(b).key_size);
}

/* Does `a` come behind `b`? Of equal keys the later one does. */
static inline bool is_behind(const SsSorter *sorter, const Item *a, const Item *b)
{
    if (a->begin != b->begin)
        return a->begin > b->begin;
    const int order = compare_records(sorter->records->str + a->at, sorter->records->str + b->at);
    return order != 0 ? order > 0 : a->at > b->at;
}

/* Blocks of BLOCK by insertion. False: nothing had to be moved, within them or between. */
static bool sort_blocks(const SsSorter *sorter, Item *items, guint n)
{
    bool moved = false;

    for (guint i = 1; i < n; i++) {
        const guint begin = i - i % BLOCK;
        const Item  item = items[i];
        guint       k = i;

        moved |= is_behind(sorter, &items[i - 1], &item);
        for (; k > begin && is_behind(sorter, &items[k - 1], &item); k--)
            items[k] = items[k - 1];
        items[k] = item;
    }
    return moved;
}

/* [begin, middle) and [middle, end) of `from`, each in order, to the same place of `to`. */
static void merge(const SsSorter *sorter, const Item *from, Item *to, guint begin, guint middle,
                  guint end)
{
    guint a = begin, b = middle, out = begin;

    if (middle < end && is_behind(sorter, &from[middle - 1], &from[middle]))
        while (a < middle && b < end)
            to[out++] = is_behind(sorter, &from[a], &from[b]) ? from[b++] : from[a++];
    memcpy(to + out, from + a, (middle - a) * sizeof *from);
    memcpy(to + out + (middle - a), from + b, (end - b) * sizeof *from);
}

/* By merging, written out: for a compare function as an argument it takes five times as long. */
static void sort_items(SsSorter *sorter)
{
    const guint      n = sorter->items->len;
    Item            *items = (Item *) (void *) sorter->items->data;
    g_autofree Item *other = NULL;

    if (!sort_blocks(sorter, items, n))
        return;
    other = g_new(Item, n);
    Item *from = items, *to = other;
    for (guint width = BLOCK; width < n; width *= 2) {
        for (guint at = 0; at < n; at += 2 * width)
            merge(sorter, from, to, at, MIN(at + width, n), MIN(at + 2 * width, n));
        Item *const swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, n * sizeof *items);
}

static const char *item_record(const SsSorter *sorter, guint i)
{
    return sorter->records->str + g_array_index(sorter->items, Item, i).at;
}

/* --- runs in the file ----------------------------------------------------------------------------------- */

static gboolean open_file(SsSorter *sorter, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(sorter->beside);
    g_autofree char *name = g_build_filename(folder, ".slurmsim-XXXXXX", NULL);

    if (sorter->fd >= 0)
        return TRUE;
    sorter->fd = g_mkstemp(name);
    if (sorter->fd < 0)
        return fail(error, "keep");
    g_unlink(name);
    return TRUE;
}

static gboolean write_all(SsSorter *sorter, const char *data, size_t size, GError **error)
{
    while (size > 0) {
        const ssize_t n = write(sorter->fd, data, MIN(size, (size_t) 1 << 30));

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return fail(error, "write");
        data += n;
        size -= (size_t) n;
        sorter->size += n;
    }
    return TRUE;
}

static gboolean write_run(SsSorter *sorter, GError **error)
{
    g_autoptr(GString) out = g_string_sized_new(BUFFER + 4096);
    const Run          run = { .at = sorter->size };
    gboolean           ok = open_file(sorter, error);

    sort_items(sorter);
    for (guint i = 0; ok && i < sorter->items->len; i++) {
        const char *record = item_record(sorter, i);
        const Head  head = head_of(record);

        g_string_append_len(out, record, (gssize) (sizeof head + head.key_size + head.size));
        if (out->len < BUFFER)
            continue;
        ok = write_all(sorter, out->str, out->len, error);
        g_string_truncate(out, 0);
    }
    ok = ok && write_all(sorter, out->str, out->len, error);
    g_array_append_val(sorter->runs, run);
    run_at(sorter, sorter->runs->len - 1)->end = sorter->size;
    g_string_truncate(sorter->records, 0);
    g_array_set_size(sorter->items, 0);
    return ok;
}

gboolean ss_sorter_put(SsSorter *sorter, const void *key, uint32_t key_size, const void *data,
                       uint32_t size, GError **error)
{
    const Head head = { key_size, size };
    const Item item = { begin_of(key, key_size), sorter->records->len };

    g_string_set_size(sorter->records, item.at + sizeof head + key_size + size);
    char *to = sorter->records->str + item.at;
    memcpy(to, &head, sizeof head);
    memcpy(to + sizeof head, key, key_size);
    memcpy(to + sizeof head + key_size, data, size);
    g_array_append_val(sorter->items, item);
    return sorter->records->len < sorter->room || write_run(sorter, error);
}

/* --- the merge ------------------------------------------------------------------------------------------ */

/* At least `size` bytes of a run behind what was used of its buffer; FALSE with *error, or at its end. */
static gboolean fill(const SsSorter *sorter, Run *run, size_t size, GError **error)
{
    while (run->buffer->len - run->used < size) {
        if (run->at >= run->end)
            return FALSE;
        if (run->used > 0)
            g_array_remove_range(run->buffer, 0, run->used);
        run->used = 0;
        const guint  have = run->buffer->len;
        const size_t more = MIN((size_t) (run->end - run->at), MAX(size, (size_t) BUFFER) - have);

        g_array_set_size(run->buffer, have + (guint) more);
        const ssize_t n = pread(sorter->fd, run->buffer->data + have, more, run->at);
        g_array_set_size(run->buffer, have + (guint) MAX(n, 0));
        if (n == 0)
            errno = EIO;
        if (n <= 0 && errno != EINTR)
            return fail(error, "read");
        run->at += MAX(n, 0);
    }
    return TRUE;
}

/* The next record of a run; false: there is none. */
static bool step(const SsSorter *sorter, Run *run, GError **error)
{
    if (run->buffer == NULL) {
        if (run->item == sorter->items->len)
            return false;
        run->record = (char *) item_record(sorter, run->item++);
        run->head = head_of(run->record);
        return true;
    }
    if (!fill(sorter, run, sizeof run->head, error))
        return false;
    run->head = head_of(run->buffer->data + run->used);
    const size_t size = sizeof run->head + run->head.key_size + run->head.size;
    if (!fill(sorter, run, size, error))
        return false;
    run->record = run->buffer->data + run->used;
    run->used += (guint) size;
    return true;
}

static bool comes_before(const SsSorter *sorter, guint a, guint b)
{
    const int order = compare_records(run_at(sorter, a)->record, run_at(sorter, b)->record);

    return order != 0 ? order < 0 : a < b;
}

static void sink(SsSorter *sorter, guint at)
{
    for (guint child; (child = 2 * at + 1) < sorter->n_left; at = child) {
        guint *order = sorter->order;

        if (child + 1 < sorter->n_left && comes_before(sorter, order[child + 1], order[child]))
            child++;
        if (!comes_before(sorter, order[child], order[at]))
            return;
        const guint other = order[at];
        order[at] = order[child];
        order[child] = other;
    }
}

gboolean ss_sorter_sort(SsSorter *sorter, GError **error)
{
    const Run in_memory = { 0 };
    GError   *failure = NULL;

    sort_items(sorter);
    if (sorter->runs->len == 0)
        return TRUE;
    g_array_append_val(sorter->runs, in_memory);
    sorter->order = g_new(guint, sorter->runs->len);
    for (guint i = 0; i < sorter->runs->len && failure == NULL; i++) {
        if (i + 1 < sorter->runs->len)
            run_at(sorter, i)->buffer = g_array_new(FALSE, FALSE, 1);
        if (step(sorter, run_at(sorter, i), &failure))
            sorter->order[sorter->n_left++] = i;
    }
    if (failure != NULL) {
        g_propagate_error(error, failure);
        return FALSE;
    }
    for (guint i = sorter->n_left / 2; i-- > 0;)
        sink(sorter, i);
    return TRUE;
}

static SsSorted shown(const char *record)
{
    const Head head = head_of(record);

    return (SsSorted){ .key = record + sizeof head,
                       .data = record + sizeof head + head.key_size,
                       .key_size = head.key_size,
                       .size = head.size };
}

/* Moves the first run on. */
static bool advance(SsSorter *sorter, GError **error)
{
    GError *failure = NULL;

    if (!step(sorter, run_at(sorter, sorter->order[0]), &failure) && failure == NULL)
        sorter->order[0] = sorter->order[--sorter->n_left];
    sink(sorter, 0);
    if (failure == NULL)
        return true;
    g_propagate_error(error, failure);
    return false;
}

static bool next_merged(SsSorter *sorter, SsSorted *out, GError **error)
{
    if (sorter->n_left == 0)
        return false;
    do {
        const Run *run = run_at(sorter, sorter->order[0]);

        g_string_truncate(sorter->given, 0);
        g_string_append_len(sorter->given, run->record,
                            (gssize) (sizeof run->head + run->head.key_size + run->head.size));
        if (!advance(sorter, error))
            return false;
    } while (sorter->n_left > 0
             && compare_records(sorter->given->str, run_at(sorter, sorter->order[0])->record) == 0);
    *out = shown(sorter->given->str);
    return true;
}

bool ss_sorter_next(SsSorter *sorter, SsSorted *out, GError **error)
{
    if (sorter->runs->len > 0)
        return next_merged(sorter, out, error);
    if (sorter->next == sorter->items->len)
        return false;
    const guint n = sorter->items->len;
    while (
        sorter->next + 1 < n
        && compare_records(item_record(sorter, sorter->next), item_record(sorter, sorter->next + 1))
               == 0)
        sorter->next++;
    *out = shown(item_record(sorter, sorter->next++));
    return true;
}

uint32_t ss_sort_key_int(void *to, int64_t value)
{
    const uint64_t raised = GUINT64_TO_BE((uint64_t) value ^ UINT64_C(1) << 63);

    memcpy(to, &raised, sizeof raised);
    return sizeof raised;
}
