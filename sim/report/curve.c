/* SPDX-License-Identifier: Apache-2.0 */
/*
 * curve.c - small charts: characters for a terminal, SVG for a page or a mail.
 */
#include "sim/report/curve.h"

#include <math.h>
#include <string.h>

enum {
    COLUMNS = 60,
    ROWS = 12,
    WIDTH = 640,
    HEIGHT = 320,
    LEFT = 60,
    RIGHT = 20,
    TOP = 40,
    BOTTOM = 50
};

typedef struct {
    double x, y; /* largest values; both axes begin at 0 */
} Extent;

static Extent extent_of(const SsCurve *curve)
{
    Extent e = { 0, curve->level * 1.2 };

    for (uint32_t l = 0; l < curve->n_lines; l++)
        for (uint32_t i = 0; i < curve->lines[l].n; i++) {
            e.x = MAX(e.x, curve->lines[l].at[i].x);
            e.y = MAX(e.y, isfinite(curve->lines[l].at[i].y) ? curve->lines[l].at[i].y : 0);
        }
    e.x = e.x > 0 ? e.x : 1;
    e.y = e.y > 0 ? e.y : 1;
    return e;
}

/* --- characters ------------------------------------------------------------------------------------- */

static int row_of(double y, const Extent *e)
{
    return (int) lround((1 - CLAMP(y / e->y, 0.0, 1.0)) * (ROWS - 1));
}

static void plot(const SsCurveLine *line, const Extent *e, char grid[ROWS][COLUMNS + 1])
{
    for (uint32_t i = 0; i < line->n; i++) {
        const int column = (int) lround(line->at[i].x / e->x * (COLUMNS - 1));

        grid[row_of(line->at[i].y, e)][CLAMP(column, 0, COLUMNS - 1)] = line->mark;
    }
}

void ss_curve_print(const SsCurve *curve, SsWriter *w)
{
    const Extent e = extent_of(curve);
    char         grid[ROWS][COLUMNS + 1];

    for (int r = 0; r < ROWS; r++) {
        memset(grid[r], r == row_of(curve->level, &e) ? '-' : ' ', COLUMNS);
        grid[r][COLUMNS] = '\0';
    }
    for (uint32_t l = curve->n_lines; l > 0; l--)
        plot(&curve->lines[l - 1], &e, grid);
    ss_writer_printf(w, "%s\n", curve->y_title);
    for (int r = 0; r < ROWS; r++) {
        if (r == row_of(curve->level, &e))
            ss_writer_printf(w, "%6.2f |%s %s\n", curve->level, grid[r], curve->level_name);
        else if (r == 0 || r == ROWS - 1)
            ss_writer_printf(w, "%6.2f |%s\n", r == 0 ? e.y : 0.0, g_strchomp(grid[r]));
        else
            ss_writer_printf(w, "       |%s\n", g_strchomp(grid[r]));
    }
    ss_writer_text(w, "       +");
    ss_writer_repeat(w, '-', COLUMNS);
    ss_writer_printf(w, "\n        0%*.1f %s\n", COLUMNS - 2, e.x, curve->x_title);
    for (uint32_t l = 0; l < curve->n_lines; l++)
        ss_writer_printf(w, "        %c %s\n", curve->lines[l].mark, curve->lines[l].name);
}

/* --- SVG -------------------------------------------------------------------------------------------- */

static double svg_x(double x, const Extent *e)
{
    return LEFT + x / e->x * (WIDTH - LEFT - RIGHT);
}

static double svg_y(double y, const Extent *e)
{
    return TOP + (1 - CLAMP(y / e->y, 0.0, 1.0)) * (HEIGHT - TOP - BOTTOM);
}

static void svg_text(SsWriter *w, double x, double y, const char *anchor, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);

    ss_writer_printf(w, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor,
                     escaped);
}

static void svg_axes(const SsCurve *curve, const Extent *e, SsWriter *w)
{
    g_autofree char *x_end = g_strdup_printf("%.1f", e->x), *y_end = g_strdup_printf("%.2f", e->y);
    const double     level = svg_y(curve->level, e);

    ss_writer_printf(w, "<path d=\"M%d %d V%d H%d\" class=\"axis\"/>\n", LEFT, TOP, HEIGHT - BOTTOM,
                     WIDTH - RIGHT);
    ss_writer_printf(w, "<path d=\"M%d %.1f H%d\" class=\"level\"/>\n", LEFT, level, WIDTH - RIGHT);
    svg_text(w, WIDTH - RIGHT, level - 4, "end", curve->level_name);
    svg_text(w, LEFT, 20, "start", curve->title);
    svg_text(w, LEFT - 6, TOP + 4, "end", y_end);
    svg_text(w, LEFT - 6, HEIGHT - BOTTOM, "end", "0");
    svg_text(w, LEFT, 34, "start", curve->y_title);
    svg_text(w, WIDTH - RIGHT, HEIGHT - BOTTOM + 16, "end", x_end);
    svg_text(w, LEFT, HEIGHT - BOTTOM + 16, "start", "0");
    svg_text(w, WIDTH / 2.0, HEIGHT - BOTTOM + 16, "middle", curve->x_title);
}

void ss_curve_svg(const SsCurve *curve, SsWriter *w)
{
    const Extent e = extent_of(curve);

    ss_writer_printf(w,
                     "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                     "font-family=\"sans-serif\" font-size=\"11\">\n"
                     "<style>text{fill:#555}.axis,.level,.l0,.l1{fill:none}.axis{stroke:#888}"
                     ".level{stroke:#888;stroke-dasharray:4 3}.l0{stroke:#2a78c5;stroke-width:2}"
                     ".l1{stroke:#d1782a;stroke-width:2}"
                     "@media(prefers-color-scheme:dark){text{fill:#bbb}}</style>\n",
                     WIDTH, HEIGHT);
    svg_axes(curve, &e, w);
    for (uint32_t l = 0; l < curve->n_lines; l++) {
        const SsCurveLine *line = &curve->lines[l];

        ss_writer_printf(w, "<polyline class=\"l%u\" points=\"", l % 2);
        for (uint32_t i = 0; i < line->n; i++)
            ss_writer_printf(w, "%s%.1f,%.1f", i ? " " : "", svg_x(line->at[i].x, &e),
                             svg_y(line->at[i].y, &e));
        ss_writer_printf(w, "\"/>\n<path class=\"l%u\" d=\"M%d %d h20\"/>\n", l % 2,
                         LEFT + (int) l * 200, HEIGHT - 14);
        svg_text(w, LEFT + (int) l * 200 + 26, HEIGHT - 10, "start", line->name);
    }
    ss_writer_text(w, "</svg>\n");
}
