/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_span - any text as a span, a date and every kind of size: read or refused, never a crash;
 * spans read back from what is printed. */
#include "sim/base/date.h"
#include "sim/base/size.h"
#include "sim/base/span.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_span(const char *text)
{
    SsSpan span = 0, back = 0;
    char   out[SS_SPAN_TEXT];

    if (!ss_span_parse(text, &span, NULL))
        return;
    g_assert(ss_span_parse(ss_span_text_conf(span, out), &back, NULL) && back == span);
    ss_span_text_short(span, out);
}

static void read_date(const char *text)
{
    g_autoptr(SsZone) utc = ss_zone_new_utc();
    SsDateReader      reader = { .now = 1795417102, .zone = utc };
    SsTime            time = 0;
    char              out[SS_DATE_TEXT];

    if (ss_date_parse(&reader, text, SS_DATE_LOOKS_BACK, &time, NULL))
        ss_date_text(time, utc, out);
    ss_date_parse(&reader, text, SS_DATE_LOOKS_AHEAD, &time, NULL);
}

static void read_sizes(const char *text)
{
    uint64_t size = 0;
    uint32_t min = 0, max = 0;
    int64_t  number = 0;
    double   real = 0;
    char     out[SS_SIZE_TEXT];

    ss_size_parse_memory(text, &size, NULL);
    ss_size_parse_tres(text, SS_UNIT_MEGA, &size, NULL);
    ss_size_parse_count(text, &size, NULL);
    ss_size_parse_nodes(text, &min, &max, NULL);
    ss_uint_parse(text, SS_KILO_ALLOWED, UINT32_MAX, &size, NULL);
    ss_int_parse(text, INT64_MIN, INT64_MAX, &number, NULL);
    ss_int_lenient(text);
    ss_double_parse(text, &real, NULL);
    if (ss_size_parse(text, SS_UNIT_MEGA, &size, NULL))
        ss_size_text(size, SS_UNIT_MEGA, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *) data, size);

    read_span(text);
    read_date(text);
    read_sizes(text);
    return 0;
}
