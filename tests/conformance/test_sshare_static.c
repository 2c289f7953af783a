/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_sshare_static.c - recorded `sshare -a -P -o ...` of real Slurm 22.05.8 against our arithmetic.
 *
 * A case gives the site, the sacctmgr commands, and the usage the controller started with; MANIFEST
 * says when it started and when it last decayed. Between the two it ran its passes. Every column of
 * every row is compared as text.
 */
#include "configs/site.h"
#include "scheduler/fairshare.h"
#include "scheduler/period.h"
#include "scheduler/priority.h"
#include "tests/support/ss_test.h"

#include <string.h>

typedef struct {
    char    *folder;
    SsWorld *world;
    SsTime   begin, decayed;
} Case;

/* "2026-05-05T04:55:05" (UTC) behind `label` in `text`. */
static SsTime time_behind(const char *text, const char *label)
{
    const char          *at = strstr(text, label);
    g_autofree char     *stamp = at != NULL ? g_strndup(at + strlen(label), 19) : NULL;
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) when = stamp != NULL ? g_date_time_new_from_iso8601(stamp, utc) : NULL;

    SS_EXPECT_NOT_NULL(when);
    return when != NULL ? g_date_time_to_unix(when) : 0;
}

static char *file_of(const Case *c, const char *name)
{
    return g_build_filename(c->folder, name, NULL);
}

static char *text_of(const Case *c, const char *name)
{
    g_autofree char *path = file_of(c, name);

    return ss_test_read(path);
}

/* --- usage.csv ------------------------------------------------------------------------------------ */

/* "cpu=1000000.5;mem=2000" into [n_tres]. */
static long double *tres_of(const SsTresSet *set, const char *text)
{
    g_auto(GStrv) items = g_strsplit(text, ";", -1);
    long double  *tres = g_new0(long double, set->n);

    for (char **item = items; *item != NULL; item++) {
        char *equals = strchr(*item, '=');

        if (equals == NULL)
            continue;
        *equals = '\0';
        const uint32_t at = ss_tres_find(set, *item);
        if (at != SS_ID_NONE)
            tres[at] = strtold(equals + 1, NULL);
    }
    return tres;
}

static void seed_row(SsWorld *world, const char *row)
{
    g_auto(GStrv) cells = g_strsplit(row, ",", 5);

    if (g_strv_length(cells) < 5)
        return;
    const SsAssocId         assoc = ss_assoc_find(world->tree, cells[0], cells[1], NULL);
    g_autofree long double *tres = tres_of(world->cluster->tres, cells[4]);
    if (!SS_EXPECT_TRUE(assoc != SS_ID_NONE))
        return;
    /* the state file holds grp_used_wall as a whole number */
    ss_fairshare_seed(world, assoc, strtold(cells[2], NULL),
                      (double) g_ascii_strtoull(cells[3], NULL, 10), tres);
}

static void seed(const Case *c)
{
    g_autofree char *computed = file_of(c, "usage.csv.computed");
    const char      *name =
        g_file_test(computed, G_FILE_TEST_EXISTS) ? "usage.csv.computed" : "usage.csv";
    g_autofree char *text = text_of(c, name);
    g_auto(GStrv)    rows = g_strsplit(text, "\n", -1);

    for (char **row = rows[0] != NULL ? rows + 1 : rows; *row != NULL; row++)
        seed_row(c->world, *row);
}

/* --- the controller's life ------------------------------------------------------------------------ */

static bool open_case(Case *c, const char *name)
{
    g_autofree char     *relative = g_build_filename("oracle", "cases", name, NULL);
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = NULL;
    g_autoptr(GError)    error = NULL;
    g_autofree char     *manifest = NULL;

    c->folder = ss_test_shared(relative);
    if (c->folder == NULL)
        return false;
    ss_site_read(c->folder, NULL, diag, &cluster, &error);
    if (!SS_EXPECT_NO_ERROR(error))
        return false;
    manifest = text_of(c, "expected/MANIFEST");
    c->begin = time_behind(manifest, "controller started ");
    c->decayed = time_behind(manifest, "usage last decayed ");
    c->world = ss_world_new(cluster, c->begin);
    return true;
}

/* Users whose jobs wait are evaluated in each pass. */
static void evaluate_all(SsWorld *world)
{
    for (SsAssocId i = 0; i < world->tree->n; i++)
        ss_fairshare_factor(world, i);
}

static void live(Case *c)
{
    SsWorld *world = c->world;

    ss_priority_normalise(world);
    ss_fairshare_shares(world);
    seed(c);
    world->last_usage_period = world->last_usage_reset = c->begin;
    ss_fairshare_period(world);
    evaluate_all(world);
    world->now = c->begin + world->settings.calc_period;
    if (world->now < c->decayed) {
        ss_fairshare_period(world);
        evaluate_all(world);
    }
    world->now = c->decayed;
    ss_fairshare_period(world);
    ss_fairshare_view(world);
}

static void close_case(Case *c)
{
    g_free(c->folder);
    if (c->world != NULL)
        ss_world_free(c->world);
}

/* --- sshare's row --------------------------------------------------------------------------------- */

static char *tres_minutes(const SsWorld *world, const SsUsage *usage)
{
    const uint32_t       n = world->cluster->tres->n;
    g_autofree uint64_t *minutes = g_new(uint64_t, n);

    for (uint32_t i = 0; i < n; i++)
        minutes[i] = (uint64_t) (usage->tres_raw[i] / 60);
    return ss_tres_text(world->cluster->tres, minutes, SS_TRES_TEXT_ZEROS);
}

static char *run_minutes(const SsWorld *world, const SsUsage *usage)
{
    const uint32_t       n = world->cluster->tres->n;
    g_autofree uint64_t *minutes = g_new(uint64_t, n);

    for (uint32_t i = 0; i < n; i++)
        minutes[i] = usage->run_secs[i] / 60;
    return ss_tres_text(world->cluster->tres, minutes, SS_TRES_TEXT_ZEROS);
}

static char *real(bool shown, long double value)
{
    return shown ? g_strdup_printf("%f", (double) value) : g_strdup("");
}

static char *shares(const SsAssoc *assoc)
{
    if (assoc->parent == SS_ID_NONE)
        return g_strdup("");
    if (assoc->shares == SS_SHARES_PARENT)
        return g_strdup("parent");
    return g_strdup_printf("%u", assoc->shares);
}

static char *row_of(const SsWorld *world, SsAssocId i)
{
    const SsAssoc   *assoc = &world->tree->at[i];
    const SsUsage   *usage = &world->assoc_use[i];
    const bool       fair_tree = (world->settings.priority_flags & SS_PRIO_FAIR_TREE) != 0;
    const bool       below = assoc->parent != SS_ID_NONE;
    g_autofree char *raw_shares = shares(assoc);
    g_autofree char *norm_usage = real(below, usage->usage_norm);
    g_autofree char *factor = real(assoc->is_user || !fair_tree, usage->fs_factor);
    g_autofree char *level =
        real((below || !fair_tree) && assoc->shares != SS_SHARES_PARENT, usage->level_fs);
    g_autofree char *running = run_minutes(world, usage);
    g_autofree char *minutes = tres_minutes(world, usage);

    return g_strdup_printf("%*s%s|%s|%s|%f|%" G_GUINT64_FORMAT "|%s|%f|%s|%s||%s|%s",
                           (int) assoc->level, "", assoc->account, assoc->user, raw_shares,
                           usage->shares_norm, (uint64_t) usage->usage_raw, norm_usage,
                           (double) usage->usage_efctv, factor, level, running, minutes);
}

static void compare(const char *name)
{
    Case c = { 0 };

    if (open_case(&c, name)) {
        live(&c);
        g_autofree char   *expected = text_of(&c, "expected/sshare_fmt.txt");
        g_autoptr(GString) is =
            g_string_new("Account|User|RawShares|NormShares|RawUsage|NormUsage|"
                         "EffectvUsage|FairShare|LevelFS|GrpTRESMins|TRESRunMins|"
                         "GrpTRESRaw\n");

        for (SsAssocId i = 0; i < c.world->tree->n; i++) {
            g_autofree char *row = row_of(c.world, i);

            g_string_append_printf(is, "%s\n", row);
        }
        SS_EXPECT_TEXT(is->str, expected);
    }
    close_case(&c);
}

static void a_deep_fair_tree(void)
{
    compare("static-fairtree-deep");
}

static void classic_with_a_dampening_factor(void)
{
    compare("static-classic-fairshare");
}

static void depth_oblivious(void)
{
    compare("static-depth-oblivious");
}

static void two_months_of_cpu_jobs(void)
{
    compare("static-basic-cpu");
}

static void gpus_with_billing_weights(void)
{
    compare("static-gpu-billing");
}

static void nodes_that_were_down(void)
{
    compare("static-events-reservations");
}

static void no_decay_and_a_monthly_reset(void)
{
    compare("static-wckey-qos-arrays");
}

static const SsTest tests[] = {
    SS_TEST(a_deep_fair_tree),
    SS_TEST(classic_with_a_dampening_factor),
    SS_TEST(depth_oblivious),
    SS_TEST(two_months_of_cpu_jobs),
    SS_TEST(gpus_with_billing_weights),
    SS_TEST(nodes_that_were_down),
    SS_TEST(no_decay_and_a_monthly_reset),
};
SS_TEST_MAIN("sshare_static", tests)
