/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"

/**
 * SsReply - what a command answers with --json: one object on stdout that begins with its schema's name.
 *
 * Shape     begin; keys and values into `json`; end. The object itself is opened and closed here.
 * Owner     the caller's variable; ss_reply_end frees what is in it.
 * Errors    SS_EXIT_IO after a message if stdout could not be written.
 */
typedef struct {
    SsWriter *writer;
    SsJson   *json;
} SsReply;

SsReply ss_reply_begin(const char *schema);
int     ss_reply_end(SsReply *reply); /* the exit code */

/* Where a cluster's clock stands (schema slurmsim.cluster.v1): what init and advance answer. The exit code. */
int ss_reply_clock(const char *db);
