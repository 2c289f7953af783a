/* SPDX-License-Identifier: Apache-2.0 */
#include "scheduler/operate_resv_words.h"

#include "sim/base/date.h"
#include "sim/base/span.h"

#include <stdarg.h>
#include <string.h>

static const struct {
    const char *word;
    size_t      least;
    uint64_t    flag;
} resv_flags[] = {
    { "ANY_NODES", 1, SS_RESV_ANY_NODES },
    { "DAILY", 1, SS_RESV_DAILY },
    { "FIRST_CORES", 1, SS_RESV_FIRST_CORES },
    { "FLEX", 3, SS_RESV_FLEX },
    { "HOURLY", 1, SS_RESV_HOURLY },
    { "IGNORE_JOBS", 1, SS_RESV_IGNORE_JOBS },
    { "LICENSE_ONLY", 1, SS_RESV_ANY_NODES },
    { "MAGNETIC", 3, SS_RESV_MAGNETIC },
    { "MAINT", 3, SS_RESV_MAINT },
    { "NO_HOLD_JOBS_AFTER_END", 1, SS_RESV_NO_HOLD },
    { "OVERLAP", 1, SS_RESV_OVERLAP },
    { "PART_NODES", 1, SS_RESV_PART_NODES },
    { "REPLACE", 1, SS_RESV_REPLACE },
    { "REPLACE_DOWN", 8, SS_RESV_REPLACE_DOWN },
    { "STATIC_ALLOC", 1, SS_RESV_STATIC },
    { "TIME_FLOAT", 1, SS_RESV_TIME_FLOAT },
    { "WEEKDAY", 1, SS_RESV_WEEKDAY },
    { "WEEKEND", 5, SS_RESV_WEEKEND },
    { "WEEKLY", 5, SS_RESV_WEEKLY },
};

static const SsSpan default_purge = 5 * 60;

/* --- refusals ----------------------------------------------------------------------------------------- */

/* An update's caller also tells what errno was: mostly nothing. */
static bool refuse(SsOperation *op, const SsResvOrder *order, const char *text,
                   const char *errno_text)
{
    ss_operate_fail(op, "scontrol: error: %s", text);
    if (order->updates)
        ss_operate_fail(op, "slurm_update error: %s", errno_text);
    return false;
}

bool ss_resv_order_refuse(SsOperation *op, const SsResvOrder *order, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *full =
        g_strdup_printf("%s  No reservation %s.", text, order->updates ? "update" : "created");
    return refuse(op, order, full, "No error");
}

/* --- flags ---------------------------------------------------------------------------------------------- */

static uint64_t flag_of(const char *word)
{
    const size_t n = strlen(word);

    for (uint32_t k = 0; k < G_N_ELEMENTS(resv_flags); k++)
        if (n >= resv_flags[k].least && g_ascii_strncasecmp(word, resv_flags[k].word, n) == 0)
            return resv_flags[k].flag;
    return 0;
}

/* "PURGE_COMP" or "PURGE_COMP=TIME"; what is no time is five minutes (recorded). */
static bool read_purge(const char *word, bool off, SsResvOrder *order)
{
    SsSpan      span = default_purge;
    const char *equals = strchr(word, '=');
    const char *name = "PURGE_COMP";
    const gsize n = equals ? (gsize) (equals - word) : strlen(word);

    if (n < 2 || n > strlen(name) || g_ascii_strncasecmp(word, name, n) != 0)
        return false;
    if (off) {
        order->flags_off |= SS_RESV_PURGE_COMP;
        return true;
    }
    if (equals && !ss_span_parse_limit(equals + 1, &span, NULL))
        span = default_purge;
    order->flags |= SS_RESV_PURGE_COMP;
    order->purge_comp = span;
    return true;
}

static bool read_flag(const char *word, bool all_off, SsResvOrder *order)
{
    const bool     off = all_off || *word == '-';
    const char    *plain = word + (*word == '-' || *word == '+');
    const uint64_t flag = flag_of(plain);

    if (read_purge(plain, off, order))
        return true;
    *(off ? &order->flags_off : &order->flags) |= flag;
    return flag != 0;
}

/* "MAINT,DAILY"; "-MAINT" and FLAGS-= take away. A refusal shows the words with their signs. */
static bool read_flags(SsOperation *op, const char *text, char sign, SsResvOrder *order)
{
    g_auto(GStrv)    words = g_strsplit(text, ",", -1);
    g_autofree char *joined = g_strjoinv(",-", words);
    bool             ok = true;

    for (uint32_t i = 0; ok && words[i]; i++)
        ok = read_flag(words[i], sign == '-', order);
    return ok
           || ss_resv_order_refuse(op, order, "Error parsing flags %s%s.", sign == '-' ? "-" : "",
                                   sign == '-' ? joined : text);
}

/* --- times and counts ------------------------------------------------------------------------------------ */

static bool read_date(SsOperation *op, const SsPair *pair, const char *what, SsResvOrder *order,
                      SsTime *out)
{
    SsDateReader      reader = { .now = op->world->now, .zone = op->world->zone };
    g_autoptr(GError) error = NULL;

    if (ss_date_parse(&reader, pair->value, SS_DATE_LOOKS_AHEAD, out, &error))
        return true;
    ss_operate_fail(op, "Invalid time specification (pos=0): %s", pair->value);
    g_autofree char *text =
        g_strdup_printf("Invalid %s time %s=%s.  No reservation %s.", what, pair->key, pair->value,
                        order->updates ? "update" : "created");
    return refuse(op, order, text, "Invalid time specified");
}

static bool read_minutes(SsOperation *op, const SsPair *pair, SsResvOrder *order)
{
    SsSpan span = 0;

    if (*pair->value == '-' || !ss_span_parse_limit(pair->value, &span, NULL))
        return ss_resv_order_refuse(op, order, "Invalid duration %s=%s.", pair->key, pair->value);
    order->minutes = span == SS_SPAN_FOREVER ? SS_RESV_YEAR_MINUTES : (uint32_t) (span / 60);
    return true;
}

static bool read_delay(SsOperation *op, const SsPair *pair, SsResvOrder *order)
{
    return ss_span_parse_limit(pair->value, &order->max_start_delay, NULL)
           || ss_resv_order_refuse(op, order, "Invalid duration %s=%s.", pair->key, pair->value);
}

/* "4,2k" into counts; NULL: no number. Nothing but noughts is no count. */
static uint32_t *read_counts(const char *text, uint32_t *n)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    uint32_t     *counts = g_new0(uint32_t, MAX(g_strv_length(items), 1));

    *n = 0;
    for (uint32_t i = 0; items[i]; i++) {
        char          *end = NULL;
        const uint64_t count = g_ascii_strtoull(items[i], &end, 10);
        const uint64_t unit = g_ascii_tolower(*end) == 'k' ? 1024 : 1;

        if (end == items[i] || (*end != '\0' && unit == 1))
            break;
        counts[(*n)++] = (uint32_t) MIN(count * unit, UINT32_MAX);
    }
    if (*n == g_strv_length(items) && *n > 0)
        return counts;
    g_free(counts);
    return NULL;
}

static bool read_count_word(SsOperation *op, const SsPair *pair, const char *what,
                            SsResvOrder *order, uint32_t **counts, uint32_t *n)
{
    g_free(*counts);
    *counts = read_counts(pair->value, n);
    if (*counts)
        return true;
    g_autofree char *text = g_strdup_printf("Invalid %s count %s", what, pair->value);
    return refuse(op, order, text, "No error");
}

/* "cpu=8,node=2,license/matlab=1": CoreCnt, NodeCnt and Licenses in one word; a licence must be a TRES. */
static bool read_tres(SsOperation *op, const SsPair *pair, SsResvOrder *order)
{
    const SsTresSet *set = op->world->cluster->tres;
    g_auto(GStrv)    items = g_strsplit(pair->value, ",", -1);

    for (uint32_t i = 0; items[i]; i++) {
        char *equals = strchr(items[i], '=');
        if (equals != NULL)
            *equals = '\0';
        const bool       is_known = ss_tres_find(set, items[i]) != SS_ID_NONE;
        const bool       node = g_ascii_strcasecmp(items[i], "node") == 0;
        const bool       usable = node || g_ascii_strcasecmp(items[i], "cpu") == 0;
        g_autofree char *text =
            !is_known ? g_strdup_printf("couldn't identify configured TRES '%s'", items[i])
            : usable || g_str_has_prefix(items[i], "license/")
                ? NULL
                : g_strdup_printf("TRES type '%s' not supported with reservations", items[i]);
        if (text)
            return refuse(op, order, text, "No error");
        if (usable && equals != NULL) {
            uint32_t **counts = node ? &order->node : &order->core;

            g_free(*counts);
            *counts = read_counts(equals + 1, node ? &order->n_node : &order->n_core);
        }
    }
    order->tres = pair->value;
    return true;
}

/* --- a word ------------------------------------------------------------------------------------------------ */

static bool takes_signs(const char *key)
{
    static const char *const words[] = { "Accounts", "Duration", "Flags", "Groups", "Users" };

    for (uint32_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strncasecmp(words[i], key, strlen(key)) == 0)
            return true;
    return false;
}

static bool read_text(const SsPair *pair, char sign, SsResvOrder *order)
{
    const struct {
        const char  *word;
        size_t       least;
        const char **text;
        char        *sign;
    } texts[] = {
        { "Accounts", 1, &order->accounts, &order->accounts_sign },
        { "Features", 2, &order->features, NULL },
        { "Groups", 1, &order->groups, &order->groups_sign },
        { "Licenses", 1, &order->licenses, NULL },
        { "Nodes", 5, &order->nodes, NULL },
        { "PartitionName", 1, &order->part, NULL },
        { "ReservationName", 1, &order->name, NULL },
        { "Users", 1, &order->users, &order->users_sign },
    };

    for (uint32_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (!ss_operate_key_is(pair, texts[i].word, texts[i].least))
            continue;
        *texts[i].text = pair->value;
        if (texts[i].sign)
            *texts[i].sign = sign;
        return true;
    }
    return ss_operate_key_is(pair, "BurstBuffer", 2);
}

static bool read_pair(SsOperation *op, const SsPair *pair, char sign, SsResvOrder *order)
{
    if (ss_operate_key_is(pair, "StartTime", 1))
        return read_date(op, pair, "start", order, &order->start);
    if (ss_operate_key_is(pair, "EndTime", 1))
        return read_date(op, pair, "end", order, &order->end);
    if (ss_operate_key_is(pair, "Duration", 1)) {
        order->minutes_sign = sign;
        return read_minutes(op, pair, order);
    }
    if (ss_operate_key_is(pair, "MaxStartDelay", 1))
        return read_delay(op, pair, order);
    if (ss_operate_key_is(pair, "Flags", 2))
        return read_flags(op, pair->value, sign, order);
    if (ss_operate_key_is(pair, "NodeCnt", 5) || ss_operate_key_is(pair, "NodeCount", 5))
        return read_count_word(op, pair, "node", order, &order->node, &order->n_node);
    if (ss_operate_key_is(pair, "CoreCnt", 1) || ss_operate_key_is(pair, "CoreCount", 5)
        || ss_operate_key_is(pair, "CPUCount", 5))
        return read_count_word(op, pair, "core", order, &order->core, &order->n_core);
    if (ss_operate_key_is(pair, "TRES", 1))
        return read_tres(op, pair, order);
    if (ss_operate_key_is(pair, "Watts", 1))
        return ss_resv_order_refuse(
            op, order, "A power reservation must be empty and set the LICENSE_ONLY flag.");
    return read_text(pair, sign, order)
           || ss_resv_order_refuse(op, order, "Unknown parameter %s=%s.", pair->key, pair->value);
}

/* KEY=V sets, KEY+=V adds, KEY-=V takes away; the sign is the key's last character. */
static bool read_word(SsOperation *op, const SsPair *pair, SsResvOrder *order)
{
    const size_t n = strlen(pair->key);
    char         sign = n > 0 && strchr("+-", pair->key[n - 1]) ? pair->key[n - 1] : '=';
    SsPair       plain = *pair;

    if (!pair->has_value && n >= 2 && g_ascii_strncasecmp("Skip", pair->key, n) == 0) {
        order->skip = true;
        return true;
    }
    if (!pair->has_value)
        return ss_resv_order_refuse(
            op, order, "Misformatted parameter '%s', most options have a parameter after '='.",
            pair->key);
    g_autofree char *key = g_strndup(pair->key, sign == '=' ? n : n - 1);
    plain.key = key;
    if (sign != '=' && order->updates && !takes_signs(key))
        return ss_resv_order_refuse(op, order,
                                    "The +=/-= notation is not supported when updating %s.", key);
    return read_pair(op, &plain, sign, order);
}

bool ss_resv_order_read(SsOperation *op, const GArray *pairs, bool updates, SsResvOrder *order)
{
    *order = (SsResvOrder){ .updates = updates,
                            .start = SS_TIME_NEVER,
                            .end = SS_TIME_NEVER,
                            .minutes = SS_RESV_NO_MINUTES,
                            .max_start_delay = -1,
                            .purge_comp = -1 };
    for (uint32_t i = 0; i < pairs->len; i++)
        if (!read_word(op, &g_array_index(pairs, SsPair, i), order))
            return false;
    return true;
}

void ss_resv_order_clear(SsResvOrder *order)
{
    g_clear_pointer(&order->node, g_free);
    g_clear_pointer(&order->core, g_free);
}
