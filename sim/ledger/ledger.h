/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/base/zone.h"
#include "sim/ledger/tree.h"

#include <sqlite3.h>

/**
 * SsLedger - one run's accounting database: a SQLite file.
 *
 * Shape     the tables of schema.sql (each column is explained there).
 * Owner     one user at a time; not shared by threads.
 * Life      made as a private file beside the target (RUN.db.part-PID, exclusive, without journal) and
 *           renamed by ss_ledger_finish: an interrupted run leaves the old file or none. At rest: readers
 *           open read-only; a writer holds one transaction (journal DELETE, 10 s of patience).
 * Bytes     nothing of the wall clock is stored: the same records give the same file.
 * Errors    SS_LEDGER_ERROR with the file's name and SQLite's words.
 */
typedef struct SsLedger SsLedger;

#define SS_LEDGER_APPLICATION                                                                      \
    0x5373                  /* "Ss": PRAGMA application_id                                */
#define SS_LEDGER_VERSION 2 /* PRAGMA user_version                                       */

/* For a process of its own, before the first ledger: SQLite does not count, under a lock, each byte it
 * allocates. Without it, or too late, all is the same but slower. */
void ss_ledger_tune(void);

/* A new ledger that will become `path`; ":memory:" stays in memory. A part file that a killed run left
 * beside it is removed. */
SsLedger *ss_ledger_create(const char *path, GError **error);

/* Rows of a table that somebody keeps for a while, and then lays into the file himself (tree.h), all at once: `lay` is
 * called with the file closed if `has_some` says so then. */
typedef struct {
    const char *table;    /* a literal */
    gpointer    data;     /* taken */
    bool        is_asked; /* it is laid when anybody asks for rows; else when it is settled */
    bool (*has_some)(gconstpointer data);
    gboolean (*lay)(gpointer data, SsPages *pages, GError **error);
    GDestroyNotify free;
} SsLedgerWaiting;

/* Only of a ledger that is being made in a file of its own, and of an empty table: false otherwise. */
bool     ss_ledger_may_wait(SsLedger *ledger, const char *table);
void     ss_ledger_wait(SsLedger *ledger, SsLedgerWaiting waiting);
gpointer ss_ledger_waiting(const SsLedger *ledger,
                           const char     *table); /* NULL: nothing may wait (any more) */

/* What waits is in the tables when it returns, or is lost on failure; nobody has a statement open. */
gboolean ss_ledger_settle(SsLedger *ledger, GError **error);
gboolean ss_ledger_settle_asked(SsLedger *ledger,
                                GError  **error); /* if anything of it is laid when asked */

/* The first page of a table or index; 0: there is none. */
uint32_t ss_ledger_root(SsLedger *ledger, const char *name);

/* The indexes of `job`, if they are not there yet. */
gboolean ss_ledger_index(SsLedger *ledger, GError **error);

/* Where rows may wait when they are too many to be kept in memory. */
const char *ss_ledger_file(const SsLedger *ledger);

/* Makes the indexes, syncs, renames to the path given. The ledger stays open, for reading. */
gboolean ss_ledger_finish(SsLedger *ledger, GError **error);

SsLedger *ss_ledger_open(const char *path, GError **error);       /* read only                   */
SsLedger *ss_ledger_open_write(const char *path, GError **error); /* to change it, see begin      */

/* Closes. A ledger that was being made and not finished is removed; an open transaction is undone. */
void ss_ledger_free(SsLedger *ledger); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsLedger, ss_ledger_free)

/* One transaction around what a command changes. While a ledger is being made it is one by itself. */
gboolean ss_ledger_begin(SsLedger *ledger, GError **error);
gboolean ss_ledger_commit(SsLedger *ledger, GError **error);
void     ss_ledger_rollback(SsLedger *ledger);

const char *ss_ledger_path(const SsLedger *ledger);
sqlite3    *ss_ledger_db(const SsLedger *ledger); /* borrowed */

/* A statement that is prepared once and kept, reset and without bindings; NULL on error. */
sqlite3_stmt *ss_ledger_statement(SsLedger *ledger, const char *sql, GError **error);

/* The same without a look at its text: a statement of the above kept under an address. */
sqlite3_stmt *ss_ledger_kept(SsLedger *ledger, const void *key); /* reset; NULL if there is none */
void          ss_ledger_keep(SsLedger *ledger, const void *key, sqlite3_stmt *statement);

/* Runs statements without results. */
gboolean ss_ledger_exec(SsLedger *ledger, const char *sql, GError **error);

/* SQLite's last error of this ledger as a GError: for those who step statements themselves. */
void ss_ledger_fail(const SsLedger *ledger, GError **error, const char *what);

/* --- what was run ---------------------------------------------------------------------------- */

/* Keys that the ledger itself writes: "cluster", "zone", "version", "started" (controller start), "now"
 * (end of the run or clock of the cluster). Others are free: "policy", "input.sha256", ... */
gboolean    ss_ledger_set(SsLedger *ledger, const char *key, const char *value, GError **error);
gboolean    ss_ledger_set_int(SsLedger *ledger, const char *key, int64_t value, GError **error);
const char *ss_ledger_get(SsLedger   *ledger,
                          const char *key); /* NULL; lives as long as the ledger */
int64_t     ss_ledger_get_int(SsLedger *ledger, const char *key, int64_t fallback);

const char   *ss_ledger_cluster(SsLedger *ledger); /* "cluster" if unset                          */
const SsZone *ss_ledger_zone(SsLedger *ledger);    /* of the key "zone"; UTC if unset. Borrowed   */
SsTime        ss_ledger_now(SsLedger *ledger);     /* of the key "now", 0 if unset                */
