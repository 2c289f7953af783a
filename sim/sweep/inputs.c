/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inputs.c - the files behind a run.
 *
 * A folder is read one level deep, by name: slurm.conf and what may lie beside it. Included files in
 * deeper folders are named by their path below the site.
 */
#include "sim/sweep/inputs.h"

#include "configs/grammar.h"
#include "sim/ledger/query.h"

#include <glib/gstdio.h>
#include <string.h>

enum { EMBED_BELOW = 1 << 20, DEEPEST = 4 };

typedef struct {
    SsLedger *ledger;
    int64_t   next;
} Inputs;

/* What is no text is no part of a site: a packed log that lies beside its slurm.conf. */
static bool is_text(const char *file)
{
    g_autofree char *data = NULL;
    gsize            size = 0;

    return g_file_get_contents(file, &data, &size, NULL)
           && g_utf8_validate(data, (gssize) size, NULL);
}

/* What a repeated run reads again. */
static bool is_always_kept(const char *kind)
{
    static const char *const kinds[] = { "accounts", "qos", "usage", "events" };

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return false;
}

static gboolean store(Inputs *inputs, const char *kind, const char *path, const char *file,
                      bool embed, GError **error)
{
    g_autofree char *data = NULL;
    gsize            size = 0;

    if (!g_file_get_contents(file, &data, &size, error))
        return FALSE;
    g_autofree char *hash =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) data, size);
    sqlite3_stmt *s = ss_ledger_statement(
        inputs->ledger, "INSERT INTO input(id, kind, path, size, sha256, text) VALUES(?,?,?,?,?,?)",
        error);
    if (!s)
        return FALSE;
    sqlite3_bind_int64(s, 1, inputs->next++);
    sqlite3_bind_text(s, 2, kind, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(s, 3, path, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(s, 4, (int64_t) size);
    sqlite3_bind_text(s, 5, hash, -1, SQLITE_TRANSIENT);
    if (embed && (size < EMBED_BELOW || is_always_kept(kind))
        && g_utf8_validate(data, (gssize) size, NULL))
        sqlite3_bind_text(s, 6, data, (int) size, SQLITE_TRANSIENT);
    const bool done = sqlite3_step(s) == SQLITE_DONE;
    sqlite3_reset(s);
    if (!done)
        ss_ledger_fail(inputs->ledger, error, "input");
    return done;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static gboolean store_folder(Inputs *inputs, const char *folder, const char *below, uint32_t depth,
                             GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir)      dir = g_dir_open(folder, 0, error);

    if (!dir)
        return FALSE;
    for (const char *name; (name = g_dir_read_name(dir));)
        if (name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_text);
    for (uint32_t i = 0; i < names->len; i++) {
        g_autofree char *file = g_build_filename(folder, names->pdata[i], NULL);
        g_autofree char *path =
            *below ? g_build_filename(below, names->pdata[i], NULL) : g_strdup(names->pdata[i]);
        GStatBuf info;

        if (g_stat(file, &info) != 0)
            continue;
        const bool is_folder = S_ISDIR(info.st_mode);
        if (is_folder && depth < DEEPEST && !store_folder(inputs, file, path, depth + 1, error))
            return FALSE;
        if (!is_folder && info.st_size < EMBED_BELOW && is_text(file)
            && !store(inputs, "site", path, file, true, error))
            return FALSE;
    }
    return TRUE;
}

/* Where the other files of a site are that is given as one file. */
static char *folder_beside(const SsPlan *plan)
{
    return plan->folder ? g_strdup(plan->folder) : g_path_get_dirname(plan->site);
}

/* What Include lines brought into slurm.conf, under its name below the folder. */
static gboolean store_included(Inputs *inputs, const char *conf, const char *folder, GError **error)
{
    g_autoptr(SsDiag)       told = ss_diag_new(); /* as findings when the site was read */
    const SsFaults          faults = { .diag = told };
    g_autoptr(SsConfReader) reader = ss_conf_reader_open(conf, &faults, error);
    g_autoptr(GHashTable)   known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char        *before = g_build_filename(folder, "", NULL);
    SsConfItem              item;

    if (!reader)
        return FALSE;
    while (ss_conf_reader_next(reader)) {
        if (!ss_conf_reader_pair(reader, &item))
            continue;
        if (g_ascii_strcasecmp(item.key, "ClusterName") == 0)
            ss_conf_reader_set_cluster(reader, item.value);
        if (strcmp(item.place.file, conf) != 0 && g_str_has_prefix(item.place.file, before)
            && g_hash_table_add(known, g_strdup(item.place.file))
            && !store(inputs, "site", item.place.file + strlen(before), item.place.file, true,
                      error))
            return FALSE;
    }
    return TRUE;
}

static gboolean store_one_file(Inputs *inputs, const SsPlan *plan, GError **error)
{
    static const char *const names[] = { "gres.conf", "topology.conf",   "accounts.dump",
                                         "setup.sh",  "sacctmgr.script", "users.sim",
                                         "users.txt" };
    g_autofree char         *folder = folder_beside(plan);

    if (!store(inputs, "site", "slurm.conf", plan->site, true, error)
        || !store_included(inputs, plan->site, folder, error))
        return FALSE;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *file = g_build_filename(folder, names[i], NULL);

        if (g_file_test(file, G_FILE_TEST_IS_REGULAR)
            && !store(inputs, "site", names[i], file, true, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean store_named(Inputs *inputs, const char *kind, const char *file, GError **error)
{
    if (!file || !g_file_test(file, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    return store(inputs, kind, file, file, true, error);
}

gboolean ss_inputs_write(SsLedger *ledger, const SsPlan *plan, GError **error)
{
    Inputs inputs = { .ledger = ledger, .next = 1 };

    if (g_file_test(plan->site, G_FILE_TEST_IS_DIR)) {
        if (!store_folder(&inputs, plan->site, "", 0, error))
            return FALSE;
    } else if (!store_one_file(&inputs, plan, error)) {
        return FALSE;
    }
    for (uint32_t i = 0; plan->workloads[i]; i++)
        if (!store_named(&inputs, "workload", plan->workloads[i], error))
            return FALSE;
    for (uint32_t i = 0; plan->events[i]; i++)
        if (!store_named(&inputs, "events", plan->events[i], error))
            return FALSE;
    for (uint32_t i = 0; plan->past[i]; i++)
        if (!store_named(&inputs, "history", plan->past[i], error))
            return FALSE;
    return store_named(&inputs, "accounts", plan->accounts, error)
           && store_named(&inputs, "qos", plan->qos, error)
           && store_named(&inputs, "history", plan->history, error)
           && store_named(&inputs, "usage", plan->usage, error)
           && store_named(&inputs, "record", plan->record, error);
}

static bool has_hash(const char *file, const char *sha256)
{
    g_autofree char *data = NULL;
    gsize            size = 0;

    if (!g_file_get_contents(file, &data, &size, NULL))
        return false;
    g_autofree char *hash =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) data, size);
    return strcmp(hash, sha256) == 0;
}

bool ss_inputs_same(SsLedger *ledger, const SsPlan *plan)
{
    const bool       is_folder = g_file_test(plan->site, G_FILE_TEST_IS_DIR);
    g_autofree char *folder = is_folder ? g_strdup(plan->site) : folder_beside(plan);
    SsQuery         *q = ss_query_new(ledger, "SELECT kind, path, sha256 FROM input ORDER BY id");
    bool             same = true;

    while (same && ss_query_next(q)) {
        const char      *path = ss_query_get_text(q, 1);
        const bool       of_site = strcmp(ss_query_get_text(q, 0), "site") == 0;
        g_autofree char *file = !of_site ? g_strdup(path)
                                : !is_folder && strcmp(path, "slurm.conf") == 0
                                    ? g_strdup(plan->site)
                                    : g_build_filename(folder, path, NULL);

        same = has_hash(file, ss_query_get_text(q, 2));
    }
    return ss_query_close(q, NULL) && same;
}

gboolean ss_inputs_workload_same(SsLedger *ledger, GError **error)
{
    SsQuery *q =
        ss_query_new(ledger, "SELECT path, sha256 FROM input WHERE text IS NULL AND kind NOT IN"
                             " ('history', 'site')");
    gboolean same = TRUE;

    while (same && ss_query_next(q)) {
        same = has_hash(ss_query_get_text(q, 0), ss_query_get_text(q, 1));
        if (!same)
            g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_MISSING,
                        "%s is gone or was changed: the run cannot be repeated",
                        ss_query_get_text(q, 0));
    }
    return ss_query_close(q, same ? error : NULL) && same;
}

static void rename_text(char **slot, const char *from, const char *to)
{
    if (g_strcmp0(*slot, from) != 0)
        return;
    g_free(*slot);
    *slot = g_strdup(to);
}

static void rename_list(char **list, const char *from, const char *to)
{
    for (; *list; list++)
        rename_text(list, from, to);
}

static void rename_input(SsPlan *plan, const char *from, const char *to)
{
    rename_text(&plan->accounts, from, to);
    rename_text(&plan->qos, from, to);
    rename_text(&plan->usage, from, to);
    rename_text(&plan->record, from, to);
    rename_list(plan->events, from, to);
    rename_list(plan->workloads, from, to);
}

gboolean ss_inputs_restore(SsLedger *ledger, const char *folder, SsPlan *plan, GError **error)
{
    SsQuery *q = ss_query_new(ledger, "SELECT id, path, text FROM input WHERE kind NOT IN"
                                      " ('site', 'history') AND text IS NOT NULL ORDER BY id");
    gboolean ok = TRUE;

    while (ok && ss_query_next(q)) {
        g_autofree char *base = g_path_get_basename(ss_query_get_text(q, 1));
        g_autofree char *number =
            g_strdup_printf(".inputs/%" G_GINT64_FORMAT, ss_query_get_int(q, 0));
        g_autofree char *own = g_build_filename(folder, number, NULL);
        g_autofree char *file = g_build_filename(own, base, NULL);

        g_mkdir_with_parents(own, 0700);
        ok = g_file_set_contents(file, ss_query_get_text(q, 2), -1, error);
        if (ok)
            rename_input(plan, ss_query_get_text(q, 1), file);
    }
    return ss_query_close(q, ok ? error : NULL) && ok;
}

char *ss_inputs_site(SsLedger *ledger, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("slurmsim-XXXXXX", error);

    if (!folder) {
        g_prefix_error(error, "a run is repeated from a copy of its site's files, for which TMPDIR "
                              "must name a folder that can be written to: ");
        return NULL;
    }
    SsQuery *q = ss_query_new(
        ledger, "SELECT path, text FROM input WHERE kind = 'site' AND text IS NOT NULL");
    gboolean ok = TRUE;
    while (ok && ss_query_next(q)) {
        g_autofree char *file = g_build_filename(folder, ss_query_get_text(q, 0), NULL);
        g_autofree char *parent = g_path_get_dirname(file);

        g_mkdir_with_parents(parent, 0700);
        ok = g_file_set_contents(file, ss_query_get_text(q, 1), -1, error);
    }
    ok = ss_query_close(q, ok ? error : NULL) && ok;
    if (!ok) {
        ss_inputs_site_remove(folder);
        return NULL;
    }
    return g_steal_pointer(&folder);
}

void ss_inputs_site_remove(const char *folder)
{
    if (!folder)
        return;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *file = g_build_filename(folder, name, NULL);

        if (g_file_test(file, G_FILE_TEST_IS_DIR))
            ss_inputs_site_remove(file);
        else
            g_unlink(file);
    }
    g_rmdir(folder);
}
