/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/grammar.h"
#include "configs/keys.h"

/**
 * SsConfRecord - one line that begins with a record key: NodeName=..., PartitionName=..., Name=...
 *
 * Shape     the name and the pairs behind it, the last of equal keys; `inherited` is what the DEFAULT
 *           lines above it said, NULL if nothing. A look-up asks the line, then what it inherits.
 * Owner     the maker of the record; texts are the reader's and live as long as it.
 * Source    slurm.conf(5).
 */
typedef struct {
    const SsConfKey *key;
    const char      *text;
    SsPlace          place; /* of the value */
    SsPlace          at;    /* of the key   */
} SsConfValue;

typedef struct SsConfRecord {
    SsKeyScope                 scope;
    const char                *name;
    SsPlace                    place;     /* of the name                         */
    GArray                    *values;    /* SsConfValue                         */
    bool                       faulty;    /* a value of the line was refused     */
    const struct SsConfRecord *inherited; /* kept by whoever made it, NULL    */
} SsConfRecord;

/* An unknown, removed or newer key as a finding, with what it may have meant. */
void ss_conf_report_key(SsKeyScope scope, const SsConfItem *item, const SsConfKey *key,
                        const SsFaults *faults);

/* Reads the rest of the reader's line behind the record key `item`. */
SsConfRecord *ss_conf_record_read(SsConfReader *reader, SsKeyScope scope, const SsConfItem *item,
                                  const SsFaults *faults);
void          ss_conf_record_free(SsConfRecord *record);

/* A copy without a name, for DEFAULT lines and overrides. */
SsConfRecord *ss_conf_record_copy(const SsConfRecord *record);

/* Sets or replaces a value. */
void ss_conf_record_set(SsConfRecord *record, const SsConfValue *value);

/* What the line itself says, NULL; what it inherits, NULL; the first of these, NULL. */
const SsConfValue *ss_conf_record_own(const SsConfRecord *record, const char *key);
const SsConfValue *ss_conf_record_inherited(const SsConfRecord *record, const char *key);
const SsConfValue *ss_conf_record_get(const SsConfRecord *record, const char *key);

/* Stores every plain value the line has or inherits into the fields of `into`. Values were checked when
 * the line was read. `skip` (may be NULL): is this key read by other means? */
void ss_conf_record_store(const SsConfRecord *record, void *into,
                          bool (*skip)(const SsConfKey *key, bool inherited));
