/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reply.c - the frame of the commands' JSON objects.
 */
#include "sim/cli/reply.h"

#include "sim/base/date.h"
#include "sim/cli/command.h"
#include "sim/ledger/ledger.h"

#include <stdio.h>

SsReply ss_reply_begin(const char *schema)
{
    SsReply reply = { .writer = ss_writer_new_file(stdout, "standard output") };

    reply.json = ss_json_new(reply.writer, SS_JSON_PRETTY);
    ss_json_begin_object(reply.json);
    ss_json_key_text(reply.json, "schema", schema);
    return reply;
}

int ss_reply_end(SsReply *reply)
{
    g_autoptr(GError) error = NULL;

    ss_json_end_object(reply->json);
    ss_writer_char(reply->writer, '\n');
    const gboolean ok = ss_writer_close(reply->writer, &error);
    ss_json_free(reply->json);
    ss_writer_free(reply->writer);
    return ok ? SS_EXIT_DONE : ss_fail(SS_EXIT_IO, "%s", error->message);
}

int ss_reply_clock(const char *db)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsLedger) ledger = ss_ledger_open(db, &error);
    char                local[SS_DATE_TEXT];

    if (!ledger)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    SsReply reply = ss_reply_begin("slurmsim.cluster.v1");
    ss_json_key_text(reply.json, "ledger", db);
    ss_json_key_text(reply.json, "cluster", ss_ledger_cluster(ledger));
    ss_json_key_int(reply.json, "now", ss_ledger_now(ledger));
    ss_json_key_text(reply.json, "now_local",
                     ss_date_text(ss_ledger_now(ledger), ss_ledger_zone(ledger), local));
    return ss_reply_end(&reply);
}
