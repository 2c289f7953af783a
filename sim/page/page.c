/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.c - the page put together: a skeleton whose placeholders are replaced by styles, data and scripts.
 *
 * Everything is in the one file, so that it can be sent, archived and opened from a disk without a server; nothing
 * is fetched. The scripts are ES modules, each tested by itself (tests/page); a page opened from a disk may
 * not import others, so they are written one behind the other as one module, without their import and export
 * words. Hence their top-level names are unique and an import is one line.
 *
 * The data stands before the scripts and behind the text: a browser shows the head of the page while it still
 * reads the jobs.
 *
 * Rejected: a server (`slurmsim report --serve`): nothing to keep, nothing to send. SVG made here: no zoom.
 * A larger chart library: what it draws for a hundred thousand jobs takes seconds, uPlot's canvas milliseconds.
 *
 * Tested in tests/unit/test_page.c, and in a real browser by tests/page/browser.sh.
 */
#include "sim/page/page.h"

#include "sim/base/intern.h"
#include "sim/ledger/query.h"
#include "sim/ledger/rows.h"
#include "sim/model/reason.h"
#include "sim/page/files.h"
#include "sim/page/pack.h"
#include "sim/page/page_parts.h"
#include "sim/report/summary.h"

#include <string.h>

/* --- a run -------------------------------------------------------------------------------------------- */

static gboolean read_span(SsLedger *ledger, SsPageSpan *span, GError **error)
{
    SsQuery *query = ss_query_new(ledger, "SELECT min(time_submit), max(time_end) FROM job");

    span->start = ss_ledger_get_int(ledger, "started", 0);
    span->end = ss_ledger_now(ledger);
    span->base = span->start;
    if (ss_query_next(query) && !ss_query_is_null(query, 0)) {
        span->base = MIN(span->base, ss_query_get_int(query, 0));
        span->end = MAX(span->end, ss_query_get_int(query, 1));
    }
    return ss_query_close(query, error);
}

static gboolean write_summary(SsLedger *ledger, SsJson *json, GError **error)
{
    SsSummary summary;

    if (!ss_summary_read(ledger, &summary, error))
        return FALSE;
    g_autoptr(GString)  text = g_string_new(NULL);
    g_autoptr(SsWriter) writer = ss_writer_new_string(text);
    ss_summary_print(ledger, &summary, NULL, writer);
    ss_writer_flush(writer);
    ss_json_key_text(json, "summary_text", text->str);
    ss_json_key(json, "summary");
    ss_summary_json(ledger, &summary, NULL, json);
    ss_summary_clear(&summary);
    return TRUE;
}

/* Reasons over time, as the run looked at them; no rows: it was told not to. */
static gboolean write_looks(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error)
{
    static const char *const names[] = { "time", "reason", "jobs", "cpus" };
    g_autoptr(SsRows)        found =
        ss_rows_read(ledger, &ss_row_pending, "ORDER BY at, reason", NULL, 0, error);
    g_autoptr(SsIntern) reasons = ss_intern_new();
    SsPack             *column[G_N_ELEMENTS(names)];

    if (!found)
        return FALSE;
    for (uint32_t c = 0; c < G_N_ELEMENTS(names); c++)
        column[c] = ss_pack_new();
    for (uint32_t i = 0; i < found->n; i++) {
        const SsPendingRow *row = &((const SsPendingRow *) found->at)[i];

        ss_pack_add_time(column[0], row->at, span->base);
        ss_pack_add(column[1], ss_intern_id(reasons, ss_reason_text((SsReason) row->reason)));
        ss_pack_add(column[2], (double) row->jobs);
        ss_pack_add(column[3], (double) row->cpus);
    }
    ss_json_key(json, "looks");
    ss_json_begin_object(json);
    ss_json_key_int(json, "every", ss_ledger_get_int(ledger, "pending.every", 0));
    for (uint32_t c = 0; c < G_N_ELEMENTS(names); c++) {
        ss_pack_json(column[c], names[c], json);
        ss_pack_free(column[c]);
    }
    ss_json_key(json, "reasons");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < ss_intern_count(reasons); i++)
        ss_json_text(json, ss_intern_text(reasons, i));
    ss_json_end_array(json);
    ss_json_end_object(json);
    return TRUE;
}

gboolean ss_page_run_json(const SsPageRun *run, SsJson *json, GError **error)
{
    SsPageSpan span;

    if (!read_span(run->ledger, &span, error))
        return FALSE;
    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.page.v1");
    ss_json_key_text(json, "name", run->name);
    ss_json_key_text(json, "cluster", ss_ledger_cluster(run->ledger));
    ss_json_key_text(json, "zone", ss_ledger_get(run->ledger, "zone"));
    ss_json_key_text(json, "policy", ss_ledger_get(run->ledger, "run.policy"));
    ss_json_key_int(json, "base", span.base);
    ss_json_key_int(json, "start", span.start - span.base + 1);
    ss_json_key_int(json, "end", span.end - span.base + 1);
    if (!write_summary(run->ledger, json, error) || !ss_page_site(run->ledger, &span, json, error)
        || !ss_page_shares(run->ledger, &span, json, error)
        || !ss_page_jobs(run->ledger, &span, json, error)
        || !write_looks(run->ledger, &span, json, error))
        return FALSE;
    ss_page_tables(run->ledger, &span, json);
    ss_json_end_object(json);
    return TRUE;
}

/* --- the parts of the skeleton ------------------------------------------------------------------------ */

typedef struct {
    const SsPageRequest *request;
    SsWriter            *writer;
} Page;

static void write_escaped(SsWriter *writer, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);

    ss_writer_text(writer, escaped);
}

static gboolean write_title(const Page *page, GError **error)
{
    const SsPageRequest *request = page->request;

    (void) error;
    ss_writer_text(page->writer, "<title>");
    if (request->title)
        write_escaped(page->writer, request->title);
    else if (request->n_runs > 0)
        write_escaped(page->writer, request->runs[0].name);
    else
        write_escaped(page->writer, "sweep");
    ss_writer_text(page->writer, " - slurmsim report</title>\n");
    return TRUE;
}

static gboolean write_styles(const Page *page, GError **error)
{
    (void) error;
    ss_writer_printf(page->writer, "<style>\n%s\n%s</style>\n", ss_page_library_css, ss_page_css);
    return TRUE;
}

static gboolean write_run(const Page *page, uint32_t i, GError **error)
{
    g_autoptr(SsJson) json = ss_json_new(page->writer, SS_JSON_COMPACT);

    ss_writer_text(page->writer, "<script type=\"application/json\" class=\"run\">");
    if (!ss_page_run_json(&page->request->runs[i], json, error))
        return FALSE;
    ss_writer_text(page->writer, "</script>\n");
    if (page->request->progress)
        page->request->progress(page->request->data, (i + 1.0) / page->request->n_runs);
    return TRUE;
}

/* JSON may stand in a page as it is but for what looks like the end of a script, or a comment (see SsJson). */
static void write_json_text(SsWriter *writer, const char *text)
{
    for (const char *p = text; *p; p++) {
        const bool marks = p > text && p[-1] == '<';

        if (marks && *p == '/')
            ss_writer_char(writer, '\\');
        if (marks && *p == '!')
            ss_writer_text(writer, "\\u0021");
        else
            ss_writer_char(writer, *p);
    }
}

static gboolean write_data(const Page *page, GError **error)
{
    const SsPageRequest *request = page->request;

    for (uint32_t i = 0; i < request->n_runs; i++)
        if (!write_run(page, i, error))
            return FALSE;
    for (uint32_t i = 0; request->sweeps && request->sweeps[i]; i++) {
        if (!strstr(request->sweeps[i], "\"slurmsim.sweep.v1\"")) {
            g_set_error_literal(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                                "this is no summary.json of a sweep");
            return FALSE;
        }
        ss_writer_text(page->writer, "<script type=\"application/json\" class=\"sweep\">");
        write_json_text(page->writer, request->sweeps[i]);
        ss_writer_text(page->writer, "</script>\n");
    }
    return TRUE;
}

static gboolean write_library(const Page *page, GError **error)
{
    (void) error;
    ss_writer_printf(page->writer, "<script>\n%s</script>\n", ss_page_library);
    return TRUE;
}

/* A module without its imports and the word `export`. */
static void write_module(SsWriter *writer, const char *text)
{
    for (const char *line = text; *line;) {
        const char  *end = strchr(line, '\n');
        const size_t n = end ? (size_t) (end - line) + 1 : strlen(line);
        const size_t skip = g_str_has_prefix(line, "export ") ? strlen("export ") : 0;

        if (!g_str_has_prefix(line, "import "))
            ss_writer_bytes(writer, line + skip, n - skip);
        line += n;
    }
}

static gboolean write_script(const Page *page, GError **error)
{
    (void) error;
    ss_writer_text(page->writer, "<script type=\"module\">\n");
    for (uint32_t i = 0; ss_page_modules[i]; i++)
        write_module(page->writer, ss_page_modules[i]);
    ss_writer_text(page->writer, "</script>\n");
    return TRUE;
}

static gboolean write_notice(const Page *page, GError **error)
{
    (void) error;
    ss_writer_text(page->writer, "<details class=\"notice\"><summary>Licences</summary><pre>"
                                 "uPlot 1.6.32, https://github.com/leeoniya/uPlot\n\n");
    write_escaped(page->writer, ss_page_library_licence);
    ss_writer_text(page->writer, "</pre></details>\n");
    return TRUE;
}

typedef struct {
    const char *line; /* of the skeleton */
    gboolean (*write)(const Page *page, GError **error);
} Part;

static const Part parts[] = {
    { "<!-- title -->", write_title },   { "<!-- styles -->", write_styles },
    { "<!-- data -->", write_data },     { "<!-- library -->", write_library },
    { "<!-- script -->", write_script }, { "<!-- notice -->", write_notice },
};

static gboolean write_line(const Page *page, const char *line, size_t n, GError **error)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (g_str_has_prefix(line, parts[i].line))
            return parts[i].write(page, error);
    ss_writer_bytes(page->writer, line, n);
    return TRUE;
}

gboolean ss_page_write(const SsPageRequest *request, SsWriter *writer, GError **error)
{
    const Page page = { request, writer };

    for (const char *line = ss_page_skeleton; *line;) {
        const char  *end = strchr(line, '\n');
        const size_t n = end ? (size_t) (end - line) + 1 : strlen(line);

        if (!write_line(&page, line, n, error))
            return FALSE;
        line += n;
    }
    return TRUE;
}
