/* SPDX-License-Identifier: Apache-2.0 */
/* Workloads made up. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>

#include "workloads/convert.h"
#include "workloads/generate.h"
#include "workloads/sbatch_options.h"

static GArray *generated(const char *spec, const SsTraceOptions *options)
{
    g_autoptr(GError) error = NULL;
    SsJobSource      *source = ss_generate_open(spec, options, &error);
    GArray           *jobs = source != NULL ? ss_trace_read_all(source, &error) : NULL;

    SS_EXPECT_NO_ERROR(error);
    return jobs;
}

static void there_are_exactly_as_many_jobs_in_order(void)
{
    static const uint32_t counts[] = { 1, 2, 1000, 20000 };

    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        g_autofree char  *spec = g_strdup_printf("jobs=%u,days=20,seed=%zu", counts[i], i);
        g_autoptr(GArray) jobs = generated(spec, NULL);
        SsTime            last = SS_TRACE_START;

        if (jobs == NULL || !SS_EXPECT_UINT(jobs->len, counts[i]))
            continue;
        for (guint k = 0; k < jobs->len; k++) {
            const SsJobSpec *job = &g_array_index(jobs, SsJobSpec, k);

            if (!SS_EXPECT_TRUE(job->submit >= last))
                break;
            last = job->submit;
        }
        SS_EXPECT_TRUE(last <= SS_TRACE_START + 20 * 86400 + 3600);
    }
}

static char *as_text(GArray *jobs)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < jobs->len; i++) {
        const SsJobSpec *job = &g_array_index(jobs, SsJobSpec, i);

        g_string_append_printf(text, "%" G_GINT64_FORMAT " ", job->submit);
        ss_sbatch_print(job, SS_SBATCH_ALL, text);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static void the_same_seed_gives_the_same_jobs(void)
{
    g_autoptr(GArray) a = generated("jobs=500,seed=7", NULL),
                      b = generated("jobs=500,seed=7", NULL),
                      c = generated("jobs=500,seed=8", NULL);
    g_autofree char *x = as_text(a), *y = as_text(b), *z = as_text(c);

    SS_EXPECT_TEXT(x, y);
    SS_EXPECT_TRUE(strcmp(x, z) != 0);
}

/* `jobs` counts tasks there, and everything but the rhythm follows three distributions. */
static void a_lognormal_workload_has_its_mean_sizes_and_arrays(void)
{
    const char *spec = "lognormal=400,jobs=100000,days=27,nodes=10000,arrays=0.4,gpu_share=0.3,"
                       "peaks=3,fail=0,cancel=0,depend=0";
    g_autoptr(GArray) jobs = generated(spec, NULL);
    double            tasks = 0, in_arrays = 0, with_gpus = 0, hours = 0;

    for (guint i = 0; i < jobs->len; i++) {
        const SsJobSpec *job = &g_array_index(jobs, SsJobSpec, i);
        const double     n = (double) ss_trace_tasks(job);

        tasks += n;
        in_arrays += job->array != NULL ? n : 0;
        with_gpus += job->gres != NULL;
        hours += n * (double) job->run * job->ntasks / 3600;
        SS_EXPECT_TRUE(job->ntasks >= 1 && job->ntasks <= 4096);
        SS_EXPECT_TRUE(job->run >= 60 && job->run <= 172800);
        SS_EXPECT_INT(job->min_nodes, (job->ntasks + 63) / 64);
    }
    SS_EXPECT_REAL(tasks, 100000, 0);
    SS_EXPECT_REAL(in_arrays / tasks, 0.4, 0.02);
    SS_EXPECT_REAL(with_gpus / jobs->len, 0.3, 0.01);
    SS_EXPECT_REAL(hours / tasks, 400, 40);
}

static int in_hour(GArray *jobs, int hour)
{
    int n = 0;

    for (guint i = 0; i < jobs->len; i++)
        n += (g_array_index(jobs, SsJobSpec, i).submit - SS_TRACE_START) / 3600 == hour;
    return n;
}

static void peaks_are_hours_in_which_far_more_is_submitted(void)
{
    const char       *spec = "lognormal=4,jobs=20000,days=6,arrays=0,night=1,weekend=1";
    g_autofree char  *peaked = g_strconcat(spec, ",peaks=2,peak_share=0.2", NULL);
    g_autoptr(GArray) plain = generated(spec, NULL), with = generated(peaked, NULL);

    SS_EXPECT_INT(plain->len, with->len);
    SS_EXPECT_TRUE(in_hour(plain, 37) < 250); /* 20 000 jobs in 144 hours */
    SS_EXPECT_TRUE(in_hour(with, 37) > 600);  /* the first of two peaks, in its second hour */
    SS_EXPECT_TRUE(in_hour(with, 70) < 250);
}

/* What a change of one knob must not change. */
static void arrivals_do_not_know_of_limits(void)
{
    g_autoptr(GArray) a = generated("jobs=300", NULL),
                      b = generated("jobs=300,overrun=0.5,exact=0.4,fail=0.5", NULL);

    for (guint i = 0; i < a->len; i++) {
        const SsJobSpec *x = &g_array_index(a, SsJobSpec, i), *y = &g_array_index(b, SsJobSpec, i);

        SS_EXPECT_INT(x->submit, y->submit);
        SS_EXPECT_TEXT(x->user, y->user);
        SS_EXPECT_TEXT(x->gres, y->gres);
    }
}

static void the_load_is_about_what_was_asked_for(void)
{
    static const char *const specs[] = { "days=90,load=0.8,fail=0,cancel=0,overrun=0",
                                         "days=90,load=0.4,jobs=4000,fail=0,cancel=0,overrun=0",
                                         "days=90,load=0.8,gpus=0,fail=0,cancel=0,overrun=0" };
    static const double      wanted[] = { 0.8, 0.4, 0.8 };

    for (size_t i = 0; i < G_N_ELEMENTS(specs); i++) {
        g_autoptr(SsJobSource) source = ss_generate_open(specs[i], NULL, NULL);
        SsTraceStat            stat;
        double                 gpu, cpu;

        SS_EXPECT_TRUE(ss_trace_stat(source, NULL, &stat, NULL));
        gpu = stat.gpu_seconds / (80.0 * 90 * 86400);
        cpu = stat.cpu_seconds / (640.0 * 90 * 86400);
        SS_EXPECT_REAL(MAX(gpu, cpu), wanted[i], wanted[i] * 0.1);
    }
}

static void a_week_has_its_rhythm(void)
{
    g_autoptr(SsJobSource) source =
        ss_generate_open("jobs=20000,days=364,night=0.2,weekend=0.4,bursts=0", NULL, NULL);
    SsTraceStat stat;

    SS_EXPECT_TRUE(ss_trace_stat(source, NULL, &stat, NULL));
    SS_EXPECT_REAL((double) stat.by_hour[4] / (double) stat.by_hour[11], 0.2, 0.05);
    SS_EXPECT_REAL((double) stat.by_weekday[0] / (double) stat.by_weekday[3], 0.4, 0.06);
    SS_EXPECT_TRUE(stat.arrays > 500 && stat.gpu_jobs > 12000 && stat.gpu_jobs < 16000);
    SS_EXPECT_TRUE(stat.over_limit > 200 && stat.failed > 500 && stat.cancelled_pending > 100);
}

static void every_job_is_one_that_sbatch_takes_and_a_node_has(void)
{
    g_autoptr(GArray) jobs = generated("jobs=3000,nodes=4,cpus=16,gpus=4,mem=64000", NULL);

    for (guint i = 0; i < jobs->len; i++) {
        const SsJobSpec *job = &g_array_index(jobs, SsJobSpec, i);

        SS_EXPECT_TRUE(job->min_nodes >= 1 && job->min_nodes <= 4);
        SS_EXPECT_TRUE(ss_trace_cpus(job) <= 16 * job->min_nodes);
        SS_EXPECT_TRUE(ss_trace_gpus(job) <= 4 * job->min_nodes);
        SS_EXPECT_TRUE(job->mem_per_node > 0 && job->mem_per_node <= 64000);
        SS_EXPECT_TRUE(job->time_limit >= 1 && job->time_limit <= 7 * 1440);
        SS_EXPECT_TRUE(ss_sbatch_check(job, SS_SBATCH, NULL));
    }
}

/* --- a site ------------------------------------------------------------------------------------- */

static SsCluster *small_gpu_site(void)
{
    SsCluster  *cluster = ss_cluster_new();
    SsAccounts *db;

    cluster->name = g_strdup("gpu");
    cluster->n_gres = 1;
    cluster->gres_names = g_new0(char *, 1);
    cluster->gres_names[0] = g_strdup("gpu");
    cluster->n_nodes = 2;
    cluster->nodes = g_new0(SsNode, 2);
    for (uint32_t i = 0; i < 2; i++) {
        SsNode *node = &cluster->nodes[i];

        node->name = g_strdup_printf("g%u", i + 1);
        node->cpus = 8;
        node->boards = node->sockets = node->threads_per_core = node->tpc = 1;
        node->cores_per_socket = node->cores = 8;
        node->real_memory = 32000;
        node->features = g_strdup("");
        node->n_gres = 1;
        node->gres = g_new0(SsNodeGres, 1);
        node->gres[0].count = 2;
        node->gres[0].n_type = 1;
        node->gres[0].type = g_new0(SsNodeGresType, 1);
        node->gres[0].type[0] = (SsNodeGresType){ g_strdup("h100"), 2 };
    }
    cluster->n_parts = 1;
    cluster->parts = g_new0(SsPartition, 1);
    cluster->parts[0].name = g_strdup("gpu_part");
    cluster->parts[0].state = SS_PART_UP;
    cluster->parts[0].max_time = 600;
    cluster->parts[0].nodes = ss_node_set_new(2);
    ss_node_set_add(cluster->parts[0].nodes, 0);
    ss_node_set_add(cluster->parts[0].nodes, 1);
    db = ss_accounts_new("gpu", cluster->tres, 0);
    ss_accounts_account_add(db, "ai_lab", 0);
    ss_accounts_user_add(db, "amy", 0);
    const uint32_t lab =
        ss_accounts_assoc_add(db, ss_accounts_root(db)->id, "ai_lab", "", "", 0)->id;
    ss_accounts_assoc_add(db, lab, "ai_lab", "amy", "", 0);
    cluster->accounts = db;
    ss_cluster_seal(cluster);
    return cluster;
}

static void jobs_of_a_site_are_its_people_s_and_fit_its_nodes(void)
{
    g_autoptr(SsCluster) cluster = small_gpu_site();
    SsTraceOptions       options;
    g_autoptr(GArray)    jobs = NULL;
    bool                 typed = false;

    ss_trace_options_init(&options);
    options.cluster = cluster;
    jobs = generated("jobs=300", &options);
    for (guint i = 0; jobs != NULL && i < jobs->len; i++) {
        const SsJobSpec *job = &g_array_index(jobs, SsJobSpec, i);

        SS_EXPECT_TEXT(job->user, "amy");
        SS_EXPECT_TEXT(job->account, "ai_lab");
        SS_EXPECT_TEXT(job->partition, "gpu_part");
        SS_EXPECT_TRUE(job->min_nodes <= 2 && ss_trace_gpus(job) <= 2 * job->min_nodes);
        SS_EXPECT_TRUE(job->time_limit <= 600);
        typed = typed || (job->gres != NULL && g_str_has_prefix(job->gres, "gpu:h100:"));
    }
    SS_EXPECT_TRUE(typed);
}

static void a_bad_spec_names_its_key(void)
{
    static const struct {
        const char *spec, *message;
    } cases[] = { { "job=5", "key 'job' is not known; keys are jobs, days" },
                  { "jobs", "'jobs' is not of the form key=value" },
                  { "jobs=-1", "jobs '-1': write a number from 0 to 1e+09" },
                  { "days=0", "days '0'" },
                  { "gpu_share=1.5", "gpu_share '1.5'" },
                  { "seed=x", "seed 'x'" } };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        SS_EXPECT_NULL(ss_generate_open(cases[i].spec, NULL, &error));
        SS_EXPECT_ERROR(error, cases[i].message);
    }
}

static void keys_are_documented_and_their_defaults_in_range(void)
{
    uint32_t             n;
    const SsGenerateKey *keys = ss_generate_keys(&n);

    for (uint32_t i = 0; i < n; i++) {
        const double fallback = g_ascii_strtod(keys[i].fallback, NULL);

        SS_EXPECT_TRUE(fallback >= keys[i].least && fallback <= keys[i].most);
        SS_EXPECT_TRUE(g_str_has_suffix(keys[i].doc, "."));
    }
}

static void it_opens_like_a_file(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_file("generate:jobs=12,days=1", NULL);

    SS_EXPECT_UINT(ss_jobs_n(jobs), 12);
    SS_EXPECT_UINT(jobs->tally.jobs, 12);
    SS_EXPECT_TEXT(jobs->tally.format, "generate");
}

static void the_shipped_sample_is_what_its_origin_says(void)
{
    g_autofree char       *path = ss_test_source("workloads/traces/generated-week.csv");
    g_autofree char       *shipped = ss_test_read(path);
    g_autoptr(GString)     made = g_string_new(NULL);
    g_autoptr(SsWriter)    out = ss_writer_new_string(made);
    g_autoptr(SsJobSource) source =
        ss_generate_open("jobs=500,days=7,nodes=4,users=12,accounts=3,seed=2026", NULL, NULL);

    SS_EXPECT_TRUE(ss_convert_csv(source, SS_TRACE_START, NULL, out, NULL, NULL));
    SS_EXPECT_TRUE(ss_writer_close(out, NULL));
    SS_EXPECT_TEXT(made->str, shipped);
}

static const SsTest tests[] = {
    SS_TEST(there_are_exactly_as_many_jobs_in_order),
    SS_TEST(the_same_seed_gives_the_same_jobs),
    SS_TEST(a_lognormal_workload_has_its_mean_sizes_and_arrays),
    SS_TEST(peaks_are_hours_in_which_far_more_is_submitted),
    SS_TEST(arrivals_do_not_know_of_limits),
    SS_TEST(the_load_is_about_what_was_asked_for),
    SS_TEST(a_week_has_its_rhythm),
    SS_TEST(every_job_is_one_that_sbatch_takes_and_a_node_has),
    SS_TEST(jobs_of_a_site_are_its_people_s_and_fit_its_nodes),
    SS_TEST(a_bad_spec_names_its_key),
    SS_TEST(keys_are_documented_and_their_defaults_in_range),
    SS_TEST(it_opens_like_a_file),
    SS_TEST(the_shipped_sample_is_what_its_origin_says),
};
SS_TEST_MAIN("generate", tests)
