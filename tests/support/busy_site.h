/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/rng.h"
#include "tests/support/cluster_builder.h"

/**
 * SsBusySite - a site on which jobs of many lengths come and go.
 *
 * Shape     some sets of its nodes, the first with all of them, and a time ahead: questions are asked about these.
 * Owner     who begins it ends it.
 */
enum {
    SS_BUSY_SETS = 3,
    SS_BUSY_LONGEST = 240 /* minutes */,
    SS_BUSY_SITES = 6,
    SS_BUSY_WISHES = 12
};

typedef struct {
    SsBuiltSite *site;
    SsRng        rng;
    SsNodeSet   *among[SS_BUSY_SETS];
    SsTime       by; /* later than now */
} SsBusySite;

/* Kinds of sites and wishes, to be numbered from 0. */
extern const char *const ss_busy_wishes[SS_BUSY_WISHES];
SsBusySite               ss_busy_begin(uint32_t kind, uint64_t seed);
void                     ss_busy_end(SsBusySite *s);

/* Has the site what the wish names? */
bool ss_busy_can_be_asked(const SsBusySite *s, const char *wish);

/* Some start or end, and time passes; who is due ends. */
void ss_busy_go_on(SsBusySite *s);
