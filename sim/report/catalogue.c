/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/report/catalogue.h"

#include "sim/report/assoc_parts.h"
#include "sim/report/jobs.h"
#include "sim/report/nodes_fields.h"
#include "sim/report/prio.h"
#include "sim/report/queue_fields.h"
#include "sim/report/shares.h"
#include "sim/report/usage_parts.h"

static const SsCatalogueRow rows[] = {
    { "sacct", ss_job_columns, NULL, &ss_n_job_columns },
    { "sacctmgr", ss_sacctmgr_fields, NULL, &ss_sacctmgr_n_fields },
    { "sinfo", NULL, ss_node_fields, &ss_node_fields_n },
    { "sprio", NULL, ss_prio_fields, &ss_n_prio_fields },
    { "squeue", NULL, ss_job_fields, &ss_job_fields_n },
    { "squeue --steps", NULL, ss_step_fields, &ss_step_fields_n },
    { "sreport cluster, user", ss_usage_columns, NULL, &ss_n_usage_columns },
    { "sreport job", ss_usage_size_columns, NULL, &ss_n_usage_size_columns },
    { "sreport reservation", ss_usage_resv_columns, NULL, &ss_n_usage_resv_columns },
    { "sreport user top", ss_usage_top_columns, NULL, &ss_n_usage_top_columns },
    { "sshare", ss_share_columns, NULL, &ss_n_share_columns },
};

const SsCatalogueRow *ss_catalogue(uint32_t *n)
{
    *n = G_N_ELEMENTS(rows);
    return rows;
}
