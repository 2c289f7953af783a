/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/account.h"

/**
 * sacctmgr - the commands of Slurm's account manager on an SsAccounts store.
 *
 * Shape     words as the command line gives them, without the program's name:
 *           "add", "user", "gildong", "Account=ai_project". Options (-i, -n, -p, ...) may come first.
 * Answer    text for stdout and stderr and the exit code of the real tool, to the character.
 * Errors    none beside those: what real sacctmgr refuses, we refuse in its words, and the store is
 *           left as the real one would leave it.
 * Source    sacctmgr(1); tests/unit/test_sacctmgr.c (recorded answers of 22.05.8).
 *
 * Showing is not done here: ss_sacctmgr_query_parse tells what was asked for, and the report room
 * answers it.
 */
typedef struct {
    SsTime      now;         /* stamps creations and transactions                              */
    const char *actor;       /* who runs the command: "root"                                   */
    bool        immediate;   /* as if -i were given; scripts do                                */
    bool        track_wckey; /* TrackWCKey=yes: users have a default WCKey                      */
    /* Asks before a change unless immediate: true commits. It prints the question and, for a no,
     * " Changes Discarded" itself. NULL answers no, as at end of input. */
    bool (*confirm)(void *data);
    void *confirm_data;
    /* Jobs of an association that are not finished, as "JobID = ..." lines need them; NULL = none. */
    uint32_t (*active_jobs)(void *data, uint32_t assoc, uint32_t *job_ids, uint32_t max);
    void *active_jobs_data;
    /* RawUsage=0 of an account, of a user in an account, or of a QOS (the others NULL). */
    void (*reset_usage)(void *data, const char *account, const char *user, const char *qos);
    void *reset_usage_data;
} SsSacctmgrContext;

typedef enum {
    SS_SACCTMGR_NONE,   /* not an action: the error text says so                    */
    SS_SACCTMGR_CHANGE, /* add, modify, delete, load, ...: ss_sacctmgr_run does it  */
    SS_SACCTMGR_SHOW,   /* show, list, associations, problem                        */
    SS_SACCTMGR_DUMP,   /* dump CLUSTER [file=F]                                    */
    SS_SACCTMGR_OTHER,  /* help, version, reconfigure, clear, ...: nothing to do    */
} SsSacctmgrAction;

/* What kind of command `words` is. Options before the action are skipped. */
SsSacctmgrAction ss_sacctmgr_action(char **words);

/* Option `i` of the tool, for --help; false behind the last. */
typedef struct {
    const char *name; /* without dashes */
    char        letter;
    const char *doc;
} SsSacctmgrOption;
bool ss_sacctmgr_option(uint32_t i, SsSacctmgrOption *out);

/* Do the options among `words`, wherever they stand, say not to ask (-i, -Qi, --immediate)? */
bool ss_sacctmgr_immediate(char **words);

/* Runs a command that changes something and appends what real sacctmgr prints. Returns its exit code.
 * Commands that change nothing (SHOW, DUMP, OTHER) print nothing here and return 0. */
int ss_sacctmgr_run(SsAccounts *db, const SsSacctmgrContext *ctx, char **words, GString *out,
                    GString *err);

typedef enum {
    SS_SACCTMGR_ACCOUNT,
    SS_SACCTMGR_ASSOC,
    SS_SACCTMGR_CLUSTER,
    SS_SACCTMGR_CONFIG,
    SS_SACCTMGR_COORD,
    SS_SACCTMGR_EVENT,
    SS_SACCTMGR_FEDERATION,
    SS_SACCTMGR_PROBLEM,
    SS_SACCTMGR_QOS,
    SS_SACCTMGR_RESERVATION,
    SS_SACCTMGR_RESOURCE,
    SS_SACCTMGR_RUNAWAY,
    SS_SACCTMGR_STATS,
    SS_SACCTMGR_TXN,
    SS_SACCTMGR_TRES,
    SS_SACCTMGR_USER,
    SS_SACCTMGR_WCKEY,
    SS_SACCTMGR_N_ENTITIES,
} SsSacctmgrEntity;

/* The name lists a condition may hold; each NULL when not given, else char *. */
typedef enum {
    SS_COND_NAMES, /* the entity's own: bare words, names=, qos names, cluster names ... */
    SS_COND_ACCOUNTS,
    SS_COND_CLUSTERS,
    SS_COND_USERS,
    SS_COND_PARTITIONS,
    SS_COND_PARENTS,
    SS_COND_IDS,
    SS_COND_QOS,
    SS_COND_DEFAULT_QOS,
    SS_COND_WCKEYS,
    SS_COND_DESCRIPTIONS,
    SS_COND_ORGANIZATIONS,
    SS_COND_DEFAULT_ACCOUNTS,
    SS_COND_DEFAULT_WCKEYS,
    SS_COND_NODES,
    SS_COND_STATES,
    SS_COND_REASONS,
    SS_COND_TYPES,
    SS_COND_ACTIONS,
    SS_COND_ACTORS,
    SS_COND_INFO,
    SS_COND_COORDINATORS,
    SS_COND_SERVERS,
    SS_COND_SERVER_TYPES,
    SS_COND_PERCENTS,
    SS_N_COND_LISTS,
} SsSacctmgrList;

typedef enum { /* words without a value, or options of the command line */
               SS_SACCTMGR_WITH_ASSOC = 1 << 0,
               SS_SACCTMGR_WITH_COORD = 1 << 1,
               SS_SACCTMGR_WITH_DELETED = 1 << 2,
               SS_SACCTMGR_WITH_RAW_QOS = 1 << 3,
               SS_SACCTMGR_WITH_SUB_ACCTS = 1 << 4,
               SS_SACCTMGR_WO_PARENT_INFO = 1 << 5,
               SS_SACCTMGR_WO_PARENT_LIMITS = 1 << 6,
               SS_SACCTMGR_WO_LIMITS = 1 << 23,
               SS_SACCTMGR_ONLY_DEFAULTS = 1 << 7,
               SS_SACCTMGR_TREE = 1 << 8,
               SS_SACCTMGR_WITH_FED = 1 << 9,
               SS_SACCTMGR_ALL_CLUSTERS = 1 << 10,
               SS_SACCTMGR_ALL_TIME = 1 << 11,
               SS_SACCTMGR_OPEN_EVENTS = 1 << 12,
               SS_SACCTMGR_CLUSTER_EVENTS =
                   1 << 13, /* event=cluster                                     */
               SS_SACCTMGR_NODE_EVENTS =
                   1 << 14, /* event=node                                        */
               SS_SACCTMGR_NO_HEADER =
                   1 << 15, /* -n                                                */
               SS_SACCTMGR_PARSABLE = 1
                                      << 16, /* -p                                                */
               SS_SACCTMGR_PARSABLE2 =
                   1 << 17, /* -P                                                */
               SS_SACCTMGR_ONELINER = 1
                                      << 18, /* -o                                                */
               SS_SACCTMGR_IMMEDIATE =
                   1 << 20, /* -i                                                */
               SS_SACCTMGR_READONLY = 1
                                      << 21, /* -r                                                */
               SS_SACCTMGR_ASKED_ASSOC =
                   1 << 19, /* private: a condition that needs withassoc         */
               SS_SACCTMGR_WITH_CLUSTERS =
                   1 << 22, /* of a resource                                     */
} SsSacctmgrFlag;

typedef struct {
    SsSacctmgrAction action; /* SHOW or DUMP                                                  */
    SsSacctmgrEntity entity; /* of SHOW                                                       */
    uint32_t         flags;  /* SsSacctmgrFlag                                                */
    GPtrArray       *lists[SS_N_COND_LISTS]; /* char *                                          */
    uint32_t         admin_level;            /* 0 = any                                         */
    char            *start, *end;            /* as written; NULL = not given                    */
    GPtrArray       *format; /* char * "name" or "name%width", NULL = the default             */
    char            *file;   /* of DUMP; NULL = ./CLUSTER.cfg                                 */
} SsSacctmgrQuery;

/* What a SHOW or DUMP command asks for. NULL if real sacctmgr refuses the words, or would ask a
 * question that nobody answers: its texts are then in `out` and `err` and its exit code in *code. */
SsSacctmgrQuery *ss_sacctmgr_query_parse(char **words, GString *out, GString *err, int *code);
void             ss_sacctmgr_query_free(SsSacctmgrQuery *query); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsSacctmgrQuery, ss_sacctmgr_query_free)

/* Is `name` in list `which`, or the list not given? Without regard to case. */
bool ss_sacctmgr_query_wants(const SsSacctmgrQuery *query, SsSacctmgrList which, const char *name);

/* The nouns of a limit value as sacctmgr prints them; caller frees. Used by echo, dump and show. */
char *ss_sacctmgr_tres_text(const SsAccounts *db, const uint64_t *vec); /* "cpu=4,gres/gpu=2", "" */
char *ss_sacctmgr_qos_list_text(const SsAccounts *db, const GArray *ids); /* "high,low,normal"    */
char *ss_sacctmgr_qos_flags_text(uint32_t flags);   /* "DenyOnLimit,NoDecay" */
char *ss_sacctmgr_preempt_mode_text(uint32_t mode); /* "cluster", "within,requeue" */
/* The reverse: false if a word is unknown. */
bool ss_sacctmgr_qos_flags_parse(const char *text, uint32_t *flags);
bool ss_sacctmgr_preempt_mode_parse(const char *text, uint32_t *mode);
