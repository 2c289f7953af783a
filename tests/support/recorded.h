/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>
#include <stdint.h>

/**
 * recorded - what a real tool answered, and whether we answer the same.
 *
 * Shape     a text file; lines that begin with '#' and blank ones are comments. A block is
 *               $ sacctmgr -i add account a     the command, quoted as for a shell
 *               | text                          a line of its stdout
 *               ! text                          a line of its stderr
 *               = 1                             its exit code; left out: 0
 * Errors    every difference is a failed expectation that names file, line and command.
 */

/* Runs the command `words` (without the tool's name) and appends what it prints; its exit code, or
 * SS_RECORDED_SKIP if the answer is not to be compared. */
typedef int (*SsRecordedRun)(void *data, char **words, GString *out, GString *err);

#define SS_RECORDED_SKIP (-1)

/* Replays every command of the file in order. Returns how many answers were compared. */
uint32_t ss_recorded_replay(const char *path, SsRecordedRun run, void *data);
