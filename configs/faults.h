/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"

/**
 * faults - everything the readers of a site can find fault with, one row each.
 *
 * Shape     a row has its stable code, its severity in lenient and in strict reading, a remedy and an
 *           explanation. "Strict" refuses what slurmctld 22.05 refuses; "lenient" goes on where the
 *           meaning of the site is still clear.
 * Codes     SC01xx files and grammar, SC02xx keys, SC03xx nodes, SC04xx partitions, SC05xx gres.conf,
 *           SC06xx topology.conf, SC07xx between files. Never reused.
 * Errors    none.
 */
typedef enum {
    SS_FAULT_UNREADABLE,
    SS_FAULT_EMPTY_FILE,
    SS_FAULT_NOT_A_PAIR,
    SS_FAULT_BYTE_ORDER_MARK,
    SS_FAULT_INCLUDE_MISSING,
    SS_FAULT_INCLUDE_LOOP,
    SS_FAULT_INCLUDE_NO_CLUSTER,
    SS_FAULT_INCLUDE_WILDCARD,
    SS_FAULT_HOSTLIST,
    SS_FAULT_OPEN_BRACKET,
    SS_FAULT_INCLUDE_LOCAL,
    SS_FAULT_OPEN_QUOTE,

    SS_FAULT_UNKNOWN_KEY,
    SS_FAULT_REMOVED_KEY,
    SS_FAULT_DEFUNCT_KEY,
    SS_FAULT_NEWER_KEY,
    SS_FAULT_REPEATED_KEY,
    SS_FAULT_BAD_VALUE,
    SS_FAULT_BAD_WORD,
    SS_FAULT_SCHED_PARAM_RANGE,
    SS_FAULT_SCHED_PARAM_REMOVED,
    SS_FAULT_SCHED_PARAM_UNKNOWN,
    SS_FAULT_SCHED_PARAM_MISREAD,
    SS_FAULT_SCHED_PARAM_VALUE,
    SS_FAULT_UNSUPPORTED,
    SS_FAULT_PLUGIN_UNKNOWN,
    SS_FAULT_NO_CLUSTER_NAME,
    SS_FAULT_NO_CONTROLLER,
    SS_FAULT_DUPLICATE_CONTROLLER,
    SS_FAULT_OLD_CONTROLLER,
    SS_FAULT_LINEAR_CONSUMABLE,
    SS_FAULT_SELECT_DEFAULT,
    SS_FAULT_PREEMPT_PAIR,
    SS_FAULT_SUSPEND_NEEDS_GANG,
    SS_FAULT_JOB_ID_RANGE,
    SS_FAULT_NO_DECAY_NO_RESET,
    SS_FAULT_ENFORCE_WITHOUT_DBD,
    SS_FAULT_TRES_WITHOUT_DBD,
    SS_FAULT_TRES_UNKNOWN,
    SS_FAULT_TRES_NO_GRES,
    SS_FAULT_WEIGHTS_TOO_HIGH,
    SS_FAULT_MEMORY_EXCLUSIVE,
    SS_FAULT_LICENSES,
    SS_FAULT_GRES_NEEDS_GPU,
    SS_FAULT_GRES_NEEDS_CONS_TRES,
    SS_FAULT_GRES_TYPE_TWICE,
    SS_FAULT_MCS,
    SS_FAULT_SCHED_LOG,
    SS_FAULT_MYSQL,
    SS_FAULT_DAEMON_VALUE,
    SS_FAULT_VALUE_ADJUSTED,
    SS_FAULT_FAIRSHARE_WITHOUT_DBD,
    SS_FAULT_ENFORCE_WORD,
    SS_FAULT_SELECT_UNIT,

    SS_FAULT_NODE_GEOMETRY,
    SS_FAULT_NODE_CPUS_FATAL,
    SS_FAULT_NODE_SPEC,
    SS_FAULT_NODE_STATE,
    SS_FAULT_NODE_TWICE,
    SS_FAULT_NODE_NAME,
    SS_FAULT_NODE_ADDRESSES,
    SS_FAULT_NO_NODES,
    SS_FAULT_NODE_GRES_TYPE,
    SS_FAULT_NODE_GRES_COUNT,
    SS_FAULT_NODE_GRES_MIXED,
    SS_FAULT_DEFAULT_KEY,
    SS_FAULT_DOWN_NODE,

    SS_FAULT_PART_TWICE,
    SS_FAULT_NO_PARTS,
    SS_FAULT_NO_DEFAULT_PART,
    SS_FAULT_DEFAULT_PART_CHANGED,
    SS_FAULT_PART_NODE,
    SS_FAULT_PART_EMPTY,
    SS_FAULT_PART_DEFAULT_TIME,
    SS_FAULT_PART_SHARE,
    SS_FAULT_PART_ALLOW_DENY,
    SS_FAULT_PART_ALTERNATE,
    SS_FAULT_PART_QOS,
    SS_FAULT_PART_QOS_LIST,
    SS_FAULT_PART_ACCOUNT,
    SS_FAULT_PART_BILLING,
    SS_FAULT_NODESET,
    SS_FAULT_PART_QOS_NO_DBD,

    SS_FAULT_GRES_UNKNOWN_NAME,
    SS_FAULT_GRES_NO_NAME,
    SS_FAULT_GRES_COUNT_FILES,
    SS_FAULT_GRES_FILE_MIX,
    SS_FAULT_GRES_TYPE_MIX,
    SS_FAULT_GRES_DUPLICATE,
    SS_FAULT_GRES_CORES,
    SS_FAULT_GRES_LINKS,
    SS_FAULT_GRES_MORE,
    SS_FAULT_GRES_FEWER,
    SS_FAULT_GRES_AUTODETECT,
    SS_FAULT_GRES_NODE,
    SS_FAULT_GRES_ABSENT,

    SS_FAULT_TOPO_MISSING,
    SS_FAULT_TOPO_CHILDREN,
    SS_FAULT_TOPO_TWICE,
    SS_FAULT_TOPO_CHILD,
    SS_FAULT_TOPO_CYCLE,
    SS_FAULT_TOPO_TWO_PARENTS,
    SS_FAULT_TOPO_NODE,
    SS_FAULT_TOPO_LACK,
    SS_FAULT_TOPO_MULTIPLE,
    SS_FAULT_TOPO_FOREST,
    SS_FAULT_TOPO_KIND,
    SS_FAULT_TOPO_NO_SWITCHES,

    SS_FAULT_OVERRIDE,
    SS_FAULT_NO_SITE,
    SS_FAULT_USERS_FILE,
    SS_FAULT_NO_ACCOUNTS,
    SS_FAULT_DBD_WCKEYS,
    SS_FAULT_SCRIPT_REFUSED,
    SS_FAULT_SCRIPT_LINE,
    SS_FAULT_DUMP_LINE,
    SS_FAULT_DUMP_QOS,
    SS_FAULT_DUMP_CLUSTER,
    SS_FAULT_QOS_COLUMN,
    SS_FAULT_QOS_REFUSED,
    SS_FAULT_PEOPLE_ADDED,
    SS_FAULT_OPERATION,
    SS_FAULT_ENDLESS,

    SS_FAULT_JUDGE_ENFORCE,
    SS_FAULT_JUDGE_MAX_JOBS,
    SS_FAULT_JUDGE_EMPTY_QOS,
    SS_FAULT_JUDGE_NO_DECAY,
    SS_FAULT_JUDGE_HALF_LIFE,
    SS_FAULT_JUDGE_MAX_AGE,
    SS_FAULT_JUDGE_WEIGHT,
    SS_FAULT_JUDGE_WINDOW,
    SS_FAULT_JUDGE_UNUSABLE,
    SS_FAULT_JUDGE_GROUPS,
    SS_FAULT_JUDGE_PARTITION_LIMIT,
    SS_FAULT_JUDGE_UNKNOWN_USERS,

    SS_N_FAULTS
} SsFault;

typedef struct {
    const char *code;
    SsSeverity  lenient, strict;
    const char *title;  /* a few words                                                    */
    const char *remedy; /* one clause that follows the text, NULL                         */
    const char *doc;    /* a few sentences for `slurmsim doc SC0123`                      */
} SsFaultRow;

const SsFaultRow *ss_fault_row(SsFault fault);        /* all: fault 0 .. SS_N_FAULTS - 1 */
const SsFaultRow *ss_fault_by_code(const char *code); /* NULL if there is none */

/* How a site is read, and where its faults go. */
typedef enum {
    SS_READ_LENIENT,
    SS_READ_STRICT, /* refuse exactly what slurmctld 22.05 refuses                       */
} SsReading;

typedef struct {
    SsDiag     *diag; /* borrowed                                                        */
    SsReading   reading;
    bool        imitate; /* keep Slurm's quirks where a finding would do better             */
    GHashTable *places;  /* where partitions name what other files define, for the checks between
                           files (site_checks.h); NULL: not kept */
} SsFaults;

/* Adds a finding with the row's code, severity and remedy; `place` may be NULL. */
void ss_fault(const SsFaults *faults, SsFault fault, const SsPlace *place, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
