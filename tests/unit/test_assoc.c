/* SPDX-License-Identifier: Apache-2.0 */
/* The association tree: order, ranges, look-ups, what is filled in. */
#include "sim/model/assoc.h"
#include "configs/accounts.h"
#include "tests/support/ss_test.h"

typedef struct {
    SsTresSet   *tres;
    SsAccounts  *db;
    SsAssocTree *tree;
} Grove;

static void grove_clear(Grove *grove)
{
    ss_assoc_tree_free(grove->tree);
    ss_accounts_free(grove->db);
    ss_tres_set_free(grove->tres);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Grove, grove_clear)

/* A tree from lines of sacctmgr commands. */
static void grove_init(Grove *grove, const char *script)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;

    grove->tres = ss_tres_set_new();
    grove->db = ss_accounts_new("c", grove->tres, 0);
    SS_EXPECT_TRUE(ss_accounts_run_script(script, "script", grove->db, diag, &error));
    SS_EXPECT_NO_ERROR(error);
    grove->tree = ss_assoc_tree_new(grove->db);
}

static const char deep[] = "add account eng fairshare=100\n"
                           "add account sci fairshare=200\n"
                           "add account mech parent=eng fairshare=10\n"
                           "add account bio parent=sci fairshare=parent\n"
                           "add account phys parent=sci fairshare=50\n"
                           "add user zoe,ann account=mech\n"
                           "add user u5 account=bio fairshare=10\n"
                           "add user u12 account=mech,bio fairshare=4\n";

static void lists_users_before_accounts_each_by_name(void)
{
    static const char *const order[][2] = {
        { "root", "" },    { "root", "root" }, { "eng", "" },     { "mech", "" },
        { "mech", "ann" }, { "mech", "u12" },  { "mech", "zoe" }, { "sci", "" },
        { "bio", "" },     { "bio", "u12" },   { "bio", "u5" },   { "phys", "" },
    };
    g_auto(Grove) grove = { 0 };

    grove_init(&grove, deep);
    SS_EXPECT_UINT(grove.tree->n, G_N_ELEMENTS(order));
    SS_EXPECT_UINT(grove.tree->n_users, 6);
    for (uint32_t i = 0; i < G_N_ELEMENTS(order) && i < grove.tree->n; i++) {
        SS_EXPECT_TEXT(grove.tree->at[i].account, order[i][0]);
        SS_EXPECT_TEXT(grove.tree->at[i].user, order[i][1]);
    }
}

static void a_subtree_is_a_range_and_parents_come_before_children(void)
{
    g_auto(Grove) grove = { 0 };

    grove_init(&grove, deep);
    const SsAssocTree *tree = grove.tree;
    SS_EXPECT_UINT(tree->at[0].end, tree->n);
    SS_EXPECT_UINT(tree->at[0].parent, SS_ID_NONE);
    for (SsAssocId i = 1; i < tree->n; i++) {
        const SsAssocId parent = tree->at[i].parent;
        SS_EXPECT_TRUE(parent < i && tree->at[i].end <= tree->at[parent].end);
        SS_EXPECT_UINT(tree->at[i].level, tree->at[parent].level + 1);
    }
}

static void children_of_an_account_with_parents_shares_compete_above_it(void)
{
    g_auto(Grove) grove = { 0 };

    grove_init(&grove, deep);
    const SsAssocTree *tree = grove.tree;
    const SsAssocId    sci = ss_assoc_find_account(tree, "sci");
    const SsAssocId    bio = ss_assoc_find_account(tree, "bio");
    SS_EXPECT_UINT(tree->at[bio].shares, SS_SHARES_PARENT);
    SS_EXPECT_UINT(tree->at[bio].fs_parent, sci);
    SS_EXPECT_UINT(tree->at[ss_assoc_find(tree, "u5", "bio", NULL)].fs_parent, sci);
    SS_EXPECT_UINT(tree->at[ss_assoc_find(tree, "zoe", "mech", NULL)].fs_parent,
                   ss_assoc_find_account(tree, "mech"));
    SS_EXPECT_UINT(tree->at[0].fs_parent, SS_ID_NONE);
}

static void finds_by_default_account_and_by_partition(void)
{
    g_auto(Grove) grove = { 0 };

    grove_init(&grove, "add account a,b\n"
                       "add user amy account=b\n"
                       "add user amy account=a\n"
                       "add user amy account=a partition=gpu\n");
    const SsAssocTree *tree = grove.tree;
    SS_EXPECT_TEXT(tree->at[ss_assoc_find(tree, "amy", NULL, NULL)].account, "b");
    SS_EXPECT_TEXT(tree->at[ss_assoc_find(tree, "AMY", "A", "gpu")].partition, "gpu");
    SS_EXPECT_TEXT(tree->at[ss_assoc_find(tree, "amy", "a", "cpu")].partition, "");
    SS_EXPECT_UINT(ss_assoc_find(tree, "bob", NULL, NULL), SS_ID_NONE);
    SS_EXPECT_UINT(ss_assoc_find(tree, "amy", "nosuch", NULL), SS_ID_NONE);
    SS_EXPECT_UINT(ss_assoc_find(tree, "", "a", NULL), SS_ID_NONE);
    SS_EXPECT_UINT(tree->at[ss_assoc_by_id(tree, 1)].id, 1);
    SS_EXPECT_UINT(ss_assoc_by_id(tree, 999), SS_ID_NONE);
}

static void fills_in_limits_qos_and_priorities(void)
{
    g_auto(Grove) grove = { 0 };

    grove_init(&grove, "add qos high priority=100 preempt=normal\n"
                       "add qos gone\n"
                       "add qos low priority=25\n"
                       "delete qos gone\n"
                       "add account a maxjobs=7 grpjobs=3 maxtres=cpu=8 qos=normal,low priority=5\n"
                       "add user amy account=a qos=+high\n"
                       "add user bob account=a maxtres=mem=100 priority=9 defaultqos=low\n");
    const SsAssocTree *tree = grove.tree;
    const SsAssoc     *amy = &tree->at[ss_assoc_find(tree, "amy", "a", NULL)];
    const SsAssoc     *bob = &tree->at[ss_assoc_find(tree, "bob", "a", NULL)];
    const SsQosId      normal = ss_qos_find(tree, "normal"), high = ss_qos_find(tree, "HIGH");
    SS_EXPECT_UINT(tree->n_qos, 3);
    SS_EXPECT_UINT(amy->limits.max_jobs, 7);
    SS_EXPECT_UINT(amy->limits.grp_jobs, SS_NO_LIMIT);
    SS_EXPECT_UINT(bob->limits.max_tres_pj[SS_TRES_CPU], 8);
    SS_EXPECT_UINT(bob->limits.max_tres_pj[SS_TRES_MEM], 100);
    SS_EXPECT_UINT(amy->priority, 5);
    SS_EXPECT_UINT(bob->priority, 9);
    SS_EXPECT_UINT(tree->max_priority, 9);
    SS_EXPECT_UINT(amy->n_qos, 3);
    SS_EXPECT_TRUE(ss_assoc_has_qos(amy, high));
    SS_EXPECT_FALSE(ss_assoc_has_qos(bob, high));
    SS_EXPECT_UINT(amy->default_qos, SS_ID_NONE);
    SS_EXPECT_UINT(bob->default_qos, ss_qos_find(tree, "low"));
    SS_EXPECT_TRUE(tree->qos[high].preempts[normal]);
    SS_EXPECT_FALSE(tree->qos[normal].preempts[high]);
    SS_EXPECT_REAL(tree->qos[high].norm_priority, 1.0, 0);
    SS_EXPECT_REAL(tree->qos[ss_qos_find(tree, "low")].norm_priority, 0.25, 0);
    SS_EXPECT_UINT(ss_qos_find(tree, "gone"), SS_ID_NONE);
}

static void a_copy_answers_the_same(void)
{
    g_auto(Grove) grove = { 0 };

    grove_init(&grove, deep);
    g_autoptr(SsAssocTree) copy = ss_assoc_tree_copy(grove.tree, grove.tres->n);
    SS_EXPECT_UINT(copy->n, grove.tree->n);
    SS_EXPECT_UINT(ss_assoc_find(copy, "u12", "bio", NULL),
                   ss_assoc_find(grove.tree, "u12", "bio", NULL));
    copy->at[0].shares = 99;
    SS_EXPECT_UINT(grove.tree->at[0].shares, 1);
}

static void without_accounts_the_tree_is_empty(void)
{
    g_autoptr(SsAssocTree) tree = ss_assoc_tree_new(NULL);

    SS_EXPECT_UINT(tree->n, 0);
    SS_EXPECT_UINT(ss_assoc_find(tree, "amy", NULL, NULL), SS_ID_NONE);
    SS_EXPECT_UINT(ss_qos_find(tree, "normal"), SS_ID_NONE);
}

static const SsTest tests[] = {
    SS_TEST(lists_users_before_accounts_each_by_name),
    SS_TEST(a_subtree_is_a_range_and_parents_come_before_children),
    SS_TEST(children_of_an_account_with_parents_shares_compete_above_it),
    SS_TEST(finds_by_default_account_and_by_partition),
    SS_TEST(fills_in_limits_qos_and_priorities),
    SS_TEST(a_copy_answers_the_same),
    SS_TEST(without_accounts_the_tree_is_empty),
};
SS_TEST_MAIN("assoc", tests)
