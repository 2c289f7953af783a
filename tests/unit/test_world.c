/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/world.h"
#include "tests/support/small_cluster.h"
#include "tests/support/ss_test.h"

#define T0 1767225600

typedef struct {
    SsCluster *cluster;
    SsWorld   *world;
} Place;

static Place place_of(const char *text)
{
    Place place = { .cluster = ss_small_cluster(text) };

    place.world = ss_world_new(place.cluster, T0);
    return place;
}

static void leave(Place *place)
{
    g_autofree char *fault = ss_world_check(place->world);

    SS_EXPECT_TEXT(fault, NULL);
    ss_world_free(place->world);
    ss_cluster_unref(place->cluster);
}

static void expect_sound(const Place *place)
{
    g_autofree char *fault = ss_world_check(place->world);

    SS_EXPECT_TEXT(fault, NULL);
}

static void at(Place *place, SsTime seconds)
{
    ss_world_journal_clear(place->world);
    place->world->now = T0 + seconds;
}

static SsJob *new_job(uint32_t tasks)
{
    SsJob *job = ss_job_new();

    job->parts = g_new0(SsPartId, 1);
    job->n_parts = 1;
    job->part = 0;
    job->priority = 1;
    job->time_limit = job->time_limit_orig = 60;
    job->user = g_strdup("amy");
    job->name = g_strdup("job");
    if (tasks > 0) {
        job->array.pending = g_new0(uint32_t, tasks);
        job->array.n_pending = job->array.max_tasks = tasks;
        for (uint32_t i = 0; i < tasks; i++)
            job->array.pending[i] = i;
    }
    return job;
}

static SsJob *submit(Place *place, uint32_t tasks)
{
    SsJob *job = new_job(tasks);

    job->submit = job->eligible = place->world->now;
    ss_world_submit(place->world, job);
    return job;
}

/* `cores` bits on one node, 100 MiB a core. */
static SsAlloc *alloc_on(SsNodeId node, uint64_t cores)
{
    SsAlloc *alloc = ss_alloc_new(1);

    alloc->at[0].node = node;
    alloc->at[0].core_bits = g_memdup2(&cores, sizeof cores);
    alloc->at[0].cpus = alloc->at[0].cores = alloc->cpus = (uint32_t) __builtin_popcountll(cores);
    alloc->at[0].mem = alloc->mem = 100 * alloc->cpus;
    return alloc;
}

static void start(Place *place, SsJob *job, SsNodeId node, uint64_t cores)
{
    ss_world_start(place->world, job, 0, alloc_on(node, cores), SS_STARTER_MAIN);
}

static void start_on_both(Place *place, SsJob *job)
{
    g_autoptr(SsAlloc) first = alloc_on(0, 0xf), second = alloc_on(1, 0x3);
    SsAlloc           *both = ss_alloc_new(2);

    both->at[0] = first->at[0];
    both->at[1] = second->at[0];
    both->cpus = first->cpus + second->cpus;
    both->mem = first->mem + second->mem;
    first->n = second->n = 0; /* their entries are its own now */
    ss_world_start(place->world, job, 0, both, SS_STARTER_MAIN);
}

/* --- jobs ------------------------------------------------------------------------------------------- */

static void a_job_goes_from_submission_to_the_purge(void)
{
    Place  place = place_of("2 nodes x 4 cpus; FirstJobId=100");
    SsJob *job = submit(&place, 0);

    SS_EXPECT_INT(job->id, 100);
    SS_EXPECT_INT(place.world->n_pending, 1);
    at(&place, 2);
    start(&place, job, 1, 0x3);
    SS_EXPECT_INT(job->state, SS_JOB_RUNNING);
    SS_EXPECT_INT(job->end, T0 + 2 + 3600);
    SS_EXPECT_TEXT(job->nodes, "n2");
    SS_EXPECT_TEXT(job->alloc_text, "[[1,1,2,200,\"\"]]");
    SS_EXPECT_INT(job->tres_alloc[SS_TRES_CPU], 2);
    SS_EXPECT_INT(job->tres_alloc[SS_TRES_BILLING], 2);
    SS_EXPECT_FALSE(ss_node_set_test(place.world->idle, 1));
    SS_EXPECT_TRUE(ss_node_set_test(place.world->shareable, 1));
    SS_EXPECT_INT(ss_world_node_state(place.world, 1), SS_NODE_MIXED);
    expect_sound(&place);

    at(&place, 50);
    ss_world_finish(place.world, job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    SS_EXPECT_INT(job->end, T0 + 50);
    SS_EXPECT_NOT_NULL(job->alloc); /* readable until the journal is drained */
    SS_EXPECT_INT(place.world->use->cpus[1], 0);
    SS_EXPECT_TRUE(ss_node_set_test(place.world->idle, 1));
    SS_EXPECT_INT(ss_world_purge_due(place.world), T0 + 350);
    at(&place, 349);
    SS_EXPECT_NULL(job->alloc);
    ss_world_purge(place.world);
    SS_EXPECT_NOT_NULL(ss_world_job(place.world, 100));
    at(&place, 350);
    ss_world_purge(place.world);
    SS_EXPECT_NULL(ss_world_job(place.world, 100));
    SS_EXPECT_INT(place.world->n_jobs, 0);
    leave(&place);
}

static void the_journal_tells_what_happened(void)
{
    Place       place = place_of("1 nodes x 4 cpus");
    SsJob      *job = submit(&place, 0);
    const SsDid expected[] = { SS_DID_SUBMIT, SS_DID_START,  SS_DID_SUSPEND,
                               SS_DID_RESUME, SS_DID_RETIME, SS_DID_FINISH };

    start(&place, job, 0, 0x1);
    ss_world_suspend(place.world, job);
    ss_world_resume(place.world, job);
    ss_world_set_end(place.world, job, T0 + 60);
    ss_world_finish(place.world, job, SS_JOB_FAILED, SS_REASON_NON_ZERO_EXIT_CODE, 256);
    SS_EXPECT_INT(place.world->journal->len, G_N_ELEMENTS(expected));
    for (guint i = 0; i < MIN(place.world->journal->len, G_N_ELEMENTS(expected)); i++)
        SS_EXPECT_INT(g_array_index(place.world->journal, SsJournalEntry, i).what, expected[i]);
    leave(&place);
}

static void a_job_cancelled_while_pending_holds_nothing(void)
{
    Place  place = place_of("1 nodes x 4 cpus");
    SsJob *job = submit(&place, 0);

    at(&place, 30);
    ss_world_cancel_pending(place.world, job, SS_JOB_CANCELLED, SS_REASON_NONE, 1000);
    SS_EXPECT_INT(job->start, T0 + 30);
    SS_EXPECT_INT(job->end, T0 + 30);
    SS_EXPECT_FALSE(ss_job_started(job));
    SS_EXPECT_INT(place.world->n_pending, 0);
    SS_EXPECT_INT(place.world->stats.cancelled, 1);
    leave(&place);
}

static void suspension_lends_the_cores_and_moves_the_end(void)
{
    Place  place = place_of("1 nodes x 4 cpus");
    SsJob *job = submit(&place, 0);

    start(&place, job, 0, 0xf);
    SS_EXPECT_INT(ss_world_node_state(place.world, 0), SS_NODE_ALLOCATED);
    at(&place, 100);
    ss_world_suspend(place.world, job);
    SS_EXPECT_INT(place.world->use->cpus[0], 0);
    SS_EXPECT_INT(place.world->use->mem[0], 400);
    SS_EXPECT_TRUE(ss_node_set_test(place.world->idle, 0));
    SS_EXPECT_INT(place.world->n_running, 1);
    expect_sound(&place);
    at(&place, 160);
    ss_world_resume(place.world, job);
    SS_EXPECT_INT(job->end, T0 + 3600 + 60);
    SS_EXPECT_INT(ss_job_elapsed(job, T0 + 200), 140);
    expect_sound(&place);
    at(&place, 200);
    ss_world_suspend(place.world, job);
    at(&place, 230);
    ss_world_finish(place.world, job, SS_JOB_CANCELLED, SS_REASON_NONE, 0);
    SS_EXPECT_INT(job->suspended_total, 90);
    SS_EXPECT_INT(ss_job_elapsed(job, T0 + 999), 140);
    leave(&place);
}

static void a_slow_end_keeps_the_nodes_completing(void)
{
    Place  place = place_of("2 nodes x 4 cpus");
    SsJob *job = submit(&place, 0);

    start(&place, job, 0, 0xf);
    at(&place, 100);
    ss_world_finish_slow(place.world, job, SS_JOB_TIMEOUT, SS_REASON_TIME_LIMIT, 0);
    SS_EXPECT_FALSE(ss_job_finished(job));
    SS_EXPECT_INT(ss_world_node_state(place.world, 0), SS_NODE_ALLOCATED | SS_NODE_COMPLETING);
    at(&place, 130);
    expect_sound(&place);
    ss_world_complete(place.world, job);
    SS_EXPECT_TRUE(ss_job_finished(job));
    SS_EXPECT_INT(job->end, T0 + 100);
    SS_EXPECT_INT(ss_world_node_state(place.world, 0), SS_NODE_IDLE);
    leave(&place);
}

static void a_node_may_be_left_before_the_others(void)
{
    Place  place = place_of("2 nodes x 4 cpus");
    SsJob *job = submit(&place, 0);

    place.world->slow_ends = true;
    start_on_both(&place, job);
    at(&place, 100);
    ss_world_finish(place.world, job, SS_JOB_CANCELLED, SS_REASON_NONE, 0);
    SS_EXPECT_INT(place.world->n_completing, 2);
    SS_EXPECT_INT(ss_world_leave_node(place.world, job, 1), 1);
    SS_EXPECT_INT(ss_world_node_state(place.world, 0), SS_NODE_ALLOCATED | SS_NODE_COMPLETING);
    SS_EXPECT_INT(ss_world_node_state(place.world, 1), SS_NODE_IDLE);
    SS_EXPECT_INT(ss_world_leave_node(place.world, job, 1), 1);
    expect_sound(&place);
    ss_world_complete(place.world, job);
    SS_EXPECT_TRUE(ss_job_finished(job));
    SS_EXPECT_INT(place.world->n_completing, 0);
    leave(&place);
}

static void a_job_that_is_requeued_slowly_waits_again_once_it_has_left(void)
{
    Place  place = place_of("2 nodes x 4 cpus");
    SsJob *job = submit(&place, 0);

    place.world->slow_ends = true;
    start(&place, job, 0, 0xf);
    at(&place, 100);
    ss_world_requeue(place.world, job, SS_JOB_PREEMPTED, false, 0);
    SS_EXPECT_INT(job->state, SS_JOB_PREEMPTED);
    SS_EXPECT_TRUE(job->completing);
    at(&place, 132);
    expect_sound(&place);
    ss_world_complete(place.world, job);
    const SsJournalEntry *entry = &g_array_index(place.world->journal, SsJournalEntry, 0);
    SS_EXPECT_INT(entry->what, SS_DID_REQUEUE);
    SS_EXPECT_INT(entry->past->end, T0 + 100);
    SS_EXPECT_INT(job->state, SS_JOB_PENDING);
    SS_EXPECT_INT(job->submit, T0 + 132);
    SS_EXPECT_INT(job->eligible, T0 + 132 + 121);
    SS_EXPECT_INT(ss_world_node_state(place.world, 0), SS_NODE_IDLE);
    expect_sound(&place);
    leave(&place);
}

static void a_requeued_job_waits_again_and_leaves_its_run_behind(void)
{
    Place  place = place_of("2 nodes x 4 cpus");
    SsJob *job = submit(&place, 0);

    start(&place, job, 0, 0xf);
    const uint32_t row = job->db_inx, id = job->id;
    job->time_limit = 30; /* say, filled in by a limit */
    at(&place, 100);
    ss_world_requeue(place.world, job, SS_JOB_NODE_FAIL, false, 0);

    const SsJournalEntry *entry = &g_array_index(place.world->journal, SsJournalEntry, 0);
    SS_EXPECT_INT(entry->what, SS_DID_REQUEUE);
    SS_EXPECT_INT(entry->past->state, SS_JOB_NODE_FAIL);
    SS_EXPECT_INT(entry->past->end, T0 + 100);
    SS_EXPECT_INT(entry->past->db_inx, row);
    SS_EXPECT_INT(entry->past->alloc->cpus, 4);
    SS_EXPECT_INT(job->id, id);
    SS_EXPECT_INT(job->state, SS_JOB_PENDING);
    SS_EXPECT_INT(job->submit, T0 + 100);
    SS_EXPECT_INT(job->eligible, T0 + 221);
    SS_EXPECT_INT(job->restarts, 1);
    SS_EXPECT_INT(job->time_limit, 60);
    SS_EXPECT_INT(job->reason, SS_REASON_NONE); /* until a pass looks at it */
    SS_EXPECT_INT(job->reason_prev, SS_REASON_BEGIN_TIME);
    expect_sound(&place);
    at(&place, 221);
    start(&place, job, 1, 0xf);
    SS_EXPECT_TRUE(job->db_inx > row);
    leave(&place);
}

static void accounting_remembers_what_stood_in_the_way(void)
{
    Place  place = place_of("1 nodes x 4 cpus");
    SsJob *job = submit(&place, 0);

    SS_EXPECT_TRUE(ss_world_set_reason(place.world, job, SS_REASON_DEPENDENCY, NULL));
    SS_EXPECT_FALSE(ss_world_set_reason(place.world, job, SS_REASON_DEPENDENCY, NULL));
    SS_EXPECT_TRUE(ss_world_set_reason(place.world, job, SS_REASON_RESOURCES, "why"));
    SS_EXPECT_TEXT(job->reason_text, "why");
    start(&place, job, 0, 1);
    SS_EXPECT_INT(job->reason, SS_REASON_NONE);
    SS_EXPECT_NULL(job->reason_text);
    SS_EXPECT_INT(job->reason_prev, SS_REASON_DEPENDENCY);
    leave(&place);
}

/* --- arrays (test vectors 4 and 5 of the scheduling specification) ------------------------------------ */

static void the_last_task_keeps_the_arrays_id(void)
{
    Place  place = place_of("3 nodes x 4 cpus; FirstJobId=100");
    SsJob *array = submit(&place, 3);

    for (uint32_t task = 0; task < 3; task++) {
        SsJob *own = ss_world_split_task(place.world, array, task);

        SS_EXPECT_INT(own->id, task == 2 ? 100 : 101 + task);
        SS_EXPECT_INT(own->array.task, task);
        start(&place, own, task, 0xf);
        SS_EXPECT_TRUE(ss_world_array_task(place.world, 100, task) == own);
        expect_sound(&place);
    }
    SS_EXPECT_INT(array->array.n_running, 3);
    SS_EXPECT_INT(ss_world_array(place.world, 100)->len, 3);
    leave(&place);
}

static void a_job_between_shifts_the_tasks_ids(void)
{
    Place  place = place_of("3 nodes x 4 cpus; FirstJobId=100");
    SsJob *array = submit(&place, 3);
    SsJob *other = submit(&place, 0);

    SS_EXPECT_INT(other->id, 101);
    SS_EXPECT_INT(ss_world_split_task(place.world, array, 0)->id, 102);
    SS_EXPECT_TRUE(ss_world_array_task(place.world, 100, 1) == array);
    SS_EXPECT_NULL(ss_world_array_task(place.world, 100, 9));
    SS_EXPECT_NULL(ss_world_array_task(place.world, 7, 0));
    leave(&place);
}

static void a_task_is_forgotten_by_itself_and_the_arrays_own_record_last(void)
{
    Place  place = place_of("3 nodes x 4 cpus; FirstJobId=100");
    SsJob *array = submit(&place, 3);
    SsJob *first = ss_world_split_task(place.world, array, 0);
    SsJob *second = ss_world_split_task(place.world, array, 1);

    start(&place, first, 0, 1);
    start(&place, second, 1, 1);
    ss_world_finish(place.world, first, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    SS_EXPECT_INT(array->array.n_running, 1);
    const uint32_t id = first->id;
    at(&place, 1000);
    ss_world_purge(place.world);
    SS_EXPECT_NULL(ss_world_job(place.world, id));
    ss_world_cancel_pending(place.world, array, SS_JOB_CANCELLED, SS_REASON_NONE, 0);
    at(&place, 1300);
    ss_world_purge(place.world);
    SS_EXPECT_NOT_NULL(ss_world_job(place.world, 100));
    ss_world_finish(place.world, second, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    at(&place, 1600);
    ss_world_purge(place.world);
    SS_EXPECT_INT(place.world->n_jobs, 0);
    SS_EXPECT_NULL(ss_world_array(place.world, 100));
    leave(&place);
}

static void a_cancelled_task_leaves_no_record(void)
{
    Place  place = place_of("3 nodes x 4 cpus; FirstJobId=100");
    SsJob *array = submit(&place, 3);

    ss_world_cancel_task(place.world, array, 1);
    SS_EXPECT_INT(array->array.n_pending, 2);
    SS_EXPECT_INT(place.world->n_jobs, 1);
    SS_EXPECT_INT(array->state, SS_JOB_PENDING);
    SS_EXPECT_INT(ss_world_split_task(place.world, array, 2)->id, 101);
    leave(&place);
}

/* --- nodes, licences, reservations -------------------------------------------------------------------- */

static void a_drained_node_is_not_available_until_resumed(void)
{
    Place place = place_of("2 nodes x 4 cpus");

    ss_world_node_set(place.world, 1, SS_NODE_DRAIN, "disk", 0);
    SS_EXPECT_FALSE(ss_node_set_test(place.world->avail, 1));
    SS_EXPECT_INT(ss_world_node_state(place.world, 1), SS_NODE_IDLE | SS_NODE_DRAIN);
    SS_EXPECT_TEXT(place.world->node[1].reason, "disk");
    ss_world_node_set(place.world, 1, SS_NODE_DOWN, NULL, 0);
    SS_EXPECT_INT(ss_world_node_state(place.world, 1), SS_NODE_DOWN | SS_NODE_DRAIN);
    ss_world_node_resume(place.world, 1);
    SS_EXPECT_TRUE(ss_node_set_test(place.world->avail, 1));
    SS_EXPECT_NULL(place.world->node[1].reason);
    SS_EXPECT_INT(place.world->journal->len, 3);
    leave(&place);
}

static void licences_are_taken_and_returned(void)
{
    Place  place = place_of("2 nodes x 4 cpus; licenses matlab:2");
    SsJob *job = new_job(0);

    job->req.n_license = 1;
    job->req.license = g_malloc0(sizeof *job->req.license);
    job->req.license[0].count = 2;
    ss_world_submit(place.world, job);
    start(&place, job, 0, 1);
    SS_EXPECT_INT(place.world->license_used[0], 2);
    SS_EXPECT_INT(job->tres_alloc[ss_tres_find(place.cluster->tres, "license/matlab")], 2);
    expect_sound(&place);
    ss_world_finish(place.world, job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    SS_EXPECT_INT(place.world->license_used[0], 0);
    leave(&place);
}

static void a_job_that_refuses_company_takes_its_node_out_of_the_shareable_ones(void)
{
    Place  place = place_of("2 nodes x 4 cpus");
    SsJob *job = new_job(0);

    job->req.share = 0;
    job->req.user_exclusive = true;
    job->uid = 1000;
    ss_world_submit(place.world, job);
    start(&place, job, 0, 1);
    SS_EXPECT_FALSE(ss_node_set_test(place.world->shareable, 0));
    SS_EXPECT_INT(place.world->node[0].owner, 1000);
    expect_sound(&place);
    ss_world_finish(place.world, job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    SS_EXPECT_TRUE(ss_node_set_test(place.world->shareable, 0));
    SS_EXPECT_UINT(place.world->node[0].owner, SS_UNSET32);
    leave(&place);
}

static void a_reservation_shows_on_its_nodes_while_it_lasts(void)
{
    Place          place = place_of("2 nodes x 4 cpus");
    SsReservation *resv = g_new0(SsReservation, 1);

    resv->name = g_strdup("class");
    resv->start = T0 + 10;
    resv->end = T0 + 20;
    resv->flags = SS_RESV_MAINT;
    resv->nodes = ss_node_set_new(2);
    resv->part = SS_ID_NONE;
    ss_node_set_add(resv->nodes, 1);
    const uint32_t index = ss_world_resv_add(place.world, resv);
    SS_EXPECT_INT(ss_world_node_state(place.world, 1), SS_NODE_IDLE);
    at(&place, 10);
    SS_EXPECT_INT(ss_world_node_state(place.world, 1), SS_NODE_IDLE | SS_NODE_RES | SS_NODE_MAINT);
    SS_EXPECT_INT(ss_world_node_state(place.world, 0), SS_NODE_IDLE);
    ss_world_resv_remove(place.world, index);
    SS_EXPECT_NULL(ss_world_resv(place.world, index));
    SS_EXPECT_TEXT(g_array_index(place.world->journal, SsJournalEntry, 0).gone->name, "class");
    leave(&place);
}

static void the_check_notices_what_no_verb_did(void)
{
    Place place = place_of("2 nodes x 4 cpus");

    place.world->use->cpus[0]++;
    g_autofree char *fault = ss_world_check(place.world);
    SS_EXPECT_CONTAINS(fault, "not the sum of the allocations");
    place.world->use->cpus[0]--;
    leave(&place);
}

static const SsTest tests[] = {
    SS_TEST(a_job_goes_from_submission_to_the_purge),
    SS_TEST(the_journal_tells_what_happened),
    SS_TEST(a_job_cancelled_while_pending_holds_nothing),
    SS_TEST(suspension_lends_the_cores_and_moves_the_end),
    SS_TEST(a_slow_end_keeps_the_nodes_completing),
    SS_TEST(a_node_may_be_left_before_the_others),
    SS_TEST(a_job_that_is_requeued_slowly_waits_again_once_it_has_left),
    SS_TEST(a_requeued_job_waits_again_and_leaves_its_run_behind),
    SS_TEST(accounting_remembers_what_stood_in_the_way),
    SS_TEST(the_last_task_keeps_the_arrays_id),
    SS_TEST(a_job_between_shifts_the_tasks_ids),
    SS_TEST(a_task_is_forgotten_by_itself_and_the_arrays_own_record_last),
    SS_TEST(a_cancelled_task_leaves_no_record),
    SS_TEST(a_drained_node_is_not_available_until_resumed),
    SS_TEST(licences_are_taken_and_returned),
    SS_TEST(a_job_that_refuses_company_takes_its_node_out_of_the_shareable_ones),
    SS_TEST(a_reservation_shows_on_its_nodes_while_it_lasts),
    SS_TEST(the_check_notices_what_no_verb_did),
};
SS_TEST_MAIN("world", tests)
