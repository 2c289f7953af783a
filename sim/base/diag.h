/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsDiag - the list of findings about what a user gave us: all faults of a site at once.
 *
 * Shape     findings in the order they were added; severity, a stable code ("SC0123") that
 *           `slurmsim doc` explains, file:line:column, text, remedy.
 * Owner     the caller makes and frees it. Texts and file names are copied in; codes are kept
 *           by pointer and must be literals.
 * Errors    none. Whether findings stop the work is the caller's choice (ss_diag_count).
 * Threads   one diag belongs to one thread.
 *
 * GError says "cannot go on", SsDiag says "this is what I saw". A function with both fills the
 * diag and returns FALSE only if it could not read the rest.
 */
typedef struct SsDiag SsDiag;

typedef enum {
    SS_SEVERITY_ERROR,   /* the site cannot be used as it is          */
    SS_SEVERITY_WARNING, /* usable, but results may differ from Slurm */
    SS_SEVERITY_NOTE,    /* worth knowing                             */
} SsSeverity;

#define SS_N_SEVERITIES 3

/* Where a text stands. Lines and columns count from 1; 0 = not known. `file` NULL = no file. */
typedef struct {
    const char *file;
    uint32_t    line;
    uint32_t    column;
} SsPlace;

/* One finding, borrowed from the diag. `remedy` is NULL if there is none to give. */
typedef struct {
    SsSeverity  severity;
    const char *code;
    SsPlace     place;
    const char *text;
    const char *remedy;
} SsFinding;

typedef enum {
    SS_DIAG_AS_FOUND,
    SS_DIAG_BY_PLACE, /* by file name, line, column, then as found; findings without a file first */
} SsDiagOrder;

SsDiag *ss_diag_new(void);
void    ss_diag_free(SsDiag *diag); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsDiag, ss_diag_free)

/* Adds one finding. `code` is a literal; `place` and `remedy` may be NULL; both are copied.
 * `format` and what follows make the text, without a full stop and without the place. O(1). */
void ss_diag_add(SsDiag *diag, SsSeverity severity, const char *code, const SsPlace *place,
                 const char *remedy, const char *format, ...) G_GNUC_PRINTF(6, 7);

/* The message of `error` (borrowed) as a finding. */
void ss_diag_add_error(SsDiag *diag, SsSeverity severity, const char *code, const SsPlace *place,
                       const GError *error);

/* How many findings there are of one severity, and of all. O(1). */
uint32_t ss_diag_count(const SsDiag *diag, SsSeverity severity);
uint32_t ss_diag_total(const SsDiag *diag);

/* Finding `i` in the order added; valid until the next add. */
const SsFinding *ss_diag_at(const SsDiag *diag, uint32_t i);

/* One line a finding, appended to `out`:
 *   site/slurm.conf:41:23: error: time '7d': unexpected d at column 2; write … [SC0104]
 * Line or column that are not known are left out. O(n log n) by place, else O(n). */
void ss_diag_print(const SsDiag *diag, SsDiagOrder order, GString *out);

/* Appends `text` as it may go to a terminal: control characters (newline and tab aside) and what is no UTF-8 become
 * \x1b and the like. */
void ss_text_append_shown(GString *out, const char *text);

/* "error", "warning", "note". */
const char *ss_severity_name(SsSeverity severity);

/* The error domains. Codes say what kind of thing went wrong, so that a caller may act on it;
 * the message says where, what was found and what would be right. Files that cannot be opened,
 * read or written carry G_FILE_ERROR. */
typedef enum {
    SS_PARSE_ERROR_SYNTAX,  /* not of the form asked for                  */
    SS_PARSE_ERROR_RANGE,   /* well formed, but too large, small or many  */
    SS_PARSE_ERROR_UNKNOWN, /* well formed, but a name nobody knows        */
} SsParseError;

typedef enum {
    SS_CONF_ERROR_SYNTAX,    /* a line that is no key=value line           */
    SS_CONF_ERROR_KEY,       /* a key nobody knows                         */
    SS_CONF_ERROR_VALUE,     /* a value its key does not take              */
    SS_CONF_ERROR_REFERENCE, /* names something that is not defined        */
    SS_CONF_ERROR_MISSING,   /* a file or key that must be there is not    */
    SS_CONF_ERROR_FAULTY,    /* the diag holds errors: the site is refused */
} SsConfError;

typedef enum {
    SS_TRACE_ERROR_FORMAT, /* no known trace format, or not this one     */
    SS_TRACE_ERROR_VALUE,  /* a field that cannot be read                */
    SS_TRACE_ERROR_ORDER,  /* jobs out of order where order is needed    */
    SS_TRACE_ERROR_EMPTY,  /* no job in it                               */
} SsTraceError;

typedef enum {
    SS_LEDGER_ERROR_OPEN,    /* not there, not readable, not a ledger      */
    SS_LEDGER_ERROR_VERSION, /* written by another version                 */
    SS_LEDGER_ERROR_SQL,     /* SQLite said no; its words are in the text  */
    SS_LEDGER_ERROR_FULL,    /* no space                                   */
    SS_LEDGER_ERROR_MISSING, /* no such run, job or row                    */
} SsLedgerError;

typedef enum {
    SS_USAGE_ERROR_COMMAND, /* no such command                            */
    SS_USAGE_ERROR_OPTION,  /* no such option, or options that exclude    */
    SS_USAGE_ERROR_VALUE,   /* an option's value cannot be used           */
    SS_USAGE_ERROR_MISSING, /* an argument is missing                     */
} SsUsageError;

#define SS_PARSE_ERROR  (ss_parse_error_quark())
#define SS_CONF_ERROR   (ss_conf_error_quark())
#define SS_TRACE_ERROR  (ss_trace_error_quark())
#define SS_LEDGER_ERROR (ss_ledger_error_quark())
#define SS_USAGE_ERROR  (ss_usage_error_quark())

GQuark ss_parse_error_quark(void);
GQuark ss_conf_error_quark(void);
GQuark ss_trace_error_quark(void);
GQuark ss_ledger_error_quark(void);
GQuark ss_usage_error_quark(void);
