/* SPDX-License-Identifier: Apache-2.0 */

/*
 * partition.c - copies of partitions, and the words for their states.
 *
 * The cluster's partitions are immutable; a world works on deep copies because `scontrol update` and
 * `-s Partition...` may change anything in them. A copy shares nothing with its original, so either may
 * be freed first.
 */
#include "sim/model/partition.h"

void ss_partition_clear(SsPartition *part)
{
    g_free(part->name);
    g_free(part->nodes_text);
    g_free(part->node_sets);
    ss_node_set_free(part->nodes);
    g_strfreev(part->allow_accounts);
    g_strfreev(part->deny_accounts);
    g_strfreev(part->allow_qos);
    g_strfreev(part->deny_qos);
    g_strfreev(part->allow_groups);
    g_free(part->allow_qos_shown);
    g_free(part->deny_qos_shown);
    g_free(part->alloc_nodes);
    g_free(part->alternate);
    g_free(part->qos_name);
    g_free(part->billing_text);
    g_free(part->billing);
    g_free(part->tres_total);
    *part = (SsPartition){ 0 };
}

void ss_partition_copy(SsPartition *to, const SsPartition *from, uint32_t n_tres)
{
    *to = *from;
    to->name = g_strdup(from->name);
    to->nodes_text = g_strdup(from->nodes_text);
    to->node_sets = g_strdup(from->node_sets);
    to->nodes = from->nodes != NULL ? ss_node_set_dup(from->nodes) : NULL;
    to->allow_accounts = g_strdupv(from->allow_accounts);
    to->deny_accounts = g_strdupv(from->deny_accounts);
    to->allow_qos = g_strdupv(from->allow_qos);
    to->deny_qos = g_strdupv(from->deny_qos);
    to->allow_groups = g_strdupv(from->allow_groups);
    to->allow_qos_shown = g_strdup(from->allow_qos_shown);
    to->deny_qos_shown = g_strdup(from->deny_qos_shown);
    to->alloc_nodes = g_strdup(from->alloc_nodes);
    to->alternate = g_strdup(from->alternate);
    to->qos_name = g_strdup(from->qos_name);
    to->billing_text = g_strdup(from->billing_text);
    to->billing =
        from->billing != NULL ? g_memdup2(from->billing, n_tres * sizeof *from->billing) : NULL;
    to->tres_total = g_memdup2(from->tres_total, n_tres * sizeof *from->tres_total);
}

const char *ss_part_state_text(uint32_t state)
{
    switch (state) {
    case SS_PART_UP:
        return "UP";
    case SS_PART_DOWN:
        return "DOWN";
    case SS_PART_DRAIN:
        return "DRAIN";
    default:
        return "INACTIVE";
    }
}
