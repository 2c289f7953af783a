/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_site.c - configuration texts in tests, without files.
 */
#include "tests/support/conf_site.h"

#include "configs/gres_conf.h"
#include "configs/slurm_conf.h"
#include "configs/topology_conf.h"

#include <string.h>

SsCluster *ss_test_conf_files(const char *slurm, const char *gres, const char *topology,
                              SsReading reading, SsDiag *diag)
{
    const SsFaults faults = { .diag = diag, .reading = reading };
    SsCluster     *cluster = ss_cluster_new();
    SsConfReader  *reader = ss_conf_reader_new_text("slurm.conf", slurm, strlen(slurm), &faults);

    ss_slurm_conf_read(reader, NULL, cluster, &faults);
    ss_conf_reader_free(reader);
    if (gres != NULL) {
        reader = ss_conf_reader_new_text("gres.conf", gres, strlen(gres), &faults);
        ss_gres_conf_read(reader, cluster, &faults);
        ss_conf_reader_free(reader);
    }
    if (topology != NULL) {
        reader = ss_conf_reader_new_text("topology.conf", topology, strlen(topology), &faults);
        ss_topology_conf_read(reader, cluster, &faults);
        ss_conf_reader_free(reader);
    }
    ss_cluster_seal(cluster);
    return cluster;
}

SsCluster *ss_test_conf(const char *text, SsReading reading, SsDiag *diag)
{
    return ss_test_conf_files(text, NULL, NULL, reading, diag);
}

const SsFinding *ss_test_fault(const SsDiag *diag, SsFault fault)
{
    for (uint32_t i = 0; i < ss_diag_total(diag); i++) {
        if (strcmp(ss_diag_at(diag, i)->code, ss_fault_row(fault)->code) == 0)
            return ss_diag_at(diag, i);
    }
    return NULL;
}

uint32_t ss_test_faults(const SsDiag *diag, SsFault fault)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < ss_diag_total(diag); i++)
        n += strcmp(ss_diag_at(diag, i)->code, ss_fault_row(fault)->code) == 0;
    return n;
}

char *ss_test_findings(const SsDiag *diag)
{
    GString *out = g_string_new(NULL);

    ss_diag_print(diag, SS_DIAG_AS_FOUND, out);
    return g_string_free(out, FALSE);
}
