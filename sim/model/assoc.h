/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/account.h"

/**
 * SsAssocTree - the association tree and the QOS table as the scheduler reads them.
 *
 * Shape     preorder arrays: an account, its users by name, its sub-accounts by name, recursively (the
 *           order in which sshare lists). A subtree is the range [i, at[i].end). Index = SsAssocId.
 *           Max limits, Priority, DefaultQOS and the QOS list are filled in from the nearest ancestor.
 * Owner     the cluster; immutable. A world copies what operations may change.
 * Source    https://slurm.schedmd.com/resource_limits.html, spec of `sacctmgr show associations`.
 */
typedef struct {
    uint32_t  id;        /* database id                                                       */
    SsAssocId parent;    /* SS_ID_NONE for root                                               */
    SsAssocId fs_parent; /* nearest ancestor whose shares are not `parent`; NONE for root     */
    SsAssocId end;       /* one behind the subtree                                            */
    uint32_t  level;     /* root 0                                                            */
    uint32_t  lft;       /* the database's order, for ties of Fair Tree after a start         */
    bool      is_user;
    bool      is_default;
    char     *account, *user, *partition; /* user "" for accounts; partition "" for any         */
    uint32_t  shares;      /* raw; SS_SHARES_PARENT                                             */
    uint32_t  priority;    /* inherited; 0 when unset everywhere                                */
    SsQosId   default_qos; /* index into qos, SS_ID_NONE                                        */
    uint32_t  n_qos;
    SsQosId  *qos;    /* [n_qos] allowed QOS, ascending                                    */
    SsLimits  limits; /* Max... inherited, Grp... its own                                  */
} SsAssoc;

typedef struct {
    uint32_t id;
    char    *name;
    uint32_t flags, priority, grace_time, preempt_mode, preempt_exempt_time;
    double   usage_factor, usage_threshold, limit_factor;
    double   norm_priority; /* priority / largest of all QOS                                 */
    bool    *preempts;      /* [n_qos] may preempt QOS j                                     */
    SsLimits limits;
} SsQos;

typedef struct {
    uint32_t n, n_users; /* n_users: user associations (R of Fair Tree)                          */
    SsAssoc *at;         /* [n], at[0] is root; n = 0 when there is no accounting                 */
    uint32_t n_qos;
    SsQos   *qos; /* [n_qos] by ascending database id                                      */
    uint32_t max_priority; /* largest association priority                                        */
    GHashTable *by_key; /* private: "user\naccount\npartition" -> index + 1                      */
} SsAssocTree;

SsAssocTree *ss_assoc_tree_new(const SsAccounts *accounts);
SsAssocTree *ss_assoc_tree_copy(const SsAssocTree *tree, uint32_t n_tres);
void         ss_assoc_tree_free(SsAssocTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsAssocTree, ss_assoc_tree_free)

/* The user's association for the account (NULL: the default account) and partition (falls back to the
 * one without partition); SS_ID_NONE. */
SsAssocId ss_assoc_find(const SsAssocTree *tree, const char *user, const char *account,
                        const char *partition);
SsAssocId ss_assoc_find_account(const SsAssocTree *tree, const char *account);
SsAssocId ss_assoc_by_id(const SsAssocTree *tree, uint32_t id);
SsQosId   ss_qos_find(const SsAssocTree *tree, const char *name);
bool      ss_assoc_has_qos(const SsAssoc *assoc, SsQosId qos);
