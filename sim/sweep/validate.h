/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"
#include "sim/report/compare.h"
#include "sim/sweep/follow.h"
#include "sim/sweep/run.h"

/**
 * validate - a record of real Slurm against our decisions.
 *
 * Steps     the run follows the record (follow.h); what it misses is asked again under each bend;
 *           then a free run with the recorded submissions and run times, and the waits beside each other.
 * Judged    each recorded start; with a log at debug, those of its time.
 * Verdicts  a start agrees, is jitter (it agrees under a bend, which is named), or disagrees; a start of ours
 *           alone and a reason that is another one are jitter in the same way.
 */
typedef struct {
    const SsFollowedStart *start; /* borrowed from the validation */
    const SsBend          *bend;  /* under which it agrees; NULL   */
    uint32_t               at;    /* among the follow's            */
} SsJudgedStart;

typedef struct {
    char    *partition, *qos;
    uint32_t starts, agree, jitter;
} SsValidationRow;

typedef struct {
    char         *name;    /* of the record                                             */
    SsRecordSet  *record;  /* what `follow` points into                                 */
    SsFollow     *follow;  /* as recorded                                               */
    SsZone       *zone;    /* of the moments that are printed                           */
    bool          alone;   /* the record is all that is known of the jobs               */
    GHashTable   *refused; /* char * trace id -> char *: what sbatch said                */
    GArray       *starts;  /* SsJudgedStart, by time                                    */
    uint32_t      unjudged;
    GArray       *rows; /* SsValidationRow, by partition and QOS                     */
    uint32_t      agree, jitter, disagree;
    uint32_t     *by_bend; /* [ss_n_bends] jitter                                       */
    GArray       *early;   /* const SsBend *: of each of follow's false starts, under which it is
                                   none; NULL                                                */
    GArray       *reasons; /* likewise, of each of its other reasons                    */
    uint32_t      reason_jitter; /* of looks.reasons                                         */
    GArray       *passes;        /* SsLoggedPass: those that the record tells of              */
    uint32_t      false_starts;  /* that no bend makes go away                                */
    uint32_t      false_jitter;
    SsFollowLooks looks;
    SsComparison  free_run;
    bool          has_free_run;
} SsValidation;

typedef struct {
    const SsPlan *plan; /* workloads and record are set; `record` is also the record */
    const char   *name;
    const char   *placement, *snapshots; /* NULL */
    const char   *table; /* slurmdbd's job table of a case: rows that sacct leaves out; NULL */
    const char   *log;   /* the controller's (sched_log.h); NULL */
    bool          jumps; /* the controller's clock jumped to plan->zero, as recorders let it */
    bool          bends, free_run;
} SsValidateOptions;

/* Files of a replay case as the oracle records it (trace.csv, actions.csv, expected/...) into plan and
 * options; texts that are made are kept in `texts`. FALSE if `folder` is not one. */
gboolean ss_validate_case(const char *folder, SsPlan *plan, SsValidateOptions *options,
                          GPtrArray *texts);

/* Of options->jumps: recorders let the controller's clock jump to T0; backfill looks in that second and finds nothing, the
 * main loop wakes in the next one, or so many seconds later, and its periods are counted from there. ss_validate does so
 * itself. */
void ss_validate_jump(SsPlan *plan, int later);

gboolean ss_validate(const SsValidateOptions *options, const SsRunHooks *hooks, SsValidation *out,
                     GError **error);
void     ss_validation_clear(SsValidation *validation);

/* Of the starts: agreed or jitter. 1 without starts. */
double ss_validation_recall(const SsValidation *validation);

void ss_validation_print(const SsValidation *validation, bool all, SsWriter *writer);
void ss_validation_json(const SsValidation *validation, SsJson *json); /* slurmsim.validate.v1 */
