/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/bitset.h"
#include "sim/base/types.h"

/**
 * SsHostlist - an ordered list of host names, read and written as Slurm does.
 *
 * Shape     runs of (prefix, low, high, width): node[001-128] is one run. Order and duplicates
 *           are kept until asked otherwise. A name's number is its trailing digits, or what is
 *           written in the last bracket (n[1-2][3-4] prints as n1[3-4],n2[3-4]).
 * Reads     node[001-128,130],gpu[1-2] and rack[1-2]n[01-16]; separators outside brackets are
 *           comma, blank, tab, newline. The width is that of the low bound's text.
 * Writes    n[1-3,7]: neighbours in list order with one prefix share a bracket; numbers whose
 *           widths are compatible merge (9 and 10 do, 009 and 10 do not); only the last number
 *           of a name is compressed; a single host has no bracket.
 * Owner     the maker. A list belongs to one thread; reading may be shared.
 * Errors    SS_PARSE_ERROR_SYNTAX, and SS_PARSE_ERROR_RANGE above Slurm's limits: 65536 hosts
 *           a range, 262144 ranges a bracket; ours: SS_HOSTLIST_MAX hosts a list.
 * Source    scontrol(1) hostlist, slurm.conf(5) NodeName; observed on 22.05.8.
 *
 * Departure, for lists a user has surely mistyped: an unclosed bracket (Slurm 22.05 reads
 * n[1-4 as one host "n") and text behind the last bracket are errors with a message.
 */
typedef struct SsHostlist SsHostlist;

#define SS_HOSTLIST_MAX 1000000

SsHostlist *ss_hostlist_new(void);
SsHostlist *ss_hostlist_dup(const SsHostlist *list);
void        ss_hostlist_free(SsHostlist *list); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsHostlist, ss_hostlist_free)

/* A new list from text; "" is an empty list. `out` is untouched on failure. */
gboolean ss_hostlist_parse(const char *text, SsHostlist **out, GError **error);

/* Appends what `text` says; the list is unchanged on failure. */
gboolean ss_hostlist_append(SsHostlist *list, const char *text, GError **error);

/* Appends one name as it is: brackets and commas mean nothing. Amortised O(length). */
void ss_hostlist_push(SsHostlist *list, const char *name);

uint32_t ss_hostlist_count(const SsHostlist *list); /* hosts, duplicates counted */

/* As scontrol show hostlistsorted: natural order of prefixes, then width, then number; duplicates
 * stay. O(n log n) for n runs, for n hosts where runs overlap. */
void ss_hostlist_sort(SsHostlist *list);

/* Natural order, each name once. */
void ss_hostlist_sort_unique(SsHostlist *list);

/* Walks the names in order; the text is valid until the next step.
 *   SsHostlistIter iter = ss_hostlist_iter(list);
 *   while ((name = ss_hostlist_next(&iter)) != NULL) */
typedef struct {
    const SsHostlist *list;
    uint32_t          run;
    uint64_t          step;
    char              name[512]; /* longer names are refused when read, cut when pushed */
} SsHostlistIter;

SsHostlistIter ss_hostlist_iter(const SsHostlist *list);
const char    *ss_hostlist_next(SsHostlistIter *iter); /* NULL at the end */

/* All names; g_strfreev. */
char **ss_hostlist_names(const SsHostlist *list);

/* Position of the first such name, SS_ID_NONE if it is not in the list. O(runs). */
uint32_t ss_hostlist_find(const SsHostlist *list, const char *name);

/* Compressed, in list order, appended to `out`; and as a text of its own (g_free). */
void  ss_hostlist_print(const SsHostlist *list, GString *out);
char *ss_hostlist_text(const SsHostlist *list);

/**
 * SsHostNames - names taken apart once, for lists of some of them.
 *
 * Shape     the names by position, 0 .. n - 1.
 * Owner     the maker. Reading may be shared.
 * Errors    none.
 */
typedef struct SsHostNames SsHostNames;

SsHostNames *ss_host_names_new(void);
void         ss_host_names_free(SsHostNames *names); /* NULL is fine */
void         ss_host_names_add(SsHostNames *names, const char *name);

/* Those at the positions in `set`: as a list that they were pushed to, sorted and printed. g_free. O(set). */
char *ss_host_names_text(const SsHostNames *names, const SsNodeSet *set);

/* The order of names that the node table is kept in: prefixes by natural order (runs of digits
 * compared as numbers, or as decimals if one has a leading zero), a bare name before one with a
 * number, then the number if the widths are compatible, else the shorter width first.
 * Negative, zero (the same name), positive. */
int ss_hostname_compare(const char *a, const char *b);
