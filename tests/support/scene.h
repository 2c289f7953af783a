/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/engine/engine.h"
#include "sim/model/world.h"

/**
 * SsScene - a small cluster, a few jobs, and what became of them: scheduling behaviour in a few lines.
 *
 *     g_autoptr(SsScene) scene = ss_scene_new("8 nodes x 4 cpus; sched/backfill, bf_interval=30");
 *     ss_scene_submit(scene, "at 00:00:00  A  6 nodes  limit 10h  runs 10h");
 *     ss_scene_submit(scene, "at 00:01:00  B  8 nodes  limit  5h  runs  5h");
 *     ss_scene_run(scene);
 *     SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "10:00:00");
 *
 * Cluster   as small_cluster.h says; "policy easy" is one more clause.
 * Job       "at TIME NAME" and any of:
 *             6 nodes (whole ones, unless cpus are given too), 4 cpus (-n), 2 gpus (--gres, a node)
 *             limit 10h, runs 90m, time-min 5m, deadline TIME, begin TIME, array 0-9%2, exit 1
 *             user, account, partition, qos, licenses, constraint, nodelist, exclude, reservation,
 *             dependency, gres: a word each, as sbatch takes it (@NAME is another job's id)
 *             afterok NAME, afterany NAME; mem 2000 (MiB a node), nice 10, priority 500, switches 1
 *             exclusive, shared, hold, contiguous, no-requeue, interactive, immediate
 *             any option of sbatch as one word: --hint=nomultithread, -N2
 *             to-limit (never ends by itself), gives-up 1h (cancelled if still waiting), cancelled
 *             (by its owner after `runs`)
 *           No limit: UNLIMITED. User: amy.
 * Times     "[D-]HH:MM:SS" since the scene began (2026-01-01T00:00:00Z, a multiple of a day); spans also as
 *           30s, 90m, 10h, 2d. Answers are seconds since the scene began.
 * Errors    a text that cannot be read, a refused job nobody expected, or an inconsistent world end the
 *           test program.
 */
typedef struct SsScene SsScene;

#define SS_SCENE_EPOCH INT64_C(1767225600)

SsScene *ss_scene_new(const char *cluster);
void     ss_scene_free(SsScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsScene, ss_scene_free)

void ss_scene_submit(SsScene *scene, const char *job);
/* "at 00:10:00  scontrol update NodeName=n1 State=DOWN Reason=disk" */
void ss_scene_operate(SsScene *scene, const char *operation);
/* The run stops at a time instead of at its end. */
void ss_scene_until(SsScene *scene, const char *time);
void ss_scene_set_policy(SsScene *scene, const SsPolicy *policy);
void ss_scene_set_phase(SsScene *scene, uint32_t seconds);
void ss_scene_set_notice(SsScene *scene, SsSpan seconds);
void ss_scene_set_ends_last(SsScene *scene); /* jobs end behind the passes of their second */

/* Runs it all; a second call starts again from nothing (more jobs may have been added). */
void ss_scene_run(SsScene *scene);

/* One row of the accounting. A requeued job has several. */
typedef struct {
    char    *name; /* "A", "A_3"                                             */
    uint32_t job_id, state, reason, reason_prev, flags, time_limit, db_inx, exit_code, priority;
    SsTime   submit, eligible, start, end; /* since the scene began; SS_TIME_NEVER: not set */
    char    *nodes, *alloc, *tres;         /* NULL if none                                  */
} SsSceneRow;

uint32_t          ss_scene_rows(const SsScene *scene, const char *name);
const SsSceneRow *ss_scene_row(const SsScene *scene, const char *name, uint32_t i); /* in order */

/* Of the last row: what finally became of the job. Asserts that there is one. */
SsTime      ss_scene_start_of(const SsScene *scene, const char *name); /* SS_TIME_NEVER */
SsTime      ss_scene_end_of(const SsScene *scene, const char *name);
const char *ss_scene_state_of(const SsScene *scene, const char *name); /* "COMPLETED" */
const char *ss_scene_nodes_of(const SsScene *scene, const char *name); /* "n[1-3]", NULL */
uint32_t    ss_scene_id_of(const SsScene *scene, const char *name);    /* raw id */

/* The pending reason at the end of a second (runs the scene again up to there); "" if it is not pending.
 * The text shown instead of the word, if there is one. */
const char *ss_scene_reason_of(SsScene *scene, const char *name, const char *time);

/* sbatch's words for a job that was refused, NULL if it was not. Asking makes a refusal expected: ask
 * before the scene runs (`ss_scene_expect_refusals`) and look afterwards. */
void        ss_scene_expect_refusals(SsScene *scene);
const char *ss_scene_refusal_of(const SsScene *scene, const char *name);
/* What the operations printed to stderr and their exit codes, in order, a line each. */
const char *ss_scene_answers(const SsScene *scene);

/* The world at the end. Borrowed until the next run. */
SsWorld *ss_scene_world(SsScene *scene);
/* All rows of nodes, reservations and suspensions in the order given: "node n1 1 600 900 disk", a line each. */
const char *ss_scene_events(const SsScene *scene);
