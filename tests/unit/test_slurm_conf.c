/* SPDX-License-Identifier: Apache-2.0 */
#include "configs/slurm_conf.h"
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#include <string.h>

#define PART "PartitionName=p Nodes=ALL Default=YES\n"

static SsCluster *read_conf(const char *text, SsDiag *diag)
{
    g_autofree char *whole = g_strconcat(SS_TEST_HEAD, text, NULL);

    return ss_test_conf(whole, SS_READ_LENIENT, diag);
}

/* --- nodes ------------------------------------------------------------------------------------------ */

/* As slurmctld 22.05.8 shows a node of this line. */
static void geometry_is_derived_as_slurm_derives_it(void)
{
    static const struct {
        const char *line;
        uint32_t    cpus, usable, boards, sockets, cores, threads;
    } cases[] = {
        { "", 1, 1, 1, 1, 1, 1 },
        { "CPUs=4", 4, 4, 1, 4, 1, 1 },
        { "CPUs=8 CoresPerSocket=4", 8, 8, 1, 2, 4, 1 },
        { "CPUs=8 CoresPerSocket=2 ThreadsPerCore=2", 8, 8, 1, 2, 2, 2 },
        { "CPUs=6 CoresPerSocket=4", 4, 4, 1, 1, 4, 1 },
        { "Sockets=2 CoresPerSocket=4 ThreadsPerCore=2", 16, 16, 1, 2, 4, 2 },
        { "Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 CPUs=8", 8, 8, 1, 2, 4, 2 },
        { "Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 CPUs=2", 2, 2, 1, 2, 4, 2 },
        { "Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 CPUs=6", 16, 16, 1, 2, 4, 2 },
        { "Boards=2 SocketsPerBoard=2 CoresPerSocket=4", 16, 16, 2, 4, 4, 1 },
        { "Boards=2 SocketsPerBoard=2 Sockets=3 CoresPerSocket=4", 16, 16, 2, 4, 4, 1 },
        { "Boards=2 CPUs=8", 8, 8, 2, 8, 1, 1 },
        { "Boards=2", 2, 2, 2, 2, 1, 1 },
        { "CPUs=1 Sockets=1 Boards=3", 1, 1, 1, 1, 1, 1 },
        { "CPUs=0 Sockets=0 CoresPerSocket=0 ThreadsPerCore=0 Boards=0", 1, 1, 1, 1, 1, 1 },
        { "CPUs=8 CoreSpecCount=2 CoresPerSocket=8", 8, 6, 1, 1, 8, 1 },
        { "CPUs=16 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 CoreSpecCount=3", 16, 10, 1, 2, 4,
          2 },
        { "CPUs=8 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 CoreSpecCount=3", 8, 5, 1, 2, 4, 2 },
        { "CPUs=16 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 CPUSpecList=0,1,9", 16, 12, 1, 2, 4,
          2 },
        { "CPUs=4 CoreSpecCount=9", 4, 3, 1, 4, 1, 1 },
        { "CPUs=0x10", 16, 16, 1, 16, 1, 1 },
        { "Procs=4", 4, 4, 1, 4, 1, 1 },
        { "Procs=4 CPUs=2", 2, 2, 1, 2, 1, 1 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autofree char     *text = g_strdup_printf("NodeName=n1 %s\n" PART, cases[i].line);
        g_autoptr(SsCluster) cluster = read_conf(text, diag);
        const SsNode        *node = cluster->nodes;

        if (!SS_EXPECT_UINT(cluster->n_nodes, 1))
            continue;
        SS_EXPECT_UINT(node->cpus, cases[i].cpus);
        SS_EXPECT_UINT(ss_node_usable_cpus(node), cases[i].usable);
        SS_EXPECT_UINT(node->boards, cases[i].boards);
        SS_EXPECT_UINT(node->sockets, cases[i].sockets);
        SS_EXPECT_UINT(node->cores_per_socket, cases[i].cores);
        SS_EXPECT_UINT(node->threads_per_core, cases[i].threads);
        SS_EXPECT_UINT(node->tpc, node->cpus <= node->cores ? 1 : node->threads_per_core);
    }
}

static void specialised_cores_are_the_last_of_the_last_socket_first(void)
{
    static const char    line[] = "NodeName=n1 Sockets=2 CoresPerSocket=4 CoreSpecCount=3\n" PART;
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) last = read_conf(line, diag);
    g_autofree char     *more = g_strconcat("SchedulerParameters=spec_cores_first\n", line, NULL);
    g_autoptr(SsCluster) first = read_conf(more, diag);

    SS_EXPECT_UINT(last->nodes[0].spec_cores[0], 1 << 7 | 1 << 3 | 1 << 6);
    SS_EXPECT_UINT(first->nodes[0].spec_cores[0], 1 << 0 | 1 << 4 | 1 << 1);
}

static void a_spec_list_takes_whole_cores(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_conf(
        "NodeName=n1 CPUs=16 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 CPUSpecList=0,9\n" PART,
        diag);

    SS_EXPECT_TEXT(cluster->nodes[0].cpu_spec_list, "0-1,8-9");
    SS_EXPECT_UINT(cluster->nodes[0].core_spec, 2);
    SS_EXPECT_UINT(cluster->nodes[0].spec_cores[0], 1 << 0 | 1 << 4);
}

static void default_lines_speak_for_the_lines_below(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_conf("NodeName=a1\n"
                                             "NodeName=DEFAULT CPUs=4 RealMemory=100 Feature=x\n"
                                             "NodeName=b1\n"
                                             "NodeName=default RealMemory=200\n"
                                             "NodeName=c1 Features=y\n" PART,
                                             diag);

    SS_EXPECT_UINT(cluster->nodes[0].cpus, 1);
    SS_EXPECT_UINT(cluster->nodes[1].cpus, 4);
    SS_EXPECT_UINT(cluster->nodes[1].real_memory, 100);
    SS_EXPECT_UINT(cluster->nodes[2].cpus, 4);
    SS_EXPECT_UINT(cluster->nodes[2].real_memory, 200);
    SS_EXPECT_TEXT(cluster->nodes[1].features, "x");
    SS_EXPECT_TEXT(cluster->nodes[2].features, "y"); /* the line before any DEFAULT */
}

static void the_node_table_is_in_natural_order(void)
{
    static const char *const order[] = { "A1",   "A2",   "a",   "a-1-2", "a-1-10", "a-2",
                                         "a-10", "m",    "m1",  "m1-2",  "m2",     "m10",
                                         "n008", "n009", "n01", "n010",  "n011",   "n1",
                                         "n2",   "n3",   "n9",  "n10",   "n11" };
    g_autoptr(SsDiag)        diag = ss_diag_new();
    g_autoptr(SsCluster)     cluster = read_conf(
            "NodeName=n[1-3,9-11],n01,n[008-011],m1-2,m1,m,m2,m10,a-1-2,a-2,a-10,a-1-10,a,A2,A1\n" PART,
            diag);

    SS_EXPECT_UINT(cluster->n_nodes, G_N_ELEMENTS(order));
    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        SS_EXPECT_TEXT(cluster->nodes[i].name, order[i]);
        SS_EXPECT_UINT(ss_cluster_node(cluster, order[i]), i);
    }
    SS_EXPECT_UINT(ss_cluster_node(cluster, "n4"), SS_ID_NONE);
}

static void states_are_words_or_their_beginnings(void)
{
    static const struct {
        const char *word;
        uint32_t    state;
    } cases[] = {
        { "UNKNOWN", SS_NODE_IDLE },
        { "down", SS_NODE_DOWN },
        { "DRAINED", SS_NODE_IDLE | SS_NODE_DRAIN },
        { "failing", SS_NODE_IDLE | SS_NODE_FAIL },
        { "CLOUD", SS_NODE_IDLE | SS_NODE_CLOUD | SS_NODE_POWERED_DOWN },
        { "FUTURE", SS_NODE_FUTURE },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autofree char     *text = g_strdup_printf("NodeName=n1 State=%s\n" PART, cases[i].word);
        g_autoptr(SsCluster) cluster = read_conf(text, diag);

        SS_EXPECT_UINT(cluster->nodes[0].state, cases[i].state);
        SS_EXPECT_UINT(ss_diag_count(diag, SS_SEVERITY_ERROR), 0);
    }
}

static void down_nodes_are_down_with_a_reason(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        read_conf("DownNodes=n[2,9]\nDownNodes=n3 State=DRAIN Reason=\"bad fan\"\n"
                  "NodeName=n[1-3] Reason=\"old\"\n" PART,
                  diag);

    SS_EXPECT_UINT(cluster->nodes[0].state, SS_NODE_IDLE);
    SS_EXPECT_TEXT(cluster->nodes[0].reason, "old");
    SS_EXPECT_UINT(cluster->nodes[1].state, SS_NODE_DOWN);
    SS_EXPECT_TEXT(cluster->nodes[1].reason, "Set in slurm.conf");
    SS_EXPECT_UINT(cluster->nodes[2].state, SS_NODE_IDLE | SS_NODE_DRAIN);
    SS_EXPECT_TEXT(cluster->nodes[2].reason, "bad fan");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_DOWN_NODE), 1);
}

static void addresses_go_with_their_nodes(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        read_conf("NodeName=n[1-3] NodeAddr=10.0.0.[1-3] NodeHostname=h Port=[7001-7003]\n"
                  "NodeName=m[1-2] NodeAddr=a[1-1],b Port=7\n" PART,
                  diag);
    const SsNode *n3 = &cluster->nodes[ss_cluster_node(cluster, "n3")];

    SS_EXPECT_TEXT(n3->address, "10.0.0.3");
    SS_EXPECT_TEXT(n3->hostname, "h");
    SS_EXPECT_UINT(n3->port, 7003);
    SS_EXPECT_UINT(cluster->nodes[0].port, 7);
    SS_EXPECT_TEXT(cluster->nodes[0].hostname, "m1");
    SS_EXPECT_UINT(ss_diag_count(diag, SS_SEVERITY_ERROR), 0);
}

static void counts_of_gres_add_up(void)
{
    static const struct {
        const char *gres;
        uint64_t    count;
        uint32_t    n_type;
        const char *first;
    } cases[] = {
        { "gpu:2", 2, 1, NULL },
        { "gpu:2,gpu:3", 5, 1, NULL },
        { "gpu:a:2,gpu:b:3", 5, 2, "a" },
        { "gpu", 1, 1, NULL },
        { "gpu:2,gpu", 1, 1, NULL },
        { "gpu,gpu:2", 1, 1, NULL },
        { "gpu:a", 1, 1, "a" },
        { "gpu:2K", 2048, 1, NULL },
        { "gpu:a:2(S:0-1),gpu:b:1(S:0,1)", 3, 2, "a" },
        { "gpu:a:no_consume:4", 4, 1, "a" },
        { "gpu:2,foo:3", 2, 1, NULL },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag) diag = ss_diag_new();
        g_autofree char  *text =
            g_strdup_printf("GresTypes=gpu,craynetwork\nNodeName=n1 Gres=%s\n" PART, cases[i].gres);
        g_autoptr(SsCluster) cluster = read_conf(text, diag);
        const SsNodeGres    *gpu = ss_node_gres(&cluster->nodes[0], 0);

        SS_EXPECT_TEXT(cluster->nodes[0].gres_text, cases[i].gres);
        if (!SS_EXPECT_NOT_NULL(gpu))
            continue;
        SS_EXPECT_UINT(gpu->count, cases[i].count);
        SS_EXPECT_UINT(gpu->n_type, cases[i].n_type);
        SS_EXPECT_TEXT(gpu->type[0].name, cases[i].first);
        SS_EXPECT_UINT(gpu->n_dev, 0);
    }
}

/* --- partitions --------------------------------------------------------------------------------------- */

static void partitions_are_read_by_slurms_look_ups(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        read_conf("NodeName=n[1-4] CPUs=2 RealMemory=10\n"
                  "PartitionName=DEFAULT Priority=7 ExclusiveUser=YES Shared=FORCE:3 MaxTime=60\n"
                  "PartitionName=a Nodes=n[1-2] PriorityTier=3 Default=YES DefaultTime=2-0\n"
                  "PartitionName=b Nodes=\"n3 n4\" OverSubscribe=YES Default=YES QOS=High\n"
                  "PartitionName=c\n",
                  diag);
    const SsPartition *a = &cluster->parts[0], *b = &cluster->parts[1];

    SS_EXPECT_UINT(a->priority_tier, 7); /* the old key wins even from DEFAULT */
    SS_EXPECT_UINT(a->job_factor, 7);
    SS_EXPECT_FALSE(a->exclusive_user); /* not inherited in 22.05 */
    SS_EXPECT_INT(a->share, SS_SHARE_FORCE);
    SS_EXPECT_UINT(a->share_count, 3);
    SS_EXPECT_UINT(a->max_time, 60);
    SS_EXPECT_UINT(a->default_time, SS_NO_LIMIT); /* above MaxTime: dropped */
    SS_EXPECT_UINT(a->total_cpus, 4);
    SS_EXPECT_FALSE(a->is_default);
    SS_EXPECT_TRUE(b->is_default);
    SS_EXPECT_UINT(cluster->default_part, 1);
    SS_EXPECT_INT(b->share, SS_SHARE_YES);
    SS_EXPECT_UINT(b->share_count, 4);
    SS_EXPECT_UINT(b->n_nodes, 2);
    SS_EXPECT_TEXT(b->qos_name, "high");
    SS_EXPECT_UINT(b->preempt_mode, SS_PREEMPT_CLUSTER);
    SS_EXPECT_UINT(cluster->parts[2].n_nodes, 0);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_DEFAULT_PART_CHANGED), 1);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_PART_DEFAULT_TIME), 1);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_PART_EMPTY), 1);
}

/* Recorded: static-z-genome, whose partition shows MaxMemPerCPU=9223372036854775807. */
static void an_unlimited_cap_of_memory_replaces_the_clusters(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        read_conf("NodeName=n1 CPUs=2 RealMemory=10\nMaxMemPerNode=250000\n"
                  "PartitionName=a Nodes=n1 MaxMemPerNode=UNLIMITED\n"
                  "PartitionName=b Nodes=n1 MaxMemPerCPU=infinite\n"
                  "PartitionName=c Nodes=n1 MaxMemPerNode=0\n",
                  diag);

    SS_EXPECT_UINT(cluster->parts[0].max_mem_per_cpu, INT64_MAX);
    SS_EXPECT_UINT(cluster->parts[0].max_mem_per_node, 0);
    SS_EXPECT_UINT(cluster->parts[1].max_mem_per_cpu, INT64_MAX);
    SS_EXPECT_UINT(cluster->parts[2].max_mem_per_cpu, 0);
}

static void node_sets_are_replaced_in_file_order(void)
{
    static const struct {
        const char *sets, *nodes;
        uint32_t    unknown;
    } cases[] = {
        { "NodeSet=s Nodes=n[1-2]\n", "n[1-2]", 0 },
        { "NodeSet=s Feature=fast\n", "n[3-4]", 0 },
        { "NodeSet=s Feature=fast Nodes=n1\n", "n[1,3-4]", 0 },
        { "NodeSet=s Nodes=ALL\n", "n[1-4]", 0 },
        { "NodeSet=s Nodes=t\nNodeSet=t Nodes=n2\n", "n2", 0 },
        { "NodeSet=t Nodes=n2\nNodeSet=s Nodes=t\n", "", 1 },
        { "NodeSet=s Nodes=s,n1\n", "n1", 1 },
        { "NodeSet=s Feature=none\n", "", 0 },
        { "NodeSet=s Feature=FAST\n", "", 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag) diag = ss_diag_new();
        g_autofree char  *text = g_strconcat("NodeName=n[1-2]\nNodeName=n[3-4] Feature=slow,fast\n",
                                             cases[i].sets, "PartitionName=p Nodes=s\n", NULL);
        g_autoptr(SsCluster) cluster = read_conf(text, diag);
        g_autofree char     *nodes = ss_cluster_node_list(cluster, cluster->parts[0].nodes);

        SS_EXPECT_TEXT(nodes, cases[i].nodes);
        SS_EXPECT_TEXT(cluster->parts[0].node_sets,
                       strstr(cases[i].sets, "=s Nodes=t\nNodeSet=t") != NULL ? "s,t" : "s");
        SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_PART_NODE), cases[i].unknown);
    }
}

/* --- resources ---------------------------------------------------------------------------------------- */

static void licences_add_up(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_conf("Licenses=a:2,b;a:3,c@srv:7,d:\n", diag);

    SS_EXPECT_UINT(cluster->n_licenses, 4);
    SS_EXPECT_UINT(cluster->licenses[ss_cluster_license(cluster, "a")].total, 5);
    SS_EXPECT_UINT(cluster->licenses[ss_cluster_license(cluster, "b")].total, 1);
    SS_EXPECT_UINT(cluster->licenses[ss_cluster_license(cluster, "c@srv")].total, 7);
    SS_EXPECT_UINT(cluster->licenses[ss_cluster_license(cluster, "d")].total, 0);
}

static void tracked_resources_carry_weights(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        read_conf("PriorityType=priority/multifactor\nPriorityWeightTRES=CPU=10,GRES/gpu=20\n"
                  "PartitionName=p TRESBillingWeights=\"CPU=1.0,Mem=0.25G,GRES/gpu:a=2.0\"\n"
                  "AccountingStorageTRES=gres/gpu,gres/gpu:a,cpu,license/x\nGresTypes=gpu\n",
                  diag);

    SS_EXPECT_UINT(cluster->tres->n, 11);
    SS_EXPECT_REAL(cluster->settings.weight_tres[8], 20, 0);
    SS_EXPECT_REAL(cluster->parts[0].billing[9], 2, 0);
    SS_EXPECT_REAL(cluster->parts[0].billing[SS_TRES_MEM], 0.25 / 1024, 0);
}

static void secrets_are_not_kept(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        read_conf("AccountingStoragePass=hush\nJobCompPass=hush\n", diag);

    for (guint i = 0; i < cluster->conf->len; i++)
        SS_EXPECT_TRUE(strcmp(g_array_index(cluster->conf, SsConfPair, i).value, "hush") != 0);
}

/* --- overrides ---------------------------------------------------------------------------------------- */

static SsCluster *read_overridden(const char *text, char **overrides, SsDiag *diag)
{
    const SsFaults          faults = { .diag = diag };
    SsCluster              *cluster = ss_cluster_new();
    g_autofree char        *whole = g_strconcat(SS_TEST_HEAD, text, NULL);
    g_autoptr(SsConfReader) reader =
        ss_conf_reader_new_text("slurm.conf", whole, strlen(whole), &faults);

    ss_slurm_conf_read(reader, overrides, cluster, &faults);
    ss_cluster_seal(cluster);
    return cluster;
}

static void overrides_have_the_last_word(void)
{
    char                *overrides[] = { (char *) "KillWait=5",
                                         (char *) "SchedulerParameters=bf_interval=7",
                                         (char *) "partition.gpu.x.MaxTime=90",
                                         (char *) "Node.n[2-3].State=DOWN",
                                         (char *) "Node.n3.CPUs=8",
                                         NULL };
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_overridden(
        "KillWait=60\nNodeName=DEFAULT CPUs=2\nNodeName=n[1-4]\nPartitionName=DEFAULT MaxTime=10\n"
        "PartitionName=gpu.x Nodes=ALL MaxTime=20\nPartitionName=b Nodes=n1\n",
        overrides, diag);

    SS_EXPECT_UINT(cluster->settings.kill_wait, 5);
    SS_EXPECT_INT(cluster->settings.sched.bf_interval, 7);
    SS_EXPECT_UINT(cluster->parts[0].max_time, 90);
    SS_EXPECT_UINT(cluster->parts[1].max_time, 10);
    SS_EXPECT_UINT(cluster->nodes[0].state, SS_NODE_IDLE);
    SS_EXPECT_UINT(cluster->nodes[1].state, SS_NODE_DOWN);
    SS_EXPECT_UINT(cluster->nodes[2].state, SS_NODE_DOWN);
    SS_EXPECT_UINT(cluster->nodes[2].cpus, 8);
    SS_EXPECT_UINT(cluster->nodes[3].cpus, 2);
    SS_EXPECT_UINT(cluster->total_cpus, 14);
}

static void a_bad_override_is_an_error(void)
{
    char                *overrides[] = { (char *) "KillWait",
                                         (char *) "Frobnicate=1",
                                         (char *) "KillWait=abc",
                                         (char *) "Partition.zz.MaxTime=1",
                                         (char *) "Partition.MaxTime=1",
                                         (char *) "Node.n[3-1].State=DOWN",
                                         (char *) "Node.n1.Colour=red",
                                         (char *) "NodeName=n9",
                                         NULL };
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = read_overridden("NodeName=n1\n" PART, overrides, diag);

    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_OVERRIDE), 8);
    SS_EXPECT_UINT(cluster->settings.kill_wait, 30);
}

/* --- findings ----------------------------------------------------------------------------------------- */

static void all_faults_are_told_with_their_places(void)
{
    static const struct {
        SsFault  fault;
        uint32_t line, column;
    } cases[] = {
        { SS_FAULT_UNKNOWN_KEY, 3, 3 }, { SS_FAULT_BAD_VALUE, 4, 10 },
        { SS_FAULT_NOT_A_PAIR, 5, 13 }, { SS_FAULT_NODE_TWICE, 7, 10 },
        { SS_FAULT_PART_NODE, 8, 23 },  { SS_FAULT_PART_TWICE, 9, 15 },
        { SS_FAULT_HOSTLIST, 10, 10 },  { SS_FAULT_REPEATED_KEY, 11, 1 },
    };
    static const char    text[] = SS_TEST_HEAD "  Frobnicate=1\n"
                                               "KillWait=abc\n"
                                               "MinJobAge=5 KillWait=3\n"
                                               "NodeName=n[1-2]\n"
                                               "NodeName=n2\n"
                                               "PartitionName=p Nodes=n[1-3]\n"
                                               "PartitionName=p Nodes=n1\n"
                                               "NodeName=m[3-1]\n"
                                               "MinJobAge=6\n";
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = ss_test_conf(text, SS_READ_LENIENT, diag);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const SsFinding *finding = ss_test_fault(diag, cases[i].fault);

        if (!SS_EXPECT_NOT_NULL(finding))
            continue;
        SS_EXPECT_TEXT(finding->place.file, "slurm.conf");
        SS_EXPECT_UINT(finding->place.line, cases[i].line);
        SS_EXPECT_UINT(finding->place.column, cases[i].column);
    }
    SS_EXPECT_UINT(cluster->n_nodes, 2);
    SS_EXPECT_UINT(cluster->settings.min_job_age, 6);
}

static const SsTest tests[] = {
    SS_TEST(geometry_is_derived_as_slurm_derives_it),
    SS_TEST(specialised_cores_are_the_last_of_the_last_socket_first),
    SS_TEST(a_spec_list_takes_whole_cores),
    SS_TEST(default_lines_speak_for_the_lines_below),
    SS_TEST(the_node_table_is_in_natural_order),
    SS_TEST(states_are_words_or_their_beginnings),
    SS_TEST(down_nodes_are_down_with_a_reason),
    SS_TEST(addresses_go_with_their_nodes),
    SS_TEST(counts_of_gres_add_up),
    SS_TEST(partitions_are_read_by_slurms_look_ups),
    SS_TEST(an_unlimited_cap_of_memory_replaces_the_clusters),
    SS_TEST(node_sets_are_replaced_in_file_order),
    SS_TEST(licences_add_up),
    SS_TEST(tracked_resources_carry_weights),
    SS_TEST(secrets_are_not_kept),
    SS_TEST(overrides_have_the_last_word),
    SS_TEST(a_bad_override_is_an_error),
    SS_TEST(all_faults_are_told_with_their_places),
};
SS_TEST_MAIN("slurm_conf", tests)
