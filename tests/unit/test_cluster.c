/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/cluster.h"
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#include <string.h>

static SsCluster *small(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();

    return ss_test_conf(SS_TEST_HEAD
                        "Licenses=matlab:3\nGresTypes=gpu,nic\n"
                        "NodeName=a-[1-2] Sockets=2 CoresPerSocket=40 Gres=gpu:2\n"
                        "NodeName=a-1-[1-2],b CPUs=4 CoresPerSocket=2 ThreadsPerCore=2\n"
                        "PartitionName=p Nodes=a-[1-2] Default=YES\nPartitionName=q Nodes=ALL\n",
                        SS_READ_LENIENT, diag);
}

static void each_node_begins_at_a_word_of_the_core_row(void)
{
    g_autoptr(SsCluster) cluster = small();
    uint32_t             at = 0;

    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        SS_EXPECT_UINT(cluster->nodes[i].core_at, at);
        at += cluster->nodes[i].core_words;
    }
    SS_EXPECT_UINT(cluster->core_words, at);
    SS_EXPECT_UINT(cluster->core_words, 3 * 1 + 2 * 2);
    SS_EXPECT_UINT(cluster->total_cpus, 2 * 80 + 3 * 4);
    SS_EXPECT_UINT(cluster->parts[0].total_cpus, 160);
    SS_EXPECT_UINT(cluster->parts[1].n_nodes, 5);
}

static void names_are_found(void)
{
    g_autoptr(SsCluster) cluster = small();

    SS_EXPECT_UINT(ss_cluster_part(cluster, "q"), 1);
    SS_EXPECT_UINT(ss_cluster_part(cluster, "Q"), SS_ID_NONE);
    SS_EXPECT_UINT(ss_cluster_gres(cluster, "nic"), 1);
    SS_EXPECT_UINT(ss_cluster_gres(cluster, "fpga"), SS_ID_NONE);
    SS_EXPECT_UINT(ss_cluster_license(cluster, "matlab"), 0);
    SS_EXPECT_UINT(ss_cluster_node(cluster, "zz"), SS_ID_NONE);
    SS_EXPECT_NULL(ss_node_gres(&cluster->nodes[ss_cluster_node(cluster, "b")], 0));
}

/* The table has a-1-1 before a-2; a list is sorted by prefix first. */
static void node_lists_are_compressed_and_sorted_as_lists(void)
{
    g_autoptr(SsCluster) cluster = small();
    g_autoptr(SsNodeSet) all = ss_node_set_new_full(cluster->n_nodes);
    g_autofree char     *text = ss_cluster_node_list(cluster, all);

    SS_EXPECT_TEXT(cluster->nodes[0].name, "a-1");
    SS_EXPECT_TEXT(cluster->nodes[1].name, "a-1-1");
    SS_EXPECT_TEXT(cluster->nodes[3].name, "a-2");
    SS_EXPECT_TEXT(text, "a-[1-2],a-1-[1-2],b");
}

static void node_sets_are_read_from_lists(void)
{
    g_autoptr(SsCluster) cluster = small();
    g_autoptr(SsNodeSet) set = ss_node_set_new(cluster->n_nodes);
    g_autofree char     *bad = NULL;

    SS_EXPECT_TRUE(ss_cluster_node_set(cluster, "b,a-[1-2]", set, &bad));
    SS_EXPECT_UINT(ss_node_set_count(set), 3);
    SS_EXPECT_FALSE(ss_cluster_node_set(cluster, "b,zz,yy", set, &bad));
    SS_EXPECT_TEXT(bad, "zz");
}

static void references_keep_a_cluster_alive(void)
{
    SsCluster *cluster = small();

    ss_cluster_ref(cluster);
    ss_cluster_unref(cluster);
    SS_EXPECT_TEXT(cluster->name, "t");
    ss_cluster_unref(cluster);
}

static void copies_share_nothing(void)
{
    SsCluster  *cluster = small();
    SsPartition part;
    SsSettings  settings;

    ss_partition_copy(&part, &cluster->parts[0], cluster->tres->n);
    ss_settings_copy(&settings, &cluster->settings, cluster->tres->n);
    ss_cluster_unref(cluster);
    SS_EXPECT_TEXT(part.name, "p");
    SS_EXPECT_UINT(ss_node_set_count(part.nodes), 2);
    SS_EXPECT_TEXT(settings.cluster_name, "t");
    SS_EXPECT_TEXT(settings.licenses_text, "matlab:3");
    ss_partition_clear(&part);
    ss_settings_clear(&settings);
}

static void partition_states_have_names(void)
{
    SS_EXPECT_TEXT(ss_part_state_text(SS_PART_UP), "UP");
    SS_EXPECT_TEXT(ss_part_state_text(SS_PART_DOWN), "DOWN");
    SS_EXPECT_TEXT(ss_part_state_text(SS_PART_DRAIN), "DRAIN");
    SS_EXPECT_TEXT(ss_part_state_text(SS_PART_INACTIVE), "INACTIVE");
}

static const SsTest tests[] = {
    SS_TEST(each_node_begins_at_a_word_of_the_core_row),
    SS_TEST(names_are_found),
    SS_TEST(node_lists_are_compressed_and_sorted_as_lists),
    SS_TEST(node_sets_are_read_from_lists),
    SS_TEST(references_keep_a_cluster_alive),
    SS_TEST(copies_share_nothing),
    SS_TEST(partition_states_have_names),
};
SS_TEST_MAIN("cluster", tests)
