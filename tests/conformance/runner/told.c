/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/conformance/runner/told.h"

#include "tests/conformance/runner/moments.h"

enum { ONE_ROUND = 100 }; /* thousandths: what belongs together is at most that far apart */

bool ss_case_is_told(const SsCase *c)
{
    return c->moments->len > 0;
}

static const SsMoment *moment_at(const SsCase *c, guint i)
{
    return i < c->moments->len ? &g_array_index(c->moments, SsMoment, i) : NULL;
}

static SsSpan thousandths_between(const SsMoment *a, const SsMoment *b)
{
    return (b->second - a->second) * 1000 + b->thousandth - a->thousandth;
}

/* The first charge of usage in the second of a jump is made on waking, before the news of jobs that ended meanwhile; when
 * its file was seen to be written says nothing of that. */
static const SsMoment *early_decay(const SsCase *c, SsTime at)
{
    const SsMoment *decay = ss_moments_first(c->moments, SS_MOMENT_DECAY, at);

    return decay && decay->second == at ? decay : NULL;
}

SsWake ss_told_wake(const SsCase *c, SsTime at)
{
    const SsMoment *limits = ss_moments_first(c->moments, SS_MOMENT_LIMITS, at);
    const SsMoment *decay = ss_moments_first(c->moments, SS_MOMENT_DECAY, at);
    SsWake          wake = { .told = true };

    wake.main = limits ? MIN(limits->second - at, 60) : 60;
    wake.period = early_decay(c, at) ? 0 : decay ? CLAMP(decay->second - at, 1, 60) : 60;
    return wake;
}

static void go(GString *script, SsTime *clock, SsTime to)
{
    if (to <= *clock)
        return;
    g_string_append_printf(script,
                           "slurmsim advance -q \"$SLURMSIM_DB\" %" G_GINT64_FORMAT
                           ":%02" G_GINT64_FORMAT "\n",
                           (to - *clock) / 60, (to - *clock) % 60);
    *clock = to;
}

/* The limits and the pass of one round: the pass does not see the room of those that the limits kill. */
static bool is_of_one_round(const SsMoment *limits, const SsMoment *full)
{
    return limits && full && limits->kind == SS_MOMENT_LIMITS && full->kind == SS_MOMENT_FULL
           && thousandths_between(limits, full) <= ONE_ROUND;
}

static void add_round(const SsCase *c, guint i, SsTime *clock, GString *script)
{
    const SsMoment *moment = moment_at(c, i);
    const char     *pass = ss_moment_pass(moment->kind);

    if (i > 0 && is_of_one_round(moment_at(c, i - 1), moment))
        return;
    if (is_of_one_round(moment, moment_at(c, i + 1)))
        pass = "main";
    go(script, clock, moment->second);
    g_string_append_printf(script, "slurmsim advance -q \"$SLURMSIM_DB\" --pass %s\n", pass);
}

void ss_told_rounds(const SsCase *c, SsTime from, SsTime until, SsTime *clock, GString *script)
{
    const SsMoment *made = early_decay(c, from); /* on waking */

    for (guint i = 0; i < c->moments->len; i++) {
        const SsMoment *moment = moment_at(c, i);

        if (moment->second >= from && moment->second < until && moment->kind != SS_MOMENT_TYPED
            && (moment != made || from == c->now))
            add_round(c, i, clock, script);
    }
}

/* `commands` if the function's argument is `key`. */
static void add_body(GString *hook, const char *key, const GString *commands)
{
    if (commands->len > 0)
        g_string_append_printf(hook, "if [ \"$1\" = %s ]; then\n%sfi\n", key, commands->str);
}

static void add_command(const SsMoment *typed, SsTime *clock, SsHooks *hooks)
{
    g_autoptr(GString) wait = g_string_new(NULL);
    g_autofree char   *key = g_strdup_printf("%u", typed->n_typed);

    go(wait, clock, typed->second);
    add_body(hooks->before, key, wait);
}

void ss_told_hooks(const SsCase *c, SsTime at, SsTime until, SsSpan rest, const char *key,
                   SsHooks *hooks)
{
    g_autoptr(GString) commands = g_string_new(NULL);
    g_autofree char   *now_key = g_strdup(key);
    GString           *now_hook = hooks->wait;
    SsTime             clock = at, last = at;

    for (guint i = 0; i < c->moments->len; i++) {
        const SsMoment *moment = moment_at(c, i);

        if (moment->second < at || moment->second >= until || moment == early_decay(c, at))
            continue;
        if (moment->kind != SS_MOMENT_TYPED) {
            add_round(c, i, &clock, commands);
            continue;
        }
        add_body(now_hook, now_key, commands);
        g_string_truncate(commands, 0);
        add_command(moment, &clock, hooks);
        g_free(now_key);
        now_key = g_strdup_printf("%u", moment->n_typed);
        now_hook = hooks->behind;
        last = moment->second;
    }
    go(commands, &clock, last + rest);
    add_body(now_hook, now_key, commands);
}
