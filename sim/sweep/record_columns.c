/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record_columns.c - what a dump of sacct's has to have, and what it is better for.
 */
#include "sim/sweep/record_columns.h"

#include "workloads/trace.h"

const char ss_record_columns_format[] =
    "JobID,User,Account,Partition,QOS,Submit,Eligible,Start,End,State,ExitCode,NNodes,ReqNodes,ReqCPUS,NCPUS,ReqMem,"
    "ReqTRES,TimelimitRaw,NodeList,Constraints,WCKey,Flags,SubmitLine";

static const struct {
    const char *names[3]; /* any of them will do */
    const char *lost;     /* NULL: nothing can be judged without it */
} columns[] = {
    { { "Start" }, NULL },
    { { "NodeList" }, NULL },
    { { "End", "Elapsed", "ElapsedRaw" }, NULL },
    { { "State" }, "how jobs ended: each counts as COMPLETED" },
    { { "User" }, "whose jobs they are: they count as one user's" },
    { { "Account" }, "accounts: jobs go to their users' default ones" },
    { { "Partition" }, "partitions: jobs go to the default one" },
    { { "QOS" }, "QOS: jobs have the default one" },
    { { "Eligible" },
      "until when jobs were held, or waited for others: they are ready when submitted" },
    { { "TimelimitRaw", "Timelimit" }, "time limits: jobs have their partition's default" },
    { { "ReqCPUS", "ReqTRES" },
      "what was asked for: what was given counts, whole cores and nodes" },
    { { "ReqMem", "ReqTRES" }, "memory: jobs have the default" },
    { { "Flags" }, "which scheduler started a job: both are asked, either will do" },
    { { "SubmitLine" },
      "--exclusive, -w, -C, --switches, licences, nice, tasks, further partitions of a job" },
};

static bool is_there(const SsRecordSet *record, size_t c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(columns[c].names) && columns[c].names[i] != NULL; i++)
        if (ss_record_set_has(record, columns[c].names[i]))
            return true;
    return false;
}

gboolean ss_record_columns_suffice(const SsRecordSet *record, const char *path, GError **error)
{
    g_autoptr(GString) missing = g_string_new(NULL);

    for (size_t c = 0; c < G_N_ELEMENTS(columns); c++)
        if (columns[c].lost == NULL && !is_there(record, c))
            g_string_append_printf(missing, "%s%s", missing->len > 0 ? ", " : "",
                                   columns[c].names[0]);
    if (missing->len == 0)
        return TRUE;
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT,
                "%s:1: the header lacks %s; write sacct -a -X -D -P --format=%s", path,
                missing->str, ss_record_columns_format);
    return FALSE;
}

void ss_record_columns_print(const SsRecordSet *record, SsWriter *w)
{
    bool first = true;

    for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
        if (columns[c].lost == NULL || is_there(record, c))
            continue;
        if (first)
            ss_writer_printf(w, "\nNot in the record\n");
        first = false;
        ss_writer_printf(w, "  %-12s %s\n", columns[c].names[0], columns[c].lost);
    }
}

void ss_record_columns_json(const SsRecordSet *record, SsJson *json)
{
    ss_json_key(json, "lacks");
    ss_json_begin_array(json);
    for (size_t c = 0; c < G_N_ELEMENTS(columns); c++)
        if (columns[c].lost != NULL && !is_there(record, c))
            ss_json_text(json, columns[c].names[0]);
    ss_json_end_array(json);
}
