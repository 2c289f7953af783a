/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/text.h"
#include "workloads/trace.h"

/**
 * reader - what the readers of text formats share; only this folder includes it.
 *
 * A format gives an SsReaderClass: how one record becomes one spec. The rest is here: the first reading
 * that counts faults and finds the order, sorting, handing out, progress.
 *
 * Records   ss_reader_read takes lines from `text` until a record is complete. It must be able to start
 *           at any record's first line (`at_offset`, `at_line`), having seen the header.
 * Faults    ss_reading_fault counts and tells; the reader then says SS_READ_BAD if the record cannot be
 *           used. In later readings faults are silent.
 */
typedef struct SsReading {
    const struct SsReaderClass *class;
    SsTraceText   *text;
    SsTraceOptions options; /* texts and references are ours                    */
    SsTraceTally   tally;
    SsDiag        *diag;      /* borrowed while `counting`                        */
    bool           counting;  /* the first reading                                */
    bool           indexing;  /* the reading that makes the index                 */
    uint64_t       at_offset; /* of the record read last                          */
    uint32_t       at_line;
    GArray        *index;                    /* element-type: SsTraceEntry; NULL: rising times   */
    char          *first[SS_N_TRACE_FAULTS]; /* text of the first of its kind     */
    uint32_t       first_line[SS_N_TRACE_FAULTS];
    GString       *scratch;
    void          *state; /* the format's own                                 */
} SsReading;

/* A job of the index. */
typedef struct {
    SsTime   submit;
    uint64_t offset;
    uint32_t line;
    bool     dead; /* another record took its place */
} SsTraceEntry;

typedef enum { SS_READ_END, SS_READ_JOB, SS_READ_OTHER, SS_READ_BAD } SsRead;

typedef struct SsReaderClass {
    const char *name;
    bool        indexed; /* always with an index: records replace each other */
    /* Reads the header, if any: fills reading->state. The text stands at its start. */
    gboolean (*begin)(SsReading *reading, GError **error);
    SsRead (*read)(SsReading *reading, SsJobSpec *spec);
    /* The same record in short, with the same faults: the first reading needs no more. NULL: none. */
    SsRead (*read_plain)(SsReading *reading, SsPlainJob *job);
    /* Are all records nothing but plain jobs for the default partition? Asked after the first reading. */
    bool (*is_plain)(const SsReading *reading);
    /* Called at the end of the indexing, to mark entries dead or to put equal times in order; may be NULL. */
    void (*end)(SsReading *reading);
    void (*free)(SsReading *reading);
} SsReaderClass;

/* The jobs of `text` (taken). `max_bad`: the share of records that may be bad unless options say. */
SsJobSource *ss_reader_open(const SsReaderClass *class, SsTraceText *text, double max_bad,
                            const SsTraceOptions *options, SsDiag *diag, GError **error);

/* Counts a fault of the record that is being read, and tells it. */
void ss_reading_fault(SsReading *reading, SsTraceFault fault, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Where the record being read begins. */
void ss_reading_at(SsReading *reading, uint64_t offset, uint32_t line);

/* --- values that several formats have ----------------------------------------------------------- */

/* A time of a trace: "2026-01-15T10:00:38" (a blank for the T will do) on the clocks of `zone`, with a Z
 * behind it UTC; "Unknown", "None" or nothing (0); or seconds since the epoch. False if it is neither. */
bool ss_trace_moment(const char *text, const SsZone *zone, SsTime *out);

/* Submit times: a moment, or seconds (fractions are cut) since `start`. */
bool ss_trace_submit(const char *text, const SsTraceOptions *options, SsTime *out);

/* "641", "641.0", "00:10:41", "1-00:00:00.123": seconds; fractions are cut. */
bool ss_trace_seconds(const char *text, SsSpan *out);

/* State, elapsed time and exit code of an accounting record as the fate of a job (CLI.md section 3).
 * `state` as sacct prints it ("CANCELLED by 17"). Sets fate, run, cancel_after, rec_...; `start` and
 * `end` 0 if unknown. False for a state that has no end. */
bool ss_trace_fate(SsJobSpec *spec, const char *state, SsTime start, SsTime end, SsSpan elapsed,
                   uint32_t exit_code);

/* "1:0", "0:9" as raw exit code; false if it is neither. */
bool ss_trace_exit(const char *text, uint32_t *out);

/* Replaces `*to`. */
void ss_trace_text(char **to, const char *text);

/* The message of a sbatch error as one line without the command's name. */
char *ss_trace_option_fault(const GError *error);
