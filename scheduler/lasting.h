/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/moves.h"
#include "sim/model/world.h"

/**
 * SsLasting - why a will-run answer stands, and so: what may start or end without changing it.
 *
 * Between two cycles of backfill something starts or ends, and yet most records get the answer they had before.
 * Valid     for answers of the forecast (foreseen.c) whose only placement was the one that succeeded; `nodes` below are the
 *           candidates of the question.
 * Kinds     ALWAYS   empty nodes would not do either.
 *           LACKS    with all gone that are planned to end until `by`, counts prove that it does not fit.
 *           FITS     so they do at the last stop before the one at which it fits, and what is free there is known.
 */
typedef enum { SS_LASTS_NOT, SS_LASTS_ALWAYS, SS_LASTS_LACKS, SS_LASTS_FITS } SsLastingKind;

typedef struct {
    SsLastingKind kind;
    uint64_t      nodes, cpus; /* so many are missing; 0 both: no node is large enough            */
    uint32_t      most;        /* what a node offers at most                                      */
    SsTime        by;  /* LACKS                                                            */
    SsTime witness;    /* LACKS: a job of the candidates that is planned to end behind `by`; 0    */
    bool   one_by_one; /* FITS: each end is a stop                                         */
    SsTime base;       /* FITS: where the windows begin: the first end is just before          */
    SsTime before;     /* FITS: the end at the last stop before; 0: there is none              */
    SsTime from, until; /* FITS: the window that grew then                                 */
    SsTime inner;       /* FITS: ends of that window before this one lead to no other stop */
    SsTime start;       /* FITS: the last end that was taken away                          */
    bool   at_end;      /* FITS: behind it is no end of the candidates                          */
} SsLasting;

/* Does the answer stand after this? Counts it in. */
bool ss_lasting_outlives(SsLasting *lasting, const SsMove *move, const SsNodeSet *nodes);
