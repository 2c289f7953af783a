/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_request.c - what sbatch and slurmctld make of the options of a job.
 */
#include "scheduler/request.h"
#include "scheduler/place.h"
#include "scheduler/limits.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

static const char *const plain =
    "NodeName=n[1-4] CPUs=8 Sockets=2 CoresPerSocket=4 RealMemory=16000 MemSpecLimit=0\n"
    "NodeName=g[1-2] CPUs=8 RealMemory=16000 Gres=gpu:a100:4\nGresTypes=gpu\n"
    "AccountingStorageTRES=gres/gpu,gres/gpu:a100,license/matlab\nLicenses=matlab:4\n"
    "PartitionName=p Nodes=ALL Default=YES\n";

static const char *const gpus = "NodeName=g[1-2] Name=gpu Type=a100 File=/dev/nvidia[0-3]\n";

/* --- counts ----------------------------------------------------------------------------------- */

typedef struct {
    const char *options;
    uint32_t    min_nodes, max_nodes, ntasks, min_cpus, min_cpus_node;
} Counts;

static void tasks_nodes_and_cpus_follow_from_each_other(void)
{
    static const Counts rows[] = {
        { "", 1, 0, SS_UNSET32, 1, 1 },
        { "-n4", 1, 0, 4, 4, 1 },
        { "-n4 -c2", 1, 0, 4, 8, 2 },
        { "-c3", 1, 0, SS_UNSET32, 3, 3 },
        { "-N2", 2, 2, SS_UNSET32, 2, 1 },
        { "-N2 -n6", 2, 2, 6, 6, 1 },
        { "-N2-8 -n6", 2, 6, 6, 6, 1 },
        { "-N4 -n2", 2, 2, 2, 2, 1 },
        { "-N2 --ntasks-per-node=3", 2, 2, 6, 6, 3 },
        { "--ntasks-per-node=3", 1, 0, 3, 3, 3 },
        { "-n6 --ntasks-per-node=3 -N2", 2, 2, 6, 6, 3 },
        { "-n2 --mincpus=4", 1, 0, 2, 2, 4 },
        { "-N3 -O -n12", 3, 3, 12, 3, 1 },
        { "-w n[1-3]", 3, 0, SS_UNSET32, 3, 1 },
        { "-N2 --cores-per-socket=2", 2, 2, 4, 4, 1 },
        { "--gpus=4 --cpus-per-gpu=2", 1, 0, SS_UNSET32, 8, 1 },
        { "--gres=gpu:2 --cpus-per-gpu=3 -N2", 2, 2, SS_UNSET32, 12, 6 },
        { "--gpus=4 --ntasks-per-gpu=2", 1, 0, 8, 8, 1 },
        { "-n6 --gpus-per-task=1", 1, 0, 6, 6, 1 },
        { "--gpus=6 --gpus-per-task=2", 1, 0, 3, 3, 1 },
    };
    g_autoptr(SsBuiltSite) site = ss_built_site(plain, gpus, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Counts    *row = &rows[i];
        SsJob           *job = ss_built_job(site, row->options);
        const SsRequest *req = &job->req;
        bool             ok = SS_EXPECT_UINT(req->min_nodes, row->min_nodes);

        ok = SS_EXPECT_UINT(req->max_nodes, row->max_nodes) && ok;
        ok = SS_EXPECT_UINT(req->ntasks, row->ntasks) && ok;
        ok = SS_EXPECT_UINT(req->min_cpus, row->min_cpus) && ok;
        ok = SS_EXPECT_UINT(req->min_cpus_node, row->min_cpus_node) && ok;
        if (!ok)
            g_printerr("    options: %s\n", row->options);
        ss_job_free(job);
    }
}

static void ntasks_per_gpu_may_ask_for_gpus(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(plain, gpus, NULL);
    SsJob                 *job = ss_built_job(site, "-n8 --ntasks-per-gpu=4");

    SS_EXPECT_UINT(ss_request_gres_total(&job->req, 0), 2);
    ss_job_free(job);
}

/* --- node counts a scheduler works with ------------------------------------------------------- */

static void expect_counts(const char *options, uint32_t min, uint32_t wanted, uint32_t max)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(plain, gpus, NULL);
    SsJob                 *job = ss_built_job(site, options);
    uint32_t               got_min = 0, got_wanted = 0, got_max = 0;
    SsReason               reason = SS_REASON_NONE;

    SS_EXPECT_TRUE(
        ss_place_node_counts(site->world, job, 0, &got_min, &got_wanted, &got_max, &reason));
    bool ok = SS_EXPECT_UINT(got_min, min);
    ok = SS_EXPECT_UINT(got_wanted, wanted) && ok;
    ok = SS_EXPECT_UINT(got_max, max) && ok;
    if (!ok)
        g_printerr("    options: %s\n", options);
    ss_job_free(job);
}

static void the_wanted_count_is_the_maximum_if_one_was_given(void)
{
    expect_counts("-n6", 1, 1, 6);
    expect_counts("-N2-4", 2, 4, 4);
    expect_counts("-N2-4 --use-min-nodes", 2, 2, 4);
    expect_counts("-n10 --ntasks-per-node=4", 3, 3, 500000);
    expect_counts("-c2", 1, 1, 500000);
}

static void partition_bounds_count(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(
        "NodeName=n[1-8] CPUs=4\nPartitionName=p Nodes=ALL Default=YES MinNodes=2 MaxNodes=4\n",
        NULL, NULL);
    SsJob   *small = ss_built_job(site, "-n1"), *large = ss_built_job(site, "-N5");
    uint32_t min, wanted, max;
    SsReason reason;

    SS_EXPECT_TRUE(ss_place_node_counts(site->world, small, 0, &min, &wanted, &max, &reason));
    SS_EXPECT_UINT(min, 2);
    SS_EXPECT_FALSE(ss_place_node_counts(site->world, large, 0, &min, &wanted, &max, &reason));
    SS_EXPECT_INT(reason, SS_REASON_PARTITION_NODE_LIMIT);
    ss_job_free(small);
    ss_job_free(large);
}

/* --- memory ----------------------------------------------------------------------------------- */

static void expect_memory(const char *conf, const char *options, uint64_t mem, bool per_cpu,
                          uint64_t per_gpu)
{
    g_autofree char       *text = g_strconcat(plain, conf, NULL);
    g_autoptr(SsBuiltSite) site = ss_built_site(text, gpus, NULL);
    SsJob                 *job = ss_built_job(site, options);

    bool ok = SS_EXPECT_UINT(job->req.mem, mem);
    ok = SS_EXPECT_INT(job->req.mem_per_cpu, per_cpu) && ok;
    ok = SS_EXPECT_UINT(job->req.mem_per_gpu, per_gpu) && ok;
    if (!ok)
        g_printerr("    options: %s\n", options);
    ss_job_free(job);
}

static void memory_comes_from_the_job_or_the_defaults(void)
{
    const char *part_q = "DefMemPerCPU=100\nPartitionName=q Nodes=ALL DefMemPerNode=900\n";

    expect_memory("", "-n1", 0, false, 0);
    expect_memory("", "-n1 --mem=2G", 2048, false, 0);
    expect_memory("", "-n1 --mem-per-cpu=100", 100, true, 0);
    expect_memory(part_q, "-n1", 100, true, 0);
    expect_memory(part_q, "-n1 -p q", 900, false, 0);
    expect_memory(part_q, "-n1 --mem=0", 0, false, 0);
    expect_memory("DefMemPerCPU=100\nDefMemPerGPU=4000\n", "-n1", 100, true, 0);
}

/* The limits do that, behind what is requested of TRES. */
static void too_much_memory_a_cpu_becomes_more_cpus(void)
{
    g_autofree char       *text = g_strconcat(plain, "MaxMemPerCPU=2000\n", NULL);
    g_autoptr(SsBuiltSite) site = ss_built_site(text, gpus, NULL);
    SsJob                 *job = ss_built_job(site, "-n1 --mem-per-cpu=5000");

    SS_EXPECT_UINT(job->req.min_cpus, 1);
    SS_EXPECT_INT(ss_limits_memory_submit(site->world, job), SS_SUBMIT_OK);
    SS_EXPECT_UINT(job->req.cpus_per_task, 3);
    SS_EXPECT_UINT(job->req.min_cpus, 3);
    SS_EXPECT_UINT(job->req.mem, 1667);
    ss_job_free(job);
    job = ss_built_job(site, "-n1 --mem=5000");
    SS_EXPECT_INT(ss_limits_memory_submit(site->world, job), SS_SUBMIT_OK);
    SS_EXPECT_UINT(job->req.min_cpus_node, 3);
    SS_EXPECT_UINT(job->req.mem, 5000);
    ss_job_free(job);
}

/* --- sharing ---------------------------------------------------------------------------------- */

static void sharing_is_asked_for_or_left_open(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(plain, gpus, NULL);
    SsJob *open = ss_built_job(site, "-n1"), *alone = ss_built_job(site, "-n1 --exclusive"),
          *share = ss_built_job(site, "-n1 -s"), *user = ss_built_job(site, "-n1 --exclusive=user");

    SS_EXPECT_INT(open->req.share, 2);
    SS_EXPECT_FALSE(open->req.whole);
    SS_EXPECT_INT(alone->req.share, 0);
    SS_EXPECT_TRUE(alone->req.whole);
    SS_EXPECT_INT(share->req.share, 1);
    SS_EXPECT_TRUE(user->req.user_exclusive);
    SS_EXPECT_FALSE(user->req.whole);
    ss_job_free(open);
    ss_job_free(alone);
    ss_job_free(share);
    ss_job_free(user);
}

/* --- ReqTRES ---------------------------------------------------------------------------------- */

static void the_requested_tres_are_counted_by_job(void)
{
    static const struct {
        const char *options, *tres;
    } rows[] = {
        { "-n4 --mem-per-cpu=100", "cpu=4,mem=400M,node=1,billing=4" },
        { "-N2 --mem=1G", "cpu=2,mem=2G,node=2,billing=2" },
        { "-N2", "cpu=2,mem=32000M,node=2,billing=2" },
        { "-n1 --mem=1G --gres=gpu:a100:2 -N2 -n2",
          "cpu=2,mem=2G,node=2,billing=2,gres/gpu=4,gres/gpu:a100=4" },
        { "-n6 --mem=1G --gpus-per-task=1", "cpu=6,mem=1G,node=1,billing=6,gres/gpu=6" },
        { "-n4 --gpus=10 --mem-per-gpu=20G", "cpu=4,mem=200G,node=1,billing=4,gres/gpu=10" },
        { "-n1 --mem=1G -L matlab:3", "cpu=1,mem=1G,node=1,billing=1,license/matlab=3" },
    };
    g_autoptr(SsBuiltSite) site = ss_built_site(plain, gpus, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SsJob           *job = ss_built_job(site, rows[i].options);
        g_autofree char *text =
            ss_tres_text(site->cluster->tres, job->tres_req, SS_TRES_TEXT_CONVERT);

        SS_EXPECT_TEXT(text, rows[i].tres);
        ss_job_free(job);
    }
}

/* Recorded in static-v-two-gpus: --gres=gpu:3 with DefMemPerGPU=8000 on nodes of 128000 shows mem=125G. */
static void a_default_memory_per_gpu_is_not_counted_before_the_start(void)
{
    static const char *const conf =
        "NodeName=g[1-2] CPUs=8 RealMemory=16000 Gres=gpu:a100:4\nGresTypes=gpu\n"
        "AccountingStorageTRES=gres/gpu\n"
        "PartitionName=p Nodes=ALL Default=YES DefMemPerGPU=1000\n";
    static const struct {
        const char *options, *tres;
        uint64_t    per_gpu;
    } rows[] = {
        { "-n1 --gres=gpu:3", "cpu=1,mem=16000M,node=1,billing=1,gres/gpu=3", 1000 },
        { "-N2 --gpus-per-node=2", "cpu=2,mem=32000M,node=2,billing=2,gres/gpu=4", 1000 },
        { "-n1 --gres=gpu:3 --mem-per-gpu=1000", "cpu=1,mem=3000M,node=1,billing=1,gres/gpu=3",
          1000 },
        { "-n1 --gres=gpu:3 --mem=500", "cpu=1,mem=500M,node=1,billing=1,gres/gpu=3", 0 },
    };
    g_autoptr(SsBuiltSite) site = ss_built_site(conf, gpus, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SsJob           *job = ss_built_job(site, rows[i].options);
        g_autofree char *text =
            ss_tres_text(site->cluster->tres, job->tres_req, SS_TRES_TEXT_CONVERT);

        SS_EXPECT_TEXT(text, rows[i].tres);
        SS_EXPECT_UINT(job->req.mem_per_gpu, rows[i].per_gpu);
        ss_job_free(job);
    }
}

/* --- refusals --------------------------------------------------------------------------------- */

static void expect_refused(const char *options, SsSubmitCode expected)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(plain, gpus, NULL);
    SsJob                 *job = ss_built_job(site, "");
    SsSubmitCode           code = SS_SUBMIT_OK;
    g_autoptr(GError)      error = NULL;

    ss_job_spec_clear(job->spec);
    ss_built_options(job->spec, options);
    SS_EXPECT_FALSE(ss_request_build(site->world, job, &code, &error));
    if (!SS_EXPECT_INT(code, expected))
        g_printerr("    options: %s\n", options);
    SS_EXPECT_INT(error != NULL, expected == SS_SUBMIT_BAD_OPTION);
    ss_job_free(job);
}

static void nonsense_is_refused_with_slurms_code(void)
{
    expect_refused("-w nowhere", SS_SUBMIT_NODE_NAME);
    expect_refused("-x nowhere", SS_SUBMIT_NODE_NAME);
    expect_refused("--gres=fpga:1", SS_SUBMIT_GRES);
    expect_refused("--gres=gpu:a100:x", SS_SUBMIT_GRES);
    expect_refused("-L abaqus:1", SS_SUBMIT_LICENSES);
    expect_refused("-C 'a&'", SS_SUBMIT_FEATURE);
    expect_refused("-C '[a|b'", SS_SUBMIT_FEATURE);
    expect_refused("-C '((a)|b)'", SS_SUBMIT_FEATURE);
    expect_refused("-C 'a*0'", SS_SUBMIT_FEATURE);
    expect_refused("-C '[a|b]&[c|d]'", SS_SUBMIT_FEATURE);
    expect_refused("--mem=1G --mem-per-cpu=1G", SS_SUBMIT_BAD_OPTION);
    expect_refused("--gpus-per-task=1", SS_SUBMIT_BAD_OPTION);
    expect_refused("--gpus-per-socket=1", SS_SUBMIT_BAD_OPTION);
    expect_refused("-c2 --gpus=1 --cpus-per-gpu=2", SS_SUBMIT_BAD_OPTION);
}

static void only_cons_tres_counts_gpus_by_job(void)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(
        "SelectType=select/cons_res\nGresTypes=gpu\nNodeName=n1 CPUs=4 Gres=gpu:2\n", NULL, NULL);
    SsJob       *job = ss_built_job(site, "--gres=gpu:1");
    SsSubmitCode code = SS_SUBMIT_OK;

    ss_built_options(job->spec, "--gpus=1");
    SS_EXPECT_FALSE(ss_request_build(site->world, job, &code, NULL));
    SS_EXPECT_INT(code, SS_SUBMIT_GRES);
    ss_job_free(job);
}

/* --- constraints ------------------------------------------------------------------------------ */

static void constraints_read_from_left_to_right(void)
{
    static const struct {
        const char *constraint, *nodes;
    } rows[] = {
        { "a", "n[1-3]" },       { "a&b", "n2" },           { "a,b", "n2" },
        { "a|d", "n[1-4]" },     { "a&b|d", "n[2,4]" },     { "d|a&b", "n2" },
        { "d|(a&b)", "n[2,4]" }, { "(a|d)&c", "n3" },       { "[b|c]", "n[2-3]" },
        { "a&[b|c]", "n[2-3]" }, { "[b*1&c*1]", "n[1-4]" }, { "b*2", "n[1-4]" },
        { "nothing", "" },
    };
    g_autoptr(SsBuiltSite) site = ss_built_site("NodeName=n1 Feature=a\nNodeName=n2 Feature=a,b\n"
                                                "NodeName=n3 Feature=a,c\nNodeName=n4 Feature=d\n",
                                                NULL, NULL);
    g_autoptr(SsNodeSet)   nodes = ss_node_set_new(4);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *options = g_strdup_printf("-C '%s'", rows[i].constraint);
        SsJob           *job = ss_built_job(site, options);

        ss_place_features(site->world, job, false, nodes);
        g_autofree char *list = ss_cluster_node_list(site->cluster, nodes);
        if (!SS_EXPECT_TEXT(list, rows[i].nodes))
            g_printerr("    constraint: %s\n", rows[i].constraint);
        ss_job_free(job);
    }
}

static const SsTest tests[] = {
    SS_TEST(tasks_nodes_and_cpus_follow_from_each_other),
    SS_TEST(ntasks_per_gpu_may_ask_for_gpus),
    SS_TEST(the_wanted_count_is_the_maximum_if_one_was_given),
    SS_TEST(partition_bounds_count),
    SS_TEST(memory_comes_from_the_job_or_the_defaults),
    SS_TEST(too_much_memory_a_cpu_becomes_more_cpus),
    SS_TEST(sharing_is_asked_for_or_left_open),
    SS_TEST(the_requested_tres_are_counted_by_job),
    SS_TEST(a_default_memory_per_gpu_is_not_counted_before_the_start),
    SS_TEST(nonsense_is_refused_with_slurms_code),
    SS_TEST(only_cons_tres_counts_gpus_by_job),
    SS_TEST(constraints_read_from_left_to_right),
};

SS_TEST_MAIN("request", tests)
