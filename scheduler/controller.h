/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/limits.h"
#include "sim/model/world.h"

/**
 * controller - what every policy shares: admission, the usage and priority period, the charge at a job's
 * end, the 30 s poll, the refresh of eligibility, operations of administrators.
 * Source    slurmctld(8), sbatch(1), scontrol(1).
 */

/* The controller starts: normalisers, shares, first (not decaying) period. */
void ss_controller_begin(SsWorld *world);

typedef struct {
    SsSubmitCode code;
    SsReason     reason;    /* of SS_SUBMIT_POLICY                                                */
    char        *detail;    /* a first line before the message ("AssocMaxSubmitJobLimit"), NULL   */
    bool         takes_id;  /* refused, but after it had got a job id                          */
    bool         left_rows; /* refused, but a QOS keeps a row of its user or account          */
    /* ... and the world keeps a FAILED record of it (observed.md: --mem=900G); NULL */
    SsJob *failed;
    /* --test-only: nothing was submitted, and this is no refusal where `foreseen` is set */
    bool is_test;
    char *
        foreseen; /* "to start at ..."; behind the job id that the test took, which who took it sets */
    uint32_t id;
} SsRefusal;
void ss_refusal_clear(SsRefusal *refusal);
/* sbatch's stderr lines for a refusal. Caller frees. */
char *ss_refusal_text(const SsRefusal *refusal, const char *command);

/* The account that `user` charges in `part` when asking for `account` (NULL: none named); NULL if unknown. */
const char *ss_controller_account(const SsWorld *world, const char *user, const char *account,
                                  const SsPartition *part);

/* Admits `spec` (copied) at world->now: resolves names, applies client and server rules, limits, first
 * priority; the job is pending afterwards. NULL and *refusal on refusal (nothing changed). */
SsJob *ss_controller_submit(SsWorld *world, const SsJobSpec *spec, SsRefusal *refusal);

/* A job was killed and its nodes are COMPLETING: its usage is charged. What it held in limits it holds until they are done
 * and ss_controller_job_ended is called. */
void ss_controller_job_killed(SsWorld *world, SsJob *job);

/* After a pass the engine tells what started and ended: the limits' counters and charges. (The start verb
 * of scheduler/start does the start side itself; ends are told here, once each.) */
void ss_controller_job_ended(SsWorld *world, SsJob *job);

/* A job that waits again is held: that was typed while it was on its way (SsJob.again_reason). */
void ss_controller_hold(SsWorld *world, SsJob *job, SsReason reason);

/* PriorityCalcPeriod. */
void ss_controller_period(SsWorld *world);
/* Those at `first`, `first + every`, ..., `n` of them, between which nothing happened: world->now is then that of
 * the last. */
void ss_controller_periods(SsWorld *world, SsTime first, SsSpan every, uint32_t n);

/* A victim's time has come: requeued or killed (after the pass that chose it). */
void ss_controller_preempt(SsWorld *world, SsJob *job);

/* The 30 s poll: time limits, limit kills, grace, ended reservations. Ends jobs in the world; `slow`: the nodes of those it
 * kills are COMPLETING until ss_world_complete. */
void ss_controller_poll(SsWorld *world, bool slow);

/* Reservations whose time has come begin; those whose time is over recur, or let their jobs go. Returns
 * how many did. */
uint32_t ss_controller_reservations(SsWorld *world);
/* The first second at which that has something to do; SS_TIME_NEVER. */
SsTime ss_controller_next_reservation(const SsWorld *world);
/* Ended reservations without jobs, or idle for PURGE_COMP, go; nodes out of service are replaced. */
void ss_controller_drop_reservations(SsWorld *world);

/* The refresh of eligibility after each requested pass. */
void ss_controller_refresh(SsWorld *world);

/* Before the world is looked at: what the tools compute when asked is filled in. Decides nothing. */
void ss_controller_view(SsWorld *world);

/* Other accounts from now on (`tree` is taken): shares and limits count at once, factors at the next period;
 * an association that is new has none until then. */
void ss_controller_accounts(SsWorld *world, SsAssocTree *tree);

/* One operation in words: {"scontrol","update","NodeName=n1","State=DRAIN","Reason=x"}, {"scancel","17"},
 * {"scontrol","hold","17"}, ... at world->now by `user`. Messages as the real command's. Returns the exit
 * code. "@N" stands for trace job N. */
int ss_controller_operate(SsWorld *world, const char *user, char **words, GString *out,
                          GString *err);
