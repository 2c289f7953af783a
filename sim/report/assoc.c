/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assoc.c - sacctmgr show, list and dump.
 *
 * One function per entity makes the rows; the fields (assoc_fields.c) and the layouts are common.
 * Which records are listed and in what order follows the real tool, whose rules differ more than
 * its lists do:
 *
 * - associations: a forest. Each hangs below its parent account if that is listed, too; siblings
 *   are users by name, then accounts by name. WOPInfo forgets the parents: users, then accounts, by
 *   lft.
 * - accounts and users: by name without regard to case, their associations by lft. With a condition
 *   on associations every account or user is listed, those without a match with zeros.
 * - QOS by id, WCKeys by name, transactions as they happened.
 *
 * What is inherited is shown as the user's own, unless WOPLimits or WOPInfo ask for what was set.
 */
#include "sim/report/assoc_parts.h"

#include "configs/assoc_dump.h"
#include "sim/base/date.h"
#include "sim/base/writer.h"
#include "sim/ledger/entities.h"
#include "sim/report/tools.h"

#include <stdlib.h>
#include <string.h>

/* --- what is listed by default ---------------------------------------------------------------- */

static const char account_format[] = "Acc,Des,O";
static const char account_assoc_format[] =
    "Acc,Des,O,Cl,ParentN,U,Share,Priority,GrpJ,GrpN,GrpCPUs,GrpMEM,GrpS,GrpWall,GrpCPUMins,MaxJ,MaxN,"
    "MaxCPUs,MaxS,MaxW,MaxCPUMins,QOS,DefaultQOS";
static const char user_format[] = "U,DefaultA,Ad";
static const char user_wckey_format[] = "U,DefaultA,DefaultW,Ad";
static const char user_assoc_format[] =
    "Cl,Acc,Part,Share,Priority,MaxJ,MaxN,MaxCPUs,MaxS,MaxW,MaxCPUMins,QOS,DefaultQOS";
static const char assoc_format[] =
    "Cluster,Account,User,Part,Share,Priority,GrpJ,GrpTRES,GrpS,GrpWall,GrpTRESMins,MaxJ,MaxTRES,"
    "MaxTRESPerN,MaxS,MaxW,MaxTRESMins,QOS,DefaultQOS,GrpTRESRunMins";
static const char qos_format[] =
    "Name,Prio,GraceT,Preempt,PreemptE,PreemptM,Flags%40,UsageThres,UsageFactor,GrpTRES,GrpTRESMins,"
    "GrpTRESRunMins,GrpJ,GrpS,GrpW,MaxTRES,MaxTRESPerN,MaxTRESMins,MaxW,MaxTRESPerUser,MaxJobsPerUser,"
    "MaxSubmitJobsPerUser,MaxTRESPerAcct,MaxJobsPerAcct,MaxSubmitJobsPerAcct,MinTRES";
static const char cluster_format[] =
    "Cl,Controlh,Controlp,RPC,Fa,GrpJ,GrpTRES,GrpS,MaxJ,MaxTRES,MaxS,MaxW,QOS,DefaultQOS";

static bool has(const SsAssocReport *report, uint32_t flag)
{
    return (report->query->flags & flag) != 0;
}

static bool wants(const SsAssocReport *report, SsSacctmgrList list, const char *name)
{
    return ss_sacctmgr_query_wants(report->query, list, name);
}

static bool wants_id(const SsAssocReport *report, uint32_t id)
{
    g_autofree char *text = g_strdup_printf("%u", id);

    return wants(report, SS_COND_IDS, text);
}

static char *default_format(const SsAssocReport *report)
{
    const bool  assoc = has(report, SS_SACCTMGR_WITH_ASSOC);
    const char *coord = has(report, SS_SACCTMGR_WITH_COORD) ? ",Coord" : "";

    switch (report->query->entity) {
    case SS_SACCTMGR_ACCOUNT:
        return g_strconcat(assoc ? account_assoc_format : account_format, coord, NULL);
    case SS_SACCTMGR_USER:
        return g_strconcat(report->track_wckey ? user_wckey_format : user_format, assoc ? "," : "",
                           assoc ? user_assoc_format : "", coord, NULL);
    case SS_SACCTMGR_ASSOC:
        return g_strdup(has(report, SS_SACCTMGR_WO_LIMITS) ? "Cluster,Account,User,Part"
                                                           : assoc_format);
    case SS_SACCTMGR_QOS:
        return g_strdup(qos_format);
    case SS_SACCTMGR_CLUSTER:
        return g_strconcat(
            has(report, SS_SACCTMGR_WO_LIMITS) ? "Cl,Controlh,Controlp,RPC" : cluster_format,
            has(report, SS_SACCTMGR_WITH_FED) ? ",Federation,ID,Features,FedState" : "", NULL);
    case SS_SACCTMGR_WCKEY:
        return g_strdup("Name,Cluster,User");
    case SS_SACCTMGR_EVENT:
        return g_strdup(has(report, SS_SACCTMGR_CLUSTER_EVENTS)
                            ? "Cluster,TRES,Start,End,ClusterNodes"
                            : "Cluster,NodeName,Start,End,State,Reason,User");
    case SS_SACCTMGR_PROBLEM:
        return g_strdup("Cl,Acct,User,Problem");
    case SS_SACCTMGR_TRES:
        return g_strdup("Type,Name%15,ID");
    case SS_SACCTMGR_RESERVATION:
        return g_strdup("Cluster,Name%15,TRES%30,TimeStart,TimeEnd,Unused");
    case SS_SACCTMGR_TXN:
        return g_strconcat("Time,Action,Actor,Where,Info", assoc ? ",User,Account,Cluster" : "",
                           NULL);
    case SS_SACCTMGR_FEDERATION:
        return g_strdup("Federation,Cluster,ID%2,Features,FedState");
    case SS_SACCTMGR_RESOURCE:
        return g_strconcat("Name,Server,Type,Count,Allocated,ServerType",
                           has(report, SS_SACCTMGR_WITH_CLUSTERS) ? ",Cluster,Allowed" : "", NULL);
    default:
        return g_strdup("");
    }
}

/* --- columns ---------------------------------------------------------------------------------- */

/* The columns asked for into the table; false and said if one is unknown. */
static bool choose_columns(SsAssocReport *report)
{
    g_autoptr(GArray)    choices = ss_choices_new();
    g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func(g_free);
    const GPtrArray     *format = report->query->format;
    g_autofree char     *standard = format == NULL ? default_format(report) : NULL;

    if (format == NULL)
        ss_choices_parse(ss_sacctmgr_fields, ss_sacctmgr_n_fields, standard, choices, unknown);
    for (guint i = 0; format != NULL && i < format->len && unknown->len == 0; i++) {
        if (*(char *) format->pdata[i] == '\0')
            g_ptr_array_add(unknown, g_strdup(""));
        else
            ss_choices_parse(ss_sacctmgr_fields, ss_sacctmgr_n_fields, format->pdata[i], choices,
                             unknown);
    }
    if (unknown->len > 0) {
        g_autofree char *field = g_ascii_strdown(unknown->pdata[0], -1);

        g_string_append_printf(report->err, "Unknown field '%s'\n", field);
        report->code = 1;
        return false;
    }
    ss_table_add_choices(report->table, choices);
    return true;
}

/* With a tree the account's column is wide and flush left; WCKeys call their name so. */
static void adapt_columns(SsAssocReport *report)
{
    for (uint32_t i = 0; i < ss_table_columns(report->table); i++) {
        SsTableColumn *column = ss_table_column(report->table, i);

        if (report->query->entity == SS_SACCTMGR_ASSOC && has(report, SS_SACCTMGR_TREE)
            && strcmp(column->title, "Account") == 0 && column->width == 10)
            column->width = -20;
        if (report->query->entity == SS_SACCTMGR_WCKEY
            && (strcmp(column->title, "Name") == 0 || strcmp(column->title, "WCKeys") == 0)) {
            column->title = "WCKey";
            if (column->width == 20) /* that of WCKeys, where none was given */
                column->width = 10;
        }
    }
}

/* --- rows of associations --------------------------------------------------------------------- */

typedef struct {
    SsLimits limits;
    GArray  *qos; /* uint32_t */
} Effective;

static void effective_clear(Effective *effective)
{
    ss_limits_clear(&effective->limits);
    g_clear_pointer(&effective->qos, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Effective, effective_clear)

static bool shows_own(const SsAssocReport *report)
{
    return has(report, SS_SACCTMGR_WO_PARENT_LIMITS | SS_SACCTMGR_WO_PARENT_INFO);
}

static char *ids_text(const GArray *ids)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < ids->len; i++)
        g_string_append_printf(text, "%s%u", i > 0 ? "," : "", g_array_index(ids, uint32_t, i));
    return g_string_free(text, FALSE);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* "+q2,normal,q1": what is inherited, and the association's own additions and removals by sign. */
static char *signed_text(const SsAccounts *db, const SsAssocRecord *assoc)
{
    const SsAssocRecord *above = ss_accounts_assoc_id(db, assoc->parent);
    g_autoptr(GArray)    ids =
        assoc->qos_set || above == NULL ? g_array_copy(assoc->qos) : ss_accounts_qos_of(db, above);
    g_autofree char     *plain = ss_sacctmgr_qos_list_text(db, ids);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    const GArray *const  lists[] = { assoc->qos_add, assoc->qos_del };

    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (guint j = 0; j < lists[i]->len; j++) {
            const SsQosRecord *qos = ss_accounts_qos_id(db, g_array_index(lists[i], uint32_t, j));
            if (qos != NULL)
                g_ptr_array_add(items, g_strconcat(i == 0 ? "+" : "-", qos->name, NULL));
        }
    }
    if (plain[0] != '\0')
        g_ptr_array_add(items, g_strdup(plain));
    g_ptr_array_sort(items, compare_texts);
    g_ptr_array_add(items, NULL);
    return g_strjoinv(",", (char **) items->pdata);
}

static void fill_qos(const SsAssocReport *report, SsAssocRow *row, const Effective *effective)
{
    const SsAssocRecord *assoc = row->assoc;

    if (shows_own(report))
        row->qos_text =
            ss_sacctmgr_qos_list_text(report->db, assoc->qos_set ? assoc->qos : assoc->qos_add);
    else if (has(report, SS_SACCTMGR_WITH_RAW_QOS))
        row->qos_text = signed_text(report->db, assoc);
    else
        row->qos_text = ss_sacctmgr_qos_list_text(report->db, effective->qos);
    row->qos_raw = ids_text(effective->qos);
}

/* The association's part of a row; `effective` keeps what the row points to. */
static void fill_assoc(const SsAssocReport *report, SsAssocRow *row, const SsAssocRecord *assoc,
                       Effective *effective)
{
    const SsAssocRecord *above = ss_accounts_assoc_id(report->db, assoc->parent);

    row->assoc = assoc;
    row->cluster = report->db->cluster;
    effective->qos = ss_accounts_qos_of(report->db, assoc);
    if (shows_own(report)) {
        ss_limits_copy(&effective->limits, &assoc->limits, report->db->tres->n);
        row->priority = assoc->priority;
        row->default_qos = assoc->default_qos;
    } else {
        ss_accounts_effective(report->db, assoc, &effective->limits, &row->priority,
                              &row->default_qos);
    }
    row->limits = &effective->limits;
    if (above != NULL && assoc->user[0] == '\0' && !has(report, SS_SACCTMGR_WO_PARENT_INFO))
        row->parent = above->account;
    fill_qos(report, row, effective);
}

static void add_assoc(SsAssocReport *report, SsAssocRow *row, const SsAssocRecord *assoc)
{
    g_auto(Effective) effective = { 0 };

    fill_assoc(report, row, assoc, &effective);
    ss_table_add(report->table, row);
    g_clear_pointer(&row->qos_text, g_free);
    g_clear_pointer(&row->qos_raw, g_free);
}

static bool has_wanted_qos(const SsAssocReport *report, const GArray *ids)
{
    if (report->query->lists[SS_COND_QOS] == NULL)
        return true;
    for (guint i = 0; i < ids->len; i++) {
        const SsQosRecord *qos = ss_accounts_qos_id(report->db, g_array_index(ids, uint32_t, i));

        if (qos != NULL && wants(report, SS_COND_QOS, qos->name))
            return true;
    }
    return false;
}

static bool has_wanted_default_qos(const SsAssocReport *report, uint32_t id)
{
    const SsQosRecord *qos = ss_accounts_qos_id(report->db, id);

    return report->query->lists[SS_COND_DEFAULT_QOS] == NULL
           || (qos != NULL && wants(report, SS_COND_DEFAULT_QOS, qos->name));
}

/* Is the account, or with WithSubAccounts one above it, asked for? */
static bool has_wanted_account(const SsAssocReport *report, const SsAssocRecord *assoc)
{
    if (wants(report, SS_COND_ACCOUNTS, assoc->account))
        return true;
    for (const SsAssocRecord *above = ss_accounts_assoc_id(report->db, assoc->parent);
         has(report, SS_SACCTMGR_WITH_SUB_ACCTS) && above != NULL;
         above = ss_accounts_assoc_id(report->db, above->parent)) {
        if (wants(report, SS_COND_ACCOUNTS, above->account))
            return true;
    }
    return false;
}

static bool has_wanted_parent(const SsAssocReport *report, const SsAssocRecord *assoc)
{
    const SsAssocRecord *above = ss_accounts_assoc_id(report->db, assoc->parent);

    return report->query->lists[SS_COND_PARENTS] == NULL
           || (above != NULL && assoc->user[0] == '\0'
               && wants(report, SS_COND_PARENTS, above->account));
}

/* Deleted records are kept on show for those that lived a day, as the database keeps them. */
static bool is_there(const SsAssocReport *report, bool deleted, SsTime created)
{
    return !deleted
           || (has(report, SS_SACCTMGR_WITH_DELETED) && report->context->now - created >= 86400);
}

static bool matches(const SsAssocReport *report, const SsAssocRecord *assoc)
{
    g_auto(Effective) effective = { 0 };
    uint32_t          priority, default_qos;

    if (!is_there(report, assoc->deleted, assoc->created)
        || (has(report, SS_SACCTMGR_ONLY_DEFAULTS) && !assoc->is_default)
        || !wants(report, SS_COND_CLUSTERS, report->db->cluster)
        || !has_wanted_account(report, assoc) || !has_wanted_parent(report, assoc)
        || !wants(report, SS_COND_USERS, assoc->user)
        || !wants(report, SS_COND_PARTITIONS, assoc->partition)
        || (report->query->lists[SS_COND_IDS] != NULL && !wants_id(report, assoc->id)))
        return false;
    effective.qos = ss_accounts_qos_of(report->db, assoc);
    ss_accounts_effective(report->db, assoc, &effective.limits, &priority, &default_qos);
    return has_wanted_qos(report, effective.qos) && has_wanted_default_qos(report, default_qos);
}

/* --- the forest of associations --------------------------------------------------------------- */

static int compare_siblings(const void *a, const void *b)
{
    return ss_assoc_record_compare(*(SsAssocRecord *const *) a, *(SsAssocRecord *const *) b);
}

static int compare_lft(const void *a, const void *b)
{
    const SsAssocRecord *one = *(SsAssocRecord *const *) a, *two = *(SsAssocRecord *const *) b;

    return one->lft < two->lft ? -1 : one->lft > two->lft;
}

static int compare_users_first(const void *a, const void *b)
{
    const SsAssocRecord *one = *(SsAssocRecord *const *) a, *two = *(SsAssocRecord *const *) b;
    const bool           user_one = one->user[0] != '\0', user_two = two->user[0] != '\0';

    return user_one != user_two ? (user_one ? -1 : 1) : compare_lft(a, b);
}

static void free_group(void *group)
{
    g_ptr_array_unref(group);
}

static void add_to_group(GHashTable *groups, uint32_t id, SsAssocRecord *assoc)
{
    GPtrArray *group = g_hash_table_lookup(groups, GUINT_TO_POINTER(id));

    if (group == NULL) {
        group = g_ptr_array_new();
        g_hash_table_insert(groups, GUINT_TO_POINTER(id), group);
    }
    g_ptr_array_add(group, assoc);
}

static void add_group(SsAssocReport *report, GHashTable *groups, uint32_t id, uint32_t depth)
{
    GPtrArray *group = g_hash_table_lookup(groups, GUINT_TO_POINTER(id));

    if (group == NULL)
        return;
    g_ptr_array_sort(group, compare_siblings);
    for (guint i = 0; i < group->len; i++) {
        const SsAssocRecord *assoc = group->pdata[i];
        SsAssocRow           row = { .db = report->db };

        row.indent = has(report, SS_SACCTMGR_TREE) ? depth : 0;
        add_assoc(report, &row, assoc);
        add_group(report, groups, assoc->id, depth + 1);
    }
}

static void show_assocs(SsAssocReport *report)
{
    g_autoptr(GHashTable) listed = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) groups = g_hash_table_new_full(NULL, NULL, NULL, free_group);
    g_autoptr(GPtrArray)  list = g_ptr_array_new(); /* element-type: SsAssocRecord * */

    for (guint i = 0; i < report->db->assocs->len; i++) {
        SsAssocRecord *assoc = report->db->assocs->pdata[i];

        if (matches(report, assoc)) {
            g_ptr_array_add(list, assoc);
            g_hash_table_add(listed, GUINT_TO_POINTER(assoc->id));
        }
    }
    if (has(report, SS_SACCTMGR_WO_PARENT_INFO)) {
        g_ptr_array_sort(list, compare_users_first);
        for (guint i = 0; i < list->len; i++) {
            SsAssocRow row = { .db = report->db };
            add_assoc(report, &row, list->pdata[i]);
        }
        return;
    }
    for (guint i = 0; i < list->len; i++) {
        SsAssocRecord *assoc = list->pdata[i];
        const bool     below = g_hash_table_contains(listed, GUINT_TO_POINTER(assoc->parent));

        add_to_group(groups, below ? assoc->parent : 0, assoc);
    }
    add_group(report, groups, 0, 0);
}

/* --- accounts and users ----------------------------------------------------------------------- */

static char *join_sorted(GPtrArray *names)
{
    g_ptr_array_sort(names, compare_texts);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(",", (char **) names->pdata);
}

/* An account's own coordinators and those of the accounts above it. */
static char *coordinators_of(const SsAccounts *db, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new(); /* element-type: char *, borrowed */

    for (const SsAssocRecord *at = ss_accounts_assoc(db, name, "", ""); at != NULL;
         at = ss_accounts_assoc_id(db, at->parent)) {
        const SsAccountRecord *account = ss_accounts_account(db, at->account);

        for (guint i = 0; account != NULL && i < account->coordinators->len; i++)
            g_ptr_array_add(names, account->coordinators->pdata[i]);
    }
    return join_sorted(names);
}

static bool is_coordinator(const SsAccountRecord *account, const char *user)
{
    for (guint i = 0; account != NULL && i < account->coordinators->len; i++) {
        if (strcmp(account->coordinators->pdata[i], user) == 0)
            return true;
    }
    return false;
}

/* The accounts that a user coordinates, with all below them. */
static char *coordinated_by(const SsAccounts *db, const char *user)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new(); /* element-type: char *, borrowed */

    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];
        bool           yes = false;

        for (const SsAssocRecord *at = assoc;
             !assoc->deleted && assoc->user[0] == '\0' && at != NULL;
             at = ss_accounts_assoc_id(db, at->parent))
            yes |= is_coordinator(ss_accounts_account(db, at->account), user);
        if (yes)
            g_ptr_array_add(names, assoc->account);
    }
    return join_sorted(names);
}

static bool loads_assocs(const SsAssocReport *report)
{
    return has(report, SS_SACCTMGR_WITH_ASSOC | SS_SACCTMGR_ASKED_ASSOC);
}

/* The associations of an account or a user that the conditions leave, by lft. A QOS must be the
 * association's own to count here. */
static GPtrArray *assocs_of(const SsAssocReport *report, const char *account, const char *user)
{
    GPtrArray *list = g_ptr_array_new(); /* element-type: SsAssocRecord * */

    for (guint i = 0; loads_assocs(report) && i < report->db->assocs->len; i++) {
        SsAssocRecord *assoc = report->db->assocs->pdata[i];

        if (!is_there(report, assoc->deleted, assoc->created)
            || (account != NULL && strcmp(assoc->account, account) != 0)
            || (user != NULL && strcmp(assoc->user, user) != 0)
            || !wants(report, SS_COND_CLUSTERS, report->db->cluster)
            || (account == NULL && !wants(report, SS_COND_ACCOUNTS, assoc->account))
            || !wants(report, SS_COND_PARTITIONS, assoc->partition)
            || !has_wanted_parent(report, assoc) || !has_wanted_qos(report, assoc->qos)
            || !has_wanted_default_qos(report, assoc->default_qos))
            continue;
        g_ptr_array_add(list, assoc);
    }
    g_ptr_array_sort(list, compare_lft);
    return list;
}

static void add_entity(SsAssocReport *report, SsAssocRow *row, const GPtrArray *assocs)
{
    if (assocs->len == 0) {
        row->zero = true;
        ss_table_add(report->table, row);
    }
    for (guint i = 0; i < assocs->len; i++) {
        SsAssocRow one = *row;

        add_assoc(report, &one, assocs->pdata[i]);
    }
}

/* Names in the database's order: byte order without regard to case. */
static int compare_upper(const char *a, const char *b)
{
    while (*a != '\0' && g_ascii_toupper(*a) == g_ascii_toupper(*b)) {
        a++;
        b++;
    }
    return (int) (guchar) g_ascii_toupper(*a) - (int) (guchar) g_ascii_toupper(*b);
}

static int compare_accounts(const void *a, const void *b)
{
    return compare_upper((*(SsAccountRecord *const *) a)->name,
                         (*(SsAccountRecord *const *) b)->name);
}

static int compare_user_records(const void *a, const void *b)
{
    return compare_upper((*(SsUserRecord *const *) a)->name, (*(SsUserRecord *const *) b)->name);
}

static void show_accounts(SsAssocReport *report)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new(); /* element-type: SsAccountRecord * */

    for (guint i = 0; i < report->db->accounts->len; i++)
        g_ptr_array_add(sorted, report->db->accounts->pdata[i]);
    g_ptr_array_sort(sorted, compare_accounts);
    for (guint i = 0; i < sorted->len; i++) {
        const SsAccountRecord *account = sorted->pdata[i];

        if (!is_there(report, account->deleted, account->created)
            || !wants(report, SS_COND_NAMES, account->name)
            || !wants(report, SS_COND_DESCRIPTIONS, account->description)
            || !wants(report, SS_COND_ORGANIZATIONS, account->organization))
            continue;
        g_autofree char *coordinators =
            has(report, SS_SACCTMGR_WITH_COORD) ? coordinators_of(report->db, account->name) : NULL;
        g_autoptr(GPtrArray) assocs = assocs_of(report, account->name, NULL);
        SsAssocRow row = { .db = report->db, .account = account, .coordinators = coordinators };
        add_entity(report, &row, assocs);
    }
}

/* The default account as the real tool finds it: among the associations it has loaded. */
static const char *default_account(const SsAssocReport *report, const SsUserRecord *user,
                                   const GPtrArray *assocs)
{
    const SsAssocRecord *home = ss_accounts_default(report->db, user->name);

    if (!loads_assocs(report))
        return home != NULL ? home->account : NULL;
    for (guint i = 0; i < assocs->len; i++) {
        const SsAssocRecord *assoc = assocs->pdata[i];

        if (assoc->is_default)
            return assoc->account;
    }
    return NULL;
}

static bool wants_user(const SsAssocReport *report, const SsUserRecord *user)
{
    const SsAssocRecord *home = ss_accounts_default(report->db, user->name);

    return is_there(report, user->deleted, user->created)
           && wants(report, SS_COND_NAMES, user->name)
           && (report->query->admin_level == 0 || report->query->admin_level == user->admin_level)
           && wants(report, SS_COND_DEFAULT_ACCOUNTS, home != NULL ? home->account : "")
           && wants(report, SS_COND_DEFAULT_WCKEYS, user->default_wckey);
}

static void show_users(SsAssocReport *report)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new(); /* element-type: SsUserRecord * */

    for (guint i = 0; i < report->db->users->len; i++)
        g_ptr_array_add(sorted, report->db->users->pdata[i]);
    g_ptr_array_sort(sorted, compare_user_records);
    for (guint i = 0; i < sorted->len; i++) {
        const SsUserRecord *user = sorted->pdata[i];

        if (!wants_user(report, user))
            continue;
        g_autofree char *coordinated =
            has(report, SS_SACCTMGR_WITH_COORD) ? coordinated_by(report->db, user->name) : NULL;
        g_autoptr(GPtrArray) assocs = assocs_of(report, NULL, user->name);
        SsAssocRow           row = { .db = report->db,
                                     .user = user,
                                     .default_account = default_account(report, user, assocs),
                                     .default_wckey = user->default_wckey,
                                     .coordinators = coordinated };
        add_entity(report, &row, assocs);
    }
}

/* --- the small lists -------------------------------------------------------------------------- */

static void show_qos(SsAssocReport *report)
{
    for (guint i = 0; i < report->db->qos->len; i++) {
        const SsQosRecord *qos = report->db->qos->pdata[i];
        SsAssocRow         row = { .db = report->db, .qos = qos, .limits = &qos->limits };

        if (is_there(report, qos->deleted, qos->created) && wants(report, SS_COND_NAMES, qos->name)
            && wants(report, SS_COND_DESCRIPTIONS, qos->description) && wants_id(report, qos->id))
            ss_table_add(report->table, &row);
    }
}

static void show_cluster(SsAssocReport *report)
{
    const SsAssocRecord *root = ss_accounts_root(report->db);
    SsAssocRow           row = { .db = report->db, .is_cluster = true };

    if (root == NULL || !wants(report, SS_COND_NAMES, report->db->cluster)
        || report->query->lists[SS_COND_TYPES] != NULL
        || report->query->lists[SS_COND_REASONS] != NULL)
        return;
    if (report->ledger != NULL)
        ss_report_cluster(report, &row);
    add_assoc(report, &row, root);
}

static int compare_wckeys(const void *a, const void *b)
{
    const SsWckeyRecord *one = *(SsWckeyRecord *const *) a, *two = *(SsWckeyRecord *const *) b;
    const int            by_name = strcmp(one->name, two->name);

    return by_name != 0 ? by_name : strcmp(one->user, two->user);
}

static void show_wckeys(SsAssocReport *report)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new(); /* element-type: SsWckeyRecord * */

    for (guint i = 0; i < report->db->wckeys->len; i++)
        g_ptr_array_add(sorted, report->db->wckeys->pdata[i]);
    g_ptr_array_sort(sorted, compare_wckeys);
    for (guint i = 0; i < sorted->len; i++) {
        const SsWckeyRecord *wckey = sorted->pdata[i];
        SsAssocRow row = { .db = report->db, .wckey = wckey, .cluster = report->db->cluster };

        if (!wckey->deleted && wants(report, SS_COND_NAMES, wckey->name)
            && wants(report, SS_COND_USERS, wckey->user) && wants_id(report, wckey->id)
            && wants(report, SS_COND_CLUSTERS, report->db->cluster)
            && (!has(report, SS_SACCTMGR_ONLY_DEFAULTS) || wckey->is_default))
            ss_table_add(report->table, &row);
    }
}

static void show_tres(SsAssocReport *report)
{
    for (uint32_t i = 0; i < report->db->tres->n; i++) {
        const SsTres *tres = &report->db->tres->at[i];
        SsAssocRow    row = { .db = report->db, .tres = tres };

        if (wants(report, SS_COND_TYPES, tres->type)
            && wants(report, SS_COND_NAMES, tres->name != NULL ? tres->name : "")
            && wants_id(report, tres->id))
            ss_table_add(report->table, &row);
    }
}

/* The cluster's part of a resource: conditions on it leave out what it has no part of. */
static bool wants_part(const SsAssocReport *report, const SsResourceRecord *resource)
{
    g_autofree char *percent = g_strdup_printf("%u", resource->percent_allowed);
    const bool       asked = has(report, SS_SACCTMGR_WITH_CLUSTERS)
                       || report->query->lists[SS_COND_CLUSTERS] != NULL
                       || report->query->lists[SS_COND_PERCENTS] != NULL;

    return resource->on_cluster ? wants(report, SS_COND_PERCENTS, percent) : !asked;
}

static bool wants_resource(const SsAssocReport *report, const SsResourceRecord *resource)
{
    return !resource->deleted && wants(report, SS_COND_NAMES, resource->name)
           && wants(report, SS_COND_SERVERS, resource->server)
           && wants(report, SS_COND_SERVER_TYPES, resource->manager ? resource->manager : "")
           && wants(report, SS_COND_DESCRIPTIONS, resource->description)
           && wants_id(report, resource->id) && wants_part(report, resource);
}

static void show_resources(SsAssocReport *report)
{
    const GPtrArray *clusters = report->query->lists[SS_COND_CLUSTERS];

    if (!wants(report, SS_COND_CLUSTERS, report->db->cluster)) {
        g_string_append_printf(report->err,
                               " This cluster '%s' doesn't exist.\n"
                               "        Contact your admin to add it to accounting.\n"
                               " Need a valid cluster name to add a cluster resource.\n",
                               (char *) clusters->pdata[0]);
        report->code = 1;
        return;
    }
    for (guint i = 0; i < report->db->resources->len; i++) {
        const SsResourceRecord *resource = report->db->resources->pdata[i];
        const bool              part = has(report, SS_SACCTMGR_WITH_CLUSTERS);
        SsAssocRow              row = { .db = report->db,
                                        .resource = resource,
                                        .cluster = part ? report->db->cluster : NULL };

        if (wants_resource(report, resource))
            ss_table_add(report->table, &row);
    }
}

static bool has_child(const SsAccounts *db, uint32_t id)
{
    for (guint i = 0; i < db->assocs->len; i++) {
        const SsAssocRecord *assoc = db->assocs->pdata[i];

        if (!assoc->deleted && assoc->parent == id)
            return true;
    }
    return false;
}

static void add_problem(SsAssocReport *report, const char *cluster, const SsAssocRecord *assoc,
                        const SsAccountRecord *account, const SsUserRecord *user, const char *text)
{
    SsAssocRow row = { .db = report->db,
                       .cluster = cluster,
                       .assoc = assoc,
                       .account = account,
                       .user = user,
                       .problem = text };

    ss_table_add(report->table, &row);
}

static void show_problems(SsAssocReport *report)
{
    const SsAccounts *db = report->db;

    for (guint i = 0; i < db->accounts->len; i++) {
        const SsAccountRecord *account = db->accounts->pdata[i];

        if (!account->deleted && ss_accounts_assoc(db, account->name, "", "") == NULL)
            add_problem(report, NULL, NULL, account, NULL, "Account has no Associations");
    }
    for (guint i = 0; i < db->assocs->len; i++) {
        const SsAssocRecord *assoc = db->assocs->pdata[i];

        if (!assoc->deleted && assoc->user[0] == '\0' && !has_child(db, assoc->id))
            add_problem(report, db->cluster, assoc, NULL, NULL, "Account has no users");
    }
    for (guint i = 0; i < db->users->len; i++) {
        const SsUserRecord *user = db->users->pdata[i];

        if (!user->deleted && ss_accounts_of_user(db, user->name)->len == 0)
            add_problem(report, NULL, NULL, NULL, user, "User has no Associations");
    }
}

/* A time condition; `fallback` if it is not given or not understood. */
static SsTime time_or(const SsAssocReport *report, const char *text, SsTime fallback)
{
    SsDateReader reader = { report->context->now, report->context->zone, 0 };
    SsTime       time = 0;

    if (text == NULL || !ss_date_parse(&reader, text, SS_DATE_LOOKS_BACK, &time, NULL))
        return fallback;
    return time;
}

static void show_txns(SsAssocReport *report)
{
    const SsTime start = time_or(report, report->query->start, 0);
    const SsTime end = time_or(report, report->query->end, SS_TIME_NEVER);

    for (guint i = 0; i < report->db->txns->len; i++) {
        const SsTransaction *txn = report->db->txns->pdata[i];
        SsAssocRow           row = { .db = report->db, .txn = txn };

        if (txn->when >= start && txn->when < end && wants_id(report, txn->id)
            && wants(report, SS_COND_ACTIONS, txn->action)
            && wants(report, SS_COND_ACTORS, txn->actor))
            ss_table_add(report->table, &row);
    }
}

/* --- one command ------------------------------------------------------------------------------ */

typedef void (*Show)(SsAssocReport *report);

static void show_nothing(SsAssocReport *report)
{
    (void) report; /* federations: none */
}

static const Show shows[SS_SACCTMGR_N_ENTITIES] = {
    [SS_SACCTMGR_ACCOUNT] = show_accounts,
    [SS_SACCTMGR_ASSOC] = show_assocs,
    [SS_SACCTMGR_CLUSTER] = show_cluster,
    [SS_SACCTMGR_EVENT] = ss_report_events,
    [SS_SACCTMGR_FEDERATION] = show_nothing,
    [SS_SACCTMGR_PROBLEM] = show_problems,
    [SS_SACCTMGR_QOS] = show_qos,
    [SS_SACCTMGR_RESERVATION] = ss_report_resvs,
    [SS_SACCTMGR_RESOURCE] = show_resources,
    [SS_SACCTMGR_TXN] = show_txns,
    [SS_SACCTMGR_TRES] = show_tres,
    [SS_SACCTMGR_USER] = show_users,
    [SS_SACCTMGR_WCKEY] = show_wckeys,
};

static void show_table(SsAssocReport *report)
{
    g_autoptr(SsTable) table = ss_table_new(report->context->zone, report->context->now);
    const SsRendering  how = { .layout = has(report, SS_SACCTMGR_PARSABLE2)  ? SS_LAYOUT_PARSABLE2
                                         : has(report, SS_SACCTMGR_PARSABLE) ? SS_LAYOUT_PARSABLE
                                                                             : SS_LAYOUT_FIXED,
                               .no_header = has(report, SS_SACCTMGR_NO_HEADER) };

    report->table = table;
    ss_table_show(table)->time_format = report->context->time_format;
    if (!choose_columns(report))
        return;
    adapt_columns(report);
    shows[report->query->entity](report);
    if (report->code == 0)
        ss_render(table, &how, report->out);
}

static void show(SsAssocReport *report)
{
    switch (report->query->entity) {
    case SS_SACCTMGR_CONFIG:
        ss_report_config(report);
        break;
    case SS_SACCTMGR_RUNAWAY:
        g_string_append_printf(report->out, "Runaway Jobs: No runaway jobs found on cluster %s\n",
                               report->db->cluster);
        break;
    case SS_SACCTMGR_STATS:
        g_string_append(report->err,
                        "sacctmgr: error: no slurmdbd runs in a simulation: there are no "
                        "statistics of it\n");
        report->code = 1;
        break;
    default:
        show_table(report);
    }
}

static void dump(SsAssocReport *report)
{
    const GPtrArray    *clusters = report->query->lists[SS_COND_CLUSTERS];
    g_autoptr(GError)   error = NULL;
    g_autofree char    *path = NULL;
    g_autofree char    *text = ss_assoc_dump_text(report->db);
    g_autofree char    *log = ss_assoc_dump_log(report->db);
    g_autoptr(SsWriter) writer = NULL;

    if (!wants(report, SS_COND_CLUSTERS, report->db->cluster)) {
        g_string_append_printf(report->err, " Cluster %s doesn't exist.\n",
                               (char *) clusters->pdata[0]);
        report->code = 1;
        return;
    }
    path = report->query->file != NULL ? g_strdup(report->query->file)
                                       : g_strdup_printf("./%s.cfg", report->db->cluster);
    if (report->query->file == NULL)
        g_string_append_printf(report->out, " No filename given, using %s.\n", path);
    writer = ss_writer_new_path(path, &error);
    if (writer != NULL)
        ss_writer_text(writer, text);
    if (writer == NULL || !ss_writer_close(writer, &error)) {
        g_string_append_printf(report->err, "sacctmgr: error: %s\n", error->message);
        report->code = 1;
        return;
    }
    g_string_append(report->err, log);
}

int ss_report_sacctmgr_on(const SsAssocSource *source, const SsReportContext *context, char **words,
                          GString *out, GString *err)
{
    int                        code = 0;
    g_autoptr(SsSacctmgrQuery) query = ss_sacctmgr_query_parse(words, out, err, &code);
    SsAssocReport              report = { .db = source->db,
                                          .ledger = source->ledger,
                                          .track_wckey = source->track_wckey,
                                          .context = context,
                                          .query = query,
                                          .out = out,
                                          .err = err };

    if (query == NULL)
        return code;
    if (query->action == SS_SACCTMGR_DUMP)
        dump(&report);
    else
        show(&report);
    return report.code;
}

/* --- commands that ask for no records --------------------------------------------------------- */

static bool asks_for_version(char **words)
{
    for (; *words != NULL; words++) {
        if (strcmp(*words, "-V") == 0 || strcmp(*words, "--version") == 0
            || g_ascii_strcasecmp(*words, "version") == 0)
            return true;
    }
    return false;
}

static bool asks_for_help(char **words)
{
    for (; *words != NULL; words++) {
        if (strcmp(*words, "-h") == 0 || strcmp(*words, "--help") == 0
            || g_ascii_strcasecmp(*words, "help") == 0)
            return true;
    }
    return false;
}

static const SsToolWord usage[] = {
    { "add ENTITY SPECS", "Adds accounts, users, coordinators, QOS or resources." },
    { "modify ENTITY where CONDITIONS set SETTINGS", "Changes what the conditions name." },
    { "delete ENTITY where CONDITIONS", "Deletes what the conditions name." },
    { "list ENTITY [SPECS]",
      "Shows account, association, cluster, configuration, coordinator, event, "
      "problem, qos, reservation, resource, transaction, tres, user or wckey; "
      "show is the same." },
    { "dump CLUSTER [File=FILENAME]", "Writes the association tree into a file." },
    { "load FILE", "Reads such a file." },
};

bool ss_sacctmgr_word(uint32_t i, SsToolWord *out)
{
    if (i < G_N_ELEMENTS(usage))
        *out = usage[i];
    return i < G_N_ELEMENTS(usage);
}

static void print_usage(GString *out)
{
    g_string_append(out, "sacctmgr [<OPTION>] [<COMMAND>]\n");
    for (size_t i = 0; i < G_N_ELEMENTS(usage); i++)
        g_string_append_printf(out, "    %s\n        %s\n", usage[i].form, usage[i].doc);
}

int ss_report_sacctmgr(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                       GString *out, GString *err)
{
    char                 **words = argv + (argc > 0);
    const SsSacctmgrAction action = ss_sacctmgr_action(words);
    g_autoptr(GError)      error = NULL;

    if (asks_for_version(words)) {
        g_string_append(out, "slurm-wlm 22.05.8\n");
        return 0;
    }
    if (asks_for_help(words)) {
        print_usage(out);
        return 0;
    }
    g_autoptr(SsTresSet)  tres = ss_ledger_tres_read(ledger, &error);
    g_autoptr(SsAccounts) db = tres != NULL ? ss_ledger_accounts_read(ledger, tres, &error) : NULL;
    if (db == NULL) {
        g_string_append_printf(err, "sacctmgr: error: %s\n", error->message);
        return 1;
    }
    if (action == SS_SACCTMGR_SHOW || action == SS_SACCTMGR_DUMP) {
        const SsAssocSource source = { db, ledger, ss_report_tracks_wckeys(ledger) };
        return ss_report_sacctmgr_on(&source, context, words, out, err);
    }
    const SsSacctmgrContext nobody = { .now = context->now, .actor = ss_report_user(context) };
    return ss_sacctmgr_run(db, &nobody, words, out, err); /* says what is wrong with the word */
}
