/* SPDX-License-Identifier: Apache-2.0 */
/*
 * period_run.c - many passes, one walk over the jobs.
 *
 * The sums are those of charge.c and fade.c, in their order and types: usage times the decay, then the shares
 * of the running jobs in the job list's order, in each pass anew. What is saved is everything around them: the
 * walk over the jobs, powers, the lists of whom to rank, and the ranks themselves, of which only the last are
 * read. Textbook policies, which look at nothing between two events, leave four of five passes to this.
 *
 * Rejected: n times the share in one product (other last bits: other ties).
 */
#include "scheduler/period_run.h"

#include "scheduler/charge.h"
#include "scheduler/fade.h"
#include "scheduler/fairshare.h"

enum { ROOM = 128 }; /* of turns and links to begin with: some dozen jobs */

/* A share of a usage, and the next one of the same usage. */
typedef struct {
    SsShare  share;
    uint32_t next;
} Link;

/* What the passes do to one usage. */
typedef struct {
    SsUsage *usage;
    double   by;
    uint32_t first, last; /* links; SS_ID_NONE: it only fades */
} Turn;

typedef struct {
    SsWorld  *world;
    SsSlice   slice;   /* of each of the passes                              */
    double    by;      /* what usage fades by in it                          */
    GArray   *turns;   /* Turn: of all QOS, then of associations             */
    GArray   *links;   /* Link                                               */
    uint32_t *turn_of; /* [tree->n] index + 1 in turns by association; 0     */
} Run;

bool ss_period_run_is_known(const SsWorld *world)
{
    const SsSettings *set = &world->settings;

    if (!ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_PERIODS) || !ss_fairshare_has_periods(world)
        || !ss_fade_is_late(world) || (set->enforce & SS_ENFORCE_LIMITS)
        || set->usage_reset != SS_RESET_NONE || (set->priority_flags & SS_PRIO_INCR_ONLY))
        return false;
    for (const SsJob *job = world->first; job != NULL; job = job->next)
        if (job->script_over)
            return false;
    return true;
}

/* --- who gets what ---------------------------------------------------------------------------------- */

static void add_turn(Run *run, SsUsage *usage, double by)
{
    const Turn turn = { usage, by, SS_ID_NONE, SS_ID_NONE };

    g_array_append_val(run->turns, turn);
}

static void add_share(Run *run, uint32_t at, SsShare share)
{
    const Link link = { share, SS_ID_NONE };
    const uint32_t new = run->links->len;
    Turn *turn = &g_array_index(run->turns, Turn, at);

    g_array_append_val(run->links, link);
    if (turn->last == SS_ID_NONE)
        turn->first = new;
    else
        g_array_index(run->links, Link, turn->last).next = new;
    turn->last = new;
}

static uint32_t turn_of(Run *run, SsAssocId assoc)
{
    if (run->turn_of[assoc] == 0) {
        ss_fade_one(run->world, assoc);
        ss_charge_note(run->world, assoc);
        add_turn(run, &run->world->assoc_use[assoc], run->by);
        run->turn_of[assoc] = run->turns->len;
    }
    return run->turn_of[assoc] - 1;
}

static bool keeps(const SsWorld *world, SsQosId qos)
{
    return (world->tree->qos[qos].flags & SS_QOS_NO_DECAY) != 0;
}

static void add_job(Run *run, const SsJob *job)
{
    const SsWorld *world = run->world;
    const SsShares shares = ss_charge_shares(world, job, &run->slice);
    SsQosId        qos[2];

    for (uint32_t i = 0, n = ss_charge_qos(world, job, qos); i < n; i++)
        add_share(run, qos[i], keeps(world, qos[i]) ? shares.full : shares.faded);
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent)
        add_share(run, turn_of(run, a), shares.faded);
}

/* --- the passes ------------------------------------------------------------------------------------- */

/* TRES are counted only where limits are enforced; what was told of them at the start fades. */
static void fade_tres(const Run *run, const Turn *turn, uint32_t n)
{
    for (uint32_t t = 0; t < run->world->cluster->tres->n; t++)
        for (uint32_t pass = 0; pass < n; pass++)
            turn->usage->tres_raw[t] *= turn->by;
}

static void take_turn(const Run *run, const Turn *turn, uint32_t n)
{
    const Link *links = (const Link *) (const void *) run->links->data;
    long double raw = turn->usage->usage_raw;
    double      wall = turn->usage->grp_used_wall;

    for (uint32_t pass = 0; pass < n; pass++) {
        raw *= turn->by;
        wall *= turn->by;
        for (uint32_t i = turn->first; i != SS_ID_NONE; i = links[i].next) {
            raw += links[i].share.real;
            wall += links[i].share.wall;
        }
    }
    if (turn->usage->has_tres)
        fade_tres(run, turn, n);
    turn->usage->usage_raw = raw;
    turn->usage->grp_used_wall = wall;
}

static void take_turns(Run *run, uint32_t n)
{
    SsWorld *world = run->world;

    for (guint i = 0; i < run->turns->len; i++)
        take_turn(run, &g_array_index(run->turns, Turn, i), n);
    if (run->by >= 1.0)
        return;
    for (guint i = world->tree->n_qos; i < run->turns->len; i++)
        g_array_index(run->turns, Turn, i).usage->faded = world->decays + n;
    ss_fade_put_off(world, run->by, n);
}

void ss_period_run(SsWorld *world, SsTime last, SsSpan every, uint32_t n)
{
    world->last_usage_period = last;
    world->now = last + every;

    g_autoptr(GArray)    turns = g_array_sized_new(FALSE, FALSE, sizeof(Turn), ROOM);
    g_autoptr(GArray)    links = g_array_sized_new(FALSE, FALSE, sizeof(Link), ROOM);
    g_autofree uint32_t *turn_of_assoc = g_new0(uint32_t, world->tree->n);
    Run                  run = { .world = world,
                                 .slice = ss_slice(world),
                                 .turns = turns,
                                 .links = links,
                                 .turn_of = turn_of_assoc };

    run.by = ss_charge_decay_by(&run.slice);
    for (SsQosId q = 0; q < world->tree->n_qos; q++)
        add_turn(&run, &world->qos_use[q], keeps(world, q) ? 1.0 : run.by);
    for (const SsJob *job = world->first; job != NULL; job = job->next)
        if (ss_charge_is_due(job))
            add_job(&run, job);
    take_turns(&run, n);
    world->now = world->last_usage_period = last + n * every;
}
