/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_free_runs.c - is a free run as near to a recording as recordings are to each other?
 *
 * Some replays were recorded more than once (spread/CASE/run2, run3; the first is cases/CASE/expected). A free run
 * knows the submissions and the recorded run times, and nothing of the starts. Start minus submission of each
 * job's last record is compared: between each two recordings, and between the run and the first recording. We are
 * inside if the median of the differences is not larger than the largest of theirs, and the worst not more than
 * one and a half times their worst. Cases outside are listed by name in spread/outside.txt.
 *
 * Where the seconds of the recorder itself are the larger part, the case was recorded three times at a rate of 5
 * (spread/CASE/slow1 to slow3), at which a pass follows a submission as on a real site. These are then compared with
 * each other, and with a run whose main scheduler notices a submission in the next tick (--notice=0).
 */
#include "sim/report/compare.h"
#include "sim/sweep/case_actions.h"
#include "sim/sweep/validate.h"
#include "tests/support/ss_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    SsSpan median, worst; /* of |difference| */
    guint  jobs;
} Spread;

static gint by_size(gconstpointer left, gconstpointer right)
{
    const SsSpan a = *(const SsSpan *) left, b = *(const SsSpan *) right;

    return (a > b) - (a < b);
}

static bool has_run(const SsRecordedJob *job)
{
    return job != NULL && job->start != 0 && job->end != job->start;
}

static Spread between(const SsRecordSet *a, const SsRecordSet *b)
{
    g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(SsSpan));
    Spread            spread = { 0 };

    for (uint32_t i = 0; i < ss_record_set_n(a); i++) {
        const SsRecordedJob *one = ss_record_set_at(a, i);
        const SsRecordedJob *other = ss_record_set_find(b, one->trace_id);

        if (one != ss_record_set_find(a, one->trace_id) || !has_run(one) || !has_run(other))
            continue;
        const SsSpan size = llabs((one->start - one->submit) - (other->start - other->submit));
        g_array_append_val(sizes, size);
    }
    g_array_sort(sizes, by_size);
    spread.jobs = sizes->len;
    if (sizes->len > 0) {
        spread.median = g_array_index(sizes, SsSpan, (sizes->len - 1) / 2);
        spread.worst = g_array_index(sizes, SsSpan, sizes->len - 1);
    }
    return spread;
}

static SsRecordSet *recording(const char *name, const char *run)
{
    g_autofree char *below =
        strcmp(run, "expected") == 0
            ? g_build_filename("tests/conformance/cases", name, "expected/jobs.csv", NULL)
            : g_build_filename("tests/conformance/spread", name, run, "jobs.csv.gz", NULL);
    g_autofree char *path = ss_test_source(below);

    return ss_record_set_read(path, NULL, NULL);
}

enum { RUNS = 4 };

static const char *const at_rate_20[RUNS] = { "expected", "run2", "run3", "run4" };
static const char *const at_rate_5[RUNS] = { "slow1", "slow2", "slow3", "slow4" };

static const char *const *runs_of(const char *name)
{
    g_autoptr(SsRecordSet) slow = recording(name, at_rate_5[0]);

    return slow != NULL ? at_rate_5 : at_rate_20;
}

/* The largest between any two recordings. */
static Spread spread_of(const char *name, const char *const *runs)
{
    SsRecordSet *record[RUNS] = { 0 };
    Spread       most = { 0 };

    for (size_t i = 0; i < RUNS; i++)
        record[i] = recording(name, runs[i]);
    for (size_t i = 0; i < RUNS; i++)
        for (size_t k = i + 1; k < RUNS; k++) {
            if (record[i] == NULL || record[k] == NULL)
                continue;
            const Spread pair = between(record[i], record[k]);
            most.median = MAX(most.median, pair.median);
            most.worst = MAX(most.worst, pair.worst);
            most.jobs = MAX(most.jobs, pair.jobs);
        }
    for (size_t i = 0; i < RUNS; i++)
        ss_record_set_free(record[i]);
    return most;
}

/* The rhythm of a recording: the clock begins five minutes before T0, the controller is up ten seconds later (9 to 21 s;
 * usage is computed in its grid), then the clock jumps to T0. A cycle of backfill follows at once (the logs: 0.1 s),
 * the main loop wakes in the next second. Jobs sleep for whole seconds and take some tenths to launch: each ends behind
 * the tick, or the cycle, of its last second, as it began with one. */
enum { BEFORE = 300, UP = 10, LOOP_LATE = 1 };

/* When the controller of a recording was up, where that decides. In begin-hold-requeue job 5 comes before job 4, which is as old and
 * has a nice value, 44 s after both: their ages were computed when they were worth a point, 15 s after T0 or later. */
static const struct {
    const char *name;
    SsSpan      up;
} ups[] = {
    { "replay-begin-hold-requeue", 21 },
    /* GrpTRESMins opens when usage decays: job 64 is started by backfill, which that wakes, in 09:57:17 and :16, and job 85, six minutes
     * later, by no main pass before 10:03:17 (full passes are at :13, :13 and :07). */
    { "replay-maxtres-budget", 16 },
    /* sched_interval is as long as the clock stood before T0. */
    { "replay-first-reason", 0 },
    { "replay-first-reason-defer", 0 },
};

static SsSpan up_of(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ups); i++)
        if (strcmp(ups[i].name, name) == 0)
            return ups[i].up;
    return UP;
}

/* The loop wakes 0.4 to 1.7 s behind the jump (the logs of 40 recordings), and the first jobs come 0.5 s behind it: what the log of the
 * first recording has, where it was written at debug. */
typedef enum { LOOP_NEXT_SECOND, LOOP_BEHIND_JOBS, LOOP_BEFORE_JOBS } LoopPhase;

static const struct {
    const char *name;
    LoopPhase   phase;
} phases[] = {
    { "replay-cons-res", LOOP_BEFORE_JOBS },   /* 0.577 s: in the very millisecond of the first */
    { "replay-core-tasks", LOOP_BEHIND_JOBS }, /* 0.992 */
    { "replay-cr-socket-nodes", LOOP_BEFORE_JOBS }, /* 0.526, the first job 0.547 */
    { "replay-hints", LOOP_BEHIND_JOBS },           /* 0.553 */
    { "replay-gpu-bind", LOOP_BEHIND_JOBS },        /* 0.544 */
    { "replay-cr-socket", LOOP_BEHIND_JOBS },       /* 0.589 */
    { "replay-cr-block", LOOP_BEHIND_JOBS },        /* 0.694 */
    { "replay-exclusive-mcs", LOOP_BEHIND_JOBS },
    { "replay-first-reason", LOOP_BEHIND_JOBS },       /* 0.907 */
    { "replay-one-task-core", LOOP_BEHIND_JOBS },      /* 0.774 */
    { "replay-core-spec", LOOP_BEFORE_JOBS },          /* 0.401, the first job 0.667 */
    { "replay-cr-cpu", LOOP_BEFORE_JOBS },             /* 0.529, the first job 0.564 */
    { "replay-core-placement", LOOP_BEHIND_JOBS },     /* 0.867 */
    { "replay-array-throttle", LOOP_BEHIND_JOBS },     /* 0.936 */
    { "replay-dependencies", LOOP_BEHIND_JOBS },       /* 0.860 */
    { "replay-first-reason-nodes", LOOP_BEHIND_JOBS }, /* 0.719 */
    { "replay-gres-sockets", LOOP_BEHIND_JOBS },       /* 0.875, a line behind it */
    { "replay-backfill-min-age", LOOP_BEHIND_JOBS },   /* 0.853 */
    { "replay-contiguous-weights",
      LOOP_BEFORE_JOBS }, /* 0.829, in the millisecond of the first job, a line before it */
    { "replay-fragment-ties", LOOP_BEFORE_JOBS },         /* 0.535, the first job 0.864 */
    { "replay-first-reason-limits", LOOP_BEHIND_JOBS },   /* 0.604 */
    { "replay-maxtres-budget", LOOP_BEHIND_JOBS },        /* 0.923 */
    { "replay-array-own-ids", LOOP_BEFORE_JOBS },         /* 0.937, the first job 1.161 */
    { "replay-assoc-limit-stop", LOOP_BEHIND_JOBS },      /* 0.849, the first job 0.793 */
    { "replay-backfill-array-resv", LOOP_BEFORE_JOBS },   /* 0.771, the first job 0.891 */
    { "replay-backfill-assoc", LOOP_BEFORE_JOBS },        /* 0.73, the first job 0.805 */
    { "replay-backfill-min-prio", LOOP_BEHIND_JOBS },     /* 0.947, the first job 0.8 */
    { "replay-backfill-one-resv", LOOP_BEFORE_JOBS },     /* 0.716, the first job 0.771 */
    { "replay-backfill-part", LOOP_BEFORE_JOBS },         /* 0.671, the first job 0.871 */
    { "replay-backfill-part-reserve", LOOP_BEHIND_JOBS }, /* 0.795, the first job 0.795 */
    { "replay-backfill-user-part", LOOP_BEFORE_JOBS },    /* 0.817, the first job 0.821 */
    { "replay-counts-gpus", LOOP_BEFORE_JOBS },           /* 0.703, the first job 0.871 */
    { "replay-limit-required", LOOP_BEFORE_JOBS },        /* 0.816, the first job 1.207 */
    { "replay-linear-memory", LOOP_BEFORE_JOBS },         /* 0.626, the first job 0.747 */
    { "replay-linear-weights", LOOP_BEFORE_JOBS },        /* 0.794, the first job 1.994 */
    { "replay-mix-arrays-deps", LOOP_BEFORE_JOBS },       /* 0.965, the first job 2.002 */
    { "replay-mix-reservations", LOOP_BEFORE_JOBS },      /* 0.949, the first job 6.054 */
    { "replay-mix-shares", LOOP_BEFORE_JOBS },            /* 0.95, the first job 5.013 */
    { "replay-mix-linear-tree", LOOP_BEFORE_JOBS },       /* 0.679, the first job 4.021 */
    { "replay-mix-switches", LOOP_BEFORE_JOBS },          /* 0.677, the first job 3.003 */
    { "replay-mix-switches-b", LOOP_BEFORE_JOBS },        /* 0.585, the first job 3.008 */
    { "replay-preempt-strict", LOOP_BEHIND_JOBS },        /* 0.81, the first job 0.753 */
    { "replay-preempt-within", LOOP_BEFORE_JOBS },        /* 0.863, the first job 0.898 */
    { "replay-sched-min-interval", LOOP_BEFORE_JOBS },    /* 0.89, the first job 2.0 */
    { "replay-select-core", LOOP_BEHIND_JOBS },           /* 0.836, the first job 0.836 */
    { "replay-select-socket", LOOP_BEHIND_JOBS },         /* 0.946, the first job 0.74 */
    { "replay-topology-optional", LOOP_BEHIND_JOBS },     /* 0.849, the first job 0.791 */
    { "replay-untyped-limits", LOOP_BEFORE_JOBS },        /* 1.029, the first job 1.081 */
    { "replay-yes-beside", LOOP_BEFORE_JOBS },            /* 0.659, the first job 1.196 */
};

static LoopPhase phase_of(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(phases); i++)
        if (strcmp(phases[i].name, name) == 0)
            return phases[i].phase;
    return LOOP_NEXT_SECOND;
}

/* The number behind `key` in a file of the case. */
static SsSpan number_of(const char *name, const char *file, const char *key, SsSpan otherwise)
{
    g_autofree char *below = g_build_filename("tests/conformance/cases", name, file, NULL);
    g_autofree char *path = ss_test_source(below);
    g_autofree char *text = ss_test_read(path);
    const char      *at = text != NULL ? strstr(text, key) : NULL;

    return at != NULL ? g_ascii_strtoll(at + strlen(key), NULL, 10) : otherwise;
}

/* Backfill looks in the second of the jump and finds nothing ("-"), but where its interval is as long as the clock stood before T0: then its
 * first cycle is a whole interval behind the controller's start (10:00:06 in each of the three recordings). A loop behind the jobs is
 * counted from the second before. */
static char *backfill_of(const char *name)
{
    if (strcmp(name, "replay-first-reason") == 0)
        return g_strdup("7"); /* behind 09:59:59, where it wakes */
    if (phase_of(name) == LOOP_BEHIND_JOBS)
        return g_strdup_printf("%" G_GINT64_FORMAT,
                               number_of(name, "slurm.conf", "bf_interval=", 30) + 1);
    return g_strdup("-");
}

/* A full pass that comes while the clock stands for submissions is behind some of them and before others. Ours are all before or all behind: where
 * most of the first recording's were behind the pass, it is made before them. In gres-cores jobs 1 to 22 of the 70 of second 20 started in
 * that second, the others from 23 on; a log of the same second has the pass behind the ninth submission (10:00:20.000, as they have). */
static const struct {
    const char *name;
    SsSpan      at; /* seconds behind T0 */
} before_jobs[] = {
    { "replay-gres-cores", 20 },
    /* The loop's very first pass, 0.7 s behind the jump; with sched_interval=600 ours would not make one yet. */
    { "replay-backfill-assoc", 0 },
    { "replay-backfill-one-resv", 0 },
    { "replay-backfill-part", 0 },
    { "replay-backfill-user-part", 0 },
    { "replay-return-to-service", 1 }, /* in the very millisecond of the first, a line before it */
};

static char *pass_before_jobs(const char *name, const SsPlan *plan)
{
    for (size_t i = 0; i < G_N_ELEMENTS(before_jobs); i++)
        if (strcmp(before_jobs[i].name, name) == 0)
            return g_strdup_printf("%" G_GINT64_FORMAT "|slurmsim pass full",
                                   plan->zero - plan->start + before_jobs[i].at);
    return NULL;
}

/* What comes with the jump itself is before the jobs of its second; a loop a second late is behind them. */
static char *wake(const char *name, SsTime zero)
{
    const LoopPhase  phase = phase_of(name);
    g_autofree char *backfill = backfill_of(name);

    return g_strdup_printf("-1|slurmsim sleep %" G_GINT64_FORMAT " %d,%s,0",
                           zero - 1 - (phase == LOOP_BEHIND_JOBS),
                           phase == LOOP_BEFORE_JOBS ? 0 : LOOP_LATE, backfill);
}

static void give_rhythm(const char *name, SsPlan *plan)
{
    /* A recording ends after MAXTIME, whatever still runs or waits: what starts then is in none. */
    const SsSpan longest = number_of(name, "case.env", "\nMAXTIME=", 0);

    if (longest > 0)
        plan->until = plan->zero + longest;
    plan->notice = g_strdup("0");
    plan->ends_last = true;
    plan->start = plan->zero - BEFORE + up_of(name);
    plan->operations = g_new0(char *, 3);
    plan->operations[0] = wake(name, plan->zero);
    plan->operations[1] = pass_before_jobs(name, plan);
}

/* The plan of the case, but for what the recording at this rate did. */
static void as_at_rate_5(const char *name, SsPlan *plan)
{
    g_autofree char *jobs =
        g_build_filename("tests/conformance/spread", name, at_rate_5[0], "jobs.csv.gz", NULL);
    g_autofree char *below = g_build_filename("tests/conformance/cases", name, "actions.csv", NULL);
    g_autofree char *given =
        g_build_filename("tests/conformance/spread", name, at_rate_5[0], "actions.log", NULL);
    g_autofree char *actions = ss_test_source(below), *log = ss_test_source(given);

    g_strfreev(plan->operations);
    give_rhythm(name, plan);
    (void) ss_case_actions(actions, log, plan);
    g_free(plan->record);
    plan->record = ss_test_source(jobs);
}

static bool run_free(const char *name, const char *const *runs, SsComparison *out)
{
    g_autofree char       *below = g_build_filename("tests/conformance/cases", name, NULL);
    g_autofree char       *folder = ss_test_source(below);
    g_autoptr(GPtrArray)   texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(SsDiag)      diag = ss_diag_new();
    g_autoptr(SsLedger)    ledger = NULL;
    g_autoptr(SsRecordSet) record = recording(name, runs[0]);
    g_autoptr(GError)      error = NULL;
    const SsRunHooks       hooks = { .diag = diag };
    SsValidateOptions      options = { .name = name };
    SsPlan                 plan;

    ss_plan_init(&plan);
    plan.site = g_strdup(folder);
    bool ok = record != NULL && ss_validate_case(folder, &plan, &options, texts);
    if (ok && runs == at_rate_5)
        as_at_rate_5(name, &plan);
    else if (ok && options.jumps)
        ss_validate_jump(&plan, 0);
    ok = ok && ss_run(&plan, NULL, &hooks, &ledger, &error)
         && ss_compare_record(ledger, record, out, &error);
    SS_EXPECT_NO_ERROR(error);
    ss_plan_clear(&plan);
    return ok;
}

static bool is_known_outside(const char *name)
{
    g_autofree char *path = ss_test_source("tests/conformance/spread/outside.txt");
    g_autofree char *text = ss_test_read(path);
    g_autofree char *key = g_strdup_printf("\n%s ", name);

    return text != NULL && strstr(text, key) != NULL;
}

static void check(const char *name)
{
    const char *const *runs = runs_of(name);
    const Spread       spread = spread_of(name, runs);
    SsComparison       ours = { 0 };

    if (!run_free(name, runs, &ours)) {
        SS_EXPECT_TEXT("has no free run", name);
        return;
    }
    const bool inside =
        ours.median <= (double) spread.median && llabs(ours.worst) * 2 <= spread.worst * 3;
    printf("    %-28s %5u %7" G_GINT64_FORMAT " %7" G_GINT64_FORMAT " %8.0f %7" G_GINT64_FORMAT
           "   %s %s\n",
           name, ours.matched, spread.median, spread.worst, ours.median, (SsSpan) llabs(ours.worst),
           runs == at_rate_5 ? "rate 5" : "rate 20", inside ? "" : "outside");
    ss_expect(inside || is_known_outside(name), __FILE__, __LINE__, "%s: outside of the spread",
              name);
    ss_expect(!inside || !is_known_outside(name), __FILE__, __LINE__,
              "%s: is inside now: take it off the list", name);
    ss_comparison_clear(&ours);
}

static void free_runs_are_as_near_as_recordings_are_to_each_other(void)
{
    g_autofree char     *folder = ss_test_source("tests/conformance/spread");
    g_autoptr(GPtrArray) names = ss_test_names(folder, "replay-");

    SS_EXPECT_TRUE(names->len >= 4);
    printf("\n    %-28s %5s %15s %16s\n    %-28s %5s %7s %7s %8s %7s\n", "", "", "real Slurm",
           "here", "case", "jobs", "median", "worst", "median", "worst");
    for (guint i = 0; i < names->len; i++)
        check(names->pdata[i]);
}

static const SsTest tests[] = {
    SS_TEST(free_runs_are_as_near_as_recordings_are_to_each_other),
};

SS_TEST_MAIN("slow_free_runs", tests)
