/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/conformance/runner/rhythm.h"

#include "tests/support/record.h"

#include <stdlib.h>
#include <string.h>

enum {
    LATEST = 2,    /* seconds; what is started later waited for something else           */
    NEXT_PASS = 3, /* the loop's second pass: the first one was before the first command */
    AWAKE = 40,    /* the clock runs at least that long before it jumps again             */
    BY_HAND =
        86400, /* seconds: the thread comes round when `advance --pass` says so                 */
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

/* --- between commands ---------------------------------------------------------------------------------- */

/* A job of the accounting that was submitted behind a jump. */
typedef struct {
    uint32_t id;     /* of an array: of all its tasks */
    SsSpan   submit; /* seconds after the jump        */
    bool     main;   /* the main scheduler started it in that second */
} Fresh;

static int by_id(gconstpointer a, gconstpointer b)
{
    const Fresh *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

/* Ids and submissions go up together; who has an older id than one submitted before was requeued. */
static void drop_requeued(GArray *fresh)
{
    SsSpan earliest = NEXT_PASS;

    for (guint i = fresh->len; i-- > 0;) {
        const Fresh *job = &g_array_index(fresh, Fresh, i);

        if (job->submit > earliest)
            g_array_remove_index(fresh, i);
        else
            earliest = job->submit;
    }
}

/* In order of id. Element type: Fresh; caller frees. */
static GArray *fresh_jobs(const SsCase *c, SsTime at)
{
    GArray       *fresh = g_array_new(FALSE, FALSE, sizeof(Fresh));
    SsRecordTable jobs = ss_record_table(accounting(c), '|');

    for (guint row = 0; row < jobs.rows->len; row++) {
        const char *submit = ss_record_get(&jobs, row, "Submit");
        const char *flags = ss_record_get(&jobs, row, "Flags");
        const bool  at_once = strcmp(submit, ss_record_get(&jobs, row, "Start")) == 0;
        Fresh       job = { .id = (uint32_t) strtoul(ss_record_get(&jobs, row, "JobID"), NULL, 10),
                            .submit = seconds_after(c, submit, at),
                            .main = at_once && strstr(flags, "SchedMain") };

        if (job.submit != UNKNOWN && job.id > 0)
            g_array_append_val(fresh, job);
    }
    ss_record_table_clear(&jobs);
    g_array_sort(fresh, by_id);
    drop_requeued(fresh);
    return fresh;
}

/* The last job that the loop's first round behind the jump started in the second of its submission: the round came
 * behind that command. (Backfill's cycle of that second comes behind all of them, without being told.) */
static uint32_t round_behind(const SsCase *c, SsTime at)
{
    g_autoptr(GArray) fresh = fresh_jobs(c, at);
    const SsSpan      first = look(c, at).main;
    uint32_t          id = 0;

    for (guint i = 0; i < fresh->len; i++) {
        const Fresh *job = &g_array_index(fresh, Fresh, i);

        if (job->main && job->submit == first)
            id = job->id;
    }
    return id;
}

SsSpan ss_case_first_tick(const SsCase *c, SsTime at)
{
    return MAX(look(c, at).main, 0);
}

/* `advance HOW` if the function's argument is `key`. */
static void add_hook(GString *hook, const char *key, const char *how)
{
    g_string_append_printf(hook, "[ \"$1\" != %s ] || slurmsim advance -q \"$SLURMSIM_DB\" %s\n",
                           key, how);
}

static void add_numbered(GString *hook, uint32_t number, const char *how)
{
    g_autofree char *key = g_strdup_printf("%u", number);

    add_hook(hook, key, how);
}

static char *seconds_text(SsSpan seconds)
{
    return g_strdup_printf("0:%02" G_GINT64_FORMAT, CLAMP(seconds, 0, 59));
}

static void add_seen_seconds(const char *moment, const GArray *fresh, SsHooks *hooks)
{
    SsSpan   second = 0;
    uint32_t id = 0;

    for (guint i = 0; i < fresh->len; i++) {
        const Fresh     *job = &g_array_index(fresh, Fresh, i);
        g_autofree char *how = seconds_text(job->submit - second);

        if (job->submit > second && id == 0)
            add_hook(hooks->wait, moment, how);
        else if (job->submit > second)
            add_numbered(hooks->jobs, id, how);
        second = MAX(second, job->submit);
        id = job->id;
    }
}

void ss_case_add_hooks(const SsCase *c, const char *moment, SsHooks *hooks)
{
    static const char main_pass[] = "--pass main";
    const SsTime      at = ss_record_time(moment);

    g_autoptr(GArray) fresh = fresh_jobs(c, at);
    const uint32_t    last = round_behind(c, at);

    if (last)
        add_numbered(hooks->jobs, last, main_pass);
    add_seen_seconds(moment, fresh, hooks);
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
    if (round_behind(c, at))
        wake.main = BY_HAND;
    return wake;
}
