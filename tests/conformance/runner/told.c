/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/conformance/runner/told.h"

#include "tests/conformance/runner/moments.h"

#include <string.h>

/* Thousandths of a second. */
enum {
    ONE_ROUND = 100, /* the limits and the pass of one round are at most that far apart    */
    NEWS = 100       /* behind a jump: no node tells sooner which of its jobs ended in it  */
};

bool ss_case_is_told(const SsCase *c)
{
    return c->moments->len > 0;
}

static const SsMoment *moment_at(const SsCase *c, guint i)
{
    return i < c->moments->len ? &g_array_index(c->moments, SsMoment, i) : NULL;
}

static guint index_of(const SsCase *c, const SsMoment *moment)
{
    return (guint) (moment - moment_at(c, 0));
}

static SsSpan thousandths_between(const SsMoment *a, const SsMoment *b)
{
    return (b->second - a->second) * 1000 + b->thousandth - a->thousandth;
}

/* The first charge of usage in the second of a jump is made on waking, before the news of jobs that ended meanwhile; when
 * its file was seen to be written says nothing of that. Where ends are told its moment is that of the log. */
static const SsMoment *early_decay(const SsCase *c, SsTime at)
{
    const SsMoment *decay = ss_moments_first(c->moments, SS_MOMENT_DECAY, at);

    return decay && decay->second == at && !ss_moments_have_ends(c->moments) ? decay : NULL;
}

/* The same where the machine stood for a moment, and all that was to happen in the second of the jump did in a later one. */
static const SsMoment *late_decay(const SsCase *c, SsTime at)
{
    const SsMoment *decay = ss_moments_first(c->moments, SS_MOMENT_DECAY, at);
    const SsMoment *first = moment_at(c, 0);

    while (first && first->second < at)
        first = moment_at(c, index_of(c, first) + 1);
    return !ss_moments_have_ends(c->moments) && decay && first && first->second != at
                   && decay->second == first->second
               ? decay
               : NULL;
}

/* Is it made on waking from the jump to `at`? */
static bool is_first(const SsCase *c, SsTime at, const SsMoment *moment)
{
    if (at == c->now || moment->second != at)
        return false;
    if (moment == early_decay(c, at))
        return true;
    return !ss_moments_have_ends(c->moments) && moment->thousandth < NEWS && moment->pass
           && moment->kind != SS_MOMENT_DECAY;
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

/* The limits and the pass of one round: the pass does not see the room of those that the limits kill. Where the second
 * changed between them they are two: it is that of the pass which jobs show. */
static bool is_of_one_round(const SsMoment *limits, const SsMoment *full)
{
    return limits && full && limits->kind == SS_MOMENT_LIMITS && full->kind == SS_MOMENT_FULL
           && limits->second == full->second && thousandths_between(limits, full) <= ONE_ROUND;
}

/* As `advance --pass` takes it; NULL if it was told with the one before. */
static const char *round_name(const SsCase *c, guint i)
{
    const SsMoment *moment = moment_at(c, i);

    if (i > 0 && is_of_one_round(moment_at(c, i - 1), moment))
        return NULL;
    return is_of_one_round(moment, moment_at(c, i + 1)) ? "main" : moment->pass;
}

char *ss_told_first(const SsCase *c, SsTime at)
{
    GString *rounds = g_string_new(NULL);

    for (guint i = 0; i < c->moments->len; i++) {
        const SsMoment *moment = moment_at(c, i);
        const char     *name = round_name(c, i);

        if (name && is_first(c, at, moment) && moment->kind != SS_MOMENT_DECAY)
            g_string_append_printf(rounds, "%s%s", rounds->len > 0 ? "," : "", name);
    }
    if (rounds->len == 0)
        g_string_assign(rounds, ss_moments_have_ends(c->moments) ? "ends" : "none");
    return g_string_free(rounds, FALSE);
}

/* Is its last line a round, to which another one of the same second may be joined? */
static bool ends_in_pass(const GString *script)
{
    const char *line = g_strrstr_len(script->str, MAX((gssize) script->len - 1, 0), "\n");

    return strstr(line ? line : script->str, " --pass ") != NULL;
}

static void add_round(const SsCase *c, guint i, SsTime *clock, GString *script)
{
    const SsMoment *moment = moment_at(c, i);
    const char     *pass = round_name(c, i);

    if (!pass)
        return;
    if (ss_moments_have_ends(c->moments) && moment->second <= *clock && ends_in_pass(script)) {
        script->str[script->len - 1] = ',';
        g_string_append_printf(script, "%s\n", pass);
        return;
    }
    go(script, clock, moment->second);
    g_string_append_printf(script, "slurmsim advance -q \"$SLURMSIM_DB\" --pass %s\n", pass);
}

void ss_told_rounds(const SsCase *c, SsTime from, SsTime until, SsTime *clock, GString *script)
{
    for (guint i = 0; i < c->moments->len; i++) {
        const SsMoment *moment = moment_at(c, i);

        if (moment->second >= from && moment->second < until && moment->kind != SS_MOMENT_TYPED
            && !is_first(c, from, moment))
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
    const SsMoment    *decay = late_decay(c, at);

    if (decay)
        add_round(c, index_of(c, decay), &clock, commands);
    for (guint i = 0; i < c->moments->len; i++) {
        const SsMoment *moment = moment_at(c, i);

        if (moment->second < at || moment->second >= until || is_first(c, at, moment)
            || moment == decay)
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
