/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"

/**
 * SsPlan - everything that makes a run what it is: inputs, overrides, policy, times, zone.
 *
 * A plan is stored in the ledger it made, so that the run can be repeated from there: by `advance`, `sbatch`
 * and everything else that changes a cluster at rest.
 * Owner     texts are owned; ss_plan_clear.
 */
typedef struct {
    char    *site;           /* folder or slurm.conf                                          */
    char    *folder;         /* of the site's other files, NULL = beside slurm.conf            */
    char   **workloads;      /* NULL-terminated, may be empty                                 */
    char    *accounts, *qos; /* --accounts, --qos                                             */
    char    *history, *usage, *record; /* NULL = none                                          */
    char   **events;      /* --events, NULL-terminated, may be empty                       */
    char   **past;        /* --past, NULL-terminated, may be empty                         */
    char   **overrides;   /* -s KEY=VALUE                                                  */
    char   **changes;     /* sacctmgr commands on the site's accounts, in order            */
    char   **nodes;       /* "PARTITION=+N": see configs/grow.h                            */
    char   **operations;  /* "TIME|COMMAND": a date, or seconds after the start; '-': may fail  */
    char    *load;        /* factor of the number of jobs, NULL = as it is                 */
    char    *limits;      /* spread of the time limits over the run times, NULL            */
    char    *format;      /* of the workload, NULL = told from content                     */
    char    *swf_account; /* group, user, none                                             */
    bool     swf_dependencies, ignore_columns, strict, add_users, verbose;
    int64_t  max_bad;    /* -1 = the format's own                                         */
    SsSpan   run_time;   /* of batch scripts that name none; -1: up to their limit        */
    char    *policy;     /* "slurm"                                                       */
    char    *zone;       /* "UTC"                                                         */
    SsTime   start;      /* controller start; 0 = the first submission                    */
    SsTime   since;      /* beginning of the accounting; 0 = of the history, or the start */
    SsTime   last_reset; /* PriorityUsageResetPeriod counts from it; 0 = the start             */
    SsTime   zero;       /* what offsets of workloads and events count from; 0 = the start       */
    SsTime   until;      /* SS_TIME_NEVER                                                 */
    SsSpan   warmup;
    uint32_t phase;
    char    *notice;    /* seconds until the controller's loop notices a submission, NULL = 2  */
    bool     ends_last; /* run times of whole seconds: a job ends behind the tick that started it */
    bool    ends_hurry; /* an end asks for a pass at once: Slurm 20.02 at the wall's clock        */
    GArray *samples;    /* SsTime                                                        */
    char *reasons; /* looks at the queue for pending_look: "none", seconds; NULL = as it sees fit */
    bool  at_rest; /* made by init: stops at `until` whatever is waiting            */
    bool  sums_late; /* an hour that ends now is summed in the next second             */
} SsPlan;

void ss_plan_init(SsPlan *plan); /* the defaults */
void ss_plan_clear(SsPlan *plan);
void ss_plan_copy(SsPlan *to, const SsPlan *from);
bool ss_plan_equal(const SsPlan *a, const SsPlan *b);

/* Into the ledger's run table (keys "run.*") and back. */
gboolean ss_plan_write(SsLedger *ledger, const SsPlan *plan, GError **error);
gboolean ss_plan_read(SsLedger *ledger, SsPlan *plan, GError **error);
