/* SPDX-License-Identifier: Apache-2.0 */
#include "configs/site.h"
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#include <string.h>

/* A folder with these files; texts may be NULL. Returns its path, caller's. */
static char *make_site(const char *name, const char *conf, const char *accounts, const char *users)
{
    const struct {
        const char *file, *text;
    } files[] = { { "slurm.conf", conf }, { "setup.sh", accounts }, { "users.sim", users } };
    g_autofree char *folder = g_build_filename(ss_test_tmp(), name, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *relative = g_build_filename(name, files[i].file, NULL);
        if (files[i].text != NULL)
            g_free(ss_test_file(relative, files[i].text));
    }
    return g_steal_pointer(&folder);
}

static SsCluster *read_site(const char *path, const SsSiteOptions *options, SsDiag *diag,
                            GError **error)
{
    SsCluster *cluster = NULL;

    ss_site_read(path, options, diag, &cluster, error);
    return cluster;
}

#define CONF                                                                                       \
    SS_TEST_HEAD "AccountingStorageType=accounting_storage/slurmdbd\n"                             \
                 "AccountingStorageEnforce=associations,limits,qos\n"                              \
                 "NodeName=n[1-4] CPUs=2\n"                                                        \
                 "PartitionName=p Nodes=n[1-4] Default=YES AllowQos=high,nosuch QOS=high\n"

static void a_folder_and_its_file_are_the_same_site(void)
{
    g_autofree char     *folder = make_site("same", CONF, "sacctmgr -i add qos high\n", NULL);
    g_autofree char     *file = g_build_filename(folder, "slurm.conf", NULL);
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(GError)    error = NULL;
    g_autoptr(SsCluster) a = read_site(folder, NULL, diag, &error);
    g_autoptr(SsCluster) b = read_site(file, NULL, diag, &error);

    SS_EXPECT_NO_ERROR(error);
    if (!SS_EXPECT_NOT_NULL(a) || !SS_EXPECT_NOT_NULL(b))
        return;
    SS_EXPECT_UINT(a->n_nodes, 4);
    SS_EXPECT_UINT(b->n_nodes, 4);
    SS_EXPECT_UINT(a->parts[0].total_cpus, 8);
    SS_EXPECT_UINT(a->settings.enforce, SS_ENFORCE_ASSOCS | SS_ENFORCE_LIMITS | SS_ENFORCE_QOS);
}

static void qos_lists_keep_only_what_there_is(void)
{
    g_autofree char     *folder = make_site("qos", CONF, "sacctmgr -i add qos high\n", NULL);
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_site(folder, NULL, diag, NULL);

    if (!SS_EXPECT_NOT_NULL(cluster))
        return;
    SS_EXPECT_UINT(cluster->parts[0].qos, ss_qos_find(cluster->tree, "high"));
    SS_EXPECT_TEXT(cluster->parts[0].allow_qos[0], "high");
    SS_EXPECT_NULL(cluster->parts[0].allow_qos[1]);
    SS_EXPECT_TEXT(cluster->parts[0].allow_qos_shown, "high,nosuch");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_PART_QOS_LIST), 1);
    SS_EXPECT_UINT(ss_test_fault(diag, SS_FAULT_PART_QOS_LIST)->place.line, 6);
    SS_EXPECT_UINT(ss_test_fault(diag, SS_FAULT_PART_QOS_LIST)->place.column, 51);
}

static void an_unknown_partition_qos_is_an_error_with_accounts(void)
{
    g_autofree char     *with = make_site("pq", CONF, "sacctmgr -i add account a\n", NULL);
    g_autofree char     *without = make_site("pq2", CONF, NULL, NULL);
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(GError)    error = NULL;
    g_autoptr(SsCluster) refused = read_site(with, NULL, diag, &error);
    g_autoptr(SsCluster) taken = read_site(without, NULL, diag, NULL);

    SS_EXPECT_NULL(refused);
    SS_EXPECT_TRUE(g_error_matches(error, SS_CONF_ERROR, SS_CONF_ERROR_FAULTY));
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_PART_QOS), 1);
    SS_EXPECT_NOT_NULL(taken);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_PART_QOS_NO_DBD), 1);
}

static void users_have_the_numbers_of_the_users_file(void)
{
    g_autofree char     *folder = make_site("uid", CONF,
                                            "sacctmgr -i add qos high\nsacctmgr -i add account a\n"
                                                "sacctmgr -i add user ann,ben,cid account=a\n",
                                            "# name:uid\nben:1001\ndan:1004:lab:2004\n"
                                                "mallory:x:77:100::/home/mallory:/bin/sh\nnonsense\n");
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_site(folder, NULL, diag, NULL);

    if (!SS_EXPECT_NOT_NULL(cluster))
        return;
    SS_EXPECT_UINT(ss_cluster_uid(cluster, "root"), 0);
    SS_EXPECT_UINT(ss_cluster_uid(cluster, "ben"), 1001);
    SS_EXPECT_UINT(ss_cluster_uid(cluster, "dan"), 1004);
    SS_EXPECT_UINT(ss_cluster_uid(cluster, "mallory"), 77);
    SS_EXPECT_TRUE(ss_cluster_uid(cluster, "ann") >= 1000);
    SS_EXPECT_TRUE(ss_cluster_uid(cluster, "ann") != ss_cluster_uid(cluster, "cid"));
    SS_EXPECT_TRUE(ss_cluster_uid(cluster, "cid") != 1001);
    SS_EXPECT_TRUE(ss_cluster_uid(cluster, "stranger") >= 1 << 24);
    SS_EXPECT_UINT(ss_cluster_uid(cluster, "stranger"), ss_cluster_uid(cluster, "stranger"));
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_USERS_FILE), 1);
}

static void all_files_are_read_though_the_first_is_faulty(void)
{
    g_autofree char  *folder = make_site("all", CONF "KillWait=abc\nTopologyPlugin=topology/tree\n",
                                         "sacctmgr -i frobnicate\n", NULL);
    g_autofree char  *gres = ss_test_file("all/gres.conf", "Name=fpga Count=1\n");
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(SsCluster) cluster = read_site(folder, NULL, diag, &error);

    SS_EXPECT_NULL(cluster);
    SS_EXPECT_ERROR(error, "slurmsim check");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_BAD_VALUE), 1);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_GRES_UNKNOWN_NAME), 1);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_TOPO_MISSING), 1);
}

static void a_missing_site_is_a_file_error(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(GError)    error = NULL;
    g_autoptr(SsCluster) cluster = read_site("/nonexistent/site", NULL, diag, &error);

    SS_EXPECT_NULL(cluster);
    SS_EXPECT_TRUE(error != NULL && error->domain == G_FILE_ERROR);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_NO_SITE), 1);
}

static void strictness_and_overrides_are_options(void)
{
    char               *overrides[] = { (char *) "Frobnicate=1", NULL };
    const SsSiteOptions strict = { .strict = true };
    const SsSiteOptions overridden = { .overrides = overrides };
    g_autofree char    *folder = make_site(
           "opt", SS_TEST_HEAD "CacheGroups=1\nNodeName=n1\nPartitionName=p Nodes=n1\n", NULL, NULL);
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) lenient = read_site(folder, NULL, diag, NULL);
    g_autoptr(SsCluster) refused = read_site(folder, &strict, diag, NULL);
    g_autoptr(SsCluster) bad = read_site(folder, &overridden, diag, NULL);

    SS_EXPECT_NOT_NULL(lenient);
    SS_EXPECT_NULL(refused);
    SS_EXPECT_NULL(bad);
}

/* The samples that come with slurmsim start on real Slurm, too. */
static void sample_sites_have_no_fault(void)
{
    static const struct {
        const char *name;
        uint32_t    nodes, parts, cpus;
    } sites[] = {
        { "tiny", 4, 1, 16 },
        { "gpu", 10, 1, 640 },
        { "campus", 52, 5, 40 * 32 + 4 * 48 + 4 * 32 + 4 * 20 },
        { "large", 5040, 1, 80640 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(sites); i++) {
        const SsSiteOptions  strict = { .strict = true };
        g_autofree char     *relative = g_build_filename("configs/clusters", sites[i].name, NULL);
        g_autofree char     *folder = ss_test_source(relative);
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autoptr(GError)    error = NULL;
        g_autoptr(SsCluster) cluster = read_site(folder, &strict, diag, &error);

        SS_EXPECT_NO_ERROR(error);
        if (!SS_EXPECT_NOT_NULL(cluster))
            continue;
        SS_EXPECT_UINT(cluster->n_nodes, sites[i].nodes);
        SS_EXPECT_UINT(cluster->n_parts, sites[i].parts);
        SS_EXPECT_UINT(cluster->total_cpus, sites[i].cpus);
        SS_EXPECT_UINT(ss_diag_count(diag, SS_SEVERITY_WARNING), 0);
        SS_EXPECT_TRUE(cluster->default_part != SS_ID_NONE);
    }
}

static void the_founding_site_is_as_described(void)
{
    g_autofree char     *folder = ss_test_source("configs/clusters/gpu");
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_site(folder, NULL, diag, NULL);

    if (!SS_EXPECT_NOT_NULL(cluster))
        return;
    const SsNode      *node = &cluster->nodes[ss_cluster_node(cluster, "gpu-node01")];
    const SsNodeGres  *gpu = ss_node_gres(node, 0);
    const SsAssocTree *tree = cluster->tree;
    const SsAssocId    lab = ss_assoc_find_account(tree, "ai_lab");

    SS_EXPECT_UINT(node->cpus, 64);
    SS_EXPECT_UINT(node->cores, 32);
    SS_EXPECT_UINT(node->tpc, 2);
    SS_EXPECT_UINT(gpu->n_dev, 8);
    SS_EXPECT_TEXT(gpu->dev[7].file, "/dev/nvidia7");
    SS_EXPECT_UINT(cluster->parts[0].priority_tier, 100);
    SS_EXPECT_REAL(cluster->parts[0].billing[ss_tres_find(cluster->tres, "gres/gpu")], 2.0, 0);
    SS_EXPECT_UINT(cluster->settings.weight_fairshare, 10000);
    if (!SS_EXPECT_TRUE(lab != SS_ID_NONE))
        return;
    SS_EXPECT_UINT(tree->at[lab].shares, 50);
    SS_EXPECT_TEXT(tree->at[tree->at[lab].parent].account, "research_dept");
    SS_EXPECT_UINT(tree->at[ss_assoc_find_account(tree, "team_a")].shares, 100);
    SS_EXPECT_TRUE(ss_assoc_find(tree, "gildong", NULL, NULL) != SS_ID_NONE);
}

static bool counts_wckeys(const char *name, const char *conf, const char *dbd, SsDiag *diag)
{
    g_autofree char     *folder = make_site(name, conf, "sacctmgr -i add qos high\n", NULL);
    g_autofree char     *relative = g_build_filename(name, "slurmdbd.conf", NULL);
    g_autofree char     *file = dbd != NULL ? ss_test_file(relative, dbd) : NULL;
    g_autoptr(SsCluster) cluster = read_site(folder, NULL, diag, NULL);

    return cluster != NULL && cluster->settings.track_wckey_dbd;
}

static void wckeys_are_counted_if_slurmdbd_agrees(void)
{
    static const char conf[] = CONF "TrackWCKey=yes\n";
    g_autoptr(SsDiag) diag = ss_diag_new();

    SS_EXPECT_TRUE(counts_wckeys("dbd0", conf, NULL, diag));
    SS_EXPECT_TRUE(counts_wckeys("dbd1", conf, "DbdHost=x # y\n trackwckey = Yes\n", diag));
    SS_EXPECT_FALSE(counts_wckeys("dbd2", CONF, NULL, diag));
    const uint32_t others = ss_diag_count(diag, SS_SEVERITY_WARNING) / 3; /* AllowQos=nosuch */
    SS_EXPECT_FALSE(counts_wckeys("dbd3", conf, "StoragePass=x\n", diag));
    SS_EXPECT_UINT(ss_diag_count(diag, SS_SEVERITY_WARNING), 4 * others + 1);
    SS_EXPECT_FALSE(counts_wckeys("dbd4", conf, "TrackWCKey=perhaps\n", diag));
    SS_EXPECT_UINT(ss_diag_count(diag, SS_SEVERITY_ERROR), 1);
}

static const SsTest tests[] = {
    SS_TEST(wckeys_are_counted_if_slurmdbd_agrees),
    SS_TEST(a_folder_and_its_file_are_the_same_site),
    SS_TEST(qos_lists_keep_only_what_there_is),
    SS_TEST(an_unknown_partition_qos_is_an_error_with_accounts),
    SS_TEST(users_have_the_numbers_of_the_users_file),
    SS_TEST(all_files_are_read_though_the_first_is_faulty),
    SS_TEST(a_missing_site_is_a_file_error),
    SS_TEST(strictness_and_overrides_are_options),
    SS_TEST(sample_sites_have_no_fault),
    SS_TEST(the_founding_site_is_as_described),
};
SS_TEST_MAIN("site", tests)
