/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/hostlist.h"
#include "sim/model/assoc.h"
#include "sim/model/node.h"
#include "sim/model/partition.h"
#include "sim/model/reservation.h"
#include "sim/model/settings.h"
#include "sim/model/topology.h"
#include "sim/model/tres.h"

/**
 * SsCluster - a site as read: immutable, shared by every run on it (but for ss_cluster_resources).
 *
 * Shape     the node table in Slurm's order, the partitions in file order, everything by index.
 * Owner     reference-counted.
 * Source    slurm.conf(5), gres.conf(5), topology.conf(5), sacctmgr(1).
 */
typedef struct {
    char    *name; /* "matlab" or "matlab@server" */
    uint32_t total;
    bool     remote; /* a resource of the accounting: name@server                              */
    bool     gone;   /* that was taken away again; jobs that asked for it still name it        */
} SsLicense;

/* A key of slurm.conf as the file gave it, for `scontrol show config` and `slurmsim check`. */
typedef struct {
    char *key, *value; /* key in the table's spelling */
} SsConfPair;

typedef struct SsCluster {
    int          refs;
    char        *name;
    SsSettings   settings;
    GArray      *conf; /* SsConfPair: every scalar key that was given                    */
    SsTresSet   *tres;
    uint32_t     n_nodes;
    SsNode      *nodes;
    uint32_t     core_words; /* words of a cluster-wide core row                               */
    uint32_t     total_cpus; /* usable CPUs of all nodes                                       */
    uint32_t     cpus_each;  /* of any node; 0: they differ                                    */
    uint32_t     n_parts;
    SsPartition *parts;
    SsPartId     default_part; /* SS_ID_NONE                                                     */
    SsTopology   topology;
    uint32_t     n_gres;
    char       **gres_names; /* [n_gres] GresTypes, "gpu" ...                                  */
    uint32_t     n_licenses;
    SsLicense   *licenses;
    SsAccounts  *accounts;     /* NULL when the site has no accounts file                        */
    SsAssocTree *tree;         /* never NULL; tree->n = 0 without accounts                       */
    GHashTable  *node_by_name; /* private: name -> index + 1                                     */
    SsHostNames *node_names;   /* private: by index                                              */
    GHashTable  *uids;         /* char *user -> GUINT uid (users file), may be NULL              */
} SsCluster;

SsCluster *ss_cluster_new(void); /* empty; readers fill it, then call ss_cluster_seal */
SsCluster *ss_cluster_ref(SsCluster *cluster);
void       ss_cluster_unref(SsCluster *cluster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsCluster, ss_cluster_unref)

/* Makes the node table findable by name; the table must not change after it. For readers: seal does it
 * if they did not. */
void ss_cluster_index(SsCluster *cluster);

/* Derives what is counted from what was read: core offsets, CPU totals, name index, tree. */
void ss_cluster_seal(SsCluster *cluster);

SsNodeId ss_cluster_node(const SsCluster *cluster, const char *name);    /* SS_ID_NONE */
SsPartId ss_cluster_part(const SsCluster *cluster, const char *name);    /* SS_ID_NONE */
uint32_t ss_cluster_gres(const SsCluster *cluster, const char *name);    /* SS_ID_NONE */
uint32_t ss_cluster_license(const SsCluster *cluster, const char *name); /* SS_ID_NONE */

/* Gives the cluster its part of each resource that `accounts` share out, as licences "name@server", and takes
 * back what it has no part of any more. Indices of licences stay; a run may have more of them afterwards
 * (ss_world_licenses). Only by who alone has the cluster. */
void ss_cluster_resources(SsCluster *cluster, const SsAccounts *accounts);

/* "n[1-3,7]": the compressed list of a node set, sorted as host lists are (not as the table is: a list
 * has "k07-14,k07-02-01", the table k07-02-01 first). Caller frees. */
char *ss_cluster_node_list(const SsCluster *cluster, const SsNodeSet *nodes);
/* CPUs of the nodes that jobs may have. Cost: O(words) where all nodes have as many. */
uint32_t ss_cluster_cpus(const SsCluster *cluster, const SsNodeSet *nodes);
/* The nodes of a hostlist into `set`; false and the first unknown name in *bad (caller frees). */
bool ss_cluster_node_set(const SsCluster *cluster, const char *list, SsNodeSet *set, char **bad);

/* Numeric uid of a user: from the site's users file, else 1000 + a stable order; root is 0. */
uint32_t ss_cluster_uid(const SsCluster *cluster, const char *user);
