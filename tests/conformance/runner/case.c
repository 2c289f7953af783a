/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case.c - reading a recorded case.
 *
 * What the recording machine alone could choose is taken from the recording: its name and its ports, which
 * `scontrol show config` repeats. They go into the configuration that our side reads, so that they need no
 * mask.
 */
#include "tests/conformance/runner/case.h"

#include "tests/conformance/runner/moments.h"
#include "tests/support/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SETTLED = 3,      /* seconds from the controller's start to the first line of pending.sh */
    BEFORE_NOW = 600, /* the controller's start without BEGIN in case.env                    */
    FIRST_PORT = 21000
};

static void cell_free(gpointer data)
{
    SsCell *cell = data;

    g_free(cell->name);
    g_free(cell->command);
    g_free(cell->text);
    g_free(cell->own_text);
    g_free(cell);
}

void ss_case_free(SsCase *c)
{
    if (!c)
        return;
    g_clear_pointer(&c->env, g_hash_table_unref);
    g_clear_pointer(&c->cells, g_ptr_array_unref);
    ss_zone_unref(c->zone);
    if (c->decays)
        g_array_unref(c->decays);
    if (c->moments)
        g_array_unref(c->moments);
    g_free(c->name);
    g_free(c->folder);
    g_free(c->work);
    g_free(c->host);
    g_free(c->pending_log);
    g_free(c->own_pending_log);
    g_free(c->trouble);
    g_free(c);
}

const char *ss_case_env(const SsCase *c, const char *key)
{
    return g_hash_table_lookup(c->env, key);
}

/* --- finding them ------------------------------------------------------------------------------------- */

/* A case of this kind has a moment at which the clock was stopped. */
static bool is_case(const char *folder)
{
    g_autofree char *text = ss_record_file(folder, "case.env");
    g_autofree char *manifest = ss_record_file(folder, "expected/MANIFEST");

    if (!text || !manifest)
        return false;
    g_autoptr(GHashTable) env = ss_record_env(text);
    return g_hash_table_contains(env, "NOW");
}

static bool is_wanted(const char *name, const char *const *names)
{
    if (!names || !*names)
        return true;
    for (; *names; names++)
        if (strstr(name, *names))
            return true;
    return false;
}

static int by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

GPtrArray *ss_case_folders(const char *folder, const char *const *names)
{
    GPtrArray      *found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

    if (is_case(folder)) {
        g_ptr_array_add(found, g_strdup(folder));
        return found;
    }
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (is_wanted(name, names) && is_case(path))
            g_ptr_array_add(found, g_steal_pointer(&path));
    }
    g_ptr_array_sort(found, by_text);
    return found;
}

/* --- reading one -------------------------------------------------------------------------------------- */

/* The moment behind `label` in a comment of the manifest; 0 if it is not told. */
static SsTime told(const char *manifest, const char *label)
{
    const char *at = strstr(manifest, label);

    return at ? ss_record_time(at + strlen(label)) : 0;
}

/* The moments behind `label`, on its line. */
static GArray *all_told(const char *manifest, const char *label)
{
    const char      *at = strstr(manifest, label);
    g_autofree char *line =
        at ? g_strndup(at + strlen(label), strcspn(at + strlen(label), "\n")) : g_strdup("");
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    GArray       *moments = g_array_new(FALSE, FALSE, sizeof(SsTime));

    for (char **word = words; *word; word++) {
        const SsTime moment = ss_record_time(*word);

        if (moment)
            g_array_append_val(moments, moment);
    }
    return moments;
}

static void read_times(SsCase *c, const char *manifest)
{
    const char *begin = ss_case_env(c, "BEGIN");

    c->now = ss_record_time(ss_case_env(c, "NOW"));
    c->since = ss_record_time(ss_case_env(c, "SINCE"));
    c->begin = told(manifest, "controller started ");
    if (!c->begin)
        c->begin = begin ? ss_record_time(begin) : c->now - BEFORE_NOW;
    c->pending = told(manifest, "pending.sh began ");
    if (!c->pending)
        c->pending = c->begin + SETTLED;
    c->decays = all_told(manifest, "usage decayed ");
}

/* What stands behind `key` in the lines of `scontrol show config`; caller frees. */
static char *setting(const char *config, const char *key)
{
    g_auto(GStrv) lines = g_strsplit(config ? config : "", "\n", -1);

    for (char **line = lines; *line; line++) {
        const char *equals = strstr(*line, " = ");

        if (equals && g_str_has_prefix(*line, key)
            && strspn(*line + strlen(key), " ") + strlen(key) >= (size_t) (equals - *line))
            return g_strdup(equals + 3);
    }
    return NULL;
}

static void read_machine(SsCase *c)
{
    g_autofree char *config = ss_record_file(c->folder, "expected/scontrol_config.txt");
    g_autofree char *host = setting(config, "SlurmctldHost[0]");
    g_autofree char *port = setting(config, "SlurmctldPort");

    c->host = g_strdup(host ? host : "localhost");
    c->host[strcspn(c->host, "(")] = '\0';
    c->port = port ? (uint32_t) atoi(port) : FIRST_PORT;
}

/* The cell of that name. A command of a name that was recorded before wrote over its answer: there is none to
 * compare that one with. */
static SsCell *cell_named(const SsCase *c, char *name)
{
    for (guint i = 0; i < c->cells->len; i++) {
        SsCell *cell = c->cells->pdata[i];

        if (strcmp(cell->name, name) == 0) {
            g_ptr_array_remove_index(c->cells, i);
            break;
        }
    }
    SsCell *cell = g_new0(SsCell, 1);

    cell->name = name;
    g_ptr_array_add(c->cells, cell);
    return cell;
}

/* "NAME.txt <tab> EXIT <tab> COMMAND" */
static gboolean read_cell(SsCase *c, const char *line, GError **error)
{
    g_auto(GStrv) fields = g_strsplit(line, "\t", 3);

    if (g_strv_length(fields) != 3 || !g_str_has_suffix(fields[0], ".txt")) {
        g_set_error(
            error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
            "%s/expected/MANIFEST: '%s': expected FILE.txt, exit code and command, with tabs",
            c->folder, line);
        return FALSE;
    }
    g_autofree char *path = g_build_filename(c->folder, "expected", fields[0], NULL);
    SsCell          *cell = cell_named(c, g_strndup(fields[0], strlen(fields[0]) - strlen(".txt")));

    cell->code = atoi(fields[1]);
    cell->command = g_strdup(fields[2]);
    return g_file_get_contents(path, &cell->text, NULL, error);
}

static gboolean read_cells(SsCase *c, const char *manifest, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(manifest, "\n", -1);

    for (char **line = lines; *line; line++)
        if (**line && **line != '#' && !read_cell(c, *line, error))
            return FALSE;
    return TRUE;
}

SsCase *ss_case_read(const char *folder, const char *work, GError **error)
{
    g_autofree char  *env = ss_record_file(folder, "case.env");
    g_autofree char  *manifest = ss_record_file(folder, "expected/MANIFEST");
    g_autoptr(SsCase) c = g_new0(SsCase, 1);

    c->folder = g_canonicalize_filename(folder, NULL);
    c->name = g_path_get_basename(c->folder);
    c->work = g_build_filename(work, c->name, NULL);
    c->env = ss_record_env(env);
    c->cells = g_ptr_array_new_with_free_func(cell_free);
    c->pending_log = ss_record_file(folder, "expected/pending.log");
    c->zone = ss_zone_new(ss_case_env(c, "TZ") ? ss_case_env(c, "TZ") : "UTC", error);
    if (!c->zone)
        return NULL;
    c->moments = ss_moments_read(c->folder);
    read_times(c, manifest);
    read_machine(c);
    return read_cells(c, manifest, error) ? g_steal_pointer(&c) : NULL;
}
