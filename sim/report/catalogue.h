/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/column.h"
#include "sim/report/format.h"

/**
 * catalogue - all columns of all reports: what `slurmsim doc columns` and the completion read.
 *
 * Shape     a row a table; a table has columns (format=, with a width of its own) or fields (-o, -O).
 * Owner     static and borrowed.
 */
typedef struct {
    const char          *report;  /* "sreport cluster", "squeue"                                  */
    const SsColumn      *columns; /* [*n], or NULL                                                */
    const SsFormatField *fields;  /* [*n], or NULL                                                */
    const size_t        *n;
} SsCatalogueRow;

/* In alphabetical order of the reports; [*n]. */
const SsCatalogueRow *ss_catalogue(uint32_t *n);
