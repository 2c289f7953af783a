/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_agreement.c - would we have decided as real Slurm did?
 *
 * The world follows each recorded replay (cases/replay-*); at each recorded start the scheduler is asked in the
 * state just before, between them at every pass of our cadence, and at each look at the queue why each job
 * waits (sim/sweep/follow.h). A miss that agrees when one named thing is supposed otherwise is jitter, at most
 * 5 % of a case; every other miss fails this test unless it stands in replays.txt. The numbers there are those
 * reached: they may only improve.
 *
 * That such a figure means something is shown by controls: with one rule changed it falls below 80 %.
 */
#include "sim/sweep/validate.h"
#include "tests/support/ss_test.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    bool     listed;
    unsigned misses;        /* that no supposition excuses */
    unsigned false_starts;  /* likewise                    */
    unsigned other_reasons; /* of pending jobs at looks, likewise */
    unsigned other_plans;   /* expected starts, where each pass is on record */
} Known;

/* The shipped numbers of a case; one that is not listed is only reported. */
static Known known_of(const char *name)
{
    g_autofree char *path = ss_test_source("tests/conformance/replays.txt");
    g_autofree char *text = ss_test_read(path);
    g_autofree char *key = g_strdup_printf("\n%s ", name);
    const char      *at = text != NULL ? strstr(text, key) : NULL;
    Known            known = { 0 };

    known.listed = at != NULL;
    if (at != NULL)
        sscanf(at + strlen(key), "%u %u %u %u", &known.misses, &known.false_starts,
               &known.other_reasons, &known.other_plans);
    return known;
}

static bool validate(const char *name, const char *override, bool bends, SsValidation *out)
{
    g_autofree char     *below = g_build_filename("tests/conformance/cases", name, NULL);
    g_autofree char     *folder = ss_test_source(below);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(GError)    error = NULL;
    const SsRunHooks     hooks = { .diag = diag };
    SsValidateOptions    options = { .name = name, .bends = bends };
    SsPlan               plan;

    ss_plan_init(&plan);
    plan.site = g_strdup(folder);
    options.plan = &plan;
    if (override != NULL) {
        g_strfreev(plan.overrides);
        plan.overrides = g_strsplit(override, "\n", -1);
    }
    bool ok = ss_validate_case(folder, &plan, &options, texts)
              && ss_validate(&options, &hooks, out, &error);
    if (error != NULL)
        SS_EXPECT_NO_ERROR(error);
    ss_plan_clear(&plan);
    return ok;
}

/* Reasons that no supposition excuses. */
static unsigned other_reasons(const SsValidation *v)
{
    return v->looks.reasons - v->looks.same_reasons - v->reason_jitter;
}

/* Without a log of the passes a cycle may lie elsewhere, and all that it plans with it. */
static unsigned other_plans(const SsValidation *v)
{
    const SsFollowLooks *looks = &v->looks;

    return v->passes->len > 0 ? looks->estimates - looks->same_estimates - looks->near_estimates
                              : 0;
}

static void print_row(const SsValidation *v)
{
    printf("    %-26s %6u %7.1f %6u %8u %6u+%u/%-6u %6u/%u %6u+%u/%u\n", v->name, v->starts->len,
           100.0 * v->agree / MAX(v->starts->len, 1), v->jitter, v->false_starts,
           v->looks.same_reasons, v->reason_jitter, v->looks.reasons, v->looks.same_displaced,
           v->looks.displaced, v->looks.same_estimates, v->looks.near_estimates,
           v->looks.estimates);
}

static void check(const char *name)
{
    const Known  known = known_of(name);
    SsValidation v = { 0 };

    if (!validate(name, NULL, true, &v)) {
        SS_EXPECT_TEXT("cannot be followed", name);
        ss_validation_clear(&v);
        return;
    }
    print_row(&v);
    if (!known.listed) {
        ss_validation_clear(&v);
        return;
    }
    ss_expect(v.disagree <= known.misses && v.false_starts <= known.false_starts
                  && other_reasons(&v) <= known.other_reasons
                  && other_plans(&v) <= known.other_plans,
              __FILE__, __LINE__,
              "%s: %u misses (%u known), %u of ours alone (%u), %u other "
              "reasons (%u), %u other expected starts (%u)",
              name, v.disagree, known.misses, v.false_starts, known.false_starts, other_reasons(&v),
              known.other_reasons, other_plans(&v), known.other_plans);
    SS_EXPECT_TRUE(v.jitter * 20 <= MAX(v.starts->len, 20));
    SS_EXPECT_INT(v.looks.same_displaced, v.looks.displaced);
    ss_validation_clear(&v);
}

static void decides_as_recorded(void)
{
    g_autofree char     *folder = ss_test_source("tests/conformance/cases");
    g_autoptr(GPtrArray) names = ss_test_names(folder, "replay-");

    SS_EXPECT_TRUE(names->len >= 10);
    printf("\n    %-26s %6s %7s %6s %8s %13s %9s %s\n", "case", "starts", "recall", "jitter",
           "too soon", "reasons", "preempted", "expected starts");
    for (guint i = 0; i < names->len; i++)
        check(names->pdata[i]);
}

/* With another rule it would be told. Agreement here is both ways: starts that agree, of the recorded ones
 * and those that are ours alone. */
static void other_rules_would_be_noticed(void)
{
    static const struct {
        const char *what, *name, *override;
    } controls[] = {
        { "first come, first served", "replay-fairshare-decay", "PriorityType=priority/basic" },
        { "no places reserved", "replay-fairshare-decay",
          "SchedulerParameters=bf_interval=20,sched_interval=10,bf_min_prio_reserve=4294967295" },
        { "least loaded nodes", "replay-qos-limits", "SelectTypeParameters=CR_Core_Memory,CR_LLN" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(controls); i++) {
        SsValidation v = { 0 };

        SS_EXPECT_TRUE(validate(controls[i].name, controls[i].override, false, &v));
        const guint  too_soon = ss_follow_false_starts(v.follow)->len;
        const double agreement = 100.0 * v.agree / MAX(v.starts->len + too_soon, 1);

        printf("    %-26s %-26s %5.1f %% (%u of %u, %u too soon)\n", controls[i].what,
               controls[i].name, agreement, v.agree, v.starts->len, too_soon);
        SS_EXPECT_TRUE(agreement < 80);
        ss_validation_clear(&v);
    }
}

static const SsTest tests[] = {
    SS_TEST(decides_as_recorded),
    SS_TEST(other_rules_would_be_noticed),
};

SS_TEST_MAIN("slow_agreement", tests)
