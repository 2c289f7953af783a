/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/cluster.h"
#include "sim/model/jobspec.h"
#include "sim/base/writer.h"

/**
 * SsAnonymous - other names for the people, accounts, QOS, partitions, nodes, features and licences of a site and its
 *               workload.
 *
 * Shape     one name, one pseudonym, wherever it stands. Pseudonyms sort as the names do, so that every order
 *           that Slurm takes from names stays: a run of the anonymous site is the run of the site.
 * Kept      root, normal, numbers, limits, GRES, names of node sets and switches. Left out: comments, descriptions,
 *           organisations, and keys of slurm.conf that do nothing here (paths, hosts, addresses, mail).
 * Owner     ss_anonymous_free.
 */
typedef struct SsAnonymous SsAnonymous;

SsAnonymous *ss_anonymous_new(void);
void         ss_anonymous_free(SsAnonymous *names); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsAnonymous, ss_anonymous_free)

/* Everything the site names. */
void ss_anonymous_add_site(SsAnonymous *names, const SsCluster *cluster);
/* What a workload names besides; NULL is fine. */
void ss_anonymous_add_job(SsAnonymous *names, const SsJobSpec *spec);
/* No more names: pseudonyms are given. */
void ss_anonymous_seal(SsAnonymous *names);

/* A job under its pseudonyms; its own name, comments, paths are gone. */
void ss_anonymous_job(const SsAnonymous *names, SsJobSpec *spec);

/* The site's files (slurm.conf, gres.conf, topology.conf, the accounts) from one folder into another. */
gboolean ss_anonymous_site(const SsAnonymous *names, const char *from, const char *to,
                           GError **error);

typedef struct {
    uint32_t users, accounts, qos, partitions, stems, features, licenses;
} SsAnonymousCount;
SsAnonymousCount ss_anonymous_count(const SsAnonymous *names);
