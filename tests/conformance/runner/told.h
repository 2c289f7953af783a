/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "tests/conformance/runner/rhythm.h"

/**
 * told - a recording whose moments are on record is followed round by round.
 *
 * Behind each jump of the clock our schedulers, limits and usage come round when the recording's did, in its order, also
 * among the commands of pending.sh (`slurmsim advance --told`, `--pass`). What they find, decide and charge is ours.
 * Where it says so, scripts end and nodes are free again when the recording's were, too (`--told ends`).
 */
bool ss_case_is_told(const SsCase *c);

/* The wake behind a jump to `at`: when the loop woke, and when the missed charges of usage were made. */
SsWake ss_told_wake(const SsCase *c, SsTime at);

/* The rounds that came before the news of jobs that ended during the jump to `at`, as --told takes them; caller frees. */
char *ss_told_first(const SsCase *c, SsTime at);

/* The other rounds from `from` up to `until`, as shell commands behind `script`; the clock is at *clock, and then as far as the last. */
void ss_told_rounds(const SsCase *c, SsTime from, SsTime until, SsTime *clock, GString *script);

/* Those behind a jump to `at`, which pending.sh calls `key`, up to the next one, in between its commands; then the clock
 * goes to `rest` seconds behind the last command. */
void ss_told_hooks(const SsCase *c, SsTime at, SsTime until, SsSpan rest, const char *key,
                   SsHooks *hooks);
