/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsTally - how often each number occurred: exact ranks of a long stream.
 *
 * Shape     pairs (value, count) by rising value, and a buffer of values that are not among them yet.
 * Memory    16 bytes a distinct value and an eighth of that for the buffer, however many values come:
 *           waits in whole seconds of a year's run are bounded by their range, not by the jobs.
 * Values    int64_t, or doubles that are not negative (their bits order as the numbers do); one kind a
 *           tally.
 * Cost      adding: a sort in the buffer and a share of a merge, some tens of nanoseconds.
 */
typedef struct SsTally SsTally;

SsTally *ss_tally_new(void);
void     ss_tally_free(SsTally *tally); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsTally, ss_tally_free)

void ss_tally_add(SsTally *tally, int64_t value);
void ss_tally_add_double(SsTally *tally, double value); /* not negative */
/* Everything of `other` too. */
void ss_tally_merge(SsTally *tally, SsTally *other);

uint64_t ss_tally_count(const SsTally *tally);
/* The value of nearest rank: the least one that `share` (0..1) of all values do not exceed. 0 of nothing. */
int64_t ss_tally_rank(SsTally *tally, double share);
double  ss_tally_rank_double(SsTally *tally, double share);
/* The values added up one by one in rising order. */
double ss_tally_sum(SsTally *tally);
double ss_tally_sum_double(SsTally *tally);
