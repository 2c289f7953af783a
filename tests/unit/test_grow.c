/* SPDX-License-Identifier: Apache-2.0 */
/* A site with more or fewer nodes. */
#include "configs/grow.h"
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#define CONF                                                                                       \
    SS_TEST_HEAD "GresTypes=gpu\nSelectType=select/cons_tres\nTopologyPlugin=topology/tree\n"      \
                 "NodeName=g[08-09] CPUs=8 Gres=gpu:a:4 CoreSpecCount=1\n"                         \
                 "NodeName=c[1-3] CPUs=2\n"                                                        \
                 "PartitionName=gpu Nodes=g[08-09] Default=YES\n"                                  \
                 "PartitionName=all Nodes=ALL\n"

static SsCluster *site(SsDiag *diag)
{
    return ss_test_conf_files(CONF, "NodeName=g[08-09] Name=gpu Type=a File=/dev/nvidia[0-3]\n",
                              "SwitchName=s1 Nodes=c[1-3]\nSwitchName=s2 Nodes=g[08-09]\n"
                              "SwitchName=top Switches=s[1-2]\n",
                              SS_READ_LENIENT, diag);
}

static char *names(const SsCluster *cluster)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < cluster->n_nodes; i++)
        g_string_append_printf(text, "%s%s", i ? " " : "", cluster->nodes[i].name);
    return g_string_free(text, FALSE);
}

static void clones_follow_in_name_order_and_stand_wherever_their_original_stands(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = site(diag);
    g_autoptr(GError)    error = NULL;
    const uint32_t       cpus = cluster->total_cpus;

    ss_site_grow(cluster, "gpu", 2, &error);
    SS_EXPECT_NO_ERROR(error);
    g_autofree char *all = names(cluster);
    SS_EXPECT_TEXT(all, "c1 c2 c3 g08 g09 g10 g11");
    SS_EXPECT_TEXT(cluster->parts[0].nodes_text, "g[08-11]");
    SS_EXPECT_UINT(cluster->parts[0].n_nodes, 4);
    SS_EXPECT_UINT(cluster->parts[1].n_nodes, 7);
    SS_EXPECT_UINT(cluster->total_cpus, cpus + 2 * 7); /* a core each is kept from jobs */
    const SsNodeId id = ss_cluster_node(cluster, "g11");
    if (!SS_EXPECT_UINT(id, 6))
        return;
    SS_EXPECT_UINT(cluster->nodes[id].gres[0].n_dev, 4);
    SS_EXPECT_TEXT(cluster->nodes[id].gres[0].dev[3].file, "/dev/nvidia3");
    SS_EXPECT_TEXT(cluster->nodes[id].hostname, "g11");
    SS_EXPECT_UINT(ss_node_set_count(cluster->topology.at[1].nodes), 4);
    SS_EXPECT_UINT(ss_node_set_count(cluster->topology.at[2].nodes), 7);
    SS_EXPECT_TEXT(cluster->topology.at[1].nodes_text, "g[08-11]");
}

static void a_negative_number_takes_the_last_nodes(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = site(diag);
    g_autoptr(GError)    error = NULL;

    ss_site_grow(cluster, "all", -3, &error);
    SS_EXPECT_NO_ERROR(error);
    g_autofree char *all = names(cluster);
    SS_EXPECT_TEXT(all, "c1 c2");
    SS_EXPECT_UINT(cluster->parts[0].n_nodes, 0);
    SS_EXPECT_UINT(cluster->parts[1].total_cpus, 4);
    SS_EXPECT_UINT(ss_cluster_node(cluster, "g09"), SS_ID_NONE);
}

static void names_without_a_number_get_one_and_taken_names_are_passed_over(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        ss_test_conf(SS_TEST_HEAD "NodeName=big CPUs=2\nNodeName=big-3 CPUs=2\n"
                                  "PartitionName=p Nodes=big Default=YES\n",
                     SS_READ_LENIENT, diag);
    g_autoptr(GError) error = NULL;

    ss_site_grow(cluster, "p", 2, &error);
    SS_EXPECT_NO_ERROR(error);
    g_autofree char *all = names(cluster);
    SS_EXPECT_TEXT(all, "big big-2 big-3 big-4");
}

static void what_cannot_be_is_refused(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = site(diag);
    g_autoptr(GError)    none = NULL, all = NULL;

    SS_EXPECT_FALSE(ss_site_grow(cluster, "tape", 1, &none));
    SS_EXPECT_ERROR(none, "Nodes.tape: there is no such partition");
    SS_EXPECT_FALSE(ss_site_grow(cluster, "gpu", -2, &all));
    SS_EXPECT_ERROR(all, "Nodes.gpu=-2: the partition has 2 nodes");
    SS_EXPECT_UINT(cluster->n_nodes, 5);
}

static const SsTest tests[] = {
    SS_TEST(clones_follow_in_name_order_and_stand_wherever_their_original_stands),
    SS_TEST(a_negative_number_takes_the_last_nodes),
    SS_TEST(names_without_a_number_get_one_and_taken_names_are_passed_over),
    SS_TEST(what_cannot_be_is_refused),
};
SS_TEST_MAIN("grow", tests)
