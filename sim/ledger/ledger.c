/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger.c - the life of the file: made beside, renamed, opened, closed; and its small facts.
 *
 * A run writes for minutes and nobody may take an unfinished file for a result. So the file is made
 * under a private name in the target's folder (same file system: rename is atomic), exclusively locked
 * and without journal - if we die, nobody needs what is in it. The old RUN.db stays readable until the
 * very end. A part file that a kill left behind is told from a living one by its process id.
 *
 * Later changes (sbatch, sacctmgr modify, import) are ordinary transactions with a rollback journal:
 * there the old state is worth something.
 *
 * Page size, versions and the order of writes are fixed and no time of the clock is stored, so the same
 * run gives the same bytes (tests/unit/test_ledger.c compares them).
 *
 * Prepared statements are kept by their text: a run has a few dozen, each used a million times.
 */
#include "sim/ledger/ledger.h"

#include "sim/ledger/schema_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

enum { TABLES = 8 }; /* that rows may wait for */

typedef enum { MAKING, READING, CHANGING } Mode;

struct SsLedger {
    sqlite3    *db;
    char       *path; /* as the user named it                                             */
    char       *part; /* where it is being made; NULL once finished                       */
    Mode        mode;
    bool        open;       /* a transaction is                                                 */
    GHashTable *statements; /* char * -> sqlite3_stmt *                                         */
    GHashTable *kept;       /* address -> one of the statements                                 */
    GHashTable *facts;      /* run's rows read so far: char * -> char *                         */
    SsZone     *zone;
    SsLedgerWaiting waiting[TABLES];
    uint32_t        n_waiting;
};

static const char making[] = "PRAGMA page_size = 8192;"
                             "PRAGMA journal_mode = OFF;"
                             "PRAGMA synchronous = OFF;"
                             "PRAGMA locking_mode = EXCLUSIVE;"
                             "PRAGMA cache_size = -32768;"
                             "PRAGMA temp_store = FILE;";

static const char changing[] = "PRAGMA journal_mode = DELETE;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA cache_size = -32768;";

/* Made last: rows go in faster without them. */
static const char indexes[] =
    "CREATE INDEX IF NOT EXISTS job_end ON job (time_end, time_eligible);"
    "CREATE INDEX IF NOT EXISTS job_id ON job (id_job);"
    "CREATE INDEX IF NOT EXISTS job_array ON job (id_array_job) WHERE id_array_job <> 0;"
    "CREATE INDEX IF NOT EXISTS job_resv ON job (id_resv) WHERE id_resv <> 0;"
    "CREATE INDEX IF NOT EXISTS job_trace ON job (trace_id) WHERE trace_id IS NOT NULL;";

void ss_ledger_fail(const SsLedger *ledger, GError **error, const char *what)
{
    bool full = sqlite3_errcode(ledger->db) == SQLITE_FULL;

    g_set_error(error, SS_LEDGER_ERROR, full ? SS_LEDGER_ERROR_FULL : SS_LEDGER_ERROR_SQL,
                "%s: %s: %s", ledger->path, what, sqlite3_errmsg(ledger->db));
}

gboolean ss_ledger_exec(SsLedger *ledger, const char *sql, GError **error)
{
    if (sqlite3_exec(ledger->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return TRUE;
    ss_ledger_fail(ledger, error, "cannot write");
    return FALSE;
}

/* The number that a question is answered with; -1 if there is none. */
static int64_t first_int(SsLedger *ledger, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t       value = -1;

    if (sqlite3_prepare_v2(ledger->db, sql, -1, &statement, NULL) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static void finalize(gpointer statement)
{
    sqlite3_finalize(statement);
}

static SsLedger *ledger_new(const char *path, Mode mode)
{
    SsLedger *ledger = g_new0(SsLedger, 1);

    ledger->path = g_strdup(path);
    ledger->mode = mode;
    ledger->statements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, finalize);
    ledger->kept = g_hash_table_new(NULL, NULL);
    ledger->facts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return ledger;
}

static void drop_waiting(SsLedger *ledger)
{
    for (uint32_t i = 0; i < ledger->n_waiting; i++)
        ledger->waiting[i].free(ledger->waiting[i].data);
    ledger->n_waiting = 0;
}

void ss_ledger_free(SsLedger *ledger)
{
    if (ledger == NULL)
        return;
    drop_waiting(ledger);
    g_hash_table_unref(ledger->kept);
    g_hash_table_unref(ledger->statements);
    g_hash_table_unref(ledger->facts);
    if (ledger->db && ledger->open)
        sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(ledger->db);
    if (ledger->part)
        g_unlink(ledger->part);
    ss_zone_unref(ledger->zone);
    g_free(ledger->part);
    g_free(ledger->path);
    g_free(ledger);
}

void ss_ledger_tune(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static gboolean open_file(SsLedger *ledger, const char *file, int flags, GError **error)
{
    if (sqlite3_open_v2(file, &ledger->db, flags, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(ledger->db, 10000);
        return TRUE;
    }
    const int why = ledger->db ? sqlite3_system_errno(ledger->db) : ENOMEM;
    g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_OPEN, "%s: cannot open: %s", ledger->path,
                why ? g_strerror(why) : sqlite3_errmsg(ledger->db));
    return FALSE;
}

/* --- making ---------------------------------------------------------------------------------- */

/* RUN.db.part-PID of a process that is gone. */
static void sweep_parts(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *prefix = g_strconcat(base, ".part-", NULL);
    g_autoptr(GDir)  dir = g_dir_open(folder, 0, NULL);
    const char      *name;

    while (dir && (name = g_dir_read_name(dir)) != NULL) {
        if (!g_str_has_prefix(name, prefix))
            continue;
        char   *end;
        int64_t pid = g_ascii_strtoll(name + strlen(prefix), &end, 10);

        if (*end == '\0' && pid > 0 && pid <= INT32_MAX && kill((pid_t) pid, 0) != 0
            && errno == ESRCH) {
            g_autofree char *file = g_build_filename(folder, name, NULL);
            g_unlink(file);
        }
    }
}

static bool in_memory(const char *path)
{
    return strcmp(path, ":memory:") == 0;
}

/* Is the file an empty one, or a ledger of any version? Source: sqlite.org/fileformat.html, the header. */
static bool is_ours(const char *path)
{
    static const char magic[16] = "SQLite format 3";
    char              head[72] = { 0 };
    uint32_t          application;
    FILE             *file = g_fopen(path, "rb");

    if (file == NULL)
        return false;
    const size_t n = fread(head, 1, sizeof head, file);
    const bool   empty = n == 0 && !ferror(file);
    fclose(file);
    memcpy(&application, head + 68, sizeof application);
    return empty
           || (n == sizeof head && memcmp(head, magic, sizeof magic) == 0
               && GUINT32_FROM_BE(application) == SS_LEDGER_APPLICATION);
}

/* A rename would put the ledger in the place of a device, a pipe or a folder; or of the user's trace, with
 * -o before the wrong word. */
static gboolean may_replace(const char *path, GError **error)
{
    const char *what = "is there already and is no ledger; it is left as it is: name another file";

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        what = "is a folder; name a file to write";
    else if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
        what = "is not a regular file; name a file to write";
    else if (is_ours(path))
        return TRUE;
    g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_OPEN, "%s: %s", path, what);
    return FALSE;
}

SsLedger *ss_ledger_create(const char *path, GError **error)
{
    g_autoptr(SsLedger) ledger = ledger_new(path, MAKING);
    g_autofree char *head = g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                            SS_LEDGER_APPLICATION, SS_LEDGER_VERSION);

    if (!in_memory(path)) {
        if (!may_replace(path, error))
            return NULL;
        sweep_parts(path);
        ledger->part = g_strdup_printf("%s.part-%d", path, (int) getpid());
        g_unlink(ledger->part);
    }
    if (!open_file(ledger, ledger->part ? ledger->part : path,
                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, error))
        return NULL;
    if (!ss_ledger_exec(ledger, making, error) || !ss_ledger_exec(ledger, head, error)
        || !ss_ledger_exec(ledger, "BEGIN", error))
        return NULL;
    ledger->open = true;
    if (!ss_ledger_exec(ledger, ss_schema_sql, error))
        return NULL;
    return g_steal_pointer(&ledger);
}

static gboolean sync_path(const char *path, int flags, GError **error)
{
    int fd = g_open(path, flags, 0);
    int failed = fd < 0 || fsync(fd) != 0;
    int saved = errno;

    if (fd >= 0)
        close(fd);
    if (!failed)
        return TRUE;
    g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_SQL, "%s: cannot sync: %s", path,
                g_strerror(saved));
    return FALSE;
}

static void drop_statements(SsLedger *ledger)
{
    g_hash_table_remove_all(ledger->kept);
    g_hash_table_remove_all(ledger->statements);
}

static gboolean close_file(SsLedger *ledger, GError **error)
{
    drop_statements(ledger);
    if (sqlite3_close(ledger->db) != SQLITE_OK) {
        ss_ledger_fail(ledger, error, "cannot close");
        return FALSE;
    }
    ledger->db = NULL;
    return TRUE;
}

/* --- rows that wait ---------------------------------------------------------------------------- */

static bool is_empty(SsLedger *ledger, const char *table)
{
    g_autofree char *sql = g_strdup_printf("SELECT NOT EXISTS (SELECT 1 FROM %s)", table);

    return first_int(ledger, sql) == 1;
}

bool ss_ledger_may_wait(SsLedger *ledger, const char *table)
{
    return ledger->mode == MAKING && ledger->part != NULL && ledger->n_waiting < TABLES
           && sqlite3_db_filename(ledger->db, "old") == NULL && is_empty(ledger, table)
           && ss_ledger_waiting(ledger, table) == NULL;
}

void ss_ledger_wait(SsLedger *ledger, SsLedgerWaiting waiting)
{
    ledger->waiting[ledger->n_waiting++] = waiting;
}

gpointer ss_ledger_waiting(const SsLedger *ledger, const char *table)
{
    for (uint32_t i = 0; i < ledger->n_waiting; i++)
        if (ledger->waiting[i].table == table || strcmp(ledger->waiting[i].table, table) == 0)
            return ledger->waiting[i].data;
    return NULL;
}

uint32_t ss_ledger_root(SsLedger *ledger, const char *name)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", name);

    return (uint32_t) MAX(first_int(ledger, sql), 0);
}

const char *ss_ledger_file(const SsLedger *ledger)
{
    return ledger->part != NULL ? ledger->part : ledger->path;
}

gboolean ss_ledger_index(SsLedger *ledger, GError **error)
{
    return ss_ledger_exec(ledger, indexes, error);
}

static gboolean begin_making(SsLedger *ledger, GError **error)
{
    if (!ss_ledger_exec(ledger, making, error) || !ss_ledger_exec(ledger, "BEGIN", error))
        return FALSE;
    ledger->open = true;
    return TRUE;
}

static bool has_some(const SsLedgerWaiting *waiting)
{
    return waiting->has_some(waiting->data);
}

static gboolean lay_waiting(SsLedger *ledger, GError **error)
{
    g_autoptr(SsPages) pages = ss_pages_open(ledger->part, error);

    for (uint32_t i = 0; pages != NULL && i < ledger->n_waiting; i++) {
        const SsLedgerWaiting *waiting = &ledger->waiting[i];

        if (has_some(waiting) && !waiting->lay(waiting->data, pages, error))
            return FALSE;
    }
    return pages != NULL && ss_pages_close(g_steal_pointer(&pages), error);
}

static gboolean lay_and_go_on(SsLedger *ledger, GError **error)
{
    if (!ss_ledger_exec(ledger, "COMMIT", error))
        return FALSE;
    ledger->open = false;
    return close_file(ledger, error) && lay_waiting(ledger, error)
           && open_file(ledger, ledger->part, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, error)
           && begin_making(ledger, error);
}

gboolean ss_ledger_settle(SsLedger *ledger, GError **error)
{
    bool     some = false;
    gboolean done = TRUE;

    for (uint32_t i = 0; i < ledger->n_waiting; i++)
        some |= has_some(&ledger->waiting[i]);
    if (some)
        done = lay_and_go_on(ledger, error);
    drop_waiting(ledger);
    return done;
}

gboolean ss_ledger_settle_asked(SsLedger *ledger, GError **error)
{
    for (uint32_t i = 0; i < ledger->n_waiting; i++)
        if (ledger->waiting[i].is_asked && has_some(&ledger->waiting[i]))
            return ss_ledger_settle(ledger, error);
    return TRUE;
}

/* The part file, complete and closed, under its real name. */
static gboolean publish(SsLedger *ledger, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(ledger->path);

    if (!close_file(ledger, error) || !sync_path(ledger->part, O_RDONLY, error))
        return FALSE;
    if (g_rename(ledger->part, ledger->path) != 0) {
        g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_OPEN, "%s: cannot rename: %s",
                    ledger->path, g_strerror(errno));
        return FALSE;
    }
    g_clear_pointer(&ledger->part, g_free);
    return sync_path(folder, O_RDONLY | O_DIRECTORY, error);
}

gboolean ss_ledger_finish(SsLedger *ledger, GError **error)
{
    g_return_val_if_fail(ledger->mode == MAKING, FALSE);

    if (!ss_ledger_settle(ledger, error) || !ss_ledger_index(ledger, error)
        || !ss_ledger_exec(ledger, "COMMIT", error))
        return FALSE;
    ledger->open = false;
    ledger->mode = READING;
    if (ledger->part == NULL)
        return TRUE;
    return publish(ledger, error) && open_file(ledger, ledger->path, SQLITE_OPEN_READONLY, error);
}

/* --- opening --------------------------------------------------------------------------------- */

static int64_t pragma(SsLedger *ledger, const char *name)
{
    g_autofree char *sql = g_strdup_printf("PRAGMA %s", name);

    return first_int(ledger, sql);
}

static gboolean check_format(SsLedger *ledger, GError **error)
{
    int64_t application = pragma(ledger, "application_id");
    int64_t version = pragma(ledger, "user_version");

    if (application != SS_LEDGER_APPLICATION) {
        g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_OPEN,
                    "%s: not a ledger of slurmsim; one is made by `slurmsim run -o`", ledger->path);
        return FALSE;
    }
    if (version != SS_LEDGER_VERSION) {
        g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_VERSION,
                    "%s: a ledger of version %d, this program reads version %d; run it again",
                    ledger->path, (int) version, SS_LEDGER_VERSION);
        return FALSE;
    }
    return TRUE;
}

/* What SQLite would only call unable to open. */
static gboolean may_read(const char *path, GError **error)
{
    const bool folder = g_file_test(path, G_FILE_TEST_IS_DIR);

    if (!folder && (in_memory(path) || g_file_test(path, G_FILE_TEST_EXISTS)))
        return TRUE;
    g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_OPEN, "%s: %s", path,
                folder ? "is a folder; name a ledger" : "there is no such file");
    return FALSE;
}

static SsLedger *open_existing(const char *path, Mode mode, int flags, const char *pragmas,
                               GError **error)
{
    g_autoptr(SsLedger) ledger = ledger_new(path, mode);

    if (!may_read(path, error))
        return NULL;
    if (!open_file(ledger, path, flags | SQLITE_OPEN_NOMUTEX, error) || !check_format(ledger, error)
        || !ss_ledger_exec(ledger, pragmas, error))
        return NULL;
    return g_steal_pointer(&ledger);
}

SsLedger *ss_ledger_open(const char *path, GError **error)
{
    return open_existing(path, READING, SQLITE_OPEN_READONLY, "PRAGMA cache_size = -65536;", error);
}

SsLedger *ss_ledger_open_write(const char *path, GError **error)
{
    return open_existing(path, CHANGING, SQLITE_OPEN_READWRITE, changing, error);
}

gboolean ss_ledger_begin(SsLedger *ledger, GError **error)
{
    if (ledger->mode == MAKING)
        return TRUE;
    if (!ss_ledger_exec(ledger, "BEGIN IMMEDIATE", error))
        return FALSE;
    ledger->open = true;
    return TRUE;
}

gboolean ss_ledger_commit(SsLedger *ledger, GError **error)
{
    if (ledger->mode == MAKING)
        return TRUE;
    if (!ss_ledger_exec(ledger, "COMMIT", error))
        return FALSE;
    ledger->open = false;
    return TRUE;
}

void ss_ledger_rollback(SsLedger *ledger)
{
    if (ledger->mode == MAKING || !ledger->open)
        return;
    sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
    ledger->open = false;
    g_hash_table_remove_all(ledger->facts);
}

const char *ss_ledger_path(const SsLedger *ledger)
{
    return ledger->path;
}

sqlite3 *ss_ledger_db(const SsLedger *ledger)
{
    return ledger->db;
}

sqlite3_stmt *ss_ledger_statement(SsLedger *ledger, const char *sql, GError **error)
{
    sqlite3_stmt *statement = g_hash_table_lookup(ledger->statements, sql);

    if (statement) {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        return statement;
    }
    if (sqlite3_prepare_v3(ledger->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)
        != SQLITE_OK) {
        ss_ledger_fail(ledger, error, "cannot prepare a statement");
        return NULL;
    }
    g_hash_table_insert(ledger->statements, g_strdup(sql), statement);
    return statement;
}

sqlite3_stmt *ss_ledger_kept(SsLedger *ledger, const void *key)
{
    sqlite3_stmt *statement = g_hash_table_lookup(ledger->kept, key);

    if (statement)
        sqlite3_reset(statement);
    return statement;
}

void ss_ledger_keep(SsLedger *ledger, const void *key, sqlite3_stmt *statement)
{
    g_hash_table_insert(ledger->kept, (gpointer) (uintptr_t) key, statement);
}

/* --- facts ----------------------------------------------------------------------------------- */

gboolean ss_ledger_set(SsLedger *ledger, const char *key, const char *value, GError **error)
{
    sqlite3_stmt *put =
        ss_ledger_statement(ledger, "INSERT OR REPLACE INTO run VALUES (?1, ?2)", error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_text(put, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 2, value, -1, SQLITE_STATIC);
    if (sqlite3_step(put) != SQLITE_DONE) {
        ss_ledger_fail(ledger, error, "cannot write table run");
        return FALSE;
    }
    sqlite3_reset(put);
    g_hash_table_remove(ledger->facts, key);
    if (strcmp(key, "zone") == 0)
        g_clear_pointer(&ledger->zone, ss_zone_unref);
    return TRUE;
}

gboolean ss_ledger_set_int(SsLedger *ledger, const char *key, int64_t value, GError **error)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, value);

    return ss_ledger_set(ledger, key, text, error);
}

const char *ss_ledger_get(SsLedger *ledger, const char *key)
{
    const char *known = g_hash_table_lookup(ledger->facts, key);

    if (known)
        return known;
    sqlite3_stmt *get = ss_ledger_statement(ledger, "SELECT value FROM run WHERE key = ?1", NULL);

    if (get == NULL)
        return NULL;
    sqlite3_bind_text(get, 1, key, -1, SQLITE_STATIC);
    if (sqlite3_step(get) == SQLITE_ROW && sqlite3_column_type(get, 0) != SQLITE_NULL) {
        char *value = g_strdup((const char *) sqlite3_column_text(get, 0));

        g_hash_table_insert(ledger->facts, g_strdup(key), value);
        known = value;
    }
    sqlite3_reset(get);
    return known;
}

int64_t ss_ledger_get_int(SsLedger *ledger, const char *key, int64_t fallback)
{
    const char *text = ss_ledger_get(ledger, key);

    return text ? g_ascii_strtoll(text, NULL, 10) : fallback;
}

const char *ss_ledger_cluster(SsLedger *ledger)
{
    const char *name = ss_ledger_get(ledger, "cluster");

    return name ? name : "cluster";
}

const SsZone *ss_ledger_zone(SsLedger *ledger)
{
    if (ledger->zone == NULL) {
        const char *name = ss_ledger_get(ledger, "zone");

        ledger->zone = name ? ss_zone_new(name, NULL) : NULL;
        if (ledger->zone == NULL)
            ledger->zone = ss_zone_new_utc();
    }
    return ledger->zone;
}

SsTime ss_ledger_now(SsLedger *ledger)
{
    return ss_ledger_get_int(ledger, "now", 0);
}
