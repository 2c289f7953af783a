/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"
#include "sim/report/table.h"

/**
 * render - an SsTable as text: Slurm's layouts, CSV, JSON.
 *
 * Errors    none: the text goes into the caller's GString.
 * Source    sreport(1), sacct(1) --parsable, --parsable2, --noheader; RFC 4180; RFC 8259.
 */
typedef enum {
    SS_LAYOUT_FIXED,     /* titles, a line of dashes, columns padded and cut                    */
    SS_LAYOUT_PLAIN,     /* the same without the line of dashes: squeue, sinfo, sprio           */
    SS_LAYOUT_PARSABLE,  /* a|b|  (-p)                                                          */
    SS_LAYOUT_PARSABLE2, /* a|b   (-P)                                                          */
    SS_LAYOUT_CSV,       /* keys, then values quoted where needed; times ISO 8601 UTC           */
    SS_LAYOUT_JSON,      /* an array of objects by key                                          */
} SsLayout;

typedef struct {
    SsLayout    layout;
    bool        no_header;
    const char *delimiter; /* of the parsable layouts; NULL = "|"                              */
} SsRendering;

void ss_render(SsTable *table, const SsRendering *how, GString *out);

/* One row of the fixed and parsable layouts, and their header: for tools that put lines between. */
void ss_render_header(SsTable *table, const SsRendering *how, GString *out);
void ss_render_row(SsTable *table, const SsRendering *how, uint32_t row, GString *out);

/* One row as an object by key. */
void ss_render_object(SsTable *table, uint32_t row, SsJson *json);

/* `text` in `width` columns as the fixed layout pads and cuts it. */
void ss_render_cell(const char *text, int width, SsOver over, GString *out);
