/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/conformance/runner/known.h"

#include <string.h>

typedef struct {
    GHashTable *rows; /* "case command" -> reason; those met are taken out */
    SsWriter   *out;
    bool        hold;
} Known;

static GHashTable *read_rows(const char *list)
{
    GHashTable   *rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) lines = g_strsplit(list, "\n", -1);

    for (char **line = lines; *line; line++) {
        g_auto(GStrv) words = g_strsplit(*line, " ", 3);

        if (**line != '#' && g_strv_length(words) == 3)
            g_hash_table_insert(rows, g_strdup_printf("%s %s", words[0], words[1]),
                                g_strdup(words[2]));
    }
    return rows;
}

static void look_at(Known *known, const SsCase *c, const SsCell *cell)
{
    g_autofree char *key = g_strdup_printf("%s %s", c->name, cell->name);
    const bool       differs = cell->result == SS_CELL_DIFFERENT;
    const char      *reason = g_hash_table_lookup(known->rows, key);

    if (differs && reason) {
        ss_writer_printf(known->out, "known to differ: %s: %s\n", key, reason);
        g_hash_table_remove(known->rows, key);
    } else if (differs) {
        ss_writer_printf(known->out, "FAILED: %s differs\n", key);
        known->hold = false;
    } else if (reason) {
        ss_writer_printf(known->out, "FAILED: %s does not differ: take it off the list\n", key);
        g_hash_table_remove(known->rows, key);
        known->hold = false;
    }
}

/* Rows of the list about this case that no cell answered to. */
static void find_stale(Known *known, const SsCase *c)
{
    GHashTableIter   iter;
    gpointer         key;
    g_autofree char *prefix = g_strconcat(c->name, " ", NULL);

    g_hash_table_iter_init(&iter, known->rows);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        if (!g_str_has_prefix(key, prefix))
            continue;
        ss_writer_printf(known->out, "FAILED: %s is on the list, but was not recorded\n",
                         (const char *) key);
        known->hold = false;
    }
}

bool ss_known_hold(const char *list, const GPtrArray *cases, SsWriter *out)
{
    g_autoptr(GHashTable) rows = read_rows(list);
    Known                 known = { .rows = rows, .out = out, .hold = true };

    for (guint i = 0; i < cases->len; i++) {
        const SsCase *c = cases->pdata[i];

        for (guint n = 0; n < c->cells->len; n++)
            look_at(&known, c, c->cells->pdata[n]);
        find_stale(&known, c);
    }
    return known.hold;
}
