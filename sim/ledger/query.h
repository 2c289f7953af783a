/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/rows.h"

/**
 * query - what reports ask the ledger.
 *
 * Shape     cursors for jobs (any number), arrays for what is small. "As of T": the last sample at or
 *           before T.
 * Owner     the caller frees; a cursor's row is borrowed until the next step.
 * Errors    SS_LEDGER_ERROR.
 */

/* --- any SELECT ------------------------------------------------------------------------------ */

typedef struct SsQuery SsQuery;

/* `sql` may use ?1, ?2, ...; rows come by ss_query_next. Errors stick: ask ss_query_close. */
SsQuery    *ss_query_new(SsLedger *ledger, const char *sql);
void        ss_query_int(SsQuery *query, int position, int64_t value);
void        ss_query_text(SsQuery *query, int position, const char *text); /* copied */
bool        ss_query_next(SsQuery *query);
int64_t     ss_query_get_int(const SsQuery *query, int column); /* NULL is 0 */
double      ss_query_get_double(const SsQuery *query, int column);
const char *ss_query_get_text(const SsQuery *query, int column); /* NULL stays */
bool        ss_query_is_null(const SsQuery *query, int column);
/* Frees; FALSE and the sticky error if there was one. */
gboolean ss_query_close(SsQuery *query, GError **error);

/* --- samples --------------------------------------------------------------------------------- */

/* The moment of the last sample at or before `at`; 0 if there is none. */
SsTime ss_ledger_sample_at(SsLedger *ledger, SsTime at);

/* All rows of a kind at exactly the sample `sample`, in the order of the tool that lists them. */
SsRows *ss_ledger_shares(SsLedger *ledger, SsTime sample,
                         GError **error); /* SsShareRow, tree order */
SsRows *ss_ledger_qos_use(SsLedger *ledger, SsTime sample,
                          GError **error); /* SsQosRow by id         */
SsRows *ss_ledger_qos_subs(SsLedger *ledger, SsTime sample,
                           GError **error); /* SsQosSubRow            */
SsRows *ss_ledger_prios(SsLedger *ledger, SsTime sample,
                        GError **error); /* SsPrioRow, list order  */
SsRows *ss_ledger_queue(SsLedger *ledger, SsTime sample,
                        GError **error); /* SsQueueRow, list order */
SsRows *ss_ledger_resvs(SsLedger *ledger, SsTime sample,
                        GError **error); /* SsResvNowRow by id     */
SsRows *ss_ledger_licenses(SsLedger *ledger, SsTime sample,
                           GError **error); /* SsLicenseRow by name   */
SsRows *ss_ledger_stats(SsLedger *ledger, SsTime sample,
                        GError **error); /* SsStatRow by key       */

/* What the jobs of a queue sample asked for: SsRequestRow by id_job. */
SsRows *ss_ledger_requests(SsLedger *ledger, SsTime sample, GError **error);

/* Nodes and partitions as of `at`, one row each in table order; nodes without a sample row are left
 * out (none before the first sample). */
SsRows *ss_ledger_nodes(SsLedger *ledger, GError **error); /* SsNodeRow              */
SsRows *ss_ledger_nodes_now(SsLedger *ledger, SsTime at,
                            GError **error); /* SsNodeNowRow           */
extern const SsNodeNowRow ss_node_now_idle;  /* of a node of which there is no sample */
/* Makes `nodes` what an operator had made of them: weight, features, comment; their texts are those of `now`. */
void    ss_ledger_nodes_amend(SsRows *nodes, const SsRows *now);
SsRows *ss_ledger_parts(SsLedger *ledger, SsTime at, GError **error); /* SsPartRow              */
SsRows *ss_ledger_conf(SsLedger *ledger, GError **error);             /* SsConfRow              */

/* The effective settings of the run (keys "set.*"), NULL texts where unset; ss_settings_clear it.
 * Vectors (weight_tres) are left NULL: their text is there. */
gboolean ss_ledger_settings_read(SsLedger *ledger, SsSettings *settings, GError **error);

/* --- jobs ------------------------------------------------------------------------------------ */

/* Walks SELECT (columns of job) FROM job `tail`: "WHERE time_end >= ?1 ORDER BY ...". */
typedef struct SsJobCursor SsJobCursor;
SsJobCursor               *ss_job_cursor_new(SsLedger *ledger, const char *tail);
SsJobCursor *ss_job_cursor_brief(SsLedger *ledger, const char *tail); /* see ss_row_job_brief */
SsJobCursor *ss_job_cursor_use(SsLedger *ledger, const char *tail);   /* see ss_row_job_use   */

/* The same for `tail` with an ORDER BY and no parameters: only keys are sorted (16 bytes a row), rows are fetched
 * one by one, so the first comes as soon as all have been looked at. NEWEST: of the rows with one job id only
 * the one submitted last. */
typedef enum { SS_JOB_ROWS_ALL, SS_JOB_ROWS_NEWEST } SsJobRows;
SsJobCursor       *ss_job_cursor_sorted(SsLedger *ledger, const char *tail, SsJobRows which);
void               ss_job_cursor_int(SsJobCursor *cursor, int position, int64_t value);
void               ss_job_cursor_text(SsJobCursor *cursor, int position, const char *text);
const SsJobRecord *ss_job_cursor_next(SsJobCursor *cursor); /* NULL at the end or on an error */
gboolean           ss_job_cursor_close(SsJobCursor *cursor, GError **error);

/* The last row of a job as people name it: "17", "17_3", "trace:17", "trace:17_3"; `columns` as in SELECT. One
 * row or none. */
SsQuery *ss_query_job(SsLedger *ledger, const char *id, const char *columns);

/* --- usage ----------------------------------------------------------------------------------- */

typedef enum { SS_USAGE_HOUR, SS_USAGE_DAY, SS_USAGE_MONTH } SsUsageLevel;
typedef enum { SS_USAGE_ASSOC, SS_USAGE_WCKEY } SsUsageKind;

/* Calls `func` for the rows of a level that begin in [from, to): TRES-seconds of an association or wckey;
 * several calls for one of them. Hours are unpacked on the way: 20 ns each. */
typedef void (*SsUsageFunc)(uint32_t id, uint32_t id_tres, int64_t secs, void *data);
gboolean ss_ledger_each_usage(SsLedger *ledger, SsUsageKind kind, SsUsageLevel level, SsTime from,
                              SsTime to, SsUsageFunc func, void *data, GError **error);

/* --- TRES strings ---------------------------------------------------------------------------- */

typedef struct {
    uint32_t id;
    int64_t  count;
} SsTresCount;

/* "1=4,2=2048" into `out` [max]; the number of entries, at most `max`. NULL and "" are none. Entries
 * that are not id=count end the list. */
uint32_t ss_tres_counts(const char *text, SsTresCount *out, uint32_t max);

/* The count of one id, `missing` if it is not named. */
int64_t ss_tres_count(const char *text, uint32_t id, int64_t missing);

/* "1=4.5,2=2048" as a vector [tres->n], zeros where not named; ids that are not in `tres` are skipped. */
void ss_tres_vector(const SsTresSet *tres, const char *text, double *vec);
