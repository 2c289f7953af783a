/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/operate.h"

/**
 * operate_replies - what scontrol prints when it asked for several records of an array.
 *
 * The controller answers task by task. If all went well nothing is said; else each answer has a line with the tasks
 * that got it, also "No error": "3_0: No error", "3_1-3: Job is pending execution".
 */
typedef struct {
    GPtrArray  *text;        /* an answer each, in the order in which they came; NULL: no error */
    GPtrArray  *tasks;       /* GArray of uint32_t beside it                                    */
    GArray     *noted;       /* tasks of the record that is asked now                           */
    uint32_t    array;       /* the array's id; 0                                               */
    const char *first_error; /* NULL                                                            */
} SsReplies;

void ss_replies_init(SsReplies *replies);
void ss_replies_clear(SsReplies *replies);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SsReplies, ss_replies_clear)

/* Before a record is asked; then its answer, NULL for no error. `text` is copied. */
void ss_replies_note(SsReplies *replies, const SsJob *job);
void ss_replies_answer(SsReplies *replies, const char *text);

/* The tasks that `id` names and nobody answered for. */
void ss_replies_unknown(SsReplies *replies, const char *id);

/* Does scontrol answer by task, when `id` was typed? Not for a single record by its own id. */
bool ss_replies_by_task(const SsReplies *replies, const char *id);
/* Prints them, if any is an error; the exit code. */
int ss_replies_print(SsOperation *op, SsReplies *replies);
