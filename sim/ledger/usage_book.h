/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/query.h"

/**
 * SsUsageBook - what associations (or wckeys) used in the hour and the day being summed, and how it gets
 *               into the tables: hours packed by local day, days as rows.
 *
 * Shape     accounts and TRES by slots: small numbers given out when first met. An hour's amounts are
 *           added, ss_usage_book_end_hour moves them into the day, ss_usage_book_end_day writes it.
 * Units     TRES-seconds in 64 bits.
 * Owner     the rollup. Borrows the ledger and the TRES slots.
 * Cost      an account with something in the day: 200 bytes a TRES.
 * Errors    SS_LEDGER_ERROR.
 */
#define SS_TRES_SLOTS 64

/* TRES ids in the order met; what is beyond the last slot is left out. */
typedef struct {
    uint32_t n;
    uint32_t ids[SS_TRES_SLOTS];
} SsTresSlots;

uint32_t ss_tres_slot(SsTresSlots *slots, uint32_t id); /* SS_ID_NONE: no room */

typedef struct SsUsageBook SsUsageBook;

SsUsageBook *ss_usage_book_new(SsLedger *ledger, SsUsageKind kind, SsTresSlots *tres);
void         ss_usage_book_free(SsUsageBook *book); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsUsageBook, ss_usage_book_free)

/* Takes up the local day of `from`: what its earlier hours had is read, and the packs from its midnight
 * on are removed, to be written anew. */
gboolean ss_usage_book_resume(SsUsageBook *book, SsTime from, GError **error);

/* The slot of an association or wckey id. */
uint32_t ss_usage_book_account(SsUsageBook *book, uint32_t id);

/* Adds to the hour; an amount of 0 leaves no trace. */
void ss_usage_book_add(SsUsageBook *book, uint32_t account, uint32_t tres, int64_t amount);

/* The hour that began at `begin` is over. */
void ss_usage_book_end_hour(SsUsageBook *book, SsTime begin);

/* Is `begin` in another local day than the last hour? Then the day has to end first. */
bool ss_usage_book_day_is_over(const SsUsageBook *book, SsTime begin);

/* Writes the packs of the day whose last hour ended at `end`; its row too if the day is complete then. The
 * next day begins at `end`. */
gboolean ss_usage_book_end_day(SsUsageBook *book, SsTime end, GError **error);

/* What was written is in the tables when it returns. */
gboolean ss_usage_book_flush(SsUsageBook *book, GError **error);
