/* SPDX-License-Identifier: Apache-2.0 */

/*
 * tres.c - the trackable resources of a cluster and vectors of counts over them.
 *
 * A vector is a bare array in the set's order, never a map: the scheduler compares and adds them in
 * inner loops, and Slurm's own order (the eight static ones, then the extras as AccountingStorageTRES
 * names them) is the order in which scontrol and squeue print. What sacct and sacctmgr print is sorted
 * by name instead; that is a choice of the printer, not of the vector.
 *
 * Two grammars look alike and are not: in a *count* (`mem=2G`) a suffix multiplies, in a *weight*
 * (`Mem=0.25G`) it divides, because a weight is "per GiB" while counts are kept in MiB. Both live here
 * so that nobody writes a third one. The divisor of a weight is computed in 32 bits in Slurm; 1024^4
 * is then 0 and is not applied, and so it is here.
 *
 * Invariant: at[i].text is type or type/name, unique without regard to case.
 * Tested in tests/unit/test_tres.c with the vectors of spec priority 21.9.
 */
#include "sim/model/tres.h"

#include "sim/base/diag.h"
#include "sim/base/size.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_EXTRA_ID 1001

static const struct {
    const char *type, *name;
} static_tres[SS_TRES_STATIC] = {
    { "cpu", NULL },     { "mem", NULL },  { "energy", NULL }, { "node", NULL },
    { "billing", NULL }, { "fs", "disk" }, { "vmem", NULL },   { "pages", NULL },
};

/* Types whose entries have a name behind the slash. */
static const char *const named_types[] = { "fs", "bb", "gres", "ic", "license" };

static SsUnit base_unit(const SsTres *tres)
{
    if (strcmp(tres->type, "mem") == 0 || strcmp(tres->type, "bb") == 0)
        return SS_UNIT_MEGA;
    return SS_UNIT_ONE;
}

static uint32_t append(SsTresSet *set, uint32_t id, const char *type, const char *name)
{
    set->at = g_renew(SsTres, set->at, set->n + 1);
    SsTres *tres = &set->at[set->n];

    *tres = (SsTres){ .id = id, .type = g_strdup(type), .name = g_strdup(name) };
    tres->text = name != NULL ? g_strconcat(type, "/", name, NULL) : g_strdup(type);
    if (strcmp(type, "gres") == 0) {
        const char *colon = strchr(name, ':');

        tres->gres = colon != NULL ? g_strndup(name, (gsize) (colon - name)) : g_strdup(name);
        tres->kind = colon != NULL ? g_strdup(colon + 1) : NULL;
    }
    return set->n++;
}

SsTresSet *ss_tres_set_new(void)
{
    SsTresSet *set = g_new0(SsTresSet, 1);

    for (uint32_t i = 0; i < SS_TRES_STATIC; i++)
        append(set, i + 1, static_tres[i].type, static_tres[i].name);
    return set;
}

void ss_tres_set_free(SsTresSet *set)
{
    if (set == NULL)
        return;
    for (uint32_t i = 0; i < set->n; i++) {
        g_free(set->at[i].type);
        g_free(set->at[i].name);
        g_free(set->at[i].text);
        g_free(set->at[i].gres);
        g_free(set->at[i].kind);
    }
    g_free(set->at);
    g_free(set);
}

uint32_t ss_tres_set_add(SsTresSet *set, const char *text)
{
    const uint32_t known = ss_tres_find(set, text);
    const char    *slash = strchr(text, '/');

    if (known != SS_ID_NONE)
        return known;
    if (slash == NULL || slash[1] == '\0')
        return SS_ID_NONE;

    g_autofree char *type = g_ascii_strdown(text, slash - text);
    for (size_t i = 0; i < G_N_ELEMENTS(named_types); i++) {
        if (strcmp(type, named_types[i]) == 0)
            return append(set, FIRST_EXTRA_ID + set->n - SS_TRES_STATIC, type, slash + 1);
    }
    return SS_ID_NONE;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(((const SsTres *) a)->text, ((const SsTres *) b)->text);
}

void ss_tres_set_sort(SsTresSet *set)
{
    qsort(set->at + SS_TRES_STATIC, set->n - SS_TRES_STATIC, sizeof *set->at, compare_texts);
}

uint32_t ss_tres_find(const SsTresSet *set, const char *text)
{
    for (uint32_t i = 0; i < set->n; i++) {
        if (g_ascii_strcasecmp(set->at[i].text, text) == 0)
            return i;
    }
    return SS_ID_NONE;
}

uint32_t ss_tres_find_id(const SsTresSet *set, uint32_t id)
{
    for (uint32_t i = 0; i < set->n; i++) {
        if (set->at[i].id == id)
            return i;
    }
    return SS_ID_NONE;
}

uint32_t ss_tres_find_gres(const SsTresSet *set, const char *name, const char *type)
{
    for (uint32_t i = SS_TRES_STATIC; i < set->n; i++) {
        const SsTres *tres = &set->at[i];

        if (tres->gres == NULL || g_ascii_strcasecmp(tres->gres, name) != 0)
            continue;
        if (type == NULL ? tres->kind == NULL
                         : tres->kind != NULL && g_ascii_strcasecmp(tres->kind, type) == 0)
            return i;
    }
    return SS_ID_NONE;
}

/* The TRES named by text before '=': by name, or by database id as the accounting stores it. */
static uint32_t find_named(const SsTresSet *set, const char *name)
{
    int64_t id;

    if (ss_int_parse(name, 1, UINT32_MAX - 1, &id, NULL))
        return ss_tres_find_id(set, (uint32_t) id);
    return ss_tres_find(set, name);
}

static gboolean parse_count(const SsTresSet *set, const char *item, uint64_t *vec, GError **error)
{
    const char *equals = strchr(item, '=');

    if (equals == NULL || equals == item || equals[1] == '\0') {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                    "TRES '%s': write name=count, for example cpu=4,mem=2G,gres/gpu=1", item);
        return FALSE;
    }

    g_autofree char *name = g_strndup(item, (gsize) (equals - item));
    const uint32_t   at = find_named(set, name);
    uint64_t         count;

    if (at == SS_ID_NONE) {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                    "TRES '%s' is not tracked here; AccountingStorageTRES names those that are",
                    name);
        return FALSE;
    }
    if (strcmp(equals + 1, "-1") == 0) {
        vec[at] = SS_NO_LIMIT64;
        return TRUE;
    }
    if (!ss_size_parse_tres(equals + 1, base_unit(&set->at[at]), &count, error)) {
        g_prefix_error(error, "TRES '%s': ", name);
        return FALSE;
    }
    vec[at] = count;
    return TRUE;
}

gboolean ss_tres_parse(const SsTresSet *set, const char *text, uint64_t *vec, GError **error)
{
    g_auto(GStrv)        items = g_strsplit(text, ",", -1);
    g_autofree uint64_t *copy = g_memdup2(vec, set->n * sizeof *vec);

    for (char **item = items; *item != NULL; item++) {
        g_strstrip(*item);
        if (**item != '\0' && !parse_count(set, *item, copy, error))
            return FALSE;
    }
    memcpy(vec, copy, set->n * sizeof *vec);
    return TRUE;
}

/* value[unit] of a weight; only the unit's first letter counts. */
static gboolean parse_weight(const char *text, SsUnit base, double *out)
{
    char  *end;
    SsUnit unit;
    double value = g_ascii_strtod(text, &end);

    if (end == text)
        return FALSE;
    if (*end != '\0') {
        uint32_t divisor = 1;

        if (!ss_unit_of(*end, &unit))
            return FALSE;
        for (SsUnit step = base; step < unit; step++)
            divisor *= 1024; /* wraps to 0 at 1024^4, as in Slurm */
        if (divisor != 0)
            value /= divisor;
    }
    *out = value;
    return TRUE;
}

gboolean ss_tres_weights_parse(const SsTresSet *set, const char *text, double *weights,
                               GError **error)
{
    g_auto(GStrv)      items = g_strsplit(text, ",", -1);
    g_autofree double *read = g_new0(double, set->n);

    for (char **item = items; *item != NULL; item++) {
        char *equals = strchr(g_strstrip(*item), '=');

        if (**item == '\0')
            continue;
        if (equals == NULL || equals[1] == '\0') {
            g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                        "TRES weight '%s' has no value; write type=weight, for example "
                        "CPU=1.0,Mem=0.25G",
                        *item);
            return FALSE;
        }
        *equals = '\0';
        const uint32_t at = ss_tres_find(set, *item);
        if (at == SS_ID_NONE) {
            g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_UNKNOWN,
                        "TRES weight '%s' is not a configured TRES type.", *item);
            return FALSE;
        }
        if (!parse_weight(equals + 1, base_unit(&set->at[at]), &read[at])) {
            g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                        "TRES weight '%s=%s' is not a number with an optional K, M, G, T or P",
                        *item, equals + 1);
            return FALSE;
        }
    }
    memcpy(weights, read, set->n * sizeof *weights);
    return TRUE;
}

typedef struct {
    const char *name;
    uint32_t    at;
} NamedPos;

static int by_name(const void *a, const void *b)
{
    return strcmp(((const NamedPos *) a)->name, ((const NamedPos *) b)->name);
}

static NamedPos *ordered_by_name(const SsTresSet *set)
{
    NamedPos *order = g_new(NamedPos, set->n);

    for (uint32_t i = 0; i < set->n; i++)
        order[i] = (NamedPos){ set->at[i].text, i };
    qsort(order, set->n, sizeof *order, by_name);
    return order;
}

static void append_entry(GString *out, const SsTres *tres, uint64_t value, SsTresText how)
{
    char size[SS_SIZE_TEXT];

    if (out->len > 0)
        g_string_append_c(out, ',');
    if (how & SS_TRES_TEXT_IDS)
        ss_u64_append(out, tres->id);
    else
        g_string_append(out, tres->text);
    g_string_append_c(out, '=');
    if ((how & SS_TRES_TEXT_CONVERT) && base_unit(tres) == SS_UNIT_MEGA)
        g_string_append(out, ss_size_text(value, SS_UNIT_MEGA, size));
    else
        ss_u64_append(out, value);
}

char *ss_tres_text(const SsTresSet *set, const uint64_t *vec, SsTresText how)
{
    g_autofree NamedPos *order = how & SS_TRES_TEXT_BY_NAME ? ordered_by_name(set) : NULL;
    GString             *out = g_string_new(NULL);

    for (uint32_t i = 0; i < set->n; i++) {
        const uint32_t at = order != NULL ? order[i].at : i;

        if (vec[at] == SS_NO_LIMIT64 || (vec[at] == 0 && !(how & SS_TRES_TEXT_ZEROS)))
            continue;
        append_entry(out, &set->at[at], vec[at], how);
    }
    return g_string_free(out, FALSE);
}

static bool counts_per_node(const SsTresSet *set, uint32_t at)
{
    return at == SS_TRES_CPU || at == SS_TRES_MEM || at == SS_TRES_NODE || set->at[at].gres != NULL;
}

double ss_tres_billing(const SsTresSet *set, const uint64_t *counts, const double *weights,
                       bool max_tres)
{
    double largest = 0, sum = 0;

    if (weights == NULL)
        return (double) counts[SS_TRES_CPU];

    for (uint32_t i = 0; i < set->n; i++) {
        const double value = (double) counts[i] * weights[i];

        if (i == SS_TRES_BILLING)
            continue;
        if (max_tres && counts_per_node(set, i))
            largest = MAX(largest, value);
        else
            sum += value;
    }
    return largest + sum;
}

char *ss_tres_size_text(uint64_t value, char base)
{
    char text[SS_SIZE_TEXT];

    return g_strdup(ss_size_text(value, base == 'M' ? SS_UNIT_MEGA : SS_UNIT_ONE, text));
}
