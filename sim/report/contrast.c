/* SPDX-License-Identifier: Apache-2.0 */
/*
 * contrast.c - the jobs of two ledgers side by side.
 *
 * Tested in tests/unit/test_contrast.c and tests/cli/11_diff.txt.
 */
#include "sim/report/contrast.h"

#include "sim/base/date.h"
#include "sim/ledger/query.h"
#include "sim/report/figures.h"
#include "sim/report/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void job_clear(gpointer data)
{
    SsContrastJob *job = data;

    g_free(job->id);
    g_free(job->user);
    g_free(job->account);
}

static void group_clear(gpointer data)
{
    g_free(((SsContrastGroup *) data)->name);
}

/* --- reading ---------------------------------------------------------------------------------------- */

/* What only one side knows of a job while both are read. */
typedef struct {
    GPtrArray  *nodes;  /* char *, by job of A, may be NULL */
    GArray     *states; /* int64_t                          */
    GHashTable *by_id;  /* id -> index + 1                  */
} Reading;

static char *id_of(SsQuery *q)
{
    if (ss_query_is_null(q, 1))
        return g_strdup(ss_query_get_text(q, 0));
    return g_strdup_printf("%s_%" G_GINT64_FORMAT, ss_query_get_text(q, 0), ss_query_get_int(q, 1));
}

/* The workload calls it otherwise than Slurm does. */
static bool has_own_id(SsQuery *q)
{
    return strcmp(ss_query_get_text(q, 0), ss_query_get_text(q, 8)) != 0;
}

static SsQuery *jobs_of(SsLedger *ledger)
{
    SsQuery *q = ss_query_new(
        ledger,
        "SELECT coalesce(trace_id, CASE WHEN id_array_job THEN id_array_job ELSE id_job END),"
        " id_array_task, user, account, time_submit, time_start, nodelist, state,"
        " CASE WHEN id_array_job THEN id_array_job ELSE id_job END FROM job"
        " WHERE time_submit >= ?1 ORDER BY job_db_inx");

    ss_query_int(q, 1, ss_ledger_get_int(ledger, "started", 0));
    return q;
}

static SsContrastJob *job_at(const SsContrast *contrast, uint32_t i)
{
    return &g_array_index(contrast->jobs, SsContrastJob, i);
}

/* The job of this row, new if nobody has named it. */
static uint32_t place_of(SsContrast *out, Reading *reading, SsQuery *q)
{
    g_autofree char *id = id_of(q);
    const guint      known = GPOINTER_TO_UINT(g_hash_table_lookup(reading->by_id, id));
    const int64_t    none = -1;

    if (known)
        return known - 1;
    const SsContrastJob job = { .id = g_strdup(id),
                                .user = g_strdup(ss_query_get_text(q, 2)),
                                .account = g_strdup(ss_query_get_text(q, 3)),
                                .submit = ss_query_get_int(q, 4) };
    g_array_append_val(out->jobs, job);
    g_array_append_val(reading->states, none);
    g_ptr_array_add(reading->nodes, NULL);
    g_hash_table_insert(reading->by_id, g_steal_pointer(&id), GUINT_TO_POINTER(out->jobs->len));
    return out->jobs->len - 1;
}

static gboolean read_a(SsLedger *a, SsContrast *out, Reading *reading, GError **error)
{
    SsQuery *q = jobs_of(a);

    while (ss_query_next(q)) {
        const uint32_t at = place_of(out, reading, q);
        SsContrastJob *job = job_at(out, at);

        job->in_a = true;
        job->own_id |= has_own_id(q);
        job->start_a = ss_query_get_int(q, 5);
        g_free(reading->nodes->pdata[at]);
        reading->nodes->pdata[at] = g_strdup(ss_query_get_text(q, 6));
        g_array_index(reading->states, int64_t, at) = ss_query_get_int(q, 7);
    }
    return ss_query_close(q, error);
}

static gboolean read_b(SsLedger *b, SsContrast *out, Reading *reading, GError **error)
{
    SsQuery *q = jobs_of(b);

    while (ss_query_next(q)) {
        const uint32_t at = place_of(out, reading, q);
        SsContrastJob *job = job_at(out, at);

        job->in_b = true;
        job->own_id |= has_own_id(q);
        job->start_b = ss_query_get_int(q, 5);
        job->other_nodes = g_strcmp0(reading->nodes->pdata[at], ss_query_get_text(q, 6)) != 0;
        job->other_state = g_array_index(reading->states, int64_t, at) != ss_query_get_int(q, 7);
    }
    return ss_query_close(q, error);
}

/* --- counting --------------------------------------------------------------------------------------- */

static SsSpan move_of(const SsContrastJob *job)
{
    return job->start_b - job->start_a;
}

static bool started_in_both(const SsContrastJob *job)
{
    return job->in_a && job->in_b && job->start_a && job->start_b;
}

static SsContrastGroup *group_of(GArray *groups, GHashTable *index, const char *name)
{
    const guint known = GPOINTER_TO_UINT(g_hash_table_lookup(index, name));

    if (known)
        return &g_array_index(groups, SsContrastGroup, known - 1);
    const SsContrastGroup group = { .name = g_strdup(name) };
    g_array_append_val(groups, group);
    g_hash_table_insert(index, group.name, GUINT_TO_POINTER(groups->len));
    return &g_array_index(groups, SsContrastGroup, groups->len - 1);
}

static void add_to(SsContrastGroup *group, const SsContrastJob *job, SsSpan tolerance)
{
    group->jobs++;
    group->wait_a += (double) (job->start_a - job->submit);
    group->wait_b += (double) (job->start_b - job->submit);
    group->later += move_of(job) > tolerance;
    group->earlier += move_of(job) < -tolerance;
}

static gint by_loss(gconstpointer left, gconstpointer right)
{
    const SsContrastGroup *a = left, *b = right;
    const double           x = a->wait_b - a->wait_a, y = b->wait_b - b->wait_a;

    return x < y ? 1 : x > y ? -1 : strcmp(a->name, b->name);
}

static void count_job(SsContrast *out, const SsContrastJob *job)
{
    out->only_a += !job->in_b;
    out->only_b += !job->in_a;
    if (!job->in_a || !job->in_b)
        return;
    out->both++;
    out->other_state += job->other_state;
    if (!started_in_both(job)) {
        out->one_start += (job->start_a != 0) != (job->start_b != 0);
        return;
    }
    out->other_nodes += job->other_nodes;
    out->later += move_of(job) > out->tolerance;
    out->earlier += move_of(job) < -out->tolerance;
    out->move_mean += fabs((double) move_of(job));
}

static void finish_groups(GArray *groups)
{
    for (uint32_t i = 0; i < groups->len; i++) {
        SsContrastGroup *group = &g_array_index(groups, SsContrastGroup, i);

        group->wait_a /= group->jobs;
        group->wait_b /= group->jobs;
    }
    g_array_sort(groups, by_loss);
}

static void count(SsContrast *out)
{
    g_autoptr(GHashTable) accounts = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) users = g_hash_table_new(g_str_hash, g_str_equal);
    uint32_t              started = 0;

    for (uint32_t i = 0; i < out->jobs->len; i++) {
        const SsContrastJob *job = job_at(out, i);

        count_job(out, job);
        if (!started_in_both(job))
            continue;
        started++;
        if (job->account)
            add_to(group_of(out->accounts, accounts, job->account), job, out->tolerance);
        if (job->user)
            add_to(group_of(out->users, users, job->user), job, out->tolerance);
    }
    out->moved = out->earlier + out->later;
    if (started)
        out->move_mean /= started;
    finish_groups(out->accounts);
    finish_groups(out->users);
}

gboolean ss_contrast_read(SsLedger *a, SsLedger *b, SsSpan tolerance, SsContrast *out,
                          GError **error)
{
    Reading reading = { g_ptr_array_new_with_free_func(g_free),
                        g_array_new(FALSE, FALSE, sizeof(int64_t)),
                        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };

    *out = (SsContrast){ .tolerance = tolerance,
                         .jobs = g_array_new(FALSE, FALSE, sizeof(SsContrastJob)),
                         .accounts = g_array_new(FALSE, FALSE, sizeof(SsContrastGroup)),
                         .users = g_array_new(FALSE, FALSE, sizeof(SsContrastGroup)) };
    g_array_set_clear_func(out->jobs, job_clear);
    g_array_set_clear_func(out->accounts, group_clear);
    g_array_set_clear_func(out->users, group_clear);
    const gboolean ok = read_a(a, out, &reading, error) && read_b(b, out, &reading, error);
    g_ptr_array_free(reading.nodes, TRUE);
    g_array_free(reading.states, TRUE);
    g_hash_table_unref(reading.by_id);
    if (ok)
        count(out);
    else
        ss_contrast_clear(out);
    return ok;
}

void ss_contrast_clear(SsContrast *contrast)
{
    if (contrast->jobs)
        g_array_free(contrast->jobs, TRUE);
    if (contrast->accounts)
        g_array_free(contrast->accounts, TRUE);
    if (contrast->users)
        g_array_free(contrast->users, TRUE);
    *contrast = (SsContrast){ 0 };
}

static void add_count(GPtrArray *changed, uint32_t n, uint32_t noise, const char *what)
{
    if (n > noise)
        g_ptr_array_add(changed, g_strdup_printf("%u job%s %s", n, ss_plural(n), what));
}

GPtrArray *ss_contrast_changed(const SsContrast *c, const SsContrast *noise)
{
    const SsContrast none = { 0 }, *by = noise ? noise : &none;
    GPtrArray       *changed = g_ptr_array_new_with_free_func(g_free);

    add_count(changed, c->only_a + c->only_b, by->only_a + by->only_b, "in one only");
    add_count(changed, c->one_start, by->one_start, "started in one only");
    add_count(changed, c->other_state, by->other_state, "with another end");
    add_count(changed, noise ? 0 : c->moved, 0, "moved");
    return changed;
}

/* --- telling ---------------------------------------------------------------------------------------- */

static gint by_move(gconstpointer left, gconstpointer right)
{
    const SsContrastJob *a = *(const SsContrastJob *const *) left;
    const SsContrastJob *b = *(const SsContrastJob *const *) right;
    const int64_t        x = llabs(move_of(a)), y = llabs(move_of(b));

    return x != y ? (x < y) - (x > y) : strcmp(a->id, b->id);
}

/* The moves beyond the tolerance, largest first; element-type: const SsContrastJob *. */
static GPtrArray *largest_moves(const SsContrast *contrast, uint32_t n)
{
    GPtrArray *moves = g_ptr_array_new();

    for (uint32_t i = 0; i < contrast->jobs->len; i++) {
        SsContrastJob *job = job_at(contrast, i);

        if (started_in_both(job) && llabs(move_of(job)) > contrast->tolerance)
            g_ptr_array_add(moves, job);
    }
    g_ptr_array_sort(moves, by_move);
    if (moves->len > n)
        g_ptr_array_set_size(moves, (gint) n);
    return moves;
}

/* "+1:02:03", "-0:00:05", "0:00:00" */
static char *move_text(double seconds)
{
    g_autofree char *size = ss_figure_span(fabs(seconds));

    return g_strdup_printf("%s%s", seconds > 0.5 ? "+" : seconds < -0.5 ? "-" : "", size);
}

/* "17_3", "trace:17_3": as commands that take a job know it in both runs. */
static char *job_text(const SsContrastJob *job)
{
    return g_strconcat(job->own_id ? "trace:" : "", job->id, NULL);
}

static void print_moves(const SsContrast *contrast, uint32_t n, const SsZone *zone, SsWriter *w)
{
    g_autoptr(GPtrArray) moves = largest_moves(contrast, n);
    g_autoptr(SsSheet)   sheet = ss_sheet_new(6, 3);

    if (moves->len == 0)
        return;
    ss_writer_text(w, "\nlargest moves:\n");
    for (const char *const *title =
             (const char *const[]){ "job", "user", "account", "start A", "start B", "move", NULL };
         *title; title++)
        ss_sheet_add(sheet, *title);
    for (uint32_t i = 0; i < moves->len; i++) {
        const SsContrastJob *job = moves->pdata[i];
        char                 date[SS_DATE_TEXT];

        ss_sheet_take(sheet, job_text(job));
        ss_sheet_add(sheet, job->user ? job->user : "");
        ss_sheet_add(sheet, job->account ? job->account : "");
        ss_sheet_add(sheet, ss_date_text(job->start_a, zone, date));
        ss_sheet_add(sheet, ss_date_text(job->start_b, zone, date));
        ss_sheet_take(sheet, move_text((double) move_of(job)));
    }
    ss_sheet_print(sheet, w);
}

/* Both ends of a list sorted by loss: the losers on top, the winners at the end. */
static void print_groups(const GArray *groups, const char *title, uint32_t n, SsWriter *w)
{
    g_autoptr(SsSheet) sheet = ss_sheet_new(7, 1);

    if (groups->len == 0)
        return;
    for (const char *const *head = (const char *const[]){ "jobs", "later", "earlier", "wait A",
                                                          "wait B", "change", NULL };
         *head; head++) {
        if (sheet->cells->len == 0)
            ss_sheet_add(sheet, title);
        ss_sheet_add(sheet, *head);
    }
    for (uint32_t i = 0; i < groups->len; i++) {
        const SsContrastGroup *group = &g_array_index(groups, SsContrastGroup, i);

        if (groups->len > 2 * n && i >= n && i < groups->len - n)
            continue;
        ss_sheet_add(sheet, group->name);
        ss_sheet_printf(sheet, "%u", group->jobs);
        ss_sheet_printf(sheet, "%u", group->later);
        ss_sheet_printf(sheet, "%u", group->earlier);
        ss_sheet_take(sheet, ss_figure_span(group->wait_a));
        ss_sheet_take(sheet, ss_figure_span(group->wait_b));
        ss_sheet_take(sheet, move_text(group->wait_b - group->wait_a));
    }
    ss_writer_char(w, '\n');
    ss_sheet_print(sheet, w);
    if (groups->len > 2 * n)
        ss_writer_printf(w, "%u more between\n", groups->len - 2 * n);
}

void ss_contrast_print(const SsContrast *c, const SsContrast *noise, uint32_t n_jobs,
                       uint32_t n_groups, const SsZone *zone, SsWriter *w)
{
    g_autofree char *mean = ss_figure_span(c->move_mean);
    g_autofree char *tolerance = ss_figure_span((double) c->tolerance);

    ss_writer_printf(w, "jobs   %u in both, %u only in A, %u only in B, %u started in one only\n",
                     c->both, c->only_a, c->only_b, c->one_start);
    ss_writer_printf(w,
                     "moved  %u by more than %s: %u earlier in B, %u later; all by %s on average\n",
                     c->moved, tolerance, c->earlier, c->later, mean);
    ss_writer_printf(w, "other  %u on other nodes, %u with another end\n", c->other_nodes,
                     c->other_state);
    if (noise)
        ss_writer_printf(
            w,
            "noise  %u by more than %s in A alone, when its controller starts at another second\n",
            noise->moved, tolerance);
    print_moves(c, n_jobs, zone, w);
    print_groups(c->accounts, "account", n_groups, w);
    print_groups(c->users, "user", n_groups, w);
}

static void json_groups(const GArray *groups, const char *key, SsJson *json)
{
    ss_json_key(json, key);
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < groups->len; i++) {
        const SsContrastGroup *group = &g_array_index(groups, SsContrastGroup, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "name", group->name);
        ss_json_key_uint(json, "jobs", group->jobs);
        ss_json_key_uint(json, "later", group->later);
        ss_json_key_uint(json, "earlier", group->earlier);
        ss_json_key_double(json, "wait_a", group->wait_a);
        ss_json_key_double(json, "wait_b", group->wait_b);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_move(const SsContrastJob *job, SsJson *json)
{
    g_autofree char *name = job_text(job);

    ss_json_begin_object(json);
    ss_json_key_text(json, "job", name);
    ss_json_key_text(json, "user", job->user);
    ss_json_key_text(json, "account", job->account);
    ss_json_key_int(json, "submit", job->submit);
    ss_json_key_int(json, "start_a", job->start_a);
    ss_json_key_int(json, "start_b", job->start_b);
    ss_json_key_int(json, "move", move_of(job));
    ss_json_end_object(json);
}

void ss_contrast_json(const SsContrast *c, uint32_t n_jobs, SsJson *json)
{
    g_autoptr(GPtrArray) moves = largest_moves(c, n_jobs);

    ss_json_key(json, "jobs");
    ss_json_begin_object(json);
    ss_json_key_uint(json, "both", c->both);
    ss_json_key_uint(json, "only_a", c->only_a);
    ss_json_key_uint(json, "only_b", c->only_b);
    ss_json_key_uint(json, "started_in_one", c->one_start);
    ss_json_key_int(json, "tolerance", c->tolerance);
    ss_json_key_uint(json, "moved", c->moved);
    ss_json_key_uint(json, "earlier", c->earlier);
    ss_json_key_uint(json, "later", c->later);
    ss_json_key_uint(json, "other_nodes", c->other_nodes);
    ss_json_key_uint(json, "other_end", c->other_state);
    ss_json_key_double(json, "move_mean", c->move_mean);
    ss_json_end_object(json);
    ss_json_key(json, "moves");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < moves->len; i++)
        json_move(moves->pdata[i], json);
    ss_json_end_array(json);
    json_groups(c->accounts, "accounts", json);
    json_groups(c->users, "users", json);
}
