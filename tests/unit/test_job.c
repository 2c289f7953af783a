/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/job.h"
#include "tests/support/small_cluster.h"
#include "tests/support/ss_test.h"

#include <string.h>

static SsJob *array_of(const uint32_t *task, uint32_t n, uint32_t max_running)
{
    SsJob *job = ss_job_new();

    job->id = job->array.job_id = 17;
    job->array.pending = g_memdup2(task, n * sizeof *task);
    job->array.n_pending = job->array.max_tasks = n;
    job->array.max_running = max_running;
    return job;
}

static void expect_id(SsJob *job, const char *expected)
{
    g_autofree char *text = ss_job_id_text(job);

    SS_EXPECT_TEXT(text, expected);
    ss_job_free(job);
}

static void states_have_slurms_words(void)
{
    SS_EXPECT_TEXT(ss_job_state_text(SS_JOB_OOM), "OUT_OF_MEMORY");
    SS_EXPECT_TEXT(ss_job_state_short(SS_JOB_NODE_FAIL), "NF");
    for (uint32_t i = 0; i < SS_JOB_STATES; i++) {
        SS_EXPECT_INT(ss_job_state_parse(ss_job_state_text((SsJobState) i)), i);
        SS_EXPECT_INT(ss_job_state_parse(ss_job_state_short((SsJobState) i)), i);
    }
    SS_EXPECT_INT(ss_job_state_parse("ASLEEP"), SS_JOB_STATES);
}

static void ids_are_written_as_squeue_does(void)
{
    SsJob *plain = ss_job_new();
    SsJob *task = array_of((uint32_t[]){ 3 }, 1, 0);

    plain->id = 17;
    expect_id(plain, "17");
    expect_id(array_of((uint32_t[]){ 4, 5, 6, 9 }, 4, 2), "17_[4-6,9%2]");
    expect_id(array_of((uint32_t[]){ 3 }, 1, 0), "17_[3]");
    expect_id(array_of((uint32_t[]){ 0, 4, 8 }, 3, 0), "17_[0-8:4]");
    task->array.task = 3;
    task->array.n_pending = 0;
    task->id = 18;
    expect_id(task, "17_3");
}

static void suspended_time_is_no_running_time(void)
{
    g_autoptr(GPtrArray) keep = g_ptr_array_new_with_free_func((GDestroyNotify) ss_job_free);
    SsJob               *job = ss_job_new();

    g_ptr_array_add(keep, job);
    job->state = SS_JOB_RUNNING;
    job->start = 1000;
    job->suspended_total = 100;
    SS_EXPECT_INT(ss_job_elapsed(job, 2000), 900);
    job->state = SS_JOB_SUSPENDED;
    job->pre_suspended = 250;
    SS_EXPECT_INT(ss_job_elapsed(job, 2000), 250);
    job->state = SS_JOB_COMPLETED;
    job->end = 1500;
    SS_EXPECT_INT(ss_job_elapsed(job, 2000), 400);
}

static void a_copy_shares_only_the_submission(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("2 nodes x 4 cpus");
    SsJob               *job = ss_job_new();
    SsJobSpec            spec;

    ss_job_spec_init(&spec);
    spec.name = g_strdup("sim");
    ss_job_set_spec(job, &spec);
    ss_job_spec_clear(&spec);
    job->user = g_strdup("amy");
    job->tres_req = g_new0(uint64_t, cluster->tres->n);
    job->req.req_nodes = ss_node_set_new_full(2);

    SsJob *copy = ss_job_copy(cluster, job);
    SS_EXPECT_TRUE(copy->spec == job->spec);
    SS_EXPECT_TRUE(copy->user != job->user);
    SS_EXPECT_TEXT(copy->user, "amy");
    ss_job_free(job);
    SS_EXPECT_TEXT(copy->spec->name, "sim");
    SS_EXPECT_TRUE(ss_node_set_test(copy->req.req_nodes, 1));
    ss_job_free(copy);
}

static void a_fresh_submission_has_nothing_given(void)
{
    SsJobSpec spec, copy;

    memset(&spec, 0xff, sizeof spec);
    ss_job_spec_init(&spec);
    SS_EXPECT_NULL(spec.user);
    SS_EXPECT_INT(spec.mem_per_node, -1);
    SS_EXPECT_UINT(spec.time_limit, SS_UNSET32);
    SS_EXPECT_INT(spec.requeue, -1);
    spec.gres = g_strdup("gpu:2");
    ss_job_spec_copy(&copy, &spec);
    ss_job_spec_clear(&spec);
    SS_EXPECT_NULL(spec.gres);
    SS_EXPECT_TEXT(copy.gres, "gpu:2");
    ss_job_spec_clear(&copy);
}

static const SsTest tests[] = {
    SS_TEST(states_have_slurms_words),
    SS_TEST(ids_are_written_as_squeue_does),
    SS_TEST(suspended_time_is_no_running_time),
    SS_TEST(a_copy_shares_only_the_submission),
    SS_TEST(a_fresh_submission_has_nothing_given),
};
SS_TEST_MAIN("job", tests)
