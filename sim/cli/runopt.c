/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runopt.c - one reading of the options that run, init and check share.
 *
 * Ctrl-C sets a flag that the engine looks at between moments; the run then ends without a file. A second
 * Ctrl-C is the default one. --max-time is an alarm that sets the same flag.
 */
#include "sim/cli/runopt.h"

#include "scheduler/policy.h"
#include "sim/base/date.h"
#include "sim/base/span.h"
#include "sim/cli/command.h"
#include "sim/cli/term.h"
#include "sim/engine/engine.h"
#include "sim/sweep/vary.h"
#include "workloads/trace.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REFUSALS_SHOWN = 5 };

struct SsRunning {
    SsRunHooks  hooks;
    SsProgress *progress;
    SsDiag     *diag;
    bool        verbose;
    uint64_t    refused;
};

static volatile int          interrupted;
static volatile sig_atomic_t out_of_time;

static void on_interrupt(int number)
{
    interrupted = 1;
    signal(number, SIG_DFL);
}

static void on_alarm(int number)
{
    (void) number;
    out_of_time = 1;
    interrupted = 1;
}

static void show_progress(gpointer data, uint64_t jobs, SsTime when, double fraction)
{
    ss_progress_show(((SsRunning *) data)->progress, jobs, when, fraction);
}

static void note_refusal(gpointer data, const char *trace_id, const char *where, const char *text)
{
    SsRunning *running = data;

    running->refused++;
    if (!running->verbose && running->refused > REFUSALS_SHOWN)
        return;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (uint32_t i = 0; lines[i] && *lines[i]; i++)
        fprintf(stderr, "slurmsim: %s%sjob %s: %s\n", where ? where : "", where ? ": " : "",
                trace_id ? trace_id : "?", lines[i]);
    if (!running->verbose && running->refused == REFUSALS_SHOWN)
        fputs("slurmsim: further refusals are only counted (-v shows all)\n", stderr);
}

const volatile int *ss_interrupted(void)
{
    signal(SIGINT, on_interrupt);
    signal(SIGTERM, on_interrupt);
    return &interrupted;
}

SsRunning *ss_running_new(bool quiet, bool verbose)
{
    SsRunning *running = g_new0(SsRunning, 1);

    running->progress = ss_progress_new(quiet);
    running->diag = ss_diag_new();
    running->verbose = verbose;
    running->hooks = (SsRunHooks){
        .progress = show_progress,
        .data = running,
        .interrupted = &interrupted,
        .refused = note_refusal,
        .diag = running->diag,
    };
    ss_interrupted();
    return running;
}

const SsRunHooks *ss_running_hooks(const SsRunning *running)
{
    return &running->hooks;
}

SsDiag *ss_running_diag(const SsRunning *running)
{
    return running->diag;
}

static void print_findings(const SsDiag *diag)
{
    g_autoptr(GString) text = g_string_new(NULL);

    ss_diag_print(diag, SS_DIAG_BY_PLACE, text);
    fputs(text->str, stderr);
}

static int end_running(SsRunning *running, const GError *error)
{
    int code = SS_EXIT_DONE;

    if (running->refused > REFUSALS_SHOWN)
        fprintf(stderr, "slurmsim: %" G_GUINT64_FORMAT " submission%s %s refused\n",
                running->refused, ss_plural(running->refused),
                running->refused == 1 ? "was" : "were");
    if (error && g_error_matches(error, SS_ENGINE_ERROR, SS_ENGINE_ERROR_INTERRUPTED)) {
        fprintf(stderr, "slurmsim: %s; nothing was written\n",
                out_of_time ? "not done in the seconds of --max-time" : "interrupted");
        code = SS_EXIT_INTERRUPTED;
    } else if (error) {
        code = ss_fail(ss_exit_of(error), "%s", error->message);
    }
    ss_diag_free(running->diag);
    g_free(running);
    return code;
}

int ss_running_end(SsRunning *running, const GError *error)
{
    g_clear_pointer(&running->progress, ss_progress_free);
    print_findings(running->diag);
    return end_running(running, error);
}

int ss_running_end_again(SsRunning *running, const GError *error)
{
    g_clear_pointer(&running->progress, ss_progress_free);
    if (error)
        print_findings(running->diag);
    return end_running(running, error);
}

bool ss_runopt_max_time(const SsOptions *options)
{
    int64_t seconds = 0;

    if (!ss_option_number(options, "slurmsim run", "max-time", 1, 365 * 86400, &seconds))
        return false;
    if (seconds) {
        signal(SIGALRM, on_alarm);
        alarm((unsigned) seconds);
    }
    return true;
}

/* --- options to a plan ------------------------------------------------------------------------------- */

static void replace(char **slot, const char *value)
{
    if (!value)
        return;
    g_free(*slot);
    *slot = g_strdup(value);
}

bool ss_runopt_time(const char *command, const char *option, const char *text, const char *zone,
                    SsTime *out)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SsZone) z = NULL;

    if (!text)
        return true;
    z = ss_zone_new(zone, &error);
    SsDateReader reader = { .zone = z };
    if (!z || g_str_has_prefix(text, "now")
        || !ss_date_parse(&reader, text, SS_DATE_LOOKS_BACK, out, &error)) {
        fprintf(stderr, "%s: --%s '%s': %s\n", command, option, text,
                error ? error->message : "write a date as 2026-01-05T08:00:00");
        return false;
    }
    return true;
}

static bool read_span(const char *command, const char *option, const char *text, SsSpan *out)
{
    g_autoptr(GError) error = NULL;

    if (!text || ss_span_parse(text, out, &error))
        return true;
    fprintf(stderr, "%s: --%s: %s\n", command, option, error->message);
    return false;
}

static bool read_samples(const SsOptions *options, const char *command, SsPlan *plan)
{
    g_auto(GStrv) texts = ss_option_all(options, "sample-at");

    for (uint32_t i = 0; texts[i]; i++) {
        SsTime when = 0;

        if (!ss_runopt_time(command, "sample-at", texts[i], plan->zone, &when))
            return false;
        g_array_append_val(plan->samples, when);
    }
    return true;
}

static bool read_reasons(const SsOptions *options, const char *command, SsPlan *plan)
{
    const char       *text = ss_option_get(options, "reasons-every");
    g_autoptr(GError) error = NULL;
    SsSpan            every = 0;

    if (!text)
        return true;
    if (strcmp(text, "none") == 0) {
        plan->reasons = g_strdup(text);
        return true;
    }
    if (!ss_span_parse(text, &every, &error) || every < 1 || every >= SS_SPAN_FOREVER) {
        fprintf(stderr, "%s: --reasons-every '%s': write a span such as 10:00, or none\n", command,
                text);
        return false;
    }
    plan->reasons = g_strdup_printf("%" G_GINT64_FORMAT, every);
    return true;
}

static bool read_numbers(const SsOptions *options, const char *command, SsPlan *plan)
{
    int64_t phase = 0, notice = 0;

    if (!ss_option_number(options, command, "max-bad", 0, INT64_MAX, &plan->max_bad)
        || !ss_option_number(options, command, "phase", 0, 3600, &phase)
        || !ss_option_number(options, command, "notice", 0, 60, &notice))
        return false;
    plan->phase = (uint32_t) phase;
    if (ss_option_get(options, "notice") != NULL)
        plan->notice = g_strdup_printf("%" G_GINT64_FORMAT, notice);
    return true;
}

static bool read_changes(const SsOptions *options, const char *command, SsPlan *plan)
{
    g_auto(GStrv) changes = ss_option_all(options, "set");

    for (uint32_t i = 0; changes[i]; i++) {
        g_autoptr(GError) error = NULL;

        if (!ss_vary_apply(plan, changes[i], &error)) {
            fprintf(stderr, "%s: -s %s\n", command, error->message);
            return false;
        }
    }
    return true;
}

static bool check_zone(const char *command, const char *zone)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SsZone) z = ss_zone_new(zone, &error);

    if (!z)
        fprintf(stderr, "%s: --tz: %s\n", command, error->message);
    return z != NULL;
}

static bool read_unknown_users(const SsOptions *options, const char *command, SsPlan *plan)
{
    const char *how = ss_option_get(options, "unknown-users");

    if (how && strcmp(how, "add") != 0 && strcmp(how, "refuse") != 0) {
        fprintf(stderr, "%s: --unknown-users '%s': write add or refuse\n", command, how);
        return false;
    }
    plan->add_users = how && strcmp(how, "add") == 0;
    return true;
}

bool ss_runopt_trace(const SsOptions *options, const char *command)
{
    const char *format = ss_option_get(options, "format");
    const char *account = ss_option_get(options, "swf-account");

    if (format && !ss_trace_format(format)) {
        uint32_t             n;
        const SsTraceFormat *rows = ss_trace_formats(&n);

        fprintf(stderr, "%s: --format '%s': write one of", command, format);
        for (uint32_t i = 0; i < n; i++)
            fprintf(stderr, "%s %s", i ? "," : "", rows[i].name);
        fputc('\n', stderr);
        return false;
    }
    if (account && strcmp(account, "group") != 0 && strcmp(account, "user") != 0
        && strcmp(account, "none") != 0) {
        fprintf(stderr, "%s: --swf-account '%s': write group, user or none\n", command, account);
        return false;
    }
    return true;
}

bool ss_runopt_trace_options(const SsOptions *options, const char *command, SsTraceOptions *trace)
{
    ss_trace_options_init(trace);
    trace->format = ss_option_get(options, "format");
    trace->ignore_columns = ss_option_given(options, "ignore-columns");
    trace->swf_dependencies = ss_option_given(options, "swf-dependencies");
    trace->swf_account = ss_swf_account(ss_option_get(options, "swf-account"));
    return ss_runopt_trace(options, command)
           && ss_option_number(options, command, "max-bad", 0, INT64_MAX, &trace->max_bad)
           && read_span(command, "run-time", ss_option_get(options, "run-time"), &trace->run_time);
}

bool ss_runopt_plan(const SsOptions *options, const char *command, SsPlan *plan)
{
    replace(&plan->accounts, ss_option_get(options, "accounts"));
    replace(&plan->qos, ss_option_get(options, "qos"));
    replace(&plan->history, ss_option_get(options, "history"));
    replace(&plan->usage, ss_option_get(options, "usage"));
    g_strfreev(plan->events);
    plan->events = ss_option_all(options, "events");
    g_strfreev(plan->past);
    plan->past = ss_option_all(options, "past");
    replace(&plan->record, ss_option_get(options, "recorded-runs"));
    replace(&plan->format, ss_option_get(options, "format"));
    replace(&plan->swf_account, ss_option_get(options, "swf-account"));
    replace(&plan->policy, ss_option_get(options, "policy"));
    replace(&plan->zone, ss_option_get(options, "tz"));
    plan->sums_late = ss_option_given(options, "sums-late");
    plan->strict = ss_option_given(options, "strict");
    plan->verbose = ss_option_given(options, "verbose");
    plan->ignore_columns = ss_option_given(options, "ignore-columns");
    plan->swf_dependencies = ss_option_given(options, "swf-dependencies");
    return check_zone(command, plan->zone) && read_changes(options, command, plan)
           && ss_runopt_trace(options, command) && read_numbers(options, command, plan)
           && read_unknown_users(options, command, plan)
           && ss_runopt_time(command, "start", ss_option_get(options, "start"), plan->zone,
                             &plan->start)
           && ss_runopt_time(command, "since", ss_option_get(options, "since"), plan->zone,
                             &plan->since)
           && ss_runopt_time(command, "last-reset", ss_option_get(options, "last-reset"),
                             plan->zone, &plan->last_reset)
           && ss_runopt_time(command, "until", ss_option_get(options, "until"), plan->zone,
                             &plan->until)
           && read_span(command, "run-time", ss_option_get(options, "run-time"), &plan->run_time)
           && read_span(command, "warmup", ss_option_get(options, "warmup"), &plan->warmup)
           && read_samples(options, command, plan) && read_reasons(options, command, plan);
}

bool ss_runopt_policy(const char *command, const SsPlan *plan)
{
    if (ss_policy_find(plan->policy))
        return true;
    ss_fail(SS_EXIT_USAGE, "%s: --policy '%s': write one of slurm, fifo, easy, conservative",
            command, plan->policy);
    return false;
}

bool ss_runopt_inputs(const SsOptions *options, const char *command, SsPlan *plan)
{
    if (!ss_runopt_policy(command, plan))
        return false;
    plan->site = g_strdup(options->rest[0]);
    g_strfreev(plan->workloads);
    plan->workloads = g_strdupv(options->rest + 1);
    return true;
}
