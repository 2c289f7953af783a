/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/**
 * slurmsim - the public C API: a site and a workload in, a run, its figures and Slurm's own reports out.
 *
 * Shape     opaque objects, GLib's conventions: functions that may fail return FALSE or NULL and set *error;
 *           texts returned are the caller's (g_free) unless said otherwise.
 * Times     seconds since the epoch (UTC), lengths of time in seconds.
 * Threads   objects of different runs may be used in different threads; one object in one at a time.
 * Bytes     the same site, workload and settings give the same ledger. Nothing is global.
 * Version   symbols and structs here keep their meaning within a major version.
 */
G_BEGIN_DECLS

#ifndef SS_API
#define SS_API __attribute__((visibility("default")))
#endif

SS_API const char *ss_api_version(void); /* "0.1.0" */

/* --- a site ------------------------------------------------------------------------------------- */

typedef struct SsSite SsSite;

/* A folder with slurm.conf, or the file. NULL: it cannot be read, or has errors. */
SS_API SsSite *ss_site_load(const char *path, GError **error);
SS_API void    ss_site_free(SsSite *site); /* NULL is fine */

SS_API const char *ss_site_cluster(const SsSite *site); /* borrowed */
SS_API const char *ss_site_findings(
    const SsSite *site); /* one a line, as `slurmsim check` prints; borrowed */
SS_API guint ss_site_n_nodes(const SsSite *site);
SS_API guint ss_site_n_cpus(const SsSite *site);

/* --- a run -------------------------------------------------------------------------------------- */

typedef struct SsRun SsRun;

/* Workloads are files (see slurmsim(1)), NULL-terminated; both are copied. Nothing is read yet. */
SS_API SsRun *ss_run_new(const SsSite *site, const char *const *workloads);
/* A finished ledger, for its figures and reports. */
SS_API SsRun *ss_run_open(const char *ledger, GError **error);
SS_API void   ss_run_free(SsRun *run); /* NULL is fine */

/* PATH=VALUE as `slurmsim run -s` takes it: "PriorityDecayHalfLife=14-0", "account.ai.fairshare=20",
 * "Nodes.gpu=+2", "load=1.2", "policy=easy", "phase=17". */
SS_API gboolean ss_run_set(SsRun *run, const char *change, GError **error);

/* Makes the run up to `time` and stops there: what the reports then say is what they would have said at that
 * moment. Each call makes it from the beginning. */
SS_API gboolean ss_run_until(SsRun *run, gint64 time, GError **error);
/* Makes the whole run. `ledger` is the file to make, NULL: in memory. */
SS_API gboolean ss_run_finish(SsRun *run, const char *ledger, GError **error);

/* --- what came of it (after until, finish, open) -------------------------------------------------- */

SS_API gint64 ss_run_now(const SsRun *run);

/* A figure by name: "wait.p95", "use.cpu", "account.ai.share_error"; `slurmsim doc figures` lists them.
 * *value is NaN where the run does not know it. */
SS_API gboolean ss_run_figure(SsRun *run, const char *name, double *value, GError **error);

/* One JSON object, schema slurmsim.summary.v1. */
SS_API char *ss_run_summary(SsRun *run, GError **error);

/* What a Slurm-named command prints: "sacct -P -a", "squeue -l", "sreport cluster utilization". Its exit code goes
 * to *code (may be NULL); messages follow the output. NULL: there is no such command. */
SS_API char *ss_run_report(SsRun *run, const char *command, int *code, GError **error);

/* --- a policy of one's own -------------------------------------------------------------------------- */

/* A job that waits and could be started. Texts are borrowed for the pass. */
typedef struct {
    guint32     job_id, priority;
    gint64      submit, time_limit; /* seconds; G_MAXINT64: unlimited */
    const char *trace_id, *user, *account, *partition, *qos;
    guint32     cpus, nodes; /* asked for, at least 1 */
} SsWaitingJob;

/* The cluster as a pass sees it. */
typedef struct SsPass SsPass;

SS_API gint64 ss_pass_now(const SsPass *pass);
/* Jobs in order of submission. */
SS_API guint               ss_pass_n_waiting(const SsPass *pass);
SS_API const SsWaitingJob *ss_pass_waiting(const SsPass *pass, guint i);
/* CPUs that are free now in a partition. */
SS_API guint ss_pass_free_cpus(const SsPass *pass, const char *partition);
/* Tries to start it now where Slurm's selection would put it (of an array: its next task). TRUE: it runs. */
SS_API gboolean ss_pass_start(SsPass *pass, guint32 job_id);

/* Decides who starts: `decide` is called in every second in which something happened. */
typedef struct {
    void (*decide)(gpointer data, SsPass *pass);
    gpointer data;
} SsDecider;

SS_API void ss_run_set_policy(SsRun           *run,
                              const SsDecider *decider); /* copied; NULL: the run's own */

/* --- records as they are made ------------------------------------------------------------------------ */

/* A job's accounting row, each time it is written; the last one of a job is final. Texts are borrowed for the
 * call and may be NULL. */
typedef struct {
    guint32     job_id, array_job_id; /* array_job_id 0: not an array */
    const char *trace_id, *user, *account, *partition, *qos, *state, *nodes;
    gint64      submit, eligible, start, end; /* 0: not yet */
    guint32     n_nodes, n_cpus, exit_code;
} SsJobRow;

typedef struct {
    /* FALSE with *error stops the run. */
    gboolean (*job)(gpointer data, const SsJobRow *row, GError **error);
    gpointer data;
} SsSink;

SS_API void ss_run_add_sink(SsRun *run, const SsSink *sink); /* copied; replaces the one before */

/* Called now and then: jobs submitted, the simulated time, part of the input read (negative: unknown). FALSE stops
 * the run. */
typedef gboolean (*SsRunProgress)(gpointer data, guint64 jobs, gint64 time, double fraction);
SS_API void ss_run_set_progress(SsRun *run, SsRunProgress progress, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsSite, ss_site_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsRun, ss_run_free)

G_END_DECLS
