/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_actions.c - reads actions.csv beside driver.log; both are in the order in which things were done.
 */
#include "sim/sweep/case_actions.h"

#include <string.h>

typedef struct {
    double offset;
    char  *command;
} Action;

static void clear_action(gpointer action)
{
    g_free(((Action *) action)->command);
}

static gint by_offset(gconstpointer left, gconstpointer right)
{
    const double a = ((const Action *) left)->offset, b = ((const Action *) right)->offset;

    return (a > b) - (a < b);
}

/* The second field of a line of CSV, without its quotes. */
static char *second_field(const char *line)
{
    GString *field = g_string_new(NULL);
    bool     quoted = false;

    for (const char *p = strchr(line, ',') + 1; *p != '\0' && *p != '\r'; p++) {
        if (*p != '"')
            g_string_append_c(field, *p);
        else if (quoted && p[1] == '"')
            g_string_append_c(field, *p++);
        else
            quoted = !quoted;
    }
    return g_string_free(field, FALSE);
}

static GArray *read_actions(const char *text)
{
    GArray       *actions = g_array_new(FALSE, FALSE, sizeof(Action));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    g_array_set_clear_func(actions, clear_action);
    for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
        if (strchr(lines[i], ',') == NULL)
            continue;
        const Action action = { g_ascii_strtod(lines[i], NULL), second_field(lines[i]) };

        g_array_append_val(actions, action);
    }
    g_array_sort(actions, by_offset); /* is stable, as the recorder's is */
    return actions;
}

/* "2026-03-04T10:00:07 action scontrol ... -> rc=0": the moments. */
static GPtrArray *read_moments(const char *text)
{
    const size_t  length = strlen("2026-03-04T10:00:07");
    GPtrArray    *moments = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line != NULL; line++)
        if (strlen(*line) > length && g_str_has_prefix(*line + length, " action "))
            g_ptr_array_add(moments, g_strndup(*line, length));
    return moments;
}

bool ss_case_actions(const char *actions, const char *log, SsPlan *plan)
{
    g_autofree char *commands = NULL, *moments = NULL;

    if (actions == NULL || log == NULL || !g_file_get_contents(actions, &commands, NULL, NULL)
        || !g_file_get_contents(log, &moments, NULL, NULL))
        return false;
    g_autoptr(GArray)    given = read_actions(commands);
    g_autoptr(GPtrArray) at = read_moments(moments);
    if (given->len != at->len)
        return false;

    const guint n = g_strv_length(plan->operations);
    plan->operations = g_renew(char *, plan->operations, n + given->len + 1);
    for (guint i = 0; i < given->len; i++)
        plan->operations[n + i] = g_strconcat("-", (char *) at->pdata[i], "|",
                                              g_array_index(given, Action, i).command, NULL);
    plan->operations[n + given->len] = NULL;
    return true;
}
