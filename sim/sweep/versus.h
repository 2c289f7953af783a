/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/sweep/average.h"

/**
 * SsVersus - figures of two questions beside each other: before and after.
 *
 * Noise     a change counts as an effect if it is larger than twice its standard error, from the spread of the
 *           replicas on both sides. With one run on a side nobody can tell: the change is shown, unmarked.
 * Owner     runs are borrowed.
 */
typedef struct {
    const SsBatchRun *a, *b;
    uint32_t          n_a, n_b;
    const char       *name_a, *name_b; /* titles: "A", "before" */
} SsVersus;

typedef enum { SS_CHANGE_NONE, SS_CHANGE_NOISE, SS_CHANGE_UNKNOWN, SS_CHANGE_EFFECT } SsChangeKind;

SsChangeKind ss_versus_kind(const SsAverage *a, const SsAverage *b);

/* Figures by name ("wait.p50,..."): a line each with both means, change and verdict. */
void ss_versus_print(const SsVersus *versus, const char *names, SsWriter *writer);
/* The same of an account's figure, a line an account. */
void ss_versus_print_accounts(const SsVersus *versus, const char *name, SsWriter *writer);
/* Member "figures" (and "accounts") of an open object. */
void ss_versus_json(const SsVersus *versus, SsJson *json);

/* Those of the figures that an effect changed, or a change that nobody can tell from one, as a list of names. Changes of
 * times up to `tolerance` are none, nor are those of fractions below 0.01 points. */
GPtrArray *ss_versus_changed(const SsVersus *versus, const char *names, SsSpan tolerance);
