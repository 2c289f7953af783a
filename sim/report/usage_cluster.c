/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage_cluster.c - sreport's reports from the rollups: accounts, users, wckeys, the cluster itself.
 *
 * slurmdbd answers from month rows when the window begins and ends with a month, from day rows when it
 * begins and ends at midnight, else from hour rows; a row belongs to the window it begins in. So a report
 * shows nothing that is not rolled up yet, here as there.
 *
 * An account's usage is not stored: it is the sum over its subtree, made when it is read. Only
 * associations with a row are printed; once printed, they have a line for every TRES asked for.
 *
 * All reports but the cluster's own are lists of one row type; what differs is which fields are filled,
 * how the list is ordered, and the default columns. The width of `Used` comes from the first record of
 * the list, not from the largest (sreport's way), and from the cluster's total if the list is empty.
 *
 * Sums over any window are 128 bits wide: SQLite adds the upper and lower halves apart.
 */
#include "sim/report/usage_parts.h"

#include <string.h>

#define CPU    1 /* TRES ids */
#define ENERGY 3

/* --- the rows that a window reads ------------------------------------------------------------ */

static bool at_midnight(const SsCivil *civil)
{
    return civil->hour == 0 && civil->minute == 0 && civil->second == 0;
}

static SsUsageLevel level_of(const SsUsageRun *run)
{
    SsCivil start, end;
    bool    long_enough = run->words.end - run->words.start >= 86400;

    ss_zone_local(run->dates.zone, run->words.start, &start);
    ss_zone_local(run->dates.zone, run->words.end, &end);
    if (!at_midnight(&start) || !at_midnight(&end) || !long_enough)
        return SS_USAGE_HOUR;
    if (start.day == 1 && end.day == 1 && run->words.end - run->words.start > 86400)
        return SS_USAGE_MONTH;
    return run->words.end > run->now ? SS_USAGE_HOUR : SS_USAGE_DAY;
}

static SsWide joined(const SsQuery *query, int high)
{
    return (SsWide) ss_query_get_int(query, high) * ((SsWide) 1 << 32)
           + ss_query_get_int(query, high + 1);
}

/* Sum of a column in two halves, for joined(). */
#define SUM(column) "sum(" column " >> 32), sum(" column " & 4294967295)"

/* --- the cluster ----------------------------------------------------------------------------- */

typedef struct {
    uint32_t id;
    int64_t  count;
    SsWide   alloc, down, pdown, idle, plan, over;
} ClusterUse;

static SsWide reported(const ClusterUse *use)
{
    return use->alloc + use->down + use->pdown + use->idle + use->plan;
}

static GArray *read_cluster(SsUsageRun *run)
{
    static const char *const levels[] = { "hour", "day", "month" };
    GArray                  *uses = g_array_new(FALSE, TRUE, sizeof(ClusterUse));
    g_autofree char         *sql = g_strdup_printf(
                "SELECT id_tres, sum(count) / count(*), " SUM("alloc_secs") ", " SUM("down_secs") ", " SUM(
                    "pdown_secs") ", " SUM("idle_secs") ", " SUM("plan_secs") ", " SUM("over_secs") " FROM usage_%s WHERE time_start >= ?1 AND time_start < ?2 GROUP BY id_tres",
                levels[level_of(run)]);
    SsQuery *query = ss_query_new(run->ledger, sql);
    GError  *error = NULL;

    ss_query_int(query, 1, run->words.start);
    ss_query_int(query, 2, run->words.end);
    while (ss_usage_wants_cluster(run) && ss_query_next(query)) {
        const ClusterUse use = {
            .id = (uint32_t) ss_query_get_int(query, 0),
            .count = ss_query_get_int(query, 1),
            .alloc = joined(query, 2),
            .down = joined(query, 4),
            .pdown = joined(query, 6),
            .idle = joined(query, 8),
            .plan = joined(query, 10),
            .over = joined(query, 12),
        };
        g_array_append_val(uses, use);
    }
    if (!ss_query_close(query, &error))
        ss_usage_failed(run, error);
    return uses;
}

static const ClusterUse *cluster_use(const GArray *uses, uint32_t id)
{
    for (guint i = 0; i < uses->len; i++) {
        if (g_array_index(uses, ClusterUse, i).id == id)
            return &g_array_index(uses, ClusterUse, i);
    }
    return NULL;
}

static SsWide cluster_total(const GArray *uses, uint32_t id)
{
    const ClusterUse *use = cluster_use(uses, id);

    return use ? reported(use) : 0;
}

/* --- one row of any of these reports --------------------------------------------------------- */

typedef struct {
    const char       *account, *login, *wckey, *tres;
    SsWide            used, total, energy, energy_total;
    const ClusterUse *cluster;      /* Utilization only */
    SsWide            cluster_base; /* of Reported's percentage */
    bool              has_used;
} Row;

static const SsUsageRun *run_of(const SsShow *show)
{
    return show->tool;
}

static SsValue get_account(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(((const Row *) row)->account);
}

static SsValue get_cluster(const void *row, const SsShow *show)
{
    (void) row;
    return ss_value_text(run_of(show)->cluster);
}

static SsValue get_login(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(((const Row *) row)->login);
}

/* The one user that every password database knows. */
static SsValue get_proper(const void *row, const SsShow *show)
{
    const char *login = ((const Row *) row)->login;

    (void) show;
    return ss_value_text(login && strcmp(login, "root") == 0 ? "root" : NULL);
}

static SsValue get_wckey(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(((const Row *) row)->wckey);
}

static SsValue get_tres(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(((const Row *) row)->tres);
}

static SsValue get_used(const void *data, const SsShow *show)
{
    const Row *row = data;

    return ss_usage_amount(show, run_of(show)->unit, row->used, row->total);
}

static SsValue get_energy(const void *data, const SsShow *show)
{
    const Row *row = data;

    return ss_usage_amount(show, run_of(show)->unit, row->energy, row->energy_total);
}

/* What the cluster had is 0 on the lines of accounts and users. */
static const ClusterUse *cluster_of(const void *row)
{
    static const ClusterUse none = { 0 };
    const ClusterUse       *use = ((const Row *) row)->cluster;

    return use ? use : &none;
}

/* The getters of a field of ClusterUse. */
#define CLUSTER_GET(field)                                                                         \
    static SsValue get_##field(const void *row, const SsShow *show)                                \
    {                                                                                              \
        const ClusterUse *use = cluster_of(row);                                                   \
        return ss_usage_amount(show, run_of(show)->unit, use->field, reported(use));               \
    }
CLUSTER_GET(alloc)
CLUSTER_GET(down)
CLUSTER_GET(pdown)
CLUSTER_GET(idle)
CLUSTER_GET(plan)
CLUSTER_GET(over)

static SsValue get_reported(const void *data, const SsShow *show)
{
    const Row *row = data;

    return ss_usage_amount(show, run_of(show)->unit, reported(cluster_of(row)), row->cluster_base);
}

static SsValue get_count(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_int(cluster_of(row)->count);
}

#define PLUS SS_OVER_PLUS
#define CUT  SS_OVER_CUT
#define PUSH SS_OVER_PUSH

/* clang-format off */
const SsColumn ss_usage_columns[] = { /* in the order of sreport's tests */
    { "Accounts",      2, "Account",     15, PLUS, "account",    get_account,  "Account." },
    { "Allocated",     2, "Allocated",   12, CUT,  "allocated",  get_alloc,    "TRES-seconds allocated." },
    { "Cluster",       2, "Cluster",      9, PLUS, "cluster",    get_cluster,  "Cluster." },
    { "Down",          1, "Down",        10, CUT,  "down",       get_down,     "TRES-seconds of nodes that were down." },
    { "Idle",          1, "Idle",        12, CUT,  "idle",       get_idle,     "TRES-seconds that nobody asked for." },
    { "Login",         1, "Login",        9, PLUS, "login",      get_login,    "User." },
    { "Overcommitted", 1, "Over Comm",    9, CUT,  "over",       get_over,     "Demand of eligible jobs beyond what was free." },
    { "PlannedDown",   2, "PLND Down",   10, CUT,  "planned_down", get_pdown,  "TRES-seconds in maintenance reservations." },
    { "Proper",        2, "Proper Name", 15, PLUS, "proper",     get_proper,   "Name in the password database; only root has one." },
    { "Reported",      3, "Reported",    12, CUT,  "reported",   get_reported, "All TRES-seconds of the window." },
    { "Reserved",      3, "Planned",      9, CUT,  "planned",    get_plan,     "Free TRES-seconds that eligible jobs waited for." },
    { "Planned",       4, "Planned",      9, CUT,  "planned",    get_plan,     "The same; 22.05 reads the word as PlannedDown." },
    { "TresCount",     5, "TRES Count",  10, PUSH, "count",      get_count,    "Mean count of the TRES." },
    { "cpucount",      2, "TRES Count",  10, PUSH, "count",      get_count,    "The same." },
    { "count",         2, "TRES Count",  10, PUSH, "count",      get_count,    "The same." },
    { "TresName",      5, "TRES Name",   14, PLUS, "tres",       get_tres,     "TRES." },
    { "Used",          1, "Used",        10, CUT,  "used",       get_used,     "TRES-seconds used." },
    { "WCKey",         2, "WCKey",       15, PLUS, "wckey",      get_wckey,    "Workload characterisation key." },
    { "Energy",        1, "Energy",      10, CUT,  "energy",     get_energy,   "Joules, in the unit of the times." },
};

const SsColumn ss_usage_top_columns[] = {
    { "Accounts", 1, "Account",     15, PLUS, "account", get_account, "Account, or all of the user's." },
    { "Cluster",  1, "Cluster",      9, PLUS, "cluster", get_cluster, "Cluster." },
    { "Energy",   1, "Energy",      10, CUT,  "energy",  get_energy,  "Joules, in the unit of the times." },
    { "Login",    1, "Login",        9, PLUS, "login",   get_login,   "User." },
    { "Proper",   1, "Proper Name", 15, PLUS, "proper",  get_proper,  "Name in the password database; only root has one." },
    { "TresName", 5, "TRES Name",   14, PLUS, "tres",    get_tres,    "TRES." },
    { "Used",     1, "Used",        10, CUT,  "used",    get_used,    "TRES-seconds used." },
};
/* clang-format on */
const size_t ss_n_usage_columns = G_N_ELEMENTS(ss_usage_columns);
const size_t ss_n_usage_top_columns = G_N_ELEMENTS(ss_usage_top_columns);

/* --- cluster Utilization --------------------------------------------------------------------- */

/* The largest value in seconds of each column of amounts, over all rows. */
static SsWide largest_of(const SsUsageRun *run, const GArray *uses, SsGet get)
{
    SsWide largest = 0;

    for (guint i = 0; i < run->tres->len; i++) {
        const ClusterUse *use = cluster_use(uses, g_array_index(run->tres, SsUsageTres, i).id);

        if (use == NULL)
            continue;
        SsWide value = get == get_alloc    ? use->alloc
                       : get == get_down   ? use->down
                       : get == get_pdown  ? use->pdown
                       : get == get_idle   ? use->idle
                       : get == get_plan   ? use->plan
                       : get == get_over   ? use->over
                       : get == get_energy ? 0
                                           : reported(use);
        largest = MAX(largest, value);
    }
    return largest;
}

static void fit_cluster_columns(SsUsageRun *run, SsTable *table, const GArray *uses)
{
    for (uint32_t i = 0; i < ss_table_columns(table); i++) {
        SsTableColumn *column = ss_table_column(table, i);

        if (column->over == SS_OVER_CUT && column->column->get != get_used)
            column->width = ss_usage_width(run->unit, largest_of(run, uses, column->column->get));
    }
}

static bool refuses_node(SsUsageRun *run)
{
    g_auto(GStrv) names = g_strsplit(run->tres_text ? run->tres_text : "", ",", -1);

    if (!g_strv_contains((const char *const *) names, "node"))
        return false;
    g_string_append_printf(
        run->err,
        "%s: fatal: TRES node usage is no longer reported in the Cluster Utilization "
        "report.  Please use TRES CPU instead.\n",
        run->program);
    run->code = 1;
    return true;
}

void ss_usage_utilization(SsUsageRun *run)
{
    if (refuses_node(run))
        return;
    g_autoptr(GArray) choices = ss_usage_choices(
        run, ss_usage_columns, ss_n_usage_columns,
        run->tres_text ? "Cl,TresName,al,d,planned,i,res,rep" : "Cl,al,d,planned,i,res,rep");
    g_autoptr(GArray)  uses = read_cluster(run);
    g_autoptr(SsTable) table = ss_usage_table(run, choices);

    fit_cluster_columns(run, table, uses);
    for (guint i = 0; i < run->tres->len; i++) {
        const SsUsageTres *tres = &g_array_index(run->tres, SsUsageTres, i);
        const ClusterUse  *use = cluster_use(uses, tres->id);

        if (use == NULL)
            continue;
        SsWide    base = (SsWide) (run->words.end - run->words.start) * use->count;
        const Row row = { .tres = tres->text,
                          .cluster = use,
                          .cluster_base = base ? base : reported(use) };

        ss_table_add(table, &row);
    }
    ss_usage_banner(run, "Cluster Utilization", false, NULL);
    ss_render(table, &run->how, run->out);
}

/* --- records: an account, a user in an account, a wckey ... ---------------------------------- */

typedef struct {
    uint32_t    id, parent;
    const char *account, *user, *partition;
    uint32_t    lft;
    bool        has_rows; /* own or below */
    SsWide     *secs;     /* [n known tres] */
} Assoc;

typedef struct {
    const char *account, *login,
        *wckey; /* what is printed                                          */
    uint32_t level;
    SsWide  *secs; /* [n known tres], in the run's memory or an Assoc's         */
    bool    *has;  /* NULL: all; else which TRES have rows                       */
} Record;

static const char *own(SsUsageRun *run, const char *text)
{
    return g_string_chunk_insert_const(run->texts, text ? text : "");
}

static uint32_t tres_index(const SsUsageRun *run, uint32_t id)
{
    for (guint i = 0; i < run->known->len; i++) {
        if (g_array_index(run->known, SsUsageTres, i).id == id)
            return i;
    }
    return SS_ID_NONE;
}

static void assoc_free(gpointer data)
{
    Assoc *assoc = data;

    g_free(assoc->secs);
    g_free(assoc);
}

/* All associations, deleted ones too. */
static GPtrArray *read_assocs(SsUsageRun *run)
{
    GPtrArray *assocs = g_ptr_array_new_with_free_func(assoc_free);
    SsQuery   *query = ss_query_new(
          run->ledger,
          "SELECT id_assoc, id_parent, acct, user, partition, lft FROM assoc ORDER BY id_assoc");
    GError *error = NULL;

    while (ss_query_next(query)) {
        Assoc *assoc = g_new0(Assoc, 1);

        assoc->id = (uint32_t) ss_query_get_int(query, 0);
        assoc->parent = (uint32_t) ss_query_get_int(query, 1);
        assoc->account = own(run, ss_query_get_text(query, 2));
        assoc->user = own(run, ss_query_get_text(query, 3));
        assoc->partition = own(run, ss_query_get_text(query, 4));
        assoc->lft = (uint32_t) ss_query_get_int(query, 5);
        assoc->secs = g_new0(SsWide, MAX(run->known->len, 1));
        g_ptr_array_add(assocs, assoc);
    }
    if (!ss_query_close(query, &error))
        ss_usage_failed(run, error);
    return assocs;
}

static GHashTable *by_id(const GPtrArray *assocs)
{
    GHashTable *index = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < assocs->len; i++) {
        Assoc *assoc = assocs->pdata[i];
        g_hash_table_insert(index, GUINT_TO_POINTER(assoc->id), assoc);
    }
    return index;
}

/* Adds to the association and all above it. */
static void add_usage(GHashTable *index, uint32_t id, uint32_t tres, SsWide secs)
{
    for (Assoc *assoc = g_hash_table_lookup(index, GUINT_TO_POINTER(id)); assoc;
         assoc = g_hash_table_lookup(index, GUINT_TO_POINTER(assoc->parent))) {
        assoc->secs[tres] += secs;
        assoc->has_rows = true;
    }
}

typedef struct {
    const SsUsageRun *run;
    GHashTable       *index; /* id -> Assoc or Wckey */
} Adding;

static void add_assoc_row(uint32_t id, uint32_t id_tres, int64_t secs, void *data)
{
    const Adding *adding = data;
    uint32_t      tres = tres_index(adding->run, id_tres);

    if (tres != SS_ID_NONE)
        add_usage(adding->index, id, tres, secs);
}

static void read_assoc_usage(SsUsageRun *run, GHashTable *index)
{
    Adding  adding = { run, index };
    GError *error = NULL;

    if (!ss_ledger_each_usage(run->ledger, SS_USAGE_ASSOC, level_of(run), run->words.start,
                              run->words.end, add_assoc_row, &adding, &error))
        ss_usage_failed(run, error);
}

/* --- printing records ------------------------------------------------------------------------ */

/* What decides the width of Used, or of Energy: the first record's, or the cluster's if there is none. */
static SsWide first_amount(const SsUsageRun *run, const GArray *records, const GArray *uses,
                           uint32_t id)
{
    uint32_t tres = tres_index(run, id);

    if (records->len == 0)
        return cluster_total(uses, id);
    return tres == SS_ID_NONE ? 0 : g_array_index(records, Record, 0).secs[tres];
}

static SsWide used_amount(const SsUsageRun *run, const GArray *records, const GArray *uses)
{
    SsWide largest = 0;

    for (guint i = 0; i < run->tres->len; i++)
        largest = MAX(
            largest, first_amount(run, records, uses, g_array_index(run->tres, SsUsageTres, i).id));
    return largest;
}

static void fit_used(SsUsageRun *run, SsTable *table, const GArray *records, const GArray *uses)
{
    for (uint32_t i = 0; i < ss_table_columns(table); i++) {
        SsTableColumn *column = ss_table_column(table, i);

        if (column->column->get == get_used)
            column->width = ss_usage_width(run->unit, used_amount(run, records, uses));
        else if (column->column->get == get_energy)
            column->width = ss_usage_width(run->unit, first_amount(run, records, uses, ENERGY));
    }
}

static void add_record(SsUsageRun *run, SsTable *table, const Record *record, const GArray *uses)
{
    uint32_t energy = tres_index(run, ENERGY);

    for (guint i = 0; i < run->tres->len; i++) {
        const SsUsageTres *tres = &g_array_index(run->tres, SsUsageTres, i);
        const Row          row = {
                     .account = record->account,
                     .login = record->login,
                     .wckey = record->wckey,
                     .tres = tres->text,
                     .used = record->secs[tres_index(run, tres->id)],
                     .total = cluster_total(uses, tres->id),
                     .energy = energy == SS_ID_NONE ? 0 : record->secs[energy],
                     .energy_total = cluster_total(uses, ENERGY),
        };

        ss_table_add(table, &row);
    }
}

static void print_records(SsUsageRun *run, const char *title, const GArray *choices,
                          const GArray *records, guint most)
{
    g_autoptr(SsTable) table = ss_usage_table(run, choices);
    g_autoptr(GArray)  uses = read_cluster(run);

    fit_used(run, table, records, uses);
    for (guint i = 0; i < records->len && i < most; i++)
        add_record(run, table, &g_array_index(records, Record, i), uses);
    ss_usage_banner(run, title, true, NULL);
    ss_render(table, &run->how, run->out);
}

/* --- cluster AccountUtilizationByUser -------------------------------------------------------- */

typedef struct {
    SsUsageRun *run;
    GPtrArray  *assocs;
    GArray     *records;
} Walk;

/* The order in which slurmdbd hands associations out: by left edge, the newest first. */
static int compare_handed(gconstpointer a, gconstpointer b)
{
    const Assoc *x = *(Assoc *const *) a, *y = *(Assoc *const *) b;

    return x->lft < y->lft ? -1 : x->lft > y->lft;
}

static int compare_siblings(gconstpointer a, gconstpointer b)
{
    const Assoc *x = *(Assoc *const *) a, *y = *(Assoc *const *) b;
    bool         x_user = *x->user != '\0', y_user = *y->user != '\0';

    if (x_user != y_user)
        return x_user ? -1 : 1;
    int order =
        x_user ? g_ascii_strcasecmp(x->user, y->user) : g_ascii_strcasecmp(x->account, y->account);

    return order ? order : compare_handed(a, b);
}

static GPtrArray *children_of(const Walk *walk, uint32_t id)
{
    GPtrArray *children = g_ptr_array_new();

    for (guint i = 0; i < walk->assocs->len; i++) {
        Assoc *assoc = walk->assocs->pdata[i];

        if (assoc->parent == id && assoc->has_rows)
            g_ptr_array_add(children, assoc);
    }
    g_ptr_array_sort(children, compare_siblings);
    return children;
}

/* Is its line asked for? `inside`: below an account that was named. */
static bool wants_assoc(const SsUsageRun *run, const Assoc *assoc, bool inside)
{
    if (run->words.users
        && (*assoc->user == '\0' || !ss_usage_wants(run->words.users, assoc->user)))
        return false;
    return inside || ss_usage_wants(run->words.accounts, assoc->account);
}

static const char *indented(SsUsageRun *run, const char *account, uint32_t level)
{
    g_autofree char *text = g_strdup_printf("%*s%s", (int) level, "", account);

    return run->words.tree ? own(run, text) : account;
}

/* Users that are asked for by name come without the accounts above them: by name, then as handed out. */
static void list_users(Walk *walk)
{
    g_ptr_array_sort(walk->assocs, compare_siblings);
    for (guint i = 0; i < walk->assocs->len; i++) {
        const Assoc *assoc = walk->assocs->pdata[i];
        const Record record = { .account = assoc->account,
                                .login = assoc->user,
                                .secs = assoc->secs };

        if (assoc->has_rows && wants_assoc(walk->run, assoc, false))
            g_array_append_val(walk->records, record);
    }
}

static void walk_assoc(Walk *walk, Assoc *assoc, uint32_t level, bool inside)
{
    SsUsageRun *run = walk->run;
    bool        wanted = wants_assoc(run, assoc, inside);

    if (wanted) {
        const Record record = {
            .account = indented(run, assoc->account, level),
            .login = *assoc->user ? assoc->user : NULL,
            .secs = assoc->secs,
        };
        g_array_append_val(walk->records, record);
    }
    g_autoptr(GPtrArray) children = children_of(walk, assoc->id);

    inside = inside || (run->words.accounts && ss_usage_wants(run->words.accounts, assoc->account));
    for (guint i = 0; i < children->len; i++)
        walk_assoc(walk, children->pdata[i], wanted ? level + 1 : level, inside);
}

void ss_usage_account_by_user(SsUsageRun *run)
{
    g_autoptr(GArray) choices =
        ss_usage_choices(run, ss_usage_columns, ss_n_usage_columns,
                         run->tres_text ? "Cluster,Ac,Login,Proper,TresName,Used"
                                        : "Cluster,Ac,Login,Proper,Used,Energy");
    g_autoptr(GPtrArray)  assocs = read_assocs(run);
    g_autoptr(GHashTable) index = by_id(assocs);
    g_autoptr(GArray)     records = g_array_new(FALSE, TRUE, sizeof(Record));
    Walk                  walk = { run, assocs, records };
    g_autoptr(GPtrArray)  roots = NULL;

    read_assoc_usage(run, index);
    roots = children_of(&walk, 0);
    for (guint i = 0; !run->words.users && ss_usage_wants_cluster(run) && i < roots->len; i++)
        walk_assoc(&walk, roots->pdata[i], 0, false);
    if (run->words.users && ss_usage_wants_cluster(run))
        list_users(&walk);
    for (guint i = 0; run->words.tree && i < choices->len; i++) {
        SsChoice *choice = &g_array_index(choices, SsChoice, i);

        if (choice->column->get == get_account && choice->width == choice->column->width)
            choice->width = -20;
    }
    print_records(run, "Cluster/Account/User Utilization", choices, records, G_MAXUINT);
}

/* --- lists of users -------------------------------------------------------------------------- */

typedef struct {
    const SsUsageRun *run;
    uint32_t          tres; /* index of the one that decides */
} Order;

static int compare_records(gconstpointer a, gconstpointer b, gpointer data)
{
    const Record *x = a, *y = b;
    const Order  *order = data;

    if (!order->run->sort_by_name && order->tres != SS_ID_NONE
        && x->secs[order->tres] != y->secs[order->tres])
        return x->secs[order->tres] > y->secs[order->tres] ? -1 : 1;
    return strcmp(x->login ? x->login : "", y->login ? y->login : "");
}

static void sort_records(SsUsageRun *run, GArray *records, uint32_t tres_id)
{
    Order order = { run, tres_index(run, tres_id) };

    g_array_sort_with_data(records, compare_records, &order);
}

static void add_secs(const SsUsageRun *run, SsWide *to, const SsWide *from)
{
    for (guint i = 0; i < run->known->len; i++)
        to[i] += from[i];
}

/* The record of the same login and account, or a new one. With `any_account` the login alone counts, and
 * the accounts are listed. */
static Record *find_record(const GArray *records, const Assoc *assoc, bool any_account)
{
    for (guint i = 0; i < records->len; i++) {
        Record *record = &g_array_index(records, Record, i);

        if (strcmp(record->login, assoc->user) == 0
            && (any_account || strcmp(record->account, assoc->account) == 0))
            return record;
    }
    return NULL;
}

static bool names_account(const char *list, const char *account)
{
    g_auto(GStrv) names = g_strsplit(list, ", ", -1);

    return g_strv_contains((const char *const *) names, account);
}

static void merge(SsUsageRun *run, Record *into, const Assoc *assoc)
{
    add_secs(run, into->secs, assoc->secs);
    if (names_account(into->account, assoc->account))
        return;
    g_autofree char *list = g_strconcat(into->account, ", ", assoc->account, NULL);

    into->account = own(run, list);
}

typedef enum { MERGE_NOTHING, MERGE_PARTITIONS, MERGE_USER } Merge;

/* One record a user association with usage that is asked for, in tree order. */
static GArray *user_records(SsUsageRun *run, const GPtrArray *assocs, Merge how)
{
    GArray *records = g_array_new(FALSE, TRUE, sizeof(Record));

    for (guint i = 0; ss_usage_wants_cluster(run) && i < assocs->len; i++) {
        const Assoc *assoc = assocs->pdata[i];

        if (!assoc->has_rows || *assoc->user == '\0'
            || !ss_usage_wants(run->words.users, assoc->user)
            || !ss_usage_wants(run->words.accounts, assoc->account))
            continue;
        Record *known =
            how == MERGE_NOTHING ? NULL : find_record(records, assoc, how == MERGE_USER);

        if (known) {
            merge(run, known, assoc);
            continue;
        }
        const Record record = { .account = assoc->account,
                                .login = assoc->user,
                                .secs = assoc->secs };
        g_array_append_val(records, record);
    }
    return records;
}

static void add_below(const Walk *walk, uint32_t id, GPtrArray *out)
{
    g_autoptr(GPtrArray) children = children_of(walk, id);

    for (guint i = 0; i < children->len; i++) {
        const Assoc *assoc = children->pdata[i];

        g_ptr_array_add(out, children->pdata[i]);
        add_below(walk, assoc->id, out);
    }
}

/* In tree order; users that are asked for by name without the accounts above them, as handed out. */
static GPtrArray *walked(SsUsageRun *run, GPtrArray *assocs)
{
    const Walk walk = { run, assocs, NULL };
    GPtrArray *out = g_ptr_array_new();

    if (run->words.users == NULL) {
        add_below(&walk, 0, out);
        return out;
    }
    g_ptr_array_extend(out, assocs, NULL, NULL);
    g_ptr_array_sort(out, compare_siblings);
    return out;
}

void ss_usage_user_by_account(SsUsageRun *run)
{
    g_autoptr(GArray) choices =
        ss_usage_choices(run, ss_usage_columns, ss_n_usage_columns,
                         run->tres_text ? "Cluster,Login,Proper,Ac,TresName,Used"
                                        : "Cluster,Login,Proper,Ac,Used,Energy");
    g_autoptr(GPtrArray)  assocs = read_assocs(run);
    g_autoptr(GHashTable) index = by_id(assocs);

    read_assoc_usage(run, index);
    g_autoptr(GPtrArray) order = walked(run, assocs);
    g_autoptr(GArray)    records = user_records(run, order, MERGE_PARTITIONS);

    sort_records(run, records, CPU);
    print_records(run, "Cluster/User/Account Utilization", choices, records, G_MAXUINT);
}

void ss_usage_top(SsUsageRun *run)
{
    g_autoptr(GArray) choices =
        ss_usage_choices(run, ss_usage_top_columns, ss_n_usage_top_columns,
                         run->tres_text ? "Cl,L,P,A,TresName,Used" : "Cl,L,P,A,U,Energy");
    g_autofree char      *title = g_strdup_printf("Top %u Users", run->words.top);
    g_autoptr(GPtrArray)  assocs = read_assocs(run);
    g_autoptr(GHashTable) index = by_id(assocs);

    read_assoc_usage(run, index);
    g_ptr_array_sort(assocs, compare_handed);
    g_autoptr(GArray) records =
        user_records(run, assocs, run->words.group ? MERGE_USER : MERGE_NOTHING);

    sort_records(run, records, g_array_index(run->tres, SsUsageTres, 0).id);
    print_records(run, title, choices, records, MAX(run->words.top, 1)); /* 0 is one too */
}

/* --- wckeys ---------------------------------------------------------------------------------- */

typedef struct {
    uint32_t    id;
    const char *name, *user;
    bool        has_rows;
    SsWide     *secs;
} Wckey;

static void wckey_free(gpointer data)
{
    Wckey *wckey = data;

    g_free(wckey->secs);
    g_free(wckey);
}

/* By name, then user. */
static GPtrArray *read_wckeys(SsUsageRun *run)
{
    GPtrArray *wckeys = g_ptr_array_new_with_free_func(wckey_free);
    SsQuery   *query = ss_query_new(
          run->ledger, "SELECT id_wckey, wckey_name, user FROM wckey ORDER BY wckey_name, user");
    GError *error = NULL;

    while (ss_query_next(query)) {
        Wckey *wckey = g_new0(Wckey, 1);

        wckey->id = (uint32_t) ss_query_get_int(query, 0);
        wckey->name = own(run, ss_query_get_text(query, 1));
        wckey->user = own(run, ss_query_get_text(query, 2));
        wckey->secs = g_new0(SsWide, MAX(run->known->len, 1));
        g_ptr_array_add(wckeys, wckey);
    }
    if (!ss_query_close(query, &error))
        ss_usage_failed(run, error);
    return wckeys;
}

static void add_wckey_row(uint32_t id, uint32_t id_tres, int64_t secs, void *data)
{
    const Adding *adding = data;
    uint32_t      tres = tres_index(adding->run, id_tres);
    Wckey        *wckey = g_hash_table_lookup(adding->index, GUINT_TO_POINTER(id));

    if (tres == SS_ID_NONE || wckey == NULL)
        return;
    wckey->secs[tres] += secs;
    wckey->has_rows = true;
}

static void read_wckey_usage(SsUsageRun *run, const GPtrArray *wckeys)
{
    g_autoptr(GHashTable) index = g_hash_table_new(NULL, NULL);
    Adding                adding = { run, index };
    GError               *error = NULL;

    for (guint i = 0; i < wckeys->len; i++) {
        Wckey *wckey = wckeys->pdata[i];
        g_hash_table_insert(index, GUINT_TO_POINTER(wckey->id), wckey);
    }
    if (!ss_ledger_each_usage(run->ledger, SS_USAGE_WCKEY, level_of(run), run->words.start,
                              run->words.end, add_wckey_row, &adding, &error))
        ss_usage_failed(run, error);
}

static GPtrArray *used_wckeys(SsUsageRun *run)
{
    GPtrArray *wckeys = read_wckeys(run);

    read_wckey_usage(run, wckeys);
    for (guint i = wckeys->len; i > 0; i--) {
        const Wckey *wckey = wckeys->pdata[i - 1];

        if (!wckey->has_rows || !ss_usage_wants(run->words.users, wckey->user)
            || !ss_usage_wants(run->words.wckeys, wckey->name) || !ss_usage_wants_cluster(run))
            g_ptr_array_remove_index(wckeys, i - 1);
    }
    return wckeys;
}

static Record wckey_record(const Wckey *wckey)
{
    return (Record){ .login = wckey->user, .wckey = wckey->name, .secs = wckey->secs };
}

void ss_usage_user_by_wckey(SsUsageRun *run)
{
    g_autoptr(GArray) choices =
        ss_usage_choices(run, ss_usage_columns, ss_n_usage_columns,
                         run->tres_text ? "Cluster,Login,Proper,WCkey,TresName,Used"
                                        : "Cluster,Login,Proper,WCkey,Used");
    g_autoptr(GPtrArray) wckeys = used_wckeys(run);
    g_autoptr(GArray)    records = g_array_new(FALSE, TRUE, sizeof(Record));

    for (guint i = 0; i < wckeys->len; i++) {
        const Record record = wckey_record(wckeys->pdata[i]);
        g_array_append_val(records, record);
    }
    sort_records(run, records, CPU);
    print_records(run, "Cluster/User/WCKey Utilization", choices, records, G_MAXUINT);
}

/* A line for the wckey, the sum of its users', goes before them. */
void ss_usage_wckey_by_user(SsUsageRun *run)
{
    g_autoptr(GArray) choices =
        ss_usage_choices(run, ss_usage_columns, ss_n_usage_columns,
                         run->tres_text ? "Cluster,WCKey,Login,Proper,TresName,Used"
                                        : "Cluster,WCKey,Login,Proper,Used");
    g_autoptr(GPtrArray) wckeys = used_wckeys(run);
    g_autoptr(GPtrArray) sums = g_ptr_array_new_with_free_func(g_free); /* element-type: SsWide * */
    g_autoptr(GArray)    records = g_array_new(FALSE, TRUE, sizeof(Record));
    const char          *last = NULL;

    for (guint i = 0; i < wckeys->len; i++) {
        const Wckey *wckey = wckeys->pdata[i];
        const Record record = wckey_record(wckey);

        if (last == NULL || strcmp(last, wckey->name) != 0) {
            g_ptr_array_add(sums, g_new0(SsWide, MAX(run->known->len, 1)));
            const Record sum = { .wckey = wckey->name, .secs = sums->pdata[sums->len - 1] };
            g_array_append_val(records, sum);
            last = wckey->name;
        }
        add_secs(run, sums->pdata[sums->len - 1], wckey->secs);
        g_array_append_val(records, record);
    }
    print_records(run, "Cluster/WCKey/User Utilization", choices, records, G_MAXUINT);
}
