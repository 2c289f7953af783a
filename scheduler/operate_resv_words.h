/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/operate.h"

/**
 * operate_resv_words - what scontrol itself makes of the words of a reservation, before anybody else hears of it.
 *
 * Each word is looked at as it stands on the line, so the first bad one is told. What is not set is absent:
 * a text is NULL, a time is SS_TIME_NEVER, `minutes` is SS_RESV_NO_MINUTES.
 * Source    recorded answers (tests/conformance/OBSERVED.md); scontrol(1) "RESERVATIONS".
 */
typedef struct {
    bool        updates; /* not a creation */
    bool        skip;
    const char *name, *users, *groups, *accounts, *nodes, *part, *licenses, *features, *tres;
    char        users_sign, groups_sign, accounts_sign; /* '+', '-' or '=' */
    SsTime      start, end;
    uint32_t    minutes; /* of Duration= */
    char        minutes_sign;
    SsSpan      max_start_delay; /* < 0: not set */
    uint64_t    flags, flags_off;
    SsSpan      purge_comp; /* < 0: not set */
    uint32_t   *node, n_node, *core, n_core;
} SsResvOrder;

/* FALSE: told on op->err. Texts belong to `pairs`. */
bool ss_resv_order_read(SsOperation *op, const GArray *pairs, bool updates, SsResvOrder *order);
void ss_resv_order_clear(SsResvOrder *order);

/* A refusal of scontrol's own. */
bool ss_resv_order_refuse(SsOperation *op, const SsResvOrder *order, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
