/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recovery.c - the way back of LevelFS.
 *
 * LevelFS of an association is its normalised shares over its part of the usage at its level. All usage of
 * the level decays by one factor, so a quiet machine forgives nobody; what brings an account back is that
 * the others use the machine while it does not. With rates r the level tends to r x period / (1 - d), and
 * the past is outweighed after some half-lives. We step as Slurm steps and report the period in which the
 * line is crossed: a closed form would give another second than sshare shows.
 *
 * Rates are what the associations were charged over a window, from the job table: elapsed time x billing x
 * UsageFactor of the QOS. Accounts with Fairshare=parent take no part; their children compete with their
 * aunts, as in Slurm.
 *
 * Tested in tests/unit/test_recovery.c against the closed form.
 */
#include "sim/report/recovery.h"

#include "sim/ledger/query.h"
#include "sim/model/account.h"

#include <math.h>
#include <string.h>

enum { TEN_YEARS = 3650 * 86400 };

/* An association of the tree with what it and its subtree use. */
typedef struct {
    uint32_t id, parent, shares, users;
    char    *account, *user;
    double   usage, rate;
} Assoc;

typedef struct {
    GArray *assocs; /* Assoc, by id */
    SsTime  at;
} Tree;

static void assoc_clear(gpointer data)
{
    Assoc *assoc = data;

    g_free(assoc->account);
    g_free(assoc->user);
}

static Assoc *assoc_of(const Tree *tree, uint32_t id)
{
    for (uint32_t low = 0, high = tree->assocs->len; low < high;) {
        const uint32_t middle = low + (high - low) / 2;
        Assoc         *assoc = &g_array_index(tree->assocs, Assoc, middle);

        if (assoc->id == id)
            return assoc;
        if (assoc->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The nearest ancestor whose shares count. */
static uint32_t share_parent(const Tree *tree, const Assoc *assoc)
{
    const Assoc *parent = assoc_of(tree, assoc->parent);

    while (parent && parent->shares == SS_SHARES_PARENT && parent->parent)
        parent = assoc_of(tree, parent->parent);
    return parent ? parent->id : 0;
}

/* --- reading ---------------------------------------------------------------------------------------- */

static gboolean read_assocs(SsLedger *ledger, Tree *tree, GError **error)
{
    SsQuery *q = ss_query_new(ledger, "SELECT id_assoc, id_parent, shares, acct, user FROM assoc"
                                      " WHERE deleted = 0 ORDER BY id_assoc");

    while (ss_query_next(q)) {
        const Assoc assoc = {
            .id = (uint32_t) ss_query_get_int(q, 0),
            .parent = (uint32_t) ss_query_get_int(q, 1),
            .shares = (uint32_t) ss_query_get_int(q, 2),
            .account = g_strdup(ss_query_get_text(q, 3)),
            .user = g_strdup(ss_query_get_text(q, 4)),
        };

        g_array_append_val(tree->assocs, assoc);
    }
    return ss_query_close(q, error);
}

/* Shares and usage as they were then. */
static gboolean read_usage(SsLedger *ledger, Tree *tree, GError **error)
{
    SsRows *rows = ss_ledger_shares(ledger, tree->at, error);

    if (!rows)
        return FALSE;
    for (uint32_t i = 0; i < rows->n; i++) {
        const SsShareRow *row = (const SsShareRow *) rows->at + i;
        Assoc            *assoc = assoc_of(tree, row->id_assoc);

        if (!assoc)
            continue;
        assoc->usage = (double) row->usage_raw;
        assoc->shares = row->shares_raw;
    }
    ss_rows_free(rows);
    return TRUE;
}

/* How many users there are at and below each. */
static void count_users(const Tree *tree)
{
    for (uint32_t i = 0; i < tree->assocs->len; i++) {
        Assoc *assoc = &g_array_index(tree->assocs, Assoc, i);

        for (int depth = 0; *g_array_index(tree->assocs, Assoc, i).user && assoc && depth < 64;
             depth++) {
            assoc->users++;
            assoc = assoc_of(tree, share_parent(tree, assoc));
        }
    }
}

static void charge(const Tree *tree, uint32_t id, double rate)
{
    Assoc *assoc = assoc_of(tree, id);

    for (int depth = 0; assoc && depth < 64; depth++) {
        assoc->rate += rate;
        assoc = assoc_of(tree, assoc->parent);
    }
}

static gboolean read_rates(SsLedger *ledger, Tree *tree, SsTime from, GError **error)
{
    SsQuery *q = ss_query_new(
        ledger, "SELECT j.id_assoc, j.tres_alloc, max(j.time_start, ?1),"
                " CASE WHEN j.time_end = 0 THEN ?2 ELSE min(j.time_end, ?2) END,"
                " coalesce(q.usage_factor, 1.0) FROM job j LEFT JOIN qos q ON q.id = j.id_qos"
                " WHERE j.time_start <> 0 AND j.time_start < ?2 AND j.tres_alloc <> ''"
                " AND (j.time_end = 0 OR j.time_end > ?1)");

    ss_query_int(q, 1, from);
    ss_query_int(q, 2, tree->at);
    while (ss_query_next(q)) {
        const double billing = (double) ss_tres_count(ss_query_get_text(q, 1), 5, 0);
        const double seconds = (double) (ss_query_get_int(q, 3) - ss_query_get_int(q, 2));

        charge(tree, (uint32_t) ss_query_get_int(q, 0),
               MAX(seconds, 0) * billing * ss_query_get_double(q, 4)
                   / (double) MAX(tree->at - from, 1));
    }
    return ss_query_close(q, error);
}

/* The start of the run; of its history where nothing has run since. */
static SsTime rates_from(SsLedger *ledger, SsTime started, SsTime at)
{
    SsQuery *q = ss_query_new(ledger, "SELECT coalesce(min(time_start), ?1), max(time_start) >= ?1"
                                      " FROM job WHERE time_start BETWEEN 1 AND ?2");

    ss_query_int(q, 1, started);
    ss_query_int(q, 2, at);
    const bool   any = ss_query_next(q);
    const SsTime from = any && !ss_query_get_int(q, 1) ? ss_query_get_int(q, 0) : started;
    ss_query_close(q, NULL);
    return from;
}

static gboolean read_tree(SsLedger *ledger, SsTime at, SsSpan window, Tree *tree, GError **error)
{
    const SsTime started = ss_ledger_get_int(ledger, "started", 0);

    tree->at = ss_ledger_sample_at(ledger, at);
    if (tree->at == 0) {
        g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_MISSING,
                    "%s: there is no sample of the shares at or before that time",
                    ss_ledger_path(ledger));
        return FALSE;
    }
    const SsTime from =
        window == SS_SPAN_FOREVER ? rates_from(ledger, started, tree->at) : tree->at - window;
    if (!read_assocs(ledger, tree, error) || !read_usage(ledger, tree, error))
        return FALSE;
    count_users(tree);
    return window <= 0 || read_rates(ledger, tree, from, error);
}

static Tree tree_new(void)
{
    Tree tree = { .assocs = g_array_new(FALSE, TRUE, sizeof(Assoc)) };

    g_array_set_clear_func(tree.assocs, assoc_clear);
    return tree;
}

static const Assoc *find_assoc(const Tree *tree, const char *account, const char *user)
{
    for (uint32_t i = 0; i < tree->assocs->len; i++) {
        const Assoc *assoc = &g_array_index(tree->assocs, Assoc, i);

        if (g_ascii_strcasecmp(assoc->account, account) == 0
            && strcmp(assoc->user, user ? user : "") == 0)
            return assoc;
    }
    return NULL;
}

/* The level of one association: everyone whose shares are counted together with its own. */
static void take_level(const Tree *tree, const Assoc *self, SsSpan half_life, SsSpan period,
                       SsRecovery *out)
{
    const uint32_t parent = share_parent(tree, self);
    const Assoc   *above = assoc_of(tree, parent);

    *out = (SsRecovery){ .at = tree->at, .half_life = half_life, .period = MAX(period, 1) };
    out->account = g_strdup(self->account);
    out->user = *self->user ? g_strdup(self->user) : NULL;
    out->sibling = g_new0(SsSibling, tree->assocs->len);
    out->parent_usage = above ? above->usage : 0;
    out->parent_rate = above ? above->rate : 0;
    for (uint32_t i = 0; i < tree->assocs->len; i++) {
        const Assoc *a = &g_array_index(tree->assocs, Assoc, i);

        if (a->parent == 0 || share_parent(tree, a) != parent)
            continue;
        if (a->shares == SS_SHARES_PARENT) {
            out->first += *a->user != '\0';
            continue;
        }
        if (a == self)
            out->self = out->n;
        out->level_shares += a->shares;
        out->sibling[out->n++] = (SsSibling){ .name = g_strdup(*a->user ? a->user : a->account),
                                              .shares = a->shares,
                                              .usage = a->usage,
                                              .rate = a->rate,
                                              .users = a->users };
    }
}

/* The levels above its own, for ranks. */
static void take_above(const Tree *tree, const Assoc *self, SsRecovery *out)
{
    const Assoc *parent = assoc_of(tree, share_parent(tree, self));

    if (!parent || parent->parent == 0) {
        out->n_users = parent ? parent->users : 0;
        return;
    }
    out->above = g_new0(SsRecovery, 1);
    take_level(tree, parent, out->half_life, out->period, out->above);
    take_above(tree, parent, out->above);
    out->n_users = out->above->n_users;
}

/* --- without Fair Tree ------------------------------------------------------------------------------ */

static const Assoc *at(const Tree *tree, uint32_t i)
{
    return &g_array_index(tree->assocs, Assoc, i);
}

static bool is_at_or_below(const Tree *tree, const Assoc *assoc, const Assoc *top)
{
    for (int depth = 0; assoc && assoc != top && depth < 64; depth++)
        assoc = assoc->parent ? assoc_of(tree, assoc->parent) : NULL;
    return assoc == top;
}

/* Index of the one whose level each is in (its own: root's), and what the shares of the level below each are together. */
static void take_parents(const Tree *tree, uint32_t *parents, double *sums)
{
    for (uint32_t i = 0; i < tree->assocs->len; i++) {
        const Assoc *parent = assoc_of(tree, share_parent(tree, at(tree, i)));

        parents[i] = parent ? (uint32_t) (parent - at(tree, 0)) : i;
        if (parent && at(tree, i)->shares != SS_SHARES_PARENT)
            sums[parents[i]] += at(tree, i)->shares;
    }
}

static uint32_t depth_of(const uint32_t *parents, uint32_t i)
{
    uint32_t depth = 0;

    for (; parents[i] != i && depth < 64; depth++)
        i = parents[i];
    return depth;
}

static SsClassic *take_classic(const Tree *tree, const Assoc *self, const SsSettings *settings)
{
    const uint32_t       n = tree->assocs->len;
    SsClassic           *classic = g_new0(SsClassic, 1);
    g_autofree uint32_t *parents = g_new0(uint32_t, n);
    g_autofree uint32_t *place = g_new0(uint32_t, n); /* in classic->at */
    g_autofree double   *sums = g_new0(double, n);

    take_parents(tree, parents, sums);
    classic->at = g_new0(SsClassicAssoc, n);
    classic->dampening = settings->dampening;
    classic->oblivious = settings->priority_flags & SS_PRIO_DEPTH_OBLIVIOUS;
    for (uint32_t depth = 0; depth <= 64 && classic->n < n; depth++)
        for (uint32_t i = 0; i < n; i++) {
            const Assoc *a = at(tree, i);
            const double sum = sums[parents[i]];

            if (depth_of(parents, i) != depth)
                continue;
            place[i] = classic->n++;
            classic->at[place[i]] = (SsClassicAssoc){
                .parent = place[parents[i]],
                .part = a->shares == SS_SHARES_PARENT ? -1
                        : sum > 0                     ? a->shares / sum
                                                      : 0,
                .usage = a->usage,
                .rate = a->rate,
                .is_user = *a->user != '\0',
                .is_self = is_at_or_below(tree, self, a),
                .is_below = is_at_or_below(tree, a, self),
            };
        }
    classic->self = place[self - at(tree, 0)];
    return classic;
}

static bool is_classic(const SsSettings *settings)
{
    return !(settings->priority_flags & SS_PRIO_FAIR_TREE);
}

static gboolean no_such(GError **error, const char *account, const char *user, const char *why)
{
    g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_MISSING, "%s%s%s: %s", account,
                user ? "/" : "", user ? user : "", why);
    return FALSE;
}

gboolean ss_recovery_read(SsLedger *ledger, const char *account, const char *user, SsTime at,
                          SsSpan window, SsRecovery *out, GError **error)
{
    Tree       tree = tree_new();
    SsSettings settings = { 0 };
    gboolean   ok = ss_ledger_settings_read(ledger, &settings, error)
                  && read_tree(ledger, at, window, &tree, error);

    const Assoc *self = ok ? find_assoc(&tree, account, user) : NULL;
    if (ok && !self)
        ok = no_such(error, account, user, "there is no such association");
    else if (ok && (self->shares == SS_SHARES_PARENT || self->parent == 0))
        ok = no_such(error, account, user,
                     "has no shares of its own: ask for the account whose shares it uses");
    else if (ok) {
        take_level(&tree, self, settings.decay_half_life, settings.calc_period, out);
        take_above(&tree, self, out);
        out->classic = is_classic(&settings) ? take_classic(&tree, self, &settings) : NULL;
    }
    ss_settings_clear(&settings);
    g_array_free(tree.assocs, TRUE);
    return ok;
}

GPtrArray *ss_recovery_accounts(SsLedger *ledger, const char *name, GError **error)
{
    GPtrArray *accounts = g_ptr_array_new_with_free_func(g_free);
    SsQuery   *q = ss_query_new(
          ledger, "SELECT DISTINCT acct FROM assoc WHERE deleted = 0 AND user = ?1 AND NOT"
                    " EXISTS (SELECT 1 FROM assoc WHERE deleted = 0 AND acct = ?1)"
                    " ORDER BY acct");

    ss_query_text(q, 1, name);
    while (ss_query_next(q))
        g_ptr_array_add(accounts, g_strdup(ss_query_get_text(q, 0)));
    if (!ss_query_close(q, error))
        g_clear_pointer(&accounts, g_ptr_array_unref);
    return accounts;
}

void ss_recovery_clear(SsRecovery *recovery)
{
    for (uint32_t i = 0; i < recovery->n; i++)
        g_free(recovery->sibling[i].name);
    g_free(recovery->sibling);
    g_free(recovery->account);
    g_free(recovery->user);
    if (recovery->above)
        ss_recovery_clear(recovery->above);
    g_free(recovery->above);
    ss_recovery_classic_free(recovery->classic);
    *recovery = (SsRecovery){ 0 };
}

void ss_recovery_add(SsRecovery *recovery, double billing_seconds)
{
    for (SsRecovery *level = recovery; level; level = level->above) {
        level->sibling[level->self].usage += billing_seconds;
        level->parent_usage += billing_seconds;
    }
    if (recovery->classic)
        ss_recovery_classic_use(recovery->classic, billing_seconds);
}

/* --- walking ---------------------------------------------------------------------------------------- */

static double level_fs(const SsSibling *sibling, double level_shares, double parent_usage)
{
    if (sibling->shares <= 0)
        return 0;
    if (sibling->usage <= 0 || parent_usage <= 0)
        return INFINITY;
    return sibling->shares / level_shares / (sibling->usage / parent_usage);
}

static double level_of(const SsRecovery *level, uint32_t i)
{
    return level_fs(&level->sibling[i], level->level_shares, level->parent_usage);
}

/* Users that come before: those of siblings with a greater level. */
static uint32_t users_before(const SsRecovery *level)
{
    const double self = level_of(level, level->self);
    uint32_t     n = level->first;

    for (uint32_t i = 0; i < level->n; i++)
        n += level_of(level, i) > self ? level->sibling[i].users : 0;
    return n;
}

static SsRecoveryPoint point_at(const SsRecovery *recovery, SsTime when)
{
    SsRecoveryPoint point = {
        .when = when,
        .usage = recovery->sibling[recovery->self].usage,
        .level_fs = level_of(recovery, recovery->self),
        .rank = 1,
    };

    if (recovery->classic)
        point.level_fs = ss_recovery_classic_level(recovery->classic, &point.rank);
    else
        for (const SsRecovery *level = recovery; level; level = level->above)
            point.rank += users_before(level);
    return point;
}

SsRecoveryPoint ss_recovery_now(const SsRecovery *recovery)
{
    return point_at(recovery, recovery->at);
}

/* `missing`: what its rate falls short of what it was, at all levels. */
static void step(SsRecovery *recovery, double decay, double missing)
{
    for (SsRecovery *level = recovery; level; level = level->above) {
        const double p = (double) level->period;

        for (uint32_t i = 0; i < level->n; i++) {
            SsSibling   *s = &level->sibling[i];
            const double rate = i == level->self ? s->rate - missing : s->rate;

            s->usage = s->usage * decay + rate * p;
        }
        level->parent_usage = level->parent_usage * decay + (level->parent_rate - missing) * p;
    }
    if (recovery->classic)
        ss_recovery_classic_step(recovery->classic, decay, missing, (double) recovery->period);
}

/* For a walk, which changes usage; names are borrowed. */
static SsRecovery copy_levels(const SsRecovery *recovery)
{
    SsRecovery copy = *recovery;

    copy.sibling = g_memdup2(recovery->sibling, recovery->n * sizeof *recovery->sibling);
    if (recovery->above) {
        copy.above = g_new(SsRecovery, 1);
        *copy.above = copy_levels(recovery->above);
    }
    if (recovery->classic)
        copy.classic = ss_recovery_classic_copy(recovery->classic);
    return copy;
}

static void free_copy(SsRecovery *copy)
{
    if (copy->above)
        free_copy(copy->above);
    g_free(copy->above);
    ss_recovery_classic_free(copy->classic);
    g_free(copy->sibling);
}

static void note(SsRecoveryDates *dates, const SsRecoveryPoint *point)
{
    if (dates->forgiven == SS_TIME_NEVER && point->level_fs >= 1)
        dates->forgiven = point->when;
    if (dates->ranked == SS_TIME_NEVER && point->rank <= dates->rank)
        dates->ranked = point->when;
    dates->level_last = point->level_fs;
}

SsRecoveryDates ss_recovery_walk(const SsRecovery *recovery, SsSpan half_life, SsRecoveryUse use,
                                 uint32_t rank, SsSpan horizon, SsSpan every, SsRecoveryFunc point,
                                 void *data)
{
    SsRecovery   level = copy_levels(recovery);
    const double missing = use == SS_RECOVERY_STEADY ? 0 : level.sibling[level.self].rate;
    const double decay = half_life ? pow(1 - 0.693 / (double) half_life, (double) level.period) : 1;
    SsRecoveryDates dates = { SS_TIME_NEVER, SS_TIME_NEVER, rank, 0 };
    SsTime          shown = SS_TIME_NONE;

    for (SsTime when = level.at; when - level.at <= horizon; when += level.period) {
        const SsRecoveryPoint now = point_at(&level, when);

        note(&dates, &now);
        if (point && (shown == SS_TIME_NONE || when - shown >= every)) {
            point(&now, data);
            shown = when;
        }
        if (!point && dates.forgiven != SS_TIME_NEVER && dates.ranked != SS_TIME_NEVER)
            break;
        step(&level, decay, missing);
    }
    free_copy(&level);
    return dates;
}

/* Seconds until LevelFS is 1; 0 where nobody else of the level uses anything: there is no one to make
 * room for. */
static double way_back(const SsRecovery *level)
{
    const double others = level->parent_rate - level->sibling[level->self].rate;

    if (others <= level->parent_rate * 1e-9)
        return 0;
    const SsRecoveryDates dates = ss_recovery_walk(level, level->half_life, SS_RECOVERY_AT_REST,
                                                   UINT32_MAX, TEN_YEARS, 0, NULL, NULL);
    return dates.forgiven == SS_TIME_NEVER ? INFINITY : (double) (dates.forgiven - level->at);
}

double ss_recovery_worst(SsLedger *ledger)
{
    Tree       tree = tree_new();
    SsSettings settings = { 0 };
    double     worst = -1;

    if (ss_ledger_settings_read(ledger, &settings, NULL)
        && read_tree(ledger, ss_ledger_now(ledger), SS_SPAN_FOREVER, &tree, NULL)) {
        worst = 0;
        for (uint32_t i = 0; i < tree.assocs->len; i++) {
            const Assoc *a = &g_array_index(tree.assocs, Assoc, i);
            SsRecovery   level;

            if (*a->user || a->parent == 0 || a->shares == SS_SHARES_PARENT)
                continue;
            take_level(&tree, a, settings.decay_half_life, settings.calc_period, &level);
            /* Without a sibling in use nothing is shared. */
            worst = MAX(worst, way_back(&level));
            ss_recovery_clear(&level);
        }
    }
    ss_settings_clear(&settings);
    g_array_free(tree.assocs, TRUE);
    return worst;
}

uint32_t ss_recovery_best_rank(SsLedger *ledger, const char *account, const char *user, SsTime at)
{
    SsQuery *q = ss_query_new(ledger, "SELECT DISTINCT at FROM share_sample WHERE at <= ?1");
    uint32_t best = UINT32_MAX;

    ss_query_int(q, 1, at);
    while (ss_query_next(q)) {
        SsRecovery level;

        if (!ss_recovery_read(ledger, account, user, ss_query_get_int(q, 0), 0, &level, NULL))
            continue;
        best = MIN(best, ss_recovery_now(&level).rank);
        ss_recovery_clear(&level);
    }
    ss_query_close(q, NULL);
    return best == UINT32_MAX ? 1 : best;
}
