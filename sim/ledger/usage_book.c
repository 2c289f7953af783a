/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage_book.c - hours into packs.
 *
 * As one row an hour, an association and a TRES, the usage of a million jobs in a year was half of the
 * ledger and took twenty times as long as the jobs themselves. A pack is a row a local day: a JSON array
 * of consecutive hours from the first that is not 0. It costs a tenth of the rows and half of the bytes,
 * and plain SQL still reads it: the view *_usage_hour is one join with json_each.
 *
 * Rejected: 24 numbers as a blob (a third smaller, but no foreign tool could read it); hours only in
 * memory (reports may begin at any hour).
 *
 * A run may stop and go on within a day: the begun day is read back, removed and written again, so that
 * once and in pieces give the same rows.
 */
#include "sim/ledger/usage_book.h"

#include "sim/ledger/bulk.h"

#include <string.h>

#define HOUR      3600
#define DAY_HOURS 27 /* of the longest local day, with room */

typedef struct {
    uint32_t id;
    bool     in_hour, in_day;      /* something was added             */
    int64_t  secs[SS_TRES_SLOTS];  /* of the hour                     */
    int64_t *hours[SS_TRES_SLOTS]; /* [DAY_HOURS] of the day, or NULL */
} Account;

typedef struct {
    const char *load, *wipe; /* the latter's address is its key */
    SsBulkTable packs, days;
} Statements;

struct SsUsageBook {
    SsLedger         *ledger;
    const Statements *sql;
    SsBulk           *packs, *days;
    SsTresSlots      *tres;
    SsTime            day_zero;         /* begin of the first hour of the local day */
    SsTime            midnight;         /* of that day, as its row has it           */
    SsTime            day_end;          /* the next midnight                        */
    GHashTable       *slots;            /* id -> index + 1 in accounts              */
    GPtrArray        *accounts;         /* Account *                                */
    GArray           *in_hour, *in_day; /* uint32_t slots                   */
};

#define STATEMENTS(kind)                                                                           \
    {                                                                                              \
        "SELECT time_start, id, id_tres, secs FROM " kind "_usage_pack WHERE time_start >= ?1",    \
            "DELETE FROM " kind "_usage_pack WHERE time_start >= ?1",                              \
            { kind "_usage_pack", 3, 3, true }, { kind "_usage_day", 4, 3, false },                \
    }

static const Statements statements[] = {
    [SS_USAGE_ASSOC] = STATEMENTS("assoc"),
    [SS_USAGE_WCKEY] = STATEMENTS("wckey"),
};

uint32_t ss_tres_slot(SsTresSlots *slots, uint32_t id)
{
    for (uint32_t i = 0; i < slots->n; i++) {
        if (slots->ids[i] == id)
            return i;
    }
    if (slots->n == SS_TRES_SLOTS)
        return SS_ID_NONE;
    slots->ids[slots->n] = id;
    return slots->n++;
}

static void account_free(gpointer data)
{
    Account *account = data;

    for (uint32_t i = 0; i < SS_TRES_SLOTS; i++)
        g_free(account->hours[i]);
    g_free(account);
}

SsUsageBook *ss_usage_book_new(SsLedger *ledger, SsUsageKind kind, SsTresSlots *tres)
{
    SsUsageBook *book = g_new0(SsUsageBook, 1);

    book->ledger = ledger;
    book->sql = &statements[kind];
    book->packs = ss_bulk_new(ledger, &book->sql->packs);
    book->days = ss_bulk_new(ledger, &book->sql->days);
    book->tres = tres;
    book->slots = g_hash_table_new(NULL, NULL);
    book->accounts = g_ptr_array_new_with_free_func(account_free);
    book->in_hour = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    book->in_day = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return book;
}

void ss_usage_book_free(SsUsageBook *book)
{
    if (book == NULL)
        return;
    ss_bulk_free(book->packs);
    ss_bulk_free(book->days);
    g_hash_table_unref(book->slots);
    g_ptr_array_unref(book->accounts);
    g_array_unref(book->in_hour);
    g_array_unref(book->in_day);
    g_free(book);
}

/* --- hours ----------------------------------------------------------------------------------- */

uint32_t ss_usage_book_account(SsUsageBook *book, uint32_t id)
{
    gpointer known = g_hash_table_lookup(book->slots, GUINT_TO_POINTER(id));

    if (known)
        return GPOINTER_TO_UINT(known) - 1;
    Account *account = g_new0(Account, 1);

    account->id = id;
    g_ptr_array_add(book->accounts, account);
    g_hash_table_insert(book->slots, GUINT_TO_POINTER(id), GUINT_TO_POINTER(book->accounts->len));
    return book->accounts->len - 1;
}

void ss_usage_book_add(SsUsageBook *book, uint32_t slot, uint32_t tres, int64_t amount)
{
    Account *account = book->accounts->pdata[slot];

    if (amount == 0)
        return;
    if (!account->in_hour) {
        account->in_hour = true;
        g_array_append_val(book->in_hour, slot);
    }
    account->secs[tres] += amount;
}

static void note_hour(SsUsageBook *book, uint32_t slot, uint32_t tres, SsTime hour, int64_t secs)
{
    Account *account = book->accounts->pdata[slot];
    SsTime   at = (hour - book->day_zero) / HOUR;

    if (!account->in_day) {
        account->in_day = true;
        g_array_append_val(book->in_day, slot);
    }
    if (account->hours[tres] == NULL)
        account->hours[tres] = g_new0(int64_t, DAY_HOURS);
    if (at >= 0 && at < DAY_HOURS)
        account->hours[tres][at] = secs;
}

void ss_usage_book_end_hour(SsUsageBook *book, SsTime begin)
{
    for (guint i = 0; i < book->in_hour->len; i++) {
        uint32_t slot = g_array_index(book->in_hour, uint32_t, i);
        Account *account = book->accounts->pdata[slot];

        for (uint32_t t = 0; t < book->tres->n; t++) {
            if (account->secs[t])
                note_hour(book, slot, t, begin, account->secs[t]);
            account->secs[t] = 0;
        }
        account->in_hour = false;
    }
    g_array_set_size(book->in_hour, 0);
}

/* --- writing a day --------------------------------------------------------------------------- */

/* A statement of the table above. */
static sqlite3_stmt *statement(SsUsageBook *book, const char *sql, GError **error)
{
    sqlite3_stmt *known = ss_ledger_kept(book->ledger, sql);

    if (known)
        return known;
    known = ss_ledger_statement(book->ledger, sql, error);
    if (known)
        ss_ledger_keep(book->ledger, sql, known);
    return known;
}

static gboolean step(SsUsageBook *book, sqlite3_stmt *put, GError **error)
{
    gboolean done = sqlite3_step(put) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(book->ledger, error, "cannot write usage");
    sqlite3_reset(put);
    return done;
}

static gboolean put_day(SsUsageBook *book, uint32_t id, uint32_t tres, SsWide sum, GError **error)
{
    const int64_t row[] = { book->midnight, id, tres, ss_wide_clamp(sum) };

    return ss_bulk_put(book->days, row, NULL, error);
}

/* From the first hour that is not 0 to the last; there is one. */
static gboolean put_pack(SsUsageBook *book, uint32_t id, uint32_t tres, const int64_t *hours,
                         GError **error)
{
    uint32_t first = 0, last = DAY_HOURS - 1;
    char     text[DAY_HOURS * 22], *end = text;

    while (hours[first] == 0)
        first++;
    while (hours[last] == 0)
        last--;
    for (uint32_t i = first; i <= last; i++) {
        *end++ = i == first ? '[' : ',';
        end = ss_i64_put(end, hours[i]);
    }
    *end++ = ']';
    *end = '\0';
    const int64_t row[] = { book->day_zero + (SsTime) first * HOUR, id, tres };
    return ss_bulk_put(book->packs, row, text, error);
}

static gboolean put_tres(SsUsageBook *book, const Account *account, uint32_t slot, bool whole,
                         GError **error)
{
    const int64_t *hours = account->hours[slot];
    uint32_t       tres = book->tres->ids[slot];
    SsWide         sum = 0;
    bool           any = false;

    for (uint32_t h = 0; hours && h < DAY_HOURS; h++) {
        any |= hours[h] != 0;
        sum += hours[h];
    }
    return !any
           || (put_pack(book, account->id, tres, hours, error)
               && (!whole || put_day(book, account->id, tres, sum, error)));
}

static int compare_accounts(gconstpointer a, gconstpointer b, gpointer data)
{
    const SsUsageBook *book = data;
    const Account     *x = book->accounts->pdata[*(const uint32_t *) a];
    const Account     *y = book->accounts->pdata[*(const uint32_t *) b];

    return x->id < y->id ? -1 : x->id > y->id;
}

static int compare_tres(gconstpointer a, gconstpointer b, gpointer data)
{
    const SsTresSlots *tres = data;
    uint32_t           x = tres->ids[*(const uint32_t *) a], y = tres->ids[*(const uint32_t *) b];

    return x < y ? -1 : x > y;
}

bool ss_usage_book_day_is_over(const SsUsageBook *book, SsTime begin)
{
    return begin >= book->day_end;
}

static void begin_day(SsUsageBook *book, SsTime begin)
{
    const SsZone *zone = ss_ledger_zone(book->ledger);
    SsTime        midnight = ss_zone_day(zone, begin, 0);

    book->day_zero = begin - (begin - midnight) / HOUR * HOUR;
    book->midnight = midnight;
    book->day_end = ss_zone_day(zone, begin, 1);
}

/* In the order of ids, so that the same run gives the same file. */
gboolean ss_usage_book_end_day(SsUsageBook *book, SsTime end, GError **error)
{
    uint32_t order[SS_TRES_SLOTS];
    bool     whole = end >= book->day_end, ok = true;

    for (uint32_t i = 0; i < book->tres->n; i++)
        order[i] = i;
    g_qsort_with_data(order, (gint) book->tres->n, sizeof *order, compare_tres, book->tres);
    g_array_sort_with_data(book->in_day, compare_accounts, book);
    for (guint i = 0; i < book->in_day->len; i++) {
        Account *account = book->accounts->pdata[g_array_index(book->in_day, uint32_t, i)];

        for (uint32_t t = 0; t < book->tres->n; t++) {
            ok = ok && put_tres(book, account, order[t], whole, error);
            g_clear_pointer(&account->hours[order[t]], g_free);
        }
        account->in_day = false;
    }
    g_array_set_size(book->in_day, 0);
    begin_day(book, end);
    return ok;
}

gboolean ss_usage_book_flush(SsUsageBook *book, GError **error)
{
    return ss_bulk_flush(book->packs, error) && ss_bulk_flush(book->days, error);
}

/* --- going on -------------------------------------------------------------------------------- */

static void read_pack(SsUsageBook *book, const SsQuery *query, SsTime from)
{
    SsTime      hour = ss_query_get_int(query, 0);
    uint32_t    account = ss_usage_book_account(book, (uint32_t) ss_query_get_int(query, 1));
    uint32_t    tres = ss_tres_slot(book->tres, (uint32_t) ss_query_get_int(query, 2));
    const char *text = ss_query_get_text(query, 3);

    for (; tres != SS_ID_NONE && (*text == '[' || *text == ',') && hour < from; hour += HOUR) {
        char *end;

        note_hour(book, account, tres, hour, g_ascii_strtoll(text + 1, &end, 10));
        text = end;
    }
}

gboolean ss_usage_book_resume(SsUsageBook *book, SsTime from, GError **error)
{
    begin_day(book, from);
    SsQuery *query = ss_query_new(book->ledger, book->sql->load);

    ss_query_int(query, 1, book->day_zero);
    while (ss_query_next(query))
        read_pack(book, query, from);
    if (!ss_query_close(query, error))
        return FALSE;
    sqlite3_stmt *wipe = statement(book, book->sql->wipe, error);

    if (wipe == NULL)
        return FALSE;
    sqlite3_bind_int64(wipe, 1, book->day_zero);
    return step(book, wipe, error);
}
