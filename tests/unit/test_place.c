/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_place.c - the worked examples of the placement rules, with exact nodes, cores, CPUs and
 * memory.
 *
 * A: 2 sockets x 4 cores x 2 threads, 16 CPUs, 16000 MB. B: 4 CPUs, one socket. CR_Core_Memory.
 */
#include "scheduler/place.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

#define NODE_A  "CPUs=16 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 RealMemory=16000"
#define NODE_B  "CPUs=4 Sockets=1 CoresPerSocket=4 RealMemory=4000"
#define NODE_8  "CPUs=8 Sockets=1 CoresPerSocket=8 RealMemory=8000"
#define PER_CPU "DefMemPerCPU=100\n"

/* What the only job `options` gets on an idle site; "-" if it does not fit. */
static char *placed(SsBuiltSite *site, const char *options)
{
    return ss_built_start(site, options) == NULL
               ? g_strdup("-")
               : ss_built_alloc_text(site, site->world->last->alloc);
}

static void expect(const char *conf, const char *options, const char *expected)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(conf, NULL, NULL);
    g_autofree char       *got = placed(site, options);

    if (!SS_EXPECT_TEXT(got, expected))
        g_printerr("    options: %s\n", options);
}

/* Starts `before` one after the other, then expects `options` on `nodes`. */
static void expect_after(const char *conf, const char *const *before, const char *options,
                         const char *nodes)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(conf, NULL, NULL);

    for (uint32_t i = 0; before[i] != NULL; i++)
        SS_EXPECT_NOT_NULL(ss_built_start(site, before[i]));
    if (!SS_EXPECT_TEXT(ss_built_start(site, options), nodes))
        g_printerr("    options: %s\n", options);
}

#define NONE                                                                                       \
    (const char *const[])                                                                          \
    {                                                                                              \
        NULL                                                                                       \
    }
#define JOBS(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* --- the vectors ------------------------------------------------------------------------------ */

static void cores_come_from_the_sockets_in_turn_and_are_charged_whole(void)
{
    const char *conf = "NodeName=n1 " NODE_A "\n" PER_CPU;

    expect(conf, "-n1", "n1 cpus=2 cores=0 mem=200");
    expect(conf, "-n3", "n1 cpus=4 cores=0,4 mem=400");
    expect(conf, "-n1 -c3", "n1 cpus=4 cores=0,1 mem=400");
}

static void without_multithreading_a_core_serves_one_task(void)
{
    const char *conf = "NodeName=n1 " NODE_A "\n" PER_CPU;

    expect(conf, "-n4 --hint=nomultithread", "n1 cpus=8 cores=0,1,4,5 mem=400");
    expect(conf, "-n4 --ntasks-per-core=1", "n1 cpus=8 cores=0,1,4,5 mem=800");
    expect(conf, "-n2 --threads-per-core=2", "n1 cpus=2 cores=0 mem=200");
}

static void an_exclusive_job_is_given_all_cpus_and_their_memory(void)
{
    expect("NodeName=n1 " NODE_A "\n" PER_CPU, "--exclusive -n1",
           "n1 cpus=16 cores=0,1,2,3,4,5,6,7 mem=1600");
    expect("NodeName=n1 " NODE_A "\n", "--exclusive -n1",
           "n1 cpus=16 cores=0,1,2,3,4,5,6,7 mem=16000");
}

static void without_a_memory_default_a_job_takes_all_memory(void)
{
    const char *conf = "NodeName=n[1-2] " NODE_B "\n";

    expect(conf, "-n1", "n1 cpus=1 cores=0 mem=4000");
    expect_after(conf, JOBS("-n1"), "-n1", "n2");
}

static void a_single_node_job_goes_to_the_fullest_node_that_fits(void)
{
    const char        *conf = "NodeName=n[1-3] " NODE_B "\n" PER_CPU;
    const char *const *before = JOBS("-n2 -w n2", "-n3 -w n3");

    expect_after(conf, before, "-n1", "n3");
    expect_after(conf, before, "-n2", "n2");
    expect_after(conf, before, "-N1 -n2", "n2");
    expect_after(conf, before, "-c2", "n2");
}

static void several_nodes_come_from_the_tightest_run_that_suffices(void)
{
    const char        *conf = "NodeName=n[1-8] " NODE_B "\n" PER_CPU;
    const char *const *before = JOBS("-n4 -w n4");

    expect_after(conf, before, "-N2 -n2", "n[1-2]");
    expect_after(conf, before, "-N4", "n[5-8]");
    expect_after(conf, before, "-N5", "n[1,5-8]");
}

static void light_nodes_are_used_up_first(void)
{
    const char *conf =
        "NodeName=n1 " NODE_B " Weight=10\nNodeName=n[2-3] " NODE_B " Weight=1\n" PER_CPU;

    expect_after(conf, NONE, "-N2", "n[2-3]");
    expect_after(conf, NONE, "-N3", "n[1-3]");
    expect_after(conf, NONE, "-n1", "n2");
}

static void early_nodes_are_filled_and_each_later_one_keeps_a_core(void)
{
    const char *conf = "NodeName=n[1-4] " NODE_8 "\n" PER_CPU;

    expect(conf, "-N2 -n6", "n1 cpus=5 cores=0,1,2,3,4 mem=500; n2 cpus=1 cores=0 mem=100");
    expect(conf, "-N2 -n16",
           "n1 cpus=8 cores=0,1,2,3,4,5,6,7 mem=800; n2 cpus=8 cores=0,1,2,3,4,5,6,7 mem=800");
    expect(conf, "-N2 --ntasks-per-node=3",
           "n1 cpus=3 cores=0,1,2 mem=300; n2 cpus=3 cores=0,1,2 mem=300");
    expect(conf, "-n12",
           "n1 cpus=8 cores=0,1,2,3,4,5,6,7 mem=800; n2 cpus=4 cores=0,1,2,3 mem=400");
}

static void tasks_of_two_cpus_fill_node_after_node(void)
{
    expect("NodeName=n[1-4] " NODE_B "\n" PER_CPU, "-n6 -c2",
           "n1 cpus=4 cores=0,1,2,3 mem=400; n2 cpus=4 cores=0,1,2,3 mem=400; "
           "n3 cpus=4 cores=0,1,2,3 mem=400");
}

static void max_cpus_per_node_counts_the_partitions_own_jobs(void)
{
    const char *conf = "NodeName=n[1-2] " NODE_B "\n" PER_CPU
                       "PartitionName=p Nodes=ALL Default=YES MaxCPUsPerNode=2\n"
                       "PartitionName=q Nodes=ALL\n";

    expect_after(conf, JOBS("-n1"), "-n1", "n1");
    expect_after(conf, JOBS("-n1", "-n1"), "-n1", "n2");
    expect_after(conf, JOBS("-n1", "-n1"), "-n1 -p q", "n1");
}

static void expect_on_tree_of(const char *select, const char *options, const char *nodes)
{
    const char      *net = "SwitchName=s1 Nodes=n[1-4]\nSwitchName=s2 Nodes=n[5-8]\n"
                           "SwitchName=top Switches=s[1-2]\n";
    g_autofree char *conf = g_strconcat(
        select, "TopologyPlugin=topology/tree\nNodeName=n[1-8] " NODE_B "\n" PER_CPU, NULL);
    g_autoptr(SsBuiltSite) site = ss_built_site(conf, NULL, net);

    SS_EXPECT_NOT_NULL(ss_built_start(site, "-n4 -w n1"));
    SS_EXPECT_NOT_NULL(ss_built_start(site, "-n4 -w n2"));
    SS_EXPECT_TEXT(ss_built_start(site, options), nodes);
}

static void expect_on_tree(const char *options, const char *nodes)
{
    expect_on_tree_of("", options, nodes);
}

/* Recorded: static-y-whole-nodes, static-z-weather. */
static void linear_begins_with_the_smallest_leaf_if_none_suffices(void)
{
    const char *linear = "SelectType=select/linear\n";

    expect_on_tree_of(linear, "-N3", "n[5-7]");
    expect_on_tree_of(linear, "-N5", "n[3-7]");
    expect_on_tree_of(linear, "-N2-4", "n[3-4]"); /* content with the least */
}

static void a_tree_gives_few_and_well_filled_leaves(void)
{
    expect_on_tree("-N2", "n[3-4]");
    expect_on_tree("-N3", "n[5-7]");
    expect_on_tree("-N5", "n[3,5-8]");
}

static void a_job_waits_for_few_switches_only_so_long(void)
{
    const char *conf = "TopologyPlugin=topology/tree\nNodeName=n[1-8] " NODE_B "\n" PER_CPU;
    const char *net = "SwitchName=s1 Nodes=n[1-4]\nSwitchName=s2 Nodes=n[5-8]\n"
                      "SwitchName=top Switches=s[1-2]\n";
    g_autoptr(SsBuiltSite) site = ss_built_site(conf, NULL, net);
    g_autoptr(SsAlloc)     alloc = NULL;
    SsJob                 *job = ss_built_job(site, "-N5 --switches=1@10:00");
    SsPlaceQuery           query = { .world = site->world,
                                     .use = site->world->use,
                                     .job = job,
                                     .part = 0,
                                     .nodes = site->world->parts[0].nodes,
                                     .min_nodes = 5,
                                     .req_nodes = 5,
                                     .max_nodes = 5,
                                     .mode = SS_PLACE_NOW };

    SS_EXPECT_INT(job->req.switches_wait, 300); /* max_switch_wait */
    job->wait_switch = site->world->now;
    site->world->now += 299;
    SS_EXPECT_INT(ss_place(&query, &alloc), SS_PLACE_BUSY);
    site->world->now += 1;
    SS_EXPECT_INT(ss_place(&query, &alloc), SS_PLACED);
    ss_job_free(job);
}

static void least_loaded_takes_the_emptiest_node(void)
{
    expect_after("SelectTypeParameters=CR_Core_Memory,CR_LLN\nNodeName=n[1-2] " NODE_B "\n" PER_CPU,
                 JOBS("-n3 -w n1", "-n1 -w n2"), "-n1", "n2");
    expect_after("NodeName=n[1-2] " NODE_B "\n" PER_CPU
                 "PartitionName=p Nodes=ALL LLN=YES Default=YES\n",
                 JOBS("-n3 -w n1", "-n1 -w n2"), "-n1", "n2");
}

static const char *const racks =
    "NodeName=n1 " NODE_B " Feature=r1\nNodeName=n2 " NODE_B " Feature=r1\n"
    "NodeName=n[3-4] " NODE_B " Feature=r2\n" PER_CPU;

static void all_nodes_satisfy_the_same_alternative(void)
{
    expect_after(racks, JOBS("-n4 -w n2"), "-C '[r1|r2]' -N2", "n[3-4]");
    expect_after(racks, JOBS("-n4 -w n2"), "-C 'r1|r2' -N2", "n[3-4]");
    expect_after(racks, NONE, "-C '[r1|r2]' -N2", "n[1-2]");
    expect_after(racks, NONE, "-C '[r1|r2]' -N3", NULL);
}

static void counts_of_features_add_up(void)
{
    expect_after(racks, NONE, "-C '[r1*1&r2*2]' -N3", "n[1,3-4]");
    expect_after(racks, NONE, "-C 'r2*1' -N2", "n[3-4]");
    expect_after(racks, NONE, "-C '[r1*3&r2*1]' -N4", NULL);
    expect_after(racks, NONE, "-C 'r1*1&r2*1' -N2",
                 NULL); /* recorded: no node of the first has the second */
}

static void rows_are_filled_only_when_no_core_is_free(void)
{
    const char *conf = "NodeName=n[1-2] " NODE_B "\n" PER_CPU
                       "PartitionName=p Nodes=ALL Default=YES OverSubscribe=FORCE:2\n";

    expect_after(conf, JOBS("-n4"), "-n4", "n2");
    expect_after(conf, JOBS("-n4", "-n4"), "-n4", "n1");
    expect_after(conf, JOBS("-n4", "-n4", "-n4"), "-n4", "n2");
    expect_after(conf, JOBS("-n4", "-n4", "-n4", "-n4"), "-n4", NULL);
}

/* --- beyond the vectors ----------------------------------------------------------------------- */

static void jobs_share_rows_only_where_they_asked_for_it(void)
{
    const char *conf = "NodeName=n1 " NODE_B "\n" PER_CPU
                       "PartitionName=p Nodes=ALL Default=YES OverSubscribe=YES:2\n";

    expect_after(conf, JOBS("-n4 -s"), "-n4", NULL);
    expect_after(conf, JOBS("-n4 -s"), "-n4 -s", "n1");
    expect_after(conf, JOBS("-n1"), "-n1", "n1");
}

static void an_exclusive_partition_needs_empty_nodes(void)
{
    const char *conf =
        "NodeName=n[1-2] " NODE_B "\n" PER_CPU "PartitionName=p Nodes=ALL Default=YES\n"
        "PartitionName=x Nodes=ALL OverSubscribe=EXCLUSIVE\n";

    expect_after(conf, JOBS("-n1"), "-n1 -p x", "n2");
    expect_after(conf, JOBS("-n1 -p x"), "-n1", "n2");
    expect_after(conf, JOBS("-n1 -p x", "-n1 -p x"), "-n1", NULL);
}

static void required_nodes_are_taken_and_excluded_ones_left(void)
{
    const char *conf = "NodeName=n[1-8] " NODE_B "\n" PER_CPU;

    expect_after(conf, NONE, "-N3 -w n5", "n[5-7]");
    expect_after(conf, NONE, "-N3 -w n7", "n[6-8]");
    expect_after(conf, NONE, "-N3 -x n[1-3]", "n[4-6]");
    expect_after(conf, NONE, "-w n[2,4]", "n[2,4]");
    expect_after(conf, JOBS("-n4 -w n2"), "-w n[2,4]", NULL);
}

static void contiguous_nodes_are_neighbours(void)
{
    const char        *conf = "NodeName=n[1-8] " NODE_B "\n" PER_CPU;
    const char *const *before = JOBS("-n4 -w n3");

    expect_after(conf, before, "-N3 --contiguous", "n[4-6]");
    expect_after(conf, before, "-N6 --contiguous", NULL);
    expect_after(conf, before, "-N6", "n[1,4-8]");
}

/* Recorded in replay-contiguous-weights: partitions a to f, h, q, w, ad. */
static void runs_of_nodes_are_compared_one_after_the_other(void)
{
    const char *light_last =
        "NodeName=n[1-3] " NODE_B " Weight=2\nNodeName=n[4-6] " NODE_B " Weight=1\n" PER_CPU;
    const char *light_first =
        "NodeName=n[1-3] " NODE_B " Weight=1\nNodeName=n[4-6] " NODE_B " Weight=2\n" PER_CPU;
    const char *mixed = "NodeName=n1 " NODE_B " Weight=3\nNodeName=n[2-4] " NODE_B
                        " Weight=1\nNodeName=n[5-7] " NODE_B " Weight=2\n" PER_CPU;
    const char *alike = "NodeName=n[1-7] " NODE_B "\n" PER_CPU;
    const char *one_fat = "NodeName=n[1-4] " NODE_B "\nNodeName=n5 " NODE_A "\n" PER_CPU;

    expect_after(light_last, JOBS("-n4 -w n4"), "-N3 --contiguous", NULL);
    expect_after(light_first, JOBS("-n4 -w n3"), "-N3 --contiguous", "n[4-6]");
    expect_after(mixed, JOBS("-n4 -w n4"), "-N3 --contiguous", "n[1-3]");
    expect_after(alike, JOBS("-n4 -w n4", "-n2 -w n5", "-n2 -w n6"), "-N3 --contiguous", "n[5-7]");
    expect_after(one_fat, JOBS("-n4 -w n4"), "-N3 --contiguous", NULL);
    expect_after(one_fat, JOBS("-n4 -w n4"), "-N3", "n[1-2,5]");
    expect_after(light_last, NONE, "-N3 -w n1", "n[1,4-5]");
    expect_after(light_last, JOBS("-n4 -w n4"), "-N2 --contiguous -w n2", "n[2-3]");
}

/* Recorded in replay-contiguous-weights: partitions r, s, v, z. */
static void a_count_of_a_feature_leaves_the_other_nodes_to_weights(void)
{
    const char *heavy = "NodeName=n[1-2] " NODE_B " Weight=3 Feature=x\nNodeName=n[3-4] " NODE_B
                        " Weight=2\nNodeName=n[5-6] " NODE_B " Weight=1\n" PER_CPU;
    const char *alike = "NodeName=n[1-2] " NODE_B "\nNodeName=n[3-4] " NODE_B
                        " Feature=x\nNodeName=n[5-6] " NODE_B "\n" PER_CPU;

    expect_after(heavy, NONE, "-N4 -C 'x*1'", "n[1,3,5-6]");
    expect_after(alike, NONE, "-N3 -C 'x*1'", "n[3-5]");
    expect_after(alike, NONE, "-N3 -n9 -C 'x*1'", "n[3-5]");
}

static void specialised_cores_are_never_given(void)
{
    const char *conf = "NodeName=n1 " NODE_A " CoreSpecCount=2 MemSpecLimit=1000\n";

    expect(conf, "-n1 --exclusive", "n1 cpus=12 cores=0,1,2,4,5,6 mem=15000");
    expect(conf, "-n12 --mem=15000", "n1 cpus=12 cores=0,1,2,4,5,6 mem=15000");
    expect(conf, "-n12 --mem=15001", "-");
}

/* Recorded (replay-core-spec): it is charged the CPUs that the node itself does not keep, whatever it sets aside. */
static void core_spec_sets_cores_aside_for_the_job_itself(void)
{
    const char *plain = "AllowSpecResourcesUsage=YES\nNodeName=n1 " NODE_A "\n";
    const char *two = "AllowSpecResourcesUsage=YES\nNodeName=n1 " NODE_A " CoreSpecCount=2\n";

    expect(plain, "-n2 --mem=500 --core-spec=1", "n1 cpus=16 cores=0,1,2,3,4,5,6 mem=500");
    expect(plain, "-n1 --mem=500 --core-spec=3", "n1 cpus=16 cores=0,1,2,4,5 mem=500");
    expect(two, "-n1 --mem=500 --core-spec=0", "n1 cpus=12 cores=0,1,2,3,4,5,6,7 mem=500");
    expect(two, "-n4 --mem=500 --core-spec=1", "n1 cpus=12 cores=0,1,2,4,5,6,7 mem=500");
}

static void memory_per_cpu_bounds_the_cpus_of_a_node(void)
{
    const char *conf = "NodeName=n[1-2] " NODE_B "\n";

    expect(conf, "-n4 --mem-per-cpu=1000", "n1 cpus=4 cores=0,1,2,3 mem=4000");
    expect(conf, "-n4 --mem-per-cpu=2000",
           "n1 cpus=2 cores=0,1 mem=4000; n2 cpus=2 cores=0,1 mem=4000");
    expect(conf, "-n1 --mem-per-cpu=4001", "-");
}

static void sockets_are_whole_with_cr_socket(void)
{
    const char *conf = "SelectTypeParameters=CR_Socket_Memory\nNodeName=n1 " NODE_A "\n" PER_CPU;

    expect(conf, "-n1", "n1 cpus=8 cores=0,1,2,3 mem=800");
    expect_after(conf, JOBS("-n1", "-n1"), "-n1", NULL);
}

/* Recorded (replay-cr-socket-nodes): what is kept for each node to come is a socket. */
static void with_cr_socket_each_node_to_come_keeps_a_socket(void)
{
    const char *conf = "SelectTypeParameters=CR_Socket_Memory\n"
                       "NodeName=n[1-3] CPUs=8 Sockets=2 CoresPerSocket=4 RealMemory=8000\n";

    expect(conf, "-N2 -n5 --mem=500",
           "n1 cpus=4 cores=0,1,2,3 mem=500; n2 cpus=8 cores=0,1,2,3,4,5,6,7 mem=500");
    expect(conf, "-N2 -n6 --mem=500",
           "n1 cpus=8 cores=0,1,2,3,4,5,6,7 mem=500; n2 cpus=8 cores=0,1,2,3,4,5,6,7 mem=500");
    expect(conf, "-N3 -n4 --mem=500",
           "n1 cpus=4 cores=0,1,2,3 mem=500; n2 cpus=4 cores=0,1,2,3 mem=500; "
           "n3 cpus=8 cores=0,1,2,3,4,5,6,7 mem=500");
}

/* Recorded (replay-one-task-core, replay-hints): four tasks of two cores, and a fifth on the next node. */
static void where_a_core_has_one_task_no_core_has_two(void)
{
    const char *conf = "NodeName=n[1-2] " NODE_A "\n";
    const char *one = "SelectTypeParameters=CR_Core_Memory,CR_ONE_TASK_PER_CORE\n"
                      "NodeName=n[1-2] " NODE_A "\n";

    expect(conf, "-n2 -c3 --mem=500 --ntasks-per-core=1", "n1 cpus=8 cores=0,1,2,3 mem=500");
    expect(conf, "-n3 -c3 --mem=500 --ntasks-per-core=1", "n1 cpus=12 cores=0,1,2,3,4,5 mem=500");
    expect(conf, "-n5 -c3 --mem=500 --ntasks-per-core=1",
           "n1 cpus=16 cores=0,1,2,3,4,5,6,7 mem=500; n2 cpus=4 cores=0,1 mem=500");
    expect(conf, "-N1 -n5 -c3 --mem=500 --ntasks-per-core=1", "-");
    expect(one, "-n2 -c3 --mem=500", "n1 cpus=8 cores=0,1,2,3 mem=500");
    expect(one, "-n3 --mem=500", "n1 cpus=6 cores=0,1,4 mem=500");
    expect(one, "-n3 --mem=500 --hint=multithread", "n1 cpus=4 cores=0,4 mem=500");
}

static void cr_cpu_counts_threads_but_gives_cores(void)
{
    const char *conf = "SelectTypeParameters=CR_CPU_Memory\nNodeName=n1 " NODE_A "\n" PER_CPU;

    expect(conf, "-n1", "n1 cpus=1 cores=0 mem=100");
    expect(conf, "-n3", "n1 cpus=3 cores=0,1 mem=300");
}

static void block_distribution_fills_a_socket(void)
{
    const char *conf = "NodeName=n1 " NODE_A "\n" PER_CPU;

    expect(conf, "-n6 -m block:block", "n1 cpus=6 cores=0,1,2 mem=600");
    expect(conf, "-n6", "n1 cpus=6 cores=0,1,4 mem=600");
    expect("SelectTypeParameters=CR_Core_Memory,CR_CORE_DEFAULT_DIST_BLOCK\nNodeName=n1 " NODE_A
           "\n" PER_CPU,
           "-n6", "n1 cpus=6 cores=0,1,2 mem=600");
}

static void linear_gives_whole_nodes(void)
{
    const char *conf = "SelectType=select/linear\nNodeName=n[1-4] " NODE_B "\n";

    expect(conf, "-N2", "n1 cpus=4 cores=0,1,2,3 mem=0; n2 cpus=4 cores=0,1,2,3 mem=0");
    expect(conf, "-n6", "n1 cpus=4 cores=0,1,2,3 mem=0; n2 cpus=4 cores=0,1,2,3 mem=0");
    expect_after(conf, JOBS("-n1"), "-n1", "n2");
}

static void linear_prefers_light_nodes_and_shares_where_forced(void)
{
    const char *weights =
        "SelectType=select/linear\nNodeName=n1 " NODE_B " Weight=9\nNodeName=n[2-3] " NODE_B "\n";
    const char *forced = "SelectType=select/linear\nNodeName=n1 " NODE_B
                         "\nPartitionName=p Nodes=ALL Default=YES OverSubscribe=FORCE:2\n";

    expect_after(weights, NONE, "-N1", "n2");
    expect_after(weights, NONE, "-N3", "n[1-3]");
    expect_after(forced, JOBS("-N1"), "-N1", "n1");
    expect_after(forced, JOBS("-N1", "-N1"), "-N1", NULL);
}

static void tasks_a_socket_are_bounded(void)
{
    const char *conf = "NodeName=n1 " NODE_A "\n" PER_CPU;

    /* Recorded in replay-gres-cores, -sockets: a core's CPUs count whatever the bound; the first sockets are
     * the ones left out. */
    expect(conf, "-n2 --ntasks-per-socket=1", "n1 cpus=2 cores=0 mem=200");
    expect(conf, "-n2 --ntasks-per-socket=2", "n1 cpus=2 cores=4 mem=200");
    expect(conf, "-n3 --ntasks-per-socket=1", "n1 cpus=4 cores=0,4 mem=400");
    expect(conf, "-n6 --ntasks-per-socket=3", "n1 cpus=6 cores=0,1,4 mem=600");
    expect(conf, "-n5 --ntasks-per-socket=1", "-");
}

static void small_nodes_are_left_out_if_the_job_is_short_of_nodes(void)
{
    const char *conf = "NodeName=n[1-2] CPUs=2 RealMemory=4000\nNodeName=n[3-4] CPUs=8 "
                       "RealMemory=8000\n" PER_CPU;

    expect_after(conf, NONE, "-N2 -n16", "n[3-4]");
    expect_after(conf, NONE, "-N2 -n17", NULL);
}

static void serial_jobs_are_packed_at_the_end(void)
{
    const char *conf =
        "SchedulerParameters=pack_serial_at_end\nNodeName=n[1-4] " NODE_B "\n" PER_CPU;

    expect_after(conf, NONE, "-n1", "n4");
    expect_after(conf, NONE, "-n2", "n1");
}

static void spread_jobs_use_as_many_nodes_as_tasks(void)
{
    expect_after("NodeName=n[1-4] " NODE_B "\n" PER_CPU, NONE, "-n3 --spread-job", "n[1-3]");
    /* recorded (replay-hints): the first has what is left over when each other has its task */
    expect("NodeName=n[1-3] " NODE_A "\n", "-n7 --spread-job --mem=500",
           "n1 cpus=6 cores=0,1,4 mem=500; n2 cpus=2 cores=0 mem=500; n3 cpus=2 cores=0 mem=500");
}

static void user_exclusive_nodes_have_one_user(void)
{
    const char *conf = "NodeName=n[1-2] " NODE_B "\n" PER_CPU;

    expect_after(conf, JOBS("-n1 -u ann"), "-n1 --exclusive=user -u bob", "n2");
    expect_after(conf, JOBS("-n1 -u ann"), "-n1 --exclusive=user -u ann", "n1");
    expect_after(conf, JOBS("-n1 --exclusive=user -u ann"), "-n1 -u bob", "n2");
}

static void says_why_a_job_does_not_fit(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site("NodeName=n[1-2] " NODE_B "\n" PER_CPU, NULL, NULL);
    g_autoptr(SsNodeSet)   first = ss_node_set_new(2);
    SsAlloc               *alloc = NULL;
    SsJob                 *four = ss_built_job(site, "-N1 -n4"), *both = ss_built_job(site, "-N2"),
          *five = ss_built_job(site, "-N1 -n5");
    SsPlaceQuery query = { .world = site->world,
                           .use = site->world->use,
                           .part = 0,
                           .nodes = first,
                           .min_nodes = 1,
                           .req_nodes = 1,
                           .max_nodes = 1,
                           .judge = true };

    ss_node_set_add(first, 0);
    SS_EXPECT_NOT_NULL(ss_built_start(site, "-n1 -w n1"));
    query.job = four;
    SS_EXPECT_INT(ss_place(&query, &alloc), SS_PLACE_BUSY);
    query.job = five;
    SS_EXPECT_INT(ss_place(&query, &alloc), SS_PLACE_NEVER);
    query.job = both;
    query.min_nodes = query.req_nodes = query.max_nodes = 2;
    SS_EXPECT_INT(ss_place(&query, &alloc), SS_PLACE_UNAVAILABLE);
    ss_job_free(four);
    ss_job_free(five);
    ss_job_free(both);
}

static const SsTest tests[] = {
    SS_TEST(cores_come_from_the_sockets_in_turn_and_are_charged_whole),
    SS_TEST(without_multithreading_a_core_serves_one_task),
    SS_TEST(an_exclusive_job_is_given_all_cpus_and_their_memory),
    SS_TEST(without_a_memory_default_a_job_takes_all_memory),
    SS_TEST(a_single_node_job_goes_to_the_fullest_node_that_fits),
    SS_TEST(several_nodes_come_from_the_tightest_run_that_suffices),
    SS_TEST(light_nodes_are_used_up_first),
    SS_TEST(early_nodes_are_filled_and_each_later_one_keeps_a_core),
    SS_TEST(tasks_of_two_cpus_fill_node_after_node),
    SS_TEST(max_cpus_per_node_counts_the_partitions_own_jobs),
    SS_TEST(a_tree_gives_few_and_well_filled_leaves),
    SS_TEST(linear_begins_with_the_smallest_leaf_if_none_suffices),
    SS_TEST(a_job_waits_for_few_switches_only_so_long),
    SS_TEST(least_loaded_takes_the_emptiest_node),
    SS_TEST(all_nodes_satisfy_the_same_alternative),
    SS_TEST(counts_of_features_add_up),
    SS_TEST(rows_are_filled_only_when_no_core_is_free),
    SS_TEST(jobs_share_rows_only_where_they_asked_for_it),
    SS_TEST(an_exclusive_partition_needs_empty_nodes),
    SS_TEST(required_nodes_are_taken_and_excluded_ones_left),
    SS_TEST(contiguous_nodes_are_neighbours),
    SS_TEST(runs_of_nodes_are_compared_one_after_the_other),
    SS_TEST(a_count_of_a_feature_leaves_the_other_nodes_to_weights),
    SS_TEST(specialised_cores_are_never_given),
    SS_TEST(core_spec_sets_cores_aside_for_the_job_itself),
    SS_TEST(memory_per_cpu_bounds_the_cpus_of_a_node),
    SS_TEST(sockets_are_whole_with_cr_socket),
    SS_TEST(with_cr_socket_each_node_to_come_keeps_a_socket),
    SS_TEST(where_a_core_has_one_task_no_core_has_two),
    SS_TEST(cr_cpu_counts_threads_but_gives_cores),
    SS_TEST(block_distribution_fills_a_socket),
    SS_TEST(linear_gives_whole_nodes),
    SS_TEST(linear_prefers_light_nodes_and_shares_where_forced),
    SS_TEST(tasks_a_socket_are_bounded),
    SS_TEST(small_nodes_are_left_out_if_the_job_is_short_of_nodes),
    SS_TEST(serial_jobs_are_packed_at_the_end),
    SS_TEST(spread_jobs_use_as_many_nodes_as_tasks),
    SS_TEST(user_exclusive_nodes_have_one_user),
    SS_TEST(says_why_a_job_does_not_fit),
};

SS_TEST_MAIN("place", tests)
