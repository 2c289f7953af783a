/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_shares.c - the share tree: associations, the controller's numbers at each sample, and the settings by which
 * the page goes on from there.
 *
 * A sample holds what sshare prints. Between two of them the page charges the jobs and lets the usage decay period
 * by period, as the controller does (web/usage.js), and ranks the tree by the controller's rules (web/fairtree.js).
 * The levels and ranks of the samples are there to check it: the page says how well they agree.
 *
 * RawUsage goes as two doubles: ties in Fair Tree are exact comparisons of long doubles.
 */
#include "scheduler/usage_reset.h"
#include "sim/ledger/query.h"
#include "sim/model/settings.h"
#include "sim/model/account.h"
#include "sim/page/pack.h"
#include "sim/page/page_parts.h"

#include <math.h>

/* Evenly taken, when there are more: the page can continue from any of them. */
enum { MOST_SAMPLES = 400 };

/* --- associations ------------------------------------------------------------------------------------- */

static gboolean write_assocs(SsLedger *ledger, SsJson *json, GArray *ids, GError **error)
{
    SsQuery *query = ss_query_new(ledger, "SELECT id_assoc, id_parent, lft, acct, user, partition "
                                          "FROM assoc ORDER BY id_assoc");

    ss_json_key(json, "assocs");
    ss_json_begin_array(json);
    while (ss_query_next(query)) {
        const int64_t id = ss_query_get_int(query, 0);

        ss_json_begin_array(json);
        for (int c = 0; c < 3; c++)
            ss_json_int(json, ss_query_get_int(query, c));
        for (int c = 3; c < 6; c++)
            ss_json_text(json, ss_query_get_text(query, c));
        ss_json_end_array(json);
        g_array_append_val(ids, id);
    }
    ss_json_end_array(json);
    return ss_query_close(query, error);
}

/* --- samples ------------------------------------------------------------------------------------------ */

static const char *const sample_names[] = { "shares",    "usage",     "usage_low",
                                            "efctv",     "efctv_low", "level",
                                            "level_low", "factor",    "running" };
enum { S_COLUMNS = G_N_ELEMENTS(sample_names) };

static void add_row(SsPack **column, const SsShareRow *row)
{
    if (!row) { /* not there at that moment */
        ss_pack_add(column[0], -1);
        for (uint32_t c = 1; c < S_COLUMNS; c++)
            ss_pack_add(column[c], 0);
        return;
    }
    ss_pack_add(column[0], row->shares_raw);
    ss_pack_add_long(column[1], column[2], row->usage_raw);
    ss_pack_add_long(column[3], column[4], row->usage_efctv);
    ss_pack_add_long(column[5], column[6], row->level_fs);
    ss_pack_add(column[7], row->fs_factor);
    ss_pack_add(column[8], row->used_jobs);
}

static const SsShareRow *row_of(const SsRows *rows, GHashTable *by_id, int64_t id)
{
    const gpointer at = g_hash_table_lookup(by_id, GINT_TO_POINTER((int) id));

    return at ? (const SsShareRow *) rows->at + (GPOINTER_TO_UINT(at) - 1) : NULL;
}

static gboolean write_sample(SsLedger *ledger, SsTime at, const GArray *ids, SsJson *json,
                             GError **error)
{
    g_autoptr(SsRows)     rows = ss_ledger_shares(ledger, at, error);
    g_autoptr(GHashTable) by_id = g_hash_table_new(NULL, NULL);
    SsPack               *column[S_COLUMNS];

    if (!rows)
        return FALSE;
    for (uint32_t i = 0; i < rows->n; i++)
        g_hash_table_insert(by_id, GINT_TO_POINTER((int) ((SsShareRow *) rows->at)[i].id_assoc),
                            GUINT_TO_POINTER(i + 1));
    for (uint32_t c = 0; c < S_COLUMNS; c++)
        column[c] = ss_pack_new();
    for (uint32_t i = 0; i < ids->len; i++)
        add_row(column, row_of(rows, by_id, g_array_index(ids, int64_t, i)));
    for (uint32_t c = 0; c < S_COLUMNS; c++) {
        ss_pack_json(column[c], sample_names[c], json);
        ss_pack_free(column[c]);
    }
    return TRUE;
}

/* What waited at that moment, by reason: the controller's own word for each job. */
static gboolean write_waiting(SsLedger *ledger, SsTime at, SsJson *json, GError **error)
{
    SsQuery *query = ss_query_new(
        ledger, "SELECT reason_word, sum(max(array_pending, 1)) FROM queue_sample WHERE at = ?1 "
                "AND state = 0 GROUP BY 1 ORDER BY 1");

    ss_query_int(query, 1, at);
    ss_json_key(json, "waiting");
    ss_json_begin_object(json);
    while (ss_query_next(query))
        ss_json_key_int(json, ss_query_get_text(query, 0), ss_query_get_int(query, 1));
    ss_json_end_object(json);
    return ss_query_close(query, error);
}

/* Is this one of those that are shown? The last always is. */
static bool is_taken(uint32_t i, uint32_t n)
{
    const uint32_t every = (n + MOST_SAMPLES - 1) / MOST_SAMPLES;

    return every <= 1 || (n - 1 - i) % every == 0;
}

static gboolean write_samples(SsLedger *ledger, const SsPageSpan *span, const GArray *ids,
                              SsJson *json, GError **error)
{
    SsQuery *query = ss_query_new(ledger, "SELECT at, usage_period FROM sample ORDER BY at");
    g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(SsTime));
    gboolean          ok = TRUE;

    while (ss_query_next(query)) {
        const SsTime at = ss_query_get_int(query, 0), period = ss_query_get_int(query, 1);

        g_array_append_val(samples, at);
        g_array_append_val(samples, period);
    }
    if (!ss_query_close(query, error))
        return FALSE;
    ss_json_key(json, "samples");
    ss_json_begin_array(json);
    for (uint32_t i = 0; ok && i < samples->len / 2; i++) {
        const SsTime at = g_array_index(samples, SsTime, 2 * i);
        const SsTime period = g_array_index(samples, SsTime, 2 * i + 1);

        if (!is_taken(i, samples->len / 2))
            continue;
        ss_json_begin_object(json);
        ss_json_key_int(json, "at", at - span->base + 1);
        ss_json_key_int(json, "period", period ? period - span->base + 1 : 0);
        ok = write_sample(ledger, at, ids, json, error) && write_waiting(ledger, at, json, error);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    return ok;
}

/* --- settings ----------------------------------------------------------------------------------------- */

static const char *algorithm(SsLedger *ledger)
{
    const int64_t flags = ss_ledger_get_int(ledger, "set.priority_flags", 0);

    if (ss_ledger_get_int(ledger, "set.priority_type", 0) != SS_PRIORITY_MULTIFACTOR
        || !ss_ledger_get_int(ledger, "set.has_dbd", 0))
        return "none";
    if (flags & SS_PRIO_DEPTH_OBLIVIOUS)
        return "depth oblivious";
    return flags & SS_PRIO_FAIR_TREE ? "fair tree" : "classic";
}

static void write_settings(SsLedger *ledger, SsJson *json)
{
    const int64_t enforce = ss_ledger_get_int(ledger, "set.enforce", 0);

    ss_json_key(json, "fairshare");
    ss_json_begin_object(json);
    ss_json_key_text(json, "algorithm", algorithm(ledger));
    ss_json_key_int(json, "half_life", ss_ledger_get_int(ledger, "set.decay_half_life", 0));
    ss_json_key_int(json, "period", ss_ledger_get_int(ledger, "set.calc_period", 300));
    ss_json_key_int(json, "dampening", ss_ledger_get_int(ledger, "set.dampening", 1));
    ss_json_key_bool(json, "limits", (enforce & SS_ENFORCE_LIMITS) != 0);
    ss_json_key_int(json, "parent", SS_SHARES_PARENT);
    ss_json_end_object(json);
}

/* --- usage forgotten ---------------------------------------------------------------------------------- */

/* The first pass, by any sample's; 0 without one. */
static SsTime first_pass(SsLedger *ledger, const SsPageSpan *span, SsSpan period)
{
    SsQuery *query = ss_query_new(ledger, "SELECT max(usage_period) FROM sample");
    SsTime   known = ss_query_next(query) ? ss_query_get_int(query, 0) : 0;

    ss_query_close(query, NULL);
    return known && period ? known - (known - span->start) / period * period : 0;
}

/* PriorityUsageResetPeriod: the passes that began with it, as scheduler/usage_reset.c has them. */
static void write_periodic_resets(SsLedger *ledger, const SsPageSpan *span, SsJson *json)
{
    SsResetPeriod reset =
        (SsResetPeriod) ss_ledger_get_int(ledger, "set.usage_reset", SS_RESET_NONE);
    const SsSpan  period = ss_ledger_get_int(ledger, "set.calc_period", 300);
    const SsZone *zone = ss_ledger_zone(ledger);
    SsTime        pass = first_pass(ledger, span, period);
    const SsTime  told = ss_ledger_get_int(ledger, "run.last_reset", 0);
    const SsTime  last = told ? told : ss_ledger_get_int(ledger, "started", span->start);
    SsTime        next = ss_usage_next_reset(zone, reset, last, pass);

    ss_json_key(json, "usage_resets");
    ss_json_begin_array(json);
    while (pass != 0 && reset != SS_RESET_NONE && next <= span->end) {
        if (next > pass)
            pass += (next - pass + period - 1) / period * period;
        if (pass > span->end)
            break;
        ss_json_int(json, pass - span->base + 1);
        if (reset == SS_RESET_NOW)
            reset = SS_RESET_NONE;
        next = ss_usage_next_reset(zone, reset, next, pass);
        pass += period;
    }
    ss_json_end_array(json);
}

/* sacctmgr's RawUsage=0: moments and associations. Ledgers of older versions do not know. */
static gboolean write_raw_resets(SsLedger *ledger, const SsPageSpan *span, SsJson *json,
                                 GError **error)
{
    SsQuery *known =
        ss_query_new(ledger, "SELECT 1 FROM sqlite_master WHERE name = 'raw_usage_reset'");
    const bool is_known = ss_query_next(known);

    if (!ss_query_close(known, error))
        return FALSE;
    SsQuery *query = ss_query_new(ledger, is_known ? "SELECT at, id_assoc FROM raw_usage_reset "
                                                     "WHERE id_assoc NOT NULL ORDER BY id"
                                                   : "SELECT 0, 0 WHERE 0");

    ss_json_key(json, "raw_resets");
    ss_json_begin_array(json);
    while (ss_query_next(query)) {
        ss_json_begin_array(json);
        ss_json_int(json, ss_query_get_int(query, 0) - span->base + 1);
        ss_json_int(json, ss_query_get_int(query, 1));
        ss_json_end_array(json);
    }
    ss_json_end_array(json);
    return ss_query_close(query, error);
}

gboolean ss_page_shares(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

    write_settings(ledger, json);
    write_periodic_resets(ledger, span, json);
    return write_raw_resets(ledger, span, json, error) && write_assocs(ledger, json, ids, error)
           && write_samples(ledger, span, ids, json, error);
}
