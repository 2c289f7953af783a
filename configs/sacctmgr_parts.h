/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/sacctmgr.h"

/**
 * sacctmgr_parts - what the files of the sacctmgr interpreter share. Nobody else includes this.
 *
 * Shape     a run of one command: the store, the context, the two texts, the exit code.
 *           Settings are first gathered into an edit (what is to be set, cleared or left), then
 *           echoed, then applied: so nothing changes unless the command commits.
 * Owner     edits own their vectors and texts; the run borrows everything.
 */
typedef struct {
    SsAccounts              *db;
    const SsSacctmgrContext *ctx;
    GString                 *out, *err;
    bool                     immediate; /* -i, or the context's                                  */
    int                      code;      /* exit code                                             */
} SsSacctmgrRun;

/* Asks whether to commit; true at once if immediate. Says " Changes Discarded" if not. */
bool ss_sacctmgr_commit(SsSacctmgrRun *run);
/* A line for stderr; the exit code becomes 1. */
void ss_sacctmgr_refuse(SsSacctmgrRun *run, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* "sacctmgr: error: ..." for stderr; the exit code stays. */
void ss_sacctmgr_error(SsSacctmgrRun *run, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* A line for stdout such as " Nothing modified"; the exit code becomes 1. */
void ss_sacctmgr_nothing(SsSacctmgrRun *run, const char *text);
/* What the tool says when a request was empty: "Request didn't affect anything ...". */
void ss_sacctmgr_no_effect(SsSacctmgrRun *run, const char *request);
void ss_sacctmgr_txn(SsSacctmgrRun *run, const char *action, const char *where, const char *info);
void ss_sacctmgr_print(SsSacctmgrRun *run, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The words without options, which may stand anywhere, NULL behind the last; the options into *flags
 * (SsSacctmgrFlag). NULL and said if one is unknown. */
GPtrArray *ss_sacctmgr_options(char **words, uint32_t *flags, GString *err);

/* --- words ------------------------------------------------------------------------------------ */

/* key=value, key+=value, key-=value, or a bare word. */
typedef struct {
    const char *text;
    size_t      key;   /* letters of the key; of the whole word if it is bare                    */
    char        op;    /* '+', '-' or 0                                                          */
    const char *value; /* NULL if bare                                                           */
} SsCmdWord;

SsCmdWord ss_cmd_word(const char *text);
/* Is the key `name`, or its first letters, `min` at least? Without regard to case. */
bool ss_cmd_word_is(const SsCmdWord *word, const char *name, size_t min);
/* Is the bare word `set`, `where`, `withassoc`, ...? */
bool ss_cmd_word_bare(const SsCmdWord *word, const char *name, size_t min);
/* The value without the quotes around it, quotes inside turned into `; in lower case; g_free. */
char *ss_cmd_value(const char *value);
/* `*text` becomes that; what it was is freed. */
void ss_cmd_set_value(char **text, const char *value);

/* Splits "a,b,n[1-3]" into names in lower case, adds those that are new to `list` (char *). */
void       ss_cmd_names(GPtrArray *list, const char *value);
bool       ss_cmd_names_have(const GPtrArray *list, const char *name);
GPtrArray *ss_cmd_names_new(void);

/* --- values ----------------------------------------------------------------------------------- */

#define SS_KEEP   (UINT32_MAX - 1) /* not given; SS_NO_LIMIT clears                               */
#define SS_KEEP64 (UINT64_MAX - 1)

typedef enum {
    SS_WORD_UNKNOWN, /* not a key of this kind, or its value is refused: "Unknown option" follows */
    SS_WORD_TAKEN,
    SS_WORD_IGNORED, /* a QOS's bad number: said, and passed over                                  */
    SS_WORD_FATAL,   /* refused; everything is said                                               */
} SsWordResult;

SsWordResult ss_cmd_uint(SsSacctmgrRun *run, const char *value, const char *label, uint32_t *out);
SsWordResult ss_cmd_double(SsSacctmgrRun *run, const char *value, const char *label, double *out);
SsWordResult ss_cmd_wall(SsSacctmgrRun *run, const SsCmdWord *word, const char *label,
                         uint32_t *out);
uint32_t     ss_cmd_admin_level(const char *value); /* 1 None, 2 Operator, 3 Administrator; 0 */
/* Into *vec, made (all SS_KEEP64) if NULL. */
SsWordResult ss_cmd_tres(SsSacctmgrRun *run, const char *value, uint64_t **vec);
char        *ss_tres_edit_text(const SsAccounts *db, const uint64_t *vec); /* "cpu=4,mem=NONE"    */
char        *ss_minutes_text(uint32_t minutes);                            /* [D-]HH:MM:SS        */

/* A list of QOS: =a,b or +a,-b. */
typedef struct {
    bool    given;           /* at all                                                           */
    bool    whole;           /* = without signs: replaces the list                               */
    GArray *set, *add, *del; /* uint32_t ids                                                     */
} SsQosEdit;

void         ss_qos_edit_init(SsQosEdit *edit);
void         ss_qos_edit_clear(SsQosEdit *edit);
SsWordResult ss_qos_edit_word(SsSacctmgrRun *run, SsQosEdit *edit, const SsCmdWord *word);
char        *ss_sacctmgr_qos_names(const SsAccounts *db); /* every QOS by id: "normal,high"     */
char        *ss_qos_edit_text(const SsAccounts *db, const SsQosEdit *edit); /* "+q2", "high,low" */
void         ss_qos_ids_apply(GArray *ids, const SsQosEdit *edit);

/* --- limits ----------------------------------------------------------------------------------- */

typedef enum {
    SS_LIMIT_COUNT,
    SS_LIMIT_WALL, /* minutes, printed [D-]HH:MM:00                                               */
    SS_LIMIT_TRES,
} SsLimitKind;

typedef enum {
    SS_LIMITS_OF_ASSOC,
    SS_LIMITS_OF_QOS,
} SsLimitsOf;

/* An SsLimits in which SS_KEEP and SS_KEEP64 stand for "not given". */
void ss_limits_edit_init(SsLimits *limits);
/* A limit's key: one table serves commands and dump files. */
SsWordResult ss_limits_edit_word(SsSacctmgrRun *run, SsLimits *limits, SsLimitsOf of,
                                 const SsCmdWord *word);
bool         ss_limits_edit_changes(const SsLimits *edit);
void         ss_limits_edit_apply(const SsAccounts *db, SsLimits *limits, const SsLimits *edit);
/* Would a user whose own limits are `own` feel the change of an account above? */
bool ss_limits_edit_reaches(const SsLimits *edit, const SsLimits *own);
/* Takes out of `edit` what an account in between sets for itself. */
void ss_limits_block(SsLimits *edit, const SsLimits *between);
void ss_assoc_limits_echo(SsSacctmgrRun *run, const SsLimits *limits); /* "  MaxJobs       = 5" */
void ss_qos_limits_echo(SsSacctmgrRun *run, const SsLimits *limits);
/* ":GrpJobs=3:MaxTRESPerJob=cpu=4": limits as a dump writes them. */
void ss_limits_dump(const SsAccounts *db, const SsLimits *limits, GString *out);

/* Limits before a change, and whose they are. */
typedef struct {
    uint32_t        id;
    const SsLimits *limits;
} SsLimitsOwner;

typedef struct {
    SsLimitsOf           of;
    bool                 tres;   /* the TRES columns, or all others                              */
    const SsLimitsOwner *owners; /* NULL: a new record, which lists every column                 */
    size_t               n;
} SsLimitsInfo;

/* The texts of transactions: "column=value", with ", " in front of all but the first. A number that is
 * not given (SS_KEEP) is left out unless `all`. */
void ss_info_add(GString *info, const char *format, ...) G_GNUC_PRINTF(2, 3);
void ss_info_number(GString *info, const char *column, uint32_t value, bool all);

/* "grp_jobs=3, max_jobs=NULL": appended to the info of a transaction. */
void ss_limits_info(const SsAccounts *db, const SsLimits *edit, const SsLimitsInfo *how,
                    GString *info);

/* --- associations ----------------------------------------------------------------------------- */

/* What a command says about associations. */
typedef struct {
    SsLimits  limits;
    uint32_t  shares, priority; /* SS_KEEP, SS_NO_LIMIT clears                                   */
    uint32_t  default_qos;      /* SS_KEEP, 0 clears                                             */
    SsQosEdit qos;
    char     *parent; /* NULL = not given                                              */
    bool      any;    /* a key was taken: the echo has a block of settings             */
} SsAssocEdit;

void ss_assoc_edit_init(SsAssocEdit *edit);
void ss_assoc_edit_clear(SsAssocEdit *edit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SsAssocEdit, ss_assoc_edit_clear)
SsWordResult ss_assoc_edit_word(SsSacctmgrRun *run, SsAssocEdit *edit, const SsCmdWord *word);
/* Does the edit change anything of an association? */
bool ss_assoc_edit_changes(const SsAssocEdit *edit);
/* "  Fairshare     = 7" and so on. */
void ss_assoc_edit_echo(SsSacctmgrRun *run, const SsAssocEdit *edit);
void ss_assoc_edit_apply(SsSacctmgrRun *run, SsAssocRecord *assoc, const SsAssocEdit *edit);
/* Records and applies what a new association is made with. */
void ss_assoc_edit_record_new(SsSacctmgrRun *run, SsAssocRecord *assoc, const SsAssocEdit *edit,
                              bool is_default);
/* Prints `title` and a line for each association of `list` (by lft) that is to be modified and for
 * every user below who feels it; takes out of `list` what would not change. False if nothing is to be
 * done: the reason is printed. */
bool ss_assoc_edit_plan(SsSacctmgrRun *run, GPtrArray *list, const SsAssocEdit *edit,
                        const char *title);
void ss_assoc_edit_carry_out(SsSacctmgrRun *run, GPtrArray *list, const SsAssocEdit *edit);

GPtrArray *ss_assoc_list_new(void);             /* of SsAssocRecord *, borrowed */
void       ss_assoc_list_sort(GPtrArray *list); /* by lft */
/* "  C = alpha      A = chem       U = amy       P = batch": as deletions list them. */
void ss_assoc_line(SsSacctmgrRun *run, const SsAssocRecord *assoc, int account_width);
/* "(id_assoc=3 || id_assoc=5)" */
char *ss_assoc_where(const GPtrArray *list);
/* A user without default account gets one of the associations with ids from `since` on. */
void ss_user_default(SsSacctmgrRun *run, const char *user, uint32_t since);
/* All associations that are not deleted and in every given list (NULL = any), by lft. */
GPtrArray *ss_assoc_select(const SsAccounts *db, const GPtrArray *accounts, const GPtrArray *users,
                           const GPtrArray *partitions);

/* The names of one kind of record, in the database's order (without regard to case). */
void ss_names_sort(GPtrArray *names);
/* "(name='a' || name='b')" */
char *ss_names_where(const char *column, const GPtrArray *names);
/* Takes associations out of the tree, whole subtrees, deepest first; false (and said so) if one of
 * them has jobs that are not finished. */
bool ss_assocs_idle(SsSacctmgrRun *run, const GPtrArray *list);
void ss_assocs_remove(SsSacctmgrRun *run, GPtrArray *list);
/* Everything in the subtrees of `list`, by lft. */
GPtrArray *ss_assocs_with_below(const SsAccounts *db, const GPtrArray *list);

/* --- the entities ----------------------------------------------------------------------------- */

typedef void (*SsSacctmgrVerb)(SsSacctmgrRun *run, char **words);

void ss_sacctmgr_add_account(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_modify_account(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_delete_account(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_add_user(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_modify_user(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_delete_user(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_add_qos(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_modify_qos(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_delete_qos(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_add_cluster(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_modify_cluster(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_delete_cluster(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_add_coord(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_delete_coord(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_add_resource(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_modify_resource(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_delete_resource(SsSacctmgrRun *run, char **words);
void ss_sacctmgr_load(SsSacctmgrRun *run, char **words);
