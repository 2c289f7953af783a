/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/size.h"

#include "tests/support/ss_test.h"

#define REFUSED UINT64_MAX

typedef struct {
    const char *text;
    uint64_t    value; /* REFUSED */
} Case;

static void memory_counts_in_mib(void)
{
    static const Case cases[] = {
        { "0", 0 },
        { "100", 100 },
        { "1K", 1 },
        { "1025k", 2 },
        { "4G", 4096 },
        { "4gb", 4096 },
        { "2T", 2097152 },
        { "1.5G", REFUSED },
        { "4P", REFUSED },
        { "-1", REFUSED },
        { "", REFUSED },
        { "G", REFUSED },
        { "4X", REFUSED },
        { "99999999999999999999", REFUSED },
        { "18446744073709551615T", REFUSED },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint64_t value = REFUSED;

        SS_EXPECT_INT(ss_size_parse_memory(cases[i].text, &value, NULL), cases[i].value != REFUSED);
        SS_EXPECT_UINT(value, cases[i].value);
    }
}

static void printed_sizes_read_back_exactly(void)
{
    static const Case cases[] = {
        { "256G", 262144 }, { "1.5T", 1572864 },  { "62.50G", 64000 }, { "2000M", 2000 },
        { "512K", 1 },      { "511K", 0 },        { "7", 7 },          { "1.", REFUSED },
        { ".5", REFUSED },  { "1.5.2", REFUSED },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint64_t value = REFUSED;

        SS_EXPECT_INT(ss_size_parse(cases[i].text, SS_UNIT_MEGA, &value, NULL),
                      cases[i].value != REFUSED);
        SS_EXPECT_UINT(value, cases[i].value);
    }
}

static void tres_units_multiply_above_the_base_only(void)
{
    uint64_t value = 0;

    SS_EXPECT_TRUE(ss_size_parse_tres("64G", SS_UNIT_MEGA, &value, NULL));
    SS_EXPECT_UINT(value, 65536);
    SS_EXPECT_TRUE(ss_size_parse_tres("64K", SS_UNIT_MEGA, &value, NULL));
    SS_EXPECT_UINT(value, 64);
    SS_EXPECT_TRUE(ss_size_parse_tres("2k", SS_UNIT_ONE, &value, NULL));
    SS_EXPECT_UINT(value, 2048);
    SS_EXPECT_FALSE(ss_size_parse_tres("1.5G", SS_UNIT_MEGA, &value, NULL));
}

static void gres_counts_tell_kb_from_kib(void)
{
    static const Case cases[] = {
        { "4", 4 },        { "2k", 2048 },        { "2KiB", 2048 },  { "2kb", 2000 },
        { "1m", 1048576 }, { "1GB", 1000000000 }, { "2x", REFUSED }, { "2kx", REFUSED },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint64_t value = REFUSED;

        SS_EXPECT_INT(ss_size_parse_count(cases[i].text, &value, NULL), cases[i].value != REFUSED);
        SS_EXPECT_UINT(value, cases[i].value);
    }
}

static void node_counts_are_one_number_or_two(void)
{
    uint32_t          min = 0, max = 0;
    g_autoptr(GError) error = NULL;

    SS_EXPECT_TRUE(ss_size_parse_nodes("4", &min, &max, NULL));
    SS_EXPECT_TRUE(min == 4 && max == 4);
    SS_EXPECT_TRUE(ss_size_parse_nodes("2-1k", &min, &max, NULL));
    SS_EXPECT_TRUE(min == 2 && max == 1024);
    SS_EXPECT_TRUE(ss_size_parse_nodes("-8", &min, &max, NULL));
    SS_EXPECT_TRUE(min == 1 && max == 8);
    SS_EXPECT_FALSE(ss_size_parse_nodes("x", &min, &max, &error));
    SS_EXPECT_ERROR(error, "\"x\" is not a valid node count");
    g_clear_error(&error);
    SS_EXPECT_FALSE(ss_size_parse_nodes("8-2", &min, &max, &error));
    SS_EXPECT_ERROR(error, "Maximum node count 2 is less than minimum node count 8");
}

static void numbers_of_slurm_conf_know_octal_and_hex(void)
{
    static const Case cases[] = {
        { "0777", 511 },        { "0x10", 16 },        { "2K", 2048 },     { "08", REFUSED },
        { "64G", REFUSED },     { "-4", REFUSED },     { "70000", 70000 }, { "UNLIMITED", 100000 },
        { "infinite", 100000 }, { "100001", REFUSED }, { "", REFUSED },    { " 1", REFUSED },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint64_t value = REFUSED;

        SS_EXPECT_INT(ss_uint_parse(cases[i].text, SS_KILO_ALLOWED, 100000, &value, NULL),
                      cases[i].value != REFUSED);
        SS_EXPECT_UINT(value, cases[i].value);
    }
}

static void plain_numbers_are_plain(void)
{
    int64_t value = 7;
    double  real = 0;

    SS_EXPECT_TRUE(ss_int_parse("-12", -100, 100, &value, NULL));
    SS_EXPECT_INT(value, -12);
    SS_EXPECT_FALSE(ss_int_parse("101", -100, 100, &value, NULL));
    SS_EXPECT_FALSE(ss_int_parse("1-2", -100, 100, &value, NULL));
    SS_EXPECT_FALSE(ss_int_parse("", -100, 100, &value, NULL));
    SS_EXPECT_FALSE(ss_int_parse("--1", -100, 100, &value, NULL));
    SS_EXPECT_INT(ss_int_lenient(" +30x"), 30);
    SS_EXPECT_INT(ss_int_lenient("abc"), 0);
    SS_EXPECT_INT(ss_int_lenient("-99999999999999999999"), INT64_MIN);
    SS_EXPECT_TRUE(ss_double_parse("-1e3", &real, NULL));
    SS_EXPECT_REAL(real, -1000.0, 0);
    SS_EXPECT_FALSE(ss_double_parse("nan", &real, NULL));
    SS_EXPECT_FALSE(ss_double_parse("0x10", &real, NULL));
    SS_EXPECT_FALSE(ss_double_parse("1e999", &real, NULL));
}

static void converts_only_while_nothing_is_lost(void)
{
    char text[SS_SIZE_TEXT];

    SS_EXPECT_TEXT(ss_size_text(64000, SS_UNIT_MEGA, text), "62.50G");
    SS_EXPECT_TEXT(ss_size_text(32000, SS_UNIT_MEGA, text), "32000M");
    SS_EXPECT_TEXT(ss_size_text(640000, SS_UNIT_MEGA, text), "625G");
    SS_EXPECT_TEXT(ss_size_text(2048, SS_UNIT_MEGA, text), "2G");
    SS_EXPECT_TEXT(ss_size_text(2000, SS_UNIT_MEGA, text), "2000M");
    SS_EXPECT_TEXT(ss_size_text(1024, SS_UNIT_ONE, text), "1K");
    SS_EXPECT_TEXT(ss_size_text(0, SS_UNIT_MEGA, text), "0");
    SS_EXPECT_TEXT(ss_size_text_in(8000, SS_UNIT_MEGA, SS_UNIT_GIGA, text), "7.81G");
    SS_EXPECT_TEXT(ss_size_text_plain(2048, SS_UNIT_MEGA, text), "2048M");
    SS_EXPECT_TEXT(ss_size_text_plain(12, SS_UNIT_ONE, text), "12");
}

static const SsTest tests[] = {
    SS_TEST(memory_counts_in_mib),
    SS_TEST(printed_sizes_read_back_exactly),
    SS_TEST(tres_units_multiply_above_the_base_only),
    SS_TEST(gres_counts_tell_kb_from_kib),
    SS_TEST(node_counts_are_one_number_or_two),
    SS_TEST(numbers_of_slurm_conf_know_octal_and_hex),
    SS_TEST(plain_numbers_are_plain),
    SS_TEST(converts_only_while_nothing_is_lost),
};
SS_TEST_MAIN("size", tests)
