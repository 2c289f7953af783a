/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/zone.h"

/**
 * SsCase - one recorded case of a past put in and asked for (a "static" case): its inputs, what was asked of
 * real Slurm, and what it answered. The format is told in tests/conformance/README.md.
 *
 * Owner     ss_case_free. Times are UTC in the files.
 * Errors    a GError that names the file.
 */
typedef enum {
    SS_CELL_SAME,
    SS_CELL_DIFFERENT,
    SS_CELL_NOT_SIMULATED, /* left out of the count, by name */
} SsCellResult;

typedef struct {
    char        *name;    /* "sreport_top"                           */
    char        *command; /* as a shell reads it, /WORK for its folder */
    int          code;    /* exit code of the real command           */
    char        *text;    /* its stdout and stderr                   */
    int          own_code;
    char        *own_text;
    SsCellResult result;
    uint32_t     masked; /* characters of `text` that were not compared */
} SsCell;

typedef struct {
    char       *name, *folder;
    char       *work; /* where our side lives: etc/, jobs/, scratch/, run.db */
    GHashTable *env;  /* char * -> char *: case.env */
    SsZone     *zone;
    SsTime      since, begin, now, pending;
    GArray *
        decays; /* SsTime, in order: the seconds in which usage decayed, if the manifest names them */
    GArray    *moments; /* SsMoment: what the recording's threads did, if it says so */
    char      *host; /* the recording machine's name and first port: parameters of the recording */
    uint32_t   port;
    GPtrArray *cells; /* SsCell * */
    char      *pending_log, *own_pending_log;
    char      *trouble; /* why our side could not be made; NULL */
} SsCase;

/* The cases below `folder` (or the one that it is), in order of name, cut down to those whose name holds one
 * of `names` (NULL-terminated; none: all). Element type: char *, their folders. */
GPtrArray *ss_case_folders(const char *folder, const char *const *names);

SsCase *ss_case_read(const char *folder, const char *work, GError **error);
void    ss_case_free(SsCase *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsCase, ss_case_free)

const char *ss_case_env(const SsCase *c, const char *key); /* NULL if it is not there */
