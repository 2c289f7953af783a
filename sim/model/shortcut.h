/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * shortcut - the ways in which a run avoids work, each with a switch and a counter.
 *
 * A shortcut never changes a result: with any of them off the ledger has the same bytes. The switches are
 * for proving that, and for finding the one to blame if it should ever fail.
 * Source    tests/conformance/test_shortcuts.c.
 */

/* X(name, option of `slurmsim run`, key of the counter in the summary's JSON, what the option does) */
#define SS_SHORTCUT_TABLE(X)                                                                       \
    X(ELIDE, "no-elide", "passes_skipped", "make passes and cycles that would change nothing")     \
    X(EVER, "no-ever", "ever_remembered", "place on an empty machine each time it is asked for")   \
    X(MEMO, "no-memo", "will_run_remembered",                                                      \
      "ask will-run again though nothing ended or started")                                        \
    X(LASTING, "no-lasting", "answers_outlasting", "ask will-run again whatever started or ended") \
    X(PREFIX, "no-prefix", "searches_remembered",                                                  \
      "search the plan map again behind the same promises")                                        \
    X(LATE, "no-late", "starts_left_open",                                                         \
      "find out when a job would run though it would be asked again before")                       \
    X(PROSPECT, "no-prospect", "tries_spared",                                                     \
      "ask will-run in each try of a search, also where counts tell that it is too early")         \
    X(FORECAST, "no-forecast", "ends_foreseen",                                                    \
      "take each running job out of what is in use to see what its end leaves")                    \
    X(WALKS, "no-walks", "walks_kept",                                                             \
      "walk along the ends anew for each record that asks about the same nodes")                   \
    X(COUNTED, "no-counted", "starts_counted",                                                     \
      "work out cores of all candidates though a job's nodes can be told from counts")             \
    X(ALIKE, "no-alike", "offers_shared",                                                          \
      "work out what each node offers, though another one in its state has been asked")            \
    X(BARE, "no-bare", "allocations_spared", "deal out cores where only nodes are asked for")      \
    X(COUNT, "no-count", "places_refused", "try placements that counts prove hopeless")            \
    X(PIECES, "no-pieces", "choices_on_pieces",                                                    \
      "find the runs of usable nodes anew each time small ones are left out")                      \
    X(ORDER, "no-near-order", "records_in_place", "sort the queue of each pass from the start")    \
    X(TREE, "no-lazy-tree", "levels_spared", "divide out every level of Fair Tree in each pass")   \
    X(FADE, "no-late-fade", "fades_put_off", "fade all recorded usage in each period")             \
    X(PERIODS, "no-late-periods", "periods_put_off",                                               \
      "compute usage and priorities in each period, also where nobody looks before the next")      \
    X(LEAN, "no-lean", "seconds_lean",                                                             \
      "ask in each second what is due in it, also where only passes are due since the last one")   \
    X(POOL, "no-pool", "jobs_counted", "simulate nodes where counting the free ones would do")

#define SS_SHORTCUT_NAME(name, option, counter, doc) SS_SHORTCUT_##name,
typedef enum { SS_SHORTCUT_TABLE(SS_SHORTCUT_NAME) SS_SHORTCUTS } SsShortcut;

typedef struct {
    const char *option, *counter, *doc;
} SsShortcutRow;

extern const SsShortcutRow ss_shortcuts[SS_SHORTCUTS];

/* Of one run. */
typedef struct {
    uint32_t off;                 /* bit i: shortcut i is switched off                           */
    uint64_t saved[SS_SHORTCUTS]; /* how often each avoided something                            */
} SsShortcutUse;

static inline bool ss_shortcut_on(const SsShortcutUse *use, SsShortcut which)
{
    return !(use->off >> which & 1);
}

#define SS_SHORTCUTS_ALL ((UINT32_C(1) << SS_SHORTCUTS) - 1)
