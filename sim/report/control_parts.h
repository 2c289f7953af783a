/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/query.h"
#include "sim/report/context.h"

/**
 * control_parts - scontrol show, entity by entity.
 *
 * Shape     a printer a kind of thing: `name` is what was asked for, NULL = all. It answers scontrol's
 *           exit code, or -1 with `error` set.
 */
typedef struct {
    SsLedger              *ledger;
    const SsReportContext *context;
    GString               *out, *err;
    GStringChunk          *texts;
    SsTresSet             *tres;
    SsTime                 sample;
    bool                   one_line, details, all;
} SsControl;

typedef int (*SsControlShow)(SsControl *control, const char *name, GError **error);

int ss_control_jobs(SsControl *control, const char *name, GError **error);
int ss_control_steps(SsControl *control, const char *name, GError **error);
int ss_control_nodes(SsControl *control, const char *name, GError **error);
int ss_control_partitions(SsControl *control, const char *name, GError **error);
int ss_control_reservations(SsControl *control, const char *name, GError **error);
int ss_control_licenses(SsControl *control, const char *name, GError **error);
int ss_control_topology(SsControl *control, const char *name, GError **error);
int ss_control_config(SsControl *control, const char *name, GError **error);

/* `words`: "users=a,b", "accounts=...", "qos=...", "flags=users,assoc,qos". */
int ss_control_assoc_mgr(SsControl *control, char **words, GError **error);

/* Between the lines of a record: newline and three blanks, or one blank. */
const char *ss_control_joint(const SsControl *control);

/* 2026-11-02T08:01:00, "Unknown" for 0. */
const char *ss_control_time(const SsControl *control, SsTime time);

/* "cpu=4,mem=62.50G" of an id list; "" for nothing. */
const char *ss_control_tres(const SsControl *control, const char *ids);

/* "(null)" for NULL. */
static inline const char *ss_control_text(const char *text)
{
    return text ? text : "(null)";
}

/* "Slurmctld(primary) at HOST is UP" */
void ss_control_ping(const SsControl *control);
