/* SPDX-License-Identifier: Apache-2.0 */
/*
 * judge.c - pitfalls, one function each.
 *
 * Thresholds are those at which the effect is beyond doubt, not those of taste: a finding that is often wrong
 * teaches people to skip them all.
 *
 * Tested in tests/unit/test_judge.c, a broken site and a sound one for each.
 */
#include "configs/judge.h"

#include "sim/base/lines.h"
#include "sim/base/span.h"

#include <string.h>

enum { HARDLY = 100 }; /* a factor that moves less than 1/100 of another never decides against it */

typedef struct {
    const SsCluster *cluster;
    const char      *conf;
    const SsFaults  *faults;
} Judge;

/* --- places ------------------------------------------------------------------------------------------- */

static bool begins_with_key(const char *line, const char *key, uint32_t *column)
{
    const char  *at = line;
    const size_t n = strlen(key);

    while (*at == ' ' || *at == '\t')
        at++;
    if (g_ascii_strncasecmp(at, key, n) != 0)
        return false;
    *column = (uint32_t) (at - line) + 1;
    for (at += n; *at == ' ' || *at == '\t'; at++)
        ;
    return *at == '=';
}

/* Where the key stands; line 0 if it does not. */
static SsPlace place_of(const Judge *judge, const char *key)
{
    SsPlace            place = { judge->conf, 0, 0 };
    g_autoptr(SsLines) lines =
        judge->conf ? ss_lines_open(judge->conf, SS_LINES_PLAIN, NULL) : NULL;
    SsLine line;

    while (lines && ss_lines_next(lines, &line))
        if (begins_with_key(line.text, key, &place.column))
            place.line = ss_lines_place(lines, 0).line;
    if (place.line == 0)
        place.column = 0;
    return place;
}

#define TELL(judge, fault, key, ...)                                                               \
    do {                                                                                           \
        const SsPlace place_ = place_of((judge), (key));                                           \
        ss_fault((judge)->faults, (fault), place_.line ? &place_ : NULL, __VA_ARGS__);             \
    } while (0)

static const char *span_text(SsSpan span, char out[SS_SPAN_TEXT])
{
    return ss_span_text(span, out);
}

/* The longest MaxTime that is a limit at all, in seconds. */
static SsSpan longest_limit(const SsCluster *cluster)
{
    SsSpan longest = 0;

    for (uint32_t i = 0; i < cluster->n_parts; i++)
        if (cluster->parts[i].max_time != SS_NO_LIMIT)
            longest = MAX(longest, (SsSpan) cluster->parts[i].max_time * 60);
    return longest;
}

/* --- limits ------------------------------------------------------------------------------------------- */

static bool has_limits(const SsLimits *l)
{
    return l->grp_jobs != SS_NO_LIMIT || l->grp_submit != SS_NO_LIMIT || l->grp_wall != SS_NO_LIMIT
           || l->grp_tres || l->grp_tres_mins || l->grp_tres_run_mins || l->max_jobs != SS_NO_LIMIT
           || l->max_submit != SS_NO_LIMIT || l->max_wall != SS_NO_LIMIT
           || l->max_jobs_pa != SS_NO_LIMIT || l->max_submit_pa != SS_NO_LIMIT || l->max_tres_pj
           || l->max_tres_pn || l->max_tres_mins_pj || l->max_tres_run_mins || l->max_tres_pu
           || l->max_tres_pa || l->max_tres_run_mins_pa || l->min_tres_pj;
}

static void judge_enforcement(const Judge *judge)
{
    const SsAccounts *db = judge->cluster->accounts;
    const uint32_t    enforce = judge->cluster->settings.enforce;
    uint32_t          assocs = 0, qos = 0;

    if (!db || (enforce & SS_ENFORCE_LIMITS))
        return;
    for (uint32_t i = 0; i < db->assocs->len; i++) {
        const SsAssocRecord *a = db->assocs->pdata[i];

        assocs += !a->deleted && has_limits(&a->limits);
    }
    for (uint32_t i = 0; i < db->qos->len; i++) {
        const SsQosRecord *q = db->qos->pdata[i];

        qos += !q->deleted && has_limits(&q->limits);
    }
    if (assocs + qos)
        TELL(judge, SS_FAULT_JUDGE_ENFORCE, "AccountingStorageEnforce",
             "limits of %u association%s and %u QOS are enforced by nothing", assocs,
             ss_plural(assocs), qos);
}

static void judge_max_jobs(const Judge *judge)
{
    const SsAccounts *db = judge->cluster->accounts;

    for (uint32_t i = 0; db && i < db->assocs->len; i++) {
        const SsAssocRecord *a = db->assocs->pdata[i];

        if (a->deleted || *a->user)
            continue;
        if (a->limits.max_jobs != SS_NO_LIMIT)
            ss_fault(judge->faults, SS_FAULT_JUDGE_MAX_JOBS, NULL,
                     "account %s: MaxJobs=%u is for each of its users, not for the account",
                     a->account, a->limits.max_jobs);
        if (a->limits.max_submit != SS_NO_LIMIT)
            ss_fault(judge->faults, SS_FAULT_JUDGE_MAX_JOBS, NULL,
                     "account %s: MaxSubmitJobs=%u is for each of its users, not for the account",
                     a->account, a->limits.max_submit);
    }
}

/* A QOS from a dump has a name and nothing else. */
static void judge_empty_qos(const Judge *judge)
{
    const SsAccounts  *db = judge->cluster->accounts;
    g_autoptr(GString) names = g_string_new(NULL);

    for (uint32_t i = 0; db && i < db->qos->len; i++) {
        const SsQosRecord *q = db->qos->pdata[i];

        if (!q->deleted && q->id != 1 && !has_limits(&q->limits) && q->priority == 0
            && q->flags == 0 && q->preempt->len == 0 && q->usage_factor >= 1
            && q->usage_factor <= 1)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", q->name);
    }
    if (names->len)
        ss_fault(judge->faults, SS_FAULT_JUDGE_EMPTY_QOS, NULL,
                 "QOS without any limit or priority: %s", names->str);
}

/* --- fair share --------------------------------------------------------------------------------------- */

static bool uses_fairshare(const SsSettings *s)
{
    return s->priority_type == SS_PRIORITY_MULTIFACTOR && s->weight_fairshare > 0;
}

static void judge_half_life(const Judge *judge)
{
    const SsSettings *s = &judge->cluster->settings;
    const SsSpan      longest = longest_limit(judge->cluster);
    char              half_life[SS_SPAN_TEXT], limit[SS_SPAN_TEXT];

    if (!uses_fairshare(s))
        return;
    if (s->decay_half_life == 0)
        TELL(judge, SS_FAULT_JUDGE_NO_DECAY, "PriorityDecayHalfLife",
             "PriorityDecayHalfLife=0: usage is never forgiven between two resets");
    else if (s->decay_half_life < longest)
        TELL(judge, SS_FAULT_JUDGE_HALF_LIFE, "PriorityDecayHalfLife",
             "PriorityDecayHalfLife=%s is shorter than the longest time limit, %s",
             span_text(s->decay_half_life, half_life), span_text(longest, limit));
}

static void judge_max_age(const Judge *judge)
{
    const SsSettings *s = &judge->cluster->settings;
    char              half_life[SS_SPAN_TEXT], age[SS_SPAN_TEXT];

    if (!uses_fairshare(s) || s->weight_age == 0 || s->decay_half_life == 0
        || s->max_age <= 2 * s->decay_half_life)
        return;
    TELL(judge, SS_FAULT_JUDGE_MAX_AGE, "PriorityMaxAge",
         "PriorityMaxAge=%s is more than twice PriorityDecayHalfLife=%s: the account is forgiven "
         "before the job has grown old",
         span_text(s->max_age, age), span_text(s->decay_half_life, half_life));
}

/* --- weights ------------------------------------------------------------------------------------------ */

void ss_site_judge_weights(const SsWeightRange *ranges, uint32_t n, const char *conf,
                           const SsFaults *faults)
{
    const Judge          judge = { NULL, conf, faults };
    const SsWeightRange *widest = NULL;

    for (uint32_t i = 0; i < n; i++)
        if (!widest || ranges[i].max - ranges[i].min > widest->max - widest->min)
            widest = &ranges[i];
    const double most = widest ? widest->max - widest->min : 0;
    for (uint32_t i = 0; i < n; i++) {
        const double range = ranges[i].max - ranges[i].min;

        if (ranges[i].weight > 0 && most > 0 && range * HARDLY < most)
            TELL(&judge, SS_FAULT_JUDGE_WEIGHT, ranges[i].name,
                 "%s=%.0f moves priorities by %.0f at most (%.0f to %.0f), %s by %.0f",
                 ranges[i].name, ranges[i].weight, range, ranges[i].min, ranges[i].max,
                 widest->name, most);
    }
}

/* --- backfill ----------------------------------------------------------------------------------------- */

static void judge_window(const Judge *judge)
{
    const SsSettings *s = &judge->cluster->settings;
    const SsSpan      longest = longest_limit(judge->cluster);
    char              limit[SS_SPAN_TEXT];

    if (s->sched_type != SS_SCHED_BACKFILL || longest <= (SsSpan) s->sched.bf_window * 60)
        return;
    TELL(judge, SS_FAULT_JUDGE_WINDOW, "SchedulerParameters",
         "bf_window=%u minutes is shorter than the longest time limit, %s", s->sched.bf_window,
         span_text(longest, limit));
}

/* --- partitions --------------------------------------------------------------------------------------- */

static bool any_account(const SsCluster *cluster, char **names)
{
    for (char **name = names; name && *name; name++)
        if (ss_assoc_find_account(cluster->tree, *name) != SS_ID_NONE)
            return true;
    return false;
}

/* Allowed and denied at once. */
static bool all_denied(const SsPartition *part)
{
    for (char **name = part->allow_accounts; name && *name; name++)
        if (!part->deny_accounts
            || !g_strv_contains((const char *const *) part->deny_accounts, *name))
            return false;
    return part->allow_accounts && part->deny_accounts;
}

static bool all_nodes_down(const SsCluster *cluster, const SsPartition *part)
{
    for (uint32_t n = ss_node_set_first(part->nodes); n != SS_ID_NONE;
         n = ss_node_set_next(part->nodes, n + 1))
        if ((cluster->nodes[n].state & SS_NODE_BASE) != SS_NODE_DOWN
            && !(cluster->nodes[n].state & SS_NODE_DRAIN))
            return false;
    return part->n_nodes > 0;
}

static void unusable(const Judge *judge, const SsPartition *part, const char *why)
{
    ss_fault(judge->faults, SS_FAULT_JUDGE_UNUSABLE, NULL,
             "partition %s: no job can ever start: %s", part->name, why);
}

static void judge_partitions(const Judge *judge)
{
    const SsCluster *cluster = judge->cluster;

    for (uint32_t i = 0; i < cluster->n_parts; i++) {
        const SsPartition *part = &cluster->parts[i];

        if (part->state == SS_PART_INACTIVE || part->state == SS_PART_DOWN)
            unusable(judge, part,
                     part->state == SS_PART_DOWN ? "it is State=DOWN" : "it is State=INACTIVE");
        else if (part->n_nodes == 0)
            unusable(judge, part, "it has no nodes");
        else if (all_nodes_down(cluster, part))
            unusable(judge, part, "all its nodes are down or drained");
        else if (part->max_nodes < part->min_nodes)
            unusable(judge, part, "MaxNodes is below MinNodes");
        else if (part->max_time == 0)
            unusable(judge, part, "MaxTime is 0");
        else if (cluster->accounts && part->allow_accounts
                 && !any_account(cluster, part->allow_accounts))
            unusable(judge, part, "AllowAccounts names no account that there is");
        else if (all_denied(part))
            unusable(judge, part, "every account it allows is denied too");
        if (part->allow_groups)
            ss_fault(judge->faults, SS_FAULT_JUDGE_GROUPS, NULL,
                     "partition %s: who is in AllowGroups is not known here", part->name);
    }
}

void ss_site_judge(const SsCluster *cluster, const char *conf, const SsFaults *faults)
{
    const Judge judge = { cluster, conf, faults };

    judge_enforcement(&judge);
    judge_max_jobs(&judge);
    judge_empty_qos(&judge);
    judge_half_life(&judge);
    judge_max_age(&judge);
    judge_window(&judge);
    judge_partitions(&judge);
}
