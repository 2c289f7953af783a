/* SPDX-License-Identifier: Apache-2.0 */
/*
 * account.c - the accounting database's entities.
 *
 * This is what slurmdbd keeps in its tables, held in memory: accounts, users, QOS, associations,
 * WCKeys and the record of changes. The rules are the database's, so that ids, orders and inherited
 * values come out as real sacctmgr shows them:
 *
 * - Associations form a nested set. A new one goes directly behind its parent's lft, so the newest
 *   sibling comes first; what one command adds below one parent keeps the command's order. Ties of
 *   Fair Tree after a controller start follow this order, hence it is kept and not derived.
 * - Ids count up and are never given twice. A record that is removed stays, flagged, so that ids
 *   held elsewhere still name something.
 * - Only what was set is stored. ss_accounts_effective walks rootward and fills in what is
 *   inherited: Max... limits TRES by TRES, Priority, DefaultQOS, MinPrioThreshold; the QOS list
 *   through additions and removals (`qos+=`) of each level.
 *
 * Look-ups by name go through one hash table with a letter in front for the kind, a user's
 * associations through another; scripts of fifty thousand users would otherwise take minutes.
 * Shifting lft and rgt stays O(n) an insertion: a plain loop over n records, a second for fifty
 * thousand.
 *
 * Checked against `sacctmgr show associations format=...,lft,rgt,id` of 22.05.8 in
 * tests/unit/test_account.c and, through the interpreter, in tests/unit/test_sacctmgr.c.
 */
#include "sim/model/account.h"

#include "sim/model/partition.h"

#include <string.h>

/* --- limits ----------------------------------------------------------------------------------- */

/* Every vector of SsLimits, and every count that is "no limit" until set. */
static const size_t vector_at[] = {
    offsetof(SsLimits, grp_tres),          offsetof(SsLimits, grp_tres_mins),
    offsetof(SsLimits, grp_tres_run_mins), offsetof(SsLimits, max_tres_pj),
    offsetof(SsLimits, max_tres_pn),       offsetof(SsLimits, max_tres_mins_pj),
    offsetof(SsLimits, max_tres_run_mins), offsetof(SsLimits, max_tres_pu),
    offsetof(SsLimits, max_tres_pa),       offsetof(SsLimits, max_tres_run_mins_pa),
    offsetof(SsLimits, min_tres_pj),
};

static const size_t count_at[] = {
    offsetof(SsLimits, grp_jobs),      offsetof(SsLimits, grp_jobs_accrue),
    offsetof(SsLimits, grp_submit),    offsetof(SsLimits, grp_wall),
    offsetof(SsLimits, max_jobs),      offsetof(SsLimits, max_jobs_accrue),
    offsetof(SsLimits, max_submit),    offsetof(SsLimits, max_wall),
    offsetof(SsLimits, max_jobs_pa),   offsetof(SsLimits, max_jobs_accrue_pa),
    offsetof(SsLimits, max_submit_pa), offsetof(SsLimits, min_prio_thresh),
};

/* What an association without a value takes from its parent. */
static const size_t inherited_count_at[] = {
    offsetof(SsLimits, max_jobs),        offsetof(SsLimits, max_jobs_accrue),
    offsetof(SsLimits, max_submit),      offsetof(SsLimits, max_wall),
    offsetof(SsLimits, min_prio_thresh),
};

static const size_t inherited_vector_at[] = {
    offsetof(SsLimits, max_tres_pj),
    offsetof(SsLimits, max_tres_pn),
    offsetof(SsLimits, max_tres_mins_pj),
    offsetof(SsLimits, max_tres_run_mins),
};

static uint64_t **vector_of(const SsLimits *limits, size_t at)
{
    return (uint64_t **) (void *) ((char *) (uintptr_t) limits + at);
}

static uint32_t *count_of(const SsLimits *limits, size_t at)
{
    return (uint32_t *) (void *) ((char *) (uintptr_t) limits + at);
}

void ss_limits_init(SsLimits *limits)
{
    memset(limits, 0, sizeof *limits);
    for (size_t i = 0; i < G_N_ELEMENTS(count_at); i++)
        *count_of(limits, count_at[i]) = SS_NO_LIMIT;
}

void ss_limits_clear(SsLimits *limits)
{
    for (size_t i = 0; i < G_N_ELEMENTS(vector_at); i++)
        g_free(*vector_of(limits, vector_at[i]));
    ss_limits_init(limits);
}

void ss_limits_copy(SsLimits *to, const SsLimits *from, uint32_t n_tres)
{
    *to = *from;
    for (size_t i = 0; i < G_N_ELEMENTS(vector_at); i++) {
        uint64_t **slot = vector_of(to, vector_at[i]);
        *slot = g_memdup2(*slot, n_tres * sizeof **slot);
    }
}

uint64_t *ss_limits_vector(uint64_t **slot, uint32_t n_tres)
{
    if (*slot == NULL) {
        *slot = g_new(uint64_t, n_tres);
        for (uint32_t i = 0; i < n_tres; i++)
            (*slot)[i] = SS_NO_LIMIT64;
    }
    return *slot;
}

/* --- lists of QOS ids ------------------------------------------------------------------------- */

bool ss_qos_ids_have(const GArray *ids, uint32_t id)
{
    for (guint i = 0; i < ids->len; i++) {
        if (g_array_index(ids, uint32_t, i) == id)
            return true;
    }
    return false;
}

void ss_qos_ids_add(GArray *ids, uint32_t id)
{
    guint i = 0;

    if (ss_qos_ids_have(ids, id))
        return;
    while (i < ids->len && g_array_index(ids, uint32_t, i) < id)
        i++;
    g_array_insert_val(ids, i, id);
}

void ss_qos_ids_remove(GArray *ids, uint32_t id)
{
    for (guint i = 0; i < ids->len; i++) {
        if (g_array_index(ids, uint32_t, i) == id) {
            g_array_remove_index(ids, i);
            return;
        }
    }
}

static GArray *new_ids(void)
{
    return g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

static GArray *copy_ids(const GArray *ids)
{
    GArray *copy = new_ids();

    if (ids->len > 0)
        g_array_append_vals(copy, ids->data, ids->len);
    return copy;
}

/* --- records ---------------------------------------------------------------------------------- */

static void free_account(void *data)
{
    SsAccountRecord *account = data;

    g_free(account->name);
    g_free(account->description);
    g_free(account->organization);
    g_ptr_array_unref(account->coordinators);
    g_free(account);
}

static void free_user(void *data)
{
    SsUserRecord *user = data;

    g_free(user->name);
    g_free(user->default_wckey);
    g_free(user);
}

static void free_qos(void *data)
{
    SsQosRecord *qos = data;

    g_free(qos->name);
    g_free(qos->description);
    g_array_unref(qos->preempt);
    ss_limits_clear(&qos->limits);
    g_free(qos);
}

static void free_assoc(void *data)
{
    SsAssocRecord *assoc = data;

    g_free(assoc->account);
    g_free(assoc->user);
    g_free(assoc->partition);
    g_array_unref(assoc->qos);
    g_array_unref(assoc->qos_add);
    g_array_unref(assoc->qos_del);
    ss_limits_clear(&assoc->limits);
    g_free(assoc);
}

static void free_wckey(void *data)
{
    SsWckeyRecord *wckey = data;

    g_free(wckey->name);
    g_free(wckey->user);
    g_free(wckey);
}

static void free_resource(void *data)
{
    SsResourceRecord *resource = data;

    g_free(resource->name);
    g_free(resource->server);
    g_free(resource->description);
    g_free(resource->manager);
    g_free(resource);
}

static void free_txn(void *data)
{
    SsTransaction *txn = data;

    g_free(txn->action);
    g_free(txn->actor);
    g_free(txn->where);
    g_free(txn->info);
    g_free(txn);
}

/* --- the index by name ------------------------------------------------------------------------ */

/* "chem" -> "a:chem". A line feed cannot be part of a name. */
static char *key_of(char kind, const char *name, const char *second, const char *third)
{
    g_autofree char *key = second == NULL ? g_strdup_printf("%c:%s", kind, name)
                                          : g_strdup_printf("%c:%s\n%s\n%s", kind, name, second,
                                                            third != NULL ? third : "");
    return g_ascii_strdown(key, -1);
}

static void *find(const SsAccounts *db, char kind, const char *name, const char *second,
                  const char *third)
{
    g_autofree char *key = key_of(kind, name, second, third);

    return g_hash_table_lookup(db->by_name, key);
}

static void index_add(SsAccounts *db, char kind, const char *name, const char *second,
                      const char *third, void *record)
{
    g_hash_table_insert(db->by_name, key_of(kind, name, second, third), record);
}

static void index_assoc(SsAccounts *db, SsAssocRecord *assoc)
{
    GPtrArray *mine = g_hash_table_lookup(db->by_user, assoc->user);

    index_add(db, 's', assoc->account, assoc->user, assoc->partition, assoc);
    if (mine == NULL) {
        mine = g_ptr_array_new();
        g_hash_table_insert(db->by_user, g_strdup(assoc->user), mine);
    }
    g_ptr_array_add(mine, assoc);
}

static void free_group(void *group)
{
    g_ptr_array_unref(group);
}

static void index_remove(SsAccounts *db, char kind, const char *name, const char *second,
                         const char *third)
{
    g_autofree char *key = key_of(kind, name, second, third);

    g_hash_table_remove(db->by_name, key);
}

SsAccountRecord *ss_accounts_account(const SsAccounts *db, const char *name)
{
    return find(db, 'a', name, NULL, NULL);
}

SsUserRecord *ss_accounts_user(const SsAccounts *db, const char *name)
{
    return find(db, 'u', name, NULL, NULL);
}

SsQosRecord *ss_accounts_qos(const SsAccounts *db, const char *name)
{
    return find(db, 'q', name, NULL, NULL);
}

SsWckeyRecord *ss_accounts_wckey(const SsAccounts *db, const char *name, const char *user)
{
    return find(db, 'w', name, user, NULL);
}

SsAssocRecord *ss_accounts_assoc(const SsAccounts *db, const char *account, const char *user,
                                 const char *partition)
{
    return find(db, 's', account, user != NULL ? user : "", partition);
}

/* Ids ascend through the array, so a binary search finds them, deleted ones too. */
SsAssocRecord *ss_accounts_assoc_id(const SsAccounts *db, uint32_t id)
{
    guint low = 0, high = db->assocs->len;

    while (low < high) {
        const guint          mid = (low + high) / 2;
        const SsAssocRecord *at = db->assocs->pdata[mid];

        if (at->id < id)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == db->assocs->len)
        return NULL;
    SsAssocRecord *found = db->assocs->pdata[low];
    return found->id == id && !found->deleted ? found : NULL;
}

SsQosRecord *ss_accounts_qos_id(const SsAccounts *db, uint32_t id)
{
    for (guint i = 0; i < db->qos->len; i++) {
        SsQosRecord *qos = db->qos->pdata[i];

        if (qos->id == id && !qos->deleted)
            return qos;
    }
    return NULL;
}

SsAssocRecord *ss_accounts_root(const SsAccounts *db)
{
    return ss_accounts_assoc(db, "root", "", "");
}

const GPtrArray *ss_accounts_of_user(const SsAccounts *db, const char *user)
{
    g_autofree char *name = g_ascii_strdown(user, -1);
    const GPtrArray *mine = g_hash_table_lookup(db->by_user, name);

    return mine != NULL ? mine : db->nothing;
}

SsAssocRecord *ss_accounts_default(const SsAccounts *db, const char *user)
{
    const GPtrArray *mine = ss_accounts_of_user(db, user);

    for (guint i = 0; i < mine->len; i++) {
        SsAssocRecord *assoc = mine->pdata[i];

        if (assoc->is_default)
            return assoc;
    }
    return NULL;
}

/* --- making and copying ----------------------------------------------------------------------- */

static SsAccounts *new_store(const char *cluster, SsTresSet *tres)
{
    SsAccounts *db = g_new0(SsAccounts, 1);

    db->cluster = g_ascii_strdown(cluster, -1);
    db->tres = tres;
    db->accounts = g_ptr_array_new_with_free_func(free_account);
    db->users = g_ptr_array_new_with_free_func(free_user);
    db->qos = g_ptr_array_new_with_free_func(free_qos);
    db->assocs = g_ptr_array_new_with_free_func(free_assoc);
    db->wckeys = g_ptr_array_new_with_free_func(free_wckey);
    db->resources = g_ptr_array_new_with_free_func(free_resource);
    db->txns = g_ptr_array_new_with_free_func(free_txn);
    db->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    db->by_user = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_group);
    db->nothing = g_ptr_array_new();
    db->next_assoc = db->next_qos = db->next_wckey = db->next_resource = db->next_txn = 1;
    return db;
}

SsAccounts *ss_accounts_new(const char *cluster, SsTresSet *tres, SsTime now)
{
    SsAccounts      *db = new_store(cluster, tres);
    SsAccountRecord *account = ss_accounts_account_add(db, "root", now);
    SsUserRecord    *user = ss_accounts_user_add(db, "root", now);
    SsQosRecord     *normal = ss_accounts_qos_add(db, "normal", now);

    g_free(account->description);
    account->description = g_strdup("default root account");
    user->admin_level = 3;
    g_free(normal->description);
    normal->description = g_strdup("Normal QOS default");

    SsAssocRecord *root = ss_accounts_assoc_add(db, 0, "root", "", "", now);
    root->qos_set = true;
    ss_qos_ids_add(root->qos, normal->id);
    ss_accounts_assoc_add(db, root->id, "root", "root", "", now)->is_default = true;
    return db;
}

static SsAccountRecord *copy_account(const SsAccountRecord *from)
{
    SsAccountRecord *to = g_memdup2(from, sizeof *from);

    to->name = g_strdup(from->name);
    to->description = g_strdup(from->description);
    to->organization = g_strdup(from->organization);
    to->coordinators = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < from->coordinators->len; i++)
        g_ptr_array_add(to->coordinators, g_strdup(from->coordinators->pdata[i]));
    return to;
}

static SsUserRecord *copy_user(const SsUserRecord *from)
{
    SsUserRecord *to = g_memdup2(from, sizeof *from);

    to->name = g_strdup(from->name);
    to->default_wckey = g_strdup(from->default_wckey);
    return to;
}

static SsQosRecord *copy_qos(const SsQosRecord *from, uint32_t n_tres)
{
    SsQosRecord *to = g_memdup2(from, sizeof *from);

    to->name = g_strdup(from->name);
    to->description = g_strdup(from->description);
    to->preempt = copy_ids(from->preempt);
    ss_limits_copy(&to->limits, &from->limits, n_tres);
    return to;
}

static SsAssocRecord *copy_assoc(const SsAssocRecord *from, uint32_t n_tres)
{
    SsAssocRecord *to = g_memdup2(from, sizeof *from);

    to->account = g_strdup(from->account);
    to->user = g_strdup(from->user);
    to->partition = g_strdup(from->partition);
    to->qos = copy_ids(from->qos);
    to->qos_add = copy_ids(from->qos_add);
    to->qos_del = copy_ids(from->qos_del);
    ss_limits_copy(&to->limits, &from->limits, n_tres);
    return to;
}

static SsWckeyRecord *copy_wckey(const SsWckeyRecord *from)
{
    SsWckeyRecord *to = g_memdup2(from, sizeof *from);

    to->name = g_strdup(from->name);
    to->user = g_strdup(from->user);
    return to;
}

static SsResourceRecord *copy_resource(const SsResourceRecord *from)
{
    SsResourceRecord *to = g_memdup2(from, sizeof *from);

    to->name = g_strdup(from->name);
    to->server = g_strdup(from->server);
    to->description = g_strdup(from->description);
    to->manager = g_strdup(from->manager);
    return to;
}

static SsTransaction *copy_txn(const SsTransaction *from)
{
    SsTransaction *to = g_memdup2(from, sizeof *from);

    to->action = g_strdup(from->action);
    to->actor = g_strdup(from->actor);
    to->where = g_strdup(from->where);
    to->info = g_strdup(from->info);
    return to;
}

/* Fills the index from the records. */
static void build_index(SsAccounts *db)
{
    g_hash_table_remove_all(db->by_name);
    g_hash_table_remove_all(db->by_user);
    for (guint i = 0; i < db->accounts->len; i++) {
        SsAccountRecord *account = db->accounts->pdata[i];
        if (!account->deleted)
            index_add(db, 'a', account->name, NULL, NULL, account);
    }
    for (guint i = 0; i < db->users->len; i++) {
        SsUserRecord *user = db->users->pdata[i];
        if (!user->deleted)
            index_add(db, 'u', user->name, NULL, NULL, user);
    }
    for (guint i = 0; i < db->qos->len; i++) {
        SsQosRecord *qos = db->qos->pdata[i];
        if (!qos->deleted)
            index_add(db, 'q', qos->name, NULL, NULL, qos);
    }
    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];
        if (!assoc->deleted)
            index_assoc(db, assoc);
    }
    for (guint i = 0; i < db->wckeys->len; i++) {
        SsWckeyRecord *wckey = db->wckeys->pdata[i];
        if (!wckey->deleted)
            index_add(db, 'w', wckey->name, wckey->user, NULL, wckey);
    }
}

SsAccounts *ss_accounts_copy(const SsAccounts *accounts, SsTresSet *tres)
{
    SsAccounts    *copy = new_store(accounts->cluster, tres);
    const uint32_t n_tres = accounts->tres->n;

    for (guint i = 0; i < accounts->accounts->len; i++)
        g_ptr_array_add(copy->accounts, copy_account(accounts->accounts->pdata[i]));
    for (guint i = 0; i < accounts->users->len; i++)
        g_ptr_array_add(copy->users, copy_user(accounts->users->pdata[i]));
    for (guint i = 0; i < accounts->qos->len; i++)
        g_ptr_array_add(copy->qos, copy_qos(accounts->qos->pdata[i], n_tres));
    for (guint i = 0; i < accounts->assocs->len; i++)
        g_ptr_array_add(copy->assocs, copy_assoc(accounts->assocs->pdata[i], n_tres));
    for (guint i = 0; i < accounts->wckeys->len; i++)
        g_ptr_array_add(copy->wckeys, copy_wckey(accounts->wckeys->pdata[i]));
    for (guint i = 0; i < accounts->resources->len; i++)
        g_ptr_array_add(copy->resources, copy_resource(accounts->resources->pdata[i]));
    for (guint i = 0; i < accounts->txns->len; i++)
        g_ptr_array_add(copy->txns, copy_txn(accounts->txns->pdata[i]));
    copy->next_assoc = accounts->next_assoc;
    copy->next_qos = accounts->next_qos;
    copy->next_wckey = accounts->next_wckey;
    copy->next_resource = accounts->next_resource;
    copy->next_txn = accounts->next_txn;
    copy->cluster_added = accounts->cluster_added;
    build_index(copy);
    return copy;
}

void ss_accounts_restored(SsAccounts *db)
{
    build_index(db);
    for (guint i = 0; i < db->assocs->len; i++)
        db->next_assoc = MAX(db->next_assoc, ((SsAssocRecord *) db->assocs->pdata[i])->id + 1);
    for (guint i = 0; i < db->qos->len; i++)
        db->next_qos = MAX(db->next_qos, ((SsQosRecord *) db->qos->pdata[i])->id + 1);
    for (guint i = 0; i < db->wckeys->len; i++)
        db->next_wckey = MAX(db->next_wckey, ((SsWckeyRecord *) db->wckeys->pdata[i])->id + 1);
    for (guint i = 0; i < db->resources->len; i++)
        db->next_resource =
            MAX(db->next_resource, ((SsResourceRecord *) db->resources->pdata[i])->id + 1);
    for (guint i = 0; i < db->txns->len; i++)
        db->next_txn = MAX(db->next_txn, ((SsTransaction *) db->txns->pdata[i])->id + 1);
    db->cluster_added = true;
}

void ss_accounts_free(SsAccounts *accounts)
{
    if (accounts == NULL)
        return;
    g_free(accounts->cluster);
    g_ptr_array_unref(accounts->accounts);
    g_ptr_array_unref(accounts->users);
    g_ptr_array_unref(accounts->qos);
    g_ptr_array_unref(accounts->assocs);
    g_ptr_array_unref(accounts->wckeys);
    g_ptr_array_unref(accounts->resources);
    g_ptr_array_unref(accounts->txns);
    g_hash_table_unref(accounts->by_name);
    g_hash_table_unref(accounts->by_user);
    g_ptr_array_unref(accounts->nothing);
    g_free(accounts);
}

/* --- accounts, users, QOS, WCKeys, transactions ----------------------------------------------- */

SsAccountRecord *ss_accounts_account_add(SsAccounts *db, const char *name, SsTime now)
{
    SsAccountRecord *account = g_new0(SsAccountRecord, 1);

    g_assert(ss_accounts_account(db, name) == NULL);
    account->name = g_ascii_strdown(name, -1);
    account->description = g_strdup(account->name);
    account->organization = g_strdup(account->name);
    account->coordinators = g_ptr_array_new_with_free_func(g_free);
    account->created = now;
    g_ptr_array_add(db->accounts, account);
    index_add(db, 'a', account->name, NULL, NULL, account);
    return account;
}

void ss_accounts_account_remove(SsAccounts *db, SsAccountRecord *account)
{
    index_remove(db, 'a', account->name, NULL, NULL);
    account->deleted = true;
}

SsUserRecord *ss_accounts_user_add(SsAccounts *db, const char *name, SsTime now)
{
    SsUserRecord *user = g_new0(SsUserRecord, 1);

    g_assert(ss_accounts_user(db, name) == NULL);
    user->name = g_ascii_strdown(name, -1);
    user->default_wckey = g_strdup("");
    user->admin_level = 1;
    user->created = now;
    g_ptr_array_add(db->users, user);
    index_add(db, 'u', user->name, NULL, NULL, user);
    return user;
}

void ss_accounts_user_remove(SsAccounts *db, SsUserRecord *user)
{
    index_remove(db, 'u', user->name, NULL, NULL);
    user->deleted = true;
}

static void rename_coordinator(SsAccounts *db, const char *from, const char *to)
{
    for (guint i = 0; i < db->accounts->len; i++) {
        SsAccountRecord *account = db->accounts->pdata[i];

        for (guint j = 0; j < account->coordinators->len; j++) {
            char **name = (char **) &account->coordinators->pdata[j];

            if (strcmp(*name, from) == 0) {
                g_free(*name);
                *name = g_strdup(to);
            }
        }
    }
}

void ss_accounts_user_rename(SsAccounts *db, SsUserRecord *user, const char *name)
{
    g_autofree char *from = user->name;

    g_assert(ss_accounts_user(db, name) == NULL);
    user->name = g_ascii_strdown(name, -1);
    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];

        if (strcmp(assoc->user, from) == 0) {
            g_free(assoc->user);
            assoc->user = g_strdup(user->name);
        }
    }
    for (guint i = 0; i < db->wckeys->len; i++) {
        SsWckeyRecord *wckey = db->wckeys->pdata[i];

        if (strcmp(wckey->user, from) == 0) {
            g_free(wckey->user);
            wckey->user = g_strdup(user->name);
        }
    }
    rename_coordinator(db, from, user->name);
    build_index(db);
}

SsQosRecord *ss_accounts_qos_add(SsAccounts *db, const char *name, SsTime now)
{
    SsQosRecord *qos = g_new0(SsQosRecord, 1);

    g_assert(ss_accounts_qos(db, name) == NULL);
    qos->id = db->next_qos++;
    qos->name = g_ascii_strdown(name, -1);
    qos->description = g_strdup(qos->name);
    qos->preempt_mode = SS_PREEMPT_CLUSTER;
    qos->preempt_exempt_time = SS_NO_LIMIT;
    qos->preempt = new_ids();
    qos->usage_factor = 1.0;
    qos->usage_threshold = -1.0;
    qos->limit_factor = -1.0;
    ss_limits_init(&qos->limits);
    qos->created = now;
    g_ptr_array_add(db->qos, qos);
    index_add(db, 'q', qos->name, NULL, NULL, qos);
    return qos;
}

void ss_accounts_qos_remove(SsAccounts *db, SsQosRecord *qos)
{
    for (guint i = 0; i < db->qos->len; i++)
        ss_qos_ids_remove(((SsQosRecord *) db->qos->pdata[i])->preempt, qos->id);
    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];

        ss_qos_ids_remove(assoc->qos, qos->id);
        ss_qos_ids_remove(assoc->qos_add, qos->id);
        ss_qos_ids_remove(assoc->qos_del, qos->id);
        if (assoc->default_qos == qos->id)
            assoc->default_qos = 0;
    }
    index_remove(db, 'q', qos->name, NULL, NULL);
    qos->deleted = true;
}

SsWckeyRecord *ss_accounts_wckey_add(SsAccounts *db, const char *name, const char *user)
{
    SsWckeyRecord *wckey = g_new0(SsWckeyRecord, 1);

    g_assert(ss_accounts_wckey(db, name, user) == NULL);
    wckey->id = db->next_wckey++;
    wckey->name = g_ascii_strdown(name, -1);
    wckey->user = g_ascii_strdown(user, -1);
    g_ptr_array_add(db->wckeys, wckey);
    index_add(db, 'w', wckey->name, wckey->user, NULL, wckey);
    return wckey;
}

void ss_accounts_wckey_remove(SsAccounts *db, SsWckeyRecord *wckey)
{
    index_remove(db, 'w', wckey->name, wckey->user, NULL);
    wckey->deleted = true;
}

SsResourceRecord *ss_accounts_resource(const SsAccounts *db, const char *name, const char *server)
{
    for (guint i = 0; i < db->resources->len; i++) {
        SsResourceRecord *resource = db->resources->pdata[i];

        if (!resource->deleted && g_ascii_strcasecmp(resource->name, name) == 0
            && g_ascii_strcasecmp(resource->server, server) == 0)
            return resource;
    }
    return NULL;
}

SsResourceRecord *ss_accounts_resource_add(SsAccounts *db, const char *name, const char *server)
{
    SsResourceRecord *resource = g_new0(SsResourceRecord, 1);

    g_assert(ss_accounts_resource(db, name, server) == NULL);
    resource->id = db->next_resource++;
    resource->name = g_ascii_strdown(name, -1);
    resource->server = g_ascii_strdown(server, -1);
    g_ptr_array_add(db->resources, resource);
    return resource;
}

void ss_accounts_txn(SsAccounts *db, SsTime now, const char *action, const char *actor,
                     const char *where, const char *info)
{
    SsTransaction *txn = g_new0(SsTransaction, 1);

    txn->id = db->next_txn++;
    txn->when = now;
    txn->action = g_strdup(action);
    txn->actor = g_strdup(actor);
    txn->where = g_strdup(where);
    txn->info = g_strdup(info);
    g_ptr_array_add(db->txns, txn);
}

/* --- associations ----------------------------------------------------------------------------- */

static SsAssocRecord *new_assoc(SsAccounts *db, const char *account, const char *user,
                                const char *partition, SsTime now)
{
    SsAssocRecord *assoc = g_new0(SsAssocRecord, 1);

    g_assert(ss_accounts_assoc(db, account, user, partition) == NULL);
    assoc->id = db->next_assoc++;
    assoc->account = g_ascii_strdown(account, -1);
    assoc->user = g_ascii_strdown(user, -1);
    assoc->partition = g_strdup(partition);
    assoc->shares = 1;
    assoc->priority = SS_NO_LIMIT;
    assoc->qos = new_ids();
    assoc->qos_add = new_ids();
    assoc->qos_del = new_ids();
    ss_limits_init(&assoc->limits);
    assoc->created = now;
    g_ptr_array_add(db->assocs, assoc);
    index_assoc(db, assoc);
    return assoc;
}

/* Moves every number above `above` by `by`: opens or closes a gap. */
static void shift(SsAccounts *db, uint32_t above, int32_t by)
{
    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];

        if (assoc->deleted)
            continue;
        if (assoc->lft > above)
            assoc->lft = (uint32_t) ((int64_t) assoc->lft + by);
        if (assoc->rgt > above)
            assoc->rgt = (uint32_t) ((int64_t) assoc->rgt + by);
    }
}

/* A new association in a gap of two behind `left`. */
static SsAssocRecord *insert_behind(SsAccounts *db, uint32_t parent, uint32_t left,
                                    const char *account, const char *user, const char *partition,
                                    SsTime now)
{
    shift(db, left, 2);
    SsAssocRecord *assoc = new_assoc(db, account, user, partition, now);
    assoc->parent = parent;
    assoc->lft = left + 1;
    assoc->rgt = left + 2;
    return assoc;
}

SsAssocRecord *ss_accounts_assoc_add(SsAccounts *db, uint32_t parent, const char *account,
                                     const char *user, const char *partition, SsTime now)
{
    const SsAssocRecord *above = ss_accounts_assoc_id(db, parent);

    g_assert(parent == 0 || above != NULL);
    return insert_behind(db, parent, above != NULL ? above->lft : 0, account, user, partition, now);
}

SsAssocRecord *ss_accounts_assoc_add_behind(SsAccounts *db, const SsAssocRecord *sibling,
                                            const char *account, const char *user,
                                            const char *partition, SsTime now)
{
    return insert_behind(db, sibling->parent, sibling->rgt, account, user, partition, now);
}

void ss_accounts_assoc_remove(SsAccounts *db, SsAssocRecord *assoc)
{
    const int32_t width = (int32_t) (assoc->rgt - assoc->lft + 1);

    g_assert(width == 2); /* children go first */
    index_remove(db, 's', assoc->account, assoc->user, assoc->partition);
    g_ptr_array_remove(g_hash_table_lookup(db->by_user, assoc->user), assoc);
    assoc->deleted = true;
    assoc->is_default = false;
    shift(db, assoc->lft, -width);
}

/* The subtree is cut out, the gap closed, a gap opened behind the new parent's lft, and filled. */
void ss_accounts_assoc_move(SsAccounts *db, SsAssocRecord *assoc, uint32_t new_parent)
{
    SsAssocRecord *above = ss_accounts_assoc_id(db, new_parent);
    const uint32_t lft = assoc->lft, rgt = assoc->rgt;
    const int32_t  width = (int32_t) (rgt - lft + 1);

    g_assert(above != NULL && (above->lft < lft || above->lft > rgt));
    g_autoptr(GPtrArray) moved = g_ptr_array_new(); /* element-type: SsAssocRecord * */
    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *at = db->assocs->pdata[i];

        if (!at->deleted && at->lft >= lft && at->rgt <= rgt) {
            g_ptr_array_add(moved, at);
            at->deleted = true; /* out of the way of the two shifts */
        }
    }
    shift(db, rgt, -width);
    const uint32_t behind = above->lft;
    shift(db, behind, width);
    for (guint i = 0; i < moved->len; i++) {
        SsAssocRecord *at = moved->pdata[i];

        at->deleted = false;
        at->lft = at->lft - lft + behind + 1;
        at->rgt = at->rgt - lft + behind + 1;
    }
    assoc->parent = new_parent;
}

/* --- what an association inherits ------------------------------------------------------------- */

GArray *ss_accounts_qos_of(const SsAccounts *db, const SsAssocRecord *assoc)
{
    const SsAssocRecord *above = assoc->qos_set ? NULL : ss_accounts_assoc_id(db, assoc->parent);
    GArray              *ids = assoc->qos_set  ? copy_ids(assoc->qos)
                               : above != NULL ? ss_accounts_qos_of(db, above)
                                               : new_ids();

    for (guint i = 0; i < assoc->qos_add->len; i++)
        ss_qos_ids_add(ids, g_array_index(assoc->qos_add, uint32_t, i));
    for (guint i = 0; i < assoc->qos_del->len; i++)
        ss_qos_ids_remove(ids, g_array_index(assoc->qos_del, uint32_t, i));
    return ids;
}

static void inherit_vector(const SsAccounts *db, uint64_t **slot, const uint64_t *from)
{
    const uint32_t n = db->tres->n;

    if (from == NULL)
        return;
    uint64_t *to = ss_limits_vector(slot, n);
    for (uint32_t i = 0; i < n; i++) {
        if (to[i] == SS_NO_LIMIT64)
            to[i] = from[i];
    }
}

static void inherit(const SsAccounts *db, SsLimits *limits, const SsLimits *from)
{
    for (size_t i = 0; i < G_N_ELEMENTS(inherited_count_at); i++) {
        uint32_t *to = count_of(limits, inherited_count_at[i]);

        if (*to == SS_NO_LIMIT)
            *to = *count_of(from, inherited_count_at[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(inherited_vector_at); i++)
        inherit_vector(db, vector_of(limits, inherited_vector_at[i]),
                       *vector_of(from, inherited_vector_at[i]));
}

void ss_accounts_effective(const SsAccounts *db, const SsAssocRecord *assoc, SsLimits *limits,
                           uint32_t *priority, uint32_t *default_qos)
{
    ss_limits_copy(limits, &assoc->limits, db->tres->n);
    *priority = assoc->priority;
    *default_qos = assoc->default_qos;
    for (const SsAssocRecord *above = ss_accounts_assoc_id(db, assoc->parent); above != NULL;
         above = ss_accounts_assoc_id(db, above->parent)) {
        inherit(db, limits, &above->limits);
        if (*priority == SS_NO_LIMIT)
            *priority = above->priority;
        if (*default_qos == 0)
            *default_qos = above->default_qos;
    }
}

/* Users of an account come before its sub-accounts; each group by name, then by age in the tree. */
int ss_assoc_record_compare(const SsAssocRecord *a, const SsAssocRecord *b)
{
    const bool user_a = a->user[0] != '\0', user_b = b->user[0] != '\0';

    if (user_a != user_b)
        return user_a ? -1 : 1;
    const int by_name = user_a ? strcmp(a->user, b->user) : strcmp(a->account, b->account);
    if (by_name != 0)
        return by_name;
    return a->lft < b->lft ? -1 : a->lft > b->lft;
}
