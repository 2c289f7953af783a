/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hostlist.c - node[001-128,130] and back.
 *
 * A list is kept as runs - prefix, low, high, width - since sites name tens of thousands of nodes
 * by a handful of ranges, and taking them apart would only be to put them together again. A bare
 * name is its prefix and its trailing digits; a bracketed one is what stands before the last
 * bracket and the number in it. So n[1-2][3-4] prints as n1[3-4],n2[3-4], but n13,n14 as n[13-14],
 * as in Slurm.
 *
 * Order. Slurm compares the lows of two runs by number if their widths are compatible and by width
 * if not. A low is never longer than its width, so that is as comparing (width, low), which
 * is plainly a total order. Two neighbours merge if the second follows the first and has the same
 * text in the first's width.
 *
 * Plain sorting keeps duplicates, so runs that overlap are cut into hosts, whose names interleave:
 * n[1-5],n[3-4] becomes n[1-3,3-4,4-5], as scontrol show hostlistsorted has it. (Real 22.05.8 loses
 * hosts if three runs overlap or widths are mixed among them; we keep them.) For lists of unique
 * names runs are first cut where the length of numbers changes (n[9-11] is n9 and n[10-11]) and
 * digits move from prefix to number, so that a name has one notation.
 *
 * Naive twin: lists of names, tests/property/test_hostlist.c. Fuzzed by tests/fuzz/fuzz_hostlist.c.
 */
#include "sim/base/hostlist.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/diag.h"
#include "sim/base/intern.h"

#define NAME_MAX_LENGTH 500
#define DIGITS_MAX      18    /* of a number: fits 64 bits   */
#define RANGE_HOSTS     65536 /* Slurm's limits              */
#define BRACKET_RANGES  262144
#define BRACKET_VALUES  65536

typedef struct {
    uint32_t prefix; /* interned                                     */
    uint32_t width;  /* 0 = a bare name, low = high = 0              */
    uint64_t low, high;
} Run;

struct SsHostlist {
    SsIntern *prefixes;
    GArray   *runs; /* element-type: Run */
    uint64_t  count;
};

struct SsHostNames {
    SsIntern *prefixes;
    GArray   *runs; /* element-type: Run, of one host each */
};

/* A bracket in its parts, as written. */
typedef struct {
    uint64_t low, high;
    uint32_t width;
} Range;

/* Reading one text. */
typedef struct {
    const char *text;
    const char *p;
    GError    **error;
} Reader;

static Run *run_at(const SsHostlist *list, uint32_t i)
{
    return &g_array_index(list->runs, Run, i);
}

static uint64_t hosts_in(const Run *run)
{
    return run->high - run->low + 1;
}

static uint32_t digits_of(uint64_t number)
{
    uint32_t n = 1;

    while (number >= 10) {
        number /= 10;
        n++;
    }
    return n;
}

static uint64_t ten_to(uint32_t n)
{
    uint64_t power = 1;

    while (n-- > 0)
        power *= 10;
    return power;
}

/* The length of the number's text. */
static uint32_t effective_width(const Run *run, uint64_t number)
{
    return run->width == 0 ? 0 : MAX(run->width, digits_of(number));
}

/* The last number of the run with the effective width of its first. */
static uint64_t uniform_end(const Run *run)
{
    if (run->width == 0)
        return run->high;
    return MIN(run->high, ten_to(effective_width(run, run->low)) - 1);
}

/* Does `next` continue `run` by one more number (range of numbers) in the same notation? */
static bool follows(const Run *run, const Run *next)
{
    if (run->width == 0 || next->width == 0 || run->prefix != next->prefix
        || next->low != run->high + 1)
        return false;
    return run->width == next->width || MAX(run->width, next->width) <= digits_of(next->low);
}

static void add_run(SsHostlist *list, Run run)
{
    Run *last = list->runs->len > 0 ? run_at(list, list->runs->len - 1) : NULL;

    list->count += hosts_in(&run);
    if (last != NULL && follows(last, &run))
        last->high = run.high;
    else
        g_array_append_val(list->runs, run);
}

/* How many digits end `text`, at most DIGITS_MAX. */
static uint32_t trailing_digits(const char *text, size_t n)
{
    uint32_t digits = 0;

    while (digits < DIGITS_MAX && digits < n && g_ascii_isdigit(text[n - 1 - digits]))
        digits++;
    return digits;
}

static uint64_t number_of(const char *digits, uint32_t n)
{
    uint64_t number = 0;

    for (uint32_t i = 0; i < n; i++)
        number = number * 10 + (uint64_t) (digits[i] - '0');
    return number;
}

static Run run_of_name(SsIntern *prefixes, const char *name, size_t n)
{
    const uint32_t width = trailing_digits(name, n);
    const uint64_t number = number_of(name + n - width, width);

    return (Run){ .prefix = ss_intern_id_n(prefixes, name, n - width),
                  .width = width,
                  .low = number,
                  .high = number };
}

static void add_name(SsHostlist *list, const char *name, size_t n)
{
    add_run(list, run_of_name(list->prefixes, name, n));
}

static void add_range(SsHostlist *list, const char *prefix, size_t n, const Range *range)
{
    const Run run = {
        .prefix = ss_intern_id_n(list->prefixes, prefix, n),
        .width = range->width,
        .low = range->low,
        .high = range->high,
    };

    add_run(list, run);
}

static bool is_separator(char c)
{
    return c == ',' || c == ' ' || c == '\t' || c == '\n';
}

static bool refuse(const Reader *reader, SsParseError code, const char *at, const char *what)
{
    g_set_error(reader->error, SS_PARSE_ERROR, (int) code,
                "host list '%s': %s at column %d; write names such as node[001-128,130],gpu1",
                reader->text, what, (int) (at - reader->text) + 1);
    return false;
}

static bool take_number(Reader *reader, uint64_t *out)
{
    const char *begin = reader->p;
    uint32_t    n = 0;

    while (g_ascii_isdigit(begin[n]))
        n++;
    if (n == 0)
        return refuse(reader, SS_PARSE_ERROR_SYNTAX, begin, "a number is missing");
    if (n > DIGITS_MAX)
        return refuse(reader, SS_PARSE_ERROR_RANGE, begin, "a number of more than 18 digits");
    *out = number_of(begin, n);
    reader->p += n;
    return true;
}

/* low, low-high, low-; the width is that of the low bound with the blanks before it. */
static bool take_range(Reader *reader, Range *out)
{
    const char *begin = reader->p;

    while (*reader->p == ' ')
        reader->p++;
    if (!take_number(reader, &out->low))
        return false;
    if (reader->p - begin > DIGITS_MAX)
        return refuse(reader, SS_PARSE_ERROR_RANGE, begin, "a number of more than 18 digits");
    out->width = (uint32_t) (reader->p - begin);
    out->high = out->low;
    if (*reader->p != '-')
        return true;
    reader->p++;
    if (*reader->p == ',' || *reader->p == ']')
        return true;
    if (!take_number(reader, &out->high))
        return false;
    if (out->high < out->low)
        return refuse(reader, SS_PARSE_ERROR_SYNTAX, begin, "the range runs backwards");
    if (out->high - out->low >= RANGE_HOSTS)
        return refuse(reader, SS_PARSE_ERROR_RANGE, begin, "a range of more than 65536 hosts");
    return true;
}

/* '[' ranges ']' */
static bool take_bracket(Reader *reader, GArray *ranges)
{
    const char *begin = reader->p;

    do {
        Range range = { 0 };

        reader->p++;
        if (*reader->p == '\0')
            return refuse(reader, SS_PARSE_ERROR_SYNTAX, begin, "a bracket that is not closed");
        if (ranges->len == BRACKET_RANGES)
            return refuse(reader, SS_PARSE_ERROR_RANGE, begin, "more than 262144 ranges");
        if (!take_range(reader, &range))
            return false;
        g_array_append_val(ranges, range);
    } while (*reader->p == ',');
    if (*reader->p == '\0')
        return refuse(reader, SS_PARSE_ERROR_SYNTAX, begin, "a bracket that is not closed");
    if (*reader->p != ']')
        return refuse(reader, SS_PARSE_ERROR_SYNTAX, reader->p, "something that is no range");
    reader->p++;
    return true;
}

/* Every prefix followed by every number of the bracket, the prefix varying slowest. */
static bool multiply(const Reader *reader, GPtrArray **prefixes, const GArray *ranges)
{
    GPtrArray *longer = g_ptr_array_new_with_free_func(g_free); /* element-type: char * */
    bool       fits = true;

    for (uint32_t i = 0; fits && i < (*prefixes)->len; i++) {
        const char *prefix = (*prefixes)->pdata[i];

        for (uint32_t j = 0; fits && j < ranges->len; j++) {
            const Range *range = &g_array_index(ranges, Range, j);

            fits = range->high - range->low + longer->len < BRACKET_VALUES;
            for (uint64_t n = range->low; fits && n <= range->high; n++)
                g_ptr_array_add(longer,
                                g_strdup_printf("%s%0*" PRIu64, prefix, (int) range->width, n));
        }
    }
    g_ptr_array_unref(*prefixes);
    *prefixes = longer;
    return fits
           || refuse(reader, SS_PARSE_ERROR_RANGE, reader->p,
                     "more than 65536 names before the last bracket");
}

/* Appends `n` bytes of `text` to every prefix. */
static void extend(GPtrArray *prefixes, const char *text, size_t n)
{
    for (uint32_t i = 0; n > 0 && i < prefixes->len; i++) {
        char *longer = g_strdup_printf("%s%.*s", (char *) prefixes->pdata[i], (int) n, text);

        g_free(prefixes->pdata[i]);
        prefixes->pdata[i] = longer;
    }
}

static uint64_t hosts_of(const GPtrArray *prefixes, const GArray *ranges)
{
    uint64_t hosts = 0;

    for (uint32_t i = 0; i < ranges->len; i++) {
        const Range *range = &g_array_index(ranges, Range, i);

        hosts += range->high - range->low + 1;
    }
    return hosts * prefixes->len;
}

static bool add_product(const Reader *reader, SsHostlist *list, const GPtrArray *prefixes,
                        const GArray *ranges)
{
    if (hosts_of(prefixes, ranges) > SS_HOSTLIST_MAX - MIN(list->count, SS_HOSTLIST_MAX))
        return refuse(reader, SS_PARSE_ERROR_RANGE, reader->p, "more than 1000000 hosts");
    for (uint32_t i = 0; i < prefixes->len; i++) {
        const char *prefix = prefixes->pdata[i];

        for (uint32_t j = 0; j < ranges->len; j++)
            add_range(list, prefix, strlen(prefix), &g_array_index(ranges, Range, j));
    }
    return true;
}

/* The length of the text up to the next bracket, separator or end. */
static size_t plain_length(const char *p)
{
    return strcspn(p, "[], \t\n");
}

/* prefix[ranges]text[ranges]: all brackets but the last are multiplied out. */
static bool take_bracketed(Reader *reader, SsHostlist *list, size_t n_prefix)
{
    const char       *begin = reader->p;
    GPtrArray        *prefixes = g_ptr_array_new_with_free_func(g_free); /* element-type: char * */
    g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(Range));
    bool              ok = true;

    g_ptr_array_add(prefixes, g_strndup(begin, n_prefix));
    reader->p += n_prefix;
    while (ok && *reader->p == '[') {
        if (ranges->len > 0)
            ok = multiply(reader, &prefixes, ranges);
        g_array_set_size(ranges, 0);
        ok = ok && take_bracket(reader, ranges);
        if (!ok || *reader->p == '[')
            continue;

        const char  *after = reader->p;
        const size_t n = plain_length(after);

        if (n > 0 && after[n] != '[')
            ok = refuse(reader, SS_PARSE_ERROR_SYNTAX, after, "text behind the last bracket");
        else if (n > 0) {
            ok = multiply(reader, &prefixes, ranges);
            g_array_set_size(ranges, 0);
            extend(prefixes, after, n);
            reader->p += n;
        }
    }
    for (uint32_t i = 0; ok && i < prefixes->len; i++) {
        if (strlen(prefixes->pdata[i]) > NAME_MAX_LENGTH - DIGITS_MAX)
            ok = refuse(reader, SS_PARSE_ERROR_RANGE, begin, "a name of more than 500 characters");
    }
    ok = ok && add_product(reader, list, prefixes, ranges);
    g_ptr_array_unref(prefixes);
    return ok;
}

static bool take_item(Reader *reader, SsHostlist *list)
{
    const size_t n = plain_length(reader->p);

    if (reader->p[n] == ']')
        return refuse(reader, SS_PARSE_ERROR_SYNTAX, reader->p + n,
                      "a bracket that was not opened");
    if (n > NAME_MAX_LENGTH)
        return refuse(reader, SS_PARSE_ERROR_RANGE, reader->p,
                      "a name of more than 500 characters");
    if (reader->p[n] == '[')
        return take_bracketed(reader, list, n);
    if (list->count >= SS_HOSTLIST_MAX)
        return refuse(reader, SS_PARSE_ERROR_RANGE, reader->p, "more than 1000000 hosts");
    add_name(list, reader->p, n);
    reader->p += n;
    return true;
}

static bool take_items(Reader *reader, SsHostlist *list)
{
    for (;;) {
        while (is_separator(*reader->p))
            reader->p++;
        if (*reader->p == '\0')
            return true;
        if (!take_item(reader, list))
            return false;
    }
}

static int sign(bool greater, bool less)
{
    return (int) greater - (int) less;
}

static int compare_chars(char a, char b)
{
    return sign((uint8_t) a > (uint8_t) b, (uint8_t) a < (uint8_t) b);
}

/* Two runs of digits: as numbers, or digit by digit like decimals if one has a leading zero. */
static int compare_digits(const char *a, size_t m, const char *b, size_t n)
{
    if (*a != '0' && *b != '0' && m != n)
        return sign(m > n, m < n);

    const int order = memcmp(a, b, MIN(m, n));
    return order != 0 ? order : sign(m > n, m < n);
}

/* Natural order. */
static int compare_natural(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        const size_t m = strspn(a, "0123456789"), n = strspn(b, "0123456789");
        const int    order = m > 0 && n > 0 ? compare_digits(a, m, b, n) : compare_chars(*a, *b);

        if (order != 0)
            return order;
        a += MAX(m, 1);
        b += MAX(n, 1);
    }
    return compare_chars(*a, *b);
}

static int compare_runs(const void *a, const void *b, void *data)
{
    const Run      *x = a, *y = b;
    const SsIntern *prefixes = data;

    if (x->prefix != y->prefix)
        return compare_natural(ss_intern_text(prefixes, x->prefix),
                               ss_intern_text(prefixes, y->prefix));

    if (x->width != y->width)
        return sign(x->width > y->width, x->width < y->width);
    if (x->low != y->low)
        return sign(x->low > y->low, x->low < y->low);
    return sign(x->high > y->high, x->high < y->high);
}

/* Sorts the runs from number `begin` on. */
static void sort_runs(const SsHostlist *list, GArray *runs, uint32_t begin)
{
    if (runs->len > begin + 1)
        g_qsort_with_data(&g_array_index(runs, Run, begin), (int) (runs->len - begin), sizeof(Run),
                          compare_runs, list->prefixes);
}

/* Does the second of two runs in order begin within the first? */
static bool overlap(const Run *run, const Run *next)
{
    return run->prefix == next->prefix && next->low <= run->high
           && (run->width == next->width || MAX(run->width, next->width) <= digits_of(next->low));
}

/* How many runs from `i` on hang together by overlapping. */
static uint32_t cluster_length(const GArray *runs, uint32_t i)
{
    Run      reach = g_array_index(runs, Run, i);
    uint32_t n = 1;

    for (; i + n < runs->len && overlap(&reach, &g_array_index(runs, Run, i + n)); n++)
        reach.high = MAX(reach.high, g_array_index(runs, Run, i + n).high);
    return n;
}

static void append_hosts(GArray *pieces, const Run *run)
{
    for (uint64_t number = run->low; number <= run->high; number++) {
        const Run host = { run->prefix, effective_width(run, number), number, number };

        g_array_append_val(pieces, host);
    }
}

/* The sorted runs, with those that overlap cut into hosts, in order among themselves. */
static GArray *cut_overlaps(const SsHostlist *list, const GArray *runs)
{
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Run));

    for (uint32_t i = 0, n = 0; i < runs->len; i += n) {
        const uint32_t begin = pieces->len;

        n = cluster_length(runs, i);
        for (uint32_t j = i; n > 1 && j < i + n; j++)
            append_hosts(pieces, &g_array_index(runs, Run, j));
        if (n == 1)
            g_array_append_val(pieces, g_array_index(runs, Run, i));
        sort_runs(list, pieces, begin);
    }
    return pieces;
}

/* A run of uniform width in the one notation its names have when they stand alone: digits that end
 * the prefix belong to the number. */
static Run plain_notation(SsHostlist *list, Run run)
{
    const char    *prefix = ss_intern_text(list->prefixes, run.prefix);
    const size_t   n = strlen(prefix);
    const uint32_t moved = MIN(trailing_digits(prefix, n), DIGITS_MAX - run.width);

    if (run.width == 0 || moved == 0)
        return run;

    const uint64_t base = number_of(prefix + n - moved, moved) * ten_to(run.width);
    return (Run){
        .prefix = ss_intern_id_n(list->prefixes, prefix, n - moved),
        .width = run.width + moved,
        .low = base + run.low,
        .high = base + run.high,
    };
}

/* The runs cut where the length of their numbers changes, in plain notation. */
static GArray *split_widths(SsHostlist *list)
{
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Run));

    for (uint32_t i = 0; i < list->runs->len; i++) {
        Run left = *run_at(list, i);

        while (left.low <= left.high) {
            Run piece = { left.prefix, effective_width(&left, left.low), left.low, 0 };

            piece.high = uniform_end(&left);
            left.low = piece.high + 1;
            piece = plain_notation(list, piece);
            g_array_append_val(pieces, piece);
        }
    }
    return pieces;
}

/* Puts the sorted pieces in the place of the list's runs, merging neighbours. */
static void take_runs(SsHostlist *list, GArray *pieces)
{
    g_array_set_size(list->runs, 0);
    list->count = 0;
    for (uint32_t i = 0; i < pieces->len; i++)
        add_run(list, g_array_index(pieces, Run, i));
    g_array_unref(pieces);
}

static void print_name(const SsHostlist *list, const Run *run, uint64_t number, char *out,
                       size_t size)
{
    const char *prefix = ss_intern_text(list->prefixes, run->prefix);

    if (run->width == 0)
        g_strlcpy(out, prefix, size);
    else
        g_snprintf(out, size, "%s%0*" PRIu64, prefix, (int) run->width, number);
}

static void print_number(uint64_t number, uint32_t width, GString *out)
{
    for (uint32_t n = digits_of(number); n < width; n++)
        g_string_append_c(out, '0');
    ss_u64_append(out, number);
}

static void print_range(const Run *run, GString *out)
{
    print_number(run->low, run->width, out);
    if (run->high == run->low)
        return;
    g_string_append_c(out, '-');
    print_number(run->high, run->width, out);
}

/* How many runs from `i` on share one bracket. */
static uint32_t bracket_length(const SsHostlist *list, uint32_t i)
{
    const Run *first = run_at(list, i);
    uint32_t   n = 1;

    if (first->width == 0)
        return 1;
    while (i + n < list->runs->len && run_at(list, i + n)->prefix == first->prefix
           && run_at(list, i + n)->width > 0)
        n++;
    return n;
}

static void print_bracket(const SsHostlist *list, uint32_t i, uint32_t n, GString *out)
{
    const Run *first = run_at(list, i);
    const bool single = n == 1 && first->low == first->high;

    g_string_append(out, ss_intern_text(list->prefixes, first->prefix));
    if (first->width == 0)
        return;
    if (!single)
        g_string_append_c(out, '[');
    for (uint32_t j = 0; j < n; j++) {
        if (j > 0)
            g_string_append_c(out, ',');
        print_range(run_at(list, i + j), out);
    }
    if (!single)
        g_string_append_c(out, ']');
}

/* Is `name` one of the run's? Then `number` is its number. */
static bool run_holds(const SsHostlist *list, const Run *run, const char *name, uint64_t *number)
{
    const char  *prefix = ss_intern_text(list->prefixes, run->prefix);
    const size_t n = strlen(prefix);

    if (strncmp(name, prefix, n) != 0)
        return false;

    const size_t digits = strspn(name + n, "0123456789");
    if (name[n + digits] != '\0' || digits > DIGITS_MAX)
        return false;
    *number = number_of(name + n, (uint32_t) digits);
    return run->low <= *number && *number <= run->high && effective_width(run, *number) == digits;
}

SsHostlist *ss_hostlist_new(void)
{
    SsHostlist *list = g_new0(SsHostlist, 1);

    list->prefixes = ss_intern_new();
    list->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    return list;
}

SsHostlist *ss_hostlist_dup(const SsHostlist *list)
{
    SsHostlist *copy = ss_hostlist_new();

    for (uint32_t id = 0; id < ss_intern_count(list->prefixes); id++)
        ss_intern_id(copy->prefixes, ss_intern_text(list->prefixes, id));
    if (list->runs->len > 0)
        g_array_append_vals(copy->runs, list->runs->data, list->runs->len);
    copy->count = list->count;
    return copy;
}

void ss_hostlist_free(SsHostlist *list)
{
    if (list == NULL)
        return;
    ss_intern_free(list->prefixes);
    g_array_unref(list->runs);
    g_free(list);
}

gboolean ss_hostlist_parse(const char *text, SsHostlist **out, GError **error)
{
    g_autoptr(SsHostlist) list = ss_hostlist_new();
    Reader                reader = { .text = text, .p = text, .error = error };

    if (!take_items(&reader, list))
        return FALSE;
    *out = g_steal_pointer(&list);
    return TRUE;
}

gboolean ss_hostlist_append(SsHostlist *list, const char *text, GError **error)
{
    const uint32_t n_runs = list->runs->len;
    const uint64_t count = list->count;
    const Run      last = n_runs > 0 ? *run_at(list, n_runs - 1) : (Run){ 0 };
    Reader         reader = { .text = text, .p = text, .error = error };

    if (take_items(&reader, list))
        return TRUE;
    g_array_set_size(list->runs, n_runs);
    if (n_runs > 0)
        *run_at(list, n_runs - 1) = last; /* it may have grown */
    list->count = count;
    return FALSE;
}

void ss_hostlist_push(SsHostlist *list, const char *name)
{
    add_name(list, name, strnlen(name, NAME_MAX_LENGTH));
}

uint32_t ss_hostlist_count(const SsHostlist *list)
{
    g_assert(list->count < SS_ID_NONE);
    return (uint32_t) list->count;
}

/* Each run ends before the next begins. */
static bool is_sorted(const SsHostlist *list)
{
    for (uint32_t i = 1; i < list->runs->len; i++) {
        if (overlap(run_at(list, i - 1), run_at(list, i))
            || compare_runs(run_at(list, i - 1), run_at(list, i), list->prefixes) > 0)
            return false;
    }
    return true;
}

void ss_hostlist_sort(SsHostlist *list)
{
    if (is_sorted(list))
        return;
    sort_runs(list, list->runs, 0);
    take_runs(list, cut_overlaps(list, list->runs));
}

void ss_hostlist_sort_unique(SsHostlist *list)
{
    GArray  *pieces = split_widths(list);
    uint32_t n = 0; /* pieces kept, no two overlapping */

    sort_runs(list, pieces, 0);
    for (uint32_t i = 0; i < pieces->len; i++) {
        Run *run = &g_array_index(pieces, Run, i);
        Run *kept = n > 0 ? &g_array_index(pieces, Run, n - 1) : NULL;

        if (kept != NULL && overlap(kept, run))
            kept->high = MAX(kept->high, run->high);
        else
            g_array_index(pieces, Run, n++) = *run;
    }
    g_array_set_size(pieces, n);
    take_runs(list, pieces);
}

SsHostlistIter ss_hostlist_iter(const SsHostlist *list)
{
    return (SsHostlistIter){ .list = list };
}

const char *ss_hostlist_next(SsHostlistIter *iter)
{
    if (iter->run >= iter->list->runs->len)
        return NULL;

    const Run *run = run_at(iter->list, iter->run);
    print_name(iter->list, run, run->low + iter->step, iter->name, sizeof iter->name);
    if (++iter->step == hosts_in(run)) {
        iter->run++;
        iter->step = 0;
    }
    return iter->name;
}

char **ss_hostlist_names(const SsHostlist *list)
{
    char         **names = g_new0(char *, (size_t) list->count + 1);
    SsHostlistIter iter = ss_hostlist_iter(list);
    const char    *name = NULL;

    for (size_t i = 0; (name = ss_hostlist_next(&iter)) != NULL; i++)
        names[i] = g_strdup(name);
    return names;
}

uint32_t ss_hostlist_find(const SsHostlist *list, const char *name)
{
    uint64_t number = 0, before = 0;

    for (uint32_t i = 0; i < list->runs->len; i++) {
        const Run *run = run_at(list, i);

        if (run_holds(list, run, name, &number))
            return (uint32_t) (before + number - run->low);
        before += hosts_in(run);
    }
    return SS_ID_NONE;
}

void ss_hostlist_print(const SsHostlist *list, GString *out)
{
    for (uint32_t i = 0, n = 0; i < list->runs->len; i += n) {
        n = bracket_length(list, i);
        if (i > 0)
            g_string_append_c(out, ',');
        print_bracket(list, i, n, out);
    }
}

char *ss_hostlist_text(const SsHostlist *list)
{
    GString *out = g_string_new(NULL);

    ss_hostlist_print(list, out);
    return g_string_free(out, FALSE);
}

SsHostNames *ss_host_names_new(void)
{
    SsHostNames *names = g_new0(SsHostNames, 1);

    names->prefixes = ss_intern_new();
    names->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    return names;
}

void ss_host_names_free(SsHostNames *names)
{
    if (names == NULL)
        return;
    ss_intern_free(names->prefixes);
    g_array_unref(names->runs);
    g_free(names);
}

void ss_host_names_add(SsHostNames *names, const char *name)
{
    const Run run = run_of_name(names->prefixes, name, strnlen(name, NAME_MAX_LENGTH));

    g_array_append_val(names->runs, run);
}

char *ss_host_names_text(const SsHostNames *names, const SsNodeSet *set)
{
    SsHostlist        list = { .prefixes = names->prefixes };
    g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(Run));

    list.runs = runs;
    for (uint32_t i = ss_node_set_first(set); i != SS_ID_NONE; i = ss_node_set_next(set, i + 1))
        add_run(&list, g_array_index(names->runs, Run, i));
    ss_hostlist_sort(&list);
    return ss_hostlist_text(&list);
}

int ss_hostname_compare(const char *a, const char *b)
{
    g_autoptr(SsIntern) prefixes = ss_intern_new();
    Run                 run[2] = { 0 };

    for (uint32_t i = 0; i < 2; i++) {
        const char    *name = i == 0 ? a : b;
        const size_t   n = strlen(name);
        const uint32_t width = trailing_digits(name, n);

        run[i].prefix = ss_intern_id_n(prefixes, name, n - width);
        run[i].width = width;
        run[i].low = run[i].high = number_of(name + n - width, width);
    }
    return compare_runs(&run[0], &run[1], prefixes);
}
