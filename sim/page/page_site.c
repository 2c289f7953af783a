/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_site.c - the machine as the page draws it: nodes, partitions, TRES, the cluster's hours, and nodes out of
 * service.
 *
 * The hours are the accounting's own (usage_hour): what sreport cluster utilization adds up is what the page draws.
 */
#include "sim/ledger/query.h"
#include "sim/page/pack.h"
#include "sim/page/page_parts.h"
#include "sim/report/node_state.h"

static gboolean write_nodes(SsLedger *ledger, SsJson *json, GError **error)
{
    SsQuery          *query = ss_query_new(ledger, "SELECT name, cpus FROM node ORDER BY node_inx");
    g_autoptr(SsPack) cpus = ss_pack_new();

    ss_json_key(json, "nodes");
    ss_json_begin_array(json);
    while (ss_query_next(query)) {
        ss_json_text(json, ss_query_get_text(query, 0));
        ss_pack_add(cpus, (double) ss_query_get_int(query, 1));
    }
    ss_json_end_array(json);
    ss_pack_json(cpus, "node_cpus", json);
    return ss_query_close(query, error);
}

/* As configured at the start. */
static gboolean write_parts(SsLedger *ledger, SsJson *json, GError **error)
{
    SsQuery *query = ss_query_new(ledger, "SELECT name, n_nodes, total_cpus, tres FROM partition p "
                                          "WHERE at = (SELECT min(at) FROM partition q WHERE "
                                          "q.part_inx = p.part_inx) ORDER BY part_inx");

    ss_json_key(json, "parts");
    ss_json_begin_array(json);
    while (ss_query_next(query)) {
        ss_json_begin_object(json);
        ss_json_key_text(json, "name", ss_query_get_text(query, 0));
        ss_json_key_int(json, "nodes", ss_query_get_int(query, 1));
        ss_json_key_int(json, "cpus", ss_query_get_int(query, 2));
        ss_json_key_text(json, "tres", ss_query_get_text(query, 3));
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    return ss_query_close(query, error);
}

static const char *const hour_names[] = {
    "time", "count", "alloc", "down", "pdown", "idle", "plan"
};

static gboolean write_tres_hours(SsLedger *ledger, const SsPageSpan *span, int64_t id, SsJson *json,
                                 GError **error)
{
    SsQuery *query =
        ss_query_new(ledger, "SELECT time_start, count, alloc_secs, down_secs, pdown_secs, "
                             "idle_secs, plan_secs FROM usage_hour WHERE id_tres = ?1 ORDER BY 1");
    SsPack *column[G_N_ELEMENTS(hour_names)];

    for (uint32_t c = 0; c < G_N_ELEMENTS(column); c++)
        column[c] = ss_pack_new();
    ss_query_int(query, 1, id);
    while (ss_query_next(query)) {
        ss_pack_add_time(column[0], ss_query_get_int(query, 0), span->base);
        for (int c = 1; c < (int) G_N_ELEMENTS(column); c++)
            ss_pack_add(column[c], (double) ss_query_get_int(query, c));
    }
    for (uint32_t c = 0; c < G_N_ELEMENTS(column); c++) {
        ss_pack_json(column[c], hour_names[c], json);
        ss_pack_free(column[c]);
    }
    return ss_query_close(query, error);
}

/* TRES that the cluster has any of. */
static gboolean write_tres(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error)
{
    SsQuery *query = ss_query_new(
        ledger, "SELECT id, type, name FROM tres t WHERE EXISTS (SELECT 1 FROM usage_hour u "
                "WHERE u.id_tres = t.id AND u.count > 0) ORDER BY pos");
    gboolean ok = TRUE;

    ss_json_key(json, "tres");
    ss_json_begin_array(json);
    while (ok && ss_query_next(query)) {
        const char      *name = ss_query_get_text(query, 2);
        g_autofree char *text = g_strjoin(name && *name ? "/" : NULL, ss_query_get_text(query, 1),
                                          name && *name ? name : NULL, NULL);

        ss_json_begin_object(json);
        ss_json_key_int(json, "id", ss_query_get_int(query, 0));
        ss_json_key_text(json, "name", text);
        ok = write_tres_hours(ledger, span, ss_query_get_int(query, 0), json, error);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    return ss_query_close(query, ok ? error : NULL) && ok;
}

/* Nodes that were down or drained. */
static gboolean write_events(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error)
{
    SsQuery *query = ss_query_new(
        ledger,
        "SELECT n.node_inx, e.time_start, e.time_end, e.state, e.reason FROM event e JOIN node n "
        "ON n.name = e.node_name WHERE e.node_name <> '' ORDER BY e.time_start, n.node_inx");
    char state[SS_NODE_STATE_TEXT];

    ss_json_key(json, "outages");
    ss_json_begin_array(json);
    while (ss_query_next(query)) {
        const SsTime end = ss_query_get_int(query, 2);

        ss_json_begin_object(json);
        ss_json_key_int(json, "node", ss_query_get_int(query, 0));
        ss_json_key_int(json, "from", ss_query_get_int(query, 1) - span->base + 1);
        ss_json_key_int(json, "to", end ? end - span->base + 1 : 0);
        ss_json_key_text(json, "state",
                         ss_node_state_text((uint32_t) ss_query_get_int(query, 3), SS_STATE_FLAGS,
                                            state, sizeof state));
        ss_json_key_text(json, "reason", ss_query_get_text(query, 4));
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    return ss_query_close(query, error);
}

gboolean ss_page_site(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error)
{
    return write_nodes(ledger, json, error) && write_parts(ledger, json, error)
           && write_tres(ledger, span, json, error) && write_events(ledger, span, json, error);
}
