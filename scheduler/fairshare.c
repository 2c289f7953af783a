/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fairshare.c - shares, factors, and what sshare sees.
 *
 * Links. Who competes with whom is not the account tree: an entry with Fairshare=parent hangs its
 * children (and itself) on the nearest ancestor that has shares. The order of siblings matters
 * in ties only, and there it does: after a start it is the database's, newest sibling first; once an
 * association is added or moved slurmctld sorts, users before accounts, by name.
 *
 * Normalised shares are the ratio within the level under Fair Tree and the product down the tree
 * otherwise. The factors themselves are fair_tree.c (stored by a pass) and classic.c (computed when a
 * job asks); the pass is period.c, what it charges charge.c.
 *
 * Showing is not evaluating: ss_fairshare_view fills in what sshare would print, but a classic user
 * stays "not computed in this period", so that a report in the middle of a run changes nothing.
 *
 * Tested in tests/unit/test_fairshare.c with all vectors of spec priority 16 and 21.1-21.7, and against
 * recorded sshare output in tests/conformance/cases (conformance.static, conformance.decay).
 */
#include "scheduler/fairshare.h"

#include "scheduler/charge.h"
#include "scheduler/classic.h"
#include "scheduler/fade.h"
#include "scheduler/fair_level.h"
#include "scheduler/fair_tree.h"
#include "scheduler/siblings.h"

#include <math.h>
#include <string.h>

void ss_fairshare_settle(SsWorld *world)
{
    ss_fair_tree_levels(world);
    ss_fade_all(world);
    ss_siblings_forget(world);
}

/* --- links ---------------------------------------------------------------------------------------- */

static int compare_lft(const void *a, const void *b, void *data)
{
    const SsWorld *world = data;
    const uint32_t one = world->tree->at[*(const SsAssocId *) a].lft;
    const uint32_t two = world->tree->at[*(const SsAssocId *) b].lft;

    return (one > two) - (one < two);
}

static int compare_names(const void *a, const void *b, void *data)
{
    const SsWorld *world = data;
    const SsAssoc *one = &world->tree->at[*(const SsAssocId *) a];
    const SsAssoc *two = &world->tree->at[*(const SsAssocId *) b];
    int            order;

    if (one->is_user != two->is_user)
        return one->is_user ? -1 : 1;
    order = one->is_user ? strcmp(one->user, two->user) : strcmp(one->account, two->account);
    return order != 0 ? order : compare_lft(a, b, data);
}

static void link_children(SsWorld *world)
{
    const uint32_t        n = world->tree->n;
    g_autofree SsAssocId *order = g_new(SsAssocId, n);

    for (SsAssocId i = 0; i < n; i++) {
        order[i] = i;
        world->assoc_use[i].fs_child = SS_ID_NONE;
        world->assoc_use[i].fs_sibling = SS_ID_NONE;
    }
    g_qsort_with_data(order, (int) n, sizeof *order,
                      world->tree_changed ? compare_names : compare_lft, world);
    for (uint32_t i = n; i-- > 0;) {
        const SsAssocId parent = world->tree->at[order[i]].fs_parent;

        if (parent == SS_ID_NONE)
            continue;
        world->assoc_use[order[i]].fs_sibling = world->assoc_use[parent].fs_child;
        world->assoc_use[parent].fs_child = order[i];
    }
}

/* --- shares --------------------------------------------------------------------------------------- */

/* What the fairshare children of `parent` have together, those with `parent` left out. */
static uint32_t own_shares_below(const SsWorld *world, SsAssocId parent)
{
    uint32_t sum = 0;

    for (SsAssocId c = world->assoc_use[parent].fs_child; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_sibling) {
        if (world->assoc_use[c].shares_raw != SS_SHARES_PARENT)
            sum += world->assoc_use[c].shares_raw;
    }
    return sum;
}

static void set_level_shares(SsWorld *world, SsAssocId parent)
{
    const uint32_t sum = own_shares_below(world, parent);

    for (SsAssocId c = world->assoc_use[parent].fs_child; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_sibling)
        world->assoc_use[c].level_shares = sum;
}

static double level_ratio(const SsUsage *usage)
{
    if (usage->level_shares == 0)
        return 0;
    return (double) usage->shares_raw / (double) usage->level_shares;
}

/* The association whose ratio counts: itself, or whom it takes it from. */
static SsAssocId shares_of(const SsWorld *world, SsAssocId assoc)
{
    if (world->assoc_use[assoc].shares_raw == SS_SHARES_PARENT)
        return world->tree->at[assoc].fs_parent;
    return assoc;
}

static double fair_tree_shares(const SsWorld *world, SsAssocId assoc)
{
    const SsAssocId of = shares_of(world, assoc);

    return of == 0 ? 0 : level_ratio(&world->assoc_use[of]);
}

static double chain_shares(const SsWorld *world, SsAssocId assoc)
{
    double product = 1;

    for (SsAssocId a = shares_of(world, assoc); a != 0; a = world->tree->at[a].fs_parent)
        product *= level_ratio(&world->assoc_use[a]);
    return product;
}

static bool is_fair_tree(const SsWorld *world)
{
    return (world->settings.priority_flags & SS_PRIO_FAIR_TREE)
           && !(world->settings.priority_flags & SS_PRIO_DEPTH_OBLIVIOUS);
}

void ss_fairshare_shares(SsWorld *world)
{
    const bool fair_tree = is_fair_tree(world);

    ss_fairshare_settle(world);
    if (world->tree->n == 0)
        return;
    for (SsAssocId i = 0; i < world->tree->n; i++)
        world->assoc_use[i].shares_raw = world->tree->at[i].shares;
    link_children(world);
    for (SsAssocId i = 0; i < world->tree->n; i++)
        set_level_shares(world, i);
    for (SsAssocId i = 0; i < world->tree->n; i++)
        world->assoc_use[i].shares_norm =
            fair_tree ? fair_tree_shares(world, i) : chain_shares(world, i);
    world->assoc_use[0].level_shares = 1;
    world->assoc_use[0].usage_efctv = 1;
    world->assoc_use[0].usage_norm = SS_FS_UNSET;
}

/* --- the end of a job ----------------------------------------------------------------------------- */

bool ss_fairshare_has_periods(const SsWorld *world)
{
    return world->settings.has_dbd && world->settings.priority_type == SS_PRIORITY_MULTIFACTOR;
}

void ss_fairshare_job_end(SsWorld *world, SsJob *job)
{
    SsSlice slice = ss_slice(world);

    if (!(world->settings.enforce & SS_ENFORCE_LIMITS) || job->start == 0
        || job->assoc == SS_ID_NONE || job->tres_alloc == NULL)
        return;
    ss_fair_tree_keep(world, job->assoc);
    if (ss_fairshare_has_periods(world))
        ss_charge_usage(world, job, &slice);
    ss_charge_run_secs(world, job, &slice, SS_CHARGE_END);
    job->usage_until = world->now;
}

/* --- factors -------------------------------------------------------------------------------------- */

/* A job's factor is its fairshare parent's where its association takes that one's shares; below root sshare shows
 * the association's own usage all the same. */
static SsAssocId factor_of(const SsWorld *world, SsAssocId assoc)
{
    const SsAssocId parent = world->tree->at[assoc].fs_parent;

    return world->assoc_use[assoc].shares_raw == SS_SHARES_PARENT && parent == 0 ? parent : assoc;
}

double ss_fairshare_factor(SsWorld *world, SsAssocId assoc)
{
    SsUsage *usage = &world->assoc_use[assoc];

    if (is_fair_tree(world))
        return usage->fs_factor;
    if (factor_of(world, assoc) != assoc)
        return ss_classic_factor(world, assoc, world->assoc_use[0].usage_efctv);
    if (world->tree->at[assoc].is_user && !usage->efctv_known)
        ss_classic_evaluate(world, assoc);
    return ss_classic_factor(world, assoc, usage->usage_efctv);
}

static bool needs_evaluation(const SsWorld *world, SsAssocId assoc)
{
    return !is_fair_tree(world) && world->tree->at[assoc].is_user
           && !world->assoc_use[assoc].efctv_known;
}

double ss_fairshare_plain_factor(const SsWorld *world, SsAssocId assoc)
{
    long double efctv = world->assoc_use[factor_of(world, assoc)].usage_efctv;

    if (factor_of(world, assoc) == assoc && needs_evaluation(world, assoc))
        efctv = ss_classic_effective(world, assoc).usage_efctv;
    return ss_classic_factor(world, assoc, efctv);
}

/* sshare itself computes the factor of a classic row, from doubles. */
static double shown_factor(const SsWorld *world, const SsUsage *usage)
{
    if (usage->shares_norm <= 0)
        return 0;
    return pow(2.0, -(((double) usage->usage_efctv / usage->shares_norm)
                      / (double) world->settings.dampening));
}

/* What nobody computed yet is held as 1; a user who takes its parent's shares is never computed. */
static bool is_computed(const SsWorld *world, SsAssocId assoc)
{
    const SsUsage *usage = &world->assoc_use[assoc];

    if (assoc == 0)
        return false;
    if (is_fair_tree(world))
        return true;
    return usage->ever_evaluated
           && !(world->tree->at[assoc].is_user && usage->shares_raw == SS_SHARES_PARENT);
}

/* Classic factors are made when a job's priority is, and not kept. */
static void hold(SsWorld *world, SsAssocId assoc)
{
    const bool fair_tree = is_fair_tree(world), computed = is_computed(world, assoc);
    SsUsage   *usage = &world->assoc_use[assoc];

    usage->held_norm = !computed ? 1 : fair_tree ? usage->usage_norm : usage->eval_norm;
    usage->held_efctv = !computed ? 1 : fair_tree ? usage->usage_efctv : usage->eval_efctv;
    if (!fair_tree && world->tree->at[assoc].is_user && !usage->efctv_known)
        usage->held_efctv = 1; /* a pass forgets it, until a job of the user is looked at */
    usage->held_factor = fair_tree ? usage->fs_factor : 0;
}

/* What an evaluation leaves behind. */
typedef struct {
    long double norm, efctv;
    bool        known, ever;
} Evaluated;

static Evaluated evaluated(const SsUsage *usage)
{
    return (Evaluated){ usage->eval_norm, usage->eval_efctv, usage->efctv_known,
                        usage->ever_evaluated };
}

static void set_evaluated(SsUsage *usage, const Evaluated *was)
{
    usage->eval_norm = was->norm;
    usage->eval_efctv = was->efctv;
    usage->efctv_known = was->known;
    usage->ever_evaluated = was->ever;
}

/* The controller evaluates who is unknown while it writes its answer, row by row: each knows those above. */
static void show_classic(SsWorld *world)
{
    const uint32_t        n = world->tree->n;
    g_autofree Evaluated *before = g_new(Evaluated, n);

    for (SsAssocId i = 0; i < n; i++) {
        SsUsage *usage = &world->assoc_use[i];

        before[i] = evaluated(usage);
        if (needs_evaluation(world, i))
            ss_classic_evaluate(world, i);
        usage->fs_factor = shown_factor(world, usage);
    }
    for (SsAssocId i = 0; i < n; i++)
        set_evaluated(&world->assoc_use[i], &before[i]);
}

void ss_fairshare_view(SsWorld *world)
{
    ss_fair_tree_levels(world);
    ss_fade_all(world);
    for (SsAssocId i = 0; i < world->tree->n; i++)
        hold(world, i);
    if (!is_fair_tree(world))
        show_classic(world);
}

/* --- given usage ---------------------------------------------------------------------------------- */

void ss_fairshare_seed(SsWorld *world, SsAssocId assoc, long double raw, double grp_wall,
                       const long double *tres_raw)
{
    ss_fairshare_settle(world);
    for (SsAssocId a = assoc; a != SS_ID_NONE; a = world->tree->at[a].parent) {
        SsUsage *usage = &world->assoc_use[a];

        usage->usage_raw += raw;
        usage->grp_used_wall += grp_wall;
        usage->has_tres = usage->has_tres || tres_raw != NULL;
        for (uint32_t i = 0; tres_raw != NULL && i < world->cluster->tres->n; i++)
            usage->tres_raw[i] += tres_raw[i];
    }
}

static long double less(long double value, long double by)
{
    return value > by ? value - by : 0;
}

static void take_from(SsUsage *usage, const SsUsage *gone, uint32_t n_tres)
{
    usage->usage_raw = less(usage->usage_raw, gone->usage_raw);
    usage->grp_used_wall = (double) less(usage->grp_used_wall, gone->grp_used_wall);
    for (uint32_t i = 0; i < n_tres; i++)
        usage->tres_raw[i] = less(usage->tres_raw[i], gone->tres_raw[i]);
}

static void forget(SsUsage *usage, uint32_t n_tres)
{
    usage->usage_raw = 0;
    usage->grp_used_wall = 0;
    memset(usage->tres_raw, 0, n_tres * sizeof *usage->tres_raw);
}

void ss_fairshare_reset(SsWorld *world, SsAssocId assoc)
{
    const uint32_t     n_tres = world->cluster->tres->n;
    const SsAssocTree *tree = world->tree;

    ss_fairshare_settle(world);
    for (SsAssocId a = tree->at[assoc].parent; a != SS_ID_NONE; a = tree->at[a].parent)
        take_from(&world->assoc_use[a], &world->assoc_use[assoc], n_tres);
    for (SsAssocId a = assoc; a < tree->at[assoc].end; a++) {
        forget(&world->assoc_use[a], n_tres);
    }
}

void ss_fairshare_reset_qos(SsWorld *world, SsQosId qos)
{
    ss_fairshare_settle(world);
    forget(&world->qos_use[qos], world->cluster->tres->n);
}
