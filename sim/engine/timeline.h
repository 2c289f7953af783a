/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/zone.h"
#include "sim/model/jobspec.h"

/**
 * SsTimeline - what administrators and users do to the cluster from outside, each at its time.
 *
 * Shape     operations in order of time; equal times in the order they were added. An operation is the
 *           words of a command: {"scontrol", "update", "NodeName=n1", "State=DRAIN"}, {"scancel", "17"}.
 *           "@N" stands for trace job N.
 * Reads     comma-separated files with a header, recognised by it:
 *             time|offset,command[,user]        a command as typed (actions.csv of the recorded cases)
 *             node,start,end,state,reason,...   a node out of service from start to end (empty: for good)
 *                                               `sacctmgr -P show event` too
 *             name,...,start,end,nodelist,flags,users,accounts,...   reservations, known from the start
 *           What is over before `zero` is left out: it is for the accounting (workloads/past.h).
 *           Times: seconds after `zero` (offset; below 10^8), seconds since the epoch, or a date
 *           (of `zone`; with a Z behind it UTC).
 * Owner     the maker, until it is given to an engine.
 * Errors    SS_PARSE_ERROR, G_FILE_ERROR; the message names file and line. Nothing is added on failure.
 * Source    slurmsim run --events; scontrol(1), scancel(1), sacctmgr(1).
 */
typedef struct {
    SsTime     at;
    char      *user;  /* who acts; "root" unless said otherwise    */
    char     **words; /* NULL-terminated                           */
    char      *where; /* "file:line", NULL                         */
    SsJobSpec *job;   /* a submission instead of a command; NULL   */
} SsTimelineEntry;

typedef struct SsTimeline SsTimeline;

SsTimeline *ss_timeline_new(void);
void        ss_timeline_free(SsTimeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsTimeline, ss_timeline_free)

/* Copies everything; `user` NULL is root, `where` may be NULL. */
void ss_timeline_add(SsTimeline *timeline, SsTime at, const char *user, const char *const *words,
                     const char *where);
/* A submission; `job` is taken. */
void ss_timeline_add_job(SsTimeline *timeline, SsTime at, SsJobSpec *job);
/* One command line, split as a shell would (quotes, no expansion). */
gboolean ss_timeline_add_command(SsTimeline *timeline, SsTime at, const char *user,
                                 const char *command, const char *where, GError **error);

/* A file; `zero` is the time that offsets count from, `zone` of dates (NULL: UTC). */
gboolean ss_timeline_read(SsTimeline *timeline, const char *path, SsTime zero, const SsZone *zone,
                          GError **error);

/* Moves all operations of `from` (taken) into `timeline`. */
void ss_timeline_merge(SsTimeline *timeline, SsTimeline *from);

uint32_t ss_timeline_count(const SsTimeline *timeline);
/* The first operation not yet taken, NULL at the end; and past it. */
const SsTimelineEntry *ss_timeline_peek(SsTimeline *timeline);
void                   ss_timeline_next(SsTimeline *timeline);
SsTime                 ss_timeline_next_time(SsTimeline *timeline); /* SS_TIME_NEVER at the end */
