/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/sched_params.h"

/**
 * key_special - readers for keys whose values are not of a plain kind, for the rows of the registry.
 *
 * Shape     `record` is the SsSettings, SsNode or SsPartition of the row's scope.
 * Errors    SS_CONF_ERROR_VALUE; the record is untouched then.
 */
#define SS_SPECIAL_READ(name)                                                                      \
    gboolean ss_read_##name(const char *text, void *record, GError **error)
#define SS_SPECIAL_TEXT(name) char *ss_text_##name(const void *record)

/* SsSettings */
SS_SPECIAL_READ(enforce);
SS_SPECIAL_READ(storage);
SS_SPECIAL_READ(auth_info);
SS_SPECIAL_READ(debug_flags);
SS_SPECIAL_READ(dependency);
SS_SPECIAL_READ(part_limits);
SS_SPECIAL_READ(bcast_exclude);
SS_SPECIAL_READ(debug_level);
SS_SPECIAL_READ(port_range);
SS_SPECIAL_READ(prolog_flags);
SS_SPECIAL_READ(gather_params);
SS_SPECIAL_READ(job_requeue);
SS_SPECIAL_READ(preempt_mode);
SS_SPECIAL_READ(calc_period);
SS_SPECIAL_READ(half_life);
SS_SPECIAL_READ(max_age);
SS_SPECIAL_READ(priority_flags);
SS_SPECIAL_READ(sched_params);
SS_SPECIAL_READ(time_slice);
SS_SPECIAL_READ(select_params);
SS_SPECIAL_READ(task_param);
SS_SPECIAL_READ(topology_param);
SS_SPECIAL_READ(topology);
SS_SPECIAL_TEXT(enforce);
SS_SPECIAL_TEXT(part_limits);
SS_SPECIAL_TEXT(job_requeue);
SS_SPECIAL_TEXT(preempt_mode);
SS_SPECIAL_TEXT(calc_period);
SS_SPECIAL_TEXT(half_life);
SS_SPECIAL_TEXT(max_age);
SS_SPECIAL_TEXT(priority_flags);
SS_SPECIAL_TEXT(sched_params);
SS_SPECIAL_TEXT(time_slice);
SS_SPECIAL_TEXT(select_params);
SS_SPECIAL_TEXT(topology_param);
SS_SPECIAL_TEXT(topology);

/* SsNode */
SS_SPECIAL_READ(node_state);

/* SsPartition */
SS_SPECIAL_READ(over_subscribe);
SS_SPECIAL_READ(over_time_limit);
SS_SPECIAL_READ(part_preempt);
SS_SPECIAL_READ(part_select);
SS_SPECIAL_READ(part_state);
