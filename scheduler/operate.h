/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/options.h"
#include "sim/model/world.h"

/**
 * operate - what administrators and users do to a running cluster, as parts of ss_controller_operate.
 *
 * Each is one family of words: jobs (hold, release, update JobId=, scancel), nodes and partitions (update),
 * reservations (create, update, delete).
 * Errors    the real command's words on `err`, exit code 1; nothing changed then.
 */
typedef struct {
    SsWorld    *world;
    const char *user;
    uint32_t    uid;
    GString    *out, *err;
} SsOperation;

/* "KEY=VALUE" in two; `value` is "" without an equals sign. */
typedef struct {
    char *key, *value;
    bool  has_value;
} SsPair;
GArray *ss_operate_pairs(char **words); /* SsPair; frees with the array */

/* Is the key `word`, or a beginning of it at least `least` long? */
bool ss_operate_key_is(const SsPair *pair, const char *word, size_t least);
/* The value of the first such key; NULL. */
const char *ss_operate_value(const GArray *pairs, const char *word, size_t least);

int ss_operate_fail(SsOperation *op, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* All records that "17", "17_3", "17_[1-4]", "@17" name; NULL if there are none. Caller frees. Waiting tasks that are
 * named one by one get records of their own, or stay together in that of the array. */
typedef enum { SS_TASKS_SPLIT, SS_TASKS_TOGETHER } SsTaskRecords;
GPtrArray *ss_operate_jobs(SsWorld *world, const char *text, SsTaskRecords how);

/* Is the task in "3" or "[1-4,7]"? NULL: all are. */
bool ss_operate_task_is_among(const char *tasks, uint32_t task);

/* The ids of a list: "1,2_[3,5]" has two. */
char **ss_operate_ids(const char *text);

int ss_operate_job_verb(SsOperation *op, const char *verb, char **ids);
int ss_operate_job_update(SsOperation *op, GArray *pairs);

/* words[0] is "scancel". */
int                ss_operate_scancel(SsOperation *op, char **words);
extern const SsArg ss_scancel_args[];

/* scontrol's keywords for the controller itself; false: `words` begin with none of them. */
bool ss_operate_daemon(SsOperation *op, char **words, int *code);
int  ss_operate_node_update(SsOperation *op, GArray *pairs);
int  ss_operate_part_update(SsOperation *op, GArray *pairs);
int  ss_operate_resv_create(SsOperation *op, GArray *pairs);
int  ss_operate_resv_update(SsOperation *op, GArray *pairs);
/* `typed`: the word that named it, as it stands on the line. */
int ss_operate_resv_delete(SsOperation *op, const char *typed, const char *name);
