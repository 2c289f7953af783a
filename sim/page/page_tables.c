/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_tables.c - sreport's tables: the very rows that the command prints, taken apart at their delimiter.
 */
#include "sim/base/date.h"
#include "sim/page/page_parts.h"
#include "sim/report/usage.h"

#include <string.h>

typedef struct {
    const char *words, *more; /* "cluster utilization"; further options */
} Report;

static const Report reports[] = {
    { "cluster utilization", " -T ALL" },
    { "cluster AccountUtilizationByUser", "" },
    { "user topusage", "" },
    { "job sizesbyaccount", "" },
    { "reservation utilization", "" },
};

static char *range_word(const char *name, SsTime when, const SsZone *zone)
{
    char text[SS_DATE_TEXT];

    return g_strdup_printf("%s=%s", name, ss_date_text(when, zone, text));
}

static void write_row(const char *line, SsJson *json)
{
    g_auto(GStrv) cells = g_strsplit(line, "|", -1);

    ss_json_begin_array(json);
    for (uint32_t i = 0; cells[i]; i++)
        ss_json_text(json, cells[i]);
    ss_json_end_array(json);
}

/* Two lines of words between rules, a header, rows. */
static void write_table(const char *command, const char *text, SsJson *json)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    bool          in_rows = false;

    ss_json_begin_object(json);
    ss_json_key_text(json, "command", command);
    ss_json_key(json, "heading");
    ss_json_begin_array(json);
    for (uint32_t i = 0; lines[i]; i++) {
        if (*lines[i] == '\0' || g_str_has_prefix(lines[i], "-----"))
            continue;
        if (!in_rows && strchr(lines[i], '|')) {
            ss_json_end_array(json);
            ss_json_key(json, "rows");
            ss_json_begin_array(json);
            in_rows = true;
        }
        if (in_rows)
            write_row(lines[i], json);
        else
            ss_json_text(json, lines[i]);
    }
    ss_json_end_array(json);
    ss_json_end_object(json);
}

static void write_report(SsLedger *ledger, const SsPageSpan *span, const Report *report,
                         SsJson *json)
{
    const SsZone    *zone = ss_ledger_zone(ledger);
    g_autofree char *start = range_word("start", span->start, zone);
    g_autofree char *end = range_word("end", span->end, zone);
    g_autofree char *said =
        g_strdup_printf("sreport -P -t Hours%s %s %s %s", report->more, report->words, start, end);
    g_auto(GStrv)      argv = g_strsplit(said, " ", -1);
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);

    if (ss_report_sreport(ledger, ss_ledger_now(ledger), argv, out, err) == 0 && out->len > 0)
        write_table(said, out->str, json);
}

void ss_page_tables(SsLedger *ledger, const SsPageSpan *span, SsJson *json)
{
    ss_json_key(json, "tables");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < G_N_ELEMENTS(reports); i++)
        write_report(ledger, span, &reports[i], json);
    ss_json_end_array(json);
}
