/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"

/**
 * SsCurve - one or two lines over time, as characters and as SVG.
 *
 * Shape     points rise in x; y >= 0; `level` is a horizontal line with a meaning ("1 = forgiven").
 * Owner     the caller; arrays are borrowed.
 */
typedef struct {
    double x, y;
} SsCurvePoint;

typedef struct {
    const char         *name;
    char                mark; /* of the character form */
    const SsCurvePoint *at;   /* [n] */
    uint32_t            n;
} SsCurveLine;

typedef struct {
    const char        *title, *x_title, *y_title;
    double             level;
    const char        *level_name;
    const SsCurveLine *lines;
    uint32_t           n_lines;
} SsCurve;

/* 60 columns and 12 rows of characters besides the axes. */
void ss_curve_print(const SsCurve *curve, SsWriter *writer);
/* A whole SVG document, legible on light and dark ground. */
void ss_curve_svg(const SsCurve *curve, SsWriter *writer);
