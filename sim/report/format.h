/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/column.h"

/**
 * format - the formats of squeue, sinfo and sprio: -o "%.18i %.9P", -O "jobid:.10,name:20|".
 *
 * Shape     one table a tool, a row a field: its name for -O, its letter for -o, its title, its getter.
 *           A format is the list of fields asked for, with widths and the text between them.
 * Layout    flush left unless '.' is given; a value longer than its width is cut without a mark, also
 *           when it is flush right unless its row says `full`. Width 0 is the value's own. Nothing is
 *           added at the end of a line.
 * Owner     tables are static; a format is freed by ss_format_free.
 * Errors    an unknown field is reported to the caller by its text and left out of the line.
 * Source    squeue(1), sinfo(1), sprio(1) --format, --Format; seen with 22.05.8.
 */
typedef enum {
    SS_FULL_NOT = 0,
    SS_FULL_TITLE = 1 << 0, /* flush right, the title is never cut  */
    SS_FULL_VALUE = 1 << 1, /* flush right, the value is never cut  */
    SS_FULL_STAR = 1 << 2,  /* a value that ends with '*' keeps it  */
} SsFull;

typedef struct SsFormatField SsFormatField;

/* A blank value is printed as "(null)". */
typedef SsValue (*SsFieldGet)(const void *row, const SsFormatField *field, const SsShow *show);

struct SsFormatField {
    const char *name;   /* for -O, whatever the case; NULL = only a letter                       */
    char        letter; /* for -o; '\0' = only a name                                            */
    const char *title;
    SsFull      full;
    SsFieldGet  get;
    size_t      tag; /* the getter's own: which member, which factor                          */
    const char *doc;
};

typedef struct {
    const SsFormatField *field; /* NULL: only the text                                           */
    int                  width; /* 0 = the value's own                                           */
    bool                 right;
    char                *text; /* printed behind it                                             */
} SsFormatItem;

typedef struct {
    GArray    *items; /* SsFormatItem                                                            */
    GPtrArray *wrong; /* char *: fields that are unknown, as Slurm names them                     */
} SsFormat;

/* -o. `all` is what %all stands for, NULL = nothing; `wrong` says what becomes of an unknown field. */
typedef enum { SS_WRONG_DROPPED, SS_WRONG_COPIED } SsWrong;
SsFormat *ss_format_letters(const SsFormatField *fields, size_t n, const char *text,
                            const char *all, SsWrong wrong);

/* -O. */
SsFormat *ss_format_names(const SsFormatField *fields, size_t n, const char *text);

void ss_format_free(SsFormat *format); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsFormat, ss_format_free)

/* One line each, with its newline. */
void ss_format_header(const SsFormat *format, GString *out);
void ss_format_row(const SsFormat *format, const void *row, const SsShow *show, GString *out);

/* Is the field asked for? */
bool ss_format_has(const SsFormat *format, const SsFormatField *field);
