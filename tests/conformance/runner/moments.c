/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/conformance/runner/moments.h"

#include "tests/support/record.h"

#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {
    [SS_MOMENT_LIMITS] = "limits",     [SS_MOMENT_FULL] = "full",   [SS_MOMENT_PART] = "part",
    [SS_MOMENT_BACKFILL] = "backfill", [SS_MOMENT_DECAY] = "decay", [SS_MOMENT_TYPED] = "typed",
    [SS_MOMENT_ENDED] = "ended",       [SS_MOMENT_FREED] = "freed", [SS_MOMENT_BACK] = "back",
};

/* As `advance --pass` takes it; a text for ever. `words`: what stands in its line. */
static const char *pass_of(SsMomentKind kind, char **words)
{
    g_autofree char *text = NULL;

    if (kind == SS_MOMENT_ENDED)
        text = g_strdup_printf("end=%s", words[2]);
    else if (kind == SS_MOMENT_FREED)
        text =
            g_strdup_printf("free=%s%s%s", words[2], words[3] ? ":" : "", words[3] ? words[3] : "");
    else if (kind == SS_MOMENT_BACK)
        text = g_strdup_printf("back=%s", words[2]);
    else if (kind != SS_MOMENT_TYPED)
        return kinds[kind];
    return text ? g_intern_string(text) : NULL;
}

static bool read_moment(const char *line, SsMoment *moment)
{
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    const char   *dot = words[0] ? strchr(words[0], '.') : NULL;

    if (!dot || !words[1])
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(words[1], kinds[i]) != 0 || (i >= SS_MOMENT_ENDED && !words[2]))
            continue;
        *moment = (SsMoment){ .second = ss_record_time(words[0]),
                              .thousandth = atoi(dot + 1),
                              .kind = (SsMomentKind) i,
                              .pass = pass_of((SsMomentKind) i, words) };
        return moment->second != 0;
    }
    return false;
}

GArray *ss_moments_read(const char *folder)
{
    g_autofree char *text = ss_record_file(folder, "expected/moments.txt");
    g_auto(GStrv)    lines = g_strsplit(text ? text : "", "\n", -1);
    GArray          *moments = g_array_new(FALSE, FALSE, sizeof(SsMoment));
    uint32_t         n_typed = 0;
    SsMoment         moment;

    for (char **line = lines; *line; line++) {
        if (!read_moment(*line, &moment))
            continue;
        n_typed += moment.kind == SS_MOMENT_TYPED;
        moment.n_typed = n_typed;
        g_array_append_val(moments, moment);
    }
    return moments;
}

const SsMoment *ss_moments_first(const GArray *moments, SsMomentKind kind, SsTime from)
{
    for (guint i = 0; i < moments->len; i++) {
        const SsMoment *moment = &g_array_index(moments, SsMoment, i);

        if (moment->kind == kind && moment->second >= from)
            return moment;
    }
    return NULL;
}

bool ss_moments_have_ends(const GArray *moments)
{
    return ss_moments_first(moments, SS_MOMENT_ENDED, 0)
           || ss_moments_first(moments, SS_MOMENT_FREED, 0);
}

const SsMoment *ss_moments_typed(const GArray *moments, uint32_t n)
{
    for (guint i = 0; i < moments->len; i++) {
        const SsMoment *moment = &g_array_index(moments, SsMoment, i);

        if (moment->kind == SS_MOMENT_TYPED && moment->n_typed == n)
            return moment;
    }
    return NULL;
}
