/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/policy.h"
#include "sim/engine/teacher.h"
#include "sim/engine/timeline.h"
#include "sim/model/world.h"

/**
 * SsEngine - one run: a cluster, jobs and operations in, records out.
 *
 * Time      one second at a time, in the order of event.h's classes; empty time is jumped over. [start,
 *           until): what is due at `until` is left for whoever continues. Without `until` the run ends
 *           when nothing waits, runs or is to come, or when what waits can never start.
 * Cadence   Slurm's controller (spec scheduling 1.1, 2.1); textbook policies decide in the second of each
 *           event.
 * Owner     the engine owns world, sources and timeline; the sink is borrowed and must outlive the run.
 * Errors    the first of a source or of the sink; SS_ENGINE_ERROR.
 * Threads   none, no globals: as many engines side by side as one likes.
 */
typedef struct SsEngine SsEngine;

typedef enum {
    SS_ENGINE_ERROR_INTERRUPTED, /* *interrupted was set             */
    SS_ENGINE_ERROR_BUG,         /* ss_world_check found a fault     */
} SsEngineError;
#define SS_ENGINE_ERROR (ss_engine_error_quark())
GQuark ss_engine_error_quark(void);

typedef enum {
    SS_REFUSED,
    SS_REFUSED_KEPT, /* it left something behind: it had got a job id, or a QOS keeps a row of its user */
    SS_REFUSED_TEST, /* --test-only: it has its answer, and took an id                   */
} SsRefusedHow;

/* What a caller may want to tell people; each may be NULL. Everything is borrowed for the call. */
typedef struct {
    gpointer data;
    /* A submission was refused, with sbatch's words. */
    void (*refused)(gpointer data, const SsWorld *world, const SsJobSpec *spec, const char *text,
                    SsRefusedHow how);
    /* An operation was carried out; `code` is the command's exit code. */
    void (*operated)(gpointer data, const SsWorld *world, const SsTimelineEntry *operation,
                     int code, const char *out, const char *err);
    /* A pass was made and what it did is settled. */
    void (*passed)(gpointer data, const SsWorld *world);
} SsEngineWatch;

typedef struct {
    SsTime          start;
    SsTime          until;  /* SS_TIME_NEVER: to the end                                       */
    bool            whole;  /* also what is due in the second `until` itself                   */
    const SsPolicy *policy; /* NULL: the first of ss_policies                                  */
    const SsZone   *zone;   /* local time: usage resets, dates in operations; borrowed; NULL: UTC */
    uint32_t        phase;  /* seconds by which the controller's periods are shifted           */
    SsSpan          notice; /* until the loop notices a submission: cadence.h                  */
    bool            ends_last; /* jobs end behind the passes of their second                   */
    bool ends_hurry; /* their ends ask for a pass at once, as in Slurm 20.02, whatever the notice */
    const SsTime *sample_at; /* [n_samples] ascending; borrowed until the run is over        */
    uint32_t      n_samples;
    SsSpan        sample_every; /* samples at multiples of it since the epoch; 0: none       */
    bool          paranoid;     /* ss_world_check each simulated hour                        */
    void (*progress)(gpointer data, const SsWorld *world, double fraction); /* often; NULL     */
    gpointer         progress_data;
    volatile int    *interrupted; /* looked at each second that is simulated; NULL              */
    const SsTeacher *teacher; /* NULL: a free run; borrowed                                     */
    SsEngineWatch    watch;
    /* Commands that the controller does not carry out itself (sacctmgr): an exit code, or -1 for all others;
     * NULL. */
    int (*act)(gpointer data, SsWorld *world, const SsTimelineEntry *operation, GString *out,
               GString *err);
    gpointer act_data;
} SsEngineOptions;

/* `until` SS_TIME_NEVER, `notice` as recorded, everything else 0. */
void ss_engine_options_init(SsEngineOptions *options);

/* `cluster` is referenced, `options` copied. The world exists from here on: usage may be seeded. */
SsEngine *ss_engine_new(const SsCluster *cluster, const SsEngineOptions *options);
void      ss_engine_free(SsEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsEngine, ss_engine_free)

/* Any number of sources, merged by submission time; equal times in the order of adding. */
void ss_engine_add_source(SsEngine *engine, SsJobSource *source);      /* taken */
void ss_engine_add_operations(SsEngine *engine, SsTimeline *timeline); /* taken */
/* What people type at a cluster at rest, in their order, submissions and commands: when all else of their
 * second is done. Those of one second are one moment: passes that they cause come after the last. Taken. */
void ss_engine_add_actions(SsEngine *engine, SsTimeline *timeline);
void ss_engine_set_sink(SsEngine *engine, SsRecordSink *sink); /* borrowed; NULL: no records */

/* Once. */
gboolean ss_engine_run(SsEngine *engine, GError **error);

SsWorld *ss_engine_world(SsEngine *engine);
uint64_t ss_engine_events(const SsEngine *engine); /* seconds simulated + events in them, so far */
