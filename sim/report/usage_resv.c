/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage_resv.c - sreport reservation Utilization.
 *
 * The window only selects which records appear: each is reported over its own whole time. What jobs used
 * is summed over all jobs that ran in the reservation, their TRES, not the reservation's.
 */
#include "sim/report/usage_parts.h"

#include "sim/base/span.h"
#include "sim/model/reservation.h"

#include <string.h>

typedef struct {
    const SsResvRecord *resv;
    const char         *tres;
    int64_t             count;
    SsSpan              seconds;
    SsWide              alloc, idle;
} Row;

static const struct {
    uint64_t    flag;
    const char *name;
} flag_names[] = {
    /* in the order in which Slurm joins them */
    { SS_RESV_MAINT, "MAINT" },
    { SS_RESV_DAILY, "DAILY" },
    { SS_RESV_WEEKLY, "WEEKLY" },
    { SS_RESV_IGNORE_JOBS, "IGNORE_JOBS" },
    { SS_RESV_ANY_NODES, "ANY_NODES" },
    { SS_RESV_STATIC, "STATIC" },
    { SS_RESV_PART_NODES, "PART_NODES" },
    { SS_RESV_OVERLAP, "OVERLAP" },
    { SS_RESV_SPEC_NODES, "SPEC_NODES" },
    { SS_RESV_ALL_NODES, "ALL_NODES" },
    { SS_RESV_TIME_FLOAT, "TIME_FLOAT" },
    { SS_RESV_REPLACE, "REPLACE" },
    { SS_RESV_REPLACE_DOWN, "REPLACE_DOWN" },
    { SS_RESV_PURGE_COMP, "PURGE_COMP" },
    { SS_RESV_WEEKDAY, "WEEKDAY" },
    { SS_RESV_WEEKEND, "WEEKEND" },
    { SS_RESV_FLEX, "FLEX" },
    { SS_RESV_MAGNETIC, "MAGNETIC" },
};

uint64_t ss_usage_resv_flag(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(flag_names); i++) {
        if (g_ascii_strcasecmp(flag_names[i].name, name) == 0)
            return flag_names[i].flag;
    }
    return 0;
}

static const Row *row_of(const void *data)
{
    return data;
}

static SsValue amount(const void *data, const SsShow *show, SsWide value)
{
    const SsUsageRun *run = show->tool;

    return ss_usage_amount(show, run->unit, value,
                           (SsWide) row_of(data)->count * row_of(data)->seconds);
}

static SsValue get_alloc(const void *data, const SsShow *show)
{
    return amount(data, show, row_of(data)->alloc);
}

static SsValue get_idle(const void *data, const SsShow *show)
{
    return amount(data, show, row_of(data)->idle);
}

/* As the accounting has it: slurmctld writes ",8,10,". */
static SsValue get_assocs(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_text(row_of(data)->resv->assocs);
}

static SsValue get_cluster(const void *data, const SsShow *show)
{
    (void) data;
    return ss_value_text(((const SsUsageRun *) show->tool)->cluster);
}

static SsValue get_flags(const void *data, const SsShow *show)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(flag_names); i++) {
        if (row_of(data)->resv->flags & flag_names[i].flag)
            g_string_append_printf(text, "%s%s", text->len ? "," : "", flag_names[i].name);
    }
    return ss_value_text(text->len ? ss_show_printf(show, "%s", text->str) : NULL);
}

static SsValue get_name(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_text(row_of(data)->resv->name);
}

static SsValue get_nodes(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_text(row_of(data)->resv->nodes);
}

static SsValue get_id(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_uint(row_of(data)->resv->resv_id);
}

static SsValue get_start(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_time(row_of(data)->resv->start);
}

static SsValue get_end(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_time(row_of(data)->resv->end);
}

static SsValue get_total(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_span(row_of(data)->seconds);
}

static SsValue get_count(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_int(row_of(data)->count);
}

static SsValue get_tres(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_text(row_of(data)->tres);
}

static SsValue get_tres_time(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_span(ss_wide_clamp((SsWide) row_of(data)->count * row_of(data)->seconds));
}

#define PLUS SS_OVER_PLUS
#define CUT  SS_OVER_CUT
#define PUSH SS_OVER_PUSH

/* clang-format off */
const SsColumn ss_usage_resv_columns[] = {
    { "Allocated",     2, "Allocated",    20, CUT,  "allocated", get_alloc,     "TRES-seconds used by its jobs." },
    { "Associations",  2, "Associations", 15, PLUS, "assocs",    get_assocs,    "Associations that may use it." },
    { "Cluster",       2, "Cluster",       9, PLUS, "cluster",   get_cluster,   "Cluster." },
    { "End",           2, "End",          19, PUSH, "end",       get_end,       "Its end." },
    { "Flags",         2, "Flags",        20, PLUS, "flags",     get_flags,     "Its flags." },
    { "Idle",          1, "Idle",         20, CUT,  "idle",      get_idle,      "TRES-seconds not used." },
    { "Name",          2, "Name",          9, PLUS, "name",      get_name,      "Its name." },
    { "Nodes",         2, "Nodes",        15, PLUS, "nodes",     get_nodes,     "Its nodes." },
    { "ReservationId", 2, "Id",            8, PUSH, "id",        get_id,        "Its number." },
    { "Start",         2, "Start",        19, PUSH, "start",     get_start,     "Its start." },
    { "TotalTime",     2, "TotalTime",     9, PUSH, "seconds",   get_total,     "How long it lasted." },
    { "TresCount",     5, "TRES count",   10, PUSH, "count",     get_count,     "How much of the TRES it holds." },
    { "CpuCount",      2, "TRES count",   10, PUSH, "count",     get_count,     "The same." },
    { "count",         2, "TRES count",   10, PUSH, "count",     get_count,     "The same." },
    { "TresName",      5, "TRES Name",    14, PLUS, "tres",      get_tres,      "TRES." },
    { "TresTime",      2, "TRES Time",     9, PUSH, "tres_seconds", get_tres_time, "Count times length." },
    { "CpuTime",       5, "TRES Time",     9, PUSH, "tres_seconds", get_tres_time, "The same." },
};
/* clang-format on */
const size_t ss_n_usage_resv_columns = G_N_ELEMENTS(ss_usage_resv_columns);

/* TRES-seconds of the record's jobs inside its time, into alloc [n] by the record's TRES. */
static void sum_jobs(SsUsageRun *run, const SsResvRecord *resv, const SsTresCount *tres, uint32_t n,
                     SsWide *alloc)
{
    SsJobCursor *cursor =
        ss_job_cursor_brief(run->ledger, "WHERE id_resv = ?1 AND time_start <> 0");
    const SsJobRecord *job;
    GError            *error = NULL;

    ss_job_cursor_int(cursor, 1, resv->resv_id);
    while ((job = ss_job_cursor_next(cursor)) != NULL) {
        SsTime start = MAX(job->start, resv->start);
        SsTime end = MIN(job->end ? job->end : run->now, resv->end);
        SsSpan seconds = end - start;

        if (seconds > 0 && job->suspended)
            seconds -= ss_usage_suspended(run, job->db_inx, start, end);
        for (uint32_t i = 0; seconds > 0 && i < n; i++)
            alloc[i] += (SsWide) seconds * ss_tres_count(job->tres_alloc, tres[i].id, 0);
    }
    if (!ss_job_cursor_close(cursor, &error))
        ss_usage_failed(run, error);
}

static bool wants_tres(const SsUsageRun *run, uint32_t id)
{
    for (guint i = 0; run->tres_text && i < run->tres->len; i++) {
        if (g_array_index(run->tres, SsUsageTres, i).id == id)
            return true;
    }
    return run->tres_text == NULL;
}

static void add_resv(SsUsageRun *run, SsTable *table, const SsResvRecord *resv)
{
    SsTresCount tres[64];
    SsWide      alloc[64] = { 0 };
    uint32_t    n = ss_tres_counts(resv->tres, tres, G_N_ELEMENTS(tres));
    SsSpan      seconds = resv->end - resv->start;

    if (seconds <= 0)
        return;
    sum_jobs(run, resv, tres, n, alloc);
    for (uint32_t i = 0; i < n; i++) {
        const SsUsageTres *known = ss_usage_tres_by_id(run, tres[i].id);
        SsWide             total = (SsWide) tres[i].count * seconds;
        const Row          row = { resv,     known ? known->text : NULL, tres[i].count, seconds,
                                   alloc[i], MAX(total - alloc[i], 0) };

        if (wants_tres(run, tres[i].id))
            ss_table_add(table, &row);
    }
}

static bool wants_resv(const SsUsageRun *run, const SsResvRecord *resv)
{
    char id[16];

    g_snprintf(id, sizeof id, "%u", resv->resv_id);
    return ss_usage_wants(run->words.names, resv->name) && ss_usage_wants(run->words.ids, id)
           && ss_usage_wants_nodes(run->words.nodes, resv->nodes) && ss_usage_wants_cluster(run);
}

static void widen(SsUsageRun *run, SsTable *table)
{
    for (uint32_t i = 0; i < ss_table_columns(table); i++) {
        SsTableColumn *column = ss_table_column(table, i);

        if (column->over == SS_OVER_CUT && ss_usage_is_per(run->unit) && column->width == 20)
            column->width = 29;
    }
}

void ss_usage_resv(SsUsageRun *run)
{
    g_autoptr(GArray) choices = ss_usage_choices(
        run, ss_usage_resv_columns, ss_n_usage_resv_columns, "Cl,name,start,end,TresName,al,i");
    g_autoptr(SsTable) table = ss_usage_table(run, choices);
    const int64_t      window[] = { run->words.start, run->words.end };
    GError            *error = NULL;
    g_autoptr(SsRows)  rows =
        ss_rows_read(run->ledger, &ss_row_resv,
                     "WHERE time_start < ?2 AND time_end >= ?1 ORDER BY time_start, resv_name",
                     window, 2, &error);
    g_autofree char *detail =
        g_strdup_printf("Usage reported in %s%s\n", run->unit == SS_UNIT_PERCENT ? "" : "TRES ",
                        ss_usage_unit_words(run->unit));

    if (rows == NULL) {
        ss_usage_failed(run, error);
        return;
    }
    widen(run, table);
    for (uint32_t i = 0; i < rows->n; i++) {
        const SsResvRecord *resv = (const SsResvRecord *) rows->at + i;

        if (wants_resv(run, resv))
            add_resv(run, table, resv);
    }
    ss_usage_banner(run, "Reservation Utilization", false, detail);
    ss_render(table, &run->how, run->out);
}
