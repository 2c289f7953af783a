/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass of Fair Tree and one decay over 60 accounts with 500 users, of whom 20 were charged since the last
 * pass; and the pass in its plain form, which divides and sorts all of them.
 */
#include "bench/micro/micro.h"
#include "scheduler/charge.h"
#include "scheduler/fair_tree.h"
#include "scheduler/fairshare.h"
#include "scheduler/notes.h"
#include "sim/base/rng.h"

enum { CHARGED = 20 };

static void charge(SsWorld *world, SsAssocId assoc)
{
    for (SsAssocId a = assoc; a != SS_ID_NONE; a = world->tree->at[a].parent) {
        world->assoc_use[a].usage_raw += 1000;
        if (!world->assoc_use[a].charged)
            g_array_append_val(world->charged, a);
        world->assoc_use[a].charged = true;
    }
}

static void rank(void *data, uint64_t n)
{
    SsWorld *world = data;

    for (uint64_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < CHARGED; k++)
            charge(world, world->tree->n - 1 - (uint32_t) (i + 20 * k) % 400);
        ss_fair_tree(world);
    }
}

static void decay(void *data, uint64_t n)
{
    SsWorld *world = data;

    for (uint64_t i = 0; i < n; i++) {
        SsSlice slice = ss_slice(world);

        ss_charge_decay(world, &slice);
    }
}

static SsCluster *site(void)
{
    g_autoptr(GString) accounts = g_string_new(NULL);

    for (int i = 0; i < 60; i++)
        g_string_append_printf(accounts, "sacctmgr -i add account a%d\n", i);
    for (int i = 0; i < 500; i++)
        g_string_append_printf(accounts, "sacctmgr -i add user u%d account=a%d\n", i, i % 60);
    return ss_micro_site("ClusterName=bench\nSlurmctldHost=h\nSelectType=select/cons_tres\n"
                         "PriorityType=priority/multifactor\n"
                         "AccountingStorageType=accounting_storage/slurmdbd\n"
                         "NodeName=n[1-10] CPUs=4 State=UNKNOWN\n"
                         "PartitionName=p Nodes=ALL Default=YES State=UP\n",
                         accounts->str);
}

int main(void)
{
    SsCluster *cluster = site();
    SsWorld   *world = ss_world_new(cluster, 1000000);
    SsRng      rng;

    ss_rng_init(&rng, 1, "usage");
    ss_fairshare_shares(world);
    for (SsAssocId a = 0; a < world->tree->n; a++)
        if (world->tree->at[a].is_user)
            ss_fairshare_seed(world, a, (long double) ss_rng_uniform(&rng, 0, 1e6), 0, NULL);
    world->last_usage_period = world->now - 300;
    ss_notes_make(world);
    ss_micro("fair_tree.pass_560", rank, world);
    world->shortcuts.off = SS_SHORTCUTS_ALL;
    ss_micro("fair_tree.plain_560", rank, world);
    world->shortcuts.off = 0;
    ss_fairshare_settle(world);
    ss_micro("fair_tree.decay_560", decay, world);
    ss_world_free(world);
    ss_cluster_unref(cluster);
    return 0;
}
