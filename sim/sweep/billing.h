/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"
#include "sim/ledger/ledger.h"

/**
 * billing - what a run's jobs would have been charged under other TRESBillingWeights or MAX_TRES.
 *
 * Shape     the jobs stay where they ran: only what they cost changes. Usage of every association is charged
 *           from the jobs and decayed to the end of the run in both cases, so that the two differ by the weights alone;
 *           shares and ranks come from the scheduler's own fair share.
 * Units     billing-hours; usage in billing-seconds.
 * Errors    SS_PARSE_ERROR, SS_CONF_ERROR (weights that name what is not tracked), SS_LEDGER_ERROR.
 * Source    slurm.conf(5) TRESBillingWeights, PriorityFlags=MAX_TRES.
 */
typedef struct {
    const char *weights;   /* as slurm.conf takes them; NULL: as they are, "": CPUs       */
    const char *partition; /* only this one's; NULL: all                                  */
    int         max_tres;  /* 1, 0; -1: as the site has it                                */
} SsBillingQuestion;

typedef struct {
    char    *account, *user; /* user "" for an account                                       */
    uint32_t level;
    uint32_t jobs;
    double   hours[2]; /* billing-hours: as it was, under the other weights          */
    double   usage[2]; /* decayed, billing-seconds                                   */
    double   level_fs[2];
    double   fairshare[2]; /* of users; NaN for accounts                                 */
} SsBillingRow;

/* A job whose dearest TRES is another one. */
typedef struct {
    char  *id, *user, *account;
    char  *was, *is; /* "cpu", "gres/gpu" */
    double hours[2];
} SsBillingJob;

typedef struct {
    GArray  *rows; /* SsBillingRow, as sshare lists  */
    GArray  *jobs; /* SsBillingJob, dearest first    */
    uint32_t n_jobs;
    double   hours[2];
} SsBilling;

gboolean ss_billing(const char *path, const SsBillingQuestion *question, SsBilling *out,
                    GError **error);
void     ss_billing_clear(SsBilling *billing);

/* `users`: also the users' rows; `n_jobs` of the jobs. */
void ss_billing_print(const SsBilling *billing, bool users, uint32_t n_jobs, SsWriter *writer);
void ss_billing_json(const SsBilling *billing, SsJson *json); /* schema slurmsim.billing.v1 */
