/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch.c - a pool of threads that each take whole runs.
 *
 * Threads of POSIX and not of GLib: what ThreadSanitizer has to watch must be built with it or known to it.
 *
 * Nothing is shared but the array of runs, of which a thread touches one element at a time, and the lock
 * under which finished runs are told. That the bytes do not depend on the number of threads is tested by
 * comparing one with many (tests/unit/test_sweep.c).
 */
#include "sim/sweep/batch.h"

#include "sim/base/version.h"
#include "sim/engine/engine.h"
#include "sim/report/recovery.h"
#include "sim/sweep/inputs.h"

#include <pthread.h>
#include <string.h>

typedef struct {
    SsBatchRun         *runs;
    uint32_t            n, n_done;
    bool                resume;
    gint                next;   /* atomic: the run to hand out          */
    gint                failed; /* atomic: a run failed, hand out no more */
    const SsBatchHooks *hooks;
    pthread_mutex_t     lock; /* around `done` and `progress`: told one at a time */
    uint64_t            jobs; /* of all runs, */
    double              part; /* and the sum of how far they are */
} Batch;

typedef struct {
    Batch      *batch;
    SsBatchRun *run;
} Hand; /* what a run's hooks hold */

static void count_refusal(gpointer data, const char *trace_id, const char *where, const char *text)
{
    (void) trace_id;
    (void) where;
    (void) text;
    ((Hand *) data)->run->refused++;
}

/* Under the lock: what a run adds to the sums since it was last told. */
static void add_up(Batch *batch, SsBatchRun *run, uint64_t jobs, double part)
{
    batch->jobs += jobs - run->jobs;
    batch->part += part - run->part;
    run->jobs = jobs;
    run->part = part;
}

static void note_progress(gpointer data, uint64_t jobs, SsTime when, double fraction)
{
    const Hand *hand = data;
    Batch      *batch = hand->batch;

    (void) when;
    if (pthread_mutex_trylock(&batch->lock) != 0)
        return; /* another run is telling: next time */
    add_up(batch, hand->run, jobs, CLAMP(fraction, 0, 1));
    batch->hooks->progress(batch->hooks->data, batch->jobs, batch->part / batch->n);
    pthread_mutex_unlock(&batch->lock);
}

/* A ledger of the same plan, made from the same bytes; NULL otherwise. */
static SsLedger *find_finished(const SsBatchRun *run)
{
    if (!run->output || !g_file_test(run->output, G_FILE_TEST_IS_REGULAR))
        return NULL;
    SsLedger *ledger = ss_ledger_open(run->output, NULL);
    SsPlan    plan;

    if (!ledger)
        return NULL;
    bool same = g_strcmp0(ss_ledger_get(ledger, "version"), ss_version) == 0
                && ss_plan_read(ledger, &plan, NULL);
    if (same) {
        same = ss_plan_equal(&plan, &run->plan) && ss_inputs_same(ledger, &plan);
        ss_plan_clear(&plan);
    }
    if (same)
        return ledger;
    ss_ledger_free(ledger);
    return NULL;
}

static gboolean look_at(SsBatchRun *run, GError **error)
{
    if (!ss_summary_read(run->ledger, &run->summary, error))
        return FALSE;
    run->summary.recovery = ss_recovery_worst(run->ledger);
    if (run->resumed)
        run->refused = run->summary.rejected;
    if (!run->keep)
        g_clear_pointer(&run->ledger, ss_ledger_free);
    return TRUE;
}

static gboolean carry_out(Batch *batch, SsBatchRun *run)
{
    Hand             hand = { batch, run };
    const SsRunHooks hooks = { .data = &hand,
                               .progress = batch->hooks->progress ? note_progress : NULL,
                               .interrupted = batch->hooks->interrupted,
                               .refused = count_refusal,
                               .diag = run->diag };

    if (batch->resume && (run->ledger = find_finished(run)))
        run->resumed = true;
    else if (!ss_run(&run->plan, run->output, &hooks, &run->ledger, &run->error))
        return FALSE;
    return look_at(run, &run->error);
}

static bool is_stopped(Batch *batch)
{
    const volatile int *interrupted = batch->hooks->interrupted;

    return g_atomic_int_get(&batch->failed) || (interrupted && *interrupted);
}

static void work_on(Batch *batch, SsBatchRun *run)
{
    run->diag = ss_diag_new();
    run->done = carry_out(batch, run);
    if (!run->done) {
        g_atomic_int_set(&batch->failed, 1);
        return;
    }
    pthread_mutex_lock(&batch->lock);
    batch->n_done++;
    add_up(batch, run, run->summary.submitted, 1);
    if (batch->hooks->done)
        batch->hooks->done(batch->hooks->data, run, batch->n_done, batch->n);
    pthread_mutex_unlock(&batch->lock);
}

/* A thread: the next run, until there is none. */
static void *work(void *data)
{
    Batch *batch = data;

    for (;;) {
        const guint i = (guint) g_atomic_int_add(&batch->next, 1);

        if (i >= batch->n || is_stopped(batch))
            return NULL;
        work_on(batch, &batch->runs[i]);
    }
}

static gboolean tell_failure(const Batch *batch, GError **error)
{
    for (uint32_t i = 0; i < batch->n; i++)
        if (batch->runs[i].error) {
            *error = g_error_copy(batch->runs[i].error);
            if (*batch->runs[i].label)
                g_prefix_error(error, "%s: ", batch->runs[i].label);
            return FALSE;
        }
    if (batch->n_done == batch->n)
        return TRUE;
    g_set_error(error, SS_ENGINE_ERROR, SS_ENGINE_ERROR_INTERRUPTED,
                "interrupted after %u of %u runs", batch->n_done, batch->n);
    return FALSE;
}

gboolean ss_batch(SsBatchRun *runs, uint32_t n, uint32_t threads, bool resume,
                  const SsBatchHooks *hooks, GError **error)
{
    Batch                 batch = { .runs = runs, .n = n, .resume = resume, .hooks = hooks };
    const uint32_t        wanted = CLAMP(threads, 1, MAX(n, 1));
    g_autofree pthread_t *pool = g_new0(pthread_t, wanted);
    uint32_t              made = 0;

    pthread_mutex_init(&batch.lock, NULL);
    while (made < wanted && pthread_create(&pool[made], NULL, work, &batch) == 0)
        made++;
    if (made == 0)
        work(&batch); /* no thread to be had: one after the other */
    for (uint32_t i = 0; i < made; i++)
        pthread_join(pool[i], NULL);
    pthread_mutex_destroy(&batch.lock);
    return tell_failure(&batch, error);
}

void ss_batch_clear(SsBatchRun *runs, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        g_free(runs[i].label);
        g_free(runs[i].output);
        ss_plan_clear(&runs[i].plan);
        ss_ledger_free(runs[i].ledger);
        if (runs[i].done)
            ss_summary_clear(&runs[i].summary);
        ss_diag_free(runs[i].diag);
        g_clear_error(&runs[i].error);
    }
}
