/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/format.h"
#include "sim/report/job_line.h"
#include "sim/report/order.h"

/**
 * queue_fields - what squeue can show of a job or a step, and what it can sort by.
 *
 * Rows      SsJobLine; of steps the same line stands for the job's batch step.
 * Show      SsShow.tool is a SsQueueFacts.
 */
typedef struct {
    const char      *cluster, *host; /* of the controller                                        */
    const SsTresSet *tres;
} SsQueueFacts;

extern const SsFormatField ss_job_fields[], ss_step_fields[];
extern const size_t        ss_job_fields_n, ss_step_fields_n;

extern const SsSortKey ss_job_sort_keys[], ss_step_sort_keys[];
extern const size_t    ss_job_sort_keys_n, ss_step_sort_keys_n;

/* What %all stands for. */
extern const char ss_job_all[], ss_step_all[];
