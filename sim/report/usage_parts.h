/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/date.h"
#include "sim/ledger/query.h"
#include "sim/report/render.h"
#include "sim/report/usage.h"

/*
 * usage_parts - what the files of sreport share (usage.c, usage_words.c, usage_cluster.c, usage_job.c,
 * usage_resv.c). Private to sim/report.
 */

typedef enum { /* -t */
               SS_UNIT_SECS,
               SS_UNIT_MINS,
               SS_UNIT_HOURS,
               SS_UNIT_PERCENT,
               SS_UNIT_SECS_PER,
               SS_UNIT_MINS_PER,
               SS_UNIT_HOURS_PER,
} SsUsageUnit;

typedef struct {
    uint32_t    id;
    const char *text; /* "gres/gpu" */
} SsUsageTres;

/* The words behind a report's name. Lists are NULL when not given. */
typedef struct {
    SsTime     start, end;
    bool       start_given, end_given;
    GPtrArray *accounts, *users, *wckeys, *clusters, *names, *ids, *nodes, *partitions, *gids,
        *jobs;
    GPtrArray *assocs, *grouping;
    GPtrArray *format; /* "name%width"; NULL = the report's default                             */
    bool       tree, group, flat, acct_as_parent, print_count, all_clusters;
    bool       with_deleted; /* always on anyway */
    uint32_t   top;
} SsUsageWords;

typedef struct {
    SsLedger     *ledger;
    SsTime        now;
    SsDateReader  dates;
    GString      *out, *err;
    const char   *program;
    int           code;
    SsRendering   how;
    SsUsageUnit   unit;
    bool          sort_by_name;
    const char   *tres_text; /* -T as written, NULL                                              */
    GArray       *tres;      /* SsUsageTres, requested, in order; cpu without -T                 */
    GArray       *known;     /* SsUsageTres: all of the ledger, by id                            */
    GStringChunk *texts;
    const char   *cluster;
    GPtrArray    *clusters; /* -M, NULL                                                         */
    SsUsageWords  words;
    GError       *error; /* the ledger could not be read                                     */
} SsUsageRun;

typedef struct { /* a report: `sreport GROUP NAME` */
    const char *group;
    const char *name; /* as typed */
    size_t      min;  /* letters that are compared at least                                 */
    uint32_t    keys; /* which words it takes: a bit of SsUsageKeys                          */
    void (*run)(SsUsageRun *run);
    const char *form, *doc; /* for --help; NULL = a short form */
} SsUsageReport;

typedef enum { /* the kinds of reports, by the words they take */
               SS_WORDS_ASSOC = 1,
               SS_WORDS_WCKEY = 2,
               SS_WORDS_CLUSTER = 4,
               SS_WORDS_JOB = 8,
               SS_WORDS_TOP = 16,
               SS_WORDS_RESV = 32,
} SsUsageKeys;

/* usage_words.c: reads the words of a report into run->words, rounds the window. */
void ss_usage_words(SsUsageRun *run, uint32_t keys, char **words);
void ss_usage_words_clear(SsUsageWords *words);
/* In `list` (names, whatever the case), or no list given? */
bool ss_usage_wants(const GPtrArray *list, const char *name);
/* Is our one cluster asked for? */
bool ss_usage_wants_cluster(const SsUsageRun *run);

/* usage.c */
/* The line of dashes, title, window, unit. `detail`: replaces "Usage reported in ..." (job sizes). */
void        ss_usage_banner(SsUsageRun *run, const char *title, bool with_secs, const char *detail);
const char *ss_usage_unit_words(SsUsageUnit unit);
bool        ss_usage_is_per(SsUsageUnit unit);
/* An amount of TRES-seconds in the unit of -t, as text, against `total` for percentages. */
SsValue ss_usage_amount(const SsShow *show, SsUsageUnit unit, SsWide amount, SsWide total);
/* 8, and one more for each power of ten from 10^8 that `largest` reaches; 9 more for *Per. */
int ss_usage_width(SsUsageUnit unit, SsWide largest);
/* The columns chosen by format= or, without it, by `fallback`; unknown ones are told. */
GArray  *ss_usage_choices(SsUsageRun *run, const SsColumn *columns, size_t n, const char *fallback);
SsTable *ss_usage_table(SsUsageRun *run, const GArray *choices);
const SsUsageTres *ss_usage_tres_by_id(const SsUsageRun *run, uint32_t id);
/* Seconds of [start, end) in which the job was suspended. */
SsSpan ss_usage_suspended(SsUsageRun *run, uint32_t db_inx, SsTime start, SsTime end);
/* Is one of the nodes of the hostlist in `list`, or no list given? */
bool ss_usage_wants_nodes(const GPtrArray *list, const char *nodes);
/* The bit of a reservation flag's name, whatever the case; 0 if there is none of that name. */
uint64_t ss_usage_resv_flag(const char *name);
void     ss_usage_failed(SsUsageRun *run, GError *error); /* taken */

/* The columns of sreport: of the account, user and cluster reports, of user TopUsage, of the job sizes, of
 * the reservations. */
extern const SsColumn ss_usage_columns[], ss_usage_top_columns[], ss_usage_size_columns[],
    ss_usage_resv_columns[];
extern const size_t ss_n_usage_columns, ss_n_usage_top_columns, ss_n_usage_size_columns,
    ss_n_usage_resv_columns;

/* The reports. */
void ss_usage_account_by_user(SsUsageRun *run);
void ss_usage_user_by_account(SsUsageRun *run);
void ss_usage_user_by_wckey(SsUsageRun *run);
void ss_usage_wckey_by_user(SsUsageRun *run);
void ss_usage_utilization(SsUsageRun *run);
void ss_usage_top(SsUsageRun *run);
void ss_usage_sizes_by_account(SsUsageRun *run);
void ss_usage_sizes_by_wckey(SsUsageRun *run);
void ss_usage_sizes_by_both(SsUsageRun *run);
void ss_usage_resv(SsUsageRun *run);
