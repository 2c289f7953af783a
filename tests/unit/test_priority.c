/* SPDX-License-Identifier: Apache-2.0 */
/* The vectors of spec priority.md 21.8 to 21.11. */
#include "scheduler/priority.h"

#include "scheduler/fairshare.h"
#include "scheduler/period.h"
#include "tests/support/ss_test.h"
#include "tests/support/tree.h"

#define T0 1767225600

#define WEIGHTS                                                                                    \
    "PriorityWeightAge=1000, PriorityWeightAssoc=500, PriorityWeightFairshare=10000,"              \
    "PriorityWeightJobSize=1000, PriorityWeightPartition=1000, PriorityWeightQOS=2000"

#define NODES "10 nodes x 16 cpus x 64000 mb"

static SsWorld *world_of(const char *settings)
{
    g_autofree char *site = g_strdup_printf("%s; %s, " WEIGHTS, NODES, settings);
    SsWorld         *world = ss_tree_world(site, "root > a 1; a : ann 1; qos high", T0);

    world->settings.weight_tres = g_new0(double, world->cluster->tres->n);
    world->settings.weight_tres[SS_TRES_CPU] = 1000;
    world->settings.weight_tres[SS_TRES_MEM] = 500;
    return world;
}

/* PriorityJobFactors of 5 for the partition, 10 for the largest one. */
static void set_partition_factor(SsWorld *world)
{
    world->parts[0].job_factor = 5;
    ss_priority_normalise(world);
    world->max_job_factor = 10;
}

/* The job of 21.8: 2 nodes, 32 CPUs, 64000 MB, waiting for a day. */
static SsJob *waiting_job(SsWorld *world)
{
    SsJob *job = ss_tree_job(world, "ann", 2, 32, 64000);

    job->accrue = world->now - 86400;
    job->nice = 100;
    job->qos = ss_tree_qos(world, "high");
    world->tree->at[job->assoc].priority = 3;
    world->assoc_use[job->assoc].fs_factor = 0.5;
    ss_tree_set(world, "qos high", "Priority=10");
    ss_tree_set(world, "qos normal", "Priority=30");
    ss_tree_set(world, "account a", "Priority=4");
    set_partition_factor(world);
    return job;
}

static void expect_rounded(double value, const char *expected)
{
    g_autofree char *text = g_strdup_printf("%.0f", value);

    SS_EXPECT_TEXT(text, expected);
}

static void the_sum_is_truncated_and_the_columns_rounded(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = waiting_job(world);
    SsPriorityRow      row;

    ss_priority_job(world, job);
    ss_priority_row(world, job, 0, &row);

    SS_EXPECT_UINT(job->priority, 7034);
    SS_EXPECT_REAL(row.priority, 7034.523809523809, 1e-9);
    expect_rounded(row.age, "143");
    expect_rounded(row.assoc, "375");
    expect_rounded(row.fs, "5000");
    expect_rounded(row.js, "200");
    expect_rounded(row.part, "500");
    expect_rounded(row.qos, "667");
    expect_rounded(job->f_tres[SS_TRES_CPU], "200");
    expect_rounded(job->f_tres[SS_TRES_MEM], "50");
    expect_rounded(row.tres_sum, "250");
    SS_EXPECT_INT(row.nice, 100);
}

static double size_factor(const char *settings, uint32_t nodes, uint32_t cpus, uint32_t minutes)
{
    g_autoptr(SsWorld) world = world_of(settings);
    SsJob             *job = ss_tree_job(world, "ann", nodes, cpus, 0);

    job->time_limit = minutes;
    ss_priority_job(world, job);
    return job->f_js / 1000;
}

static void size_counts_nodes_and_cpus(void)
{
    SS_EXPECT_REAL(size_factor("", 2, 32, 120), 0.2, 1e-12);
    SS_EXPECT_REAL(size_factor("PriorityFavorSmall=YES", 2, 32, 120), 0.8, 1e-12);
    SS_EXPECT_REAL(size_factor("PriorityFlags=SMALL_RELATIVE_TO_TIME", 2, 32, 120), 0.0016667,
                   5e-8);
    SS_EXPECT_REAL(
        size_factor("PriorityFlags=SMALL_RELATIVE_TO_TIME, PriorityFavorSmall=YES", 2, 32, 120),
        0.9983333, 5e-8);
    SS_EXPECT_REAL(size_factor("", 3, 48, 120), 0.3, 1e-12);
    SS_EXPECT_REAL(size_factor("PriorityFavorSmall=YES", 3, 48, 120), 0.7, 1e-12);
    SS_EXPECT_REAL(size_factor("PriorityFlags=SMALL_RELATIVE_TO_TIME", 3, 48, 120), 0.0025, 1e-12);
    SS_EXPECT_REAL(
        size_factor("PriorityFlags=SMALL_RELATIVE_TO_TIME, PriorityFavorSmall=YES", 3, 48, 120),
        0.9975, 1e-12);
}

static void a_job_larger_than_the_cluster_wraps_to_1(void)
{
    SS_EXPECT_REAL(size_factor("PriorityFavorSmall=YES", 11, 16, 120), 1.0, 0);
    SS_EXPECT_REAL(size_factor("", 11, 176, 120), 1.0, 0);
}

/* p1 and p2 over all nodes, p3 over five and of a higher tier. */
#define THREE_PARTITIONS                                                                           \
    NODES "; " WEIGHTS "; partition p1 ALL PriorityJobFactor=5;"                                   \
          "partition p2 ALL PriorityJobFactor=10;"                                                 \
          "partition p3 n[1-5] PriorityJobFactor=1 PriorityTier=3"

static SsWorld *observed_world(const char *settings)
{
    g_autofree char *site = g_strdup_printf("%s; %s", THREE_PARTITIONS, settings);
    SsWorld         *world = ss_tree_world(site, "root > a 1; a : ann 1", T0);

    world->settings.weight_tres = g_new0(double, world->cluster->tres->n);
    world->settings.weight_tres[SS_TRES_CPU] = 1000;
    world->settings.weight_tres[SS_TRES_MEM] = 500;
    ss_fairshare_period(world);
    return world;
}

static void expect_row(const SsWorld *world, const SsJob *job, const char *part,
                       const char *expected)
{
    const SsPartId     p = ss_cluster_part(world->cluster, part);
    g_autofree double *tres = g_new(double, world->cluster->tres->n);
    SsPriorityRow      row;

    ss_priority_row(world, job, p, &row);
    ss_priority_tres(world, job, p, tres);
    g_autofree char *text =
        g_strdup_printf("%u %.0f %.0f %d cpu=%.0f,mem=%.0f", (uint32_t) row.priority, row.js,
                        row.part, row.nice, tres[SS_TRES_CPU], tres[SS_TRES_MEM]);
    SS_EXPECT_TEXT(text, expected);
}

static void rows_as_sprio_showed_them(void)
{
    g_autoptr(SsWorld)    world = observed_world("");
    SsJob                *one = ss_tree_job(world, "ann", 2, 32, 64000);
    SsJob                *many = ss_tree_job(world, "ann", 1, 1, 64000);
    static const SsPartId by_tier[] = { 2, 0, 1 };

    one->nice = 100;
    ss_priority_new(world, one);
    expect_row(world, one, "p1", "10850 200 500 100 cpu=200,mem=50");

    g_free(many->parts);
    many->parts = g_memdup2(by_tier, sizeof by_tier);
    many->n_parts = 3;
    many->part = 0;
    ss_priority_new(world, many);
    expect_row(world, many, "p3", "10265 53 100 0 cpu=12,mem=100");
    expect_row(world, many, "p1", "10609 53 500 0 cpu=6,mem=50");
    expect_row(world, many, "p2", "11109 53 1000 0 cpu=6,mem=50");
    SS_EXPECT_UINT(many->priority, 10609);
    SS_EXPECT_UINT(many->part_prio[0], 10265);
    SS_EXPECT_UINT(many->part_prio[1], 10609);
    SS_EXPECT_UINT(many->part_prio[2], 11109);
}

static void a_fixed_priority_is_kept_and_shows_no_factors(void)
{
    g_autoptr(SsWorld) world = observed_world("");
    SsJob             *job = ss_tree_job(world, "ann", 2, 32, 64000);
    SsPriorityRow      row;

    job->direct_prio = true;
    job->priority = 5000;
    ss_priority_new(world, job);
    ss_priority_job(world, job);
    ss_priority_row(world, job, 0, &row);

    SS_EXPECT_UINT(job->priority, 5000);
    SS_EXPECT_REAL(row.priority, 5000, 0);
    SS_EXPECT_REAL(row.js + row.part + row.fs + row.tres_sum, 0, 0);
    SS_EXPECT_TRUE(row.direct);
}

static void not_normalised_factors_are_raw_numbers(void)
{
    g_autoptr(SsWorld) world = observed_world("PriorityFlags=NO_NORMAL_ALL");
    SsJob             *job = ss_tree_job(world, "ann", 3, 48, 192000);

    ss_priority_new(world, job);
    expect_row(world, job, "p1", "96063300 300 5000 0 cpu=48000,mem=96000000");
    SS_EXPECT_UINT(job->priority, 96063300);
}

static void the_normalised_sum_is_over_32_bits(void)
{
    g_autoptr(SsWorld) world = observed_world("");
    SsJob             *job = ss_tree_job(world, "ann", 2, 32, 64000);
    SsPriorityRow      row;

    job->nice = 100;
    ss_priority_new(world, job);
    ss_priority_row(world, job, 0, &row);
    g_autofree char *text = g_strdup_printf("%.14f", row.priority / 4294967295.0);
    text[10] = '\0'; /* sprio's column is ten wide */
    SS_EXPECT_TEXT(text, "0.00000252");
}

static void incr_only_never_lowers_a_priority(void)
{
    g_autoptr(SsWorld) world = observed_world("PriorityFlags=INCR_ONLY");
    SsJob             *job = ss_tree_job(world, "ann", 2, 32, 64000);

    ss_priority_new(world, job);
    const uint32_t first = job->priority;
    job->nice = 500;
    ss_priority_job(world, job);
    SS_EXPECT_UINT(job->priority, first);
    job->nice = -500;
    ss_priority_job(world, job);
    SS_EXPECT_UINT(job->priority, first + 500);
}

static void a_priority_is_at_least_1_and_at_most_32_bits(void)
{
    g_autoptr(SsWorld) world = observed_world("");
    SsJob             *job = ss_tree_job(world, "ann", 1, 1, 0);

    job->nice = 2147483645;
    ss_priority_new(world, job);
    SS_EXPECT_UINT(job->priority, 1);
    job->nice = 0;
    job->site_factor = 2147483645;
    ss_priority_new(world, job);
    SS_EXPECT_UINT(job->priority, 2147483645u + 10000 + 53 + 500 + 6);
    world->settings.weight_tres[SS_TRES_CPU] = 1e15;
    ss_priority_new(world, job);
    SS_EXPECT_UINT(job->priority, UINT32_MAX);
}

static void age_grows_to_priority_max_age(void)
{
    g_autoptr(SsWorld) world = observed_world("PriorityMaxAge=1-0");
    SsJob             *job = ss_tree_job(world, "ann", 1, 1, 0);

    ss_priority_new(world, job);
    SS_EXPECT_REAL(job->f_age, 0, 0); /* no accrue time yet */
    job->accrue = world->now - 43200;
    ss_priority_job(world, job);
    SS_EXPECT_REAL(job->f_age, 500, 0);
    job->accrue = world->now - 90000;
    ss_priority_job(world, job);
    SS_EXPECT_REAL(job->f_age, 1000, 0);
    job->accrue = world->now + 10;
    ss_priority_job(world, job);
    SS_EXPECT_REAL(job->f_age, 0, 0);
}

static void without_slurmdbd_age_and_fairshare_weigh_nothing(void)
{
    g_autoptr(SsWorld) world = observed_world("");
    SsJob             *job = ss_tree_job(world, "ann", 1, 1, 0);

    job->accrue = world->now - 86400;
    world->settings.has_dbd = false;
    ss_priority_new(world, job);
    SS_EXPECT_REAL(job->f_age, 0, 0);
    SS_EXPECT_REAL(job->f_fs, 0, 0);
}

static void between_passes_a_priority_stands_still(void)
{
    g_autoptr(SsWorld) world = observed_world("");
    SsJob             *job = ss_tree_job(world, "ann", 1, 1, 0);

    job->accrue = world->now;
    ss_priority_new(world, job);
    const uint32_t first = job->priority;
    world->now += 86400;
    SS_EXPECT_UINT(job->priority, first);
    ss_fairshare_period(world);
    SS_EXPECT_UINT(job->priority, first + 143); /* 10559.375 + 142.857 */
    SS_EXPECT_INT(world->changed.job, world->now);
}

static void basic_priorities_count_down_and_nice_shifts_them(void)
{
    static const struct {
        int32_t  nice;
        uint32_t priority, lowest;
    } rows[] = {
        { 0, 4294901759, 4294901759 }, { 0, 4294901758, 4294901758 },
        { 0, 4294901757, 4294901757 }, { 10, 4294901746, 4294901756 },
        { 0, 4294901755, 4294901755 }, { -10, 4294901764, 4294901754 },
        { 0, 4294901753, 4294901753 },
    };
    g_autoptr(SsWorld) world = world_of("");

    world->settings.priority_type = SS_PRIORITY_BASIC;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SsJob *job = ss_tree_job(world, "ann", 1, 1, 0);

        job->nice = rows[i].nice;
        ss_priority_new(world, job);
        SS_EXPECT_UINT(job->priority, rows[i].priority);
        SS_EXPECT_UINT(world->basic_lowest, rows[i].lowest);
    }
}

static void with_basic_a_fixed_priority_moves_nothing(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *fixed = ss_tree_job(world, "ann", 1, 1, 0);
    SsJob             *plain = ss_tree_job(world, "ann", 1, 1, 0);

    world->settings.priority_type = SS_PRIORITY_BASIC;
    fixed->direct_prio = true;
    fixed->priority = 77;
    ss_priority_new(world, fixed);
    ss_priority_new(world, plain);
    ss_fairshare_period(world);
    SS_EXPECT_UINT(fixed->priority, 77);
    SS_EXPECT_UINT(plain->priority, 4294901759);
}

static void billing_sums_weights_or_takes_the_largest(void)
{
    static const struct {
        const char *weights, *counts;
        bool        max;
        double      billable;
    } rows[] = {
        { NULL, "cpu=7", false, 7 },
        { "CPU=1.0,Mem=0.25G", "cpu=1,mem=60G", false, 16 },
        { "CPU=1.0,Mem=0.25G", "cpu=16,mem=1G", false, 16.25 },
        { "CPU=1.0,Mem=0.25G", "cpu=16,mem=60G", false, 31 },
        { "CPU=1.0,Mem=0.25G", "cpu=1,mem=60G", true, 15 },
        { "CPU=1.0,Mem=0.25G", "cpu=15,mem=1G", true, 15 },
        { "CPU=1,Mem=0.25G,GRES/gpu=4", "cpu=8,mem=16G,gres/gpu=2", false, 20 },
        { "CPU=1,Mem=0.25G,GRES/gpu=4", "cpu=8,mem=16G,gres/gpu=2", true, 8 },
        { "CPU=1,license/matlab=10", "cpu=4,license/matlab=1", true, 14 },
    };
    g_autoptr(SsTresSet) set = ss_tres_set_new();

    ss_tres_set_add(set, "gres/gpu");
    ss_tres_set_add(set, "license/matlab");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree double   *weights = g_new0(double, set->n);
        g_autofree uint64_t *counts = g_new0(uint64_t, set->n);

        SS_EXPECT_TRUE(ss_tres_parse(set, rows[i].counts, counts, NULL));
        if (rows[i].weights != NULL)
            SS_EXPECT_TRUE(ss_tres_weights_parse(set, rows[i].weights, weights, NULL));
        SS_EXPECT_REAL(
            ss_tres_billing(set, counts, rows[i].weights != NULL ? weights : NULL, rows[i].max),
            rows[i].billable, 0);
    }
}

static void every_factor_is_documented(void)
{
    double sum = 0;

    for (const SsPriorityFactor *f = ss_priority_factors; f->name != NULL; f++) {
        SS_EXPECT_TRUE(f->doc != NULL && f->doc[0] != '\0');
        SS_EXPECT_NOT_NULL(f->value);
        sum++;
    }
    SS_EXPECT_INT(sum, 6);
}

static const SsTest tests[] = {
    SS_TEST(the_sum_is_truncated_and_the_columns_rounded),
    SS_TEST(size_counts_nodes_and_cpus),
    SS_TEST(a_job_larger_than_the_cluster_wraps_to_1),
    SS_TEST(rows_as_sprio_showed_them),
    SS_TEST(a_fixed_priority_is_kept_and_shows_no_factors),
    SS_TEST(not_normalised_factors_are_raw_numbers),
    SS_TEST(the_normalised_sum_is_over_32_bits),
    SS_TEST(incr_only_never_lowers_a_priority),
    SS_TEST(a_priority_is_at_least_1_and_at_most_32_bits),
    SS_TEST(age_grows_to_priority_max_age),
    SS_TEST(without_slurmdbd_age_and_fairshare_weigh_nothing),
    SS_TEST(between_passes_a_priority_stands_still),
    SS_TEST(basic_priorities_count_down_and_nice_shifts_them),
    SS_TEST(with_basic_a_fixed_priority_moves_nothing),
    SS_TEST(billing_sums_weights_or_takes_the_largest),
    SS_TEST(every_factor_is_documented),
};
SS_TEST_MAIN("priority", tests)
