/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * order - sorting the way Slurm's commands do: -S "P,t,-p".
 *
 * Shape     a key is a letter and a comparison. The keys of a specification are applied one after the
 *           other, the last one first, each by a stable merge sort.
 * Errors    a letter without key is reported; keys right of it have been applied by then.
 * Cost      O(keys x n log n).
 * Source    squeue(1), sinfo(1), sprio(1) --sort; ties as seen with 22.05.8.
 */
typedef int (*SsCompare)(const void *a, const void *b);
/* A comparison that is not merely turned round by '-': of times that may be unknown. */
typedef int (*SsDirectedCompare)(const void *a, const void *b, bool descending);

typedef struct {
    char              letter;
    SsCompare         compare;
    SsDirectedCompare directed; /* instead of compare */
} SsSortKey;

/* Sorts rows (GPtrArray of borrowed rows). False and the letter in `wrong` if one is unknown. */
bool ss_sort_rows(GPtrArray *rows, const SsSortKey *keys, size_t n, const char *spec, char *wrong);

/* By one key. */
void ss_sort_by(GPtrArray *rows, const SsSortKey *key, bool descending);

static inline int ss_compare_numbers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

int ss_compare_texts(const char *a, const char *b); /* by bytes; NULL is "" */
