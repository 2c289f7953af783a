/* SPDX-License-Identifier: Apache-2.0 */

/*
 * settings.c - slurm.conf's scalar keys at Slurm 22.05's defaults, and their memory.
 *
 * The defaults stand here as values because the model must not know the readers; configs/keys.c has
 * them as text for the documents. tests/unit/test_keys.c reads every text with the reader that users'
 * values go through and demands the value below, so the two cannot drift apart.
 */
#include "sim/model/settings.h"

#define DAY 86400

static const SsSchedParams default_sched = {
    .sched_interval = 60,
    .batch_sched_delay = 3,
    .sched_min_interval = 2,
    .default_queue_depth = 100,
    .bf_interval = 30,
    .bf_window = 1440,
    .bf_resolution = 60,
    .bf_max_job_test = 500,
    .bf_max_job_array_resv = 20,
    .bf_node_space_size = 500,
    .correspond_after_task_cnt = 10,
    .max_switch_wait = 300,
    .preempt_reorder_count = 1,
    .max_depend_depth = 10,
};

void ss_settings_init(SsSettings *settings)
{
    *settings = (SsSettings){
        .priority_type = SS_PRIORITY_BASIC,
        .priority_flags = SS_PRIO_FAIR_TREE,
        .decay_half_life = 7 * DAY,
        .calc_period = 300,
        .max_age = 7 * DAY,
        .usage_reset = SS_RESET_NONE,
        .dampening = 1,
        .sched_type = SS_SCHED_BACKFILL,
        .sched = default_sched,
        .select_type = SS_SELECT_LINEAR,
        .kill_wait = 30,
        .message_timeout = 10,
        .min_job_age = 300,
        .max_job_count = 10000,
        .max_array_size = 1001,
        .first_job_id = 1,
        .max_job_id = 0x03ff0000,
        .job_requeue = true,
        .sched_time_slice = 30,
        .cred_expire = 120,
    };
}

void ss_settings_clear(SsSettings *settings)
{
    g_free(settings->cluster_name);
    g_free(settings->weight_tres_text);
    g_free(settings->weight_tres);
    g_free(settings->sched_params_text);
    g_free(settings->licenses_text);
    g_free(settings->gres_types);
    g_free(settings->tres_text);
    g_free(settings->requeue_exit);
    g_free(settings->requeue_exit_hold);
    g_free(settings->store_flags);
    *settings = (SsSettings){ 0 };
}

void ss_settings_copy(SsSettings *to, const SsSettings *from, uint32_t n_tres)
{
    *to = *from;
    to->cluster_name = g_strdup(from->cluster_name);
    to->weight_tres_text = g_strdup(from->weight_tres_text);
    to->weight_tres = from->weight_tres != NULL
                          ? g_memdup2(from->weight_tres, n_tres * sizeof *from->weight_tres)
                          : NULL;
    to->sched_params_text = g_strdup(from->sched_params_text);
    to->licenses_text = g_strdup(from->licenses_text);
    to->gres_types = g_strdup(from->gres_types);
    to->tres_text = g_strdup(from->tres_text);
    to->requeue_exit = g_strdup(from->requeue_exit);
    to->requeue_exit_hold = g_strdup(from->requeue_exit_hold);
    to->store_flags = g_strdup(from->store_flags);
}
