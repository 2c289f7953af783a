/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/conformance/runner/report.h"

#include "sim/base/json.h"
#include "tests/conformance/runner/compare.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const char *const words[] = {
    [SS_CELL_SAME] = "same",
    [SS_CELL_DIFFERENT] = "DIFFERENT",
    [SS_CELL_NOT_SIMULATED] = "not simulated",
};

SsCellCounts ss_report_count(const GPtrArray *cases)
{
    SsCellCounts counts = { 0 };

    for (guint i = 0; i < cases->len; i++) {
        const SsCase *c = cases->pdata[i];

        for (guint n = 0; n < c->cells->len; n++) {
            const SsCell *cell = c->cells->pdata[n];

            counts.same += cell->result == SS_CELL_SAME;
            counts.different += cell->result == SS_CELL_DIFFERENT;
            counts.not_simulated += cell->result == SS_CELL_NOT_SIMULATED;
            counts.masked += cell->masked;
        }
    }
    return counts;
}

/* --- files -------------------------------------------------------------------------------------------- */

static gboolean keep(const SsCase *c, const char *name, const char *suffix, const char *text,
                     GError **error)
{
    g_autofree char *file = g_strconcat(name, suffix, NULL);
    g_autofree char *path = g_build_filename(c->work, file, NULL);

    return g_file_set_contents(path, text, -1, error);
}

/* diff(1) of what is compared: masked values are '*' on both sides. */
static gboolean keep_diff(const SsCase *c, const char *name, const char *command,
                          const char *theirs, const char *ours, GError **error)
{
    g_autofree char *left = ss_masked(command, theirs, NULL),
                    *right = ss_masked(command, ours, NULL);
    char            *argv[] = { (char *) "diff",       (char *) "-U1",      (char *) "--label",
                                (char *) "recorded",   (char *) "--label",  (char *) "ours",
                                (char *) "theirs.tmp", (char *) "ours.tmp", NULL };
    g_autofree char *out = NULL;

    if (!keep(c, "theirs", ".tmp", left, error) || !keep(c, "ours", ".tmp", right, error)
        || !g_spawn_sync(c->work, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL,
                         error))
        return FALSE;
    return keep(c, name, ".diff", out, error);
}

gboolean ss_report_keep(const SsCase *c, GError **error)
{
    for (guint i = 0; i < c->cells->len; i++) {
        const SsCell *cell = c->cells->pdata[i];
        const char   *ours = cell->own_text ? cell->own_text : "";

        if (!keep(c, cell->name, ".txt", ours, error))
            return FALSE;
        if (cell->result == SS_CELL_DIFFERENT
            && !keep_diff(c, cell->name, cell->command, cell->text, ours, error))
            return FALSE;
    }
    if (!c->own_pending_log || !c->pending_log)
        return TRUE;
    return keep(c, "pending", ".log", c->own_pending_log, error);
}

/* --- the table ---------------------------------------------------------------------------------------- */

static const SsCell *find_cell(const SsCase *c, const char *name)
{
    for (guint i = 0; i < c->cells->len; i++) {
        const SsCell *cell = c->cells->pdata[i];

        if (strcmp(cell->name, name) == 0)
            return cell;
    }
    return NULL;
}

/* Names of all commands, in the order in which they are first met; borrowed. */
static GPtrArray *command_names(const GPtrArray *cases)
{
    GPtrArray            *names = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < cases->len; i++) {
        const SsCase *c = cases->pdata[i];

        for (guint n = 0; n < c->cells->len; n++) {
            SsCell *cell = c->cells->pdata[n];

            if (g_hash_table_add(seen, cell->name))
                g_ptr_array_add(names, cell->name);
        }
    }
    return names;
}

static const char *short_name(const SsCase *c)
{
    return g_str_has_prefix(c->name, "static-") ? c->name + strlen("static-") : c->name;
}

static void print_grid(const GPtrArray *cases, SsWriter *out)
{
    g_autoptr(GPtrArray) names = command_names(cases);

    ss_writer_printf(out, "%-27s", "command");
    for (guint i = 0; i < cases->len; i++)
        ss_writer_printf(out, " %-13.13s", short_name(cases->pdata[i]));
    ss_writer_char(out, '\n');
    for (guint n = 0; n < names->len; n++) {
        ss_writer_printf(out, "%-27s", (const char *) names->pdata[n]);
        for (guint i = 0; i < cases->len; i++) {
            const SsCell *cell = find_cell(cases->pdata[i], names->pdata[n]);

            ss_writer_printf(out, " %-13s", cell ? words[cell->result] : "-");
        }
        ss_writer_char(out, '\n');
    }
}

static void print_troubles(const GPtrArray *cases, SsWriter *out)
{
    for (guint i = 0; i < cases->len; i++) {
        const SsCase *c = cases->pdata[i];

        if (c->trouble)
            ss_writer_printf(out, "%s could not be played: %s\n", c->name, c->trouble);
        else if (c->pending_log && g_strcmp0(c->pending_log, c->own_pending_log) != 0)
            ss_writer_printf(out, "%s: pending.sh was answered otherwise (pending.log)\n", c->name);
    }
}

void ss_report_table(const GPtrArray *cases, SsWriter *out)
{
    const SsCellCounts counts = ss_report_count(cases);

    print_grid(cases, out);
    ss_writer_char(out, '\n');
    print_troubles(cases, out);
    ss_writer_printf(out,
                     "%u cases: %u cells, %u same, %u different; %u not simulated; %u characters "
                     "masked\n",
                     cases->len, counts.same + counts.different, counts.same, counts.different,
                     counts.not_simulated, counts.masked);
}

void ss_report_diffs(const GPtrArray *cases, SsWriter *out)
{
    for (guint i = 0; i < cases->len; i++) {
        const SsCase *c = cases->pdata[i];

        for (guint n = 0; n < c->cells->len; n++) {
            const SsCell    *cell = c->cells->pdata[n];
            g_autofree char *file = g_strconcat(cell->name, ".diff", NULL);
            g_autofree char *path = g_build_filename(c->work, file, NULL);
            g_autofree char *text = NULL;

            if (cell->result != SS_CELL_DIFFERENT || !g_file_get_contents(path, &text, NULL, NULL))
                continue;
            ss_writer_printf(out, "=== %s %s: %s\n", c->name, cell->name, cell->command);
            if (cell->code != cell->own_code)
                ss_writer_printf(out, "exit code %d, recorded %d\n", cell->own_code, cell->code);
            ss_writer_text(out, text);
            ss_writer_char(out, '\n');
        }
    }
}

/* --- JSON --------------------------------------------------------------------------------------------- */

static void json_cell(SsJson *json, const SsCell *cell)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "name", cell->name);
    ss_json_key_text(json, "command", cell->command);
    ss_json_key_text(json, "result", words[cell->result]);
    if (cell->result == SS_CELL_NOT_SIMULATED)
        ss_json_key_text(json, "reason", ss_not_simulated(cell->command));
    ss_json_key_uint(json, "masked", cell->masked);
    ss_json_end_object(json);
}

static void json_case(SsJson *json, const SsCase *c)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "case", c->name);
    ss_json_key_text(json, "trouble", c->trouble);
    ss_json_key(json, "cells");
    ss_json_begin_array(json);
    for (guint i = 0; i < c->cells->len; i++)
        json_cell(json, c->cells->pdata[i]);
    ss_json_end_array(json);
    ss_json_end_object(json);
}

void ss_report_json(const GPtrArray *cases, SsWriter *out)
{
    const SsCellCounts counts = ss_report_count(cases);
    g_autoptr(SsJson)  json = ss_json_new(out, SS_JSON_PRETTY);

    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.conformance.static.v1");
    ss_json_key_uint(json, "same", counts.same);
    ss_json_key_uint(json, "different", counts.different);
    ss_json_key_uint(json, "not_simulated", counts.not_simulated);
    ss_json_key_uint(json, "masked_characters", counts.masked);
    ss_json_key(json, "cases");
    ss_json_begin_array(json);
    for (guint i = 0; i < cases->len; i++)
        json_case(json, cases->pdata[i]);
    ss_json_end_array(json);
    ss_json_end_object(json);
    ss_writer_char(out, '\n');
}
