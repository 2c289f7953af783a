/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/page/page.h"

/*
 * page_parts - what the files of the page share. Private to sim/page.
 */

/* A run's span: the base of all packed times, and its end. */
typedef struct {
    SsTime base, start, end;
} SsPageSpan;

/* Each writes one key and its value into the open object. */
gboolean ss_page_jobs(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error);
gboolean ss_page_site(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error);
gboolean ss_page_shares(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error);
void     ss_page_tables(SsLedger *ledger, const SsPageSpan *span, SsJson *json);
