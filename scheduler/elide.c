/* SPDX-License-Identifier: Apache-2.0 */
/*
 * elide.c - which passes would change nothing.
 *
 * Slurm looks at its queue every few seconds whether anything happened or not; in most of these passes
 * every record gets the answer it got before. A pass of a kind is skipped if all three hold:
 *
 *   1. Fixpoint. The last pass of that kind left every pending job as it found it (a digest of the whole
 *      record, see below) and no verb was called in it: nothing started, ended, was split or signalled.
 *   2. Versions. Nothing that a pass reads has changed since that pass *began*: world->version (every verb,
 *      every operation), the order of its records after priorities were computed, and, if somebody waits
 *      for another job, world->purges (a forgotten target counts as fulfilled).
 *   3. Certificate. No comparison with the clock comes out otherwise: now < valid_until.
 *
 * What rules may read, and what covers it. A rule that reads more has to be added here.
 *   jobs, nodes in use, ends, licences, node states, reservations, partitions   version (verbs)
 *   what operators write directly                        version (ss_controller_operate)
 *   limits' counters                                     version: they change with verbs, in the same second
 *   used minutes, walls, usage thresholds                version, raised by the period if such a limit exists
 *   priorities against thresholds, in preemption         version, likewise (ss_elide_reads_priority)
 *   priorities as an order                               ss_queue_in_order
 *   latched dependencies, accrue counters                version where they are written outside of passes
 *   begin times, deadlines, bf_min_age_reserve, "after+minutes", --switches, reservations' times,
 *   exempt times of victims, planned ends that have passed, CompleteWait         moment_of_*, below
 *   backfill: estimates against now and the window, the edges of the plan map    outcome->valid_until
 *
 * Estimates (planned_start, planned_nodes, PLANNED nodes) are backfill's output only: each cycle forgets the
 * last one's. So they are not in the digest, and a cycle that moved estimates may stand for the next one.
 *
 * A job's digest is over the stretch of the record that passes may write; debug builds assert that they leave
 * alone all the others, so a new field is covered without a word here. What lies behind pointers is covered by
 * version or named in digest_job. Debug builds make the skipped passes on the side and assert that all is as it was.
 */
#include "scheduler/elide.h"

#include "scheduler/backfill.h"
#include "scheduler/moment.h"
#include "scheduler/pass.h"
#include "scheduler/queue.h"

#include <string.h>

/* What is known of the last pass of a kind. */
typedef struct {
    bool          known;
    uint64_t      version, order, purges;
    bool          dependent; /* somebody waits for another job */
    SsPassOutcome outcome;   /* with records and seen           */
} Past;

/* A digest, and of which state of the world: no record is written between passes without one of the two
 * counters being raised (that is what 2. rests on as well). */
typedef struct {
    bool     known;
    uint64_t version, order, digest;
} Stamp;

struct SsElide {
    SsWorld *world;
    Past     past[3];         /* by SsPassKind */
    uint64_t version, digest; /* when the pass at hand began */
    uint64_t purges;
    Stamp    stamp; /* of the last pass that was made */
#ifdef SS_DEBUG
    uint64_t rest; /* when the pass at hand began */
#endif
};

/* --- the digest ------------------------------------------------------------------------------------ */

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = mix(hash, (uint64_t) (unsigned char) *text);
    return hash;
}

static uint64_t fold(uint64_t a, uint64_t b)
{
    const SsWideU product = (SsWideU) a * b;

    return (uint64_t) product ^ (uint64_t) (product >> 64);
}

/* Bytes [begin, end) of the record: pairs of words, each with keys of its place, so that no product waits for
 * another. */
static uint64_t mix_part(uint64_t hash, const SsJob *job, size_t begin, size_t end)
{
    const char *bytes = (const char *) job;
    uint64_t    pair[2], sum = 0;

    for (; end - begin >= sizeof pair; begin += sizeof pair) {
        memcpy(pair, bytes + begin, sizeof pair);
        sum += fold(pair[0] ^ (begin + 1) * UINT64_C(0x9e3779b97f4a7c15),
                    pair[1] ^ (begin + 1) * UINT64_C(0xd6e8feb86659fd93));
    }
    pair[0] = pair[1] = 0;
    memcpy(pair, bytes + begin, end - begin);
    return mix(mix(mix(hash, sum), pair[0]), pair[1]);
}

/* What passes may write. The rest of a record only verbs change (digest_rest), or passes leave it for people to
 * read: last_sched_eval to reason_text, of which the words are mixed in. */
static uint64_t digest_job(uint64_t hash, const SsJob *job)
{
    hash = mix_part(hash, job, offsetof(SsJob, id), offsetof(SsJob, last_sched_eval));
    if (job->reason_text != NULL)
        hash = mix_text(hash, job->reason_text);
    for (uint32_t i = 0; i < job->n_deps; i++)
        hash = mix(hash, job->deps[i].state);
    if (job->n_parts > 1) /* ss_request_look_in */
        hash = mix(mix(hash, job->req.mem), job->req.mem_per_cpu);
    return hash;
}

static uint64_t digest(const SsWorld *world)
{
    uint64_t hash = 0;

    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next) {
        const char *next = (const char *) job->wait_next;

        if (next != NULL) {
            __builtin_prefetch(next + offsetof(SsJob, id));
            __builtin_prefetch(next + offsetof(SsJob, eligible));
            __builtin_prefetch(next + offsetof(SsJob, preempt_from));
            __builtin_prefetch(next + offsetof(SsJob, n_deps));
        }
        hash = digest_job(hash, job);
    }
    return hash;
}

#ifdef SS_DEBUG
/* All of the records that is neither above nor left for others. */
static uint64_t digest_rest(const SsWorld *world)
{
    uint64_t hash = 0;

    G_STATIC_ASSERT(offsetof(SsJob, id) == 4 * sizeof(void *));
    G_STATIC_ASSERT(offsetof(SsJob, n_deps)
                    == offsetof(SsJob, last_sched_eval) + 3 * sizeof(SsTime) + 2 * sizeof(void *));

    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next) {
        SsJob rest = *job;

        if (job->n_parts > 1) /* in digest_job */
            rest.req.mem = rest.req.mem_per_cpu = 0;
        hash = mix_part(hash, &rest, offsetof(SsJob, n_deps), sizeof rest);
    }
    return hash;
}
#endif

/* --- what is kept ---------------------------------------------------------------------------------- */

static void forget(Past *past)
{
    g_clear_pointer(&past->outcome.seen, g_ptr_array_unref);
    g_clear_pointer(&past->outcome.records, g_array_unref);
    *past = (Past){ 0 };
}

SsElide *ss_elide_new(SsWorld *world)
{
    SsElide *elide = g_new0(SsElide, 1);

    elide->world = world;
    return elide;
}

void ss_elide_free(SsElide *elide)
{
    if (elide == NULL)
        return;
    for (uint32_t i = 0; i < G_N_ELEMENTS(elide->past); i++)
        forget(&elide->past[i]);
    g_free(elide);
}

static bool waits_for_others(const SsWorld *world)
{
    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next)
        if (job->n_deps > 0)
            return true;
    return false;
}

/* The digest now: the last one, if nothing happened since. */
static uint64_t digest_now(const SsElide *elide)
{
    const SsWorld *world = elide->world;
    const Stamp   *stamp = &elide->stamp;

    if (!stamp->known || stamp->version != world->version || stamp->order != world->order)
        return digest(world);
#ifdef SS_DEBUG
    g_assert(stamp->digest == digest(world));
#endif
    return stamp->digest;
}

void ss_elide_begin(SsElide *elide, SsPassKind kind)
{
    forget(&elide->past[kind]);
    elide->version = elide->world->version;
    elide->purges = elide->world->purges;
    elide->digest = digest_now(elide);
    elide->stamp.known = false;
#ifdef SS_DEBUG
    elide->rest = digest_rest(elide->world);
#endif
}

void ss_elide_end(SsElide *elide, SsPassKind kind, SsPassOutcome *outcome)
{
    SsWorld *world = elide->world;
    Past    *past = &elide->past[kind];

    past->outcome = *outcome;
    outcome->seen = NULL;
    outcome->records = NULL;
    if (world->version != elide->version)
        return;
#ifdef SS_DEBUG
    g_assert(elide->rest == digest_rest(world));
#endif
    const uint64_t after = digest(world);
    const bool     wrote = after != elide->digest;
    if (wrote)
        ss_world_touch(world); /* the other kind may read it */
    elide->stamp = (Stamp){ true, world->version, world->order, after };
    if (wrote)
        return;
    past->outcome.valid_until = MIN(outcome->valid_until, ss_moment_next(world, kind));
    past->known = past->outcome.valid_until > world->now;
    past->version = elide->version;
    past->order = world->order;
    past->purges = elide->purges;
    past->dependent = waits_for_others(world);
}

/* --- skipping -------------------------------------------------------------------------------------- */

static bool still_in_order(const SsWorld *world, Past *past)
{
    if (past->order == world->order)
        return true;
    if (!ss_queue_in_order(world, past->outcome.records))
        return false;
    past->order = world->order;
    return true;
}

static bool stands(const SsWorld *world, Past *past)
{
    return past->known && past->version == world->version && world->now < past->outcome.valid_until
           && (!past->dependent || past->purges == world->purges) && still_in_order(world, past);
}

/* The pass that stands for one of `kind` now. A full pass that did not go deeper than a partial one would
 * is one, and the other way round. */
static Past *stand_in(SsElide *elide, SsPassKind kind)
{
    const SsWorld *world = elide->world;
    Past          *same = &elide->past[kind];

    if (stands(world, same))
        return same;
    if (kind == SS_PASS_BACKFILL)
        return NULL;
    Past *other = &elide->past[kind == SS_PASS_FULL ? SS_PASS_PARTIAL : SS_PASS_FULL];
    if (other->outcome.tested <= world->settings.sched.default_queue_depth && stands(world, other))
        return other;
    return NULL;
}

static void look_at(const SsWorld *world, const GPtrArray *seen, SsStarter who)
{
    for (guint i = 0; i < seen->len; i++) {
        SsJob *job = seen->pdata[i];

        job->last_sched_eval = world->now;
        job->last_sched = who;
    }
}

#ifdef SS_DEBUG
static uint64_t digest_plan(const SsWorld *world)
{
    uint64_t hash = mix(digest(world), digest_rest(world));

    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next) {
        hash = mix(hash, (uint64_t) job->planned_start);
        hash = mix(hash, job->planned_nodes ? ss_node_set_hash(job->planned_nodes) : 0);
        hash = mix(hash, (uint64_t) job->last_sched_eval);
        hash = mix(hash, (uint64_t) job->last_sched);
    }
    for (uint32_t n = 0; n < world->cluster->n_nodes; n++)
        hash = mix(hash, world->node[n].state);
    return hash;
}

/* Makes the pass that is about to be skipped. */
static void prove(SsElide *elide, SsPassKind kind, const Past *past)
{
    SsWorld                       *world = elide->world;
    const uint64_t                 version = world->version, before = digest_plan(world);
    const __typeof__(world->stats) stats = world->stats;
    SsPassOutcome                  made = { .valid_until = SS_TIME_NEVER };

    if (kind == SS_PASS_BACKFILL)
        ss_backfill_pass(world, &made);
    else
        ss_main_pass(world, kind, &made);
    g_assert(world->version == version);
    g_assert(digest_plan(world) == before);
    g_assert(made.tested == past->outcome.tested && made.tried == past->outcome.tried);
    g_assert(made.queue == past->outcome.queue && made.map_size == past->outcome.map_size);
    g_assert(made.stamps == past->outcome.stamps);
    world->stats = stats;
}
#endif

bool ss_elide_skip(SsElide *elide, SsPassKind kind, SsPassOutcome *outcome)
{
    SsWorld *world = elide->world;
    Past    *past = stand_in(elide, kind);

    if (past == NULL)
        return false;
    look_at(world, past->outcome.seen,
            kind == SS_PASS_BACKFILL ? SS_STARTER_BACKFILL : SS_STARTER_MAIN);
#ifdef SS_DEBUG
    prove(elide, kind, past);
#endif
    *outcome = past->outcome;
    outcome->seen = NULL;
    outcome->records = NULL;
    if (kind == SS_PASS_BACKFILL)
        ss_backfill_count(world, outcome);
    else
        ss_main_pass_count(world, outcome);
    world->shortcuts.saved[SS_SHORTCUT_ELIDE]++;
    return true;
}
