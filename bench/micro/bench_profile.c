/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two maps of the future: the free-processor profile of the textbook policies with 500 jobs in it, and the
 * plan map of a backfill cycle with 50 planned starts on 5 000 nodes.
 */
#include "bench/micro/micro.h"
#include "scheduler/planmap.h"
#include "scheduler/profile.h"
#include "sim/base/rng.h"

typedef struct {
    SsProfile *profile;
    SsRng      rng;
    SsTime     sum;
} Plan;

static void take_and_give_back(void *data, uint64_t n)
{
    Plan *plan = data;

    for (uint64_t i = 0; i < n; i++) {
        const SsTime begin = ss_rng_between(&plan->rng, 0, 50000);

        ss_profile_take(plan->profile, begin, begin + 3600, 8);
        ss_profile_take(plan->profile, begin, begin + 3600, -8);
    }
}

static void find(void *data, uint64_t n)
{
    Plan *plan = data;

    for (uint64_t i = 0; i < n; i++)
        plan->sum += ss_profile_earliest(plan->profile, 900, 7200, 0);
}

typedef struct {
    SsPlanMap *map;
    SsNodeSet *all, *left;
} Cycle;

static void keep(void *data, uint64_t n)
{
    Cycle *cycle = data;

    for (uint64_t i = 0; i < n; i++) {
        ss_node_set_copy(cycle->left, cycle->all);
        ss_plan_map_keep(cycle->map, 600, 86400, cycle->left);
    }
}

static void plan_map(void)
{
    Cycle cycle = { .all = ss_node_set_new_full(5000), .left = ss_node_set_new(5000) };
    SsRng rng;

    ss_rng_init(&rng, 2, "profile");
    cycle.map = ss_plan_map_new(0, 86400, 60, cycle.all);
    for (int i = 0; i < 50; i++) {
        const SsTime begin = ss_rng_between(&rng, 0, 80000);

        ss_node_set_clear(cycle.left);
        ss_node_set_add_range(cycle.left, (uint32_t) i * 90, (uint32_t) i * 90 + 80);
        ss_plan_map_take(cycle.map, begin, begin + 7200, cycle.left);
    }
    ss_micro("planmap.keep_5000", keep, &cycle);
    ss_plan_map_free(cycle.map);
    ss_node_set_free(cycle.all);
    ss_node_set_free(cycle.left);
}

int main(void)
{
    Plan plan = { .profile = ss_profile_new(0, 1000) };

    ss_rng_init(&plan.rng, 1, "profile");
    for (int i = 0; i < 500; i++)
        ss_profile_take(plan.profile, 0, ss_rng_between(&plan.rng, 60, 86400), 2);
    ss_micro("profile.earliest", find, &plan);
    ss_micro("profile.take_and_give_back", take_and_give_back, &plan);
    ss_profile_free(plan.profile);
    plan_map();
    return 0;
}
