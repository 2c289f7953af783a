/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assoc_events.c - the lists of sacctmgr that the accounts alone cannot answer: events,
 * reservations, the cluster's TRES, the configuration.
 *
 * Events are what the ledger recorded of nodes (down, drained, failing) and of the cluster's TRES;
 * the list takes those that touch the period asked for, the last day if none is. A node's state is
 * the short word in capitals that the record's flags give, as it was when the record was made.
 */
#include "sim/report/assoc_parts.h"

#include "sim/base/date.h"
#include "sim/base/hostlist.h"
#include "sim/ledger/query.h"
#include "sim/report/node_state.h"

#include <string.h>

static bool wants(const SsAssocReport *report, SsSacctmgrList list, const char *name)
{
    return ss_sacctmgr_query_wants(report->query, list, name);
}

static const char *keep(const SsAssocReport *report, const char *text)
{
    return text != NULL ? ss_show_printf(ss_table_show(report->table), "%s", text) : NULL;
}

static void fail(SsAssocReport *report, const GError *error)
{
    g_string_append_printf(report->err, "sacctmgr: error: %s\n", error->message);
    report->code = 1;
}

/* "1=4,2=2048" of the database as "cpu=4,mem=2G", by name, zeros too. */
static const char *tres_text(const SsAssocReport *report, const char *ids)
{
    const SsTresSet     *tres = report->db->tres;
    g_autofree uint64_t *vec = g_new(uint64_t, tres->n);
    g_auto(GStrv)        items = g_strsplit(ids != NULL ? ids : "", ",", -1);

    for (uint32_t i = 0; i < tres->n; i++)
        vec[i] = SS_NO_LIMIT64;
    for (char **item = items; *item != NULL; item++) {
        char          *value = strchr(*item, '=');
        const uint32_t at = ss_tres_find_id(tres, (uint32_t) g_ascii_strtoull(*item, NULL, 10));

        if (value != NULL && at != SS_ID_NONE)
            vec[at] = g_ascii_strtoull(value + 1, NULL, 10);
    }
    g_autofree char *text = ss_sacctmgr_tres_text(report->db, vec);
    return keep(report, text);
}

/* --- events ----------------------------------------------------------------------------------- */

/* The short word, in capitals. */
static const char *state_text(const SsAssocReport *report, uint32_t state)
{
    char             text[SS_NODE_STATE_TEXT];
    g_autofree char *upper =
        g_ascii_strup(ss_node_state_text(state, SS_STATE_COMPACT, text, sizeof text), -1);

    return keep(report, upper);
}

typedef struct {
    SsTime start, end;
} Period;

static SsTime time_or(const SsAssocReport *report, const char *text, SsTime fallback)
{
    SsDateReader reader = { report->context->now, report->context->zone, 0 };
    SsTime       time = 0;

    if (text == NULL || !ss_date_parse(&reader, text, SS_DATE_LOOKS_BACK, &time, NULL))
        return fallback;
    return time;
}

static Period period_of(const SsAssocReport *report)
{
    if (report->query->flags & SS_SACCTMGR_ALL_TIME)
        return (Period){ 0, SS_TIME_NEVER };
    return (Period){ time_or(report, report->query->start, report->context->now - 86400),
                     time_or(report, report->query->end, report->context->now) };
}

static bool wants_nodes(const SsAssocReport *report, const char *node)
{
    const GPtrArray *lists = report->query->lists[SS_COND_NODES];

    for (guint i = 0; lists != NULL && i < lists->len; i++) {
        g_autoptr(SsHostlist) hosts = NULL;

        if (ss_hostlist_parse(lists->pdata[i], &hosts, NULL)
            && ss_hostlist_find(hosts, node) != SS_ID_NONE)
            return true;
    }
    return lists == NULL;
}

static bool wants_event(const SsAssocReport *report, const SsAssocRow *row)
{
    const uint32_t flags = report->query->flags;
    const bool     of_node = row->node[0] != '\0';

    if ((flags & SS_SACCTMGR_CLUSTER_EVENTS && of_node)
        || (flags & SS_SACCTMGR_NODE_EVENTS && !of_node)
        || (flags & SS_SACCTMGR_OPEN_EVENTS && row->end != 0))
        return false;
    return wants_nodes(report, row->node) && wants(report, SS_COND_CLUSTERS, report->db->cluster)
           && wants(report, SS_COND_REASONS, row->reason)
           && wants(report, SS_COND_STATES, row->state != NULL ? row->state : "");
}

void ss_report_events(SsAssocReport *report)
{
    const Period      period = period_of(report);
    g_autoptr(GError) error = NULL;

    if (report->ledger == NULL)
        return;
    SsQuery *query = ss_query_new(
        report->ledger, "SELECT node_name, time_start, time_end, state, reason, reason_uid, tres, "
                        "cluster_nodes FROM event WHERE time_start < ?2 AND (time_end > ?1 OR "
                        "time_end = 0) ORDER BY node_name, time_start");
    ss_query_int(query, 1, period.start);
    ss_query_int(query, 2, period.end);
    while (ss_query_next(query)) {
        SsAssocRow    row = { .db = report->db,
                              .cluster = report->db->cluster,
                              .node = keep(report, ss_query_get_text(query, 0)),
                              .start = ss_query_get_int(query, 1),
                              .end = ss_query_get_int(query, 2),
                              .state_raw = (uint32_t) ss_query_get_int(query, 3),
                              .reason = keep(report, ss_query_get_text(query, 4)),
                              .tres_text = tres_text(report, ss_query_get_text(query, 6)),
                              .cluster_nodes = keep(report, ss_query_get_text(query, 7)) };
        const int64_t uid = ss_query_get_int(query, 5);

        if (row.reason == NULL)
            row.reason = "";
        if (row.node[0] != '\0')
            row.state = state_text(report, row.state_raw);
        if (uid != SS_UNSET32) /* the controller itself */
            row.uid_text = ss_show_printf(ss_table_show(report->table), "%s(%" G_GINT64_FORMAT ")",
                                          uid == 0 ? "root" : "", uid);
        if (wants_event(report, &row))
            ss_table_add(report->table, &row);
    }
    if (!ss_query_close(query, &error))
        fail(report, error);
}

/* --- reservations ----------------------------------------------------------------------------- */

void ss_report_resvs(SsAssocReport *report)
{
    const SsTime      start = time_or(report, report->query->start, 0);
    const SsTime      end = time_or(report, report->query->end, report->context->now);
    g_autoptr(GError) error = NULL;

    if (report->ledger == NULL)
        return;
    SsQuery *query = ss_query_new(
        report->ledger, "SELECT id_resv, resv_name, tres, time_start, time_end, unused_wall "
                        "FROM resv WHERE time_start < ?2 AND time_end > ?1 "
                        "ORDER BY time_start, resv_name");
    ss_query_int(query, 1, start);
    ss_query_int(query, 2, end);
    while (ss_query_next(query)) {
        SsAssocRow row = { .db = report->db,
                           .cluster = report->db->cluster,
                           .id = (uint32_t) ss_query_get_int(query, 0),
                           .name = keep(report, ss_query_get_text(query, 1)),
                           .tres_text = tres_text(report, ss_query_get_text(query, 2)),
                           .start = ss_query_get_int(query, 3),
                           .end = ss_query_get_int(query, 4),
                           .unused_wall = ss_query_get_double(query, 5) };

        if (wants(report, SS_COND_NAMES, row.name))
            ss_table_add(report->table, &row);
    }
    if (!ss_query_close(query, &error))
        fail(report, error);
}

/* --- what slurm.conf says --------------------------------------------------------------------- */

static char *config_value(SsLedger *ledger, const char *key, const char *unset)
{
    char *value = g_strdup(unset);

    if (ledger == NULL)
        return value;
    SsQuery *query = ss_query_new(ledger, "SELECT value FROM conf WHERE key = ?1 COLLATE NOCASE");
    ss_query_text(query, 1, key);
    while (ss_query_next(query)) {
        g_free(value);
        value = g_strdup(ss_query_get_text(query, 0));
    }
    ss_query_close(query, NULL);
    return value;
}

/* --- the cluster ------------------------------------------------------------------------------ */

/* "ctl(10.0.0.1)": the address; "ctl": the name. */
static void read_controller(SsAssocReport *report, SsAssocRow *row)
{
    g_autofree char *host = config_value(report->ledger, "SlurmctldHost[0]", "");
    g_autofree char *port = config_value(report->ledger, "SlurmctldPort", "");
    char            *open = strchr(host, '(');

    if (open != NULL) {
        host[strlen(host) - 1] = '\0';
        open++;
    }
    row->host = *host ? keep(report, open != NULL ? open : host) : NULL;
    row->port = (uint32_t) g_ascii_strtoull(port, NULL, 10);
}

void ss_report_cluster(SsAssocReport *report, SsAssocRow *row)
{
    g_autoptr(GError) error = NULL;
    SsQuery          *query =
        ss_query_new(report->ledger, "SELECT tres, cluster_nodes FROM event WHERE node_name = '' "
                                     "ORDER BY time_start DESC LIMIT 1");

    while (ss_query_next(query)) {
        row->tres_text = tres_text(report, ss_query_get_text(query, 0));
        row->cluster_nodes = keep(report, ss_query_get_text(query, 1));
    }
    if (!ss_query_close(query, &error)) {
        fail(report, error);
        return;
    }
    read_controller(report, row);
    query = ss_query_new(report->ledger, "SELECT count(*) FROM node");
    while (ss_query_next(query))
        row->n_nodes = (uint32_t) ss_query_get_int(query, 0);
    ss_query_close(query, NULL);
}

/* --- the configuration ------------------------------------------------------------------------ */

/* Keys that sacctmgr shows, with what an unset one reads. */
static const char *const config_keys[][2] = {
    { "AccountingStorageBackupHost", "(null)" },
    { "AccountingStorageHost", "localhost" },
    { "AccountingStorageParameters", "(null)" },
    { "AccountingStoragePass", "(null)" },
    { "AccountingStoragePort", "6819" },
    { "AccountingStorageType", "accounting_storage/slurmdbd" },
    { "AccountingStorageUser", "N/A" },
    { "AuthType", "auth/munge" },
    { "MessageTimeout", "10" },
    { "PluginDir", "/usr/lib/x86_64-linux-gnu/slurm-wlm" },
    { "PrivateData", "none" },
    { "SlurmUserId", "root(0)" },
    { "SLURM_CONF", "/etc/slurm/slurm.conf" },
    { "SLURM_VERSION", "22.05.8" },
    { "TCPTimeout", "2" },
    { "TrackWCKey", "No" },
};

void ss_report_config(SsAssocReport *report)
{
    char now[SS_DATE_TEXT];

    g_string_append_printf(report->out, "Configuration data as of %s\n",
                           ss_date_text(report->context->now, report->context->zone, now));
    for (size_t i = 0; i < G_N_ELEMENTS(config_keys); i++) {
        const char      *key = config_keys[i][0];
        g_autofree char *value = config_value(report->ledger, key, config_keys[i][1]);
        const char      *unit = g_str_has_suffix(key, "Timeout") ? " sec" : "";
        if (g_ascii_strcasecmp(value, "yes") == 0 || g_ascii_strcasecmp(value, "no") == 0)
            value[0] = g_ascii_toupper(value[0]);
        const bool wide = strcmp(key, "AccountingStorageBackupHost") == 0; /* as it is */

        g_string_append_printf(report->out, "%-22s %s= %s%s\n", key, wide ? " " : "", value, unit);
    }
    g_string_append_c(report->out, '\n');
}

bool ss_report_tracks_wckeys(SsLedger *ledger)
{
    g_autofree char *value = config_value(ledger, "TrackWCKey", "no");

    return g_ascii_strcasecmp(value, "yes") == 0 || strcmp(value, "1") == 0;
}
