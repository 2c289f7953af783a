/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * size - numbers with K, M, G, T, P as Slurm reads and writes them; every unit is 1024 of the last.
 *
 * Units     a SsUnit says what "1" means: memory is counted in MiB (SS_UNIT_MEGA), the rest in
 *           ones (SS_UNIT_ONE).
 * Errors    SS_PARSE_ERROR_SYNTAX and SS_PARSE_ERROR_RANGE; `out` is untouched on failure.
 * Source    sbatch(1) --mem, --nodes, --gres; sacctmgr(1) TRES; sacct(1) --units.
 */
typedef enum {
    SS_UNIT_ONE,
    SS_UNIT_KILO,
    SS_UNIT_MEGA,
    SS_UNIT_GIGA,
    SS_UNIT_TERA,
    SS_UNIT_PETA,
} SsUnit;

/* The unit of a suffix letter, any case; false if it is none. */
bool ss_unit_of(char letter, SsUnit *out);

/* --mem, --mem-per-cpu, --tmp: whole number, K M G T, optionally B; without a unit MB. Result in
 * MiB, K rounded up. */
gboolean ss_size_parse_memory(const char *text, uint64_t *mib, GError **error);

/* A decimal number with an optional unit, as reports print sizes: 256G, 1.50T, 62.50G, 2000M.
 * A number without a unit counts in `unit`, and so does the result, rounded to the nearest. */
gboolean ss_size_parse(const char *text, SsUnit unit, uint64_t *out, GError **error);

/* A TRES count: whole number, K M G T P multiplies relative to `unit` (mem=64G in MiB is 65536);
 * a suffix at or below the base changes nothing. */
gboolean ss_size_parse_tres(const char *text, SsUnit unit, uint64_t *out, GError **error);

/* A GRES count: whole number with k kib m mib g gib t tib p pib (1024) or kb mb gb tb pb (1000). */
gboolean ss_size_parse_count(const char *text, uint64_t *out, GError **error);

/* Node counts: 4, 2k, 1m, 2-8, -8 (the least is 1), k = 1024. `max` = `min` for a single count. */
gboolean ss_size_parse_nodes(const char *text, uint32_t *min, uint32_t *max, GError **error);

/* Numbers of slurm.conf: decimal, 0x hex, leading 0 octal. No sign, no blanks inside. With
 * `kilo` KILO_ALLOWED a K multiplies by 1024. UNLIMITED and INFINITE are `max`; above it is
 * SS_PARSE_ERROR_RANGE, as is a negative number. */
typedef enum {
    SS_KILO_REFUSED,
    SS_KILO_ALLOWED,
} SsKilo;
gboolean ss_uint_parse(const char *text, SsKilo kilo, uint64_t max, uint64_t *out, GError **error);

/* Digits and nothing else, at least one: as ids are typed. */
bool ss_is_digits(const char *text);

/* Plain decimal with an optional '-' and nothing else: fields of traces and options. */
gboolean ss_int_parse(const char *text, int64_t min, int64_t max, int64_t *out, GError **error);

/* C's atoi, which SchedulerParameters are read with: leading blanks and sign, digits, the rest is
 * ignored, no digits are 0; held at the limits of int64_t. */
int64_t ss_int_lenient(const char *text);

/* A decimal number such as 0.5, -1, 1e3 in the C locale, to the end of the text; not nan, inf. */
gboolean ss_double_parse(const char *text, double *out, GError **error);

/* Room for any size. */
#define SS_SIZE_TEXT 40

/* Slurm's exact conversion: while value >= 1024 and value mod 512 == 0, one unit up; whole results
 * without decimals, else two. 64000 MEGA is 62.50G, 640000 MEGA 625G, 2000 MEGA 2000M; 0 is 0. */
char *ss_size_text(uint64_t value, SsUnit unit, char out[SS_SIZE_TEXT]);

/* In `wanted` whatever it takes (--units=G: 7.81G). */
char *ss_size_text_in(uint64_t value, SsUnit unit, SsUnit wanted, char out[SS_SIZE_TEXT]);

/* Not converted: 2048M (--noconvert). */
char *ss_size_text_plain(uint64_t value, SsUnit unit, char out[SS_SIZE_TEXT]);
