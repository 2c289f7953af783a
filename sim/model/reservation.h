/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/bitset.h"
#include "sim/base/types.h"

#include <glib.h>
#include <stdbool.h>

/**
 * SsReservation - an advanced reservation.
 * Owner     the world. Source: scontrol(1) "RESERVATIONS", https://slurm.schedmd.com/reservations.html
 */
typedef enum { /* values as the accounting database stores them */
               SS_RESV_MAINT = 1 << 0,
               SS_RESV_DAILY = 1 << 2,
               SS_RESV_WEEKLY = 1 << 4,
               SS_RESV_IGNORE_JOBS = 1 << 6,
               SS_RESV_ANY_NODES = 1 << 8,
               SS_RESV_STATIC = 1 << 10,
               SS_RESV_PART_NODES = 1 << 12,
               SS_RESV_OVERLAP = 1 << 14,
               SS_RESV_SPEC_NODES = 1 << 15,
               SS_RESV_FIRST_CORES = 1 << 16,
               SS_RESV_TIME_FLOAT = 1 << 17,
               SS_RESV_REPLACE = 1 << 18,
               SS_RESV_ALL_NODES = 1 << 19,
               SS_RESV_PURGE_COMP = 1 << 20,
               SS_RESV_WEEKDAY = 1 << 21,
               SS_RESV_WEEKEND = 1 << 23,
               SS_RESV_FLEX = 1 << 25,
               SS_RESV_REPLACE_DOWN = 1 << 28,
               SS_RESV_MAGNETIC = 1 << 29,
} SsResvFlag;
/* Beyond the accounting's 32 bits, ours alone. */
#define SS_RESV_NO_HOLD (UINT64_C(1) << 32) /* NO_HOLD_JOBS_AFTER_END */
#define SS_RESV_HOURLY  (UINT64_C(1) << 33)

/* SsReservation.minutes: its end was given, and what a year is. */
#define SS_RESV_NO_MINUTES   UINT32_C(0xfffffffe)
#define SS_RESV_YEAR_MINUTES (UINT32_C(365) * 24 * 60)

typedef struct {
    uint32_t license, count; /* index into SsCluster.licenses */
} SsResvLicense;

typedef struct {
    uint32_t   id;
    char      *name;
    SsTime     start, end;
    uint32_t   minutes; /* of the Duration that gave its end; SS_RESV_NO_MINUTES            */
    SsTime     made;    /* of TIME_FLOAT: start and end move on with the time since           */
    uint64_t   flags;   /* SsResvFlag, SS_RESV_NO_HOLD, SS_RESV_HOURLY                        */
    SsNodeSet *nodes;
    char      *nodes_text; /* compressed list                                                 */
    uint32_t   n_nodes, n_cores;
    uint64_t  *cores; /* cluster-wide core row of a core reservation; NULL: whole nodes   */
    SsPartId   part;  /* SS_ID_NONE                                                      */
    char   **users, **groups, **accounts; /* NULL-terminated or NULL; a leading '-' denies        */
    char    *features, *licenses, *tres_text;
    uint32_t n_license;
    SsResvLicense *license;    /* [n_license]                                                     */
    SsSpan         purge_comp; /* seconds, 0 = not                                                */
    SsSpan  max_start_delay;   /* seconds, 0 = not                                             */
    SsTime  idle_since;        /* for PURGE_COMP                                                  */
    bool    began;
    SsTime  row_start; /* of its row in the accounting; 0: its own                             */
    GArray *assocs;    /* SsAssocId that may use it                                       */
} SsReservation;

void           ss_reservation_free(SsReservation *resv);
SsReservation *ss_reservation_copy(const SsReservation *resv, uint32_t core_words);

/* When it is, seen from `now`. */
static inline SsTime ss_reservation_start(const SsReservation *resv, SsTime now)
{
    return resv->flags & SS_RESV_TIME_FLOAT ? resv->start + now - resv->made : resv->start;
}
static inline SsTime ss_reservation_end(const SsReservation *resv, SsTime now)
{
    return resv->flags & SS_RESV_TIME_FLOAT ? resv->end + now - resv->made : resv->end;
}
/* Length of its period in seconds where that does not depend on the day; 0: it does not recur. */
SsSpan ss_reservation_period(const SsReservation *resv);
