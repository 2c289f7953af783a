/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people.c - who is in the trace but not in the tree.
 *
 * Logs come without an account tree. Then everybody gets one share below root, group by group: fairshare
 * has something to work with, and the summary something to group by. With a tree, --unknown-users=add does
 * the same for those it lacks; without that option Slurm's own rule stands, which is to refuse them.
 */
#include "sim/sweep/people.h"

#include <string.h>

static SsAssocRecord *account_for(SsAccounts *db, const char *name, SsTime now,
                                  SsPeopleAdded *added)
{
    SsAssocRecord *assoc = ss_accounts_assoc(db, name, "", "");

    if (assoc)
        return assoc;
    if (!ss_accounts_account(db, name)) {
        SsAccountRecord *account = g_new0(SsAccountRecord, 1);

        account->name = g_strdup(name);
        account->description = g_strdup(name);
        account->organization = g_strdup(name);
        account->coordinators = g_ptr_array_new_with_free_func(g_free);
        account->created = now;
        g_ptr_array_add(db->accounts, account);
    }
    added->accounts++;
    return ss_accounts_assoc_add(db, ss_accounts_assoc(db, "root", "", "")->id, name, "", "", now);
}

static bool has_default(const SsAccounts *db, const char *user)
{
    for (uint32_t i = 0; i < db->assocs->len; i++) {
        const SsAssocRecord *a = db->assocs->pdata[i];

        if (!a->deleted && a->is_default && strcmp(a->user, user) == 0)
            return true;
    }
    return false;
}

static void add_user(SsAccounts *db, const char *name, const char *account, SsTime now,
                     SsPeopleAdded *added)
{
    const SsAssocRecord *parent = account_for(db, account, now, added);

    if (!ss_accounts_user(db, name)) {
        SsUserRecord *user = g_new0(SsUserRecord, 1);

        user->name = g_strdup(name);
        user->admin_level = 1;
        user->created = now;
        g_ptr_array_add(db->users, user);
    }
    const bool first = !has_default(db, name);
    ss_accounts_assoc_add(db, parent->id, account, name, "", now)->is_default = first;
    added->users++;
}

/* Account names are lower case, as sacctmgr stores them. */
static char *account_name(const SsJobSpec *spec)
{
    return g_ascii_strdown(spec->account && *spec->account ? spec->account : spec->user, -1);
}

static bool is_known(const SsAccounts *db, const SsJobSpec *spec, const char *account)
{
    if (spec->account && *spec->account)
        return ss_accounts_assoc(db, account, spec->user, "") != NULL;
    return has_default(db, spec->user);
}

/* --- plain jobs: a pair of pointers is looked up instead of texts ------------------------------------ */

typedef struct {
    const char *user, *account;
} Pair;

static guint hash_pair(gconstpointer pair)
{
    const Pair *p = pair;

    return g_direct_hash(p->user) * 31 + g_direct_hash(p->account);
}

static gboolean same_pair(gconstpointer a, gconstpointer b)
{
    const Pair *x = a, *y = b;

    return x->user == y->user && x->account == y->account;
}

/* The next job of whom nothing is known yet, as far as user and account go; false at the end. */
static bool next_stranger(SsJobSource *source, GHashTable *pairs, SsJobSpec *spec, GError **error)
{
    SsPlainJob job;

    if (source->next_plain == NULL)
        return source->next(source, spec, error);
    while (source->next_plain(source, &job, error)) {
        const Pair pair = { job.user, job.account };

        if (!g_hash_table_contains(pairs, &pair)) {
            g_hash_table_add(pairs, g_memdup2(&pair, sizeof pair));
            ss_job_spec_clear(spec);
            spec->user = g_strdup(job.user);
            spec->account = g_strdup(job.account);
            return true;
        }
    }
    return false;
}

static void build_tree(SsCluster *cluster)
{
    ss_assoc_tree_free(cluster->tree);
    cluster->tree = ss_assoc_tree_new(cluster->accounts);
}

gboolean ss_people_add(SsCluster *cluster, SsJobSource *source, SsTime now, SsPeopleAdded *added,
                       GError **error)
{
    g_autoptr(GHashTable) pairs = g_hash_table_new_full(hash_pair, same_pair, g_free, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GError)     failure = NULL;
    SsJobSpec             spec;

    *added = (SsPeopleAdded){ 0 };
    if (!cluster->accounts)
        cluster->accounts = ss_accounts_new(cluster->name, cluster->tres, now);
    ss_job_spec_init(&spec);
    while (next_stranger(source, pairs, &spec, &failure)) {
        if (!spec.user)
            continue;
        g_autofree char *account = account_name(&spec);
        g_autofree char *key = g_strconcat(spec.user, "\n", spec.account ? account : "", NULL);

        if (g_hash_table_contains(seen, key))
            continue;
        g_hash_table_add(seen, g_steal_pointer(&key));
        if (!is_known(cluster->accounts, &spec, account))
            add_user(cluster->accounts, spec.user, account, now, added);
    }
    ss_job_spec_clear(&spec);
    if (failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    build_tree(cluster);
    return TRUE;
}

void ss_people_add_root(SsCluster *cluster, SsTime now)
{
    cluster->accounts = ss_accounts_new(cluster->name, cluster->tres, now);
    build_tree(cluster);
}
