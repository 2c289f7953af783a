/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/faults.h"
#include "sim/model/settings.h"

/**
 * keys - the registry of everything slurm.conf, gres.conf and topology.conf may say.
 *
 * Shape     one row a key and scope, sorted by scope, then name. Validation, defaults, `check`, the
 *           man page and `doc keys` are read from the row.
 * Effect    simulated: changes results. inert: accepted, cannot matter in a simulation.
 *           unsupported: would matter and is not modelled; `check` warns.
 * Life      what 22.05 does with the key at all: strict reading needs it.
 * Errors    SS_CONF_ERROR_KEY, SS_CONF_ERROR_VALUE.
 * Source    slurm.conf(5), gres.conf(5), topology.conf(5).
 */
typedef enum {
    SS_SCOPE_GLOBAL,     /* slurm.conf, one pair a line, and the record keys  */
    SS_SCOPE_NODE,       /* behind NodeName=                                  */
    SS_SCOPE_PARTITION,  /* behind PartitionName=                             */
    SS_SCOPE_NODESET,    /* behind NodeSet=                                   */
    SS_SCOPE_DOWN_NODES, /* behind DownNodes=                                 */
    SS_SCOPE_FRONTEND,
    SS_SCOPE_POWER_ACTION,
    SS_SCOPE_GRES_CONF, /* first key of a line of gres.conf                   */
    SS_SCOPE_GRES,      /* behind it                                          */
    SS_SCOPE_TOPOLOGY,  /* first key of a line of topology.conf               */
    SS_SCOPE_SWITCH,
    SS_SCOPE_BLOCK,
    SS_SCOPE_RING,
    SS_N_SCOPES
} SsKeyScope;

typedef enum { SS_KEY_SIMULATED, SS_KEY_INERT, SS_KEY_UNSUPPORTED } SsKeyEffect;

typedef enum {
    SS_LIFE_CURRENT,
    SS_LIFE_OLD_NAME, /* another spelling of `alias`                          */
    SS_LIFE_DEFUNCT,  /* 22.05 logs an error and goes on                      */
    SS_LIFE_REMOVED,  /* 22.05 knows the name and stops                       */
    SS_LIFE_GONE,     /* of an older release: unknown to 22.05                */
    SS_LIFE_NEWER,    /* of a newer release: unknown to 22.05                 */
} SsKeyLife;

/* How a value is read, and what its field is. */
typedef enum {
    SS_KIND_TEXT,    /* char *                                                */
    SS_KIND_LOWER,   /* char *, lower-cased                                   */
    SS_KIND_UINT16,  /* uint32_t; UNLIMITED is 65535                         */
    SS_KIND_UINT32,  /* uint32_t; K is 1024                                   */
    SS_KIND_UINT64,  /* uint64_t; K is 1024; UNLIMITED is stored as 0         */
    SS_KIND_BOOL,    /* bool                                                  */
    SS_KIND_SPAN,    /* SsSpan in seconds, as written                         */
    SS_KIND_SPAN_UP, /* SsSpan in seconds, rounded up to whole minutes        */
    SS_KIND_MINUTES, /* uint32_t minutes, rounded up; SS_NO_LIMIT             */
    SS_KIND_LIMIT16, /* uint32_t, a plain number; UNLIMITED is SS_NO_LIMIT     */
    SS_KIND_ENUM,    /* one of `words` into an enum                           */
    SS_KIND_FLAGS,   /* a list of `words` into uint32_t                       */
    SS_KIND_LIST,    /* char **, split at commas, lower-cased                 */
    SS_KIND_SPECIAL, /* read by code of its own                               */
    SS_KIND_RECORD,  /* begins a record line                                  */
} SsKind;

/* A word of an enum or flag list. */
typedef struct {
    const char *name;
    uint32_t    value;
} SsWord;

typedef struct {
    const char   *name;
    SsKeyScope    scope;
    SsKeyEffect   effect;
    SsKeyLife     life;
    SsKind        kind;
    size_t        at;       /* offset in SsSettings, SsNode or SsPartition; SS_NO_FIELD */
    const char   *fallback; /* Slurm 22.05's default as text, NULL = none               */
    int64_t       min, max; /* inclusive, in `unit`; max 0 = what the kind holds        */
    const char   *unit;     /* NULL                                                     */
    const char   *alias;    /* the key this is another name of, NULL                    */
    const SsWord *words;    /* ended by NULL                                            */
    const char   *doc;      /* one sentence                                             */
    /* Kind SPECIAL: reads a text into the record, and shows it again (NULL: not shown). */
    gboolean (*read)(const char *text, void *record, GError **error);
    char *(*text)(const void *record);
} SsConfKey;

#define SS_NO_FIELD SIZE_MAX

/* All rows; `n` gets their number. */
const SsConfKey *ss_conf_keys(size_t *n);

/* Case-insensitive; NULL if the scope has no such key. Aliases are rows of their own. */
const SsConfKey *ss_conf_key(SsKeyScope scope, const char *name);

/* The registered key whose name is nearest to `name`, NULL if none is near: for remedies. */
const SsConfKey *ss_conf_key_nearest(SsKeyScope scope, const char *name);

const char *ss_key_effect_name(SsKeyEffect effect); /* "simulated", "inert", "unsupported" */
const char *ss_key_scope_name(SsKeyScope scope);    /* "global", "NodeName", ... */
const char *ss_key_kind_name(SsKind kind);          /* "text", "number", ... */

/* Is `text` a value of the key's kind and range? In Slurm's words if not. */
gboolean ss_conf_key_check(const SsConfKey *key, const char *text, GError **error);

/* Reads `text` into the key's field of `record` (SsSettings, SsNode, SsPartition; old texts and lists
 * there are freed). Keys without a field only check. Nothing changes on failure. */
gboolean ss_conf_key_store(const SsConfKey *key, const char *text, void *record, GError **error);

/* One global key by name, as `-s KEY=VALUE` gives it. Nothing changes on failure.
 * PriorityWeightTRES and AccountingStorageTRES only keep their text: the site reader does the rest. */
gboolean ss_settings_set(SsSettings *settings, const char *key, const char *value, GError **error);

/* The current value of a global key as `scontrol show config` prints it; caller's. NULL if it is not
 * a key with a field. */
char *ss_settings_text(const SsSettings *settings, const char *key);
