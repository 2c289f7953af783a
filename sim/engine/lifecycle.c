/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lifecycle.c - the ends of jobs that nobody decides.
 *
 * What a trace says of a job's end is its fate (jobspec.h). A fate is not a recorded end: a job that ran
 * into its limit in the record needs *more* than the limit and will run into whatever limit it gets here;
 * one cancelled while it waited gives up at the same age, unless it has started by then.
 *
 * A job that passes its limit is killed by the next 30 s poll, not by us. If its process ends by itself
 * between the limit and that poll, Slurm calls it TIMEOUT all the same; at the very second of the limit it
 * is COMPLETED. Textbook policies know no polls (world->keep_seconds): there the limit is the end.
 *
 * Tested in tests/unit/test_engine.c.
 */
#include "sim/engine/lifecycle.h"

#include <stdlib.h>

#define OOM_EXIT_CODE 125 /* 0:125 */

enum { REQUEUES_MOST = 5 };

/* --- fates ------------------------------------------------------------------------------------------ */

static SsSpan over_time_limit(const SsWorld *world, const SsJob *job)
{
    const uint32_t own = world->parts[job->part].over_time_limit;
    const uint32_t minutes = own != SS_UNSET32 ? own : world->settings.over_time_limit;

    return (SsSpan) (minutes == SS_NO_LIMIT ? 365 * 24 * 60 : minutes) * 60;
}

static bool is_past_limit(const SsWorld *world, const SsJob *job)
{
    return world->now > job->end + over_time_limit(world, job);
}

/* Is the status one of RequeueExit's "1,5-8"? */
static bool lists_code(const char *list, uint32_t code)
{
    g_auto(GStrv) items = g_strsplit(list != NULL ? list : "", ",", -1);

    for (char **item = items; *item != NULL; item++) {
        char               *end;
        const unsigned long low = strtoul(*item, &end, 10);
        const unsigned long high = *end == '-' ? strtoul(end + 1, NULL, 10) : low;

        if (end != *item && code >= low && code <= high)
            return true;
    }
    return false;
}

/* Slurm runs a job that ends with a status of RequeueExit again without end (seen: 17 times). Here every
 * run of it ends alike, so a simulation that is to go on until nothing is left would have no end: in such a
 * one it is held in place of the sixth. */
static bool requeue_for_code(SsWorld *world, SsJob *job, uint32_t code)
{
    const bool hold = lists_code(world->settings.requeue_exit_hold, code);

    if (code == 0 || !job->requeue || (!hold && !lists_code(world->settings.requeue_exit, code)))
        return false;
    const bool enough = !hold && !world->bounded && job->restarts >= REQUEUES_MOST;

    ss_world_requeue(world, job, (SsJobState) SS_JOB_REQUEUED, hold || enough, job->exit_code);
    if (enough)
        ss_world_set_reason(world, job, SS_REASON_JOB_HOLD_MAX_REQUEUE, NULL);
    return true;
}

static void exit_run(SsWorld *world, SsJob *job)
{
    const uint32_t raw = job->exit_code;

    if (raw == 0) {
        job->script_over = is_past_limit(world, job);
        ss_world_finish(world, job, job->script_over ? SS_JOB_TIMEOUT : SS_JOB_COMPLETED,
                        job->script_over ? SS_REASON_TIME_LIMIT : SS_REASON_NONE, 0);
    } else if ((raw & 0x7f) != 0) {
        ss_world_finish(world, job, SS_JOB_FAILED, SS_REASON_JOB_LAUNCH_FAILURE, raw);
    } else if (!requeue_for_code(world, job, raw >> 8)) {
        ss_world_finish(world, job, SS_JOB_FAILED, SS_REASON_NON_ZERO_EXIT_CODE, raw);
    }
}

static void exit_cancelled(SsWorld *world, SsJob *job)
{
    job->kill_uid = job->uid;
    ss_world_finish(world, job, SS_JOB_CANCELLED, SS_REASON_NONE, job->exit_code);
}

static void exit_oom(SsWorld *world, SsJob *job)
{
    ss_world_finish(world, job, SS_JOB_OOM, SS_REASON_OUT_OF_MEMORY,
                    job->exit_code != 0 ? job->exit_code : OOM_EXIT_CODE);
}

static void exit_node_fail(SsWorld *world, SsJob *job)
{
    ss_world_finish(world, job, SS_JOB_NODE_FAIL, SS_REASON_NODE_DOWN, job->exit_code);
}

static const struct {
    bool by_itself; /* after `run` seconds; else it runs until it is killed */
    void (*exit)(SsWorld *world, SsJob *job);
} fates[] = {
    [SS_FATE_RUN] = { true, exit_run },
    [SS_FATE_TO_LIMIT] = { false, exit_run },
    [SS_FATE_CANCEL_PENDING] = { true, exit_run },
    [SS_FATE_CANCEL_RUNNING] = { true, exit_cancelled },
    [SS_FATE_OOM] = { true, exit_oom },
    [SS_FATE_NODE_FAIL] = { true, exit_node_fail },
    [SS_FATE_SLEEP] = { true, exit_run },
};

SsTime ss_lifecycle_exit_at(const SsWorld *world, const SsJob *job)
{
    SsTime at = SS_TIME_NEVER;

    if (fates[job->fate].by_itself)
        at = ss_time_add(job->start, job->fate == SS_FATE_SLEEP
                                         ? job->run
                                         : ss_span_add(job->run, job->suspended_total));
    return world->keep_seconds ? MIN(at, job->end) : at;
}

/* Ended at its limit by a textbook policy, whatever it would have done later. */
static bool was_cut_short(const SsWorld *world, const SsJob *job)
{
    return world->keep_seconds
           && (!fates[job->fate].by_itself || ss_job_elapsed(job, world->now) < job->run);
}

void ss_lifecycle_look(SsWorld *world)
{
    for (SsJob *job = world->first; job != NULL; job = job->next)
        if (job->state == SS_JOB_RUNNING && job->exit_code == 0 && is_past_limit(world, job)
            && ss_lifecycle_exit_at(world, job) < world->now)
            job->script_over = true;
}

void ss_lifecycle_exit(SsWorld *world, SsJob *job)
{
    if (was_cut_short(world, job))
        ss_world_finish(world, job, SS_JOB_TIMEOUT, SS_REASON_TIME_LIMIT, 0);
    else
        fates[job->fate].exit(world, job);
}

void ss_lifecycle_give_up(SsWorld *world, SsJob *job)
{
    if (job->state == SS_JOB_PENDING)
        ss_world_cancel_pending(world, job, SS_JOB_CANCELLED, SS_REASON_NONE, job->uid);
}

/* --- nodes ------------------------------------------------------------------------------------------ */

static void lose_node(SsWorld *world, SsJob *job)
{
    const bool batch = job->spec == NULL || !job->spec->interactive;

    if (job->spec != NULL && job->spec->no_kill && job->alloc->n > 1)
        return; /* goes on with the rest; the lost node stays in its record */
    if (job->requeue && batch)
        ss_world_requeue(world, job, SS_JOB_NODE_FAIL, false, 0);
    else
        ss_world_finish(world, job, SS_JOB_NODE_FAIL, SS_REASON_NODE_DOWN, 0);
}

void ss_lifecycle_node_down(SsWorld *world, SsNodeId node)
{
    for (SsJob *job = world->first; job != NULL; job = job->next) {
        if ((job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED)
            && ss_alloc_on(job->alloc, node) != NULL)
            lose_node(world, job);
    }
}
