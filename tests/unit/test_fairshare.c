/* SPDX-License-Identifier: Apache-2.0 */
/* Every digit that sshare would print of the vectors of spec priority.md 16 and 21. */
#include "scheduler/fairshare.h"
#include "scheduler/period.h"
#include "scheduler/usage_reset.h"

#include "scheduler/priority.h"
#include "tests/support/record.h"
#include "tests/support/ss_test.h"
#include "tests/support/tree.h"

#define T0 1767225600 /* 2026-01-01T00:00:00Z */

/* A row as sshare -l prints it; NULL: not compared. */
typedef struct {
    const char *entity; /* "user ann", "account phys" */
    const char *norm, *raw, *usage, *efctv, *factor, *level;
} Row;

static void expect_value(const char *entity, const char *column, double value, const char *expected)
{
    g_autofree char *is = g_strdup_printf("%s %s %f", entity, column, value);
    g_autofree char *should = g_strdup_printf("%s %s %s", entity, column, expected);

    if (expected != NULL)
        SS_EXPECT_TEXT(is, should);
}

static void expect_row(const SsWorld *world, const Row *row)
{
    const SsUsage *usage = &world->assoc_use[ss_tree_find(world, row->entity)];

    expect_value(row->entity, "NormShares", usage->shares_norm, row->norm);
    expect_value(row->entity, "NormUsage", (double) usage->usage_norm, row->usage);
    expect_value(row->entity, "EffectvUsage", (double) usage->usage_efctv, row->efctv);
    expect_value(row->entity, "FairShare", usage->fs_factor, row->factor);
    expect_value(row->entity, "LevelFS", (double) usage->level_fs, row->level);
    if (row->raw != NULL) {
        g_autofree char *raw = g_strdup_printf("%" G_GUINT64_FORMAT, (uint64_t) usage->usage_raw);

        SS_EXPECT_TEXT(raw, row->raw);
    }
}

static void expect_rows(const SsWorld *world, const Row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        expect_row(world, &rows[i]);
}

#define FAIR_TREE ""
#define CLASSIC   "PriorityFlags=NO_FAIR_TREE"
#define OBLIVIOUS "PriorityFlags=DEPTH_OBLIVIOUS"

static SsWorld *world_of(const char *flags, const char *tree)
{
    g_autofree char *site = g_strdup_printf("4 nodes x 16 cpus; %s", flags);

    return ss_tree_world(site, tree, T0);
}

/* One pass, with siblings in alphabetical order, as after something was added. */
static SsWorld *shown(const char *flags, const char *tree)
{
    SsWorld *world = world_of(flags, tree);

    world->tree_changed = true;
    ss_fairshare_shares(world);
    ss_fairshare_period(world);
    ss_fairshare_view(world);
    return world;
}

/* Without FairShare of accounts, which the client leaves out under Fair Tree. */
#define EXPECT_ROWS(world, rows) expect_rows((world), (rows), G_N_ELEMENTS(rows))

/* --- classic -------------------------------------------------------------------------------------- */

#define TREE_21_1                                                                                  \
    "root > a 40; root > d 60; root > g 0; a > b 30; a > c 10; d > e 25; d > f 35;"                \
    "b : user1 1 20; c : user2 1 25; c : user3 1 0; e : user4 1 25; f : user5 1 0; g : user6 0 30"

static void classic_fairshare_is_that_of_test_24_1(void)
{
    static const Row rows[] = {
        { "account a", "0.400000", "45", "0.450000", "0.450000", "0.458502", NULL },
        { "account b", "0.300000", "20", "0.200000", "0.387500", "0.408479", NULL },
        { "user user1", "0.300000", "20", "0.200000", "0.387500", "0.408479", NULL },
        { "account c", "0.100000", "25", "0.250000", "0.300000", "0.125000", NULL },
        { "user user2", "0.050000", "25", "0.250000", "0.275000", "0.022097", NULL },
        { "user user3", "0.050000", "0", "0.000000", "0.150000", "0.125000", NULL },
        { "account d", "0.600000", "25", "0.250000", "0.250000", "0.749154", NULL },
        { "account e", "0.250000", "25", "0.250000", "0.250000", "0.500000", NULL },
        { "user user4", "0.250000", "25", "0.250000", "0.250000", "0.500000", NULL },
        { "account f", "0.350000", "0", "0.000000", "0.145833", "0.749154", NULL },
        { "user user5", "0.350000", "0", "0.000000", "0.145833", "0.749154", NULL },
        { "account g", "0.000000", "30", "0.300000", "0.300000", "0.000000", NULL },
        { "user user6", "0.000000", "30", "0.300000", "0.300000", "0.000000", NULL },
    };
    g_autoptr(SsWorld) world = shown(CLASSIC, TREE_21_1);

    EXPECT_ROWS(world, rows);
}

/* The test's own tree, "id,parent_id,account,user,shares_raw,usage_raw", in the words of ss_tree_world. */
static char *tree_of_file(const char *text)
{
    SsRecordTable         table = ss_record_table(text, ',');
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GString)    tree = g_string_new(NULL);

    for (guint i = 0; i < table.rows->len; i++) {
        const char *account = ss_record_get(&table, i, "account");
        const char *above = g_hash_table_lookup(names, ss_record_get(&table, i, "parent_id"));
        const char *user = ss_record_get(&table, i, "user");

        g_hash_table_insert(names, (gpointer) ss_record_get(&table, i, "id"), (gpointer) account);
        if (*user)
            g_string_append_printf(tree, "%s : %s %s %s; ", account, user,
                                   ss_record_get(&table, i, "shares_raw"),
                                   ss_record_get(&table, i, "usage_raw"));
        else if (above)
            g_string_append_printf(tree, "%s > %s %s; ", above, account,
                                   ss_record_get(&table, i, "shares_raw"));
    }
    char *lower = g_ascii_strdown(tree->str, -1);
    lower[strlen(lower) - strlen("; ")] = '\0';
    ss_record_table_clear(&table);
    return lower;
}

static void the_files_of_test_24_1_say_the_same(void)
{
    g_autofree char *folder = ss_test_shared("traces/slurm-testsuite-classic");

    if (folder == NULL)
        return;
    g_autofree char   *file = ss_record_file(folder, "classic-24.1.tree.csv");
    g_autofree char   *expected = ss_record_file(folder, "classic-24.1.expected.psv");
    g_autofree char   *tree = tree_of_file(file);
    g_autoptr(SsWorld) world = shown(CLASSIC, tree);
    g_auto(GStrv)      lines = g_strsplit(expected, "\n", -1);

    for (char **line = lines; *line && **line; line++) {
        g_auto(GStrv)    f = g_strsplit(*line, "|", -1);
        g_autofree char *upper =
            *f[1] ? g_strdup_printf("user %s", f[1]) : g_strdup_printf("account %s", f[0]);
        g_autofree char *entity = g_ascii_strdown(upper, -1);

        if (g_strv_length(f) >= 8)
            expect_row(world, &(Row){ entity, f[3], f[4], f[5], f[6], f[7], NULL });
    }
}

static void shares_of_parent_compete_in_the_grandparent(void)
{
    static const Row rows[] = {
        { "account root", "1.000000", "210", NULL, "1.000000", "0.500000", NULL },
        { "account a", "0.266667", "45", "0.214286", "0.214286", "0.572929", NULL },
        { "account b", "0.200000", "20", "0.095238", "0.184524", "0.527550", NULL },
        { "user user1", "0.200000", "20", "0.095238", "0.184524", "0.527550", NULL },
        { "account c", "0.066667", "25", "0.119048", "0.142857", "0.226431", NULL },
        { "user user2", "0.033333", "25", "0.119048", "0.130952", "0.065672", NULL },
        { "user user3", "0.033333", "0", "0.000000", "0.071429", "0.226431", NULL },
        { "account d", "0.400000", "25", "0.119048", "0.119048", "0.813594", NULL },
        { "account e", "0.166667", "25", "0.119048", "0.119048", "0.609507", NULL },
        { "user user4", "0.166667", "25", "0.119048", "0.119048", "0.609507", NULL },
        { "account f", "0.233333", "0", "0.000000", "0.069444", "0.813594", NULL },
        { "user user5", "0.233333", "0", "0.000000", "0.069444", "0.813594", NULL },
        { "account g", "0.000000", "30", "0.142857", "0.142857", "0.000000", NULL },
        { "user user6", "0.000000", "30", "0.142857", "0.142857", "0.000000", NULL },
        { "account h", "0.333333", "110", "0.523810", "0.523810", "0.336475", NULL },
        { "user ra1", "0.333333", "20", "0.095238", "0.523810", "0.336475", NULL },
        { "user ra2", "0.078431", "20", "0.095238", "0.196078", "0.176777", NULL },
        { "user ra3", "0.098039", "25", "0.119048", "0.238095", "0.185749", NULL },
        { "account hta", "0.333333", "45", "0.214286", "0.523810", "0.336475", NULL },
        { "user std1", "0.333333", "10", "0.047619", "0.523810", "0.336475", NULL },
        { "user std2", "0.058824", "10", "0.047619", "0.131653", "0.211966", NULL },
        { "user std3", "0.098039", "25", "0.119048", "0.238095", "0.185749", NULL },
    };
    g_autoptr(SsWorld) world =
        shown(CLASSIC, TREE_21_1 "; root > h 50; h > hta parent; hta : std1 parent 10;"
                                 "hta : std2 30 10; hta : std3 50 25; h : ra1 parent 20;"
                                 "h : ra2 40 20; h : ra3 50 25");

    EXPECT_ROWS(world, rows);
    SS_EXPECT_UINT(world->assoc_use[ss_tree_find(world, "user ra2")].level_shares, 170);
}

#define TREE_16                                                                                    \
    "root > phys 60; root > chem 40; phys : ann 10 300; phys : bob 30 300;"                        \
    "chem : cat parent 100; chem : dan 1 300; chem : eve 0 0; chem : fay 1 0"

static void the_same_tree_under_classic_and_depth_oblivious(void)
{
    static const Row classic[] = {
        { "user ann", NULL, NULL, NULL, "0.375000", "0.176777", NULL },
        { "user bob", NULL, NULL, NULL, "0.525000", "0.445449", NULL },
        { "user cat", NULL, NULL, NULL, "0.400000", "0.500000", NULL },
        { "user dan", NULL, NULL, NULL, "0.350000", "0.297302", NULL },
        { "user eve", NULL, NULL, NULL, "0.000000", "0.000000", NULL },
        { "user fay", NULL, NULL, NULL, "0.200000", "0.500000", NULL },
    };
    static const Row oblivious[] = {
        { "user ann", NULL, NULL, NULL, "0.300000", "0.250000", NULL },
        { "user bob", NULL, NULL, NULL, "0.300000", "0.629961", NULL },
        { "user cat", NULL, NULL, NULL, "0.400000", "0.500000", NULL },
        { "user dan", NULL, NULL, NULL, "0.400000", "0.250000", NULL },
        { "user eve", NULL, NULL, NULL, "0.000000", "0.000000", NULL },
        { "user fay", NULL, NULL, NULL, "0.000000", "1.000000", NULL },
    };
    g_autoptr(SsWorld) one = shown(CLASSIC, TREE_16);
    g_autoptr(SsWorld) two = shown(OBLIVIOUS, TREE_16);

    EXPECT_ROWS(one, classic);
    for (SsAssocId i = 0; i < two->tree->n; i++) /* nobody is unknown any more */
        ss_fairshare_factor(two, i);
    ss_fairshare_period(two);
    ss_fairshare_view(two);
    EXPECT_ROWS(two, oblivious);
}

static void depth_oblivious_on_the_tree_of_24_1(void)
{
    static const Row rows[] = {
        { "account a", "0.400000", "45", "0.450000", "0.450000", "0.458502", NULL },
        { "account b", NULL, NULL, NULL, "0.228848", "0.589340", NULL },
        { "account c", NULL, NULL, NULL, "0.250000", "0.176777", NULL },
        { "user user2", NULL, NULL, NULL, "0.250000", "0.031250", NULL },
        { "account e", NULL, NULL, NULL, "0.108790", "0.739613", NULL },
        { "user user4", NULL, NULL, NULL, "0.108790", "0.739613", NULL },
        { "account f", NULL, NULL, NULL, "0.000000", "1.000000", NULL },
        { "user user5", NULL, NULL, NULL, "0.000000", "1.000000", NULL },
    };
    g_autoptr(SsWorld) world = shown(OBLIVIOUS, TREE_21_1);

    for (int round = 0; round < 2; round++) {
        for (SsAssocId i = 0; i < world->tree->n; i++)
            ss_fairshare_factor(world, i);
        ss_fairshare_period(world);
    }
    ss_fairshare_view(world);
    EXPECT_ROWS(world, rows);
}

/* sshare had cut what it showed: 29999 and 9999 were 30000 and 10000, decayed for a few seconds. */
#define TREE_21_11                                                                                 \
    "root : root 1; root > ax 10; root > ay 10; root > az 20; ax : bin 10 29999.85;"               \
    "ax : daemon 10 9999.95; ay : sys 10 60384.7"

static void a_sibling_never_evaluated_makes_the_first_user_cheap(void)
{
    g_autoptr(SsWorld) world = world_of(OBLIVIOUS, TREE_21_11);
    const SsAssocId    bin = ss_tree_find(world, "user bin"),
                    other = ss_tree_find(world, "user daemon");

    ss_fairshare_period(world);
    SS_EXPECT_UINT((uint64_t) world->assoc_use[0].usage_raw, 100384);
    expect_value("bin", "first", ss_fairshare_factor(world, bin), "0.956253");
    expect_value("bin", "efctv", (double) world->assoc_use[bin].usage_efctv, "0.007870");
    expect_value("daemon", "second", ss_fairshare_factor(world, other), "0.358444");
    expect_value("daemon", "efctv", (double) world->assoc_use[other].usage_efctv, "0.180510");
    ss_fairshare_period(world);
    expect_value("bin", "later", ss_fairshare_factor(world, bin), "0.182939");
    expect_value("bin", "efctv", (double) world->assoc_use[bin].usage_efctv, "0.298849");
    expect_value("daemon", "later", ss_fairshare_factor(world, other), "0.358444");
}

static void showing_is_not_evaluating(void)
{
    g_autoptr(SsWorld) world = world_of(OBLIVIOUS, TREE_21_11);

    ss_fairshare_period(world);
    ss_fairshare_view(world);
    ss_fairshare_view(world);
    expect_value("bin", "first", ss_fairshare_factor(world, ss_tree_find(world, "user bin")),
                 "0.956253");
}

/* --- Fair Tree ------------------------------------------------------------------------------------ */

static void the_worked_example_of_fair_tree(void)
{
    static const Row rows[] = {
        { "account phys", "0.600000", "600", "0.600000", "0.600000", NULL, "1.000000" },
        { "account chem", "0.400000", "400", "0.400000", "0.400000", NULL, "1.000000" },
        { "user ann", "0.250000", "300", "0.300000", "0.500000", "0.166667", "0.500000" },
        { "user bob", "0.750000", "300", "0.300000", "0.500000", "0.333333", "1.500000" },
        { "user cat", "0.400000", "100", "0.100000", "0.250000", "1.000000", "inf" },
        { "user dan", "0.500000", "300", "0.300000", "0.750000", "0.666667", "0.666667" },
        { "user eve", "0.000000", "0", "0.000000", "0.000000", "0.500000", "0.000000" },
        { "user fay", "0.500000", "0", "0.000000", "0.000000", "1.000000", "inf" },
    };
    g_autoptr(SsWorld) world = shown(FAIR_TREE, TREE_16);

    EXPECT_ROWS(world, rows);
}

static void fair_tree_is_that_of_test_24_4(void)
{
    static const Row rows[] = {
        { "account root", "0.000000", "240", NULL, "1.000000", NULL, NULL },
        { "user u1", "0.048077", "0", "0.000000", "0.000000", "1.000000", "inf" },
        { "user u2", "0.048077", "10", "0.041667", "0.041667", "0.666667", "1.153846" },
        { "account aa", "0.192308", "45", "0.187500", "0.187500", NULL, "1.025641" },
        { "account aaa", "0.750000", "20", "0.083333", "0.444444", NULL, "1.687500" },
        { "user uaa1", "1.000000", "20", "0.083333", "1.000000", "0.619048", "1.000000" },
        { "account aab", "0.250000", "25", "0.104167", "0.555556", NULL, "0.450000" },
        { "user uab1", "0.500000", "25", "0.104167", "1.000000", "0.523810", "0.500000" },
        { "user uab2", "0.500000", "0", "0.000000", "0.000000", "0.571429", "inf" },
        { "account ab", "0.288462", "25", "0.104167", "0.104167", NULL, "2.769231" },
        { "account aba", "0.416667", "25", "0.104167", "1.000000", NULL, "0.416667" },
        { "user uba1", "1.000000", "25", "0.104167", "1.000000", "0.714286", "1.000000" },
        { "account abb", "0.583333", "0", "0.000000", "0.000000", NULL, "inf" },
        { "user ubb1", "1.000000", "0", "0.000000", "0.000000", "0.761905", "inf" },
        { "account ac", "0.000000", "30", "0.125000", "0.125000", NULL, "0.000000" },
        { "user uc1", "0.000000", "30", "0.125000", "1.000000", "0.047619", "0.000000" },
        { "account ad", "0.240385", "110", "0.458333", "0.458333", NULL, "0.524476" },
        { "user ud1", "0.240385", "20", "0.083333", "0.181818", "0.476190", NULL },
        { "user ud2", "0.235294", "20", "0.083333", "0.181818", "0.238095", "1.294118" },
        { "user ud3", "0.294118", "25", "0.104167", "0.227273", "0.333333", "1.294118" },
        { "account ada", "0.240385", "45", "0.187500", "0.409091", NULL, NULL },
        { "user uda1", "0.240385", "10", "0.041667", "0.090909", "0.476190", NULL },
        { "user uda2", "0.176471", "10", "0.041667", "0.090909", "0.380952", "1.941176" },
        { "user uda3", "0.294118", "25", "0.104167", "0.227273", "0.333333", "1.294118" },
        { "account ae", "0.048077", "0", "0.000000", "0.000000", NULL, "inf" },
        { "user ae1", "0.500000", "0", "0.000000", "0.000000", "1.000000", "inf" },
        { "user ae2", "0.500000", "0", "0.000000", "0.000000", "1.000000", "inf" },
        { "account af", "0.096154", "0", "0.000000", "0.000000", NULL, "inf" },
        { "user uf1", "0.333333", "0", "0.000000", "0.000000", "1.000000", "inf" },
        { "user uf2", "0.666667", "0", "0.000000", "0.000000", "1.000000", "inf" },
        { "account ag", "0.038462", "20", "0.083333", "0.083333", NULL, "0.461538" },
        { "user ug1", "0.500000", "10", "0.041667", "0.500000", "0.190476", "1.000000" },
        { "account aga", "0.500000", "10", "0.041667", "0.500000", NULL, "1.000000" },
        { "user uga1", "0.500000", "4", "0.016667", "0.400000", "0.190476", "1.250000" },
        { "user uga2", "0.500000", "6", "0.025000", "0.600000", "0.095238", "0.833333" },
    };
    g_autoptr(SsWorld) world =
        shown(FAIR_TREE,
              "root > aa 40; aa > aaa 30; aaa : uaa1 1 20; aa > aab 10; aab : uab1 1 25;"
              "aab : uab2 1 0; root > ab 60; ab > aba 25; aba : uba1 1 25; ab > abb 35;"
              "abb : ubb1 1 0; root > ac 0; ac : uc1 0 30; root > ad 50; ad > ada parent;"
              "ada : uda1 parent 10; ada : uda2 30 10; ada : uda3 50 25; ad : ud1 parent 20;"
              "ad : ud2 40 20; ad : ud3 50 25; root > ae 10; ae : ae1 10 0; ae : ae2 10 0;"
              "root : u1 10 0; root > af 20; af : uf1 10 0; af : uf2 20 0; root > ag 8;"
              "ag : ug1 10 10; ag > aga 10; aga : uga1 20 4; aga : uga2 20 6; root : u2 10 10");

    EXPECT_ROWS(world, rows);
    SS_EXPECT_UINT(world->tree->n_users, 21);
}

static void equal_accounts_are_not_merged(void)
{
    static const Row rows[] = {
        { "user z1", NULL, NULL, NULL, NULL, "1.000000", "1.000000" },
        { "user x1", NULL, NULL, NULL, NULL, "0.800000", "2.000000" },
        { "user x2", NULL, NULL, NULL, NULL, "0.600000", "0.666667" },
        { "user y1", NULL, NULL, NULL, NULL, "0.600000", "2.500000" },
        { "user y2", NULL, NULL, NULL, NULL, "0.200000", "0.625000" },
    };
    g_autoptr(SsWorld) world =
        shown(FAIR_TREE, "root > ax 10; ax : x1 10 10; ax : x2 10 30; root > ay 10;"
                         "ay : y1 10 8; ay : y2 10 32; root > az 20; az : z1 1 20");

    EXPECT_ROWS(world, rows);
}

#define TREE_21_4                                                                                  \
    "root : root 1; root > ax 10; root > ay 10; root > az 20; ax : x1 10 10000; ax : x2 10 30000;" \
    "ay : y1 10 8000; ay : y2 10 32000; az : z1 1 20000"

static void after_a_start_the_newest_of_equal_accounts_comes_first(void)
{
    static const Row rows[] = {
        { "user root", NULL, NULL, NULL, NULL, "1.000000", NULL },
        { "user z1", NULL, NULL, NULL, NULL, "0.833333", NULL },
        { "user y1", NULL, NULL, NULL, NULL, "0.666667", NULL },
        { "user y2", NULL, NULL, NULL, NULL, "0.500000", NULL },
        { "user x1", NULL, NULL, NULL, NULL, "0.500000", NULL },
        { "user x2", NULL, NULL, NULL, NULL, "0.166667", NULL },
    };
    g_autoptr(SsWorld) world = world_of(FAIR_TREE, TREE_21_4);

    ss_fairshare_period(world);
    SS_EXPECT_UINT(world->assoc_use[ss_tree_find(world, "account ax")].level_shares, 41);
    EXPECT_ROWS(world, rows);
}

static void once_something_is_added_equal_accounts_come_by_name(void)
{
    static const Row rows[] = {
        { "user root", NULL, NULL, NULL, NULL, "1.000000", NULL },
        { "user mail", NULL, NULL, NULL, NULL, "0.857143", NULL },
        { "user z1", NULL, NULL, NULL, NULL, "0.714286", NULL },
        { "user x1", NULL, NULL, NULL, NULL, "0.571429", NULL },
        { "user x2", NULL, NULL, NULL, NULL, "0.428571", NULL },
        { "user y1", NULL, NULL, NULL, NULL, "0.428571", NULL },
        { "user y2", NULL, NULL, NULL, NULL, "0.142857", NULL },
    };
    g_autoptr(SsWorld) world = shown(FAIR_TREE, TREE_21_4 "; az : mail 1");

    EXPECT_ROWS(world, rows);
}

/* --- usage ---------------------------------------------------------------------------------------- */

static void old_usage_fades_by_powers_of_the_factor(void)
{
    static const struct {
        const char *half_life;
        int         seconds;
        const char *left;
    } rows[] = {
        { "7-0", 60, "0.999931252323842" },       { "7-0", 300, "0.999656308878391" },
        { "7-0", 604800, "0.500073397152738" },   { "1-0", 60, "0.999518863853115" },
        { "1-0", 300, "0.997596633071970" },      { "1-0", 86400, "0.500072205878281" },
        { "1:00:00", 60, "0.988515346128172" },   { "1:00:00", 300, "0.943880642225624" },
        { "1:00:00", 3600, "0.500040236993215" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char   *flags = g_strdup_printf("PriorityDecayHalfLife=%s", rows[i].half_life);
        g_autoptr(SsWorld) world = world_of(flags, "root > a 1; a : ann 1 1");

        ss_fairshare_period(world);
        world->now += rows[i].seconds;
        ss_fairshare_period(world);
        g_autofree char *left = g_strdup_printf("%.15Lf", world->assoc_use[0].usage_raw);
        SS_EXPECT_TEXT(left, rows[i].left);
    }
}

static void expect_usage(const SsWorld *world, const char *raw, const char *wall)
{
    const SsUsage   *usage = &world->assoc_use[ss_tree_find(world, "user ann")];
    g_autofree char *is_raw = g_strdup_printf("%.9Lf", usage->usage_raw);
    g_autofree char *is_wall = g_strdup_printf("%.9f", usage->grp_used_wall);

    SS_EXPECT_TEXT(is_raw, raw);
    SS_EXPECT_TEXT(is_wall, wall);
}

static void pass_at(SsWorld *world, SsTime seconds)
{
    world->now = T0 + seconds;
    ss_fairshare_period(world);
}

static void a_job_is_charged_slice_by_slice_and_for_its_tail(void)
{
    g_autoptr(SsWorld) world = world_of("PriorityDecayHalfLife=1-0", "root > a 1; a : ann 1");
    SsJob             *job;

    pass_at(world, 0);
    world->now = T0 + 120;
    job = ss_tree_running(world, "ann", 1, 4, 60);
    pass_at(world, 300);
    expect_usage(world, "718.961245865", "179.740311466");
    pass_at(world, 600);
    expect_usage(world, "1914.349277871", "478.587319468");
    pass_at(world, 900);
    expect_usage(world, "3106.864353814", "776.716088453");
    world->now = T0 + 1000;
    ss_tree_finish(world, job);
    expect_usage(world, "3506.543647828", "876.635911957");
    pass_at(world, 1200);
    expect_usage(world, "3498.116136793", "874.529034198");
}

/* As sshare showed it of a job of 4 CPUs and 1000 MB: what is left of 208, cut. */
static void a_job_of_52_seconds_is_cut_when_shown(void)
{
    g_autoptr(SsWorld) world = world_of("PriorityDecayHalfLife=7-0", "root > a 1; a : ann 1");
    const SsUsage     *usage = &world->assoc_use[ss_tree_find(world, "user ann")];

    pass_at(world, 0);
    SsJob *job = ss_tree_running(world, "ann", 1, 4, 60);
    world->now = T0 + 52;
    ss_tree_finish(world, job);
    SS_EXPECT_INT((int64_t) usage->usage_raw, 207);
    SS_EXPECT_INT((int64_t) usage->tres_raw[SS_TRES_CPU] / 60, 3); /* GrpTRESRaw is in minutes */
    SS_EXPECT_INT((int64_t) usage->tres_raw[SS_TRES_BILLING] / 60, 3);
}

static void without_limits_the_tail_is_never_charged(void)
{
    g_autoptr(SsWorld) world =
        world_of("PriorityDecayHalfLife=1-0, AccountingStorageEnforce=associations",
                 "root > a 1; a : ann 1");
    SsJob *job;

    pass_at(world, 0);
    world->now = T0 + 120;
    job = ss_tree_running(world, "ann", 1, 4, 60);
    pass_at(world, 900);
    const long double before = world->assoc_use[0].usage_raw;
    world->now = T0 + 1000;
    ss_tree_finish(world, job);
    SS_EXPECT_REAL(world->assoc_use[0].usage_raw, before, 0);
    SS_EXPECT_REAL(world->assoc_use[0].tres_raw[SS_TRES_CPU], 0, 0);
}

static void a_qos_multiplies_usage_and_may_keep_it(void)
{
    g_autoptr(SsWorld) world = world_of("PriorityDecayHalfLife=1:00:00", "root > a 1; a : ann 1");
    const SsQosId      normal = ss_tree_qos(world, "normal");

    ss_tree_set(world, "qos normal", "UsageFactor=2 NoDecay");
    pass_at(world, 0);
    ss_tree_running(world, "ann", 1, 4, 60);
    pass_at(world, 300);
    SS_EXPECT_REAL(world->qos_use[normal].usage_raw, 300 * 4 * 2, 0);
    SS_EXPECT_REAL(world->assoc_use[0].usage_raw, 300 * 0.943880642225624 * 4 * 2, 1e-9);
    SS_EXPECT_REAL(world->qos_use[normal].tres_raw[SS_TRES_CPU], 300 * 4 * 2, 0);
    pass_at(world, 600);
    SS_EXPECT_REAL(world->qos_use[normal].usage_raw, 600 * 4 * 2, 0);
}

static void run_minutes_fall_with_each_pass(void)
{
    g_autoptr(SsWorld) world = world_of("", "root > a 1; a : ann 1");
    const uint64_t    *seconds = world->assoc_use[ss_tree_find(world, "account a")].run_secs;
    SsJob             *job;

    pass_at(world, 0);
    job = ss_tree_running(world, "ann", 1, 10, 10);
    SS_EXPECT_UINT(seconds[SS_TRES_CPU], 6000);
    world->now = T0 + 299;
    SS_EXPECT_UINT(seconds[SS_TRES_CPU], 6000);
    pass_at(world, 300);
    SS_EXPECT_UINT(seconds[SS_TRES_CPU], 3000);
    world->now = T0 + 400;
    ss_tree_finish(world, job);
    SS_EXPECT_UINT(seconds[SS_TRES_CPU], 0);
    SS_EXPECT_UINT(world->qos_use[0].run_secs[SS_TRES_CPU], 0);
}

/* --- resets --------------------------------------------------------------------------------------- */

static void resets_fall_on_calendar_boundaries(void)
{
    static const struct {
        const char   *last;
        SsResetPeriod period;
        int           now; /* seconds behind last */
        const char   *next;
    } rows[] = {
        { "2024-05-15T13:45:10", SS_RESET_DAILY, 0, "2024-05-16T00:00:00" },
        { "2024-05-15T13:45:10", SS_RESET_WEEKLY, 0, "2024-05-19T00:00:00" },
        { "2024-05-15T13:45:10", SS_RESET_MONTHLY, 0, "2024-06-01T00:00:00" },
        { "2024-05-15T13:45:10", SS_RESET_QUARTERLY, 0, "2024-07-01T00:00:00" },
        { "2024-05-15T13:45:10", SS_RESET_YEARLY, 0, "2025-01-01T00:00:00" },
        { "2024-12-31T23:59:59", SS_RESET_DAILY, 0, "2025-01-01T00:00:00" },
        { "2024-12-31T23:59:59", SS_RESET_WEEKLY, 0, "2025-01-05T00:00:00" },
        { "2024-12-31T23:59:59", SS_RESET_MONTHLY, 0, "2025-01-01T00:00:00" },
        { "2024-12-31T23:59:59", SS_RESET_QUARTERLY, 0, "2025-01-01T00:00:00" },
        { "2024-12-31T23:59:59", SS_RESET_YEARLY, 0, "2025-01-01T00:00:00" },
        { "2024-05-19T00:00:00", SS_RESET_DAILY, 0, "2024-05-20T00:00:00" },
        { "2024-05-19T00:00:00", SS_RESET_WEEKLY, 0, "2024-05-26T00:00:00" },
        { "2024-05-19T00:00:00", SS_RESET_MONTHLY, 0, "2024-06-01T00:00:00" },
        { "2024-05-19T00:00:00", SS_RESET_QUARTERLY, 0, "2024-07-01T00:00:00" },
        { "2024-05-19T00:00:00", SS_RESET_YEARLY, 0, "2025-01-01T00:00:00" },
        { "2024-05-15T13:45:10", SS_RESET_DAILY, 10 * 86400, "2024-05-25T00:00:00" },
        { "2024-05-15T13:45:10", SS_RESET_WEEKLY, 30 * 86400, "2024-06-09T00:00:00" },
    };
    g_autoptr(SsZone) utc = ss_zone_new_utc();

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GDateTime) at = g_date_time_new_from_iso8601(rows[i].last, g_time_zone_new_utc());
        const SsTime         last = g_date_time_to_unix(at);

        SS_EXPECT_TIME(ss_usage_next_reset(utc, rows[i].period, last, last + rows[i].now),
                       rows[i].next);
    }
}

static void an_autumn_day_of_25_hours_is_reset_at_23_and_then_for_ever(void)
{
    g_autoptr(SsZone) berlin = ss_zone_new("Europe/Berlin", NULL);
    const SsTime      last = ss_zone_time_of(berlin, 2026, 10, 25, 12, 0, 0);
    const SsTime      next = ss_usage_next_reset(berlin, SS_RESET_DAILY, last, last);

    SS_EXPECT_INT(next, ss_zone_time_of(berlin, 2026, 10, 25, 23, 0, 0));
    SS_EXPECT_INT(ss_usage_next_reset(berlin, SS_RESET_DAILY, next, next), next);
}

static void a_reset_forgets_all_usage_at_the_first_pass_behind_it(void)
{
    g_autoptr(SsWorld) world =
        world_of("PriorityUsageResetPeriod=DAILY", "root > a 1; a : ann 1 1000");

    pass_at(world, 0);
    pass_at(world, 86100);
    SS_EXPECT_TRUE(world->assoc_use[0].usage_raw > 800);
    pass_at(world, 86400);
    SS_EXPECT_REAL(world->assoc_use[0].usage_raw, 0, 0);
    SS_EXPECT_INT(world->last_usage_reset, T0 + 86400);
}

static void reset_now_happens_once(void)
{
    g_autoptr(SsWorld) world = world_of("PriorityUsageResetPeriod=NOW", "root > a 1; a : ann 1 9");

    pass_at(world, 0);
    SS_EXPECT_REAL(world->assoc_use[0].usage_raw, 0, 0);
    ss_fairshare_seed(world, ss_tree_find(world, "user ann"), 9, 0, NULL);
    pass_at(world, 300);
    SS_EXPECT_TRUE(world->assoc_use[0].usage_raw > 8);
}

static void usage_set_to_0_leaves_the_ancestors_what_others_used(void)
{
    g_autoptr(SsWorld) world = world_of("", TREE_16);

    ss_fairshare_reset(world, ss_tree_find(world, "account phys"));
    SS_EXPECT_REAL(world->assoc_use[0].usage_raw, 400, 0);
    SS_EXPECT_REAL(world->assoc_use[ss_tree_find(world, "user ann")].usage_raw, 0, 0);
    SS_EXPECT_REAL(world->assoc_use[ss_tree_find(world, "user dan")].usage_raw, 300, 0);
}

static const SsTest tests[] = {
    SS_TEST(classic_fairshare_is_that_of_test_24_1),
    SS_TEST(the_files_of_test_24_1_say_the_same),
    SS_TEST(shares_of_parent_compete_in_the_grandparent),
    SS_TEST(the_same_tree_under_classic_and_depth_oblivious),
    SS_TEST(depth_oblivious_on_the_tree_of_24_1),
    SS_TEST(a_sibling_never_evaluated_makes_the_first_user_cheap),
    SS_TEST(showing_is_not_evaluating),
    SS_TEST(the_worked_example_of_fair_tree),
    SS_TEST(fair_tree_is_that_of_test_24_4),
    SS_TEST(equal_accounts_are_not_merged),
    SS_TEST(after_a_start_the_newest_of_equal_accounts_comes_first),
    SS_TEST(once_something_is_added_equal_accounts_come_by_name),
    SS_TEST(old_usage_fades_by_powers_of_the_factor),
    SS_TEST(a_job_is_charged_slice_by_slice_and_for_its_tail),
    SS_TEST(a_job_of_52_seconds_is_cut_when_shown),
    SS_TEST(without_limits_the_tail_is_never_charged),
    SS_TEST(a_qos_multiplies_usage_and_may_keep_it),
    SS_TEST(run_minutes_fall_with_each_pass),
    SS_TEST(resets_fall_on_calendar_boundaries),
    SS_TEST(an_autumn_day_of_25_hours_is_reset_at_23_and_then_for_ever),
    SS_TEST(a_reset_forgets_all_usage_at_the_first_pass_behind_it),
    SS_TEST(reset_now_happens_once),
    SS_TEST(usage_set_to_0_leaves_the_ancestors_what_others_used),
};
SS_TEST_MAIN("fairshare", tests)
