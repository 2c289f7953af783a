/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.c - a run's plan in the run table: one table of fields serves writing, reading and freeing.
 *
 * Lists are stored one value a line; a path with a newline in it is not a path we take.
 */
#include "sim/sweep/plan.h"

#include <stddef.h>
#include <string.h>

typedef enum { FIELD_TEXT, FIELD_LIST, FIELD_BOOL, FIELD_INT, FIELD_COUNT, FIELD_TIMES } FieldKind;

typedef struct {
    const char *key;
    FieldKind   kind;
    size_t      at;
} Field;

#define AT(field) offsetof(SsPlan, field)

static const Field fields[] = {
    { "run.site", FIELD_TEXT, AT(site) },
    { "run.folder", FIELD_TEXT, AT(folder) },
    { "run.workloads", FIELD_LIST, AT(workloads) },
    { "run.accounts", FIELD_TEXT, AT(accounts) },
    { "run.qos", FIELD_TEXT, AT(qos) },
    { "run.history", FIELD_TEXT, AT(history) },
    { "run.usage", FIELD_TEXT, AT(usage) },
    { "run.timeline", FIELD_LIST, AT(events) },
    { "run.past", FIELD_LIST, AT(past) },
    { "run.record", FIELD_TEXT, AT(record) },
    { "run.overrides", FIELD_LIST, AT(overrides) },
    { "run.changes", FIELD_LIST, AT(changes) },
    { "run.nodes", FIELD_LIST, AT(nodes) },
    { "run.operations", FIELD_LIST, AT(operations) },
    { "run.load", FIELD_TEXT, AT(load) },
    { "run.limits", FIELD_TEXT, AT(limits) },
    { "run.format", FIELD_TEXT, AT(format) },
    { "run.swf_account", FIELD_TEXT, AT(swf_account) },
    { "run.swf_dependencies", FIELD_BOOL, AT(swf_dependencies) },
    { "run.ignore_columns", FIELD_BOOL, AT(ignore_columns) },
    { "run.strict", FIELD_BOOL, AT(strict) },
    { "run.add_users", FIELD_BOOL, AT(add_users) },
    { "run.max_bad", FIELD_INT, AT(max_bad) },
    { "run.run_time", FIELD_INT, AT(run_time) },
    { "run.policy", FIELD_TEXT, AT(policy) },
    { "run.zone", FIELD_TEXT, AT(zone) },
    { "run.start", FIELD_INT, AT(start) },
    { "run.since", FIELD_INT, AT(since) },
    { "run.last_reset", FIELD_INT, AT(last_reset) },
    { "run.zero", FIELD_INT, AT(zero) },
    { "run.until", FIELD_INT, AT(until) },
    { "run.warmup", FIELD_INT, AT(warmup) },
    { "run.phase", FIELD_COUNT, AT(phase) },
    { "run.notice", FIELD_TEXT, AT(notice) },
    { "run.ends_last", FIELD_BOOL, AT(ends_last) },
    { "run.ends_hurry", FIELD_BOOL, AT(ends_hurry) },
    { "run.samples", FIELD_TIMES, AT(samples) },
    { "run.reasons", FIELD_TEXT, AT(reasons) },
    { "run.at_rest", FIELD_BOOL, AT(at_rest) },
    { "run.sums_late", FIELD_BOOL, AT(sums_late) },
};

#define SLOT(plan, field, type) ((type *) (void *) ((char *) (plan) + (field)->at))

void ss_plan_init(SsPlan *plan)
{
    *plan = (SsPlan){
        .workloads = g_new0(char *, 1),
        .events = g_new0(char *, 1),
        .past = g_new0(char *, 1),
        .overrides = g_new0(char *, 1),
        .changes = g_new0(char *, 1),
        .nodes = g_new0(char *, 1),
        .operations = g_new0(char *, 1),
        .swf_account = g_strdup("group"),
        .policy = g_strdup("slurm"),
        .zone = g_strdup("UTC"),
        .max_bad = -1,
        .run_time = -1,
        .until = SS_TIME_NEVER,
        .samples = g_array_new(FALSE, FALSE, sizeof(SsTime)),
    };
}

void ss_plan_clear(SsPlan *plan)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const Field *f = &fields[i];

        if (f->kind == FIELD_TEXT)
            g_free(*SLOT(plan, f, char *));
        else if (f->kind == FIELD_LIST)
            g_strfreev(*SLOT(plan, f, char **));
        else if (f->kind == FIELD_TIMES && *SLOT(plan, f, GArray *))
            g_array_free(*SLOT(plan, f, GArray *), TRUE);
    }
    memset(plan, 0, sizeof *plan);
}

void ss_plan_copy(SsPlan *to, const SsPlan *from)
{
    *to = *from;
    for (uint32_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const Field *f = &fields[i];

        if (f->kind == FIELD_TEXT)
            *SLOT(to, f, char *) = g_strdup(*SLOT(from, f, char *));
        else if (f->kind == FIELD_LIST)
            *SLOT(to, f, char **) = g_strdupv(*SLOT(from, f, char **));
        else if (f->kind == FIELD_TIMES)
            *SLOT(to, f, GArray *) = g_array_copy(*SLOT(from, f, GArray *));
    }
}

/* --- text forms ------------------------------------------------------------------------------------- */

static char *field_text(const SsPlan *plan, const Field *f)
{
    GString *text;

    switch (f->kind) {
    case FIELD_TEXT:
        return g_strdup(*SLOT(plan, f, char *const));
    case FIELD_LIST:
        return g_strjoinv("\n", *SLOT(plan, f, char **const));
    case FIELD_BOOL:
        return g_strdup(*SLOT(plan, f, const bool) ? "1" : "0");
    case FIELD_INT:
        return g_strdup_printf("%" G_GINT64_FORMAT, *SLOT(plan, f, const int64_t));
    case FIELD_COUNT:
        return g_strdup_printf("%u", *SLOT(plan, f, const uint32_t));
    default:
        text = g_string_new(NULL);
        for (uint32_t i = 0; i < (*SLOT(plan, f, GArray *const))->len; i++)
            g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i ? "\n" : "",
                                   g_array_index(*SLOT(plan, f, GArray *const), SsTime, i));
        return g_string_free(text, FALSE);
    }
}

static char **split_lines(const char *text)
{
    return *text ? g_strsplit(text, "\n", -1) : g_new0(char *, 1);
}

static void read_times(GArray *times, const char *text)
{
    g_auto(GStrv) lines = split_lines(text);

    for (uint32_t i = 0; lines[i]; i++) {
        const SsTime when = g_ascii_strtoll(lines[i], NULL, 10);

        g_array_append_val(times, when);
    }
}

static void field_read(SsPlan *plan, const Field *f, const char *text)
{
    switch (f->kind) {
    case FIELD_TEXT:
        g_free(*SLOT(plan, f, char *));
        *SLOT(plan, f, char *) = g_strdup(text);
        break;
    case FIELD_LIST:
        g_strfreev(*SLOT(plan, f, char **));
        *SLOT(plan, f, char **) = split_lines(text);
        break;
    case FIELD_BOOL:
        *SLOT(plan, f, bool) = *text == '1';
        break;
    case FIELD_INT:
        *SLOT(plan, f, int64_t) = g_ascii_strtoll(text, NULL, 10);
        break;
    case FIELD_COUNT:
        *SLOT(plan, f, uint32_t) = (uint32_t) g_ascii_strtoull(text, NULL, 10);
        break;
    case FIELD_TIMES:
        read_times(*SLOT(plan, f, GArray *), text);
        break;
    }
}

bool ss_plan_equal(const SsPlan *a, const SsPlan *b)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autofree char *left = field_text(a, &fields[i]), *right = field_text(b, &fields[i]);

        if (g_strcmp0(left, right) != 0)
            return false;
    }
    return true;
}

gboolean ss_plan_write(SsLedger *ledger, const SsPlan *plan, GError **error)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autofree char *text = field_text(plan, &fields[i]);

        if (text && !ss_ledger_set(ledger, fields[i].key, text, error))
            return FALSE;
    }
    return TRUE;
}

gboolean ss_plan_read(SsLedger *ledger, SsPlan *plan, GError **error)
{
    ss_plan_init(plan);
    if (!ss_ledger_get(ledger, "run.site")) {
        g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_MISSING,
                    "%s: holds no plan of a run: it cannot be continued", ss_ledger_path(ledger));
        ss_plan_clear(plan);
        return FALSE;
    }
    for (uint32_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const char *text = ss_ledger_get(ledger, fields[i].key);

        if (text)
            field_read(plan, &fields[i], text);
    }
    return TRUE;
}
