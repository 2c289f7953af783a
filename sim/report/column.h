/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/zone.h"

/**
 * column - what a report can show: typed values, columns with Slurm's titles and widths, and the
 *          choice of columns a user makes with format=.
 *
 * Shape     a value has a kind (what JSON and CSV write) and, if the tool prints it in a form of its
 *           own, a text. A column is a row of a tool's `static const SsColumn[]`: name, title, width,
 *           getter. A selection is the columns asked for, in order, with the widths asked for.
 * Units     SsTime and SsSpan in seconds; widths in characters, negative = flush left.
 * Owner     columns are static and borrowed. Texts in a value are borrowed; a table copies them when
 *           the row is added. Getters that make a text put it into SsShow.texts.
 * Errors    an unknown name in format= is reported by name to the caller, who words the message.
 * Source    sreport(1), sacct(1), sacctmgr(1), sshare(1) "format"; seen with 22.05.8.
 */
typedef enum {
    SS_VALUE_BLANK,  /* not set: blanks; JSON null                                              */
    SS_VALUE_ABSENT, /* nothing at all, not even blanks (sacctmgr's Count of a TRES); JSON null  */
    SS_VALUE_TEXT,
    SS_VALUE_INT,    /* `i`                                                                     */
    SS_VALUE_UINT,   /* `u`                                                                     */
    SS_VALUE_WIDE,   /* `w`: TRES-seconds                                                       */
    SS_VALUE_DOUBLE, /* `d`                                                                     */
    SS_VALUE_TIME,   /* `i`, seconds UTC; printed local                                         */
    SS_VALUE_SPAN,   /* `i`, seconds; printed [D-]HH:MM:SS                                      */
    SS_VALUE_BOOL,   /* `i`                                                                     */
} SsValueKind;

typedef struct {
    SsValueKind kind;
    const char *text; /* what the tool prints; NULL = the kind's usual form                    */
    union {
        int64_t  i;
        uint64_t u;
        double   d;
        SsWide   w;
    };
} SsValue;

static inline SsValue ss_value_blank(void)
{
    return (SsValue){ .kind = SS_VALUE_BLANK };
}
static inline SsValue ss_value_absent(void)
{
    return (SsValue){ .kind = SS_VALUE_ABSENT };
}
/* NULL is blank. */
static inline SsValue ss_value_text(const char *text)
{
    return (SsValue){ .kind = text ? SS_VALUE_TEXT : SS_VALUE_BLANK, .text = text };
}
static inline SsValue ss_value_int(int64_t i)
{
    return (SsValue){ .kind = SS_VALUE_INT, .i = i };
}
static inline SsValue ss_value_uint(uint64_t u)
{
    return (SsValue){ .kind = SS_VALUE_UINT, .u = u };
}
static inline SsValue ss_value_wide(SsWide w)
{
    return (SsValue){ .kind = SS_VALUE_WIDE, .w = w };
}
static inline SsValue ss_value_double(double d)
{
    return (SsValue){ .kind = SS_VALUE_DOUBLE, .d = d };
}
static inline SsValue ss_value_time(SsTime t)
{
    return (SsValue){ .kind = SS_VALUE_TIME, .i = t };
}
static inline SsValue ss_value_span(SsSpan s)
{
    return (SsValue){ .kind = SS_VALUE_SPAN, .i = s };
}
static inline SsValue ss_value_bool(bool b)
{
    return (SsValue){ .kind = SS_VALUE_BOOL, .i = b };
}
/* `value`, printed as `text` (borrowed) by the Slurm-like layouts. */
static inline SsValue ss_value_as(SsValue value, const char *text)
{
    value.text = text;
    return value;
}

/* What getters and renderers must know beside the row. */
typedef struct {
    const SsZone *zone; /* borrowed                                                      */
    SsTime        now;
    const char   *time_format; /* SLURM_TIME_FORMAT, NULL                                       */
    GStringChunk *texts;       /* where getters put what they make; lives as long as the table  */
    const void   *tool;        /* the tool's own settings, for its getters                      */
} SsShow;

/* printf into SsShow.texts. */
const char *ss_show_printf(const SsShow *show, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A value wider than its column. Only the fixed layout cuts. */
typedef enum {
    SS_OVER_PLUS, /* first width - 1 characters and '+': names                                  */
    SS_OVER_CUT,  /* first width characters: squeue, sinfo, sreport's amounts                   */
    SS_OVER_PUSH, /* printed in full, the line grows: numbers, times                            */
} SsOver;

typedef SsValue (*SsGet)(const void *row, const SsShow *show);

typedef struct {
    const char *name;  /* as format= takes it                                                   */
    uint8_t     min;   /* letters that must be given, 0 = all                                   */
    const char *title; /* as the tool prints it                                                 */
    int16_t     width; /* Slurm's; negative = flush left                                        */
    SsOver      over;
    const char *key; /* JSON and CSV: stable for ever; NULL = the name                        */
    SsGet       get; /* pure; NULL prints blank                                               */
    const char *doc; /* one sentence                                                          */
} SsColumn;

/* Do the first MAX(letters of `word`, `min`) characters agree, whatever the case? min 0 asks for the
 * whole `name`. This is how Slurm's tools compare nearly every word. */
bool ss_word_is(const char *word, const char *name, size_t min);

/* One column that was asked for. */
typedef struct {
    const SsColumn *column;
    int             width;
} SsChoice;

/* The first column of `columns` [n] that `word` stands for (in table order, as Slurm's tests go);
 * NULL. */
const SsColumn *ss_column_find(const SsColumn *columns, size_t n, const char *word);

/* "a,b%20,c%-8" -> SsChoice[] appended to `choices` (GArray of SsChoice). A width of 0 or without
 * number is the column's own. Items that repeat (as text, whatever the case) are dropped. Unknown
 * names are left out and, if `unknown` is given, appended to it (char *, free with g_free). */
void ss_choices_parse(const SsColumn *columns, size_t n, const char *format, GArray *choices,
                      GPtrArray *unknown);

/* The same, but repeated items are kept (sacct, squeue). */
void ss_choices_parse_all(const SsColumn *columns, size_t n, const char *format, GArray *choices,
                          GPtrArray *unknown);

GArray *ss_choices_new(void); /* free with g_array_unref */
