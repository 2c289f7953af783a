/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expect.c - rules of a run: read, looked up, compared.
 *
 * A value is read in the unit of the term it stands against, so that "4h" against a wait is four hours and
 * "5%" against a share is 0.05. Two terms of the run may stand against each other.
 *
 * Tested in tests/unit/test_expect.c and tests/cli/12_expect.txt.
 */
#include "sim/report/expect.h"

#include "sim/base/date.h"
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/ledger/query.h"
#include "sim/model/job.h"
#include "sim/model/reason.h"
#include "sim/report/figures.h"

#include <math.h>
#include <string.h>

/* What a term is: a number in a unit, or a text. */
typedef struct {
    bool         is_text;
    SsFigureUnit unit;
    double       number;
    char        *text;
} Term;

typedef struct {
    SsLedger *ledger;
    SsSummary summary;
} Subject;

/* --- jobs ------------------------------------------------------------------------------------------- */

typedef struct {
    const char  *name;
    bool         is_text;
    SsFigureUnit unit;
    const char  *sql;
} JobTerm;

static const JobTerm job_terms[] = {
    { "account", true, 0, "account" },
    { "cpus", false, SS_FIGURE_COUNT, "cpus_alloc" },
    { "eligible", false, SS_FIGURE_TIME, "nullif(time_eligible, 0)" },
    { "end", false, SS_FIGURE_TIME, "nullif(time_end, 0)" },
    { "flow", false, SS_FIGURE_SECONDS, "nullif(time_end, 0) - time_submit" },
    { "nodes", true, 0, "nodelist" },
    { "partition", true, 0, "partition" },
    { "priority", false, SS_FIGURE_COUNT, "priority" },
    { "qos", true, 0, "qos" },
    { "reason", true, 0, "reason" },
    { "restarts", false, SS_FIGURE_COUNT, "restarts" },
    { "run", false, SS_FIGURE_SECONDS, "nullif(time_end, 0) - nullif(time_start, 0)" },
    { "start", false, SS_FIGURE_TIME, "nullif(time_start, 0)" },
    { "started_by", true, 0,
      "CASE WHEN flags & 8 THEN 'backfill' WHEN flags & 4 THEN 'main' WHEN flags & 2 THEN 'submit' END" },
    { "state", true, 0, "state" },
    { "submit", false, SS_FIGURE_TIME, "time_submit" },
    { "user", true, 0, "user" },
    { "wait", false, SS_FIGURE_SECONDS, "nullif(time_start, 0) - time_submit" },
};

static const JobTerm *job_term(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(job_terms); i++)
        if (strcmp(job_terms[i].name, name) == 0)
            return &job_terms[i];
    return NULL;
}

static char *shown_text(const JobTerm *term, SsQuery *q)
{
    if (strcmp(term->name, "state") == 0)
        return g_strdup(ss_job_state_text((SsJobState) ss_query_get_int(q, 0)));
    if (strcmp(term->name, "reason") == 0)
        return g_strdup(ss_reason_text((SsReason) ss_query_get_int(q, 0)));
    const char *text = ss_query_get_text(q, 0);
    return g_strdup(text ? text : "");
}

/* "17.start": false and a reason in *why. */
static bool find_job(const Subject *subject, const char *path, Term *out, char **why)
{
    const char *dot = strrchr(path, '.');

    if (!dot || dot == path || !job_term(dot + 1)) {
        *why = g_strdup_printf("job.%s: write job.ID.start or another of a job's figures", path);
        return false;
    }
    const JobTerm   *term = job_term(dot + 1);
    g_autofree char *id = g_strndup(path, (gsize) (dot - path));
    SsQuery         *q = ss_query_job(subject->ledger, id, term->sql);
    const bool       found = ss_query_next(q);

    if (!found)
        *why = g_strdup_printf("there is no job %s", id);
    else if (term->is_text)
        *out = (Term){ .is_text = true, .text = shown_text(term, q) };
    else
        *out = (Term){ .unit = term->unit,
                       .number = ss_query_is_null(q, 0) ? NAN : ss_query_get_double(q, 0) };
    ss_query_close(q, NULL);
    return found;
}

/* --- terms ------------------------------------------------------------------------------------------ */

static bool find_account(const Subject *subject, const char *path, Term *out, char **why)
{
    const char *rest = path;

    /* The account may hold dots and so do the figures: the first split that fits both. */
    while ((rest = strchr(rest, '.'))) {
        const SsFigure *figure = ss_account_figure_named(++rest);

        if (!figure)
            continue;
        g_autofree char        *name = g_strndup(path, (gsize) (rest - 1 - path));
        const SsAccountSummary *account = ss_summary_account(&subject->summary, name);
        if (!account) {
            *why = g_strdup_printf("account %s ran no job", name);
            return false;
        }
        *out = (Term){ .unit = figure->unit, .number = ss_account_figure_of(figure, account) };
        return true;
    }
    *why = g_strdup_printf(
        "account.%s: write account.NAME.share_error or another figure of accounts", path);
    return false;
}

/* Is the text the name of something in the run? Then *out, or *why not. */
static bool is_path(const char *text)
{
    return ss_figure_named(text) || g_str_has_prefix(text, "job.")
           || g_str_has_prefix(text, "account.");
}

static bool find_term(const Subject *subject, const char *text, Term *out, char **why)
{
    const SsFigure *figure = ss_figure_named(text);

    if (figure) {
        *out = (Term){ .unit = figure->unit, .number = ss_figure_of(figure, &subject->summary) };
        return true;
    }
    if (g_str_has_prefix(text, "job."))
        return find_job(subject, text + 4, out, why);
    if (g_str_has_prefix(text, "account."))
        return find_account(subject, text + 8, out, why);
    *why = g_strdup_printf("'%s' is no figure of a run; slurmsim doc figures lists them", text);
    return false;
}

/* "4h", "90s", "30m", "2d", "1.5h". */
static bool read_letters(const char *text, double *out)
{
    static const struct {
        char   letter;
        double seconds;
    } units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
    const size_t     n = strlen(text);
    g_autofree char *number = n ? g_strndup(text, n - 1) : g_strdup("");

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (n > 1 && text[n - 1] == units[i].letter && ss_double_parse(number, out, NULL)) {
            *out *= units[i].seconds;
            return true;
        }
    return false;
}

static bool read_seconds(const char *text, double *out)
{
    SsSpan span;

    if (read_letters(text, out))
        return true;
    /* A bare number would be minutes in Slurm's eyes and seconds in ours: neither is guessed, but 0. */
    if (strcmp(text, "0") == 0) {
        *out = 0;
        return true;
    }
    if (!strpbrk(text, ":-") || !ss_span_parse(text, &span, NULL))
        return false;
    *out = (double) span;
    return true;
}

static bool read_number(const Subject *subject, SsFigureUnit unit, const char *text, double *out)
{
    const size_t n = strlen(text);
    SsDateReader reader = { .now = ss_ledger_now(subject->ledger),
                            .zone = ss_ledger_zone(subject->ledger) };
    SsTime       when;

    switch (unit) {
    case SS_FIGURE_SECONDS:
        return read_seconds(text, out);
    case SS_FIGURE_TIME:
        if (!ss_date_parse(&reader, text, SS_DATE_LOOKS_BACK, &when, NULL))
            return false;
        *out = (double) when;
        return true;
    case SS_FIGURE_FRACTION:
        if (n > 1 && text[n - 1] == '%') {
            g_autofree char *number = g_strndup(text, n - 1);

            return ss_double_parse(number, out, NULL) && (*out /= 100, true);
        }
        return ss_double_parse(text, out, NULL);
    default:
        return ss_double_parse(text, out, NULL);
    }
}

static const char *const remedies[] = {
    [SS_FIGURE_COUNT] = "a number",      [SS_FIGURE_SECONDS] = "4h, 30m, 90s, 2d or 1-02:03:04",
    [SS_FIGURE_FRACTION] = "5% or 0.05", [SS_FIGURE_NUMBER] = "a number",
    [SS_FIGURE_HOURS] = "a number",      [SS_FIGURE_TIME] = "a date such as 2026-01-05T08:00:00",
};

/* The right side, in the unit of the left. */
static bool read_right(const Subject *subject, const Term *left, const char *text, Term *out,
                       char **why)
{
    if (is_path(text))
        return find_term(subject, text, out, why);
    *out = (Term){ .is_text = left->is_text, .unit = left->unit };
    if (left->is_text)
        out->text = g_strdup(text);
    else if (!read_number(subject, left->unit, text, &out->number)) {
        *why = g_strdup_printf("'%s' cannot be read: write %s", text, remedies[left->unit]);
        return false;
    }
    return true;
}

/* --- comparing -------------------------------------------------------------------------------------- */

typedef enum { OP_LESS, OP_LESS_EQUAL, OP_MORE, OP_MORE_EQUAL, OP_EQUAL, OP_OTHER, OP_NONE } Op;

static const char *const ops[] = { "<", "<=", ">", ">=", "==", "!=" };

static Op op_of(const char *word)
{
    for (size_t i = 0; word && i < G_N_ELEMENTS(ops); i++)
        if (strcmp(ops[i], word) == 0)
            return (Op) i;
    return OP_NONE;
}

static bool holds(Op op, double left, double right, double tolerance)
{
    switch (op) {
    case OP_LESS:
        return left < right + tolerance;
    case OP_LESS_EQUAL:
        return left <= right + tolerance;
    case OP_MORE:
        return left > right - tolerance;
    case OP_MORE_EQUAL:
        return left >= right - tolerance;
    case OP_EQUAL:
        return fabs(left - right) <= tolerance;
    default:
        return fabs(left - right) > tolerance;
    }
}

static bool compare(Op op, const Term *left, const Term *right, double tolerance, char **why)
{
    if (left->is_text != right->is_text
        || (!left->is_text && (left->unit == SS_FIGURE_TIME) != (right->unit == SS_FIGURE_TIME))) {
        *why = g_strdup("the two sides are of different kinds");
        return false;
    }
    if (!left->is_text)
        return holds(op, left->number, right->number, tolerance);
    if (op != OP_EQUAL && op != OP_OTHER) {
        *why = g_strdup("texts compare with == and != only");
        return false;
    }
    return (strcmp(left->text, right->text) == 0) == (op == OP_EQUAL);
}

static char *term_text(const Subject *subject, const Term *term)
{
    if (term->is_text)
        return g_strdup(*term->text ? term->text : "(none)");
    if (isnan(term->number))
        return g_strdup("not known");
    return ss_figure_text(term->unit, term->number, ss_ledger_zone(subject->ledger));
}

/* --- rules ------------------------------------------------------------------------------------------ */

static void expectation_clear(gpointer data)
{
    SsExpectation *e = data;

    g_free(e->name);
    g_free(e->rule);
    g_free(e->detail);
}

GArray *ss_expectations_new(void)
{
    GArray *expectations = g_array_new(FALSE, TRUE, sizeof(SsExpectation));

    g_array_set_clear_func(expectations, expectation_clear);
    return expectations;
}

void ss_expectations_add(GArray *expectations, uint32_t line, const char *name,
                         SsExpectOutcome outcome, const char *detail)
{
    const SsExpectation e = { .line = line,
                              .name = g_strdup(name),
                              .rule = g_strdup(name),
                              .outcome = outcome,
                              .detail = g_strdup(detail) };

    g_array_append_val(expectations, e);
}

uint32_t ss_expectations_count(const GArray *expectations, SsExpectOutcome outcome)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < expectations->len; i++)
        n += g_array_index(expectations, SsExpectation, i).outcome == outcome;
    return n;
}

/* LEFT OP RIGHT [+- TOLERANCE], split at blanks. */
static SsExpectOutcome judge(const Subject *subject, char **words, char **detail)
{
    const guint      n = g_strv_length(words);
    const Op         op = n > 1 ? op_of(words[1]) : OP_NONE;
    const bool       tolerant = n == 5 && strcmp(words[3], "+-") == 0;
    Term             left = { 0 }, right = { 0 };
    double           tolerance = 0;
    g_autofree char *why = NULL;
    SsExpectOutcome  outcome = SS_EXPECT_ERRED;

    if (op == OP_NONE || (n != 3 && !tolerant)) {
        *detail = g_strdup("write TERM OP VALUE with < <= > >= == or !=, such as wait.p95 < 4h");
        return SS_EXPECT_ERRED;
    }
    if (find_term(subject, words[0], &left, &why)
        && read_right(subject, &left, words[2], &right, &why)
        && (!tolerant || left.is_text
            || read_number(subject, left.unit == SS_FIGURE_TIME ? SS_FIGURE_SECONDS : left.unit,
                           words[4], &tolerance))) {
        const bool       held = compare(op, &left, &right, tolerance, &why);
        g_autofree char *actual = term_text(subject, &left), *wanted = term_text(subject, &right);

        if (!why && !held)
            *detail = g_strdup_printf("%s is %s, expected %s %s%s%s", words[0], actual, words[1],
                                      wanted, tolerant ? " +- " : "", tolerant ? words[4] : "");
        outcome = why ? SS_EXPECT_ERRED : held ? SS_EXPECT_PASSED : SS_EXPECT_FAILED;
    } else if (!why) {
        why = g_strdup_printf("'%s' cannot be read", words[4]);
    }
    if (why)
        *detail = g_strdup(why);
    g_free(left.text);
    g_free(right.text);
    return outcome;
}

static void add_rule(const Subject *subject, GArray *out, uint32_t line, char *text)
{
    char *comment = strstr(text, " #");

    if (comment)
        *comment = '\0';
    g_strstrip(text);
    if (!*text || *text == '#')
        return;
    char         *colon = strstr(text, ": ");
    SsExpectation e = { .line = line, .rule = g_strdup(colon ? g_strchug(colon + 2) : text) };
    e.name = colon ? g_strndup(text, (gsize) (colon - text)) : g_strdup(e.rule);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_auto(GStrv)        parts = g_strsplit_set(e.rule, " \t", -1);

    for (uint32_t i = 0; parts[i]; i++)
        if (*parts[i])
            g_ptr_array_add(words, parts[i]);
    g_ptr_array_add(words, NULL);
    e.outcome = judge(subject, (char **) words->pdata, &e.detail);
    g_array_append_val(out, e);
}

GArray *ss_expect_run(SsLedger *ledger, const char *text, GError **error)
{
    Subject       subject = { .ledger = ledger };
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    if (!ss_summary_read(ledger, &subject.summary, error))
        return NULL;
    GArray *out = ss_expectations_new();
    for (uint32_t i = 0; lines[i]; i++)
        add_rule(&subject, out, i + 1, lines[i]);
    ss_summary_clear(&subject.summary);
    return out;
}
