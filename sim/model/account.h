/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"
#include "sim/model/tres.h"

#include <glib.h>
#include <stdbool.h>

/**
 * SsAccounts - the accounting database's entities, as sacctmgr edits and shows them.
 *
 * Shape     flat tables in order of creation. Limits are as *set* on the record: nothing inherited
 *           (SsAssocTree holds what the scheduler reads). Ids are never reused.
 * Units     minutes for wall limits; TRES limits are vectors [tres->n], SS_NO_LIMIT64 = not set.
 * Owner     whoever made it; sacctmgr's commands (configs/sacctmgr.h) are the only editor. `tres` must
 *           be complete before the first limit is set: vectors do not grow with it.
 * Names     of accounts, users, QOS and WCKeys are stored in lower case, as sacctmgr stores them.
 * Source    sacctmgr(1); https://slurm.schedmd.com/accounting.html
 */
#define SS_SHARES_PARENT 0x7fffffffu /* Fairshare=parent */

/* The limits that an association and a QOS have in common or alone. Fields that a kind of record does
 * not have stay unset. NULL vector = nothing set. */
typedef struct {
    uint32_t  grp_jobs, grp_jobs_accrue, grp_submit, grp_wall;
    uint64_t *grp_tres, *grp_tres_mins, *grp_tres_run_mins;
    uint32_t  max_jobs, max_jobs_accrue, max_submit, max_wall; /* association; on a QOS max_jobs,
                                                       max_jobs_accrue, max_submit are per user */
    uint32_t  max_jobs_pa, max_jobs_accrue_pa, max_submit_pa;  /* QOS, per account              */
    uint64_t *max_tres_pj, *max_tres_pn, *max_tres_mins_pj, *max_tres_run_mins;
    uint64_t *max_tres_pu, *max_tres_pa, *max_tres_run_mins_pa, *min_tres_pj; /* QOS            */
    uint32_t  min_prio_thresh;
} SsLimits;

void ss_limits_init(SsLimits *limits); /* everything unset */
void ss_limits_clear(SsLimits *limits);
void ss_limits_copy(SsLimits *to, const SsLimits *from, uint32_t n_tres);
/* The vector behind `slot`, made (all unset) if there is none yet. */
uint64_t *ss_limits_vector(uint64_t **slot, uint32_t n_tres);

typedef enum { /* QOS Flags */
               SS_QOS_DENY_ON_LIMIT = 1 << 0,
               SS_QOS_ENFORCE_USAGE_THRESHOLD = 1 << 1,
               SS_QOS_NO_RESERVE = 1 << 2,
               SS_QOS_NO_DECAY = 1 << 3,
               SS_QOS_OVER_PART_QOS = 1 << 4,
               SS_QOS_PART_MIN_NODES = 1 << 5,
               SS_QOS_PART_MAX_NODES = 1 << 6,
               SS_QOS_PART_TIME_LIMIT = 1 << 7,
               SS_QOS_REQUIRES_RESV = 1 << 8,
               SS_QOS_USAGE_FACTOR_SAFE = 1 << 9,
} SsQosFlag;

typedef struct {
    uint32_t id; /* database id; `normal` is 1                                          */
    char    *name, *description;
    uint32_t flags; /* SsQosFlag                                                           */
    uint32_t priority;
    uint32_t grace_time;          /* seconds                                                  */
    uint32_t preempt_mode;        /* SsPreemptMode (partition.h); SS_PREEMPT_CLUSTER default  */
    uint32_t preempt_exempt_time; /* seconds, SS_NO_LIMIT = unset                             */
    GArray  *preempt;             /* uint32_t ids of QOS it may preempt                       */
    double   usage_factor, usage_threshold, limit_factor; /* 1.0; negative = unset             */
    SsLimits limits;
    SsTime   created;
    bool     deleted;
} SsQosRecord;

typedef struct {
    char      *name, *description, *organization;
    GPtrArray *coordinators; /* char * */
    SsTime     created;
    bool       deleted;
} SsAccountRecord;

typedef struct {
    char    *name;
    uint32_t admin_level; /* 1 None, 2 Operator, 3 Administrator */
    char    *default_wckey;
    SsTime   created;
    bool     deleted;
} SsUserRecord;

typedef struct {
    uint32_t id; /* database id_assoc; root is 1, user root of account root 2          */
    char    *account;
    char    *user;        /* "" for an account                                                  */
    char    *partition;   /* "" for any                                                         */
    uint32_t parent;      /* id of the parent account's association; 0 for root                 */
    uint32_t lft, rgt;    /* nested set: the newest sibling comes first                         */
    uint32_t shares;      /* 1; SS_SHARES_PARENT                                                */
    bool     is_default;  /* this is the user's default account                                 */
    uint32_t priority;    /* SS_NO_LIMIT = inherit                                              */
    uint32_t default_qos; /* database id, 0 = inherit                                          */
    bool     qos_set;     /* false: the list is inherited; then only qos_add and qos_del count  */
    GArray  *qos, *qos_add, *qos_del; /* uint32_t ids                                          */
    SsLimits limits;
    SsTime   created;
    bool     deleted;
} SsAssocRecord;

typedef struct SsWckeyRecord {
    uint32_t id;
    char    *name, *user;
    bool     is_default, deleted;
} SsWckeyRecord;

/* A licence that several clusters share, "name@server"; the cluster has percent_allowed of it. */
typedef struct {
    uint32_t id;
    char *name, *server, *description, *manager; /* manager: ServerType; NULL = not given       */
    uint32_t count;
    uint32_t percent_allowed; /* of our cluster; 0 without                                   */
    bool     on_cluster;      /* it is given to our cluster                                  */
    bool     deleted;
} SsResourceRecord;

/* One line of `sacctmgr show transactions`. */
typedef struct {
    uint32_t id;
    SsTime   when;
    char    *action, *actor, *where, *info;
} SsTransaction;

typedef struct SsAccounts {
    char       *cluster;
    SsTresSet  *tres;      /* borrowed from the cluster being built                             */
    GPtrArray  *accounts;  /* SsAccountRecord *                                                 */
    GPtrArray  *users;     /* SsUserRecord *                                                    */
    GPtrArray  *qos;       /* SsQosRecord *, index + 1 need not be the id                       */
    GPtrArray  *assocs;    /* SsAssocRecord *                                                   */
    GPtrArray  *wckeys;    /* SsWckeyRecord *                                                   */
    GPtrArray  *resources; /* SsResourceRecord *                                               */
    GPtrArray  *txns;      /* SsTransaction *                                                   */
    uint32_t    next_assoc, next_qos, next_wckey, next_resource, next_txn;
    bool        cluster_added; /* a command has added the cluster (else: known from slurm.conf)  */
    GHashTable *by_name; /* private: "a:chem", "u:amy", "s:chem\namy\nbatch" -> record        */
    GHashTable *by_user; /* private: "amy" -> GPtrArray of SsAssocRecord *                    */
    GPtrArray  *nothing; /* private: an empty list                                            */
} SsAccounts;

/* A database with cluster, account and user root, and QOS normal: what slurmdbd makes for a new one. */
SsAccounts *ss_accounts_new(const char *cluster, SsTresSet *tres, SsTime now);
SsAccounts *ss_accounts_copy(const SsAccounts *accounts, SsTresSet *tres);
void        ss_accounts_free(SsAccounts *accounts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsAccounts, ss_accounts_free)

/* To be called when records were put into the tables by hand (a ledger was read): makes the index and
 * goes on counting behind the largest ids. */
void ss_accounts_restored(SsAccounts *db);

/* Look-ups; deleted records are not found; NULL if there is none. Names compare without case. */
SsAccountRecord *ss_accounts_account(const SsAccounts *db, const char *name);
SsUserRecord    *ss_accounts_user(const SsAccounts *db, const char *name);
SsQosRecord     *ss_accounts_qos(const SsAccounts *db, const char *name);
SsQosRecord     *ss_accounts_qos_id(const SsAccounts *db, uint32_t id);
SsAssocRecord   *ss_accounts_assoc(const SsAccounts *db, const char *account, const char *user,
                                   const char *partition);
SsAssocRecord   *ss_accounts_assoc_id(const SsAccounts *db, uint32_t id);

SsAssocRecord *ss_accounts_root(const SsAccounts *db); /* account root's association */
SsAssocRecord *ss_accounts_default(const SsAccounts *db, const char *user); /* is_default; NULL */
/* The user's associations (SsAssocRecord *), by id; empty if he has none. Until the next change. */
const GPtrArray *ss_accounts_of_user(const SsAccounts *db, const char *user);

/* New records. The name must not be in use (assert); it is stored in lower case. */
SsAccountRecord *ss_accounts_account_add(SsAccounts *db, const char *name, SsTime now);
SsUserRecord    *ss_accounts_user_add(SsAccounts *db, const char *name, SsTime now);
SsWckeyRecord   *ss_accounts_wckey_add(SsAccounts *db, const char *name, const char *user);
SsWckeyRecord   *ss_accounts_wckey(const SsAccounts *db, const char *name, const char *user);
/* Flags the record deleted and forgets its name; its associations are the caller's business. */
void ss_accounts_account_remove(SsAccounts *db, SsAccountRecord *account);
void ss_accounts_user_remove(SsAccounts *db, SsUserRecord *user);
void ss_accounts_user_rename(SsAccounts *db, SsUserRecord *user, const char *name);
void ss_accounts_txn(SsAccounts *db, SsTime now, const char *action, const char *actor,
                     const char *where, const char *info);

/* Inserts an association below `parent` (its id) as its newest child: lft = parent's lft + 1.
 * O(n) for n associations. */
SsAssocRecord *ss_accounts_assoc_add(SsAccounts *db, uint32_t parent, const char *account,
                                     const char *user, const char *partition, SsTime now);
/* The same, but behind `sibling` (a child of `parent`): what one command adds below one parent stands
 * in the order of the command. */
SsAssocRecord *ss_accounts_assoc_add_behind(SsAccounts *db, const SsAssocRecord *sibling,
                                            const char *account, const char *user,
                                            const char *partition, SsTime now);
/* Takes the record out of the tree (flagged deleted, nested set renumbered). */
void ss_accounts_assoc_remove(SsAccounts *db, SsAssocRecord *assoc);
/* Hangs an account's whole subtree under another parent. */
void         ss_accounts_assoc_move(SsAccounts *db, SsAssocRecord *assoc, uint32_t new_parent);
SsQosRecord *ss_accounts_qos_add(SsAccounts *db, const char *name, SsTime now);
/* Takes the QOS out of every list too. */
void              ss_accounts_qos_remove(SsAccounts *db, SsQosRecord *qos);
void              ss_accounts_wckey_remove(SsAccounts *db, SsWckeyRecord *wckey);
SsResourceRecord *ss_accounts_resource_add(SsAccounts *db, const char *name, const char *server);
SsResourceRecord *ss_accounts_resource(const SsAccounts *db, const char *name, const char *server);

/* Ids of QOS, ascending, without doubles. */
bool ss_qos_ids_have(const GArray *ids, uint32_t id);
void ss_qos_ids_add(GArray *ids, uint32_t id);
void ss_qos_ids_remove(GArray *ids, uint32_t id);
/* The QOS that `assoc` may use, inherited and with its own additions and removals; caller's. */
GArray *ss_accounts_qos_of(const SsAccounts *db, const SsAssocRecord *assoc);
/* `assoc`'s limits with what it inherits: the Max... ones, MinPrioThreshold, and Priority and
 * DefaultQOS. TRES limits are inherited one by one. `limits` must be initialised; caller clears. */
void ss_accounts_effective(const SsAccounts *db, const SsAssocRecord *assoc, SsLimits *limits,
                           uint32_t *priority, uint32_t *default_qos);
/* Do the associations come in this order in sacctmgr's and sshare's lists? As qsort asks. Siblings:
 * users before accounts, each by name. */
int ss_assoc_record_compare(const SsAssocRecord *a, const SsAssocRecord *b);
