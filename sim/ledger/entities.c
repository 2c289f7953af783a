/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entities.c - the site and the accounting entities, in and out.
 *
 * A ledger must answer every question alone, years later, without the site's folder: so nodes,
 * partitions, the keys of slurm.conf and the effective settings are stored as they were. Accounts go in
 * as sacctmgr's store holds them (limits as set, nothing inherited) and come back as such: the commands
 * that show or change them work on the store, never on SQL.
 *
 * Limits of associations and QOS are the same C struct with other column names; two tables say which.
 * A TRES vector is stored as "id=count,..." with zeros (a limit of 0 is a limit) and without entries
 * that are not set.
 */
#include "sim/ledger/entities.h"

#include "sim/base/hostlist.h"
#include "sim/ledger/query.h"
#include "sim/ledger/rows.h"
#include "sim/ledger/sample.h"
#include "sim/model/capacity.h"

#include <string.h>

/* --- the site -------------------------------------------------------------------------------- */

typedef struct {
    const char *key;
    SsFieldKind kind;
    size_t      at;
} Setting;

#define SET(field, type)                                                                           \
    {                                                                                              \
        "set." #field, SS_FIELD_##type, offsetof(SsSettings, field)                                \
    }

static const Setting settings[] = {
    SET(cluster_name, TEXT),
    SET(enforce, U32),
    SET(has_dbd, BOOL),
    SET(priority_type, U32),
    SET(priority_flags, U32),
    SET(favor_small, BOOL),
    SET(weight_age, U32),
    SET(weight_assoc, U32),
    SET(weight_fairshare, U32),
    SET(weight_jobsize, U32),
    SET(weight_part, U32),
    SET(weight_qos, U32),
    SET(weight_tres_text, TEXT),
    SET(decay_half_life, I64),
    SET(calc_period, I64),
    SET(max_age, I64),
    SET(usage_reset, U32),
    SET(dampening, U32),
    SET(sched_type, U32),
    SET(sched_params_text, TEXT),
    SET(select_type, U32),
    SET(select_params, U32),
    SET(preempt_type, U32),
    SET(preempt_mode, U32),
    SET(preempt_exempt_time, I64),
    SET(part_limits, U32),
    SET(def_mem_per_cpu, U64),
    SET(def_mem_per_node, U64),
    SET(def_mem_per_gpu, U64),
    SET(def_cpu_per_gpu, U64),
    SET(max_mem_per_cpu, U64),
    SET(max_mem_per_node, U64),
    SET(over_time_limit, U32),
    SET(kill_wait, U32),
    SET(complete_wait, U32),
    SET(resv_over_run, U32),
    SET(min_job_age, U32),
    SET(max_job_count, U32),
    SET(max_array_size, U32),
    SET(return_to_service, U32),
    SET(first_job_id, U32),
    SET(max_job_id, U32),
    SET(job_requeue, BOOL),
    SET(track_wckey, BOOL),
    SET(track_wckey_dbd, BOOL),
    SET(disable_root_jobs, BOOL),
    SET(allow_spec_resources, BOOL),
    SET(message_timeout, U32),
    SET(topology_tree, BOOL),
    SET(sched_time_slice, U32),
    SET(licenses_text, TEXT),
    SET(gres_types, TEXT),
    SET(tres_text, TEXT),
    SET(requeue_exit, TEXT),
    SET(requeue_exit_hold, TEXT),
    SET(store_flags, TEXT),
    SET(cred_expire, I64),
};

static gboolean put_setting(SsLedger *ledger, const Setting *set, const SsSettings *from,
                            GError **error)
{
    const void *p = (const char *) from + set->at;

    switch (set->kind) {
    case SS_FIELD_TEXT:
        return ss_ledger_set(ledger, set->key, *(char *const *) p, error);
    case SS_FIELD_BOOL:
        return ss_ledger_set_int(ledger, set->key, *(const bool *) p, error);
    case SS_FIELD_U32:
        return ss_ledger_set_int(ledger, set->key, *(const uint32_t *) p, error);
    default:
        return ss_ledger_set_int(ledger, set->key, *(const int64_t *) p, error);
    }
}

static void get_setting(SsLedger *ledger, const Setting *set, SsSettings *to)
{
    void       *p = (char *) to + set->at;
    const char *text = ss_ledger_get(ledger, set->key);

    if (set->kind == SS_FIELD_TEXT) {
        g_free(*(char **) p);
        *(char **) p = g_strdup(text);
        return;
    }
    if (text == NULL)
        return;
    int64_t value = g_ascii_strtoll(text, NULL, 10);

    if (set->kind == SS_FIELD_BOOL)
        *(bool *) p = value != 0;
    else if (set->kind == SS_FIELD_U32)
        *(uint32_t *) p = (uint32_t) value;
    else
        *(int64_t *) p = value;
}

gboolean ss_ledger_settings_read(SsLedger *ledger, SsSettings *out, GError **error)
{
    if (ss_ledger_statement(ledger, "SELECT value FROM run WHERE key = ?1", error) == NULL)
        return FALSE;
    ss_settings_init(out);
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        get_setting(ledger, &settings[i], out);
    return TRUE;
}

static gboolean put_settings(SsLedger *ledger, const SsSettings *from, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
        if (!put_setting(ledger, &settings[i], from, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean step_once(SsLedger *ledger, sqlite3_stmt *statement, const char *table,
                          GError **error)
{
    gboolean done = sqlite3_step(statement) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(ledger, error, table);
    sqlite3_reset(statement);
    return done;
}

static gboolean put_tres(SsLedger *ledger, const SsTresSet *tres, GError **error)
{
    for (uint32_t i = 0; i < tres->n; i++) {
        sqlite3_stmt *put = ss_ledger_statement(
            ledger, "INSERT OR REPLACE INTO tres VALUES (?1, ?2, ?3, ?4)", error);

        if (put == NULL)
            return FALSE;
        sqlite3_bind_int64(put, 1, tres->at[i].id);
        sqlite3_bind_text(put, 2, tres->at[i].type, -1, SQLITE_STATIC);
        sqlite3_bind_text(put, 3, tres->at[i].name ? tres->at[i].name : "", -1, SQLITE_STATIC);
        sqlite3_bind_int64(put, 4, i);
        if (!step_once(ledger, put, "tres", error))
            return FALSE;
    }
    return TRUE;
}

/* Sockets that the devices of `item` ("gpu:h100:8") are near to, as "0-1"; NULL: gres.conf names no cores for them. */
static char *sockets_of(const SsCluster *cluster, const SsNode *node, const char *item)
{
    g_auto(GStrv)        words = g_strsplit(item, ":", 3);
    const uint32_t       index = words[0] ? ss_cluster_gres(cluster, words[0]) : SS_ID_NONE;
    const SsNodeGres    *gres = index != SS_ID_NONE ? ss_node_gres(node, index) : NULL;
    g_autofree uint64_t *sockets = g_new0(uint64_t, node->sockets / 64 + 1);
    bool                 near = false;

    for (uint32_t d = 0; gres && d < gres->n_dev; d++) {
        const SsNodeDevice *device = &gres->dev[d];
        const char         *type = gres->n_type ? gres->type[device->type].name : NULL;

        if (device->cores == NULL || (type && g_strcmp0(words[1], type) != 0))
            continue;
        near = true;
        for (uint32_t c = 0; c < node->cores; c++)
            if (device->cores[c / 64] >> (c % 64) & 1)
                sockets[c / node->cores_per_socket / 64] |= UINT64_C(1)
                                                            << (c / node->cores_per_socket % 64);
    }
    return near ? ss_bits_text(sockets, node->sockets) : NULL;
}

char *ss_ledger_node_gres(const SsCluster *cluster, const SsNode *node)
{
    g_auto(GStrv) items = g_strsplit(node->gres_text ? node->gres_text : "", ",", -1);

    for (char **item = items; *item; item++) {
        g_autofree char *sockets = sockets_of(cluster, node, *item);

        if (sockets) {
            char *text = g_strdup_printf("%s(S:%s)", *item, sockets);
            g_free(*item);
            *item = text;
        }
    }
    return node->gres_text ? g_strjoinv(",", items) : NULL;
}

static gboolean put_node(SsLedger *ledger, const SsCluster *cluster, SsNodeId id, uint64_t *vec,
                         GError **error)
{
    const SsNode    *node = &cluster->nodes[id];
    const SsCapacity configured = ss_capacity_configured(cluster);

    ss_capacity_node(&configured, id, vec);
    g_autofree char *tres = ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_IDS);
    vec[SS_TRES_CPU] = vec[SS_TRES_MEM] = vec[SS_TRES_BILLING] = 0;
    g_autofree char *gres = ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_IDS);
    g_autofree char *shown = ss_ledger_node_gres(cluster, node);
    const SsNodeRow  row = {
         .node_inx = id,
         .name = node->name,
         .hostname = node->hostname,
         .address = node->address,
         .cpus = node->cpus,
         .cpus_usable = ss_node_usable_cpus(node),
         .boards = node->boards,
         .sockets = node->sockets,
         .cores_per_socket = node->cores_per_socket,
         .threads_per_core = node->threads_per_core,
         .real_memory = node->real_memory,
         .mem_spec = node->mem_spec,
         .core_spec = node->core_spec,
         .cpu_spec_list = node->cpu_spec_list,
         .tmp_disk = node->tmp_disk,
         .weight = node->weight,
         .features = node->features,
         .gres = shown,
         .gres_count = *gres ? gres : NULL,
         .port = node->port,
         .tres = tres,
    };

    return ss_row_put(ledger, &ss_row_node, &row, error);
}

static char *joined(char **words)
{
    return words ? g_strjoinv(",", words) : NULL;
}

gboolean ss_ledger_partition_write(SsLedger *ledger, const SsCluster *cluster,
                                   const SsPartition *part, uint32_t inx, SsTime at, GError **error)
{
    g_autofree uint64_t *vec = g_new(uint64_t, cluster->tres->n);
    g_autofree char     *nodes = part->nodes ? ss_cluster_node_list(cluster, part->nodes) : NULL;
    g_autofree char     *allow_accounts = joined(part->allow_accounts);
    g_autofree char     *deny_accounts = joined(part->deny_accounts);
    g_autofree char     *allow_qos = joined(part->allow_qos);
    g_autofree char     *deny_qos = joined(part->deny_qos);
    g_autofree char     *allow_groups = joined(part->allow_groups);
    const SsCapacity     configured = ss_capacity_configured(cluster);

    ss_capacity_partition(&configured, part, vec);
    g_autofree char *tres = ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_IDS);
    const SsPartRow  row = {
         .part_inx = inx,
         .at = at,
         .name = part->name,
         .nodes_text = part->nodes_text,
         .nodes = nodes,
         .n_nodes = part->n_nodes,
         .total_cpus = part->total_cpus,
         .is_default = part->is_default,
         .hidden = part->hidden,
         .root_only = part->root_only,
         .req_resv = part->req_resv,
         .disable_root_jobs = part->disable_root_jobs,
         .exclusive_user = part->exclusive_user,
         .lln = part->lln,
         .state = part->state,
         .max_time = part->max_time,
         .default_time = part->default_time,
         .over_time_limit = part->over_time_limit,
         .min_nodes = part->min_nodes,
         .max_nodes = part->max_nodes,
         .max_cpus_per_node = part->max_cpus_per_node,
         .def_mem_per_cpu = part->def_mem_per_cpu,
         .def_mem_per_node = part->def_mem_per_node,
         .def_mem_per_gpu = part->def_mem_per_gpu,
         .max_mem_per_cpu = part->max_mem_per_cpu,
         .max_mem_per_node = part->max_mem_per_node,
         .def_cpu_per_gpu = part->def_cpu_per_gpu,
         .priority_tier = part->priority_tier,
         .job_factor = part->job_factor,
         .share = part->share,
         .share_count = part->share_count,
         .grace_time = part->grace_time,
         .preempt_mode = part->preempt_mode,
         .select_params = part->select_params,
         .allow_accounts = allow_accounts,
         .deny_accounts = deny_accounts,
         .allow_qos = allow_qos,
         .deny_qos = deny_qos,
         .allow_groups = allow_groups,
         .alloc_nodes = part->alloc_nodes,
         .alternate = part->alternate,
         .qos = part->qos_name,
         .billing = part->billing_text,
         .tres = tres,
    };

    return ss_row_put(ledger, &ss_row_part, &row, error);
}

static gboolean put_conf(SsLedger *ledger, const GArray *conf, GError **error)
{
    for (guint i = 0; conf && i < conf->len; i++) {
        const SsConfPair *pair = &g_array_index(conf, SsConfPair, i);
        const SsConfRow   row = { i + 1, pair->key, pair->value };

        if (!ss_row_put(ledger, &ss_row_conf, &row, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean put_switch(SsLedger *ledger, const SsCluster *cluster, uint32_t i, GError **error)
{
    const SsSwitch       *sw = &cluster->topology.at[i];
    g_autoptr(SsHostlist) below = ss_hostlist_new();
    sqlite3_stmt         *put =
        ss_ledger_statement(ledger, "INSERT INTO switch VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);

    if (put == NULL)
        return FALSE;
    for (SsNodeId node = 0; sw->nodes && node < cluster->n_nodes; node++) {
        if (ss_node_set_test(sw->nodes, node))
            ss_hostlist_push(below, cluster->nodes[node].name);
    }
    ss_hostlist_sort(below);
    g_autofree char *nodes =
        sw->level == 0 && sw->nodes_text ? g_strdup(sw->nodes_text) : ss_hostlist_text(below);

    sqlite3_bind_int64(put, 1, i + 1);
    sqlite3_bind_text(put, 2, sw->name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(put, 3, sw->level);
    sqlite3_bind_text(put, 4, sw->link_speed, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 5, nodes, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 6, sw->switches_text, -1, SQLITE_STATIC);
    gboolean done = sqlite3_step(put) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(ledger, error, "cannot write table switch");
    sqlite3_reset(put);
    sqlite3_clear_bindings(put);
    return done;
}

gboolean ss_ledger_uids_write(SsLedger *ledger, const SsCluster *cluster,
                              const SsAccounts *accounts, GError **error)
{
    sqlite3_stmt *put =
        ss_ledger_statement(ledger, "UPDATE user SET uid = ?2 WHERE id = ?1", error);

    for (guint i = 0; put && i < accounts->users->len; i++) {
        const SsUserRecord *user = accounts->users->pdata[i];

        sqlite3_bind_int64(put, 1, i + 1); /* as put_entities numbers them */
        sqlite3_bind_int64(put, 2, ss_cluster_uid(cluster, user->name));
        if (!step_once(ledger, put, "user", error))
            return FALSE;
    }
    return put != NULL;
}

gboolean ss_ledger_site_write(SsLedger *ledger, const SsCluster *cluster, SsTime started,
                              GError **error)
{
    g_autofree uint64_t *vec = g_new(uint64_t, cluster->tres->n);

    if (!ss_ledger_set(ledger, "cluster", cluster->name, error)
        || !ss_ledger_set_int(ledger, "started", started, error)
        || !put_settings(ledger, &cluster->settings, error)
        || !put_conf(ledger, cluster->conf, error) || !put_tres(ledger, cluster->tres, error))
        return FALSE;
    for (SsNodeId i = 0; i < cluster->n_nodes; i++) {
        if (!put_node(ledger, cluster, i, vec, error))
            return FALSE;
    }
    for (uint32_t i = 0; i < cluster->n_parts; i++) {
        if (!ss_ledger_partition_write(ledger, cluster, &cluster->parts[i], i, started, error))
            return FALSE;
    }
    for (uint32_t i = 0; i < cluster->topology.n; i++) {
        if (!put_switch(ledger, cluster, i, error))
            return FALSE;
    }
    return cluster->accounts == NULL
           || (ss_ledger_accounts_write(ledger, cluster->accounts, error)
               && ss_ledger_uids_write(ledger, cluster, cluster->accounts, error));
}

SsTresSet *ss_ledger_tres_read(SsLedger *ledger, GError **error)
{
    g_autoptr(SsTresSet) tres = ss_tres_set_new();
    SsQuery *query = ss_query_new(ledger, "SELECT type, name, id FROM tres ORDER BY pos");

    while (ss_query_next(query)) {
        const char *type = ss_query_get_text(query, 0), *name = ss_query_get_text(query, 1);

        /* The schema forbids it, but bytes from a broken disk do not know the schema. */
        if (type == NULL) {
            ss_query_close(query, NULL);
            g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_SQL,
                        "%s: a TRES without a type: the file is damaged; run it again",
                        ss_ledger_path(ledger));
            return NULL;
        }
        g_autofree char *text = name && *name ? g_strconcat(type, "/", name, NULL) : g_strdup(type);
        uint32_t         at = ss_tres_set_add(tres, text);

        if (at != SS_ID_NONE)
            tres->at[at].id = (uint32_t) ss_query_get_int(query, 2);
    }
    return ss_query_close(query, error) ? g_steal_pointer(&tres) : NULL;
}

SsTresSet *ss_ledger_tres_of_controller(SsLedger *ledger, GError **error)
{
    SsTresSet *tres = ss_ledger_tres_read(ledger, error);

    if (tres != NULL)
        ss_tres_set_sort(tres);
    return tres;
}

/* --- limits ---------------------------------------------------------------------------------- */

typedef struct {
    const char *column;
    bool        vector;
    size_t      at; /* in SsLimits */
} Limit;

#define N(column, field)                                                                           \
    {                                                                                              \
        column, false, offsetof(SsLimits, field)                                                   \
    }
#define V(column, field)                                                                           \
    {                                                                                              \
        column, true, offsetof(SsLimits, field)                                                    \
    }

static const Limit assoc_limits[] = {
    N("grp_jobs", grp_jobs),
    N("grp_jobs_accrue", grp_jobs_accrue),
    N("grp_submit_jobs", grp_submit),
    N("grp_wall", grp_wall),
    V("grp_tres", grp_tres),
    V("grp_tres_mins", grp_tres_mins),
    V("grp_tres_run_mins", grp_tres_run_mins),
    N("max_jobs", max_jobs),
    N("max_jobs_accrue", max_jobs_accrue),
    N("max_submit_jobs", max_submit),
    N("max_wall_pj", max_wall),
    V("max_tres_pj", max_tres_pj),
    V("max_tres_pn", max_tres_pn),
    V("max_tres_mins_pj", max_tres_mins_pj),
    V("max_tres_run_mins", max_tres_run_mins),
    N("min_prio_thresh", min_prio_thresh),
};

static const Limit qos_limits[] = {
    N("grp_jobs", grp_jobs),
    N("grp_jobs_accrue", grp_jobs_accrue),
    N("grp_submit_jobs", grp_submit),
    N("grp_wall", grp_wall),
    V("grp_tres", grp_tres),
    V("grp_tres_mins", grp_tres_mins),
    V("grp_tres_run_mins", grp_tres_run_mins),
    N("max_jobs_per_user", max_jobs),
    N("max_jobs_accrue_pu", max_jobs_accrue),
    N("max_submit_jobs_per_user", max_submit),
    N("max_wall_duration_per_job", max_wall),
    N("max_jobs_pa", max_jobs_pa),
    N("max_jobs_accrue_pa", max_jobs_accrue_pa),
    N("max_submit_jobs_pa", max_submit_pa),
    V("max_tres_pj", max_tres_pj),
    V("max_tres_pn", max_tres_pn),
    V("max_tres_mins_pj", max_tres_mins_pj),
    V("max_tres_run_mins_pu", max_tres_run_mins),
    V("max_tres_pu", max_tres_pu),
    V("max_tres_pa", max_tres_pa),
    V("max_tres_run_mins_pa", max_tres_run_mins_pa),
    V("min_tres_pj", min_tres_pj),
    N("min_prio_thresh", min_prio_thresh),
};

typedef struct {
    const char  *table, *own; /* columns before the limits */
    uint32_t     n_own;
    const Limit *limits;
    size_t       n_limits;
} LimitedTable;

static const LimitedTable qos_table = {
    "qos",
    "id,name,description,flags,priority,grace_time,preempt_mode,preempt_exempt_time,preempt,"
    "usage_factor,usage_thres,limit_factor,created,deleted",
    14,
    qos_limits,
    G_N_ELEMENTS(qos_limits),
};

static const LimitedTable assoc_table = {
    "assoc",
    "id_assoc,acct,user,partition,id_parent,lft,rgt,shares,is_def,priority,def_qos_id,qos_set,qos,"
    "qos_add,qos_del,created,deleted",
    17,
    assoc_limits,
    G_N_ELEMENTS(assoc_limits),
};

static char *limited_columns(const LimitedTable *table)
{
    GString *text = g_string_new(table->own);

    for (size_t i = 0; i < table->n_limits; i++)
        g_string_append_printf(text, ",%s", table->limits[i].column);
    return g_string_free(text, FALSE);
}

static sqlite3_stmt *limited_insert(SsLedger *ledger, const LimitedTable *table, GError **error)
{
    g_autofree char   *columns = limited_columns(table);
    g_autoptr(GString) sql = g_string_new(NULL);

    g_string_printf(sql, "INSERT INTO %s (%s) VALUES (", table->table, columns);
    for (size_t i = 0; i < table->n_own + table->n_limits; i++)
        g_string_append(sql, i ? ",?" : "?");
    g_string_append_c(sql, ')');
    return ss_ledger_statement(ledger, sql->str, error);
}

static SsQuery *limited_select(SsLedger *ledger, const LimitedTable *table)
{
    g_autofree char *columns = limited_columns(table);
    g_autofree char *sql = g_strdup_printf("SELECT %s FROM %s ORDER BY 1", columns, table->table);

    return ss_query_new(ledger, sql);
}

static char *limit_text(const SsTresSet *tres, const uint64_t *vec)
{
    return vec ? ss_tres_text(tres, vec, SS_TRES_TEXT_IDS | SS_TRES_TEXT_ZEROS) : NULL;
}

static void bind_u32(sqlite3_stmt *put, int i, uint32_t value)
{
    if (value != SS_NO_LIMIT)
        sqlite3_bind_int64(put, i, value);
}

static void bind_text(sqlite3_stmt *put, int i, char *text) /* taken */
{
    if (text)
        sqlite3_bind_text(put, i, text, -1, g_free);
}

static void bind_borrowed(sqlite3_stmt *put, int i, const char *text)
{
    sqlite3_bind_text(put, i, text, -1, SQLITE_STATIC);
}

static void bind_limits(sqlite3_stmt *put, const LimitedTable *table, const SsTresSet *tres,
                        const SsLimits *limits)
{
    for (size_t i = 0; i < table->n_limits; i++) {
        const Limit *limit = &table->limits[i];
        const void  *p = (const char *) limits + limit->at;
        int          column = (int) (table->n_own + i + 1);

        if (limit->vector)
            bind_text(put, column, limit_text(tres, *(uint64_t *const *) p));
        else
            bind_u32(put, column, *(const uint32_t *) p);
    }
}

static void read_vector(const SsTresSet *tres, const char *text, uint64_t **slot)
{
    SsTresCount counts[64];
    uint32_t    n = ss_tres_counts(text, counts, G_N_ELEMENTS(counts));

    if (text == NULL)
        return;
    uint64_t *vec = ss_limits_vector(slot, tres->n);

    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = ss_tres_find_id(tres, counts[i].id);

        if (at != SS_ID_NONE)
            vec[at] = (uint64_t) counts[i].count;
    }
}

static uint32_t get_limit(const SsQuery *query, int column)
{
    return ss_query_is_null(query, column) ? SS_NO_LIMIT
                                           : (uint32_t) ss_query_get_int(query, column);
}

static void read_limits(const SsQuery *query, const LimitedTable *table, const SsTresSet *tres,
                        SsLimits *limits)
{
    ss_limits_init(limits);
    for (size_t i = 0; i < table->n_limits; i++) {
        const Limit *limit = &table->limits[i];
        void        *p = (char *) limits + limit->at;
        int          column = (int) (table->n_own + i);

        if (limit->vector)
            read_vector(tres, ss_query_get_text(query, column), (uint64_t **) p);
        else
            *(uint32_t *) p = get_limit(query, column);
    }
}

/* --- accounts: writing ----------------------------------------------------------------------- */

static char *ids_text(const GArray *ids) /* "1,3"; NULL when there are none */
{
    if (ids == NULL || ids->len == 0)
        return NULL;
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < ids->len; i++)
        g_string_append_printf(text, "%s%u", i ? "," : "", g_array_index(ids, uint32_t, i));
    return g_string_free(text, FALSE);
}

static char *names_text(const GPtrArray *names)
{
    if (names == NULL || names->len == 0)
        return NULL;
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(text, "%s%s", i ? "," : "", (const char *) names->pdata[i]);
    return g_string_free(text, FALSE);
}

static void bind_unset_real(sqlite3_stmt *put, int i, double value)
{
    if (value >= 0)
        sqlite3_bind_double(put, i, value);
}

static gboolean put_qos(SsLedger *ledger, const SsAccounts *db, const SsQosRecord *qos,
                        GError **error)
{
    sqlite3_stmt *put = limited_insert(ledger, &qos_table, error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, qos->id);
    bind_borrowed(put, 2, qos->name);
    bind_borrowed(put, 3, qos->description);
    sqlite3_bind_int64(put, 4, qos->flags);
    sqlite3_bind_int64(put, 5, qos->priority);
    sqlite3_bind_int64(put, 6, qos->grace_time);
    sqlite3_bind_int64(put, 7, qos->preempt_mode);
    bind_u32(put, 8, qos->preempt_exempt_time);
    bind_text(put, 9, ids_text(qos->preempt));
    sqlite3_bind_double(put, 10, qos->usage_factor);
    bind_unset_real(put, 11, qos->usage_threshold);
    bind_unset_real(put, 12, qos->limit_factor);
    sqlite3_bind_int64(put, 13, qos->created);
    sqlite3_bind_int64(put, 14, qos->deleted);
    bind_limits(put, &qos_table, db->tres, &qos->limits);
    return step_once(ledger, put, "qos", error);
}

static gboolean put_assoc(SsLedger *ledger, const SsAccounts *db, const SsAssocRecord *assoc,
                          GError **error)
{
    sqlite3_stmt *put = limited_insert(ledger, &assoc_table, error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, assoc->id);
    bind_borrowed(put, 2, assoc->account);
    bind_borrowed(put, 3, assoc->user);
    bind_borrowed(put, 4, assoc->partition);
    sqlite3_bind_int64(put, 5, assoc->parent);
    sqlite3_bind_int64(put, 6, assoc->lft);
    sqlite3_bind_int64(put, 7, assoc->rgt);
    sqlite3_bind_int64(put, 8, assoc->shares);
    sqlite3_bind_int64(put, 9, assoc->is_default);
    bind_u32(put, 10, assoc->priority);
    sqlite3_bind_int64(put, 11, assoc->default_qos);
    sqlite3_bind_int64(put, 12, assoc->qos_set);
    bind_text(put, 13, ids_text(assoc->qos));
    bind_text(put, 14, ids_text(assoc->qos_add));
    bind_text(put, 15, ids_text(assoc->qos_del));
    sqlite3_bind_int64(put, 16, assoc->created);
    sqlite3_bind_int64(put, 17, assoc->deleted);
    bind_limits(put, &assoc_table, db->tres, &assoc->limits);
    return step_once(ledger, put, "assoc", error);
}

static gboolean put_account(SsLedger *ledger, const SsAccountRecord *account, uint32_t id,
                            GError **error)
{
    sqlite3_stmt *put =
        ss_ledger_statement(ledger, "INSERT INTO account VALUES (?1,?2,?3,?4,?5,?6,?7)", error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, id);
    bind_borrowed(put, 2, account->name);
    bind_borrowed(put, 3, account->description);
    bind_borrowed(put, 4, account->organization);
    bind_text(put, 5, names_text(account->coordinators));
    sqlite3_bind_int64(put, 6, account->created);
    sqlite3_bind_int64(put, 7, account->deleted);
    return step_once(ledger, put, "account", error);
}

static gboolean put_user(SsLedger *ledger, const SsUserRecord *user, uint32_t id, GError **error)
{
    sqlite3_stmt *put =
        ss_ledger_statement(ledger, "INSERT INTO user VALUES (?1,?2,?3,?4,?5,?6,0)", error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, id);
    bind_borrowed(put, 2, user->name);
    sqlite3_bind_int64(put, 3, user->admin_level);
    bind_borrowed(put, 4, user->default_wckey);
    sqlite3_bind_int64(put, 5, user->created);
    sqlite3_bind_int64(put, 6, user->deleted);
    return step_once(ledger, put, "user", error);
}

gboolean ss_ledger_wckey_add(SsLedger *ledger, const SsWckeyRecord *wckey, GError **error)
{
    sqlite3_stmt *put =
        ss_ledger_statement(ledger, "INSERT INTO wckey VALUES (?1,?2,?3,?4,?5)", error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, wckey->id);
    bind_borrowed(put, 2, wckey->name);
    bind_borrowed(put, 3, wckey->user);
    sqlite3_bind_int64(put, 4, wckey->is_default);
    sqlite3_bind_int64(put, 5, wckey->deleted);
    return step_once(ledger, put, "wckey", error);
}

static gboolean put_resource(SsLedger *ledger, const SsResourceRecord *resource, GError **error)
{
    sqlite3_stmt *put =
        ss_ledger_statement(ledger, "INSERT INTO resource VALUES (?1,?2,?3,?4,?5,?6,?7,?8)", error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, resource->id);
    bind_borrowed(put, 2, resource->name);
    bind_borrowed(put, 3, resource->server);
    bind_borrowed(put, 4, resource->description);
    bind_borrowed(put, 5, resource->manager);
    sqlite3_bind_int64(put, 6, resource->count);
    if (resource->on_cluster)
        sqlite3_bind_int64(put, 7, resource->percent_allowed);
    else
        sqlite3_bind_null(put, 7);
    sqlite3_bind_int64(put, 8, resource->deleted);
    return step_once(ledger, put, "resource", error);
}

static gboolean put_txn(SsLedger *ledger, const SsTransaction *txn, GError **error)
{
    sqlite3_stmt *put =
        ss_ledger_statement(ledger, "INSERT INTO txn VALUES (?1,?2,?3,?4,?5,?6)", error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, txn->id);
    sqlite3_bind_int64(put, 2, txn->when);
    bind_borrowed(put, 3, txn->action);
    bind_borrowed(put, 4, txn->actor);
    bind_borrowed(put, 5, txn->where);
    bind_borrowed(put, 6, txn->info);
    return step_once(ledger, put, "txn", error);
}

static gboolean put_entities(SsLedger *ledger, const SsAccounts *db, GError **error)
{
    for (guint i = 0; i < db->accounts->len; i++) {
        if (!put_account(ledger, db->accounts->pdata[i], i + 1, error))
            return FALSE;
    }
    for (guint i = 0; i < db->users->len; i++) {
        if (!put_user(ledger, db->users->pdata[i], i + 1, error))
            return FALSE;
    }
    for (guint i = 0; i < db->qos->len; i++) {
        if (!put_qos(ledger, db, db->qos->pdata[i], error))
            return FALSE;
    }
    for (guint i = 0; i < db->assocs->len; i++) {
        if (!put_assoc(ledger, db, db->assocs->pdata[i], error))
            return FALSE;
    }
    for (guint i = 0; i < db->wckeys->len; i++) {
        if (!ss_ledger_wckey_add(ledger, db->wckeys->pdata[i], error))
            return FALSE;
    }
    for (guint i = 0; i < db->resources->len; i++) {
        if (!put_resource(ledger, db->resources->pdata[i], error))
            return FALSE;
    }
    for (guint i = 0; i < db->txns->len; i++) {
        if (!put_txn(ledger, db->txns->pdata[i], error))
            return FALSE;
    }
    return TRUE;
}

gboolean ss_ledger_accounts_write(SsLedger *ledger, const SsAccounts *accounts, GError **error)
{
    return ss_ledger_exec(
               ledger,
               "DELETE FROM account; DELETE FROM user; DELETE FROM qos; DELETE FROM assoc;"
               "DELETE FROM wckey; DELETE FROM resource; DELETE FROM txn;",
               error)
           && put_tres(ledger, accounts->tres, error) && put_entities(ledger, accounts, error)
           && ss_ledger_set_int(ledger, "next_assoc", accounts->next_assoc, error)
           && ss_ledger_set_int(ledger, "next_qos", accounts->next_qos, error)
           && ss_ledger_set_int(ledger, "next_wckey", accounts->next_wckey, error)
           && ss_ledger_set_int(ledger, "next_resource", accounts->next_resource, error);
}

/* --- accounts: reading ----------------------------------------------------------------------- */

static GArray *read_ids(const char *text) /* always an array */
{
    GArray       *ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_auto(GStrv) words = g_strsplit(text ? text : "", ",", -1);

    for (char **word = words; *word; word++) {
        uint32_t id = (uint32_t) g_ascii_strtoull(*word, NULL, 10);

        if (**word)
            g_array_append_val(ids, id);
    }
    return ids;
}

static double get_unset_real(const SsQuery *query, int column)
{
    return ss_query_is_null(query, column) ? -1.0 : ss_query_get_double(query, column);
}

static gboolean read_accounts(SsLedger *ledger, SsAccounts *db, GError **error)
{
    SsQuery *query = ss_query_new(
        ledger,
        "SELECT name, description, organization, coordinators, created, deleted FROM account ORDER BY id");

    while (ss_query_next(query)) {
        SsAccountRecord *account = g_new0(SsAccountRecord, 1);
        g_auto(GStrv)    users =
            g_strsplit(ss_query_is_null(query, 3) ? "" : ss_query_get_text(query, 3), ",", -1);

        account->name = g_strdup(ss_query_get_text(query, 0));
        account->description = g_strdup(ss_query_get_text(query, 1));
        account->organization = g_strdup(ss_query_get_text(query, 2));
        account->coordinators = g_ptr_array_new_with_free_func(g_free);
        for (char **user = users; *user; user++)
            g_ptr_array_add(account->coordinators, g_strdup(*user));
        account->created = ss_query_get_int(query, 4);
        account->deleted = ss_query_get_int(query, 5) != 0;
        g_ptr_array_add(db->accounts, account);
    }
    return ss_query_close(query, error);
}

static gboolean read_users(SsLedger *ledger, SsAccounts *db, GError **error)
{
    SsQuery *query = ss_query_new(
        ledger, "SELECT name, admin_level, default_wckey, created, deleted FROM user ORDER BY id");

    while (ss_query_next(query)) {
        SsUserRecord *user = g_new0(SsUserRecord, 1);

        user->name = g_strdup(ss_query_get_text(query, 0));
        user->admin_level = (uint32_t) ss_query_get_int(query, 1);
        user->default_wckey = g_strdup(ss_query_get_text(query, 2));
        user->created = ss_query_get_int(query, 3);
        user->deleted = ss_query_get_int(query, 4) != 0;
        g_ptr_array_add(db->users, user);
    }
    return ss_query_close(query, error);
}

static gboolean read_qos(SsLedger *ledger, SsAccounts *db, GError **error)
{
    SsQuery *query = limited_select(ledger, &qos_table);

    while (ss_query_next(query)) {
        SsQosRecord *qos = g_new0(SsQosRecord, 1);

        qos->id = (uint32_t) ss_query_get_int(query, 0);
        qos->name = g_strdup(ss_query_get_text(query, 1));
        qos->description = g_strdup(ss_query_get_text(query, 2));
        qos->flags = (uint32_t) ss_query_get_int(query, 3);
        qos->priority = (uint32_t) ss_query_get_int(query, 4);
        qos->grace_time = (uint32_t) ss_query_get_int(query, 5);
        qos->preempt_mode = (uint32_t) ss_query_get_int(query, 6);
        qos->preempt_exempt_time = get_limit(query, 7);
        qos->preempt = read_ids(ss_query_get_text(query, 8));
        qos->usage_factor = ss_query_get_double(query, 9);
        qos->usage_threshold = get_unset_real(query, 10);
        qos->limit_factor = get_unset_real(query, 11);
        qos->created = ss_query_get_int(query, 12);
        qos->deleted = ss_query_get_int(query, 13) != 0;
        read_limits(query, &qos_table, db->tres, &qos->limits);
        g_ptr_array_add(db->qos, qos);
    }
    return ss_query_close(query, error);
}

static gboolean read_assocs(SsLedger *ledger, SsAccounts *db, GError **error)
{
    SsQuery *query = limited_select(ledger, &assoc_table);

    while (ss_query_next(query)) {
        SsAssocRecord *assoc = g_new0(SsAssocRecord, 1);

        assoc->id = (uint32_t) ss_query_get_int(query, 0);
        assoc->account = g_strdup(ss_query_get_text(query, 1));
        assoc->user = g_strdup(ss_query_get_text(query, 2));
        assoc->partition = g_strdup(ss_query_get_text(query, 3));
        assoc->parent = (uint32_t) ss_query_get_int(query, 4);
        assoc->lft = (uint32_t) ss_query_get_int(query, 5);
        assoc->rgt = (uint32_t) ss_query_get_int(query, 6);
        assoc->shares = (uint32_t) ss_query_get_int(query, 7);
        assoc->is_default = ss_query_get_int(query, 8) != 0;
        assoc->priority = get_limit(query, 9);
        assoc->default_qos = (uint32_t) ss_query_get_int(query, 10);
        assoc->qos_set = ss_query_get_int(query, 11) != 0;
        assoc->qos = read_ids(ss_query_get_text(query, 12));
        assoc->qos_add = read_ids(ss_query_get_text(query, 13));
        assoc->qos_del = read_ids(ss_query_get_text(query, 14));
        assoc->created = ss_query_get_int(query, 15);
        assoc->deleted = ss_query_get_int(query, 16) != 0;
        read_limits(query, &assoc_table, db->tres, &assoc->limits);
        g_ptr_array_add(db->assocs, assoc);
    }
    return ss_query_close(query, error);
}

static gboolean read_wckeys(SsLedger *ledger, SsAccounts *db, GError **error)
{
    SsQuery *query = ss_query_new(
        ledger, "SELECT id_wckey, wckey_name, user, is_def, deleted FROM wckey ORDER BY id_wckey");

    while (ss_query_next(query)) {
        SsWckeyRecord *wckey = g_new0(SsWckeyRecord, 1);

        wckey->id = (uint32_t) ss_query_get_int(query, 0);
        wckey->name = g_strdup(ss_query_get_text(query, 1));
        wckey->user = g_strdup(ss_query_get_text(query, 2));
        wckey->is_default = ss_query_get_int(query, 3) != 0;
        wckey->deleted = ss_query_get_int(query, 4) != 0;
        g_ptr_array_add(db->wckeys, wckey);
    }
    return ss_query_close(query, error);
}

static gboolean read_resources(SsLedger *ledger, SsAccounts *db, GError **error)
{
    SsQuery *query = ss_query_new(ledger, "SELECT id, name, server, description, manager, count,"
                                          " percent_allowed, percent_allowed IS NOT NULL, deleted"
                                          " FROM resource ORDER BY id");

    while (ss_query_next(query)) {
        SsResourceRecord *resource = g_new0(SsResourceRecord, 1);

        resource->id = (uint32_t) ss_query_get_int(query, 0);
        resource->name = g_strdup(ss_query_get_text(query, 1));
        resource->server = g_strdup(ss_query_get_text(query, 2));
        resource->description = g_strdup(ss_query_get_text(query, 3));
        resource->manager = g_strdup(ss_query_get_text(query, 4));
        resource->count = (uint32_t) ss_query_get_int(query, 5);
        resource->percent_allowed = (uint32_t) ss_query_get_int(query, 6);
        resource->on_cluster = ss_query_get_int(query, 7) != 0;
        resource->deleted = ss_query_get_int(query, 8) != 0;
        g_ptr_array_add(db->resources, resource);
    }
    return ss_query_close(query, error);
}

static gboolean read_txns(SsLedger *ledger, SsAccounts *db, GError **error)
{
    SsQuery *query = ss_query_new(
        ledger, "SELECT id, timestamp, action, actor, name, info FROM txn ORDER BY id");

    while (ss_query_next(query)) {
        SsTransaction *txn = g_new0(SsTransaction, 1);

        txn->id = (uint32_t) ss_query_get_int(query, 0);
        txn->when = ss_query_get_int(query, 1);
        txn->action = g_strdup(ss_query_get_text(query, 2));
        txn->actor = g_strdup(ss_query_get_text(query, 3));
        txn->where = g_strdup(ss_query_get_text(query, 4));
        txn->info = g_strdup(ss_query_get_text(query, 5));
        g_ptr_array_add(db->txns, txn);
    }
    return ss_query_close(query, error);
}

/* The ledger's TRES that `tres` does not have yet. */
static gboolean complete_tres(SsLedger *ledger, SsTresSet *tres, GError **error)
{
    g_autoptr(SsTresSet) own = ss_ledger_tres_read(ledger, error);

    if (own == NULL)
        return FALSE;
    for (uint32_t i = 0; i < own->n; i++) {
        uint32_t at = ss_tres_set_add(tres, own->at[i].text);

        if (at != SS_ID_NONE)
            tres->at[at].id = own->at[i].id;
    }
    return TRUE;
}

bool ss_ledger_is_operator(SsLedger *ledger, const char *user)
{
    enum { OPERATOR = 2 };
    SsQuery *q = ss_query_new(ledger, "SELECT coalesce(max(admin_level), 0) FROM user"
                                      " WHERE name = ?1 AND deleted = 0");

    ss_query_text(q, 1, user);
    const bool is = ss_query_next(q) && ss_query_get_int(q, 0) >= OPERATOR;
    ss_query_close(q, NULL);
    return is || strcmp(user, "root") == 0;
}

SsAccounts *ss_ledger_accounts_read(SsLedger *ledger, SsTresSet *tres, GError **error)
{
    if (!complete_tres(ledger, tres, error))
        return NULL;
    g_autoptr(SsAccounts) db = ss_accounts_new(ss_ledger_cluster(ledger), tres, 0);
    GPtrArray *lists[] = { db->accounts, db->users, db->qos, db->assocs, db->wckeys, db->txns };

    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_ptr_array_set_size(lists[i], 0);
    if (!read_accounts(ledger, db, error) || !read_users(ledger, db, error)
        || !read_qos(ledger, db, error) || !read_assocs(ledger, db, error)
        || !read_wckeys(ledger, db, error) || !read_resources(ledger, db, error)
        || !read_txns(ledger, db, error))
        return NULL;
    db->next_assoc = (uint32_t) ss_ledger_get_int(ledger, "next_assoc", 3);
    db->next_qos = (uint32_t) ss_ledger_get_int(ledger, "next_qos", 2);
    db->next_wckey = (uint32_t) ss_ledger_get_int(ledger, "next_wckey", 1);
    db->next_resource = (uint32_t) ss_ledger_get_int(ledger, "next_resource", 1);
    ss_accounts_restored(db);
    return g_steal_pointer(&db);
}
