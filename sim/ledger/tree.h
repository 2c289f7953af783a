/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/sorter.h"

/**
 * SsTree - the rows of a table or an index, laid into a SQLite file page by page.
 *
 * SQLite finds for each row the page that it belongs to, and moves what is there. Rows that come in their order
 * need none of it: a page is filled, written, never looked at again.
 *
 * Shape     SsPages: a database file that nobody else has open, and the pages that are added behind its end. A
 *           tree fills an empty table or index, of which it gets the root page.
 * Order     rows by their ids, entries of an index as it sorts them; strictly rising, for the caller to see to.
 * Memory    a page for each level of a tree, and 64 pages that wait to be written.
 * Errors    SS_LEDGER_ERROR; the file is of no use then.
 * Source    sqlite.org/fileformat.html, "B-tree Pages".
 */
typedef struct SsPages SsPages;

SsPages *ss_pages_open(const char *path, GError **error);
gboolean ss_pages_close(SsPages *pages,
                        GError **error); /* writes what is left; frees it, also on failure */
void     ss_pages_free(SsPages *pages);  /* without writing; NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsPages, ss_pages_free)

typedef struct SsTree SsTree;

typedef enum {
    SS_TREE_TABLE, /* with row ids                                                       */
    SS_TREE_INDEX, /* entries only: of an index, or of a table WITHOUT ROWID             */
} SsTreeKind;

SsTree *ss_tree_new(SsPages *pages, uint32_t root, SsTreeKind kind); /* borrows `pages` */
void    ss_tree_free(SsTree *tree);                                  /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsTree, ss_tree_free)

/* `row`: what ss_cells_append makes; `id` for tables. */
gboolean ss_tree_add(SsTree *tree, int64_t id, const void *row, uint32_t size, GError **error);

/* Once, behind the last row. */
gboolean ss_tree_end(SsTree *tree, GError **error);

/* A whole index of what a sorter has got: the data of its records are the entries. */
gboolean ss_tree_of_sorted(SsPages *pages, uint32_t root, SsSorter *entries, GError **error);
