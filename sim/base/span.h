/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * span - lengths of time as Slurm reads and writes them. Instants are in date.h, sizes in size.h.
 *
 * Reads     90 (minutes), 90:30 (minutes:seconds), 1:30:00, 2- and 2-12, 2-12:30, 2-12:30:15,
 *           UNLIMITED, INFINITE, -1; any case; fields may pass their natural range (90:00).
 * Units     seconds; SS_SPAN_FOREVER for unlimited.
 * Errors    SS_PARSE_ERROR with the column; `out` is untouched on failure.
 * Source    sbatch(1) --time, slurm.conf(5) MaxTime; squeue(1), sacct(1) for the forms written.
 */
gboolean ss_span_parse(const char *text, SsSpan *out, GError **error);

/* The same, rounded up to whole minutes: what limits are kept in. */
gboolean ss_span_parse_limit(const char *text, SsSpan *out, GError **error);

/* Up to a multiple of 60; forever stays. */
SsSpan ss_span_round_up_minute(SsSpan span);

/* Room for any form below. */
#define SS_SPAN_TEXT 40

/* [D-]HH:MM:SS, UNLIMITED, INVALID if negative: sacct, scontrol, sacctmgr. Returns `out`. */
char *ss_span_text(SsSpan span, char out[SS_SPAN_TEXT]);

/* [D-][H:]M:SS without a leading zero - 0:31, 1:00:00, 7-00:00:00 -, UNLIMITED, and INVALID if
 * negative or longer than 365 days: squeue, sinfo. */
char *ss_span_text_short(SsSpan span, char out[SS_SPAN_TEXT]);

/* sacct's CPU times: [D-]HH:MM:SS with days or hours, MM:SS.mmm with milliseconds, else
 * 00:MM:SS. */
char *ss_span_text_cpu(SsSpan span, uint32_t microseconds, char out[SS_SPAN_TEXT]);

/* As a site would write it, so that ss_span_parse reads the same back: UNLIMITED or D-HH:MM:SS,
 * HH:MM:SS. Negative spans assert. */
char *ss_span_text_conf(SsSpan span, char out[SS_SPAN_TEXT]);
