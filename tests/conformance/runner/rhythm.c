/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/conformance/runner/rhythm.h"

#include "tests/support/record.h"

#include <string.h>

enum {
    LATEST = 2,    /* seconds; what is started later waited for something else           */
    NEXT_PASS = 3, /* the loop's second pass: the first one was before the first command */
    AWAKE = 40,    /* the clock runs at least that long before it jumps again             */
    UNKNOWN = -1
};

/* The recorded accounting that says who started each job; NULL without. */
static const char *accounting(const SsCase *c)
{
    static const char *const needed[] = { "JobID|", "|Start|", "|End|", "|State|", "|Flags" };

    for (guint i = 0; i < c->cells->len; i++) {
        const SsCell    *cell = c->cells->pdata[i];
        g_autofree char *head = g_strndup(cell->text, strcspn(cell->text, "\n"));
        size_t           n = 0;

        while (n < G_N_ELEMENTS(needed) && strstr(head, needed[n]))
            n++;
        if (n == G_N_ELEMENTS(needed))
            return cell->text;
    }
    return NULL;
}

/* What the recorded controller says of its jobs; NULL if it was not asked. */
static const char *controller(const SsCase *c)
{
    for (guint i = 0; i < c->cells->len; i++) {
        const SsCell *cell = c->cells->pdata[i];

        if (strcmp(cell->command, "scontrol show job") == 0)
            return cell->text;
    }
    return NULL;
}

/* A moment that was printed, as seconds after `at`; UNKNOWN if it is not one of the first. */
static SsSpan seconds_after(const SsCase *c, const char *moment, SsTime at)
{
    SsCivil      civil;
    const SsTime wall = ss_record_time(moment);
    SsSpan       after = UNKNOWN;

    if (wall == 0)
        return UNKNOWN;
    ss_zone_local(c->zone, at, &civil);
    after = wall - (at + civil.offset);
    return after >= 0 && after <= NEXT_PASS ? after : UNKNOWN;
}

static void take_first(SsSpan *first, SsSpan seen)
{
    if (seen != UNKNOWN && (*first == UNKNOWN || seen < *first))
        *first = seen;
}

typedef struct {
    SsSpan main, backfill, poll; /* the first start by each, the first end at a limit; UNKNOWN  */
    bool   waited;               /* the first start by the main scheduler: of a job of before  */
    bool   queued;               /* jobs of before still waited                                */
} Seen;

static bool is_before(const SsCase *c, const char *moment, SsTime at)
{
    SsCivil      civil;
    const SsTime wall = ss_record_time(moment);

    ss_zone_local(c->zone, at, &civil);
    return wall != 0 && wall < at + civil.offset;
}

static void look_at_accounting(const SsCase *c, SsTime at, Seen *seen)
{
    SsRecordTable jobs = ss_record_table(accounting(c), '|');

    for (guint row = 0; row < jobs.rows->len; row++) {
        const char *flags = ss_record_get(&jobs, row, "Flags");
        const char *start = ss_record_get(&jobs, row, "Start");
        const bool  old = is_before(c, ss_record_get(&jobs, row, "Submit"), at);

        seen->queued |= old && !is_before(c, start, at);
        seen->waited |=
            old && strstr(flags, "SchedMain") && seconds_after(c, start, at) == NEXT_PASS;
        if (strstr(flags, "SchedMain"))
            take_first(&seen->main, seconds_after(c, start, at));
        if (strstr(flags, "SchedBackfill"))
            take_first(&seen->backfill, seconds_after(c, start, at));
        if (strcmp(ss_record_get(&jobs, row, "State"), "TIMEOUT") == 0)
            take_first(&seen->poll, seconds_after(c, ss_record_get(&jobs, row, "End"), at));
    }
    ss_record_table_clear(&jobs);
}

/* What stands behind `key` ("StartTime=") in the lines of one job; "" without. */
static const char *behind(const char *job, const char *key)
{
    const char *found = strstr(job, key);

    return found ? found + strlen(key) : "";
}

/* A job that waits shows when it is expected and which scheduler looked last: only one that started counts. */
static void look_at_controller(const SsCase *c, SsTime at, Seen *seen)
{
    const char   *text = controller(c);
    g_auto(GStrv) jobs = g_strsplit(text ? text : "", "JobId=", -1);

    for (char **job = jobs; *job; job++) {
        const char *start = behind(*job, " StartTime=");
        const char *state = behind(*job, "JobState=");

        if (g_str_has_prefix(state, "PENDING"))
            continue;
        if (g_str_has_prefix(behind(*job, "Scheduler="), "Main"))
            take_first(&seen->main, seconds_after(c, start, at));
        if (g_str_has_prefix(behind(*job, "Scheduler="), "Backfill"))
            take_first(&seen->backfill, seconds_after(c, start, at));
        if (g_str_has_prefix(state, "TIMEOUT"))
            take_first(&seen->poll, seconds_after(c, behind(*job, "EndTime="), at));
    }
}

static Seen look(const SsCase *c, SsTime at)
{
    Seen seen = { UNKNOWN, UNKNOWN, UNKNOWN, false, false };

    look_at_accounting(c, at, &seen);
    look_at_controller(c, at, &seen);
    return seen;
}

SsSpan ss_case_first_tick(const SsCase *c, SsTime at)
{
    return MAX(look(c, at).main, 0);
}

/* The first of the named decay runs in the seconds from `from` to `to`; 0 without. */
static SsTime decay_between(const SsCase *c, SsTime from, SsTime to)
{
    for (guint i = 0; i < c->decays->len; i++) {
        const SsTime run = g_array_index(c->decays, SsTime, i);

        if (run >= from && run <= to)
            return run;
    }
    return 0;
}

/* The runs that were missed in a jump are made at once behind it; the next one is of the thread's own grid. */
static void read_decays(const SsCase *c, SsTime at, SsWake *wake)
{
    const SsTime missed = decay_between(c, at, at + NEXT_PASS);
    const SsTime next = decay_between(c, MAX(missed, at) + 1, at + AWAKE);

    if (c->decays->len == 0)
        return;
    wake->period = missed ? missed - at : 0;
    wake->grid = next ? next : missed > at ? missed : 0;
}

SsWake ss_case_wake(const SsCase *c, SsTime at)
{
    const Seen seen = look(c, at);
    const bool is_first = seen.main == NEXT_PASS; /* of all threads: no poll has seen new usage */
    SsWake     wake = { .period = is_first };

    if (!is_first)
        wake.main = MAX(seen.main, MIN(seen.poll, LATEST));
    if (is_first && seen.waited && seen.poll == UNKNOWN)
        wake.main = NEXT_PASS; /* the first one came before the news of the end that made room */
    wake.main = MAX(wake.main, 0);
    if (seen.backfill != UNKNOWN)
        wake.backfill = MIN(seen.backfill, LATEST);
    else if (!is_first)
        wake.backfill = MAX(seen.main, 0); /* it left them to the loop */
    else if (!seen.queued || seen.waited)
        wake.backfill = NEXT_PASS; /* it found nothing to do in time; the loop had them next */
    read_decays(c, at, &wake);
    return wake;
}
