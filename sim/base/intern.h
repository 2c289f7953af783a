/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsIntern - each text once, named by a dense id in the order of first appearance.
 *
 * Shape     ids 0 .. count - 1; the same texts in the same order give the same ids, always.
 * Owner     the table copies and owns the texts; a returned text lives as long as the table.
 * Errors    none.
 * Cost      O(length) a look-up; about 24 bytes a text beside the text.
 * Threads   reading (find, text, count) may be shared while nobody adds.
 */
typedef struct SsIntern SsIntern;

SsIntern *ss_intern_new(void);
void      ss_intern_free(SsIntern *intern); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsIntern, ss_intern_free)

/* The id of `text`, added if it is new. Upper and lower case differ. */
uint32_t ss_intern_id(SsIntern *intern, const char *text);
uint32_t ss_intern_id_n(SsIntern *intern, const char *text, size_t n); /* no NUL in [0, n) */

/* The id of `text`, SS_ID_NONE if it was never added. */
uint32_t ss_intern_find(const SsIntern *intern, const char *text);

const char *ss_intern_text(const SsIntern *intern, uint32_t id);
uint32_t    ss_intern_count(const SsIntern *intern);
