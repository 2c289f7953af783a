/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/model/cluster.h"

/**
 * site - a folder (or a single slurm.conf) into an immutable cluster.
 *
 * Order     slurm.conf, gres.conf, topology.conf (if TopologyPlugin asks for it), accounts, users,
 *           then what only all of them together can tell.
 * Users     optional `users.sim`, `users.txt`: lines user:uid, user:uid:group:gid or of passwd(5).
 * Findings  all of them, whatever happens: a site shows all its faults at once.
 * Errors    G_FILE_ERROR if slurm.conf cannot be read, SS_CONF_ERROR_FAULTY if findings are errors (with even_faulty
 *           there is a cluster all the same: what could be read, defaults for the rest; not for a run).
 */
typedef struct {
    const char *folder;        /* where the other files are; NULL: beside slurm.conf         */
    const char *accounts_file; /* NULL: looked for in the folder                             */
    const char *qos_file;      /* what `sacctmgr -P show qos` printed, NULL                  */
    bool   people_follow; /* without accounts file the caller adds the workload's, and says so */
    bool   strict;        /* refuse what slurmctld 22.05 refuses                        */
    bool   even_faulty;   /* hand the cluster out even then, to judge what could be read    */
    bool   imitate;       /* keep Slurm's quirks (an unclosed bracket is one host)      */
    char **overrides;     /* "KEY=VALUE", "Partition.gpu.MaxTime=..", "Node.g[1-3].State=DOWN";
                                  NULL-terminated or NULL                                    */
    SsTime now;           /* creation time of accounting records                        */
} SsSiteOptions;

/* `options` NULL: all defaults. `out` is untouched on failure; `diag` has every finding either way. */
gboolean ss_site_read(const char *folder_or_file, const SsSiteOptions *options, SsDiag *diag,
                      SsCluster **out, GError **error);
