/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slurm.c - a Slurm-named command finds its cluster.
 *
 * The environment is read here and nowhere below: reports get a function that answers for it.
 */
#include "sim/cli/slurm.h"

#include "sim/base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *from_environment(const char *name, void *data)
{
    (void) data;
    return getenv(name);
}

static const char missing[] = ""; /* stands for the value of an option at the end of the line */

/* Removes "--NAME VALUE" or "--NAME=VALUE" from argv; the last one's value, NULL if there is none. */
static const char *take_option(const char *name, int *argc, char **argv)
{
    const size_t n = strlen(name);
    const char  *value = NULL;
    int          kept = 1;

    for (int i = 1; i < *argc; i++) {
        if (strncmp(argv[i], name, n) != 0 || (argv[i][n] != '=' && argv[i][n] != '\0')) {
            argv[kept++] = argv[i];
            continue;
        }
        if (argv[i][n] == '=')
            value = argv[i] + n + 1;
        else
            value = i + 1 < *argc ? argv[++i] : missing;
    }
    argv[kept] = NULL;
    *argc = kept;
    return value;
}

static bool read_now(SsSlurmCall *call, const char *command, const char *text)
{
    g_autoptr(GError) error = NULL;
    SsDateReader      reader = { .now = call->now, .zone = call->zone };

    if (!text || ss_date_parse(&reader, text, SS_DATE_LOOKS_BACK, &call->now, &error))
        return true;
    fprintf(stderr, "%s: error: --sim-now: %s\n", command, error->message);
    return false;
}

bool ss_slurm_call_init(SsSlurmCall *call, const char *command, int *argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    const char       *db = take_option("--sim-db", argc, argv);
    const char       *now = take_option("--sim-now", argc, argv);
    const char       *user = getenv("SLURMSIM_USER");

    *call = (SsSlurmCall){ 0 };
    if (db == missing || now == missing) {
        fprintf(stderr, "%s: option '--sim-%s' requires an argument\n", command,
                db == missing ? "db" : "now");
        return false;
    }
    if (!db)
        db = getenv("SLURMSIM_DB");
    if (!now)
        now = getenv("SLURMSIM_NOW");
    if (!db || !*db) {
        fprintf(stderr, "%s: error: no cluster: set SLURMSIM_DB or give --sim-db FILE\n", command);
        return false;
    }
    call->ledger = ss_ledger_open(db, &error);
    if (!call->ledger) {
        fprintf(stderr, "%s: error: %s\n", command, error->message);
        return false;
    }
    call->db = g_strdup(db);
    call->user = g_strdup(user && *user ? user : "root");
    call->zone = ss_ledger_zone(call->ledger);
    call->now = ss_ledger_now(call->ledger);
    if (!read_now(call, command, now)) {
        ss_slurm_call_clear(call);
        return false;
    }
    call->context = (SsReportContext){ .now = call->now,
                                       .user = call->user,
                                       .zone = call->zone,
                                       .time_format = getenv("SLURM_TIME_FORMAT"),
                                       .env = from_environment };
    return true;
}

void ss_slurm_call_clear(SsSlurmCall *call)
{
    ss_ledger_free(call->ledger);
    g_free(call->db);
    g_free(call->user);
    *call = (SsSlurmCall){ 0 };
}

void ss_slurm_print(const GString *out, const GString *err)
{
    fwrite(err->str, 1, err->len, stderr);
    fwrite(out->str, 1, out->len, stdout);
}

void ss_slurm_flush(GString *out)
{
    fwrite(out->str, 1, out->len, stdout);
    fflush(stdout);
    g_string_truncate(out, 0);
}

int ss_slurm_report(SsSlurmCall *call, SsReportFunc report, int argc, char **argv)
{
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    const int          code = report(call->ledger, &call->context, argc, argv, out, err);

    ss_slurm_print(out, err);
    return code;
}

int ss_slurm_command(const char *name, SsReportFunc report, int argc, char **argv)
{
    SsSlurmCall call;

    if (!ss_slurm_call_init(&call, name, &argc, argv))
        return 1;
    const int code = ss_slurm_report(&call, report, argc, argv);
    ss_slurm_call_clear(&call);
    return code;
}
