/* SPDX-License-Identifier: Apache-2.0 */

/*
 * conf_record.c - record lines: a name, its pairs, and what DEFAULT lines lend it.
 *
 * A DEFAULT line speaks for the lines below it, and a later one only changes the keys it names. So each
 * DEFAULT line makes a new layer (the old one copied, its own pairs on top), and every record points to
 * the layer that was current when it was read. Nothing is resolved while reading: Slurm's look-ups differ
 * by key (CPUs asks line, DEFAULT, then the old name Procs in both; Priority beats PriorityTier even from
 * a DEFAULT line), so the question "line or inherited" must stay open until the record is built.
 *
 * Values are checked against their row here, once, with line and column at hand; building may then
 * store them without looking at errors. A value that is refused is left out of the record.
 */
#include "configs/conf_record.h"

#include <string.h>

/* What associations and QOS have and people write on partition lines. */
static bool is_limit(const char *name)
{
    static const char *const limits[] = { "GrpTRES",        "GrpTRESMins",    "GrpTRESRunMins",
                                          "GrpJobs",        "GrpSubmitJobs",  "GrpWall",
                                          "GrpCPUs",        "GrpNodes",       "MaxJobs",
                                          "MaxSubmitJobs",  "MaxTRES",        "MaxTRESPerJob",
                                          "MaxTRESPerNode", "MaxTRESPerUser", "MaxTRESPU",
                                          "MaxJobsPerUser", "MaxWall",        "MaxTRESMins" };

    for (size_t i = 0; i < G_N_ELEMENTS(limits); i++)
        if (g_ascii_strcasecmp(limits[i], name) == 0)
            return true;
    return false;
}

void ss_conf_report_key(SsKeyScope scope, const SsConfItem *item, const SsConfKey *key,
                        const SsFaults *faults)
{
    if (key == NULL && scope == SS_SCOPE_PARTITION && is_limit(item->key)) {
        ss_fault(faults, SS_FAULT_JUDGE_PARTITION_LIMIT, &item->place,
                 "%s is no key of a partition and limits nothing here", item->key);
    } else if (key == NULL) {
        const SsConfKey *near = ss_conf_key_nearest(scope, item->key);
        ss_fault(faults, SS_FAULT_UNKNOWN_KEY, &item->place, "%s: unknown key%s%s%s", item->key,
                 near != NULL ? "; did you mean " : "", near != NULL ? near->name : "",
                 near != NULL ? "?" : "");
    } else if (key->life == SS_LIFE_NEWER) {
        ss_fault(faults, SS_FAULT_NEWER_KEY, &item->place, "%s came after 22.05", key->name);
    } else if (key->life == SS_LIFE_REMOVED || key->life == SS_LIFE_GONE) {
        ss_fault(faults, SS_FAULT_REMOVED_KEY, &item->place, "%s is no longer a key of Slurm",
                 key->name);
    } else if (key->life == SS_LIFE_DEFUNCT) {
        ss_fault(faults, SS_FAULT_DEFUNCT_KEY, &item->place, "%s has no effect", key->name);
    }
}

static bool is_read(const SsConfKey *key)
{
    return key != NULL && key->life <= SS_LIFE_OLD_NAME;
}

/* What a refused value is called. */
static SsFault fault_of(const SsConfKey *key)
{
    if (key->scope == SS_SCOPE_DOWN_NODES)
        return SS_FAULT_DOWN_NODE;
    if (key->scope == SS_SCOPE_NODE && strcmp(key->name, "State") == 0)
        return SS_FAULT_NODE_STATE;
    if (key->effect == SS_KEY_INERT)
        return SS_FAULT_DAEMON_VALUE;
    return SS_FAULT_BAD_VALUE;
}

/* One pair of the line; false if reading the line must stop (strictly, nothing behind a bad pair
 * counts). */
static bool take_pair(SsConfRecord *record, const SsConfItem *item, const SsFaults *faults)
{
    const SsConfKey  *key = ss_conf_key(record->scope, item->key);
    g_autoptr(GError) error = NULL;

    if (!is_read(key)) {
        ss_conf_report_key(record->scope, item, key, faults);
        return faults->reading != SS_READ_STRICT;
    }
    if (!ss_conf_key_check(key, item->value, &error)) {
        ss_fault(faults, fault_of(key), &item->value_place, "%s", error->message);
        record->faulty = true;
        return faults->reading != SS_READ_STRICT;
    }
    if (key->effect == SS_KEY_UNSUPPORTED)
        ss_fault(faults, SS_FAULT_UNSUPPORTED, &item->place, "%s is not modelled", key->name);
    if (ss_conf_record_own(record, key->name) != NULL)
        ss_fault(faults, SS_FAULT_REPEATED_KEY, &item->place,
                 "%s 1 specified more than once, latest value used", key->name);
    const SsConfValue value = { key, item->value, item->value_place, item->place };
    ss_conf_record_set(record, &value);
    return true;
}

SsConfRecord *ss_conf_record_read(SsConfReader *reader, SsKeyScope scope, const SsConfItem *item,
                                  const SsFaults *faults)
{
    SsConfRecord *record = g_new0(SsConfRecord, 1);
    SsConfItem    pair;
    SsPlace       place;

    record->scope = scope;
    record->name = item->value;
    record->place = item->value_place;
    record->values = g_array_new(FALSE, FALSE, sizeof(SsConfValue));
    while (ss_conf_reader_pair(reader, &pair)) {
        if (!take_pair(record, &pair, faults))
            return record;
    }
    const char *rest = ss_conf_reader_rest(reader, &place);
    if (*rest != '\0')
        ss_fault(faults, SS_FAULT_NOT_A_PAIR, &place, "Parse error: \"%s\"", rest);
    return record;
}

void ss_conf_record_free(SsConfRecord *record)
{
    if (record == NULL)
        return;
    g_array_unref(record->values);
    g_free(record);
}

SsConfRecord *ss_conf_record_copy(const SsConfRecord *record)
{
    SsConfRecord *copy = g_memdup2(record, sizeof *record);

    copy->values = g_array_copy(record->values);
    return copy;
}

static SsConfValue *find(const SsConfRecord *record, const char *key)
{
    for (guint i = 0; record != NULL && i < record->values->len; i++) {
        SsConfValue *value = &g_array_index(record->values, SsConfValue, i);

        if (g_ascii_strcasecmp(value->key->name, key) == 0)
            return value;
    }
    return NULL;
}

void ss_conf_record_set(SsConfRecord *record, const SsConfValue *value)
{
    SsConfValue *old = find(record, value->key->name);

    if (old != NULL)
        *old = *value;
    else
        g_array_append_val(record->values, *value);
}

const SsConfValue *ss_conf_record_own(const SsConfRecord *record, const char *key)
{
    return find(record, key);
}

const SsConfValue *ss_conf_record_inherited(const SsConfRecord *record, const char *key)
{
    return find(record->inherited, key);
}

const SsConfValue *ss_conf_record_get(const SsConfRecord *record, const char *key)
{
    const SsConfValue *own = find(record, key);

    return own != NULL ? own : find(record->inherited, key);
}

static void store_all(const SsConfRecord *record, void *into, bool inherited,
                      bool (*skip)(const SsConfKey *key, bool inherited))
{
    for (guint i = 0; i < record->values->len; i++) {
        const SsConfValue *value = &g_array_index(record->values, SsConfValue, i);
        const bool         stores = value->key->at != SS_NO_FIELD || value->key->read != NULL;

        if (stores && (skip == NULL || !skip(value->key, inherited)))
            ss_conf_key_store(value->key, value->text, into, NULL);
    }
}

void ss_conf_record_store(const SsConfRecord *record, void *into,
                          bool (*skip)(const SsConfKey *key, bool inherited))
{
    if (record->inherited != NULL)
        store_all(record->inherited, into, true, skip);
    store_all(record, into, false, skip);
}
