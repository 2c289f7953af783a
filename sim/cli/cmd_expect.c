/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_expect.c - expect: rules and kept reports on a ledger, for a CI pipeline.
 *
 * The JUnit file is written whatever happens: a pipeline that finds none cannot tell a broken run from a
 * forgotten step.
 */
#include "sim/base/json.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/golden.h"
#include "sim/report/expect.h"

#include <stdio.h>
#include <string.h>

const SsOption ss_expect_options[] = {
    { "rule", 'e', "RULE", "Rules", "a rule besides those of the file; may be given again" },
    { "golden", 0, "DIR", "Rules",
      "reports kept as DIR/*.txt: lines `$ COMMAND` with what it printed" },
    { "update", 0, NULL, "Rules", "write DIR/*.txt anew instead of comparing" },
    { "junit", 0, "FILE", "Result", "also JUnit XML, written even when nothing could be checked" },
    { "tap", 0, NULL, "Result", "TAP version 13 on standard output" },
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.expect.v1)" },
    { "quiet", 'q', NULL, "Result", "only what did not pass" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

static const char *const words[] = {
    [SS_EXPECT_PASSED] = "passed",
    [SS_EXPECT_FAILED] = "failed",
    [SS_EXPECT_ERRED] = "error",
};

static const SsExpectation *at(const GArray *all, uint32_t i)
{
    return &g_array_index(all, SsExpectation, i);
}

/* --- forms -------------------------------------------------------------------------------------------- */

static void print_text(const GArray *all, bool quiet)
{
    const uint32_t erred = ss_expectations_count(all, SS_EXPECT_ERRED);

    for (uint32_t i = 0; i < all->len; i++) {
        const SsExpectation *e = at(all, i);

        if (e->outcome == SS_EXPECT_PASSED && quiet)
            continue;
        printf("%-6s  %s%s%s\n", words[e->outcome], e->name, e->detail ? ": " : "",
               e->detail ? e->detail : "");
    }
    printf("%u passed, %u failed, %u error%s\n", ss_expectations_count(all, SS_EXPECT_PASSED),
           ss_expectations_count(all, SS_EXPECT_FAILED), erred, ss_plural(erred));
}

/* '#' would begin a directive. */
static char *tap_text(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "#", -1);

    return g_strjoinv("\\#", parts);
}

static void print_tap(const GArray *all)
{
    printf("TAP version 13\n1..%u\n", all->len);
    for (uint32_t i = 0; i < all->len; i++) {
        const SsExpectation *e = at(all, i);
        g_autofree char     *name = tap_text(e->name);

        printf("%sok %u - %s\n", e->outcome == SS_EXPECT_PASSED ? "" : "not ", i + 1, name);
        if (e->detail)
            printf("  ---\n  message: \"%s\"\n  ...\n", g_strdelimit(e->detail, "\"\\", '\''));
    }
}

static void print_json(const char *db, const GArray *all)
{
    g_autoptr(SsWriter) writer = ss_writer_new_file(stdout, "standard output");
    g_autoptr(SsJson)   json = ss_json_new(writer, SS_JSON_PRETTY);

    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.expect.v1");
    ss_json_key_text(json, "ledger", db);
    for (uint32_t o = 0; o < G_N_ELEMENTS(words); o++)
        ss_json_key_uint(json, words[o], ss_expectations_count(all, (SsExpectOutcome) o));
    ss_json_key(json, "rules");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < all->len; i++) {
        ss_json_begin_object(json);
        ss_json_key_text(json, "name", at(all, i)->name);
        ss_json_key_text(json, "rule", at(all, i)->rule);
        ss_json_key_uint(json, "line", at(all, i)->line);
        ss_json_key_text(json, "outcome", words[at(all, i)->outcome]);
        ss_json_key_text(json, "detail", at(all, i)->detail);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    ss_json_end_object(json);
    ss_writer_char(writer, '\n');
    ss_writer_flush(writer);
}

/* For attributes; what XML 1.0 cannot hold becomes '?'. */
static char *xml_text(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    for (char *p = valid; *p; p++)
        if ((unsigned char) *p < ' ' && *p != '\t')
            *p = '?';
    return g_markup_escape_text(valid, -1);
}

static gboolean write_junit(const char *path, const char *db, const GArray *all, GError **error)
{
    g_autoptr(SsWriter) w = ss_writer_new_path(path, error);
    g_autofree char    *suite = xml_text(db);

    if (!w)
        return FALSE;
    ss_writer_text(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    ss_writer_printf(
        w, "<testsuites>\n<testsuite name=\"%s\" tests=\"%u\" failures=\"%u\" errors=\"%u\">\n",
        suite, all->len, ss_expectations_count(all, SS_EXPECT_FAILED),
        ss_expectations_count(all, SS_EXPECT_ERRED));
    for (uint32_t i = 0; i < all->len; i++) {
        g_autofree char *name = xml_text(at(all, i)->name);
        g_autofree char *detail = xml_text(at(all, i)->detail ? at(all, i)->detail : "");
        const char      *kind = at(all, i)->outcome == SS_EXPECT_FAILED ? "failure" : "error";

        ss_writer_printf(w, "<testcase classname=\"slurmsim.expect\" name=\"%s\"", name);
        if (at(all, i)->outcome == SS_EXPECT_PASSED)
            ss_writer_text(w, "/>\n");
        else
            ss_writer_printf(w, "><%s message=\"%s\"/></testcase>\n", kind, detail);
    }
    ss_writer_text(w, "</testsuite>\n</testsuites>\n");
    return ss_writer_close(w, error);
}

/* --- the command -------------------------------------------------------------------------------------- */

/* The rules of the file and of -e; FALSE if the file cannot be read. */
static gboolean read_rules(const SsOptions *options, GString *text, GError **error)
{
    g_auto(GStrv) own = ss_option_all(options, "rule");

    if (options->n_rest > 1) {
        g_autofree char *data = NULL;
        gsize            size = 0;

        if (!g_file_get_contents(options->rest[1], &data, &size, error))
            return FALSE;
        g_string_append_len(text, data, (gssize) size);
        g_string_append_c(text, '\n');
    }
    for (uint32_t i = 0; own[i]; i++)
        g_string_append_printf(text, "%s\n", own[i]);
    return TRUE;
}

static gboolean check(const SsOptions *options, GArray **all, GError **error)
{
    const char         *golden = ss_option_get(options, "golden");
    g_autoptr(GString)  text = g_string_new(NULL);
    g_autoptr(SsLedger) ledger = ss_ledger_open(options->rest[0], error);
    GArray             *judged = NULL;

    if (!ledger || !read_rules(options, text, error)
        || !(judged = ss_expect_run(ledger, text->str, error)))
        return FALSE;
    g_array_free(*all, TRUE);
    *all = judged;
    return !golden
           || ss_golden_run(golden, options->rest[0], ss_option_given(options, "update"), *all,
                            error);
}

static void print(const SsOptions *options, const GArray *all)
{
    if (ss_option_given(options, "json"))
        print_json(options->rest[0], all);
    else if (ss_option_given(options, "tap"))
        print_tap(all);
    else
        print_text(all, ss_option_given(options, "quiet"));
}

int ss_cmd_expect(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_expect_options, "slurmsim expect", argc, argv);
    g_autoptr(GError) error = NULL, unwritten = NULL;

    if (!options)
        return SS_EXIT_USAGE;
    const bool has_rules = options->n_rest == 2 || ss_option_given(options, "rule")
                           || ss_option_given(options, "golden");
    if (options->n_rest < 1 || options->n_rest > 2 || !has_rules)
        return ss_fail(SS_EXIT_USAGE,
                       "expect: name a ledger and a file of rules, -e RULE or --golden "
                       "DIR; see slurmsim expect --help");
    GArray     *all = ss_expectations_new();
    const char *junit = ss_option_get(options, "junit");
    int         code = SS_EXIT_DONE;

    if (!check(options, &all, &error)) {
        ss_expectations_add(all, 0, "the run can be checked", SS_EXPECT_ERRED, error->message);
        code = ss_fail(ss_exit_of(error), "%s", error->message);
    } else {
        print(options, all);
        if (ss_expectations_count(all, SS_EXPECT_PASSED) != all->len)
            code = SS_EXIT_NO;
    }
    if (junit && !write_junit(junit, options->rest[0], all, &unwritten))
        code = ss_fail(SS_EXIT_IO, "%s", unwritten->message);
    g_array_free(all, TRUE);
    return code;
}
