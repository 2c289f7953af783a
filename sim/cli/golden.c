/* SPDX-License-Identifier: Apache-2.0 */
/*
 * golden.c - runs this very program once more for each command, so that nothing of one report can leak into
 * the next, and compares what it printed.
 */
#include "sim/cli/golden.h"

#include "sim/base/diag.h"
#include "sim/base/writer.h"
#include "sim/report/expect.h"

#include <string.h>
#include <sys/wait.h>

typedef struct {
    const char *folder, *db;
    bool        update;
    GArray     *out;
} Golden;

static void append_marked(GString *to, const char *text, const char *mark)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (uint32_t i = 0; lines[i] && (lines[i + 1] || *lines[i]); i++)
        g_string_append_printf(to, "%s%s\n", mark, lines[i]);
}

/* What the command prints now, in the files' form; NULL if it cannot be run. */
static char *ask(const Golden *golden, const char *command, GError **error)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", error);
    g_auto(GStrv)    words = NULL, env = g_get_environ();
    g_autofree char *out = NULL, *err = NULL;
    int              n = 0, status = 0;

    if (!self || !g_shell_parse_argv(command, &n, &words, error))
        return NULL;
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_ptr_array_add(argv, self);
    for (int i = strcmp(words[0], "slurmsim") == 0; i < n; i++)
        g_ptr_array_add(argv, words[i]);
    g_ptr_array_add(argv, NULL);
    env = g_environ_setenv(env, "SLURMSIM_DB", golden->db, TRUE);
    if (!g_spawn_sync(NULL, (char **) argv->pdata, env, G_SPAWN_DEFAULT, NULL, NULL, &out, &err,
                      &status, error))
        return NULL;
    GString *text = g_string_new(NULL);
    append_marked(text, out, "");
    append_marked(text, err, "! ");
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
        g_string_append_printf(text, "? %d\n", WEXITSTATUS(status));
    return g_string_free(text, FALSE);
}

static char *first_difference(const char *expected, const char *actual)
{
    g_auto(GStrv) a = g_strsplit(expected, "\n", -1), b = g_strsplit(actual, "\n", -1);
    uint32_t      i = 0;

    while (a[i] && b[i] && strcmp(a[i], b[i]) == 0)
        i++;
    return g_strdup_printf("line %u is '%s', expected '%s'", i + 1, b[i] ? b[i] : "",
                           a[i] ? a[i] : "");
}

static void judge(const Golden *golden, const char *file, uint32_t line, const char *command,
                  const GString *expected, GString *fresh)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *actual = ask(golden, command, &error);
    g_autofree char  *name = g_strdup_printf("%s: %s", file, command);

    g_string_append_printf(fresh, "$ %s\n%s", command, actual ? actual : expected->str);
    if (!actual) {
        ss_expectations_add(golden->out, line, name, SS_EXPECT_ERRED, error->message);
    } else if (golden->update || strcmp(actual, expected->str) == 0) {
        ss_expectations_add(golden->out, line, name, SS_EXPECT_PASSED, NULL);
    } else {
        g_autofree char *detail = first_difference(expected->str, actual);

        ss_expectations_add(golden->out, line, name, SS_EXPECT_FAILED, detail);
    }
}

static gboolean check_file(const Golden *golden, const char *name, GError **error)
{
    g_autofree char   *path = g_build_filename(golden->folder, name, NULL);
    g_autofree char   *text = NULL;
    g_autoptr(GString) fresh = g_string_new(NULL), expected = g_string_new(NULL);
    const char        *command = NULL;
    uint32_t           at = 0;

    if (!g_file_get_contents(path, &text, NULL, error))
        return FALSE;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (uint32_t i = 0; lines[i] && (lines[i + 1] || *lines[i]); i++) {
        if (!g_str_has_prefix(lines[i], "$ ")) {
            g_string_append_printf(command ? expected : fresh, "%s\n", lines[i]);
            continue;
        }
        if (command)
            judge(golden, name, at, command, expected, fresh);
        command = lines[i] + 2;
        at = i + 1;
        g_string_truncate(expected, 0);
    }
    if (command)
        judge(golden, name, at, command, expected, fresh);
    return !golden->update || g_file_set_contents(path, fresh->str, (gssize) fresh->len, error);
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

gboolean ss_golden_run(const char *folder, const char *db, bool update, GArray *expectations,
                       GError **error)
{
    g_autofree char     *full = g_canonicalize_filename(db, NULL);
    const Golden         golden = { folder, full, update, expectations };
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir)      dir = g_dir_open(folder, 0, error);

    if (!dir)
        return FALSE;
    for (const char *name; (name = g_dir_read_name(dir));)
        if (g_str_has_suffix(name, ".txt") && name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_text);
    for (uint32_t i = 0; i < names->len; i++)
        if (!check_file(&golden, names->pdata[i], error))
            return FALSE;
    if (names->len)
        return TRUE;
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                "%s: holds no *.txt; write one with lines such as: $ sacct -P -a", folder);
    return FALSE;
}
