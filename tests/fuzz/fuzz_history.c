/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_history - any text as ended jobs: read or refused, and no job ends before it starts. */
#include "fuzz_file.h"
#include "workloads/history.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gboolean take(const SsJobRecord *record, void *data, GError **error)
{
    (void) error;
    g_assert(record->end >= record->start);
    ++*(uint64_t *) data;
    return TRUE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char       *path = fuzz_file(data, size);
    g_autoptr(SsDiag)      diag = ss_diag_new();
    g_autoptr(GError)      error = NULL;
    SsCluster             *cluster = ss_cluster_new();
    const SsHistoryOptions options = { .cluster = cluster, .max_bad = 100 };
    uint64_t               n = 0, taken = 0;

    if (ss_history_read(path, &options, take, &taken, &n, diag, &error))
        g_assert(n == taken);
    else
        g_assert(error != NULL);
    ss_cluster_unref(cluster);
    g_unlink(path);
    return 0;
}
