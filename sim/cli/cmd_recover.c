/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_recover.c - recover: when an account or a user is forgiven.
 */
#include "sim/base/date.h"
#include "sim/base/json.h"
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"
#include "sim/report/curve.h"
#include "sim/report/figures.h"
#include "sim/report/recovery.h"
#include "sim/report/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TEN_YEARS = 3650 * 86400, CURVE_POINTS = 120 };

const SsOption ss_recover_options[] = {
    { "half-life", 0, "SPAN,SPAN,...", "Question",
      "half-lives to try; default the run's and 1-0,2-0,7-0,14-0,30-0; 0 is none" },
    { "add", 0, "HOURS", "Question", "billing-hours used on top of what the run left; default 0" },
    { "at", 0, "TIME", "Question", "the moment to start from; default the end of the run" },
    { "window", 0, "SPAN", "Question",
      "how far back the rates of use are taken from, history too; default the whole run, or its history where nothing ran since" },
    { "rank", 0, "N", "Question",
      "the rank among all users that counts as back (an account's: of its first user); default with --add "
      "the one before it, else the best of the run's samples, at least the next" },
    { "svg", 0, "FILE", "Result", "also the curve as SVG" },
    { "no-chart", 0, NULL, "Result", "no curve on the terminal" },
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.recover.v1)" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

typedef struct {
    const SsOptions *options;
    SsLedger        *ledger;
    char            *account, *user; /* user NULL */
    char            *found;          /* account of a user that was named alone */
    SsTime           at;
    SsSpan           window;
    double           add; /* billing-seconds */
    uint32_t         rank;
    GArray          *half_lives; /* SsSpan */
    SsRecovery       level;
} Recover;

static const char *const use_names[] = {
    [SS_RECOVERY_AT_REST] = "at rest",
    [SS_RECOVERY_STEADY] = "going on as before",
};

/* --- options ------------------------------------------------------------------------------------------ */

static bool add_half_lives(Recover *r, const char *list)
{
    g_auto(GStrv) texts = g_strsplit(list, ",", -1);

    for (uint32_t i = 0; texts[i]; i++) {
        g_autoptr(GError) error = NULL;
        SsSpan            span;

        if (!ss_span_parse(texts[i], &span, &error) || span == SS_SPAN_FOREVER) {
            ss_fail(SS_EXIT_USAGE, "recover: --half-life: %s",
                    error ? error->message : "write 0 for no decay");
            return false;
        }
        bool known = false;
        for (uint32_t k = 0; k < r->half_lives->len; k++)
            known |= g_array_index(r->half_lives, SsSpan, k) == span;
        if (!known)
            g_array_append_val(r->half_lives, span);
    }
    return true;
}

static bool read_options(Recover *r)
{
    const char       *add = ss_option_get(r->options, "add");
    const char       *window = ss_option_get(r->options, "window");
    const char       *zone = ss_ledger_get(r->ledger, "zone");
    g_autoptr(GError) error = NULL;
    int64_t           rank = 0;

    r->at = ss_ledger_now(r->ledger);
    r->window = SS_SPAN_FOREVER;
    if (!ss_runopt_time("slurmsim recover", "at", ss_option_get(r->options, "at"),
                        zone ? zone : "UTC", &r->at)
        || !ss_option_number(r->options, "slurmsim recover", "rank", 1, UINT32_MAX, &rank))
        return false;
    r->rank = (uint32_t) rank;
    if (add && (!ss_double_parse(add, &r->add, &error) || r->add < 0)) {
        ss_fail(SS_EXIT_USAGE, "recover: --add '%s': write billing-hours, such as 500", add);
        return false;
    }
    r->add *= 3600;
    if (window && (!ss_span_parse(window, &r->window, &error) || r->window <= 0)) {
        ss_fail(SS_EXIT_USAGE, "recover: --window '%s': write a span such as 7-0", window);
        return false;
    }
    return true;
}

/* Where it was before what is added, or at its best; at least the next place. */
static uint32_t default_rank(const Recover *r)
{
    const uint32_t now = ss_recovery_now(&r->level).rank;

    if (r->add > 0)
        return now;
    return MIN(ss_recovery_best_rank(r->ledger, r->account, r->user, r->at), MAX(now, 2) - 1);
}

static gboolean read_level(Recover *r, GError **error)
{
    if (!ss_recovery_read(r->ledger, r->account, r->user, r->at, r->window, &r->level, error))
        return FALSE;
    if (!r->rank)
        r->rank = default_rank(r);
    ss_recovery_add(&r->level, r->add);
    return TRUE;
}

static SsRecoveryDates walk(const Recover *r, SsSpan half_life, SsRecoveryUse use)
{
    return ss_recovery_walk(&r->level, half_life, use, r->rank, TEN_YEARS, 0, NULL, NULL);
}

/* --- text --------------------------------------------------------------------------------------------- */

/* "2026-01-09T10:05:00 (in 2-04:00:00)" */
static char *when_text(const Recover *r, SsTime when)
{
    char date[SS_DATE_TEXT];

    if (when == SS_TIME_NEVER)
        return g_strdup("not in ten years");
    if (when == r->level.at)
        return g_strdup("now");
    g_autofree char *span = ss_figure_span((double) (when - r->level.at));
    return g_strdup_printf("%s (in %s)", ss_date_text(when, ss_ledger_zone(r->ledger), date), span);
}

static char *half_life_text(SsSpan half_life)
{
    char text[SS_SPAN_TEXT];

    return g_strdup(half_life ? ss_span_text_conf(half_life, text) : "none");
}

static void print_head(const Recover *r, SsWriter *w)
{
    const SsRecoveryPoint now = ss_recovery_now(&r->level);
    const SsSibling      *self = &r->level.sibling[r->level.self];
    char                  date[SS_DATE_TEXT];
    const char           *name = r->level.classic ? "FairShare" : "LevelFS";
    const double          factor = r->level.classic
                                       ? ss_recovery_classic_fair_share(r->level.classic, now.level_fs)
                                       : now.level_fs;

    ss_writer_printf(w, "%s %s", r->user ? "user" : "account", r->user ? r->user : r->account);
    if (r->user)
        ss_writer_printf(w, " in account %s", r->account);
    ss_writer_printf(
        w,
        " at %s: %.1f of %.1f billing-hours of its level (%.2f%%) against %.2f%% of the "
        "shares: %s %.4f, rank %u of %u\n",
        ss_date_text(r->level.at, ss_ledger_zone(r->ledger), date), self->usage / 3600,
        r->level.parent_usage / 3600,
        r->level.parent_usage > 0 ? 100 * self->usage / r->level.parent_usage : 0,
        100 * self->shares / r->level.level_shares, name, factor, now.rank, r->level.n_users);
    ss_writer_printf(w, "it used %.2f billing-hours a day, the others of its level %.2f\n\n",
                     self->rate * 24, (r->level.parent_rate - self->rate) * 24);
}

static void print_dates(const Recover *r, SsWriter *w)
{
    g_autoptr(SsSheet) sheet = ss_sheet_new(4, 4);

    ss_sheet_add(sheet, "half-life");
    ss_sheet_add(sheet, "use");
    if (r->level.classic)
        ss_sheet_printf(sheet, "FairShare is %.4f",
                        ss_recovery_classic_fair_share(r->level.classic, 1));
    else
        ss_sheet_add(sheet, "LevelFS is 1");
    ss_sheet_printf(sheet, "rank is %u", r->rank);
    for (uint32_t i = 0; i < r->half_lives->len; i++)
        for (int use = SS_RECOVERY_AT_REST; use <= SS_RECOVERY_STEADY; use++) {
            const SsSpan          half_life = g_array_index(r->half_lives, SsSpan, i);
            const SsRecoveryDates dates = walk(r, half_life, (SsRecoveryUse) use);

            ss_sheet_take(sheet, half_life_text(half_life));
            ss_sheet_add(sheet, use_names[use]);
            ss_sheet_take(sheet, when_text(r, dates.forgiven));
            ss_sheet_take(sheet, when_text(r, dates.ranked));
        }
    ss_sheet_print(sheet, w);
}

/* --- curve -------------------------------------------------------------------------------------------- */

typedef struct {
    GArray *points; /* SsCurvePoint: days, part of the usage over part of the shares */
    SsTime  at;
} Tracing;

static void trace_point(const SsRecoveryPoint *point, void *data)
{
    Tracing     *tracing = data;
    SsCurvePoint p = { (double) (point->when - tracing->at) / 86400,
                       point->level_fs > 0 ? 1 / point->level_fs : 0 };

    g_array_append_val(tracing->points, p);
}

/* As far as the slower of the dates, and a quarter more; four half-lives if there is none. */
static SsSpan horizon_of(const Recover *r)
{
    const SsRecoveryDates dates = walk(r, r->level.half_life, SS_RECOVERY_AT_REST);
    const SsSpan          base = r->level.half_life ? r->level.half_life : 7 * 86400;

    if (dates.forgiven == SS_TIME_NEVER || dates.forgiven == r->level.at)
        return 4 * base;
    return MAX((dates.forgiven - r->level.at) * 5 / 4, 86400);
}

static void draw(const Recover *r, void (*form)(const SsCurve *curve, SsWriter *w), SsWriter *w)
{
    const SsSpan     horizon = horizon_of(r);
    Tracing          traced[2];
    SsCurveLine      lines[2];
    g_autofree char *half_life = half_life_text(r->level.half_life);
    g_autofree char *title = g_strdup_printf("%s%s%s, half-life %s", r->account, r->user ? "/" : "",
                                             r->user ? r->user : "", half_life);

    for (int use = SS_RECOVERY_AT_REST; use <= SS_RECOVERY_STEADY; use++) {
        traced[use] = (Tracing){ g_array_new(FALSE, FALSE, sizeof(SsCurvePoint)), r->level.at };
        ss_recovery_walk(&r->level, r->level.half_life, (SsRecoveryUse) use, r->rank, horizon,
                         horizon / CURVE_POINTS, trace_point, &traced[use]);
        lines[use] = (SsCurveLine){ use_names[use], use == SS_RECOVERY_AT_REST ? '*' : 'o',
                                    (const SsCurvePoint *) (const void *) traced[use].points->data,
                                    traced[use].points->len };
    }
    const SsCurve curve = { title,
                            "days",
                            r->level.classic ? "effective usage over shares"
                                             : "part of the usage over part of the shares",
                            1,
                            "forgiven",
                            lines,
                            2 };
    form(&curve, w);
    for (int use = 0; use < 2; use++)
        g_array_free(traced[use].points, TRUE);
}

static int write_svg(const Recover *r, const char *path)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) w = ss_writer_new_path(path, &error);

    if (w)
        draw(r, ss_curve_svg, w);
    if (!w || !ss_writer_close(w, &error))
        return ss_fail(SS_EXIT_IO, "%s", error->message);
    return SS_EXIT_DONE;
}

/* --- JSON --------------------------------------------------------------------------------------------- */

static void json_date(SsJson *json, const char *key, SsTime when)
{
    ss_json_key(json, key);
    if (when == SS_TIME_NEVER)
        ss_json_null(json);
    else
        ss_json_int(json, when);
}

static void print_json(const Recover *r, SsWriter *w)
{
    g_autoptr(SsJson)     json = ss_json_new(w, SS_JSON_PRETTY);
    const SsRecoveryPoint now = ss_recovery_now(&r->level);
    const SsSibling      *self = &r->level.sibling[r->level.self];

    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.recover.v1");
    ss_json_key_text(json, "account", r->account);
    ss_json_key_text(json, "user", r->user);
    ss_json_key_int(json, "at", r->level.at);
    ss_json_key_double(json, "usage", self->usage);
    ss_json_key_double(json, "level_usage", r->level.parent_usage);
    ss_json_key_double(json, "shares", self->shares / r->level.level_shares);
    ss_json_key_double(json, "level_fs", now.level_fs);
    ss_json_key(
        json, "fair_share"); /* without Fair Tree, where level_fs is shares over effective usage */
    if (r->level.classic)
        ss_json_double(json, ss_recovery_classic_fair_share(r->level.classic, now.level_fs));
    else
        ss_json_null(json);
    ss_json_key_uint(json, "rank", now.rank);
    ss_json_key_uint(json, "users", r->level.n_users);
    ss_json_key_uint(json, "siblings", r->level.n);
    ss_json_key_uint(json, "rank_back", r->rank);
    ss_json_key_double(json, "rate", self->rate);
    ss_json_key_double(json, "others_rate", r->level.parent_rate - self->rate);
    ss_json_key(json, "recoveries");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < r->half_lives->len; i++)
        for (int use = SS_RECOVERY_AT_REST; use <= SS_RECOVERY_STEADY; use++) {
            const SsSpan          half_life = g_array_index(r->half_lives, SsSpan, i);
            const SsRecoveryDates dates = walk(r, half_life, (SsRecoveryUse) use);

            ss_json_begin_object(json);
            ss_json_key_int(json, "half_life", half_life);
            ss_json_key_text(json, "use", use == SS_RECOVERY_AT_REST ? "rest" : "steady");
            json_date(json, "level_fs_1", dates.forgiven);
            json_date(json, "rank_is_back", dates.ranked);
            ss_json_end_object(json);
        }
    ss_json_end_array(json);
    ss_json_end_object(json);
    ss_writer_char(w, '\n');
}

static int answer(const Recover *r)
{
    const char         *svg = ss_option_get(r->options, "svg");
    g_autoptr(SsWriter) w = ss_writer_new_file(stdout, "standard output");

    if (ss_option_given(r->options, "json")) {
        print_json(r, w);
    } else {
        print_head(r, w);
        print_dates(r, w);
        if (!ss_option_given(r->options, "no-chart")) {
            ss_writer_char(w, '\n');
            draw(r, ss_curve_print, w);
        }
    }
    ss_writer_flush(w);
    return svg ? write_svg(r, svg) : SS_EXIT_DONE;
}

/* A user's name alone means its association, if it has one only. */
static bool find_account(Recover *r)
{
    g_autoptr(GPtrArray) accounts = NULL;
    g_autoptr(GError)    error = NULL;

    if (r->user)
        return true;
    accounts = ss_recovery_accounts(r->ledger, r->account, &error);
    if (!accounts) {
        ss_fail(ss_exit_of(error), "recover: %s", error->message);
        return false;
    }
    if (accounts->len > 1) {
        ss_fail(SS_EXIT_USAGE, "recover: %s is in %u accounts: write %s/%s, or another of them",
                r->account, accounts->len, (char *) accounts->pdata[0], r->account);
        return false;
    }
    if (accounts->len == 1) {
        r->user = r->account;
        r->account = r->found = g_strdup(accounts->pdata[0]);
    }
    return true;
}

static int recover(Recover *r)
{
    const char       *list = ss_option_get(r->options, "half-life");
    g_autoptr(GError) error = NULL;

    if (!read_options(r) || !find_account(r))
        return SS_EXIT_USAGE;
    if (!read_level(r, &error))
        return ss_fail(ss_exit_of(error), "recover: %s", error->message);
    if (!list)
        g_array_append_val(r->half_lives, r->level.half_life);
    const int code =
        add_half_lives(r, list ? list : "1-0,2-0,7-0,14-0,30-0") ? answer(r) : SS_EXIT_USAGE;
    ss_recovery_clear(&r->level);
    return code;
}

int ss_cmd_recover(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_recover_options, "slurmsim recover", argc, argv);
    g_autoptr(GError) error = NULL;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest != 2)
        return ss_fail(SS_EXIT_USAGE, "recover: name a ledger and an account, or ACCOUNT/USER; "
                                      "see slurmsim recover --help");
    g_auto(GStrv)       names = g_strsplit(options->rest[1], "/", 2);
    g_autoptr(SsLedger) ledger = ss_ledger_open(options->rest[0], &error);
    if (!ledger)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    Recover   r = { .options = options,
                    .ledger = ledger,
                    .account = names[0],
                    .user = names[0] ? names[1] : NULL,
                    .half_lives = g_array_new(FALSE, FALSE, sizeof(SsSpan)) };
    const int code = recover(&r);
    g_array_free(r.half_lives, TRUE);
    g_free(r.found);
    return code;
}
