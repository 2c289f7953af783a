/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order.c - a merge sort whose every comparison is the one glibc's qsort makes.
 *
 * Slurm compares jobs without a start time so that neither is first: "the left one is later" whichever
 * is left. What comes out of such a comparison depends on the algorithm, and squeue's default order
 * depends on what comes out: pending jobs of equal priority appear last submitted first. glibc's qsort
 * is a top-down merge sort - halves of n/2 and n - n/2, the left element taken when it is not greater -
 * and so is this one.
 *
 * Rejected: g_ptr_array_sort (its algorithm is GLib's to change) and qsort (glibc 2.37 changed it).
 */
#include "sim/report/order.h"

#include <string.h>

typedef struct {
    const SsSortKey *key;
    bool             descending;
    void           **scratch;
} Sort;

static int compare(const Sort *sort, const void *a, const void *b)
{
    if (sort->key->directed)
        return sort->key->directed(a, b, sort->descending);
    int order = sort->key->compare(a, b);

    return sort->descending ? -order : order;
}

static void merge_sort(const Sort *sort, void **rows, size_t n)
{
    if (n <= 1)
        return;
    size_t n_left = n / 2, n_right = n - n_left;
    void **left = rows, **right = rows + n_left, **to = sort->scratch;

    merge_sort(sort, left, n_left);
    merge_sort(sort, right, n_right);
    while (n_left > 0 && n_right > 0) {
        if (compare(sort, *left, *right) <= 0) {
            *to++ = *left++;
            n_left--;
        } else {
            *to++ = *right++;
            n_right--;
        }
    }
    memcpy(to, left, n_left * sizeof *to); /* what is left of the right half is in its place */
    memcpy(rows, sort->scratch, (n - n_right) * sizeof *rows);
}

void ss_sort_by(GPtrArray *rows, const SsSortKey *key, bool descending)
{
    g_autofree void **scratch = g_new(void *, MAX(rows->len, 1));
    const Sort        sort = { key, descending, scratch };

    merge_sort(&sort, rows->pdata, rows->len);
}

static const SsSortKey *find(const SsSortKey *keys, size_t n, char letter)
{
    for (size_t i = 0; i < n; i++) {
        if (keys[i].letter == letter)
            return &keys[i];
    }
    return NULL;
}

bool ss_sort_rows(GPtrArray *rows, const SsSortKey *keys, size_t n, const char *spec, char *wrong)
{
    for (size_t i = strlen(spec); i > 0; i--) {
        char             letter = spec[i - 1];
        const SsSortKey *key = find(keys, n, letter);

        if (letter == ',' || letter == '+' || letter == '-' || letter == '#')
            continue;
        if (key == NULL) {
            *wrong = letter;
            return false;
        }
        ss_sort_by(rows, key, i > 1 && spec[i - 2] == '-');
    }
    return true;
}

int ss_compare_texts(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}
