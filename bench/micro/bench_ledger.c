/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A job's row into a ledger in memory, as the run writes it.
 */
#include "bench/micro/micro.h"
#include "sim/ledger/entities.h"
#include "sim/ledger/write.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    SsRecordSink *sink;
    uint32_t      n;
} Rows;

static void insert(void *data, uint64_t n)
{
    Rows *rows = data;

    for (uint64_t i = 0; i < n; i++) {
        const uint32_t    id = ++rows->n;
        const SsRecord    record = { .kind = SS_RECORD_JOB,
                                     .u.job = { .job_id = id,
                                                .db_inx = id,
                                                .array_task_id = SS_UNSET32,
                                                .kill_uid = SS_UNSET32,
                                                .trace_id = "12345",
                                                .user = "u17",
                                                .group = "g4",
                                                .account = "g4",
                                                .partition = "batch",
                                                .qos = "normal",
                                                .name = "j12345",
                                                .nodes = "n[17-32]",
                                                .alloc = "[[16,31,16,0,\"\"]]",
                                                .cpus_req = 256,
                                                .n_nodes = 16,
                                                .cpus_alloc = 256,
                                                .tres_req = "1=256,4=16,5=256",
                                                .tres_alloc = "1=256,4=16,5=256",
                                                .time_limit = 120,
                                                .priority = 4711,
                                                .state = SS_JOB_COMPLETED,
                                                .submit = 1000000 + id,
                                                .eligible = 1000000 + id,
                                                .start = 1000100 + id,
                                                .end = 1003700 + id } };
        g_autoptr(GError) error = NULL;

        if (!rows->sink->take(rows->sink, &record, &error)) {
            fprintf(stderr, "bench: %s\n", error->message);
            exit(1);
        }
    }
}

int main(void)
{
    SsCluster *cluster =
        ss_micro_site("ClusterName=bench\nSlurmctldHost=h\nSelectType=select/linear\n"
                      "NodeName=n[1-100] CPUs=16 State=UNKNOWN\n"
                      "PartitionName=batch Nodes=ALL Default=YES State=UP\n",
                      NULL);
    g_autoptr(GError) error = NULL;
    SsLedger         *ledger = ss_ledger_create(":memory:", &error);

    if (!ledger || !ss_ledger_site_write(ledger, cluster, 1000000, &error)) {
        fprintf(stderr, "bench: %s\n", error->message);
        return 1;
    }
    Rows rows = { .sink = ss_ledger_sink(ledger) };
    ss_micro("ledger.insert", insert, &rows);
    rows.sink->free(rows.sink);
    ss_ledger_free(ledger);
    ss_cluster_unref(cluster);
    return 0;
}
