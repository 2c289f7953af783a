/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/ledger/cells.h"

#include <string.h>

enum { ZERO = 8, ONE = 9, TEXT = 13 };

/* Bytes of NULL, of whole numbers, of real ones (which are never written), of 0 and of 1: kinds 0 to 9. */
static const uint8_t int_size[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };

uint32_t ss_varint_put(uint8_t *to, uint64_t value)
{
    uint8_t  low[9];
    uint32_t n = 0;

    if (value < 0x80) {
        to[0] = (uint8_t) value;
        return 1;
    }
    if (value >> 56) { /* the ninth byte has all of its bits */
        to[8] = (uint8_t) value;
        value >>= 8;
        for (int i = 7; i >= 0; i--, value >>= 7)
            to[i] = (uint8_t) (value & 0x7f) | 0x80;
        return 9;
    }
    for (; value > 0; value >>= 7)
        low[n++] = (uint8_t) (value & 0x7f) | 0x80;
    low[0] &= 0x7f;
    for (uint32_t i = 0; i < n; i++)
        to[i] = low[n - 1 - i];
    return n;
}

static uint32_t varint_size(uint64_t value)
{
    uint8_t text[9];

    return ss_varint_put(text, value);
}

static void add(SsCells *cells, uint64_t kind, uint32_t size)
{
    g_assert(cells->n < SS_CELLS_MOST);
    cells->kind[cells->n++] = kind;
    cells->size += size;
}

void ss_cells_null(SsCells *cells)
{
    add(cells, 0, 0);
}

static uint32_t kind_of(int64_t value)
{
    const uint64_t magnitude = (uint64_t) (value < 0 ? ~value : value);

    if (magnitude <= 1 && value >= 0)
        return value == 0 ? ZERO : ONE;
    if (magnitude <= INT8_MAX)
        return 1;
    if (magnitude <= INT16_MAX)
        return 2;
    if (magnitude < UINT64_C(1) << 23)
        return 3;
    if (magnitude <= INT32_MAX)
        return 4;
    return magnitude < UINT64_C(1) << 47 ? 5 : 6;
}

void ss_cells_int(SsCells *cells, int64_t value)
{
    const uint32_t kind = kind_of(value);

    cells->number[cells->n] = value;
    add(cells, kind, int_size[kind]);
}

void ss_cells_text(SsCells *cells, const char *text)
{
    if (text == NULL) {
        ss_cells_null(cells);
        return;
    }
    const size_t length = strlen(text);

    cells->text[cells->n] = text;
    add(cells, TEXT + 2 * (uint64_t) length, (uint32_t) length);
}

static uint8_t *put_int(uint8_t *to, int64_t value, uint32_t size)
{
    for (uint32_t i = size; i-- > 0; value >>= 8)
        to[i] = (uint8_t) value;
    return to + size;
}

void ss_cells_append(const SsCells *cells, GByteArray *out)
{
    const guint begin = out->len;
    uint32_t    head = 0;

    for (uint32_t i = 0; i < cells->n; i++)
        head += cells->kind[i] < 0x80 ? 1 : varint_size(cells->kind[i]);
    head += head + 1 < 0x80 ? 1 : 2;
    g_byte_array_set_size(out, begin + head + cells->size);

    uint8_t *kind = out->data + begin, *value = kind + head;
    kind += ss_varint_put(kind, head);
    for (uint32_t i = 0; i < cells->n; i++) {
        if (cells->kind[i] < 0x80)
            *kind++ = (uint8_t) cells->kind[i];
        else
            kind += ss_varint_put(kind, cells->kind[i]);
        if (cells->kind[i] >= TEXT) {
            const size_t length = (cells->kind[i] - TEXT) / 2;

            memcpy(value, cells->text[i], length);
            value += length;
        } else if (cells->kind[i] > 0) {
            value = put_int(value, cells->number[i], int_size[cells->kind[i]]);
        }
    }
}
