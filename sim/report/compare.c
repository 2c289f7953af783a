/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compare.c - a free run beside a record.
 *
 * A free run only knows submissions and run times: one start a second earlier can move everything behind it.
 * So the figures are distributions, and the waits' means beside each other; whether single decisions agree,
 * given the state in which they were made, is another question with another test.
 *
 * A requeued job has a row for each of its starts, here and there. They are paired from the last one: the record may
 * have no more than that.
 */
#include "sim/report/compare.h"

#include "sim/ledger/query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    SsTime      submit, start;
    const char *nodes;
} Found;

/* The row of `trace_id` with `later` rows behind it. A task of an array is one here, or a job of its own that has its name. */
static bool find_job(SsLedger *ledger, const char *trace_id, guint later, Found *found,
                     SsQuery **query)
{
    const char      *task = strchr(trace_id, '_');
    g_autofree char *id =
        task ? g_strndup(trace_id, (gsize) (task - trace_id)) : g_strdup(trace_id);

    *query = ss_query_new(
        ledger,
        task
            ? "SELECT time_submit, time_start, nodelist FROM job WHERE (trace_id = ?1"
              " AND id_array_task = ?2) OR trace_id = ?4 ORDER BY job_db_inx DESC LIMIT 1 OFFSET ?3"
            : "SELECT time_submit, time_start, nodelist FROM job WHERE trace_id = ?1"
              " ORDER BY job_db_inx DESC LIMIT 1 OFFSET ?3");
    ss_query_text(*query, 1, id);
    if (task) {
        ss_query_int(*query, 2, g_ascii_strtoll(task + 1, NULL, 10));
        ss_query_text(*query, 4, trace_id);
    }
    ss_query_int(*query, 3, later);
    if (!ss_query_next(*query))
        return false;
    *found = (Found){ ss_query_get_int(*query, 0), ss_query_get_int(*query, 1),
                      ss_query_get_text(*query, 2) };
    return true;
}

static gint by_value(gconstpointer left, gconstpointer right)
{
    const double a = *(const double *) left, b = *(const double *) right;

    return (a > b) - (a < b);
}

static SsComparedGroup *group_of(SsComparison *out, const SsRecordedJob *job)
{
    SsComparedGroup group = { 0 };

    for (guint i = 0; i < out->groups->len; i++) {
        SsComparedGroup *known = &g_array_index(out->groups, SsComparedGroup, i);

        if (strcmp(known->partition, job->partition) == 0 && strcmp(known->qos, job->qos) == 0)
            return known;
    }
    group.partition = g_strdup(job->partition);
    group.qos = g_strdup(job->qos);
    g_array_append_val(out->groups, group);
    /* cppcheck-suppress memleak ; the array has them */
    return &g_array_index(out->groups, SsComparedGroup, out->groups->len - 1);
}

static void clear_group(gpointer data)
{
    SsComparedGroup *group = data;

    g_free(group->partition);
    g_free(group->qos);
}

static void count(SsComparison *out, GArray *sizes, const SsRecordedJob *job, const Found *found)
{
    const SsSpan     here = found->start - found->submit, there = job->start - job->submit;
    const SsSpan     difference = here - there;
    const double     size = fabs((double) difference);
    SsComparedGroup *group = group_of(out, job);

    group->matched++;
    group->wait_here += (double) here;
    group->wait_there += (double) there;
    out->matched++;
    out->wait_here += (double) here;
    out->wait_there += (double) there;
    out->within_2 += size <= 2;
    out->within_30 += size <= 30;
    out->within_120 += size <= 120;
    out->same_nodes += g_strcmp0(found->nodes, job->nodes) == 0;
    g_array_append_val(sizes, size);
    if (!out->worst_job || llabs(difference) > llabs(out->worst)) {
        g_free(out->worst_job);
        out->worst_job = g_strdup(job->trace_id);
        out->worst = difference;
    }
}

/* For each row of the record: how many rows of its job are behind it. */
static guint *count_later(const SsRecordSet *record)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    guint                *later = g_new0(guint, ss_record_set_n(record));

    for (uint32_t i = ss_record_set_n(record); i-- > 0;) {
        char *id = ss_record_set_at(record, i)->trace_id;

        later[i] = GPOINTER_TO_UINT(g_hash_table_lookup(seen, id));
        g_hash_table_insert(seen, id, GUINT_TO_POINTER(later[i] + 1));
    }
    return later;
}

static void add_job(SsLedger *ledger, SsComparison *out, GArray *sizes, const SsRecordedJob *job,
                    guint later)
{
    Found    found = { 0 };
    SsQuery *query = NULL;

    out->recorded++;
    const bool there = job->start != 0 && job->end != job->start;
    if (!find_job(ledger, job->trace_id, later, &found, &query) || (found.start != 0) != there)
        out->missing += there || found.start != 0;
    else if (there)
        count(out, sizes, job, &found);
    ss_query_close(query, NULL);
}

gboolean ss_compare_record(SsLedger *ledger, const SsRecordSet *record, SsComparison *out,
                           GError **error)
{
    g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(double));
    g_autofree guint *later = count_later(record);

    (void) error;
    *out = (SsComparison){ .groups = g_array_new(FALSE, FALSE, sizeof(SsComparedGroup)) };
    g_array_set_clear_func(out->groups, clear_group);
    for (uint32_t i = 0; i < ss_record_set_n(record); i++)
        add_job(ledger, out, sizes, ss_record_set_at(record, i), later[i]);
    g_array_sort(sizes, by_value);
    for (uint32_t i = 0; i < sizes->len; i++)
        out->mean += g_array_index(sizes, double, i) / sizes->len;
    if (sizes->len)
        out->median = g_array_index(sizes, double, (sizes->len - 1) / 2);
    if (out->matched) {
        out->wait_here /= out->matched;
        out->wait_there /= out->matched;
    }
    return TRUE;
}

void ss_comparison_clear(SsComparison *comparison)
{
    g_free(comparison->worst_job);
    if (comparison->groups != NULL)
        g_array_unref(comparison->groups);
    *comparison = (SsComparison){ 0 };
}

void ss_comparison_print(const SsComparison *c, SsWriter *w)
{
    ss_writer_printf(w, "record            %u jobs, %u started in both", c->recorded, c->matched);
    if (c->missing)
        ss_writer_printf(w, ", %u in only one", c->missing);
    ss_writer_printf(w,
                     "\nstart difference  mean %.1f s, median %.0f s, worst %+" G_GINT64_FORMAT
                     " s (job %s)\n",
                     c->mean, c->median, c->worst, c->worst_job ? c->worst_job : "-");
    ss_writer_printf(
        w, "                  within 2 s: %u, within 30 s: %u, within 120 s: %u; same nodes: %u\n",
        c->within_2, c->within_30, c->within_120, c->same_nodes);
    ss_writer_printf(w, "mean wait         %.1f s here, %.1f s in the record\n", c->wait_here,
                     c->wait_there);
}
