/* SPDX-License-Identifier: Apache-2.0 */
/*
 * micro.c - the clock of the small benchmarks is the CPU time of the process: others on the machine do not
 * count.
 */
#include "bench/micro/micro.h"

#include "configs/site.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double cpu_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static double seconds_of(void (*run)(void *, uint64_t), void *data, uint64_t n)
{
    const double begin = cpu_seconds();

    run(data, n);
    return cpu_seconds() - begin;
}

void ss_micro(const char *name, void (*run)(void *data, uint64_t n), void *data)
{
    const bool smoke = g_strcmp0(g_getenv("BENCH_SIZE"), "smoke") == 0;
    uint64_t   n = 1;
    double     best = 0;

    while (seconds_of(run, data, n) < (smoke ? 0.001 : 0.1) && n < UINT64_C(1) << 40)
        n *= 2;
    for (int i = 0; i < (smoke ? 1 : 5); i++) {
        const double each = seconds_of(run, data, n) / (double) n * 1e9;

        if (i == 0 || each < best)
            best = each;
    }
    printf("micro.%s %.1f ns\n", name, best);
}

SsCluster *ss_micro_site(const char *conf, const char *accounts)
{
    g_autofree char  *folder = g_dir_make_tmp("bench-XXXXXX", NULL);
    g_autofree char  *slurm = g_build_filename(folder, "slurm.conf", NULL);
    g_autofree char  *setup = g_build_filename(folder, "setup.sh", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(SsDiag) diag = ss_diag_new();
    SsCluster        *cluster = NULL;

    if (!g_file_set_contents(slurm, conf, -1, &error)
        || (accounts && !g_file_set_contents(setup, accounts, -1, &error))
        || !ss_site_read(folder, NULL, diag, &cluster, &error)) {
        fprintf(stderr, "bench: %s\n", error->message);
        exit(1);
    }
    g_unlink(slurm);
    g_unlink(setup);
    g_rmdir(folder);
    return cluster;
}
