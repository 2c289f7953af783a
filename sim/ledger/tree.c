/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree.c - B-trees from the left to the right, from the leaves to the root.
 *
 * A level has one page in the making. When it is full it is written, and the level above gets its number with what
 * separates it from the next: a table's row id, or the last entry of an index, which goes up and is no more below.
 * A full page above gives its last child away as the one behind all separators. So no page is ever without a row, or
 * an inner one without a separator. What is left at the top when all rows are in becomes the root, whose place in the
 * file is given.
 *
 * A row that does not fit is continued on pages of its own, as long as it is. Page 1 + 2^30 / page size must stay empty:
 * SQLite locks bytes there.
 */
#include "sim/ledger/tree.h"

#include "sim/base/diag.h"
#include "sim/ledger/cells.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

enum {
    HEAD = 100,       /* bytes of the file's header                    */
    WAITING = 64,     /* pages                                         */
    LEVELS = 20,      /* more than 2^64 rows need                      */
    LOCKED = 1 << 30, /* the byte                                      */
    LEAF_HEAD = 8,    /* bytes of a page's header                      */
    INNER_HEAD = 12,
    SEPARATOR_MOST = 9 /* bytes of a row id                             */
};

struct SsPages {
    char    *path;
    int      fd;
    uint32_t size, usable; /* bytes of a page; without those that are reserved */
    uint32_t n;            /* pages so far, those that wait too                 */
    uint8_t *waiting;      /* [WAITING][size] */
    uint32_t n_waiting;
};

/* A page in the making. */
typedef struct {
    uint8_t *bytes;
    uint32_t head, n, content; /* content: where the cells begin, from `end` on */
    uint32_t end;
} Page;

struct SsTree {
    SsPages    *pages;
    SsTreeKind  kind;
    uint32_t    root, n_levels;
    int64_t     last_id;       /* of the last row */
    Page        level[LEVELS]; /* 0: leaves */
    GByteArray *cell;
};

static gboolean fail(const SsPages *pages, GError **error, const char *what)
{
    const int saved = errno;

    g_set_error(error, SS_LEDGER_ERROR,
                saved == ENOSPC || saved == EDQUOT || saved == EFBIG ? SS_LEDGER_ERROR_FULL
                                                                     : SS_LEDGER_ERROR_SQL,
                "%s: cannot %s: %s", pages->path, what, g_strerror(saved));
    return FALSE;
}

/* --- numbers, most significant byte first ----------------------------------------------------------------- */

static void put16(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t) (value >> 8);
    to[1] = (uint8_t) value;
}

static void put32(uint8_t *to, uint32_t value)
{
    put16(to, value >> 16);
    put16(to + 2, value);
}

static uint32_t get32(const uint8_t *from)
{
    return (uint32_t) from[0] << 24 | (uint32_t) from[1] << 16 | (uint32_t) from[2] << 8 | from[3];
}

/* --- the file --------------------------------------------------------------------------------------------- */

static gboolean write_at(SsPages *pages, const uint8_t *bytes, size_t size, off_t at,
                         GError **error)
{
    while (size > 0) {
        const ssize_t n = pwrite(pages->fd, bytes, size, at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return fail(pages, error, "write");
        bytes += n;
        at += n;
        size -= (size_t) n;
    }
    return TRUE;
}

static off_t place_of(const SsPages *pages, uint32_t number)
{
    return (off_t) (number - 1) * pages->size;
}

static gboolean flush(SsPages *pages, GError **error)
{
    const uint32_t n = pages->n_waiting;

    pages->n_waiting = 0;
    return write_at(pages, pages->waiting, (size_t) n * pages->size,
                    place_of(pages, pages->n - n + 1), error);
}

/* A page behind the last one; its number, 0 on failure. */
static uint32_t append(SsPages *pages, const uint8_t *bytes, GError **error)
{
    if (pages->n_waiting == WAITING && !flush(pages, error))
        return 0;
    memcpy(pages->waiting + (size_t) pages->n_waiting++ * pages->size, bytes, pages->size);
    pages->n++;
    if (pages->n != LOCKED / pages->size + 1)
        return pages->n;
    memset(pages->waiting + (size_t) (pages->n_waiting - 1) * pages->size, 0, pages->size);
    return append(pages, bytes, error);
}

SsPages *ss_pages_open(const char *path, GError **error)
{
    g_autoptr(SsPages) pages = g_new0(SsPages, 1);
    uint8_t            head[HEAD];

    pages->path = g_strdup(path);
    pages->fd = g_open(path, O_RDWR | O_CLOEXEC, 0);
    if (pages->fd < 0 || pread(pages->fd, head, HEAD, 0) != HEAD) {
        fail(pages, error, "open");
        return NULL;
    }
    pages->size = (uint32_t) head[16] << 8 | head[17];
    if (pages->size == 1) /* 65536 has no room there */
        pages->size = 1 << 16;
    pages->usable = pages->size - head[20];
    const off_t end = lseek(pages->fd, 0, SEEK_END);
    pages->n = (uint32_t) (end / pages->size);
    pages->waiting = g_malloc((size_t) WAITING * pages->size);
    return g_steal_pointer(&pages);
}

void ss_pages_free(SsPages *pages)
{
    if (pages == NULL)
        return;
    if (pages->fd >= 0)
        close(pages->fd);
    g_free(pages->waiting);
    g_free(pages->path);
    g_free(pages);
}

/* The file has more pages now, and is another one than before. */
static gboolean write_head(SsPages *pages, GError **error)
{
    uint8_t head[HEAD];

    if (pread(pages->fd, head, HEAD, 0) != HEAD)
        return fail(pages, error, "read");
    put32(head + 24, get32(head + 24) + 1);
    put32(head + 28, pages->n);
    memcpy(head + 92, head + 24, 4);
    return write_at(pages, head, HEAD, 0, error);
}

gboolean ss_pages_close(SsPages *pages, GError **error)
{
    const gboolean done = flush(pages, error) && write_head(pages, error);

    ss_pages_free(pages);
    return done;
}

/* --- a page in the making --------------------------------------------------------------------------------- */

static bool is_leaf(const Page *page)
{
    return page->head == LEAF_HEAD;
}

static void begin_page(const SsTree *tree, Page *page, bool leaf)
{
    if (page->bytes == NULL)
        page->bytes = g_malloc(tree->pages->size);
    memset(page->bytes, 0, tree->pages->size);
    page->head = leaf ? LEAF_HEAD : INNER_HEAD;
    page->n = 0;
    page->content = page->end = tree->pages->usable;
}

static bool has_room(const Page *page, uint32_t size)
{
    return page->head + 2 * (page->n + 1) + size <= page->content;
}

static void put_cell(Page *page, const uint8_t *cell, uint32_t size)
{
    page->content -= size;
    memcpy(page->bytes + page->content, cell, size);
    put16(page->bytes + page->head + 2 * page->n++, page->content);
}

static const uint8_t *last_cell(const Page *page, uint32_t *size)
{
    const uint8_t *before = page->bytes + page->head + 2 * page->n - 4;
    const uint32_t end = page->n > 1 ? (uint32_t) before[0] << 8 | before[1] : page->end;

    *size = end - page->content;
    return page->bytes + page->content;
}

static void drop_last_cell(Page *page, uint32_t size)
{
    page->n--;
    put16(page->bytes + page->head + 2 * page->n, 0);
    memset(page->bytes + page->content, 0, size);
    page->content += size;
}

static void finish_page(const SsTree *tree, Page *page)
{
    const bool table = tree->kind == SS_TREE_TABLE;

    if (is_leaf(page))
        page->bytes[0] = table ? 0x0d : 0x0a;
    else
        page->bytes[0] = table ? 0x05 : 0x02;
    put16(page->bytes + 3, page->n);
    put16(page->bytes + 5, page->content);
}

/* --- cells ------------------------------------------------------------------------------------------------ */

/* How much of a row of `size` bytes stays on its page. */
static uint32_t local_size(const SsTree *tree, uint32_t size)
{
    const uint32_t usable = tree->pages->usable;
    const uint32_t most = tree->kind == SS_TREE_TABLE ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    const uint32_t least = (usable - 12) * 32 / 255 - 23;

    if (size <= most)
        return size;
    const uint32_t some = least + (size - least) % (usable - 4);
    return some <= most ? some : least;
}

/* The rest of a row on pages of its own, the last one first: each names the one behind it. Number of the first. */
static uint32_t put_rest(SsTree *tree, const uint8_t *rest, uint32_t size, GError **error)
{
    const uint32_t      room = tree->pages->usable - 4;
    g_autofree uint8_t *page = g_malloc(tree->pages->size);
    uint32_t            number = 0;

    for (uint32_t i = (size + room - 1) / room; i-- > 0;) {
        const uint32_t n = MIN(room, size - i * room);

        memset(page, 0, tree->pages->size);
        put32(page, number);
        memcpy(page + 4, rest + (size_t) i * room, n);
        number = append(tree->pages, page, error);
        if (number == 0)
            return 0;
    }
    return number;
}

/* A leaf's cell into tree->cell. */
static gboolean make_cell(SsTree *tree, int64_t id, const uint8_t *row, uint32_t size,
                          GError **error)
{
    const uint32_t local = local_size(tree, size);
    uint8_t        number[SEPARATOR_MOST];

    g_byte_array_set_size(tree->cell, 0);
    g_byte_array_append(tree->cell, number, ss_varint_put(number, size));
    if (tree->kind == SS_TREE_TABLE)
        g_byte_array_append(tree->cell, number, ss_varint_put(number, (uint64_t) id));
    g_byte_array_append(tree->cell, row, local);
    if (local == size)
        return TRUE;
    const uint32_t rest = put_rest(tree, row + local, size - local, error);
    put32(number, rest);
    g_byte_array_append(tree->cell, number, 4);
    return rest != 0;
}

/* --- levels ----------------------------------------------------------------------------------------------- */

static gboolean push(SsTree *tree, uint32_t level, uint32_t child, const uint8_t *separator,
                     uint32_t size, GError **error);

/* Writes a full inner page: its last child goes behind all separators, and with that one's to the level above. */
static gboolean close_inner(SsTree *tree, uint32_t level, GError **error)
{
    Page               *page = &tree->level[level];
    uint32_t            size;
    const uint8_t      *last = last_cell(page, &size);
    g_autofree uint8_t *cell = g_memdup2(last, size);

    memcpy(page->bytes + 8, cell, 4);
    drop_last_cell(page, size);
    finish_page(tree, page);
    const uint32_t number = append(tree->pages, page->bytes, error);
    begin_page(tree, page, false);
    return number != 0 && push(tree, level + 1, number, cell + 4, size - 4, error);
}

/* To a level above leaves: a page that is written, and what separates it from the next. */
static gboolean push(SsTree *tree, uint32_t level, uint32_t child, const uint8_t *separator,
                     uint32_t size, GError **error)
{
    g_autofree uint8_t *cell = g_malloc(size + 4);

    g_assert(level < LEVELS);
    if (level == tree->n_levels) {
        begin_page(tree, &tree->level[level], false);
        tree->n_levels++;
    }
    put32(cell, child);
    memcpy(cell + 4, separator, size);
    if (!has_room(&tree->level[level], size + 4) && !close_inner(tree, level, error))
        return FALSE;
    put_cell(&tree->level[level], cell, size + 4);
    return TRUE;
}

/* Writes a full leaf. */
static gboolean close_leaf(SsTree *tree, GError **error)
{
    Page               *page = &tree->level[0];
    uint8_t             id[SEPARATOR_MOST];
    uint32_t            size = 0;
    g_autofree uint8_t *separator = NULL;

    if (tree->kind == SS_TREE_TABLE) {
        size = ss_varint_put(id, (uint64_t) tree->last_id);
        separator = g_memdup2(id, size);
    } else {
        const uint8_t *cell = last_cell(page, &size);

        separator = g_memdup2(cell, size);
        drop_last_cell(page, size);
    }
    finish_page(tree, page);
    const uint32_t number = append(tree->pages, page->bytes, error);
    begin_page(tree, page, true);
    return number != 0 && push(tree, 1, number, separator, size, error);
}

SsTree *ss_tree_new(SsPages *pages, uint32_t root, SsTreeKind kind)
{
    SsTree *tree = g_new0(SsTree, 1);

    tree->pages = pages;
    tree->root = root;
    tree->kind = kind;
    tree->cell = g_byte_array_new();
    tree->n_levels = 1;
    begin_page(tree, &tree->level[0], true);
    return tree;
}

void ss_tree_free(SsTree *tree)
{
    if (tree == NULL)
        return;
    for (uint32_t i = 0; i < LEVELS; i++)
        g_free(tree->level[i].bytes);
    g_byte_array_unref(tree->cell);
    g_free(tree);
}

gboolean ss_tree_add(SsTree *tree, int64_t id, const void *row, uint32_t size, GError **error)
{
    if (!make_cell(tree, id, row, size, error)
        || (!has_room(&tree->level[0], tree->cell->len) && !close_leaf(tree, error)))
        return FALSE;
    put_cell(&tree->level[0], tree->cell->data, tree->cell->len);
    tree->last_id = id;
    return TRUE;
}

gboolean ss_tree_end(SsTree *tree, GError **error)
{
    const uint32_t top = tree->n_levels - 1;

    for (uint32_t i = 0; i < top; i++) {
        finish_page(tree, &tree->level[i]);
        const uint32_t number = append(tree->pages, tree->level[i].bytes, error);
        if (number == 0)
            return FALSE;
        put32(tree->level[i + 1].bytes + 8, number);
    }
    finish_page(tree, &tree->level[top]);
    return write_at(tree->pages, tree->level[top].bytes, tree->pages->size,
                    place_of(tree->pages, tree->root), error);
}

gboolean ss_tree_of_sorted(SsPages *pages, uint32_t root, SsSorter *entries, GError **error)
{
    g_autoptr(SsTree) tree = ss_tree_new(pages, root, SS_TREE_INDEX);
    GError           *failure = NULL;
    SsSorted          entry;

    if (!ss_sorter_sort(entries, error))
        return FALSE;
    while (ss_sorter_next(entries, &entry, &failure))
        if (!ss_tree_add(tree, 0, entry.data, entry.size, error))
            return FALSE;
    if (failure == NULL)
        return ss_tree_end(tree, error);
    g_propagate_error(error, failure);
    return FALSE;
}
