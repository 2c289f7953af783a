/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack.c - columns of numbers in base64, in the narrowest type.
 *
 * Tested in tests/unit/test_page.c.
 */
#include "sim/page/pack.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *name;
    double      least, most;
    bool        whole;
    size_t      size;
    void (*put)(uint8_t *to, double value);
} Type;

static void put_u8(uint8_t *to, double value)
{
    *to = (uint8_t) value;
}

static void put_u16(uint8_t *to, double value)
{
    const uint16_t v = GUINT16_TO_LE((uint16_t) value);
    memcpy(to, &v, sizeof v);
}

static void put_u32(uint8_t *to, double value)
{
    const uint32_t v = GUINT32_TO_LE((uint32_t) value);
    memcpy(to, &v, sizeof v);
}

static void put_i32(uint8_t *to, double value)
{
    const int32_t v = GINT32_TO_LE((int32_t) value);
    memcpy(to, &v, sizeof v);
}

static void put_f64(uint8_t *to, double value)
{
    uint64_t v;

    memcpy(&v, &value, sizeof v);
    v = GUINT64_TO_LE(v);
    memcpy(to, &v, sizeof v);
}

static const Type types[] = {
    { "u8", 0, UINT8_MAX, true, 1, put_u8 },
    { "u16", 0, UINT16_MAX, true, 2, put_u16 },
    { "u32", 0, UINT32_MAX, true, 4, put_u32 },
    { "i32", INT32_MIN, INT32_MAX, true, 4, put_i32 },
    { "f64", -INFINITY, INFINITY, false, 8, put_f64 },
};

static const Type *type_of(const SsPack *pack)
{
    const Type *type = types;

    while ((type->whole && !pack->whole) || pack->least < type->least || pack->most > type->most)
        type++;
    return type;
}

SsPack *ss_pack_new(void)
{
    SsPack *pack = g_new(SsPack, 1);

    *pack = (SsPack){ .at = g_array_new(FALSE, FALSE, sizeof(double)), .whole = true };
    return pack;
}

void ss_pack_free(SsPack *pack)
{
    if (pack)
        g_array_free(pack->at, TRUE);
    g_free(pack);
}

void ss_pack_add(SsPack *pack, double value)
{
    g_assert(!isnan(value));
    pack->least = MIN(pack->least, value);
    pack->most = MAX(pack->most, value);
    pack->whole = pack->whole && value >= floor(value) && value <= floor(value);
    g_array_append_val(pack->at, value);
}

void ss_pack_add_time(SsPack *pack, SsTime time, SsTime base)
{
    const bool set = time > 0 && time != SS_TIME_NEVER;

    ss_pack_add(pack, set ? (double) (time - base + 1) : 0);
}

void ss_pack_add_long(SsPack *high, SsPack *low, long double value)
{
    const double most = (double) value;

    ss_pack_add(high, most);
    ss_pack_add(low, isinf(most) ? 0 : (double) (value - most));
}

void ss_pack_json(const SsPack *pack, const char *key, SsJson *json)
{
    const Type         *type = type_of(pack);
    const size_t        size = pack->at->len * type->size;
    g_autofree uint8_t *bytes = g_malloc(MAX(size, 1));

    for (uint32_t i = 0; i < pack->at->len; i++)
        type->put(bytes + i * type->size, g_array_index(pack->at, double, i));
    g_autofree char *text = g_base64_encode(bytes, size);
    ss_json_key(json, key);
    ss_json_begin_object(json);
    ss_json_key_text(json, "t", type->name);
    ss_json_key_text(json, "b", text);
    ss_json_end_object(json);
}
