/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_worked_examples.c - fifo, easy and conservative on the worked examples of the literature.
 *
 * Fifty-three tiny cases on a machine of 100 processors, each with the finish time of every job as its
 * authors worked it out by hand; an index says for which policies a case's answer holds. A line is
 * `arrival id estimate processors duration 0 0 user`; the integer part of the id is the finish time.
 * Whole agreement is demanded except for the cases named in `disagreements`: that list can only shrink,
 * for a case in it that agrees fails the test as well.
 *
 * Source: the worked examples of a textbook scheduler simulator, in the shared folder of records (see its
 * ORIGIN); skipped where that is not there.
 */
#include "scheduler/textbook.h"
#include "tests/support/scene.h"
#include "tests/support/ss_test.h"

#include <stdio.h>
#include <string.h>

#define FOLDER "traces/backfill-worked-examples"

enum { POLICIES = 3, CASES = 53 };

static const SsPolicy *const policies[POLICIES] = { &ss_policy_fifo, &ss_policy_easy,
                                                    &ss_policy_conservative };

typedef struct {
    const char *example, *policy, *why;
} Disagreement;

/* Nothing may be added here. */
static const Disagreement disagreements[] = {
    { NULL, NULL, NULL },
};

typedef struct {
    uint32_t cases, agree, jobs;
} Tally;

static const Disagreement *known(const char *example, const char *policy)
{
    for (const Disagreement *d = disagreements; d->example != NULL; d++)
        if (strcmp(d->example, example) == 0 && strcmp(d->policy, policy) == 0)
            return d;
    return NULL;
}

/* --- one case ------------------------------------------------------------------------------------- */

static char *clock_text(int64_t secs)
{
    return g_strdup_printf("%d-%02d:%02d:%02d", (int) (secs / 86400), (int) (secs / 3600 % 24),
                           (int) (secs / 60 % 60), (int) (secs % 60));
}

typedef struct {
    int64_t arrival, finish, estimate, cpus, run;
} Line;

static gint by_arrival(gconstpointer left, gconstpointer right)
{
    const Line *a = left, *b = right;

    return (a->arrival > b->arrival) - (a->arrival < b->arrival);
}

/* In order of arrival; those of the same second keep the order of the file. */
static GArray *read_case(const char *path)
{
    g_autofree char *text = ss_test_read(path);
    g_auto(GStrv)    lines = g_strsplit(text, "\n", -1);
    GArray          *out = g_array_new(FALSE, FALSE, sizeof(Line));

    for (uint32_t i = 0; lines[i] != NULL; i++) {
        double arrival, finish, estimate, cpus, run;

        if (lines[i][0] == '#'
            || sscanf(lines[i], "%lf %lf %lf %lf %lf", &arrival, &finish, &estimate, &cpus, &run)
                   != 5)
            continue;
        const Line line = { (int64_t) arrival, (int64_t) finish, (int64_t) estimate, (int64_t) cpus,
                            (int64_t) run };
        g_array_append_val(out, line);
    }
    g_array_sort(out, by_arrival);
    return out;
}

static SsScene *play(const GArray *lines, const SsPolicy *policy)
{
    SsScene *scene = ss_scene_new("100 nodes x 1 cpus");

    ss_scene_set_policy(scene, policy);
    for (uint32_t i = 0; i < lines->len; i++) {
        const Line      *line = &g_array_index(lines, Line, i);
        g_autofree char *at = clock_text(line->arrival);
        g_autofree char *job =
            g_strdup_printf("at %s J%u %d cpus limit %ds runs %ds", at, i, (int) line->cpus,
                            (int) line->estimate, (int) line->run);

        ss_scene_submit(scene, job);
    }
    ss_scene_run(scene);
    return scene;
}

/* "", or which jobs finish when instead: "job 3 at 300, expected 250". */
static char *differences(const GArray *lines, SsScene *scene)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < lines->len; i++) {
        const int64_t    expected = g_array_index(lines, Line, i).finish;
        g_autofree char *name = g_strdup_printf("J%u", i);
        const int64_t    end = ss_scene_end_of(scene, name);

        if (end != expected)
            g_string_append_printf(text,
                                   "%sjob %u at %" G_GINT64_FORMAT ", expected %" G_GINT64_FORMAT,
                                   text->len > 0 ? "; " : "", i + 1, end, expected);
    }
    return g_string_free(text, FALSE);
}

static void compare(const char *folder, const char *example, const SsPolicy *policy, Tally *tally)
{
    g_autofree char    *path = g_strdup_printf("%s/%s.txt", folder, example);
    g_autoptr(GArray)   lines = read_case(path);
    g_autoptr(SsScene)  scene = play(lines, policy);
    g_autofree char    *found = differences(lines, scene);
    const Disagreement *d = known(example, policy->name);

    SS_EXPECT_TRUE(lines->len > 0);
    tally->cases++;
    tally->jobs += lines->len;
    tally->agree += found[0] == '\0';
    if (d == NULL)
        ss_expect(found[0] == '\0', __FILE__, __LINE__, "%s, %s: %s", example, policy->name, found);
    else if (ss_expect(found[0] != '\0', __FILE__, __LINE__,
                       "%s, %s: agrees now; take it off the list", example, policy->name))
        printf("    %s, %s: %s (%s)\n", example, policy->name, found, d->why);
}

/* --- all of them ---------------------------------------------------------------------------------- */

static void every_worked_example(void)
{
    g_autofree char *folder = ss_test_shared(FOLDER);
    Tally            tally[POLICIES] = { 0 };

    if (folder == NULL)
        return;
    g_autofree char *index = g_strdup_printf("%s/index.csv", folder);
    g_autofree char *text = ss_test_read(index);
    g_auto(GStrv)    rows = g_strsplit(text, "\n", -1);
    uint32_t         cases = 0;

    for (uint32_t i = 1; rows[i] != NULL && rows[i][0] != '\0'; i++, cases++) {
        g_auto(GStrv) cell = g_strsplit(g_strstrip(rows[i]), ",", -1);

        g_assert(g_strv_length(cell) == 1 + POLICIES);
        for (uint32_t p = 0; p < POLICIES; p++)
            if (strcmp(cell[1 + p], "yes") == 0)
                compare(folder, cell[0], policies[p], &tally[p]);
    }
    SS_EXPECT_UINT(cases, CASES);
    for (uint32_t p = 0; p < POLICIES; p++)
        printf("    %-14s %2u of %2u cases, %3u jobs\n", policies[p]->name, tally[p].agree,
               tally[p].cases, tally[p].jobs);
}

static const SsTest tests[] = {
    SS_TEST(every_worked_example),
};
SS_TEST_MAIN("worked_examples", tests)
