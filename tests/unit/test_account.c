/* SPDX-License-Identifier: Apache-2.0 */
/* The accounting entities: ids, the nested set, what is inherited. Numbers as recorded from 22.05.8. */
#include "sim/model/account.h"
#include "tests/support/ss_test.h"

typedef struct {
    SsTresSet  *tres;
    SsAccounts *db;
} Store;

static void store_init(Store *store)
{
    store->tres = ss_tres_set_new();
    ss_tres_set_add(store->tres, "gres/gpu");
    store->db = ss_accounts_new("Alpha", store->tres, 100);
}

static void store_clear(Store *store)
{
    ss_accounts_free(store->db);
    ss_tres_set_free(store->tres);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Store, store_clear)

static SsAssocRecord *add(Store *store, const char *parent, const char *account, const char *user)
{
    return ss_accounts_assoc_add(store->db, ss_accounts_assoc(store->db, parent, "", "")->id,
                                 account, user, "", 200);
}

static void expect_place(const Store *store, const char *account, const char *user, uint32_t lft,
                         uint32_t rgt, uint32_t id)
{
    const SsAssocRecord *assoc = ss_accounts_assoc(store->db, account, user, "");

    if (!SS_EXPECT_NOT_NULL(assoc))
        return;
    SS_EXPECT_UINT(assoc->lft, lft);
    SS_EXPECT_UINT(assoc->rgt, rgt);
    SS_EXPECT_UINT(assoc->id, id);
}

static void a_new_database_has_root_and_normal(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    SS_EXPECT_TEXT(store.db->cluster, "alpha");
    expect_place(&store, "root", "", 1, 4, 1);
    expect_place(&store, "root", "root", 2, 3, 2);
    SS_EXPECT_UINT(ss_accounts_user(store.db, "root")->admin_level, 3);
    SS_EXPECT_TEXT(ss_accounts_account(store.db, "root")->description, "default root account");
    SS_EXPECT_UINT(ss_accounts_qos(store.db, "normal")->id, 1);
    SS_EXPECT_TEXT(ss_accounts_default(store.db, "root")->account, "root");
}

/* The example of the accounting documents: physics, hep below it, chem, then users. */
static void the_newest_sibling_comes_first(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    add(&store, "root", "physics", "");
    add(&store, "physics", "hep", "");
    add(&store, "root", "chem", "");
    add(&store, "physics", "physics", "games");
    add(&store, "hep", "hep", "games");
    add(&store, "chem", "chem", "nobody");
    add(&store, "hep", "hep", "man");
    expect_place(&store, "root", "", 1, 18, 1);
    expect_place(&store, "root", "root", 16, 17, 2);
    expect_place(&store, "chem", "", 2, 5, 5);
    expect_place(&store, "chem", "nobody", 3, 4, 8);
    expect_place(&store, "physics", "", 6, 15, 3);
    expect_place(&store, "physics", "games", 7, 8, 6);
    expect_place(&store, "hep", "", 9, 14, 4);
    expect_place(&store, "hep", "man", 10, 11, 9);
    expect_place(&store, "hep", "games", 12, 13, 7);
}

static void one_command_keeps_its_order(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    const SsAssocRecord *a = add(&store, "root", "a", "");
    const SsAssocRecord *b = ss_accounts_assoc_add_behind(store.db, a, "b", "", "", 200);
    ss_accounts_assoc_add_behind(store.db, b, "c", "", "", 200);
    expect_place(&store, "a", "", 2, 3, 3);
    expect_place(&store, "b", "", 4, 5, 4);
    expect_place(&store, "c", "", 6, 7, 5);
}

static void a_removed_association_leaves_no_gap_and_its_id_is_not_given_again(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    add(&store, "root", "a", "");
    SsAssocRecord *user = add(&store, "a", "a", "u");
    add(&store, "root", "b", "");
    ss_accounts_assoc_remove(store.db, user);
    expect_place(&store, "b", "", 2, 3, 5);
    expect_place(&store, "a", "", 4, 5, 3);
    SS_EXPECT_NULL(ss_accounts_assoc(store.db, "a", "u", ""));
    SS_EXPECT_NULL(ss_accounts_assoc_id(store.db, 4));
    add(&store, "a", "a", "u");
    expect_place(&store, "a", "u", 5, 6, 6);
}

static void a_moved_account_takes_everything_below_with_it(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    add(&store, "root", "b", "");
    add(&store, "root", "a", "");
    SsAssocRecord *a1 = add(&store, "a", "a1", "");
    add(&store, "a1", "a11", "");
    ss_accounts_assoc_move(store.db, a1, ss_accounts_assoc(store.db, "b", "", "")->id);
    expect_place(&store, "a", "", 2, 3, 4);
    expect_place(&store, "b", "", 4, 9, 3);
    expect_place(&store, "a1", "", 5, 8, 5);
    expect_place(&store, "a11", "", 6, 7, 6);
    SS_EXPECT_UINT(a1->parent, 3);
    ss_accounts_assoc_move(store.db, a1, ss_accounts_assoc(store.db, "a", "", "")->id);
    expect_place(&store, "a", "", 2, 7, 4);
    expect_place(&store, "a1", "", 3, 6, 5);
    expect_place(&store, "b", "", 8, 9, 3);
}

static void limits_are_inherited_one_by_one(void)
{
    g_auto(Store) store = { 0 };
    SsLimits      limits;
    uint32_t      priority, default_qos;

    store_init(&store);
    SsAssocRecord *p1 = add(&store, "root", "p1", "");
    SsAssocRecord *p2 = add(&store, "p1", "p2", "");
    SsAssocRecord *user = add(&store, "p2", "p2", "u");
    ss_limits_vector(&p1->limits.max_tres_pj, store.tres->n)[SS_TRES_MEM] = 4096;
    ss_limits_vector(&p1->limits.max_tres_pj, store.tres->n)[SS_TRES_CPU] = 8;
    ss_limits_vector(&p2->limits.max_tres_pj, store.tres->n)[SS_TRES_CPU] = 2;
    p1->limits.max_jobs = 9;
    p1->limits.grp_jobs = 5;
    p2->priority = 7;
    p1->default_qos = 1;

    ss_accounts_effective(store.db, user, &limits, &priority, &default_qos);
    SS_EXPECT_UINT(limits.max_tres_pj[SS_TRES_CPU], 2);
    SS_EXPECT_UINT(limits.max_tres_pj[SS_TRES_MEM], 4096);
    SS_EXPECT_UINT(limits.max_tres_pj[SS_TRES_NODE], SS_NO_LIMIT64);
    SS_EXPECT_UINT(limits.max_jobs, 9);
    SS_EXPECT_UINT(limits.grp_jobs, SS_NO_LIMIT); /* group limits stay where they are */
    SS_EXPECT_UINT(priority, 7);
    SS_EXPECT_UINT(default_qos, 1);
    ss_limits_clear(&limits);
}

static void a_qos_list_is_inherited_and_added_to(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    SsAssocRecord *account = add(&store, "root", "a", "");
    SsAssocRecord *user = add(&store, "a", "a", "u");
    const uint32_t high = ss_accounts_qos_add(store.db, "High", 200)->id;
    const uint32_t low = ss_accounts_qos_add(store.db, "low", 200)->id;
    account->qos_set = true;
    ss_qos_ids_add(account->qos, low);
    ss_qos_ids_add(account->qos, 1);
    ss_qos_ids_add(user->qos_add, high);
    ss_qos_ids_add(user->qos_del, 1);
    g_autoptr(GArray) ids = ss_accounts_qos_of(store.db, user); /* element-type: uint32_t */
    SS_EXPECT_UINT(ids->len, 2);
    SS_EXPECT_UINT(g_array_index(ids, uint32_t, 0), high);
    SS_EXPECT_UINT(g_array_index(ids, uint32_t, 1), low);
    SS_EXPECT_NOT_NULL(ss_accounts_qos(store.db, "HIGH"));

    ss_accounts_qos_remove(store.db, ss_accounts_qos(store.db, "low"));
    SS_EXPECT_NULL(ss_accounts_qos_id(store.db, low));
    SS_EXPECT_UINT(account->qos->len, 1);
}

static void a_copy_is_equal_and_apart(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    ss_accounts_account_add(store.db, "a", 200);
    SsAssocRecord *assoc = add(&store, "root", "a", "");
    ss_limits_vector(&assoc->limits.grp_tres, store.tres->n)[SS_TRES_CPU] = 4;
    ss_accounts_wckey_add(store.db, "w", "root");
    ss_accounts_txn(store.db, 200, "Add Accounts", "root", "a", "");

    g_autoptr(SsAccounts) copy = ss_accounts_copy(store.db, store.tres);
    SsAssocRecord        *other = ss_accounts_assoc(copy, "a", "", "");
    SS_EXPECT_TRUE(other != assoc);
    SS_EXPECT_UINT(other->limits.grp_tres[SS_TRES_CPU], 4);
    other->limits.grp_tres[SS_TRES_CPU] = 5;
    ss_accounts_assoc_remove(copy, other);
    SS_EXPECT_UINT(assoc->limits.grp_tres[SS_TRES_CPU], 4);
    SS_EXPECT_NOT_NULL(ss_accounts_assoc(store.db, "a", "", ""));
    SS_EXPECT_NOT_NULL(ss_accounts_wckey(copy, "W", "root"));
    SS_EXPECT_UINT(copy->next_txn, 2);
}

static void a_renamed_user_keeps_what_is_his(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    SsAccountRecord *account = ss_accounts_account_add(store.db, "a", 200);
    add(&store, "root", "a", "");
    SsUserRecord *user = ss_accounts_user_add(store.db, "Amy", 200);
    add(&store, "a", "a", "amy")->is_default = true;
    ss_accounts_wckey_add(store.db, "w", "amy");
    g_ptr_array_add(account->coordinators, g_strdup("amy"));
    ss_accounts_user_rename(store.db, user, "bea");
    SS_EXPECT_NULL(ss_accounts_user(store.db, "amy"));
    SS_EXPECT_TEXT(ss_accounts_default(store.db, "bea")->account, "a");
    SS_EXPECT_NOT_NULL(ss_accounts_wckey(store.db, "w", "bea"));
    SS_EXPECT_TEXT(account->coordinators->pdata[0], "bea");
}

/* As a ledger does: the tables are emptied and filled by hand. */
static void a_store_filled_by_hand_is_found_again(void)
{
    g_auto(Store) store = { 0 };

    store_init(&store);
    g_autoptr(SsAccounts) from = ss_accounts_copy(store.db, store.tres);
    SsAssocRecord        *assoc = g_memdup2(from->assocs->pdata[1], sizeof *assoc);
    assoc->id = 40;
    assoc->account = g_strdup("root");
    assoc->user = g_strdup("late");
    assoc->partition = g_strdup("");
    assoc->qos = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    assoc->qos_add = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    assoc->qos_del = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_ptr_array_set_size(store.db->assocs, 1);
    g_ptr_array_add(store.db->assocs, assoc);
    ss_accounts_restored(store.db);
    SS_EXPECT_NULL(ss_accounts_assoc(store.db, "root", "root", ""));
    SS_EXPECT_TRUE(ss_accounts_assoc(store.db, "root", "late", "") == assoc);
    SS_EXPECT_TRUE(ss_accounts_assoc_id(store.db, 40) == assoc);
    SS_EXPECT_UINT(store.db->next_assoc, 41);
}

static const SsTest tests[] = {
    SS_TEST(a_new_database_has_root_and_normal),
    SS_TEST(the_newest_sibling_comes_first),
    SS_TEST(one_command_keeps_its_order),
    SS_TEST(a_removed_association_leaves_no_gap_and_its_id_is_not_given_again),
    SS_TEST(a_moved_account_takes_everything_below_with_it),
    SS_TEST(limits_are_inherited_one_by_one),
    SS_TEST(a_qos_list_is_inherited_and_added_to),
    SS_TEST(a_copy_is_equal_and_apart),
    SS_TEST(a_renamed_user_keeps_what_is_his),
    SS_TEST(a_store_filled_by_hand_is_found_again),
};
SS_TEST_MAIN("account", tests)
