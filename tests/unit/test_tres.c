/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/tres.h"
#include "tests/support/ss_test.h"

#include <math.h>

static SsTresSet *gpu_set(void)
{
    SsTresSet *set = ss_tres_set_new();

    ss_tres_set_add(set, "gres/gpu");
    ss_tres_set_add(set, "GRES/gpu:h100");
    ss_tres_set_add(set, "license/matlab");
    ss_tres_set_add(set, "bb/datawarp");
    return set;
}

static void eight_are_there_from_the_start(void)
{
    g_autoptr(SsTresSet) set = ss_tres_set_new();

    SS_EXPECT_UINT(set->n, 8);
    SS_EXPECT_TEXT(set->at[SS_TRES_DISK].text, "fs/disk");
    SS_EXPECT_UINT(set->at[SS_TRES_PAGES].id, 8);
    SS_EXPECT_UINT(ss_tres_find(set, "CPU"), SS_TRES_CPU);
    SS_EXPECT_UINT(ss_tres_find(set, "gres/gpu"), SS_ID_NONE);
}

static void extras_follow_in_the_order_written(void)
{
    g_autoptr(SsTresSet) set = gpu_set();

    SS_EXPECT_UINT(set->n, 12);
    SS_EXPECT_UINT(set->at[8].id, 1001);
    SS_EXPECT_TEXT(set->at[9].text, "gres/gpu:h100");
    SS_EXPECT_TEXT(set->at[9].gres, "gpu");
    SS_EXPECT_TEXT(set->at[9].kind, "h100");
    SS_EXPECT_UINT(ss_tres_set_add(set, "Gres/GPU"), 8); /* known: the old place */
    SS_EXPECT_UINT(ss_tres_set_add(set, "mem"), SS_TRES_MEM);
    SS_EXPECT_UINT(ss_tres_set_add(set, "foo"), SS_ID_NONE);
    SS_EXPECT_UINT(ss_tres_set_add(set, "foo/bar"), SS_ID_NONE);
    SS_EXPECT_UINT(ss_tres_find_gres(set, "gpu", NULL), 8);
    SS_EXPECT_UINT(ss_tres_find_gres(set, "gpu", "h100"), 9);
    SS_EXPECT_UINT(ss_tres_find_gres(set, "gpu", "v100"), SS_ID_NONE);
    SS_EXPECT_UINT(ss_tres_find_id(set, 1003), 10);
}

static void counts_are_read_with_units_that_multiply(void)
{
    g_autoptr(SsTresSet) set = gpu_set();
    g_autoptr(GError)    error = NULL;
    uint64_t             vec[12] = { 7 };

    SS_EXPECT_TRUE(ss_tres_parse(set, "mem=2G,gres/gpu=2,Node=1,energy=-1", vec, &error));
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_UINT(vec[SS_TRES_CPU], 7); /* not named: as it was */
    SS_EXPECT_UINT(vec[SS_TRES_MEM], 2048);
    SS_EXPECT_UINT(vec[8], 2);
    SS_EXPECT_TRUE(vec[SS_TRES_ENERGY] == SS_NO_LIMIT64);
    SS_EXPECT_TRUE(ss_tres_parse(set, "1=3,1001=4", vec, NULL)); /* as the database stores */
    SS_EXPECT_UINT(vec[SS_TRES_CPU], 3);
    SS_EXPECT_UINT(vec[8], 4);
}

static void a_bad_count_changes_nothing(void)
{
    static const char *const bad[] = { "cpu=1,foo=2",        "cpu=1,mem", "cpu=x",
                                       "cpu=1,gres/gpu:a=1", "=3",        "cpu=" };
    g_autoptr(SsTresSet)     set = gpu_set();

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        uint64_t          vec[12] = { 7 };

        SS_EXPECT_FALSE(ss_tres_parse(set, bad[i], vec, &error));
        SS_EXPECT_NOT_NULL(error);
        SS_EXPECT_UINT(vec[0], 7);
    }
}

static void weights_have_units_that_divide(void)
{
    static const struct {
        const char *text;
        uint32_t    at;
        double      weight;
    } cases[] = {
        { "Mem=0.25G", SS_TRES_MEM, 0.25 / 1024 },
        { "Mem=1M", SS_TRES_MEM, 1 },
        { "Mem=1K", SS_TRES_MEM, 1 },
        { "CPU=1K", SS_TRES_CPU, 1.0 / 1024 },
        { "CPU=1T", SS_TRES_CPU, 1 }, /* 1024^4 is 0 in 32 bits and not applied */
        { "mem=1T", SS_TRES_MEM, 1.0 / 1024 / 1024 },
        { "cpu=-2", SS_TRES_CPU, -2 },
        { "CPU=0,Mem=.03,", SS_TRES_MEM, 0.03 },
        { "cpu=1,cpu=3", SS_TRES_CPU, 3 },
        { "GRES/gpu=2.0", 8, 2 },
        { "bb/datawarp=1G", 11, 1.0 / 1024 },
    };
    g_autoptr(SsTresSet) set = gpu_set();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        double            weights[12] = { 9, 9 };

        SS_EXPECT_TRUE(ss_tres_weights_parse(set, cases[i].text, weights, &error));
        SS_EXPECT_NO_ERROR(error);
        SS_EXPECT_REAL(weights[cases[i].at], cases[i].weight, 0);
        SS_EXPECT_REAL(weights[SS_TRES_NODE], 0, 0);
    }
}

static void an_unknown_weight_is_named(void)
{
    g_autoptr(SsTresSet) set = gpu_set();
    g_autoptr(GError)    error = NULL;
    double               weights[12] = { 5 };

    SS_EXPECT_FALSE(ss_tres_weights_parse(set, "CPU=1,gres/fpga=2", weights, &error));
    SS_EXPECT_ERROR(error, "TRES weight 'gres/fpga' is not a configured TRES type.");
    SS_EXPECT_REAL(weights[0], 5, 0);
    g_clear_error(&error);
    SS_EXPECT_FALSE(ss_tres_weights_parse(set, "CPU=1x", weights, &error));
    SS_EXPECT_FALSE(ss_tres_weights_parse(set, "CPU=", weights, NULL));
}

/* The vectors of Slurm's documentation of TRESBillingWeights and MAX_TRES. */
static void billing_is_the_weighted_sum_or_the_largest(void)
{
    static const struct {
        const char *weights, *counts;
        bool        max;
        double      billing;
    } cases[] = {
        { NULL, "cpu=7", false, 7 },
        { "CPU=1.0,Mem=0.25G", "cpu=1,mem=60G", false, 16 },
        { "CPU=1.0,Mem=0.25G", "cpu=16,mem=1G", false, 16.25 },
        { "CPU=1.0,Mem=0.25G", "cpu=16,mem=60G", false, 31 },
        { "CPU=1.0,Mem=0.25G", "cpu=1,mem=60G", true, 15 },
        { "CPU=1.0,Mem=0.25G", "cpu=15,mem=1G", true, 15 },
        { "CPU=1,Mem=0.25G,GRES/gpu=4", "cpu=8,mem=16G,gres/gpu=2", false, 20 },
        { "CPU=1,Mem=0.25G,GRES/gpu=4", "cpu=8,mem=16G,gres/gpu=2", true, 8 },
        { "CPU=1,license/matlab=10", "cpu=4,license/matlab=1", true, 14 },
        { "CPU=1,billing=100", "cpu=4,billing=9", false, 4 },
    };
    g_autoptr(SsTresSet) set = gpu_set();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint64_t vec[12] = { 0 };
        double   weights[12];

        SS_EXPECT_TRUE(ss_tres_parse(set, cases[i].counts, vec, NULL));
        if (cases[i].weights != NULL)
            SS_EXPECT_TRUE(ss_tres_weights_parse(set, cases[i].weights, weights, NULL));
        SS_EXPECT_REAL(
            ss_tres_billing(set, vec, cases[i].weights != NULL ? weights : NULL, cases[i].max),
            cases[i].billing, 1e-12);
    }
}

static void the_controller_sorts_extras_by_name(void)
{
    g_autoptr(SsTresSet) set = gpu_set();

    ss_tres_set_sort(set);
    SS_EXPECT_TEXT(set->at[SS_TRES_PAGES].text, "pages");
    SS_EXPECT_TEXT(set->at[SS_TRES_STATIC].text, "bb/datawarp");
    SS_EXPECT_UINT(set->at[SS_TRES_STATIC].id, 1004); /* ids stay */
    SS_EXPECT_TEXT(set->at[SS_TRES_STATIC + 2].text, "gres/gpu:h100");
    SS_EXPECT_TEXT(set->at[SS_TRES_STATIC + 3].text, "license/matlab");
}

static void texts_are_in_slurms_order_or_by_name(void)
{
    static const struct {
        SsTresText  how;
        const char *text;
    } cases[] = {
        { SS_TRES_TEXT_PLAIN, "cpu=4,mem=64000,node=1,gres/gpu=2" },
        { SS_TRES_TEXT_CONVERT, "cpu=4,mem=62.50G,node=1,gres/gpu=2" },
        { SS_TRES_TEXT_BY_NAME, "cpu=4,gres/gpu=2,mem=64000,node=1" },
        { SS_TRES_TEXT_IDS, "1=4,2=64000,4=1,1001=2" },
        { SS_TRES_TEXT_ZEROS, "cpu=4,mem=64000,energy=0,node=1,billing=0,vmem=0,pages=0,gres/gpu=2,"
                              "gres/gpu:h100=0,license/matlab=0,bb/datawarp=0" },
    };
    g_autoptr(SsTresSet) set = gpu_set();
    uint64_t             vec[12] = { 4, 64000, 0, 1 };

    vec[8] = 2;
    vec[SS_TRES_DISK] = SS_NO_LIMIT64; /* left out always */
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = ss_tres_text(set, vec, cases[i].how);
        SS_EXPECT_TEXT(text, cases[i].text);
    }
}

static void sizes_step_up_while_exact(void)
{
    static const struct {
        uint64_t    value;
        char        base;
        const char *text;
    } cases[] = {
        { 64000, 'M', "62.50G" }, { 2000, 'M', "2000M" }, { 640000, 'M', "625G" },
        { 0, 'M', "0" },          { 5, '\0', "5" },       { 2048, 'M', "2G" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = ss_tres_size_text(cases[i].value, cases[i].base);
        SS_EXPECT_TEXT(text, cases[i].text);
    }
}

static const SsTest tests[] = {
    SS_TEST(eight_are_there_from_the_start),
    SS_TEST(extras_follow_in_the_order_written),
    SS_TEST(counts_are_read_with_units_that_multiply),
    SS_TEST(a_bad_count_changes_nothing),
    SS_TEST(weights_have_units_that_divide),
    SS_TEST(an_unknown_weight_is_named),
    SS_TEST(billing_is_the_weighted_sum_or_the_largest),
    SS_TEST(the_controller_sorts_extras_by_name),
    SS_TEST(texts_are_in_slurms_order_or_by_name),
    SS_TEST(sizes_step_up_while_exact),
};
SS_TEST_MAIN("tres", tests)
