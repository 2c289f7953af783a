/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"
#include "sim/report/recovery_classic.h"

/**
 * recovery - when is an account forgiven: how LevelFS and the rank among all users come back.
 *
 * Shape     one association and its siblings (those whose shares are counted at one level) with what each
 *           has used and how fast each goes on using, the same of its ancestors, level by level; stepped period by
 *           period as Slurm does:
 *           usage x (1 - 0.693 / half-life)^period + rate x period.
 * Units     billing-seconds, billing-seconds a second; periods of PriorityCalcPeriod.
 * Note      decay scales all siblings alike and changes no LevelFS by itself: only what the others use
 *           meanwhile does. The half-life decides how fast that outweighs the past.
 * Rank      Fair Tree's, of users: 1 = first. An account's is that of its first user: who comes before it at
 *           its own level and at those above. Equal levels share it. Without Fair Tree it is that of FairShare, and
 *           LevelFS stands for the shares over the effective usage.
 * Source    https://slurm.schedmd.com/priority_multifactor.html, fair_tree.html.
 */
typedef struct {
    char    *name; /* account, or user of the account */
    double   shares;
    double   usage, rate;
    uint32_t users; /* at and below it */
} SsSibling;

typedef struct SsRecovery {
    SsTime     at; /* the sample the usage is from */
    SsSpan     half_life, period;
    char      *account, *user; /* user NULL: the account itself */
    double     level_shares;
    double     parent_usage, parent_rate;
    uint32_t   n, self;
    SsSibling *sibling; /* [n] */
    uint32_t   first;   /* users of the level with Fairshare=parent: always before the others */
    uint32_t   n_users; /* of the cluster */
    /* The level of its parent, with the parent as `self`; NULL at the top. There only the level is filled in. */
    struct SsRecovery *above;
    SsClassic         *classic; /* NULL with Fair Tree */
} SsRecovery;

/* How the association goes on. */
typedef enum { SS_RECOVERY_AT_REST, SS_RECOVERY_STEADY } SsRecoveryUse;

typedef struct {
    SsTime   when;
    double   usage, level_fs;
    uint32_t rank; /* 1 = first of all users */
} SsRecoveryPoint;

typedef struct {
    SsTime   forgiven;   /* first period with LevelFS >= 1; SS_TIME_NEVER */
    SsTime   ranked;     /* first period with a rank of at least `rank`; SS_TIME_NEVER */
    uint32_t rank;       /* asked for */
    double   level_last; /* LevelFS where the walk ended */
} SsRecoveryDates;

/* `account` in lower case; `user` NULL; state of the last sample at or before `at`, rates over
 * [at - window, at] (0: none are read; SS_SPAN_FOREVER: the run, or its history if nothing ran since). SS_LEDGER_ERROR_MISSING where there is no such association or sample. */
gboolean ss_recovery_read(SsLedger *ledger, const char *account, const char *user, SsTime at,
                          SsSpan window, SsRecovery *out, GError **error);
/* The accounts that a user without account is in, by name, if there is no account called so; else an empty list. */
GPtrArray *ss_recovery_accounts(SsLedger *ledger, const char *name, GError **error);
void       ss_recovery_clear(SsRecovery *recovery);

/* Adds billing-seconds to what the association has used: "after this much". */
void ss_recovery_add(SsRecovery *recovery, double billing_seconds);

SsRecoveryPoint ss_recovery_now(const SsRecovery *recovery);

/* Walks on under `half_life` (0: no decay) until both dates are known, at most `horizon` seconds. `point` (may
 * be NULL) is called every `every` seconds, the first at once. */
typedef void (*SsRecoveryFunc)(const SsRecoveryPoint *point, void *data);
SsRecoveryDates ss_recovery_walk(const SsRecovery *recovery, SsSpan half_life, SsRecoveryUse use,
                                 uint32_t rank, SsSpan horizon, SsSpan every, SsRecoveryFunc point,
                                 void *data);

/* Over all accounts that are over their share at the end of the run: the longest time until LevelFS is 1
 * again, at rest while the others go on as over the whole run. 0 if none is over, or nobody else of its level
 * uses anything; infinite if one does not come back in ten years; negative without samples. */
double ss_recovery_worst(SsLedger *ledger);

/* The best rank the association had in any sample up to `at`; 1 without samples. */
uint32_t ss_recovery_best_rank(SsLedger *ledger, const char *account, const char *user, SsTime at);
