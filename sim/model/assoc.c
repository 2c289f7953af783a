/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assoc.c - the association tree and the QOS table, laid out for the scheduler.
 *
 * The accounting database keeps what was set, one record at a time; the scheduler asks a few
 * questions many million times: whose association is this, what limits hold on the way to root, who
 * is in this subtree. So the tree is built once, in preorder, with everything inherited written
 * into each entry: a walk rootward is a chain of indexes, a subtree a range, and no look-up by name
 * is left in a pass.
 *
 * Order: an account, its users by name, its sub-accounts by name, recursively - what sshare and
 * `sacctmgr show associations` print. Ties of Fair Tree after a start follow the nested set
 * instead, so every entry carries its `lft`.
 *
 * Fairshare=parent: such an entry competes among the children of its nearest ancestor that has
 * shares of its own (fs_parent); what lies below it does likewise. spec/priority.md section 13.
 *
 * Names stay as text here because look-ups happen when a job is submitted, not when it is
 * considered. Tested in tests/unit/test_assoc.c.
 */
#include "sim/model/assoc.h"

#include <string.h>

/* --- building --------------------------------------------------------------------------------- */

typedef struct {
    const SsAccounts *db;
    SsAssocTree      *tree;
    GHashTable       *children; /* uint32_t parent id -> GPtrArray of SsAssocRecord *            */
    uint32_t          filled;
} Builder;

static int compare_records(const void *a, const void *b)
{
    return ss_assoc_record_compare(*(SsAssocRecord *const *) a, *(SsAssocRecord *const *) b);
}

static GPtrArray *children_of(const Builder *builder, uint32_t id)
{
    return g_hash_table_lookup(builder->children, GUINT_TO_POINTER(id));
}

/* Groups the records by parent, each group in the tree's order. */
static uint32_t collect(Builder *builder)
{
    uint32_t n = 0;

    for (guint i = 0; i < builder->db->assocs->len; i++) {
        SsAssocRecord *record = builder->db->assocs->pdata[i];

        if (record->deleted)
            continue;
        GPtrArray *group = children_of(builder, record->parent);
        if (group == NULL) {
            group = g_ptr_array_new();
            g_hash_table_insert(builder->children, GUINT_TO_POINTER(record->parent), group);
        }
        g_ptr_array_add(group, record);
        n++;
    }
    GHashTableIter iter;
    void          *group;
    g_hash_table_iter_init(&iter, builder->children);
    while (g_hash_table_iter_next(&iter, NULL, &group))
        g_ptr_array_sort(group, compare_records);
    return n;
}

static SsQosId qos_index(const SsAssocTree *tree, uint32_t id)
{
    for (uint32_t i = 0; i < tree->n_qos; i++) {
        if (tree->qos[i].id == id)
            return i;
    }
    return SS_ID_NONE;
}

static void fill_qos_list(const Builder *builder, SsAssoc *assoc, const SsAssocRecord *record)
{
    g_autoptr(GArray) ids = ss_accounts_qos_of(builder->db, record); /* element-type: uint32_t */

    assoc->qos = g_new(SsQosId, ids->len);
    for (guint i = 0; i < ids->len; i++) {
        const SsQosId qos = qos_index(builder->tree, g_array_index(ids, uint32_t, i));

        if (qos != SS_ID_NONE)
            assoc->qos[assoc->n_qos++] = qos;
    }
}

static SsAssocId shares_owner(const SsAssocTree *tree, SsAssocId parent)
{
    while (parent != SS_ID_NONE && tree->at[parent].parent != SS_ID_NONE
           && tree->at[parent].shares == SS_SHARES_PARENT)
        parent = tree->at[parent].parent;
    return parent;
}

static void fill(const Builder *builder, SsAssoc *assoc, const SsAssocRecord *record,
                 SsAssocId parent)
{
    const SsAssocTree *tree = builder->tree;
    uint32_t           priority, default_qos;

    assoc->id = record->id;
    assoc->parent = parent;
    assoc->fs_parent = shares_owner(tree, parent);
    assoc->level = parent == SS_ID_NONE ? 0 : tree->at[parent].level + 1;
    assoc->lft = record->lft;
    assoc->is_user = record->user[0] != '\0';
    assoc->is_default = record->is_default;
    assoc->account = g_strdup(record->account);
    assoc->user = g_strdup(record->user);
    assoc->partition = g_strdup(record->partition);
    assoc->shares = record->shares;
    ss_accounts_effective(builder->db, record, &assoc->limits, &priority, &default_qos);
    assoc->priority = priority == SS_NO_LIMIT ? 0 : priority;
    assoc->default_qos = default_qos == 0 ? SS_ID_NONE : qos_index(tree, default_qos);
    fill_qos_list(builder, assoc, record);
}

static size_t key_size(const char *user, const char *account, const char *partition)
{
    return strlen(user) + strlen(account) + strlen(partition) + 3;
}

static char *put_lower(char *at, const char *text, char end)
{
    while (*text != '\0')
        *at++ = g_ascii_tolower(*text++);
    *at++ = end;
    return at;
}

/* Into `key`, which has room. */
static void write_key(char *key, const char *user, const char *account, const char *partition)
{
    put_lower(put_lower(put_lower(key, user, '\n'), account, '\n'), partition, '\0');
}

static char *key_of(const char *user, const char *account, const char *partition)
{
    char *key = g_malloc(key_size(user, account, partition));

    write_key(key, user, account, partition);
    return key;
}

static void place(Builder *builder, const SsAssocRecord *record, SsAssocId parent)
{
    SsAssocTree    *tree = builder->tree;
    const SsAssocId self = builder->filled++;
    SsAssoc        *assoc = &tree->at[self];
    GPtrArray      *below = children_of(builder, record->id);

    fill(builder, assoc, record, parent);
    tree->n_users += assoc->is_user;
    tree->max_priority = MAX(tree->max_priority, assoc->priority);
    g_hash_table_insert(tree->by_key, key_of(assoc->user, assoc->account, assoc->partition),
                        GUINT_TO_POINTER(self + 1));
    for (guint i = 0; below != NULL && i < below->len; i++)
        place(builder, below->pdata[i], self);
    assoc->end = builder->filled;
}

static int compare_qos_ids(const void *a, const void *b)
{
    const SsQosRecord *one = *(SsQosRecord *const *) a, *two = *(SsQosRecord *const *) b;

    return one->id < two->id ? -1 : one->id > two->id;
}

static void fill_qos(SsQos *qos, const SsQosRecord *record, uint32_t n_tres)
{
    qos->id = record->id;
    qos->name = g_strdup(record->name);
    qos->flags = record->flags;
    qos->priority = record->priority;
    qos->grace_time = record->grace_time;
    qos->preempt_mode = record->preempt_mode;
    qos->preempt_exempt_time = record->preempt_exempt_time;
    qos->usage_factor = record->usage_factor;
    qos->usage_threshold = record->usage_threshold;
    qos->limit_factor = record->limit_factor;
    ss_limits_copy(&qos->limits, &record->limits, n_tres);
}

static void fill_preempts(SsAssocTree *tree, GPtrArray *records)
{
    for (uint32_t i = 0; i < tree->n_qos; i++) {
        const SsQosRecord *record = records->pdata[i];

        tree->qos[i].preempts = g_new0(bool, tree->n_qos);
        for (uint32_t j = 0; j < tree->n_qos; j++)
            tree->qos[i].preempts[j] = ss_qos_ids_have(record->preempt, tree->qos[j].id);
    }
}

static void build_qos(SsAssocTree *tree, const SsAccounts *db)
{
    g_autoptr(GPtrArray) records = g_ptr_array_new(); /* element-type: SsQosRecord * */
    uint32_t             largest = 0;

    for (guint i = 0; i < db->qos->len; i++) {
        SsQosRecord *record = db->qos->pdata[i];

        if (!record->deleted) {
            g_ptr_array_add(records, record);
            largest = MAX(largest, record->priority);
        }
    }
    g_ptr_array_sort(records, compare_qos_ids);
    tree->n_qos = records->len;
    tree->qos = g_new0(SsQos, records->len);
    for (uint32_t i = 0; i < tree->n_qos; i++) {
        fill_qos(&tree->qos[i], records->pdata[i], db->tres->n);
        if (largest > 0)
            tree->qos[i].norm_priority = (double) tree->qos[i].priority / (double) largest;
    }
    fill_preempts(tree, records);
}

static void free_group(void *group)
{
    g_ptr_array_unref(group);
}

static SsAssocTree *new_tree(void)
{
    SsAssocTree *tree = g_new0(SsAssocTree, 1);

    tree->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return tree;
}

SsAssocTree *ss_assoc_tree_new(const SsAccounts *accounts)
{
    SsAssocTree *tree = new_tree();
    Builder      builder = { .db = accounts, .tree = tree };

    if (accounts == NULL)
        return tree;
    build_qos(tree, accounts);
    builder.children = g_hash_table_new_full(NULL, NULL, NULL, free_group);
    tree->n = collect(&builder);
    tree->at = g_new0(SsAssoc, tree->n);
    GPtrArray *top = children_of(&builder, 0);
    for (guint i = 0; top != NULL && i < top->len; i++)
        place(&builder, top->pdata[i], SS_ID_NONE);
    tree->n = builder.filled;
    g_hash_table_unref(builder.children);
    return tree;
}

/* --- copying ---------------------------------------------------------------------------------- */

static void copy_assoc(SsAssoc *to, const SsAssoc *from, uint32_t n_tres)
{
    *to = *from;
    to->account = g_strdup(from->account);
    to->user = g_strdup(from->user);
    to->partition = g_strdup(from->partition);
    to->qos = g_memdup2(from->qos, from->n_qos * sizeof *from->qos);
    ss_limits_copy(&to->limits, &from->limits, n_tres);
}

static void copy_qos(SsQos *to, const SsQos *from, uint32_t n_qos, uint32_t n_tres)
{
    *to = *from;
    to->name = g_strdup(from->name);
    to->preempts = g_memdup2(from->preempts, n_qos * sizeof *from->preempts);
    ss_limits_copy(&to->limits, &from->limits, n_tres);
}

SsAssocTree *ss_assoc_tree_copy(const SsAssocTree *tree, uint32_t n_tres)
{
    SsAssocTree   *copy = new_tree();
    GHashTableIter iter;
    void          *key, *value;

    copy->n = tree->n;
    copy->n_users = tree->n_users;
    copy->n_qos = tree->n_qos;
    copy->max_priority = tree->max_priority;
    copy->at = g_new(SsAssoc, tree->n);
    copy->qos = g_new(SsQos, tree->n_qos);
    for (uint32_t i = 0; i < tree->n; i++)
        copy_assoc(&copy->at[i], &tree->at[i], n_tres);
    for (uint32_t i = 0; i < tree->n_qos; i++)
        copy_qos(&copy->qos[i], &tree->qos[i], tree->n_qos, n_tres);
    g_hash_table_iter_init(&iter, tree->by_key);
    while (g_hash_table_iter_next(&iter, &key, &value))
        g_hash_table_insert(copy->by_key, g_strdup(key), value);
    return copy;
}

void ss_assoc_tree_free(SsAssocTree *tree)
{
    if (tree == NULL)
        return;
    for (uint32_t i = 0; i < tree->n; i++) {
        g_free(tree->at[i].account);
        g_free(tree->at[i].user);
        g_free(tree->at[i].partition);
        g_free(tree->at[i].qos);
        ss_limits_clear(&tree->at[i].limits);
    }
    for (uint32_t i = 0; i < tree->n_qos; i++) {
        g_free(tree->qos[i].name);
        g_free(tree->qos[i].preempts);
        ss_limits_clear(&tree->qos[i].limits);
    }
    g_free(tree->at);
    g_free(tree->qos);
    g_hash_table_unref(tree->by_key);
    g_free(tree);
}

/* --- looking up ------------------------------------------------------------------------------- */

static SsAssocId find(const SsAssocTree *tree, const char *user, const char *account,
                      const char *partition)
{
    char             room[128]; /* of usual names */
    const size_t     size = key_size(user, account, partition);
    g_autofree char *longer = size > sizeof room ? g_malloc(size) : NULL;
    char            *key = longer ? longer : room;

    write_key(key, user, account, partition);
    return GPOINTER_TO_UINT(g_hash_table_lookup(tree->by_key, key)) - 1; /* absent: SS_ID_NONE */
}

static const char *default_account(const SsAssocTree *tree, const char *user)
{
    for (uint32_t i = 0; i < tree->n; i++) {
        const SsAssoc *assoc = &tree->at[i];

        if (assoc->is_user && assoc->is_default && g_ascii_strcasecmp(assoc->user, user) == 0)
            return assoc->account;
    }
    return NULL;
}

SsAssocId ss_assoc_find(const SsAssocTree *tree, const char *user, const char *account,
                        const char *partition)
{
    if (account == NULL)
        account = default_account(tree, user);
    if (account == NULL || user[0] == '\0')
        return SS_ID_NONE;
    if (partition != NULL && partition[0] != '\0') {
        const SsAssocId found = find(tree, user, account, partition);

        if (found != SS_ID_NONE)
            return found;
    }
    return find(tree, user, account, "");
}

SsAssocId ss_assoc_find_account(const SsAssocTree *tree, const char *account)
{
    return find(tree, "", account, "");
}

SsAssocId ss_assoc_by_id(const SsAssocTree *tree, uint32_t id)
{
    for (uint32_t i = 0; i < tree->n; i++) {
        if (tree->at[i].id == id)
            return i;
    }
    return SS_ID_NONE;
}

SsQosId ss_qos_find(const SsAssocTree *tree, const char *name)
{
    for (uint32_t i = 0; i < tree->n_qos; i++) {
        if (g_ascii_strcasecmp(tree->qos[i].name, name) == 0)
            return i;
    }
    return SS_ID_NONE;
}

bool ss_assoc_has_qos(const SsAssoc *assoc, SsQosId qos)
{
    for (uint32_t i = 0; i < assoc->n_qos; i++) {
        if (assoc->qos[i] == qos)
            return true;
    }
    return false;
}
