/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pending.c - looks at the queue on a grid that widens with the run.
 *
 * The accounting keeps a job's last reason, and waiting for resources or one's turn leaves no trace there: over
 * time, only who looks sees it. Nobody knows how long a run will be when it begins, so the grid doubles.
 *
 * A step shows what its first pass left, and if none was made, what the look before it saw: between passes no reason
 * changes. Where the pass before left nothing waiting, nothing waited when the step began, whatever came later in it.
 *
 * Rejected: reasons integrated exactly, where they change (a stamp in each job, a sum in the scheduler's
 * innermost loop, and array records that are split in between); the run made once more by whoever wants to know
 * (as long as the run itself).
 */
#include "sim/ledger/pending.h"

#include "sim/ledger/rows.h"

enum { FIRST_STEP = 1 };

typedef struct {
    uint32_t step, reason;
    uint64_t jobs, cpus; /* a row of 0 jobs: nothing waits */
} Row;

struct SsPending {
    SsTime   start, due; /* due: where step `next` begins */
    SsSpan   every;
    bool     widens;
    bool     empty; /* the last pass left nothing waiting */
    GArray  *rows;  /* Row, by step; those of a step are a look */
    uint32_t last;  /* where the last of them begins */
    uint32_t next;  /* the step behind that of the last look */
};

SsPending *ss_pending_new(SsTime start, SsSpan every)
{
    SsPending *pending = g_new0(SsPending, 1);

    *pending = (SsPending){ .start = start,
                            .due = start,
                            .every = every ? every : FIRST_STEP,
                            .widens = every == 0,
                            .empty = true,
                            .rows = g_array_new(FALSE, FALSE, sizeof(Row)) };
    return pending;
}

void ss_pending_free(SsPending *pending)
{
    if (!pending)
        return;
    g_array_unref(pending->rows);
    g_free(pending);
}

static Row *row(const SsPending *pending, uint32_t i)
{
    return &g_array_index(pending->rows, Row, i);
}

static uint32_t step_of(const SsPending *pending, SsTime when)
{
    return (uint32_t) ((MAX(when, pending->start) - pending->start) / pending->every);
}

/* --- looks -------------------------------------------------------------------------------------------- */

/* Is the look of rows [at, at + n) the one before it? */
static bool repeats(const SsPending *pending, uint32_t at)
{
    const uint32_t n = pending->rows->len - at;

    if (at == 0)
        return row(pending, 0)->jobs == 0; /* a run begins with nothing waiting */
    if (n != at - pending->last)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const Row *a = row(pending, pending->last + i), *b = row(pending, at + i);

        if (a->reason != b->reason || a->jobs != b->jobs || a->cpus != b->cpus)
            return false;
    }
    return true;
}

/* The rows from `at` on are a look: kept if it says something new. */
static void keep(SsPending *pending, uint32_t at)
{
    if (repeats(pending, at))
        g_array_set_size(pending->rows, at);
    else
        pending->last = at;
}

static void add_nothing(SsPending *pending, uint32_t step)
{
    const Row      nothing = { .step = step };
    const uint32_t at = pending->rows->len;

    g_array_append_val(pending->rows, nothing);
    keep(pending, at);
}

static uint32_t tasks_of(const SsJob *job)
{
    return job->array.job_id && job->array.task == SS_UNSET32 ? MAX(job->array.n_pending, 1) : 1;
}

static void add_look(SsPending *pending, const SsWorld *world, uint32_t step)
{
    const uint32_t at = pending->rows->len;
    Row            found[SS_REASON_COUNT] = { 0 };

    for (const SsJob *job = world->first_waiting; job; job = job->wait_next) {
        Row *of = &found[job->reason];

        of->jobs += tasks_of(job);
        of->cpus += job->tres_req ? tasks_of(job) * job->tres_req[SS_TRES_CPU] : 0;
    }
    for (uint32_t r = 0; r < SS_REASON_COUNT; r++) {
        if (found[r].jobs == 0)
            continue;
        found[r].step = step;
        found[r].reason = r;
        g_array_append_val(pending->rows, found[r]);
    }
    if (pending->rows->len == at)
        add_nothing(pending, step);
    else
        keep(pending, at);
}

/* --- the grid ----------------------------------------------------------------------------------------- */

/* Of two looks that fall into one step of twice the length the later is what held at its begin. */
static void widen(SsPending *pending)
{
    GArray *old = pending->rows;

    pending->every *= 2;
    pending->next = (pending->next + 1) / 2;
    pending->rows = g_array_sized_new(FALSE, FALSE, sizeof(Row), old->len);
    for (uint32_t i = 0, next; i < old->len; i = next) {
        const uint32_t was = g_array_index(old, Row, i).step, step = (was + 1) / 2;
        const uint32_t at = pending->rows->len;

        for (next = i; next < old->len && g_array_index(old, Row, next).step == was; next++)
            g_array_index(old, Row, next).step = step;
        if (next < old->len && (g_array_index(old, Row, next).step + 1) / 2 == step)
            continue;
        g_array_append_vals(pending->rows, &g_array_index(old, Row, i), next - i);
        keep(pending, at);
    }
    g_array_unref(old);
}

static uint32_t make_room(SsPending *pending, SsTime now)
{
    while (pending->widens && step_of(pending, now) >= SS_PENDING_LOOKS)
        widen(pending);
    return step_of(pending, now);
}

void ss_pending_look(SsPending *pending, const SsWorld *world)
{
    if (world->now >= pending->due) {
        const uint32_t step = make_room(pending, world->now);

        if (pending->empty)
            add_nothing(pending, pending->next);
        else
            add_look(pending, world, step);
        pending->next = step + 1;
        pending->due = pending->start + (SsTime) pending->next * pending->every;
    }
    pending->empty = world->n_pending == 0;
}

/* --- rows --------------------------------------------------------------------------------------------- */

gboolean ss_pending_write(SsPending *pending, SsTime now, SsLedger *ledger, GError **error)
{
    if (pending->empty && pending->next <= step_of(pending, now))
        add_nothing(pending, pending->next);
    if (!ss_ledger_set_int(ledger, "pending.every", pending->every, error))
        return FALSE;
    for (uint32_t i = 0; i < pending->rows->len; i++) {
        const Row         *r = row(pending, i);
        const SsPendingRow out = { .at = pending->start + (SsTime) r->step * pending->every,
                                   .reason = r->reason,
                                   .jobs = r->jobs,
                                   .cpus = r->cpus };

        if (!ss_row_put(ledger, &ss_row_pending, &out, error))
            return FALSE;
    }
    return TRUE;
}
