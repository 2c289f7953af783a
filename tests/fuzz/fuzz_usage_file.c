/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_usage_file - any text as usage of associations: read or refused with an error. */
#include "fuzz_file.h"
#include "workloads/usage_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gboolean take(const SsUsageRow *row, void *data, GError **error)
{
    (void) error;
    g_assert(row->user != NULL && row->account != NULL && row->partition != NULL);
    *(uint32_t *) data = row->line;
    return TRUE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char  *path = fuzz_file(data, size);
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;
    SsCluster        *cluster = ss_cluster_new();
    double            half_life = 0;
    uint32_t          line = 0;

    if (!ss_usage_file_read(path, cluster, take, &line, &half_life, diag, &error))
        g_assert(error != NULL);
    ss_cluster_unref(cluster);
    g_unlink(path);
    return 0;
}
