/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/zone.h"

/**
 * date - instants as Slurm's commands read and write them.
 *
 * Reads     now, now+1hour, now-7days, today, tomorrow, midnight, noon, fika, teatime,
 *           HH:MM[:SS] [AM|PM], MMDD[YY], MM/DD[/YY], MM.DD[.YY], YYYY-MM-DD[THH:MM[:SS]],
 *           uts1795417102 (no equals sign). Any case; parts separated by blank, '-' or 'T', in
 *           any order. As in 22.05, a leading capital T is a separator ("Today" is an error).
 * Units     seconds UTC; local by the reader's zone.
 * Errors    SS_PARSE_ERROR_SYNTAX whose message is exactly Slurm's, without the program's name:
 *           "Invalid time specification (pos=N): TEXT".
 * Source    sbatch(1) --begin, sacct(1) "TIME FORMATS"; observed on 22.05.8.
 */

/* Where a time without a date, or a date without a year, is looked for. */
typedef enum {
    SS_DATE_LOOKS_BACK,  /* sreport, sacct: today; this year, or last if the month is to come   */
    SS_DATE_LOOKS_AHEAD, /* sbatch --begin, scontrol: the next such time (to the minute), date  */
} SsDateView;

/* What a command knows when it reads dates. One for all dates of one command: `guess` decides the
 * doubled hour of autumn (ss_zone_time) and starts at 0. `now` is never SS_TIME_NEVER. */
typedef struct {
    SsTime        now;
    const SsZone *zone; /* borrowed */
    SsSpan        guess;
} SsDateReader;

/* Text with neither date nor time (empty, blanks) is 0, which Slurm treats as "not given". */
gboolean ss_date_parse(SsDateReader *reader, const char *text, SsDateView view, SsTime *out,
                       GError **error);

/* Room for any of the two forms below. */
#define SS_DATE_TEXT 48

/* 2026-11-23T06:58:22; "Unknown" for 0 and SS_TIME_NEVER, "None" for SS_TIME_NONE. */
char *ss_date_text(SsTime time, const SsZone *zone, char out[SS_DATE_TEXT]);

/* Slurm's ctime, with two digits for the day: Fri Jan 02 06:58:22 2026. No newline. */
char *ss_date_text_ctime(SsTime time, const SsZone *zone, char out[SS_DATE_TEXT]);

/* The forms of SLURM_TIME_FORMAT: NULL or "standard", "relative" (to `now`), or a strftime text,
 * in the C locale. Texts that do not fit `size` bytes fill it with '#'. Returns `out`. */
char *ss_date_text_as(SsTime time, const SsZone *zone, const char *format, SsTime now, char *out,
                      size_t size);
