/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"
#include "sim/base/rng.h"
#include "sim/model/world.h"

/**
 * cluster_builder - sites and jobs for tests of placement: a site from the text of its files, jobs
 * from sbatch's options, started where `place` puts them.
 *
 * Errors    a text that cannot be read ends the test program: it is a fault of the test.
 */
typedef struct {
    SsCluster *cluster;
    SsWorld   *world;
} SsBuiltSite;

/* gres and topology may be NULL. Defaults of the text: select/cons_tres with CR_Core_Memory, a
 * partition `p` with all nodes if it names none. */
SsBuiltSite *ss_built_site(const char *slurm_conf, const char *gres_conf,
                           const char *topology_conf);
void         ss_built_site_free(SsBuiltSite *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsBuiltSite, ss_built_site_free)

/* "-n4 -c2 --mem=2G --gres=gpu:1 -p gpu -C fast --exclusive" into `spec`. The options of this
 * test kit are those that placement looks at. */
void ss_built_options(SsJobSpec *spec, const char *options);

/* A pending job with its request made; the world's list does not have it. Caller frees. */
SsJob *ss_built_job(SsBuiltSite *site, const char *options);

/* Asks for the job on its partition's nodes, in what is in use. False: its node counts cannot be met. */
bool ss_built_query(const SsBuiltSite *site, const SsJob *job, SsPlaceQuery *query);

/* Starts it where `place` puts it; "n[1-2]" or NULL if it does not fit. The world owns the job. */
const char *ss_built_start(SsBuiltSite *site, const char *options);

/* Ends the job that was started n-th (from 0). */
void ss_built_end(SsBuiltSite *site, uint32_t nth);
/* Ends a running job, if there is one, and lets it be forgotten. */
void ss_built_end_any(SsBuiltSite *site, SsRng *rng);
/* The job that was started n-th. */
SsJob *ss_built_nth(SsBuiltSite *site, uint32_t nth);

/* "n1 cpus=4 cores=0,4 mem=400", one text for all entries joined by "; "; with devices "
 * gres=...". */
char *ss_built_alloc_text(const SsBuiltSite *site, const SsAlloc *alloc);
