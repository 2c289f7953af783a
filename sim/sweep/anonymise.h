/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"
#include "sim/model/jobspec.h"

/**
 * SsAnonymous - other names for whatever names something at a site and in its workload.
 *
 * Shape     one name, one pseudonym, wherever it stands. Pseudonyms sort as the names do, so that every order
 *           that Slurm takes from names stays: a run of the anonymous site is the run of the site.
 * Kept      root, normal, gpu, mps, nic, shard, numbers, limits. Left out: comments, descriptions,
 *           organisations, unknown keys, and keys that do nothing here (paths, hosts, addresses, mail).
 * Use       add the site and every job; seal; then write them.
 * Owner     ss_anonymous_free; returned texts are the caller's.
 */
typedef struct SsAnonymous SsAnonymous;

typedef enum {
    SS_ANONYMOUS_USER,
    SS_ANONYMOUS_GROUP,
    SS_ANONYMOUS_ACCOUNT,
    SS_ANONYMOUS_QOS,
    SS_ANONYMOUS_PARTITION,
    SS_ANONYMOUS_NODE, /* what stands before a number */
    SS_ANONYMOUS_NODESET,
    SS_ANONYMOUS_SWITCH, /* the same */
    SS_ANONYMOUS_FEATURE,
    SS_ANONYMOUS_LICENSE,
    SS_ANONYMOUS_GRES,
    SS_ANONYMOUS_GRES_TYPE,
    SS_ANONYMOUS_DEVICE, /* the same */
    SS_ANONYMOUS_RESERVATION,
    SS_ANONYMOUS_JOB,
    SS_ANONYMOUS_KINDS,
} SsAnonymousKind;

SsAnonymous *ss_anonymous_new(void);
void         ss_anonymous_free(SsAnonymous *names); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsAnonymous, ss_anonymous_free)

/* A site's files: a folder or a slurm.conf; a file of accounts (NULL: the folder's) and one of QOS (NULL: none) that lie
 * elsewhere, as `run --accounts --qos` takes them. */
typedef struct {
    const char *site, *accounts, *qos;
} SsAnonymousSite;

/* Everything the files of a site name. */
gboolean ss_anonymous_add_site(SsAnonymous *names, const SsAnonymousSite *site, GError **error);
/* What a workload names besides. */
void ss_anonymous_add_job(SsAnonymous *names, const SsJobSpec *spec);
/* No more names: pseudonyms are given. */
void ss_anonymous_seal(SsAnonymous *names);

/* A job under its pseudonyms; comments and paths are gone, its own name is "j" unless jobs wait for
 * others of their name. */
void ss_anonymous_job(const SsAnonymous *names, SsJobSpec *spec);

/* The site's files (slurm.conf, gres.conf, topology.conf, the accounts, users.sim, qos.txt) into a folder. */
gboolean ss_anonymous_site(const SsAnonymous *names, const SsAnonymousSite *site, const char *to,
                           GError **error);

uint32_t ss_anonymous_count(const SsAnonymous *names, SsAnonymousKind kind);

/* --- words: a name, and the forms in which names stand ------------------------------------------------------ */

bool  ss_anonymous_has(const SsAnonymous *names, SsAnonymousKind kind, const char *name);
char *ss_anonymous_name(const SsAnonymous *names, SsAnonymousKind kind, const char *name);
char *ss_anonymous_list(const SsAnonymous *names, SsAnonymousKind kind, const char *list);
char *ss_anonymous_terms(const SsAnonymous *names, SsAnonymousKind kind, const char *text);
char *ss_anonymous_hosts(const SsAnonymous *names, SsAnonymousKind kind, const char *list);
char *ss_anonymous_gres(const SsAnonymous *names, const char *list); /* "gpu:a100:2,fpga"  */
char *ss_anonymous_gpus(const SsAnonymous *names, const char *list); /* "a100:2", "4"      */
char *ss_anonymous_tres(const SsAnonymous *names, const char *text); /* "gres/gpu:a100=1"  */
