/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage_file.c - what associations had used when a run begins.
 *
 * Real slurmctld keeps this in a state file of its own; a site can print it with sshare -l -P -a, which
 * loses the fraction, or keep it as CSV. TRES are named as everywhere; in a CSV they are joined by
 * semicolons so that the field needs no quotes, and TRES that the cluster does not track are passed over
 * with a note. sshare prints GrpTRESRaw in minutes; it is taken times sixty.
 */
#include "workloads/usage_file.h"

#include <string.h>

#include "sim/base/size.h"
#include "workloads/rows.h"

typedef struct {
    SsTraceRows     *rows;
    const SsCluster *cluster;
    SsDiag          *diag;
    long double     *tres; /* [n] of the row   */
    bool             sshare;
} Reading;

static gboolean refuse(const Reading *reading, const char *column, const char *value,
                       GError **error)
{
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE, "%s:%u: column %s: '%s' is no number",
                ss_trace_rows_name(reading->rows), ss_trace_rows_line(reading->rows), column,
                value);
    return FALSE;
}

static const char *get(const Reading *reading, const char *name)
{
    const char *text = ss_trace_rows_get(reading->rows, name);

    return text != NULL ? text + strspn(text, " ") : "";
}

static gboolean take_number(const Reading *reading, const char *column, long double fallback,
                            long double *out, GError **error)
{
    const char *text = get(reading, column);
    double      number;

    *out = fallback;
    if (*text == '\0')
        return TRUE;
    if (!ss_double_parse(text, &number, NULL) || number < 0)
        return refuse(reading, column, text, error);
    *out = number;
    return TRUE;
}

static void note_unknown(const Reading *reading, const char *name)
{
    const SsPlace place = { ss_trace_rows_name(reading->rows), ss_trace_rows_line(reading->rows),
                            0 };

    if (reading->diag != NULL)
        ss_diag_add(reading->diag, SS_SEVERITY_NOTE, "SC0820", &place,
                    "name it in AccountingStorageTRES", "TRES '%s' is not tracked: passed over",
                    name);
}

/* "cpu=1.5;mem=2;gres/gpu=3" into reading->tres. */
static gboolean take_tres(const Reading *reading, const char *column, long double unit,
                          const long double **out, GError **error)
{
    const char   *text = get(reading, column);
    g_auto(GStrv) items = g_strsplit_set(text, ";,", -1);

    *out = NULL;
    if (*text == '\0')
        return TRUE;
    memset(reading->tres, 0, reading->cluster->tres->n * sizeof *reading->tres);
    for (guint i = 0; items[i] != NULL; i++) {
        char    *equals = strchr(items[i], '=');
        double   number;
        uint32_t at;

        if (*items[i] == '\0')
            continue;
        if (equals == NULL || !ss_double_parse(equals + 1, &number, NULL))
            return refuse(reading, column, items[i], error);
        *equals = '\0';
        at = ss_tres_find(reading->cluster->tres, items[i]);
        if (at == SS_ID_NONE)
            note_unknown(reading, items[i]);
        else
            reading->tres[at] = (long double) number * unit;
    }
    *out = reading->tres;
    return TRUE;
}

static gboolean take_row(const Reading *reading, SsUsageTake take, void *data, GError **error)
{
    SsUsageRow row = { .user = get(reading, "user"),
                       .account = get(reading, "account"),
                       .partition = get(reading, "partition"),
                       .line = ss_trace_rows_line(reading->rows) };

    if (*row.account == '\0') {
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE, "%s:%u: no account",
                    ss_trace_rows_name(reading->rows), row.line);
        return FALSE;
    }
    if (!take_number(reading, reading->sshare ? "RawUsage" : "raw", 0, &row.raw, error)
        || !take_number(reading, "grp_wall", -1, &row.grp_wall, error)
        || !take_tres(reading, reading->sshare ? "GrpTRESRaw" : "tres_raw",
                      reading->sshare ? 60 : 1, &row.tres, error))
        return FALSE;
    return take(&row, data, error);
}

static gboolean take_header(Reading *reading, GError **error)
{
    ss_trace_rows_set_header(reading->rows);
    reading->sshare = ss_trace_rows_column(reading->rows, "RawUsage") != SS_ID_NONE;
    if (ss_trace_rows_column(reading->rows, "account") != SS_ID_NONE
        && ss_trace_rows_column(reading->rows, "user") != SS_ID_NONE
        && (reading->sshare || ss_trace_rows_column(reading->rows, "raw") != SS_ID_NONE))
        return TRUE;
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT,
                "%s:%u: neither sshare -l -P nor the columns user,account,raw[,grp_wall,tres_raw] "
                "nor history,SECONDS",
                ss_trace_rows_name(reading->rows), ss_trace_rows_line(reading->rows));
    return FALSE;
}

/* The one line "history,604800". */
static bool is_history(const Reading *reading, double *half_life)
{
    return ss_trace_rows_n(reading->rows) >= 2
           && strcmp(ss_trace_rows_at(reading->rows, 0), "history") == 0
           && ss_double_parse(ss_trace_rows_at(reading->rows, 1), half_life, NULL)
           && *half_life >= 0;
}

static gboolean take_rows(const Reading *reading, SsUsageTake take, void *data, GError **error)
{
    SsTraceRowKind kind;

    while ((kind = ss_trace_rows_next(reading->rows)) != SS_TRACE_ROW_END) {
        if (kind == SS_TRACE_ROW_BAD
            || ss_trace_rows_n(reading->rows) > ss_trace_rows_n_columns(reading->rows)) {
            g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE,
                        "%s:%u: the fields do not fit the header",
                        ss_trace_rows_name(reading->rows), ss_trace_rows_line(reading->rows));
            return FALSE;
        }
        if (!take_row(reading, take, data, error))
            return FALSE;
    }
    return ss_trace_rows_finish(reading->rows, error);
}

gboolean ss_usage_file_read(const char *path, const SsCluster *cluster, SsUsageTake take,
                            void *data, double *half_life, SsDiag *diag, GError **error)
{
    g_autoptr(SsTraceText)  text = ss_trace_text_open(path, error);
    g_autoptr(SsTraceRows)  rows = NULL;
    g_autofree char        *head = g_malloc0(65536);
    g_autofree long double *tres = g_new0(long double, cluster->tres->n);
    Reading                 reading = { .cluster = cluster, .diag = diag, .tres = tres };

    if (text == NULL)
        return FALSE;
    *half_life = -1;
    ss_trace_text_head(text, head, 65536);
    rows = ss_trace_rows_new(text, ss_trace_rows_guess(head));
    reading.rows = rows;
    if (ss_trace_rows_next(rows) != SS_TRACE_ROW) {
        if (ss_trace_rows_finish(rows, error))
            g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_EMPTY, "%s: there is nothing in it",
                        path);
        return FALSE;
    }
    if (is_history(&reading, half_life))
        return TRUE;
    *half_life = -1;
    return take_header(&reading, error) && take_rows(&reading, take, data, error);
}
