/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

#include <glib.h>
#include <stdbool.h>

/**
 * SsTresSet - the trackable resources of a cluster, and vectors of counts over them.
 *
 * Shape     position i of every vector is Slurm's array position: cpu, mem, energy, node, billing,
 *           fs/disk, vmem, pages, then the extras of AccountingStorageTRES in the order written.
 *           `id` is the accounting database's number: 1..8, extras from 1001 upward.
 * Units     mem and bb in MiB, energy in joules, everything else counts.
 * Owner     the cluster; immutable once the site is read (the readers add while they build it).
 * Source    slurm.conf(5) AccountingStorageTRES; https://slurm.schedmd.com/tres.html
 */
typedef enum {
    SS_TRES_CPU,
    SS_TRES_MEM,
    SS_TRES_ENERGY,
    SS_TRES_NODE,
    SS_TRES_BILLING,
    SS_TRES_DISK,
    SS_TRES_VMEM,
    SS_TRES_PAGES,
    SS_TRES_STATIC, /* extras begin here */
} SsTresPos;

/* "No limit" in a limit vector; a vector of limits is never summed. */
#define SS_NO_LIMIT   UINT32_MAX /* counts and minutes (32 bit)   */
#define SS_NO_LIMIT64 UINT64_MAX /* TRES limits (64 bit)          */

typedef struct {
    uint32_t id;   /* database id                                                          */
    char    *type; /* "cpu", "gres", "license", "fs", "bb"                                  */
    char    *name; /* NULL, or "gpu", "gpu:h100", "disk", "matlab"                          */
    char    *text; /* "cpu", "gres/gpu:h100": what users write and tools print              */
    char    *gres; /* for type gres: the name without its type ("gpu"); else NULL           */
    char    *kind; /* for a typed gres: the type ("h100"); else NULL                        */
} SsTres;

typedef struct {
    uint32_t n;
    SsTres  *at; /* [n] */
} SsTresSet;

SsTresSet *ss_tres_set_new(void); /* the eight that every cluster has */
void       ss_tres_set_free(SsTresSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsTresSet, ss_tres_set_free)

/* Adds "gres/gpu:h100", "license/x", ...; returns its position, the old one if it is there already.
 * The type is compared without regard to case. Text without a known type is refused: SS_ID_NONE. */
uint32_t ss_tres_set_add(SsTresSet *set, const char *text);

/* Puts the extras in the order in which the controller's commands show them: by type and name, whatever their ids are
 * (recorded: static-z-simtools). Vectors made before no longer fit. */
void ss_tres_set_sort(SsTresSet *set);

/* Position of "cpu", "gres/gpu", case-insensitively; SS_ID_NONE if it is not tracked. */
uint32_t ss_tres_find(const SsTresSet *set, const char *text);

/* Position by database id; SS_ID_NONE if unknown. */
uint32_t ss_tres_find_id(const SsTresSet *set, uint32_t id);

/* Position of gres `name`, of `name:type` when type is not NULL; SS_ID_NONE if not tracked. */
uint32_t ss_tres_find_gres(const SsTresSet *set, const char *name, const char *type);

/* "cpu=4,mem=2G,gres/gpu=2" into `vec` [set->n]; entries not named stay as they are; "=-1" gives
 * SS_NO_LIMIT64. A size suffix multiplies (base M for mem and bb). Nothing changes on failure. */
gboolean ss_tres_parse(const SsTresSet *set, const char *text, uint64_t *vec, GError **error);

/* "CPU=1.0,Mem=0.25G,GRES/gpu=2.0" into `weights` [set->n], zeros first. A suffix divides. Every TRES
 * that is not tracked is an error which names it. Source: slurm.conf(5) TRESBillingWeights. */
gboolean ss_tres_weights_parse(const SsTresSet *set, const char *text, double *weights,
                               GError **error);

typedef enum {
    SS_TRES_TEXT_PLAIN = 0,        /* order of positions, raw numbers: "cpu=4,mem=2048"          */
    SS_TRES_TEXT_CONVERT = 1 << 0, /* mem with unit, exact conversion: "mem=2G", "mem=1500M"     */
    SS_TRES_TEXT_BY_NAME = 1 << 1, /* alphabetical, as sacct and sacctmgr print                  */
    SS_TRES_TEXT_ZEROS = 1 << 2,   /* also entries that are 0 (default: left out)                */
    SS_TRES_TEXT_IDS = 1 << 3,     /* "1=4,2=2048": as the database stores                       */
} SsTresText;

/* Entries equal to SS_NO_LIMIT64 are left out. */
char *ss_tres_text(const SsTresSet *set, const uint64_t *vec, SsTresText how);

/* Slurm's billing: no weights (NULL): the CPU count; else the weighted sum over all but billing, or
 * with max_tres MAX over cpu, mem, node, gres plus the sum of the rest. Not truncated.
 * Source: slurm.conf(5) TRESBillingWeights, PriorityFlags=MAX_TRES. */
double ss_tres_billing(const SsTresSet *set, const uint64_t *counts, const double *weights,
                       bool max_tres);

/* 1024-based exact conversion of a count in unit `base` ('\0', 'M'): 64000M -> "62.50G". */
char *ss_tres_size_text(uint64_t value, char base);
