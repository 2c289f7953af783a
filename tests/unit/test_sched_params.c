/* SPDX-License-Identifier: Apache-2.0 */
#include "configs/sched_params.h"
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#include <string.h>

static SsSchedParams parse(const char *text, SsDiag *diag)
{
    const SsFaults faults = { .diag = diag };
    const SsPlace  place = { "slurm.conf", 1, 1 };
    SsSettings     settings;
    SsSchedParams  out;

    ss_settings_init(&settings);
    out = settings.sched;
    ss_sched_params_parse(text, &settings, &out, &faults, &place);
    ss_settings_clear(&settings);
    return out;
}

static void rows_are_unique_and_documented(void)
{
    size_t              n;
    const SsConfOption *options = ss_conf_options(&n);

    for (size_t i = 0; i < n; i++) {
        ss_expect(options[i].doc != NULL && g_str_has_suffix(options[i].doc, "."), __FILE__,
                  __LINE__, "%s has no sentence", options[i].name);
        SS_EXPECT_TRUE(ss_conf_option(options[i].key, options[i].name) == &options[i]);
    }
}

static void what_is_not_named_is_at_its_default(void)
{
    g_autoptr(SsDiag)   diag = ss_diag_new();
    const SsSchedParams p = parse("bf_window=2880, BF_INTERVAL=60,defer", diag);

    SS_EXPECT_UINT(p.bf_window, 2880);
    SS_EXPECT_INT(p.bf_interval, 60);
    SS_EXPECT_TRUE(p.defer);
    SS_EXPECT_UINT(p.bf_max_job_test, 500);
    SS_EXPECT_UINT(p.default_queue_depth, 100);
    SS_EXPECT_FALSE(p.bf_continue);
    SS_EXPECT_UINT(ss_diag_total(diag), 0);
}

static void the_fallback_texts_are_the_defaults(void)
{
    size_t              n;
    const SsConfOption *options = ss_conf_options(&n);
    SsSettings          settings;

    ss_settings_init(&settings);
    for (size_t i = 0; i < n; i++) {
        const SsConfOption *option = &options[i];
        uint32_t            value;

        if (option->at == SS_NO_FIELD || option->kind != SS_KIND_UINT32 || option->fallback == NULL)
            continue;
        memcpy(&value, (char *) &settings.sched + option->at, sizeof value);
        ss_expect(value == (uint32_t) atoi(option->fallback), __FILE__, __LINE__,
                  "%s: the document says %s, the simulator starts with %u", option->name,
                  option->fallback, value);
    }
    ss_settings_clear(&settings);
}

static void numbers_out_of_range_leave_the_default(void)
{
    static const struct {
        const char *text;
        uint32_t    window, interval, test, user, space;
    } cases[] = {
        { "bf_window=0", 1440, 30, 500, 0, 500 },
        { "bf_window=foo", 1440, 30, 500, 0, 500 },
        { "bf_window=50000", 1440, 30, 500, 0, 500 },
        { "bf_window=99x", 99, 30, 500, 0, 500 },
        { "bf_interval=-1", 1440, UINT32_MAX, 500, 0, 500 },
        { "bf_interval=-2", 1440, 30, 500, 0, 500 },
        { "bf_max_job_user=200,bf_max_job_test=100", 1440, 30, 100, 0, 100 },
        { "bf_max_job_user=50,bf_max_job_test=100", 1440, 30, 100, 50, 100 },
        { "bf_max_job_test=900,bf_node_space_size=30", 1440, 30, 900, 0, 30 },
        { "bf_window=10,bf_window=20", 10, 30, 500, 0, 500 }, /* the first is found */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag)   diag = ss_diag_new();
        const SsSchedParams p = parse(cases[i].text, diag);

        SS_EXPECT_UINT(p.bf_window, cases[i].window);
        SS_EXPECT_UINT((uint32_t) p.bf_interval, cases[i].interval);
        SS_EXPECT_UINT(p.bf_max_job_test, cases[i].test);
        SS_EXPECT_UINT(p.bf_max_job_user, cases[i].user);
        SS_EXPECT_UINT(p.bf_node_space_size, cases[i].space);
    }
}

static void what_slurm_never_mentions_is_mentioned(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();

    parse("bf_windows=10,defer,bf_topopt_enable,max_rpc_cnt=5", diag);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_SCHED_PARAM_UNKNOWN), 2);
    SS_EXPECT_CONTAINS(ss_diag_at(diag, 0)->text, "'bf_windows'");
}

static void options_pull_each_other(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    SsSchedParams     p = parse("bf_licenses", diag);

    SS_EXPECT_TRUE(p.bf_running_job_reserve);
    p = parse("bf_max_job_assoc=5,bf_max_job_user=6", diag);
    SS_EXPECT_UINT(p.bf_max_job_assoc, 5);
    SS_EXPECT_UINT(p.bf_max_job_user, 0);
}

static void max_job_bf_means_its_successor(void)
{
    g_autoptr(SsDiag)   diag = ss_diag_new();
    const SsSchedParams p = parse("max_job_bf=1200", diag);

    SS_EXPECT_UINT(p.bf_max_job_test, 1200);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_SCHED_PARAM_REMOVED), 1);
}

static void dependency_parameters_are_kept_apart(void)
{
    SsSettings settings;

    ss_settings_init(&settings);
    ss_settings_set(&settings, "DependencyParameters", "kill_invalid_depend,max_depend_depth=5",
                    NULL);
    ss_settings_set(&settings, "SchedulerParameters", "defer", NULL);
    SS_EXPECT_TRUE(settings.sched.defer);
    SS_EXPECT_TRUE(settings.sched.kill_invalid_depend);
    SS_EXPECT_UINT(settings.sched.max_depend_depth, 5);
    ss_settings_set(&settings, "SchedulerParameters", "", NULL);
    SS_EXPECT_FALSE(settings.sched.defer);
    SS_EXPECT_TRUE(settings.sched.kill_invalid_depend);
    ss_settings_clear(&settings);
}

static const SsTest tests[] = {
    SS_TEST(rows_are_unique_and_documented),
    SS_TEST(what_is_not_named_is_at_its_default),
    SS_TEST(the_fallback_texts_are_the_defaults),
    SS_TEST(numbers_out_of_range_leave_the_default),
    SS_TEST(what_slurm_never_mentions_is_mentioned),
    SS_TEST(options_pull_each_other),
    SS_TEST(max_job_bf_means_its_successor),
    SS_TEST(dependency_parameters_are_kept_apart),
};
SS_TEST_MAIN("sched_params", tests)
