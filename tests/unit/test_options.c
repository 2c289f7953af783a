/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/options.h"
#include "tests/support/ss_test.h"

static const SsArg table[] = {
    { "all", 'a', SS_ARG_NONE, NULL },       { "allusers", 'u', SS_ARG_NONE, NULL },
    { "cluster", 'M', SS_ARG_NEEDED, NULL }, { "local", 300, SS_ARG_NONE, NULL },
    { "long", 'l', SS_ARG_NONE, NULL },      { NULL, 't', SS_ARG_NEEDED, NULL },
    { "whole", 301, SS_ARG_OPTIONAL, NULL }, { "wholesale", 302, SS_ARG_NONE, NULL },
    { NULL, 0, SS_ARG_NONE, NULL },
};

/* "a M=x | word word": options, then words. */
static char *walk(const char *line, char **messages)
{
    g_auto(GStrv)      argv = NULL;
    SsArgv             walk;
    GString           *text = g_string_new(NULL);
    g_autoptr(GString) err = g_string_new(NULL);
    int                letter;

    g_shell_parse_argv(line, NULL, &argv, NULL);
    ss_argv_init(&walk, table, argv);
    while ((letter = ss_argv_next(&walk, err)) != 0) {
        g_string_append_printf(text, letter < 256 ? "%c" : "%d", letter);
        g_string_append_printf(text, "%s%s ", walk.value ? "=" : "", walk.value ? walk.value : "");
    }
    g_string_append_c(text, '|');
    for (guint i = 0; i < walk.words->len; i++)
        g_string_append_printf(text, " %s", (const char *) walk.words->pdata[i]);
    ss_argv_clear(&walk);
    *messages = g_strdup(err->str);
    return g_string_free(text, FALSE);
}

static void reads_lines_as_getopt_long_does(void)
{
    static const struct {
        const char *line, *expected, *messages;
    } cases[] = {
        { "x", "|", "" },
        { "x -a word -M c1 more", "a M=c1 | word more", "" },
        { "x -al -tHours", "a l t=Hours |", "" },
        { "x -atHours", "a t=Hours |", "" },
        { "x --cluster=c1 --cluster c2 --clu c3", "M=c1 M=c2 M=c3 |", "" },
        { "x --all --allu", "a u |", "" },
        { "x -- -a --all", "| -a --all", "" },
        { "x - -a", "a | -", "" },
        { "x --whole --whole=yes -a", "301 301=yes a |", "" },
        { "x --bogus -a", "? a |", "x: unrecognized option '--bogus'\n" },
        { "x --lo", "? |", "x: option '--lo' is ambiguous; possibilities: '--local' '--long'\n" },
        { "x --local=3", "? |", "x: option '--local' doesn't allow an argument\n" },
        { "x --cluster", "? |", "x: option '--cluster' requires an argument\n" },
        { "x -M", "? |", "x: option requires an argument -- 'M'\n" },
        { "x -az", "a ? |", "x: invalid option -- 'z'\n" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *messages = NULL;
        g_autofree char *text = walk(cases[i].line, &messages);

        SS_EXPECT_TEXT(text, cases[i].expected);
        SS_EXPECT_TEXT(messages, cases[i].messages);
    }
}

static const SsTest tests[] = {
    SS_TEST(reads_lines_as_getopt_long_does),
};
SS_TEST_MAIN("options", tests)
