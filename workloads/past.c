/* SPDX-License-Identifier: Apache-2.0 */
#include "workloads/past.h"

#include <string.h>

#include "sim/base/hostlist.h"
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "workloads/reader.h"
#include "workloads/rows.h"

enum { LEAST_EPOCH = 100000000 }; /* smaller numbers are seconds after the start */

typedef struct {
    SsTraceRows         *rows;
    const SsPastOptions *options;
    const SsZone        *zone;
    const SsPastTake    *take;
    void                *data;
    uint32_t             n_resvs;
} Reading;

static gboolean refuse(const Reading *reading, const char *column, const char *value,
                       GError **error)
{
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE, "%s:%u: %s: '%s' cannot be read",
                ss_trace_rows_name(reading->rows), ss_trace_rows_line(reading->rows), column,
                value);
    return FALSE;
}

/* The field below one name or the other; "" without. */
static const char *get(const Reading *reading, const char *name, const char *other)
{
    const char *text = ss_trace_rows_get(reading->rows, name);

    if (text == NULL && other != NULL)
        text = ss_trace_rows_get(reading->rows, other);
    return text != NULL ? text : "";
}

static gboolean take_moment(const Reading *reading, const char *name, const char *other,
                            SsTime *out, GError **error)
{
    const char *text = get(reading, name, other);

    if (!ss_trace_moment(text, reading->zone, out))
        return refuse(reading, name, text, error);
    if (*out != 0 && *out < LEAST_EPOCH)
        *out += reading->options->start;
    return TRUE;
}

/* "cpu=8,mem=16000M" as the database has it; caller frees. NULL: refused. */
static char *tres_ids(const Reading *reading, const char *text, GError **error)
{
    const SsTresSet     *set = reading->options->cluster->tres;
    g_autofree uint64_t *vec = g_new(uint64_t, set->n);
    g_auto(GStrv)        items = g_strsplit(text, ",", -1);

    for (uint32_t i = 0; i < set->n; i++)
        vec[i] = SS_NO_LIMIT64;
    for (char **item = items; *item; item++) {
        char    *equals = strchr(*item, '=');
        uint64_t value;

        if (equals == NULL) {
            refuse(reading, "tres", text, error);
            return NULL;
        }
        *equals = '\0';
        const uint32_t at = ss_tres_find(set, *item);
        if (!ss_size_parse(equals + 1, at == SS_TRES_MEM ? SS_UNIT_MEGA : SS_UNIT_ONE, &value,
                           NULL)) {
            refuse(reading, "tres", text, error);
            return NULL;
        }
        if (at != SS_ID_NONE)
            vec[at] = value;
    }
    return ss_tres_text(set, vec, SS_TRES_TEXT_IDS | SS_TRES_TEXT_ZEROS);
}

/* --- events ------------------------------------------------------------------------------------------ */

/* As the accounting stores them: with the base state that the node would have otherwise. */
static bool state_bits(const char *word, uint32_t *out)
{
    static const struct {
        const char *word;
        uint32_t    state;
    } states[] = {
        { "", SS_NODE_UNKNOWN },
        { "DOWN", SS_NODE_DOWN },
        { "DRAIN", SS_NODE_IDLE | SS_NODE_DRAIN },
        { "DRAINED", SS_NODE_IDLE | SS_NODE_DRAIN },
        { "DRNG", SS_NODE_ALLOCATED | SS_NODE_DRAIN },
        { "DRAINING", SS_NODE_ALLOCATED | SS_NODE_DRAIN },
        { "FAIL", SS_NODE_IDLE | SS_NODE_FAIL },
        { "IDLE", SS_NODE_IDLE },
    };
    int64_t number;

    for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
        if (g_ascii_strcasecmp(word, states[i].word) == 0) {
            *out = states[i].state;
            return true;
        }
    }
    if (!ss_int_parse(word, 0, UINT32_MAX, &number, NULL))
        return false;
    *out = (uint32_t) number;
    return true;
}

/* "root(0)" of sacctmgr: 0. Nothing: the controller itself, where that is told. */
static uint32_t uid_of(const Reading *reading)
{
    const char *text = ss_trace_rows_get(reading->rows, "user");
    const char *open = text != NULL ? strchr(text, '(') : NULL;

    if (open != NULL)
        return (uint32_t) g_ascii_strtoull(open + 1, NULL, 10);
    return text != NULL ? SS_UNSET32 : 0;
}

static gboolean give_node(const Reading *reading, const char *node, SsEventRecord *record,
                          const char *tres, GError **error)
{
    const SsCluster *cluster = reading->options->cluster;
    const SsNodeId   id = ss_cluster_node(cluster, node);
    g_autofree char *own = NULL;

    if (id == SS_ID_NONE)
        return refuse(reading, "node", node, error);
    if (*tres == '\0')
        own = reading->options->node_tres(cluster, id);
    else if ((own = tres_ids(reading, tres, error)) == NULL)
        return FALSE;
    record->node = cluster->nodes[id].name;
    record->tres = own;
    return reading->take->event(record, reading->data, error);
}

static gboolean give_cluster(const Reading *reading, SsEventRecord *record, const char *tres,
                             GError **error)
{
    const SsCluster     *cluster = reading->options->cluster;
    g_autoptr(SsNodeSet) all = ss_node_set_new_full(cluster->n_nodes);
    g_autofree char     *nodes = ss_cluster_node_list(cluster, all);
    g_autofree char     *own = NULL;

    if (*tres == '\0')
        return TRUE; /* what sacctmgr shows of the cluster has no TRES: the site's own stand */
    if ((own = tres_ids(reading, tres, error)) == NULL)
        return FALSE;
    record->node = "";
    record->state = 0;
    record->tres = own;
    record->cluster_nodes = nodes;
    return reading->take->event(record, reading->data, error);
}

static gboolean take_event(Reading *reading, GError **error)
{
    const char           *nodes = get(reading, "node", "NodeName");
    const char           *state = get(reading, "state", NULL), *tres = get(reading, "tres", NULL);
    g_autoptr(SsHostlist) list = NULL;
    SsEventRecord         record = { .reason = get(reading, "reason", NULL),
                                     .reason_uid = uid_of(reading) };

    if (!take_moment(reading, "start", "TimeStart", &record.start, error)
        || !take_moment(reading, "end", "TimeEnd", &record.end, error))
        return FALSE;
    if (record.start >= reading->options->start)
        return TRUE;
    if (!state_bits(state, &record.state))
        return refuse(reading, "state", state, error);
    if (*nodes == '\0')
        return give_cluster(reading, &record, tres, error);
    if (!ss_hostlist_parse(nodes, &list, NULL))
        return refuse(reading, "node", nodes, error);
    SsHostlistIter iter = ss_hostlist_iter(list);
    for (const char *node; (node = ss_hostlist_next(&iter)) != NULL;)
        if (!give_node(reading, node, &record, tres, error))
            return FALSE;
    return TRUE;
}

/* --- reservations ------------------------------------------------------------------------------------ */

static int by_account(gconstpointer a, gconstpointer b)
{
    const SsAssocRecord *x = *(SsAssocRecord *const *) a, *y = *(SsAssocRecord *const *) b;
    const int            order = strcmp(x->account, y->account);

    return order ? order : strcmp(x->partition, y->partition);
}

/* "ann@physics+ben": her association of that account, all of his in order of the accounts. */
static void add_users(const SsAccounts *db, const char *text, GString *assocs)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    g_auto(GStrv)        users = g_strsplit(text, "+", -1);

    g_ptr_array_extend(all, db->assocs, NULL, NULL);
    g_ptr_array_sort(all, by_account);

    for (char **user = users; *user; user++) {
        char *account = strchr(*user, '@');

        if (account != NULL)
            *account++ = '\0';
        for (guint i = 0; **user != '\0' && i < all->len; i++) {
            const SsAssocRecord *a = all->pdata[i];

            if (g_ascii_strcasecmp(a->user, *user) == 0
                && (account == NULL || g_ascii_strcasecmp(a->account, account) == 0))
                g_string_append_printf(assocs, "%u,", a->id);
        }
    }
}

static void add_accounts(SsAccounts *db, const char *text, GString *assocs)
{
    g_auto(GStrv) accounts = g_strsplit(text, "+", -1);

    for (char **account = accounts; *account; account++) {
        const SsAssocRecord *a = **account ? ss_accounts_assoc(db, *account, "", "") : NULL;

        if (a != NULL)
            g_string_append_printf(assocs, "%u,", a->id);
    }
}

static gboolean take_resv(Reading *reading, GError **error)
{
    SsAccounts        *db = reading->options->cluster->accounts;
    g_autoptr(GString) assocs = g_string_new(",");
    g_autofree char   *tres = NULL;
    SsResvRecord       record = { .name = get(reading, "name", NULL),
                                  .nodes = get(reading, "nodelist", NULL),
                                  .resv_id = ++reading->n_resvs };
    int64_t            id, flags = 0;

    if (!take_moment(reading, "start", NULL, &record.start, error)
        || !take_moment(reading, "end", NULL, &record.end, error)
        || (tres = tres_ids(reading, get(reading, "tres", NULL), error)) == NULL)
        return FALSE;
    if (record.start >= reading->options->start)
        return TRUE;
    if (ss_int_parse(get(reading, "id", NULL), 1, UINT32_MAX, &id, NULL))
        record.resv_id = (uint32_t) id;
    if (ss_int_parse(get(reading, "flags", NULL), 0, INT64_MAX, &flags, NULL))
        record.flags = (uint64_t) flags;
    if (db != NULL) {
        add_users(db, get(reading, "users", NULL), assocs);
        add_accounts(db, get(reading, "accounts", NULL), assocs);
    }
    record.assocs = assocs->len > 1 ? assocs->str : "";
    record.tres = tres;
    return reading->take->resv(&record, reading->data, error);
}

/* --- suspensions ------------------------------------------------------------------------------------- */

static gboolean take_suspension(Reading *reading, GError **error)
{
    const char     *job = get(reading, "job", NULL);
    SsSuspendRecord record = { 0 };
    int64_t         place;

    if (!ss_int_parse(job, 1, UINT32_MAX, &place, NULL))
        return refuse(reading, "job", job, error);
    if (!take_moment(reading, "start", NULL, &record.start, error)
        || !take_moment(reading, "end", NULL, &record.end, error))
        return FALSE;
    record.db_inx = (uint32_t) place;
    if (record.start >= reading->options->start
        || reading->take->suspend(&record, reading->data, error))
        return TRUE;
    g_prefix_error(error, "%s:%u: ", ss_trace_rows_name(reading->rows),
                   ss_trace_rows_line(reading->rows));
    return FALSE;
}

/* --- the file ---------------------------------------------------------------------------------------- */

typedef gboolean (*TakeRow)(Reading *reading, GError **error);

static bool has(const SsTraceRows *rows, const char *name)
{
    return ss_trace_rows_column(rows, name) != SS_ID_NONE;
}

static TakeRow reader_of(const SsTraceRows *rows)
{
    if ((has(rows, "node") || has(rows, "NodeName"))
        && (has(rows, "start") || has(rows, "TimeStart")) && has(rows, "state"))
        return take_event;
    if (has(rows, "name") && has(rows, "start") && has(rows, "nodelist"))
        return take_resv;
    if (has(rows, "job") && has(rows, "start") && has(rows, "end"))
        return take_suspension;
    return NULL;
}

gboolean ss_past_read(const char *path, const SsPastOptions *options, const SsPastTake *take,
                      void *data, GError **error)
{
    g_autoptr(SsZone)      utc = ss_zone_new_utc();
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, error);
    g_autoptr(SsTraceRows) rows = NULL;
    char                   head[4096];
    Reading                reading = { .options = options,
                                       .zone = options->zone != NULL ? options->zone : utc,
                                       .take = take,
                                       .data = data };

    if (text == NULL)
        return FALSE;
    ss_trace_text_head(text, head, sizeof head);
    rows = ss_trace_rows_new(text, ss_trace_rows_guess(head));
    reading.rows = rows;
    if (ss_trace_rows_next(rows) != SS_TRACE_ROW)
        return ss_trace_rows_finish(rows, error);
    ss_trace_rows_set_header(rows);
    const TakeRow take_row = reader_of(rows);
    while (take_row != NULL && ss_trace_rows_next(rows) == SS_TRACE_ROW)
        if (!take_row(&reading, error))
            return FALSE;
    return ss_trace_rows_finish(rows, error);
}
