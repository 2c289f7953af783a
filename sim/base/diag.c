/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diag.c - findings, and the error domains.
 *
 * An administrator who moves a site over wants the whole list of what is wrong, once, not one
 * fault a try. So readers add findings here and go on; only what makes going on impossible is a
 * GError. Texts are copied into an arena: a finding is made where line buffers and names are about
 * to disappear. File names are interned, since a thousand findings name three files.
 *
 * Findings keep the order they were added in, which is the order of reading and so the same in
 * every run; sorting by place is done on a copy of the order and is stable.
 *
 * Rejected: severities as GLogLevelFlags (a finding is a datum, not a log line) and remedies inside
 * the text (they are shown apart in HTML and JSON).
 */
#include "sim/base/diag.h"

#include <string.h>

#include "sim/base/arena.h"
#include "sim/base/intern.h"

struct SsDiag {
    SsArena  *arena;
    SsIntern *files;
    GArray   *findings; /* element-type: SsFinding */
    uint32_t  n[SS_N_SEVERITIES];
};

static const char *const severity_names[SS_N_SEVERITIES] = {
    [SS_SEVERITY_ERROR] = "error",
    [SS_SEVERITY_WARNING] = "warning",
    [SS_SEVERITY_NOTE] = "note",
};

G_DEFINE_QUARK(ss - parse - error, ss_parse_error)
G_DEFINE_QUARK(ss - conf - error, ss_conf_error)
G_DEFINE_QUARK(ss - trace - error, ss_trace_error)
G_DEFINE_QUARK(ss - ledger - error, ss_ledger_error)
G_DEFINE_QUARK(ss - usage - error, ss_usage_error)

static SsPlace keep_place(SsDiag *diag, const SsPlace *place)
{
    SsPlace kept = { NULL, 0, 0 };

    if (place == NULL)
        return kept;
    kept = *place;
    if (place->file != NULL)
        kept.file = ss_intern_text(diag->files, ss_intern_id(diag->files, place->file));
    return kept;
}

static void add_finding(SsDiag *diag, SsSeverity severity, const char *code, const SsPlace *place,
                        const char *remedy, const char *text)
{
    const SsFinding finding = {
        .severity = severity,
        .code = code,
        .place = keep_place(diag, place),
        .text = ss_arena_text(diag->arena, text),
        .remedy = ss_arena_text(diag->arena, remedy),
    };

    g_array_append_val(diag->findings, finding);
    diag->n[severity]++;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const void *a, const void *b, void *data)
{
    const GArray    *findings = data;
    const uint32_t   i = *(const uint32_t *) a, j = *(const uint32_t *) b;
    const SsFinding *x = &g_array_index(findings, SsFinding, i);
    const SsFinding *y = &g_array_index(findings, SsFinding, j);
    int              order = g_strcmp0(x->place.file, y->place.file);

    if (order == 0)
        order = compare_numbers(x->place.line, y->place.line);
    if (order == 0)
        order = compare_numbers(x->place.column, y->place.column);
    return order != 0 ? order : compare_numbers(i, j);
}

void ss_text_append_shown(GString *out, const char *text)
{
    while (*text != '\0') {
        const gunichar c = g_utf8_get_char_validated(text, -1);
        const bool     shown =
            c < 0x80000000 && (c == '\n' || c == '\t' || (c >= ' ' && (c < 0x7f || c > 0x9f)));
        const size_t n = shown ? (size_t) (g_utf8_next_char(text) - text) : 1;

        if (shown)
            g_string_append_len(out, text, (gssize) n);
        else
            g_string_append_printf(out, "\\x%02x", (unsigned char) *text);
        text += n;
    }
}

static void print_finding(const SsFinding *finding, GString *out)
{
    if (finding->place.file != NULL) {
        g_string_append(out, finding->place.file);
        g_string_append_c(out, ':');
        if (finding->place.line > 0)
            g_string_append_printf(out, "%u:", finding->place.line);
        if (finding->place.line > 0 && finding->place.column > 0)
            g_string_append_printf(out, "%u:", finding->place.column);
        g_string_append_c(out, ' ');
    }
    g_string_append_printf(out, "%s: ", ss_severity_name(finding->severity));
    ss_text_append_shown(out, finding->text);
    if (finding->remedy != NULL)
        g_string_append_printf(out, "; %s", finding->remedy);
    g_string_append_printf(out, " [%s]\n", finding->code);
}

SsDiag *ss_diag_new(void)
{
    SsDiag *diag = g_new0(SsDiag, 1);

    diag->arena = ss_arena_new();
    diag->files = ss_intern_new();
    diag->findings = g_array_new(FALSE, FALSE, sizeof(SsFinding));
    return diag;
}

void ss_diag_free(SsDiag *diag)
{
    if (diag == NULL)
        return;
    g_array_unref(diag->findings);
    ss_intern_free(diag->files);
    ss_arena_free(diag->arena);
    g_free(diag);
}

void ss_diag_add(SsDiag *diag, SsSeverity severity, const char *code, const SsPlace *place,
                 const char *remedy, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list          args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    add_finding(diag, severity, code, place, remedy, text);
}

void ss_diag_add_error(SsDiag *diag, SsSeverity severity, const char *code, const SsPlace *place,
                       const GError *error)
{
    add_finding(diag, severity, code, place, NULL, error->message);
}

uint32_t ss_diag_count(const SsDiag *diag, SsSeverity severity)
{
    return diag->n[severity];
}

uint32_t ss_diag_total(const SsDiag *diag)
{
    return diag->findings->len;
}

const SsFinding *ss_diag_at(const SsDiag *diag, uint32_t i)
{
    g_assert(i < diag->findings->len);
    return &g_array_index(diag->findings, SsFinding, i);
}

void ss_diag_print(const SsDiag *diag, SsDiagOrder order, GString *out)
{
    const uint32_t       n = diag->findings->len;
    g_autofree uint32_t *rank = g_new(uint32_t, n);

    for (uint32_t i = 0; i < n; i++)
        rank[i] = i;
    if (order == SS_DIAG_BY_PLACE && n > 1)
        g_qsort_with_data(rank, (int) n, sizeof *rank, compare_places, diag->findings);
    for (uint32_t i = 0; i < n; i++)
        print_finding(ss_diag_at(diag, rank[i]), out);
}

const char *ss_severity_name(SsSeverity severity)
{
    return severity_names[severity];
}
