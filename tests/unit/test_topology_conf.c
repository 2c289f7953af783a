/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#define SITE                                                                                       \
    SS_TEST_HEAD "TopologyPlugin=topology/tree\nNodeName=n[1-4]\n"                                 \
                 "PartitionName=p Nodes=ALL Default=YES\n"

static SsCluster *read_topology(const char *text, SsReading reading, SsDiag *diag)
{
    return ss_test_conf_files(SITE, NULL, text, reading, diag);
}

/* What slurmctld 22.05.8 did about each file. */
static void strict_reading_refuses_what_slurmctld_refuses(void)
{
    static const struct {
        const char *text;
        bool        runs;
    } cases[] = {
        { "SwitchName=a Nodes=n[1-2]\nSwitchName=b Nodes=n[3-4]\nSwitchName=c Switches=a,b", true },
        { "SwitchName=a Nodes=n[1-2] Switches=b", false },
        { "SwitchName=a", false },
        { "SwitchName=a Nodes=n1\nSwitchName=a Nodes=n2", false },
        { "SwitchName=a Nodes=n[1-4]\nSwitchName=b Switches=zz", false },
        { "SwitchName=a Switches=a", false },
        { "SwitchName=a Switches=b\nSwitchName=b Switches=a", false },
        { "SwitchName=a Nodes=zz", true },
        { "", true },
        { "SwitchName=a Nodes=n[1-2]", true },
        { "SwitchName=a Nodes=n[1-4],zz", true },
        { "SwitchName=a Nodes=n[1-3]\nSwitchName=b Nodes=n[3-4]\nSwitchName=c Switches=a,b", true },
        { "SwitchName=a Nodes=n[1-2]\nSwitchName=b Nodes=n[3-4]", true },
        { "SwitchName=a Nodes=n[1-4]\nSwitchName=b Switches=a\nSwitchName=c Switches=a", true },
        { "SwitchName=a Nodes=n[1-4] LinkSpeed=x", false },
        { "SwitchName=a Nodes=n[1-4] Foo=x", false },
        { "Foo=x", false },
        { "SwitchName=s[1-2] Nodes=n[1-4]", true },
        { "SwitchName=a Nodes=n[1-4]\nBlockName=b Nodes=n1", false },
        { "SwitchName=a Nodes=ALL", true },
        { "SwitchName=a Nodes=n[1-4]\nSwitchName=b Switches=a,a", true },
        { "SwitchName=a Nodes=n[4-1]", false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autoptr(SsCluster) cluster = read_topology(cases[i].text, SS_READ_STRICT, diag);
        g_autofree char     *findings = ss_test_findings(diag);

        SS_EXPECT_NOT_NULL(cluster);
        ss_expect((ss_diag_count(diag, SS_SEVERITY_ERROR) == 0) == cases[i].runs, __FILE__,
                  __LINE__, "'%s': real slurmctld %s; our findings: %s", cases[i].text,
                  cases[i].runs ? "runs" : "dies", findings);
    }
}

static void switches_may_name_those_below_them(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        read_topology("SwitchName=top Switches=mid,leaf3\nSwitchName=mid Switches=leaf[1-2]\n"
                      "SwitchName=leaf1 Nodes=n1\nSwitchName=leaf2 Nodes=n2 LinkSpeed=100\n"
                      "SwitchName=leaf3 Nodes=n[3-4]\n",
                      SS_READ_LENIENT, diag);
    const SsTopology *t = &cluster->topology;

    SS_EXPECT_UINT(ss_diag_total(diag), 0);
    SS_EXPECT_UINT(t->n, 5);
    SS_EXPECT_TEXT(t->at[0].name, "top");
    SS_EXPECT_UINT(t->at[0].level, 2);
    SS_EXPECT_UINT(t->at[0].parent, SS_ID_NONE);
    SS_EXPECT_UINT(t->at[0].n_child, 2);
    SS_EXPECT_UINT(t->at[1].level, 1);
    SS_EXPECT_UINT(t->at[1].parent, 0);
    SS_EXPECT_UINT(t->at[4].level, 0);
    SS_EXPECT_UINT(t->at[4].parent, 0);
    SS_EXPECT_TEXT(t->at[3].link_speed, "100");
    SS_EXPECT_UINT(ss_node_set_count(t->at[0].nodes), 4);
    SS_EXPECT_UINT(ss_node_set_count(t->at[1].nodes), 2);
}

static void a_faulty_tree_leaves_the_network_flat(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_topology(
        "SwitchName=x Nodes=n[1-4]\nSwitchName=a Switches=b\nSwitchName=b Switches=c\n"
        "SwitchName=c Switches=a\n",
        SS_READ_LENIENT, diag);

    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_TOPO_CYCLE), 1);
    SS_EXPECT_UINT(cluster->topology.n, 0);
}

static void odd_trees_are_told_in_slurms_words(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_topology(
        "SwitchName=a Nodes=n[1-2],zz\nSwitchName=b Nodes=n2\nSwitchName=c Switches=a\n"
        "SwitchName=d Switches=a\n",
        SS_READ_LENIENT, diag);

    SS_EXPECT_CONTAINS(ss_test_fault(diag, SS_FAULT_TOPO_LACK)->text,
                       "switches lack access to 2 nodes: n[3-4]");
    SS_EXPECT_CONTAINS(ss_test_fault(diag, SS_FAULT_TOPO_NODE)->text,
                       "Invalid hostnames in switch configuration: zz");
    SS_EXPECT_CONTAINS(ss_test_fault(diag, SS_FAULT_TOPO_MULTIPLE)->text,
                       "Multiple leaf switches contain nodes: n2");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_TOPO_TWO_PARENTS), 1);
    SS_EXPECT_UINT(ss_node_set_count(cluster->topology.at[3].nodes), 2);
    SS_EXPECT_UINT(cluster->topology.at[3].level, 1);
}

static void a_chain_of_switches_is_no_burden(void)
{
    enum { LENGTH = 20000 };
    g_autoptr(GString)   text = g_string_new("SwitchName=s0 Nodes=n[1-4]\n");
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = NULL;

    for (int i = 1; i < LENGTH; i++)
        g_string_append_printf(text, "SwitchName=s%d Switches=s%d\n", i, i - 1);
    cluster = read_topology(text->str, SS_READ_LENIENT, diag);
    SS_EXPECT_UINT(cluster->topology.at[LENGTH - 1].level, LENGTH - 1);
}

static const SsTest tests[] = {
    SS_TEST(strict_reading_refuses_what_slurmctld_refuses),
    SS_TEST(switches_may_name_those_below_them),
    SS_TEST(a_faulty_tree_leaves_the_network_flat),
    SS_TEST(odd_trees_are_told_in_slurms_words),
    SS_TEST(a_chain_of_switches_is_no_burden),
};
SS_TEST_MAIN("topology_conf", tests)
