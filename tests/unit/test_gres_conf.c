/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/ledger/entities.h"
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#define SITE(gres)                                                                                 \
    SS_TEST_HEAD "GresTypes=gpu,bandwidth\nNodeName=n[1-2] Sockets=2 CoresPerSocket=4 " gres "\n"  \
                 "NodeName=c1\nPartitionName=p Nodes=ALL Default=YES\n"

static SsCluster *read_gres(const char *site, const char *gres, SsDiag *diag)
{
    return ss_test_conf_files(site, gres, NULL, SS_READ_LENIENT, diag);
}

static const SsNodeGres *gpu_of(const SsCluster *cluster, const char *node)
{
    return ss_node_gres(&cluster->nodes[ss_cluster_node(cluster, node)],
                        ss_cluster_gres(cluster, "gpu"));
}

static void each_file_is_a_device(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        read_gres(SITE("Gres=gpu:h100:4"), "Name=gpu Type=h100 File=/dev/nvidia[0-3]\n", diag);
    const SsNodeGres *gpu = gpu_of(cluster, "n1");

    SS_EXPECT_UINT(ss_diag_total(diag), 0);
    SS_EXPECT_UINT(gpu->n_dev, 4);
    SS_EXPECT_TEXT(gpu->dev[3].file, "/dev/nvidia3");
    SS_EXPECT_UINT(gpu->dev[3].type, 0);
    SS_EXPECT_TEXT(gpu->type[0].name, "h100");
    SS_EXPECT_NULL(gpu->dev[0].cores);
    SS_EXPECT_NULL(gpu_of(cluster, "c1"));
}

static void common_lines_come_before_those_of_the_node(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_gres(SITE("Gres=gpu:3"),
                                             "NodeName=n1 Name=gpu File=/dev/b[0-1] Cores=4-7\n"
                                             "NodeName=n[2,9] Name=gpu File=/dev/c[0-1]\n"
                                             "Name=gpu File=/dev/a0 Cores=0,2\n",
                                             diag);
    const SsNodeGres    *gpu = gpu_of(cluster, "n1");

    SS_EXPECT_UINT(gpu->n_dev, 3);
    SS_EXPECT_TEXT(gpu->dev[0].file, "/dev/a0");
    SS_EXPECT_UINT(gpu->dev[0].cores[0], 0x05);
    SS_EXPECT_TEXT(gpu->dev[2].file, "/dev/b1");
    SS_EXPECT_UINT(gpu->dev[2].cores[0], 0xf0);
    SS_EXPECT_TEXT(gpu_of(cluster, "n2")->dev[1].file, "/dev/c0");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_GRES_NODE), 1);
}

static void records_are_taken_by_type_until_the_count_is_reached(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_gres(SITE("Gres=gpu:a:1,gpu:b:3"),
                                             "Name=gpu Type=b File=/dev/b[0-1]\n"
                                             "Name=gpu Type=a File=/dev/a[0-1]\n",
                                             diag);
    const SsNodeGres    *gpu = gpu_of(cluster, "n1");

    SS_EXPECT_UINT(gpu->n_dev, 4); /* slurm.conf is believed */
    SS_EXPECT_TEXT(gpu->dev[0].file, "/dev/a0");
    SS_EXPECT_UINT(gpu->dev[0].type, 0);
    SS_EXPECT_TEXT(gpu->dev[1].file, "/dev/b0");
    SS_EXPECT_UINT(gpu->dev[1].type, 1);
    SS_EXPECT_NULL(gpu->dev[3].file);
}

/* Recorded: replay-gres-passed, replay-gpus-options. */
static void nodes_show_the_sockets_of_their_devices(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_gres(SITE("Gres=gpu:a:1,gpu:b:3,bandwidth:4"),
                                             "Name=gpu Type=a File=/dev/a0 Cores=4-7\n"
                                             "Name=gpu Type=b File=/dev/b[0-1] Cores=0-3\n"
                                             "Name=gpu Type=b File=/dev/b2 Cores=4-7\n"
                                             "Name=bandwidth Count=4\n",
                                             diag);
    const SsNode        *node = &cluster->nodes[ss_cluster_node(cluster, "n1")];
    g_autofree char     *shown = ss_ledger_node_gres(cluster, node);

    SS_EXPECT_TEXT(shown, "gpu:a:1(S:1),gpu:b:3(S:0-1),bandwidth:4");
}

static void without_files_there_are_counts_only(void)
{
    static const char *const files[] = { "Name=gpu Count=4\n", "",
                                         "Name=bandwidth Type=lustre Count=4G Flags=CountOnly\n" };

    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autoptr(SsCluster) cluster =
            read_gres(SITE("Gres=gpu:4,bandwidth:lustre:4G"), files[i], diag);

        SS_EXPECT_UINT(gpu_of(cluster, "n1")->count, 4);
        SS_EXPECT_UINT(gpu_of(cluster, "n1")->n_dev, 0);
        SS_EXPECT_UINT(ss_node_gres(&cluster->nodes[ss_cluster_node(cluster, "n1")], 1)->count,
                       UINT64_C(4) << 30);
    }
}

static void detected_devices_have_numbers_and_no_files(void)
{
    static const struct {
        const char *text;
        uint32_t    n1, n2;
    } cases[] = {
        { "AutoDetect=nvml\n", 4, 4 },
        { "AutoDetect=off\n", 0, 0 },
        { "NodeName=n1 AutoDetect=rsmi\n", 4, 0 },
        { "AutoDetect=nvml\nNodeName=n2 AutoDetect=off\n", 4, 0 },
        { "AutoDetect=magic\n", 0, 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autoptr(SsCluster) cluster = read_gres(SITE("Gres=gpu:4"), cases[i].text, diag);

        SS_EXPECT_UINT(gpu_of(cluster, "n1")->n_dev, cases[i].n1);
        SS_EXPECT_UINT(gpu_of(cluster, "n2")->n_dev, cases[i].n2);
        SS_EXPECT_UINT(ss_diag_count(diag, SS_SEVERITY_ERROR), 0);
    }
}

static void links_and_multiple_files_are_kept(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_gres(SITE("Gres=gpu:2"),
                                             "Name=gpu MultipleFiles=/dev/x[0-1] Links=-1,4\n"
                                             "Name=gpu File=/dev/y0 Link=4,-1\n",
                                             diag);
    const SsNodeGres    *gpu = gpu_of(cluster, "n2");

    SS_EXPECT_UINT(ss_diag_total(diag), 0);
    SS_EXPECT_UINT(gpu->n_dev, 2);
    SS_EXPECT_TEXT(gpu->dev[0].file, "/dev/x[0-1]");
    SS_EXPECT_INT(gpu->dev[0].links[1], 4);
    SS_EXPECT_INT(gpu->dev[1].links[1], -1);
}

static void contradictions_are_told_once_and_leave_the_counts(void)
{
    static const struct {
        const char *text;
        SsFault     fault;
        uint32_t    n_dev;
    } cases[] = {
        { "Name=gpu File=/dev/a0\nName=gpu Count=3\n", SS_FAULT_GRES_FILE_MIX, 0 },
        { "Name=gpu File=/dev/a0 Type=x\nName=gpu File=/dev/a[1-3]\n", SS_FAULT_GRES_TYPE_MIX, 0 },
        { "Name=gpu Count=2\nName=gpu Count=2\n", SS_FAULT_GRES_DUPLICATE, 0 },
        { "Name=gpu File=/dev/a[0-3] Count=3\n", SS_FAULT_GRES_COUNT_FILES, 4 },
        { "Name=gpu File=/dev/a[0-3] Cores=0-8\n", SS_FAULT_GRES_CORES, 4 },
        { "Name=gpu File=/dev/a[0-3] Cores=x\n", SS_FAULT_GRES_CORES, 4 },
        { "Name=gpu File=/dev/a[0-3] Links=1,2\n", SS_FAULT_GRES_LINKS, 4 },
        { "Name=gpu File=/dev/a[0-3] Links=a\n", SS_FAULT_GRES_LINKS, 4 },
        { "Name=gpu File=/dev/a[0-4]\n", SS_FAULT_GRES_MORE, 4 },
        { "Name=gpu File=/dev/a[0-1]\n", SS_FAULT_GRES_FEWER, 4 },
        { "Name=gpu File=/dev/a[0-3]\nNodeName=c1 Name=gpu File=/dev/b\n", SS_FAULT_GRES_MORE, 4 },
        { "Name=fpga File=/dev/f\n", SS_FAULT_GRES_UNKNOWN_NAME, 0 },
        { "NodeName=n1 File=/dev/f\n", SS_FAULT_GRES_NO_NAME, 0 },
        { "Name=gpu File=/dev/a[0-3] AutoDetect=nvml\n", SS_FAULT_GRES_AUTODETECT, 4 },
        { "AutoDetect=magic\n", SS_FAULT_GRES_AUTODETECT, 0 },
        { "Name=gpu Colour=red File=/dev/a[0-3]\n", SS_FAULT_UNKNOWN_KEY, 4 },
        { "Frobnicate=1\n", SS_FAULT_UNKNOWN_KEY, 0 },
        { "Name=gpu nonsense\n", SS_FAULT_NOT_A_PAIR, 0 },
        { "Name=gpu File=/dev/a[3-0]\n", SS_FAULT_HOSTLIST, 0 },
        { "Name=gpu Count=4x\n", SS_FAULT_BAD_VALUE, 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autoptr(SsCluster) cluster = read_gres(SITE("Gres=gpu:4"), cases[i].text, diag);
        g_autofree char     *findings = ss_test_findings(diag);

        ss_expect(ss_test_faults(diag, cases[i].fault) > 0, __FILE__, __LINE__,
                  "'%s': expected %s, found: %s", cases[i].text, ss_fault_row(cases[i].fault)->code,
                  findings);
        SS_EXPECT_TRUE(ss_diag_total(diag) <= 3);
        SS_EXPECT_UINT(gpu_of(cluster, "n1")->count, 4);
        ss_expect(gpu_of(cluster, "n1")->n_dev == cases[i].n_dev, __FILE__, __LINE__,
                  "'%s': %u devices", cases[i].text, gpu_of(cluster, "n1")->n_dev);
    }
}

static const SsTest tests[] = {
    SS_TEST(each_file_is_a_device),
    SS_TEST(common_lines_come_before_those_of_the_node),
    SS_TEST(records_are_taken_by_type_until_the_count_is_reached),
    SS_TEST(nodes_show_the_sockets_of_their_devices),
    SS_TEST(without_files_there_are_counts_only),
    SS_TEST(detected_devices_have_numbers_and_no_files),
    SS_TEST(links_and_multiple_files_are_kept),
    SS_TEST(contradictions_are_told_once_and_leave_the_counts),
};
SS_TEST_MAIN("gres_conf", tests)
