/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One placement on an idle machine: whole nodes and cores, at 100 and 5 000 nodes of 16 CPUs.
 */
#include "bench/micro/micro.h"
#include "scheduler/controller.h"
#include "scheduler/place.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    SsWorld *world;
    SsJob   *job;
} Question;

static void place(void *data, uint64_t n)
{
    const Question    *question = data;
    const SsWorld     *world = question->world;
    const SsPlaceQuery query = { .world = world,
                                 .use = world->use,
                                 .job = question->job,
                                 .part = 0,
                                 .nodes = world->parts[0].nodes,
                                 .min_nodes = 1,
                                 .req_nodes = 1,
                                 .max_nodes = world->cluster->n_nodes,
                                 .mode = SS_PLACE_NOW };

    for (uint64_t i = 0; i < n; i++) {
        SsAlloc *alloc = NULL;

        if (ss_place(&query, &alloc) != SS_PLACED)
            abort();
        ss_alloc_free(alloc);
    }
}

static void measure(uint32_t nodes, const char *select, uint32_t tasks)
{
    g_autofree char *conf =
        g_strdup_printf("ClusterName=bench\nSlurmctldHost=h\nSelectType=select/%s\n%s"
                        "NodeName=n[1-%u] CPUs=16 State=UNKNOWN\n"
                        "PartitionName=p Nodes=ALL Default=YES MaxTime=UNLIMITED State=UP\n",
                        select, *select == 'l' ? "" : "SelectTypeParameters=CR_Core\n", nodes);
    g_autofree char *name = g_strdup_printf("place.%s_%u_of_%u", select, tasks, nodes);
    SsCluster       *cluster = ss_micro_site(conf, NULL);
    SsWorld         *world = ss_world_new(cluster, 1000000);
    SsRefusal        refusal = { 0 };
    SsJobSpec        spec;

    ss_job_spec_init(&spec);
    spec.user = g_strdup("u");
    spec.ntasks = tasks;
    spec.time_limit = 60;
    ss_controller_begin(world);
    Question question = { world, ss_controller_submit(world, &spec, &refusal) };
    if (question.job != NULL)
        ss_micro(name, place, &question);
    ss_job_spec_clear(&spec);
    ss_refusal_clear(&refusal);
    ss_world_free(world);
    ss_cluster_unref(cluster);
}

int main(void)
{
    measure(100, "linear", 64);
    measure(100, "cons_tres", 4);
    measure(100, "cons_tres", 64);
    measure(5000, "cons_tres", 64);
    return 0;
}
