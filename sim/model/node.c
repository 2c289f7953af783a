/* SPDX-License-Identifier: Apache-2.0 */

/*
 * node.c - one node as the site describes it.
 *
 * A node is plain data: what is fixed once the site is read. What runs on it and what state it is in
 * live in the world, so that one cluster can be shared by every run of a sweep. The only rule kept here
 * is how many CPUs jobs may have: those of specialised cores (CoreSpecCount, CPUSpecList) are taken
 * away in schedulable units, one a core when CPUs count cores, ThreadsPerCore otherwise.
 */
#include "sim/model/node.h"

static void clear_gres(SsNodeGres *gres)
{
    for (uint32_t i = 0; i < gres->n_type; i++)
        g_free(gres->type[i].name);
    for (uint32_t i = 0; i < gres->n_dev; i++) {
        g_free(gres->dev[i].file);
        g_free(gres->dev[i].cores);
        g_free(gres->dev[i].links);
    }
    g_free(gres->type);
    g_free(gres->dev);
}

void ss_node_clear(SsNode *node)
{
    g_free(node->name);
    g_free(node->hostname);
    g_free(node->address);
    g_free(node->cpu_spec_list);
    g_free(node->features);
    g_strfreev(node->feature);
    g_free(node->gres_text);
    for (uint32_t i = 0; i < node->n_gres; i++)
        clear_gres(&node->gres[i]);
    g_free(node->gres);
    g_free(node->reason);
    g_free(node->spec_cores);
    *node = (SsNode){ 0 };
}

char **ss_node_split_features(const char *features)
{
    return g_strsplit(features ? features : "", ",", -1);
}

static char *text_or_null(const char *text)
{
    return text && *text ? g_strdup(text) : NULL;
}

SsNodeSetup *ss_node_setup_new(const SsNode *node)
{
    SsNodeSetup *setup = g_new0(SsNodeSetup, 1);

    setup->weight = node->weight;
    setup->available = text_or_null(node->features);
    setup->active = text_or_null(node->features);
    setup->feature = g_strdupv(node->feature);
    return setup;
}

void ss_node_setup_free(SsNodeSetup *setup)
{
    if (setup == NULL)
        return;
    g_free(setup->available);
    g_free(setup->active);
    g_strfreev(setup->feature);
    g_free(setup->comment);
    g_free(setup->extra);
    g_free(setup);
}

static SsNodeGres copy_gres(const SsNodeGres *from, uint32_t core_words)
{
    SsNodeGres to = *from;

    to.type = g_memdup2(from->type, from->n_type * sizeof *from->type);
    for (uint32_t i = 0; i < from->n_type; i++)
        to.type[i].name = g_strdup(from->type[i].name);
    to.dev = g_memdup2(from->dev, from->n_dev * sizeof *from->dev);
    for (uint32_t i = 0; i < from->n_dev; i++) {
        const SsNodeDevice *dev = &from->dev[i];

        to.dev[i].file = g_strdup(dev->file);
        to.dev[i].cores = g_memdup2(dev->cores, core_words * sizeof *dev->cores);
        to.dev[i].links = g_memdup2(dev->links, from->n_dev * sizeof *dev->links);
    }
    return to;
}

SsNode ss_node_copy(const SsNode *from, const char *name)
{
    SsNode node = *from;

    node.name = g_strdup(name);
    node.hostname = g_strdup(from->hostname);
    node.address = g_strdup(from->address);
    node.cpu_spec_list = g_strdup(from->cpu_spec_list);
    node.features = g_strdup(from->features);
    node.feature = g_strdupv(from->feature);
    node.gres_text = g_strdup(from->gres_text);
    node.reason = g_strdup(from->reason);
    node.spec_cores = g_memdup2(from->spec_cores, from->core_words * sizeof *from->spec_cores);
    node.gres = g_memdup2(from->gres, from->n_gres * sizeof *from->gres);
    for (uint32_t i = 0; i < from->n_gres; i++)
        node.gres[i] = copy_gres(&from->gres[i], from->core_words);
    return node;
}

static uint32_t count_spec_cores(const SsNode *node)
{
    uint32_t n = 0;

    if (node->spec_cores == NULL)
        return node->core_spec;
    for (uint32_t i = 0; i < node->core_words; i++)
        n += (uint32_t) __builtin_popcountll(node->spec_cores[i]);
    return n;
}

uint32_t ss_node_unspecialised_cpus(const SsNode *node)
{
    const uint64_t taken = (uint64_t) count_spec_cores(node) * node->tpc;

    return taken < node->cpus ? node->cpus - (uint32_t) taken : 0;
}

const SsNodeGres *ss_node_gres(const SsNode *node, uint32_t gres)
{
    for (uint32_t i = 0; i < node->n_gres; i++) {
        if (node->gres[i].gres == gres)
            return &node->gres[i];
    }
    return NULL;
}
