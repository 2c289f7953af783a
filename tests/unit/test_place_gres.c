/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_place_gres.c - GPUs: counts, types, devices near cores, links, counts per job, socket and
 * task.
 *
 * A: 2 sockets x 4 cores x 2 threads, 4 GPUs, gpu0-1 near socket 0, gpu2-3 near socket 1. "CPUs=8" alone is
 * eight sockets of a core: a job whose tasks are known takes the last ones (recorded: replay-gres-sockets).
 */
#include "scheduler/place.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

#define NODE_A  "CPUs=16 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 RealMemory=16000 Gres=gpu:4"
#define PER_CPU "GresTypes=gpu\nDefMemPerCPU=100\n"

static const char *const near_cores = "Name=gpu File=/dev/nvidia[0-1] Cores=0-3\n"
                                      "Name=gpu File=/dev/nvidia[2-3] Cores=4-7\n";

static SsBuiltSite *site_a(const char *nodes)
{
    g_autofree char *conf = g_strdup_printf(PER_CPU "NodeName=%s " NODE_A "\n", nodes);

    return ss_built_site(conf, near_cores, NULL);
}

static void expect_next(SsBuiltSite *site, const char *options, const char *expected)
{
    g_autofree char *got = ss_built_start(site, options) == NULL
                               ? g_strdup("-")
                               : ss_built_alloc_text(site, site->world->last->alloc);

    if (!SS_EXPECT_TEXT(got, expected))
        g_printerr("    options: %s\n", options);
}

static void gpus_and_cores_are_of_one_socket(void)
{
    g_autoptr(SsBuiltSite) site = site_a("n1");

    expect_next(site, "--gres=gpu:2 -n1", "n1 cpus=2 cores=0 mem=200 gres=gpu:2(IDX:0-1)");
    expect_next(site, "--gres=gpu:2 -n1", "n1 cpus=2 cores=4 mem=200 gres=gpu:2(IDX:2-3)");
    expect_next(site, "--gres=gpu:1 -n1", "-");
}

static void cpus_per_gpu_make_the_cpus(void)
{
    g_autoptr(SsBuiltSite) site = site_a("n1");

    expect_next(site, "--gpus=4 --cpus-per-gpu=2 -N1",
                "n1 cpus=8 cores=0,1,4,5 mem=800 gres=gpu:4(IDX:0-3)");
}

static void binding_is_kept_dropped_or_enforced_as_asked(void)
{
    g_autoptr(SsBuiltSite) site = site_a("n1");

    expect_next(site, "-n8 -m block:block --mem=100", "n1 cpus=8 cores=0,1,2,3 mem=100");
    expect_next(site, "--gres=gpu:3 -n1 --gres-flags=enforce-binding", "-");
    expect_next(site, "--gres=gpu:3 -n1", "n1 cpus=2 cores=4 mem=200 gres=gpu:3(IDX:0,2-3)");
}

/* Recorded (replay-gres-passed): eight sockets of one core, two GPUs near the first four and two near the others. */
static void sockets_passed_on_the_way_to_gpus_keep_their_cores(void)
{
    static const struct {
        const char *options, *expected;
    } rows[] = {
        /* enough on the two needed; too few, so the five passed are needed; and the last of the others */
        { "-N1 -n2 --gres=gpu:3", "g1 cpus=2 cores=0,4 mem=200 gres=gpu:3(IDX:0-2)" },
        { "-N1 -n3 --gres=gpu:3", "g1 cpus=3 cores=2,3,4 mem=300 gres=gpu:3(IDX:0,2-3)" },
        { "-N1 -n6 --gres=gpu:3", "g1 cpus=6 cores=0,1,2,3,4,7 mem=600 gres=gpu:3(IDX:0-2)" },
        /* only the needed one was looked at */
        { "-N1 -n3 --gres=gpu:1", "g1 cpus=3 cores=0,6,7 mem=300 gres=gpu:1(IDX:0)" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(SsBuiltSite) site = ss_built_site(
            PER_CPU "NodeName=g1 CPUs=8 RealMemory=8000 Gres=gpu:4\n", near_cores, NULL);

        expect_next(site, rows[i].options, rows[i].expected);
    }
}

/* Recorded (replay-gpu-bind, and replay-gres-sockets job 44): the GPUs that are free would do for a third task, which the job
 * does not have. */
static void tasks_with_a_gpu_each_keep_to_the_socket_that_has_them(void)
{
    static const struct {
        const char *options, *expected;
    } rows[] = {
        { "-n2 --gpus-per-task=1", "n1 cpus=2 cores=2,3 mem=200 gres=gpu:2(IDX:2-3)" },
        { "-n2 --gpus=2", "n1 cpus=2 cores=2,3 mem=200 gres=gpu:2(IDX:2-3)" },
        { "-n2 --gpus-per-socket=1 --sockets-per-node=2",
          "n1 cpus=2 cores=1,2 mem=200 gres=gpu:2(IDX:1-2)" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(SsBuiltSite) site = ss_built_site(
            PER_CPU "NodeName=n1 CPUs=4 Sockets=2 CoresPerSocket=2 RealMemory=8000 Gres=gpu:4\n",
            "Name=gpu File=/dev/nvidia[0-1] Cores=0-1\nName=gpu File=/dev/nvidia[2-3] Cores=2-3\n",
            NULL);

        expect_next(site, "-n1 --gres=gpu:1", "n1 cpus=1 cores=0 mem=100 gres=gpu:1(IDX:0)");
        expect_next(site, rows[i].options, rows[i].expected);
    }
}

static void without_binding_the_lowest_devices_are_given(void)
{
    g_autoptr(SsBuiltSite) site = site_a("n1");

    expect_next(site, "-n8 -m block:block --mem=100", "n1 cpus=8 cores=0,1,2,3 mem=100");
    expect_next(site, "--gres=gpu:1 -n1", "n1 cpus=2 cores=4 mem=200 gres=gpu:1(IDX:2)");
}

static const char *const two_types =
    "GresTypes=gpu\nDefMemPerCPU=100\n"
    "NodeName=v1 CPUs=8 RealMemory=8000 Gres=gpu:v100:2,gpu:a100:2\n";
static const char *const two_types_gres = "Name=gpu Type=v100 File=/dev/nvidia[0-1]\n"
                                          "Name=gpu Type=a100 File=/dev/nvidia[2-3]\n";

static void types_are_told_apart(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(two_types, two_types_gres, NULL);

    expect_next(site, "-n1 --gres=gpu:a100:1", "v1 cpus=1 cores=7 mem=100 gres=gpu:a100:1(IDX:2)");
    expect_next(site, "-n1 --gres=gpu:v100:3", "-");
    expect_next(site, "-n1 --gres=gpu:3",
                "v1 cpus=1 cores=6 mem=100 gres=gpu:v100:2(IDX:0-1),gpu:a100:1(IDX:3)");
    expect_next(site, "-n1 --gres=gpu:1", "-");
}

static void counts_without_devices_have_no_indices(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(
        "GresTypes=fs\nDefMemPerCPU=100\nNodeName=n1 CPUs=8 RealMemory=8000 Gres=fs:3\n", NULL,
        NULL);

    expect_next(site, "-n1 --gres=fs:2", "n1 cpus=1 cores=7 mem=100 gres=fs:2(CNT:2)");
    expect_next(site, "-n1 --gres=fs:2", "-");
    expect_next(site, "-n1 --gres=fs", "n1 cpus=1 cores=6 mem=100 gres=fs:1(CNT:1)");
}

static void gpus_of_a_job_are_dealt_out_over_its_nodes(void)
{
    g_autoptr(SsBuiltSite) site =
        ss_built_site(PER_CPU "NodeName=n[1-3] CPUs=8 RealMemory=8000 Gres=gpu:4\n",
                      "Name=gpu File=/dev/nvidia[0-3]\n", NULL);

    expect_next(site, "-n4 --gpus=6",
                "n1 cpus=3 cores=0,1,2 mem=300 gres=gpu:4(IDX:0-3); "
                "n2 cpus=1 cores=0 mem=100 gres=gpu:2(IDX:0-1)");
    expect_next(site, "-N2 -n2 --gpus=3",
                "n2 cpus=1 cores=7 mem=100 gres=gpu:2(IDX:2-3); "
                "n3 cpus=1 cores=7 mem=100 gres=gpu:1(IDX:0)");
    expect_next(site, "-n1 --gpus=4", "-");
}

static void gpus_per_task_follow_the_tasks(void)
{
    g_autoptr(SsBuiltSite) site =
        ss_built_site(PER_CPU "NodeName=n[1-2] CPUs=8 RealMemory=8000 Gres=gpu:4\n",
                      "Name=gpu File=/dev/nvidia[0-3]\n", NULL);

    expect_next(site, "-n6 --gpus-per-task=1",
                "n1 cpus=4 cores=4,5,6,7 mem=400 gres=gpu:4(IDX:0-3); "
                "n2 cpus=2 cores=4,5 mem=200 gres=gpu:2(IDX:0-1)");
}

static void memory_per_gpu_is_counted_by_gpus(void)
{
    g_autoptr(SsBuiltSite) site =
        ss_built_site("GresTypes=gpu\nNodeName=n[1-2] CPUs=8 RealMemory=8000 Gres=gpu:4\n",
                      "Name=gpu File=/dev/nvidia[0-3]\n", NULL);

    expect_next(site, "-n2 --gres=gpu:2 --mem-per-gpu=2000",
                "n1 cpus=2 cores=0,1 mem=4000 gres=gpu:2(IDX:0-1)");
    expect_next(site, "-n1 --gres=gpu:1 --mem-per-gpu=5000",
                "n2 cpus=1 cores=7 mem=5000 gres=gpu:1(IDX:0)");
}

static void gpus_per_socket_stay_near(void)
{
    g_autoptr(SsBuiltSite) site = site_a("n1");

    expect_next(site, "-n4 -N1 --sockets-per-node=2 --gpus-per-socket=1",
                "n1 cpus=4 cores=0,4 mem=400 gres=gpu:2(IDX:0,2)");
}

static void an_exclusive_job_gets_every_device(void)
{
    g_autoptr(SsBuiltSite) site = site_a("n[1-2]");

    expect_next(site, "-n1 --gres=gpu:1", "n1 cpus=2 cores=0 mem=200 gres=gpu:1(IDX:0)");
    expect_next(site, "-n1 --exclusive",
                "n2 cpus=16 cores=0,1,2,3,4,5,6,7 mem=1600 gres=gpu:4(IDX:0-3)");
}

static void nodes_with_more_near_gpus_come_first(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(
        PER_CPU "NodeName=n1 CPUs=8 RealMemory=8000 Gres=gpu:2\n"
                "NodeName=n2 CPUs=8 RealMemory=8000 Gres=gpu:4\n",
        "NodeName=n1 Name=gpu File=/dev/nvidia[0-1]\nNodeName=n2 Name=gpu File=/dev/nvidia[0-3]\n",
        NULL);

    expect_next(site, "-n2 --gpus=3", "n2 cpus=2 cores=0,1 mem=200 gres=gpu:3(IDX:0-2)");
    expect_next(site, "-n2 --gpus=2", "n1 cpus=2 cores=0,1 mem=200 gres=gpu:2(IDX:0-1)");
}

static void linked_devices_are_given_together(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(
        PER_CPU "NodeName=n1 CPUs=8 RealMemory=8000 Gres=gpu:4\n",
        "Name=gpu File=/dev/nvidia0 Links=-1,1,4,1\nName=gpu File=/dev/nvidia1 Links=1,-1,1,4\n"
        "Name=gpu File=/dev/nvidia2 Links=4,1,-1,1\nName=gpu File=/dev/nvidia3 Links=1,4,1,-1\n",
        NULL);

    expect_next(site, "-n1 --gres=gpu:2", "n1 cpus=1 cores=7 mem=100 gres=gpu:2(IDX:0,2)");
    expect_next(site, "-n1 --gres=gpu:2", "n1 cpus=1 cores=6 mem=100 gres=gpu:2(IDX:1,3)");
}

static const SsTest tests[] = {
    SS_TEST(gpus_and_cores_are_of_one_socket),
    SS_TEST(cpus_per_gpu_make_the_cpus),
    SS_TEST(binding_is_kept_dropped_or_enforced_as_asked),
    SS_TEST(sockets_passed_on_the_way_to_gpus_keep_their_cores),
    SS_TEST(tasks_with_a_gpu_each_keep_to_the_socket_that_has_them),
    SS_TEST(without_binding_the_lowest_devices_are_given),
    SS_TEST(types_are_told_apart),
    SS_TEST(counts_without_devices_have_no_indices),
    SS_TEST(gpus_of_a_job_are_dealt_out_over_its_nodes),
    SS_TEST(gpus_per_task_follow_the_tasks),
    SS_TEST(memory_per_gpu_is_counted_by_gpus),
    SS_TEST(gpus_per_socket_stay_near),
    SS_TEST(an_exclusive_job_gets_every_device),
    SS_TEST(nodes_with_more_near_gpus_come_first),
    SS_TEST(linked_devices_are_given_together),
};

SS_TEST_MAIN("place_gres", tests)
