/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record of a log in the Standard Workload Format: read in short, and as a whole job.
 */
#include "bench/micro/micro.h"
#include "sim/model/stream.h"
#include "workloads/trace.h"

#include <stdio.h>
#include <stdlib.h>

#define RECORDS 20000

static void drain(void *data, uint64_t n)
{
    SsJobSource *source = data;
    SsJobSpec    spec;

    ss_job_spec_init(&spec);
    for (uint64_t i = 0; i < n; i++)
        if (!source->next(source, &spec, NULL))
            source->rewind(source);
    ss_job_spec_clear(&spec);
}

static void drain_plain(void *data, uint64_t n)
{
    SsJobSource *source = data;
    SsPlainJob   job;

    for (uint64_t i = 0; i < n; i++)
        if (!source->next_plain(source, &job, NULL))
            source->rewind(source);
}

int main(void)
{
    g_autoptr(GString) text = g_string_new("; UnixStartTime: 0\n");
    SsCluster         *cluster =
        ss_micro_site("ClusterName=bench\nSlurmctldHost=h\nSelectType=select/linear\n"
                      "NodeName=n[1-100] CPUs=1 State=UNKNOWN\n"
                      "PartitionName=p Nodes=ALL Default=YES State=UP\n",
                      NULL);
    SsTraceOptions    options;
    g_autoptr(GError) error = NULL;

    for (int i = 1; i <= RECORDS; i++)
        g_string_append_printf(text,
                               "%5d %8d %6d %6d %4d     -1    -1 %4d %6d    -1  1 %3d %3d  -1 -1 "
                               "-1 -1 -1\n",
                               i, i * 1000, i % 500, i % 7000, i % 100 + 1, i % 100 + 1, 7200,
                               i % 300, i % 200);
    ss_trace_options_init(&options);
    options.cluster = cluster;
    g_autoptr(SsJobSource) source =
        ss_trace_open_memory("log", text->str, text->len, &options, NULL, &error);
    if (source == NULL) {
        fprintf(stderr, "bench: %s\n", error->message);
        return 1;
    }
    ss_micro("parse.swf_plain", drain_plain, source);
    ss_micro("parse.swf_job", drain, source);
    ss_cluster_unref(cluster);
    return 0;
}
