/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_static_reports.c - sreport and sacct against what real Slurm 22.05.8 printed.
 *
 * Each recorded case static-* is a site with a past: its site and accounts are read by the readers that
 * users' sites go through, history.csv, events.csv and reservations.csv become accounting rows as the
 * recording's inject.py made them, the rollup runs, and every recorded sreport and sacct command is
 * asked again. Bytes and exit codes are compared; the table of cases and commands is printed, and our
 * answers are left in BUILD/conformance/static for a diff.
 *
 * Jobs that the recorded controller itself ran or queued (pending.sh) are not in history.csv. Here they
 * are taken from the record of `sacct --format=...` and `scontrol show job`: this test is about reports;
 * that the engine makes the same jobs is another test's business. Such rows carry the mark that a
 * controller told of them, as in Slurm's own table.
 *
 * A cell that is known to differ is named in `known`, with the reason; the list may only shrink.
 */
#include "configs/site.h"
#include "sim/base/span.h"
#include "sim/ledger/query.h"
#include "sim/ledger/rollup.h"
#include "sim/ledger/write.h"
#include "sim/model/reason.h"
#include "sim/report/jobs.h"
#include "sim/report/usage.h"
#include "tests/support/record.h"
#include "tests/support/ss_test.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *case_name, *command, *reason;
} known[] = {
    { "", "", "" },
};

/* --- the case -------------------------------------------------------------------------------- */

typedef struct {
    char       *folder, *name;
    GHashTable *env;  /* char * -> char * */
    GHashTable *uids; /* char * -> uid    */
    SsCluster  *cluster;
    SsLedger   *ledger;
    SsTime      now, since, begin;
} Case;

static void case_free(Case *c)
{
    if (c == NULL)
        return;
    g_clear_pointer(&c->env, g_hash_table_unref);
    g_clear_pointer(&c->uids, g_hash_table_unref);
    g_clear_pointer(&c->cluster, ss_cluster_unref);
    ss_ledger_free(c->ledger);
    g_free(c->folder);
    g_free(c->name);
    g_free(c);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Case, case_free)

static const char *env(const Case *c, const char *key)
{
    return g_hash_table_lookup(c->env, key);
}

static void read_env(Case *c)
{
    g_autofree char *text = ss_record_file(c->folder, "case.env");

    c->env = ss_record_env(text);
    c->now = ss_record_time(env(c, "NOW"));
    c->since = ss_record_time(env(c, "SINCE"));
    c->begin = env(c, "BEGIN") ? ss_record_time(env(c, "BEGIN")) : c->now - 600;
}

/* As the recording made its users: in order of `add user`, from 5001. */
static void read_users(Case *c)
{
    g_autofree char *text = ss_record_file(c->folder, "setup.sh");
    g_auto(GStrv)    lines = g_strsplit(text ? text : "", "\n", -1);
    guint            uid = 5001;

    c->uids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(c->uids, g_strdup("root"), GUINT_TO_POINTER(0));
    for (char **line = lines; *line; line++) {
        char        name[128];
        const char *add = strstr(*line, "add user ");

        if (add == NULL || sscanf(add, "add user %127s", name) != 1)
            continue;
        g_auto(GStrv) names =
            g_strsplit(g_str_has_prefix(name, "name=") ? name + 5 : name, ",", -1);

        for (char **n = names; *n; n++) {
            if (!g_hash_table_contains(c->uids, *n))
                g_hash_table_insert(c->uids, g_strdup(*n), GUINT_TO_POINTER(uid++));
        }
    }
}

static uint32_t uid_of(const Case *c, const char *user)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(c->uids, user));
}

static char *tres_ids(const Case *c, const char *text)
{
    return ss_record_tres(c->cluster->tres, text);
}

static void check(GError *error)
{
    SS_EXPECT_NO_ERROR(error);
    g_clear_error(&error);
}

static void import_resvs(Case *c)
{
    g_autofree char *text = ss_record_file(c->folder, "reservations.csv");
    SsRecordTable    csv = ss_record_table(text, ',');

    for (guint i = 0; i < csv.rows->len; i++) {
        GError            *error = NULL;
        g_autofree char   *tres = tres_ids(c, ss_record_get(&csv, i, "tres"));
        g_autoptr(GString) assocs = g_string_new(",");
        g_auto(GStrv)      users = g_strsplit(ss_record_get(&csv, i, "users"), "+", -1);
        g_auto(GStrv)      accounts = g_strsplit(ss_record_get(&csv, i, "accounts"), "+", -1);

        for (char **user = users; *user; user++) {
            SsAssocRecord *assoc = ss_accounts_assoc(c->cluster->accounts, NULL, *user, "");

            if (**user && assoc)
                g_string_append_printf(assocs, "%u,", assoc->id);
        }
        for (char **account = accounts; *account; account++) {
            SsAssocRecord *assoc =
                **account ? ss_accounts_assoc(c->cluster->accounts, *account, "", "") : NULL;

            if (assoc)
                g_string_append_printf(assocs, "%u,", assoc->id);
        }
        const SsResvRecord row = {
            .resv_id = (uint32_t) atoi(ss_record_get(&csv, i, "id")),
            .name = ss_record_get(&csv, i, "name"),
            .assocs = assocs->len > 1 ? assocs->str : "",
            .nodes = ss_record_get(&csv, i, "nodelist"),
            .tres = tres,
            .flags = (uint64_t) atoi(ss_record_get(&csv, i, "flags")),
            .start = ss_record_time(ss_record_get(&csv, i, "start")),
            .end = ss_record_time(ss_record_get(&csv, i, "end")),
        };

        ss_ledger_import_resv(c->ledger, &row, &error);
        check(error);
    }
    ss_record_table_clear(&csv);
}

static void import_events(Case *c)
{
    static const struct {
        const char *word;
        uint32_t    state;
    } states[] = {
        { "DOWN", 1 }, { "DRAIN", 0x202 }, { "DRAINED", 0x202 }, { "FAIL", 0x2002 }, { "IDLE", 2 }
    };
    g_autofree char *text = ss_record_file(c->folder, "events.csv");
    SsRecordTable    csv = ss_record_table(text, ',');

    for (guint i = 0; i < csv.rows->len; i++) {
        g_autofree char     *tres = tres_ids(c, ss_record_get(&csv, i, "tres"));
        g_autoptr(SsNodeSet) nodes = ss_node_set_new(c->cluster->n_nodes);
        uint32_t             state = (uint32_t) atoi(ss_record_get(&csv, i, "state"));

        for (size_t s = 0; s < G_N_ELEMENTS(states); s++) {
            if (strcmp(ss_record_get(&csv, i, "state"), states[s].word) == 0)
                state = states[s].state;
        }
        SS_EXPECT_TRUE(
            ss_cluster_node_set(c->cluster, ss_record_get(&csv, i, "node"), nodes, NULL));
        for (uint32_t n = ss_node_set_next(nodes, 0); n != SS_ID_NONE;
             n = ss_node_set_next(nodes, n + 1)) {
            GError             *error = NULL;
            const SsEventRecord row = {
                .node = c->cluster->nodes[n].name,
                .start = ss_record_time(ss_record_get(&csv, i, "start")),
                .end = ss_record_time(ss_record_get(&csv, i, "end")),
                .state = state,
                .reason = ss_record_get(&csv, i, "reason"),
                .tres = tres,
            };

            ss_ledger_import_event(c->ledger, &row, &error);
            check(error);
        }
    }
    ss_record_table_clear(&csv);
}

/* "CANCELLED by 5002" or "CANCELLED by bob" */
static void set_state(const Case *c, SsJobRecord *row, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", 3);

    row->state = ss_job_state_parse(words[0]);
    row->kill_uid = SS_UNSET32;
    if (words[1] && words[2])
        row->kill_uid =
            g_ascii_isdigit(*words[2]) ? (uint32_t) atoi(words[2]) : uid_of(c, words[2]);
}

static void import_history(Case *c)
{
    g_autofree char *text = ss_record_file(c->folder, "history.csv");
    SsRecordTable    csv = ss_record_table(text, ',');

    for (guint i = 0; i < csv.rows->len; i++) {
        GError          *error = NULL;
        g_autofree char *alloc = tres_ids(c, ss_record_get(&csv, i, "tres_alloc"));
        const char      *req_text = ss_record_get(&csv, i, "tres_req");
        g_autofree char *req =
            tres_ids(c, *req_text ? req_text : ss_record_get(&csv, i, "tres_alloc"));
        const char *eligible = ss_record_get(&csv, i, "eligible"),
                   *flags = ss_record_get(&csv, i, "flags");
        const char *task = ss_record_get(&csv, i, "array_task");
        bool        started = ss_record_time(ss_record_get(&csv, i, "start")) != 0;
        SsJobRecord row = {
            .db_inx = 1001 + i,
            .job_id = (uint32_t) atoi(ss_record_get(&csv, i, "jobid")),
            .array_job_id = (uint32_t) atoi(ss_record_get(&csv, i, "array_job")),
            .array_task_id = *task ? (uint32_t) atoi(task) : SS_UNSET32,
            .uid = uid_of(c, ss_record_get(&csv, i, "user")),
            .gid = 5000,
            .user = ss_record_get(&csv, i, "user"),
            .group = "users",
            .account = ss_record_get(&csv, i, "account"),
            .partition = ss_record_get(&csv, i, "partition"),
            .qos = ss_record_get(&csv, i, "qos"),
            .wckey = ss_record_get(&csv, i, "wckey"),
            .name = ss_record_get(&csv, i, "name"),
            .reservation = ss_record_get(&csv, i, "reservation"),
            .work_dir = "/tmp",
            .submit_line = "sbatch job.sh",
            .nodes = started ? ss_record_get(&csv, i, "nodelist") : "None assigned",
            .n_nodes = started ? (uint32_t) atoi(ss_record_get(&csv, i, "nodes")) : 0,
            .cpus_req = (uint32_t) ss_tres_count(req, 1, 0),
            .priority = (uint32_t) atoi(ss_record_get(&csv, i, "priority")),
            .exit_code = (uint32_t) atoi(ss_record_get(&csv, i, "exit")) * 256,
            .flags = *flags ? (uint32_t) atoi(flags) / 2 : SS_STARTER_BACKFILL,
            .time_limit = (uint32_t) atoi(ss_record_get(&csv, i, "timelimit")),
            .submit = ss_record_time(ss_record_get(&csv, i, "submit")),
            .eligible = ss_record_time(*eligible ? eligible : ss_record_get(&csv, i, "submit")),
            .start = ss_record_time(ss_record_get(&csv, i, "start")),
            .end = ss_record_time(ss_record_get(&csv, i, "end")),
            .suspended = atoi(ss_record_get(&csv, i, "suspended")),
            .tres_alloc = started ? alloc : "",
            .tres_req = req,
        };

        set_state(c, &row, ss_record_get(&csv, i, "state"));
        ss_ledger_import_job(c->ledger, &row, &error);
        check(error);
    }
    ss_record_table_clear(&csv);
}

/* --- jobs of the recorded controller --------------------------------------------------------- */

/* "27_1", "3_[1-10%2]", "17" */
static void set_id(SsJobRecord *row, const char *text, char **task_str)
{
    const char *task = strchr(text, '_');

    row->job_id = (uint32_t) atoi(text);
    row->array_task_id = SS_UNSET32;
    if (task == NULL)
        return;
    row->array_job_id = row->job_id;
    if (task[1] == '[')
        *task_str = g_strndup(task + 2, strlen(task) - 3);
    else
        row->array_task_id = (uint32_t) atoi(task + 1);
}

static uint32_t flags_of(const char *text)
{
    return SS_JOB_FLAG_START_RECEIVED | (strstr(text, "SchedSubmit") ? SS_STARTER_SUBMIT : 0)
           | (strstr(text, "SchedMain") ? SS_STARTER_MAIN : 0)
           | (strstr(text, "SchedBackfill") ? SS_STARTER_BACKFILL : 0);
}

/* The id that an array task has for itself, from the long listing. */
static uint32_t raw_id(const SsRecordTable *listing, const char *id)
{
    for (guint i = 0; i < listing->rows->len; i++) {
        if (strcmp(ss_record_get(listing, i, "JobID"), id) == 0)
            return (uint32_t) atoi(ss_record_get(listing, i, "JobIDRaw"));
    }
    return (uint32_t) atoi(id);
}

static bool in_history(const Case *c, uint32_t job_id)
{
    g_autofree char *sql = g_strdup_printf("WHERE id_job = %u", job_id);
    SsJobCursor     *cursor = ss_job_cursor_new(c->ledger, sql);
    bool             found = ss_job_cursor_next(cursor) != NULL;

    ss_job_cursor_close(cursor, NULL);
    return found;
}

static void import_live(Case *c, SsJobRecord *row, const char *alloc_text, const char *req_text)
{
    GError          *error = NULL;
    g_autofree char *alloc = *alloc_text ? tres_ids(c, alloc_text) : NULL;
    g_autofree char *req = tres_ids(c, req_text);

    row->uid = uid_of(c, row->user);
    row->group = "root";
    row->tres_alloc = alloc;
    row->tres_req = req;
    row->cpus_req = (uint32_t) ss_tres_count(req, 1, 0);
    row->n_nodes = alloc ? (uint32_t) ss_tres_count(alloc, 4, 0) : 0;
    row->work_dir = "/WORK/jobs";
    ss_ledger_import_job(c->ledger, row, &error);
    check(error);
}

static void import_listed(Case *c)
{
    g_autofree char *text = ss_record_file(c->folder, "expected/sacct_fmt.txt");
    g_autofree char *long_text = ss_record_file(c->folder, "expected/sacct_x_long.txt");
    SsRecordTable    csv = ss_record_table(text, '|');
    SsRecordTable    listing = ss_record_table(long_text, '|');

    for (guint i = 0; i < csv.rows->len; i++) {
        g_autofree char *task_str = NULL;
        const char      *id = ss_record_get(&csv, i, "JobID");
        SsReason         reason = SS_REASON_NONE;
        SsJobRecord      row = {
                 .user = ss_record_get(&csv, i, "User"),
                 .account = ss_record_get(&csv, i, "Account"),
                 .partition = ss_record_get(&csv, i, "Partition"),
                 .qos = ss_record_get(&csv, i, "QOS"),
                 .wckey = ss_record_get(&csv, i, "WCKey"),
                 .name = ss_record_get(&csv, i, "JobName"),
                 .nodes = ss_record_get(&csv, i, "NodeList"),
                 .priority = (uint32_t) atoi(ss_record_get(&csv, i, "Priority")),
                 .exit_code = (uint32_t) atoi(ss_record_get(&csv, i, "ExitCode")) * 256,
                 .flags = flags_of(ss_record_get(&csv, i, "Flags")),
                 .time_limit = (uint32_t) atoi(ss_record_get(&csv, i, "TimelimitRaw")),
                 .submit = ss_record_time(ss_record_get(&csv, i, "Submit")),
                 .eligible = ss_record_time(ss_record_get(&csv, i, "Eligible")),
                 .start = ss_record_time(ss_record_get(&csv, i, "Start")),
                 .end = ss_record_time(ss_record_get(&csv, i, "End")),
        };

        if (in_history(c, raw_id(&listing, id)))
            continue;
        set_id(&row, id, &task_str);
        row.job_id = raw_id(&listing, id);
        row.array_task_str = task_str;
        ss_reason_parse(ss_record_get(&csv, i, "Reason"), &reason);
        row.state_reason_prev = reason;
        set_state(c, &row, ss_record_get(&csv, i, "State"));
        import_live(c, &row, ss_record_get(&csv, i, "AllocTRES"),
                    ss_record_get(&csv, i, "ReqTRES"));
    }
    ss_record_table_clear(&csv);
    ss_record_table_clear(&listing);
}

/* What stands behind " Key=" up to the next blank; caller frees. */
static char *value_of(const char *job, const char *key)
{
    g_autofree char *pattern = g_strconcat(key, "=", NULL);
    const char      *at = job;

    while ((at = strstr(at, pattern)) != NULL && at != job && !strchr(" \n", at[-1]))
        at++;
    if (at == NULL)
        return g_strdup("");
    at += strlen(pattern);
    return g_strndup(at, strcspn(at, " \n"));
}

static uint32_t minutes_of(const char *text)
{
    SsSpan span;

    return ss_span_parse(text, &span, NULL) && span != SS_SPAN_FOREVER ? (uint32_t) (span / 60)
                                                                       : SS_NO_LIMIT;
}

static void import_shown_job(Case *c, const char *job)
{
    g_autofree char *id = value_of(job, "JobId"), *array = value_of(job, "ArrayJobId");
    g_autofree char *task = value_of(job, "ArrayTaskId"), *user = value_of(job, "UserId");
    g_autofree char *name = value_of(job, "JobName"), *account = value_of(job, "Account");
    g_autofree char *qos = value_of(job, "QOS"), *wckey = value_of(job, "WCKey");
    g_autofree char *partition = value_of(job, "Partition"), *priority = value_of(job, "Priority");
    g_autofree char *submit = value_of(job, "SubmitTime"),
                    *eligible = value_of(job, "EligibleTime");
    g_autofree char *limit = value_of(job, "TimeLimit"), *tres = value_of(job, "TRES");
    g_autofree char *resv = value_of(job, "Reservation");
    SsTime           may_start = ss_record_time(eligible);

    if (in_history(c, (uint32_t) atoi(id)))
        return;
    user[strcspn(user, "(")] = '\0';
    SsJobRecord row = {
        .job_id = (uint32_t) atoi(id),
        .array_job_id = (uint32_t) atoi(array),
        .array_task_id = SS_UNSET32,
        .array_task_str = *task ? task : NULL,
        .array_task_pending = *array ? 1 : 0,
        .user = user,
        .account = account,
        .partition = partition,
        .qos = qos,
        .wckey = wckey,
        .name = name,
        .reservation = resv,
        .priority = (uint32_t) atoi(priority),
        .flags = SS_JOB_FLAG_START_RECEIVED,
        .kill_uid = SS_UNSET32,
        .time_limit = minutes_of(limit),
        .submit = ss_record_time(submit),
        .eligible = may_start <= c->now ? may_start : 0,
        .state = SS_JOB_PENDING,
    };

    import_live(c, &row, "", tres);
}

static void import_shown(Case *c)
{
    g_autofree char *text = ss_record_file(c->folder, "expected/scontrol_job.txt");
    const char      *job = text ? strstr(text, "JobId=") : NULL;

    while (job) {
        const char      *next = strstr(job + 1, "\nJobId=");
        g_autofree char *one = next ? g_strndup(job, (gsize) (next - job)) : g_strdup(job);

        import_shown_job(c, one);
        job = next ? next + 1 : NULL;
    }
}

/* --- building -------------------------------------------------------------------------------- */

static bool read_site(Case *c)
{
    g_autoptr(SsDiag)   diag = ss_diag_new();
    g_autoptr(GError)   error = NULL;
    const SsSiteOptions options = { .now = c->since };

    if (ss_site_read(c->folder, &options, diag, &c->cluster, &error))
        return true;
    g_autoptr(GString) text = g_string_new(NULL);

    ss_diag_print(diag, SS_DIAG_BY_PLACE, text);
    printf("%s: %s\n%s", c->name, error ? error->message : "no site", text->str);
    return false;
}

static bool build(Case *c)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *dbd = ss_record_file(c->folder, "slurmdbd.conf");

    if (!read_site(c))
        return false;
    c->ledger = ss_ledger_create(":memory:", &error);
    if (c->ledger == NULL || !ss_ledger_site_write(c->ledger, c->cluster, c->begin, &error)
        || !ss_ledger_register_cluster(c->ledger, c->cluster, c->since, &error)
        || !ss_ledger_set(c->ledger, "zone", "UTC", &error)
        || !ss_ledger_set_int(c->ledger, "set.track_wckey_dbd",
                              dbd && strstr(dbd, "TrackWCKey=yes") != NULL, &error)) {
        SS_EXPECT_NO_ERROR(error);
        return false;
    }
    import_resvs(c);
    import_events(c);
    import_history(c);
    import_listed(c);
    import_shown(c);
    SS_EXPECT_TRUE(ss_rollup_from(c->ledger, c->since, c->now, &error));
    SS_EXPECT_TRUE(ss_ledger_finish(c->ledger, &error));
    SS_EXPECT_NO_ERROR(error);
    return error == NULL;
}

static Case *case_new(const char *cases, const char *name)
{
    g_autoptr(Case) c = g_new0(Case, 1);

    c->folder = g_build_filename(cases, name, NULL);
    c->name = g_strdup(name);
    read_env(c);
    read_users(c);
    return build(c) ? g_steal_pointer(&c) : NULL;
}

/* --- comparing ------------------------------------------------------------------------------- */

typedef struct {
    GHashTable *cells;    /* "command\tcase" -> "same" or "DIFFERENT" */
    GPtrArray  *commands; /* char *, in order of appearance           */
    GPtrArray  *cases;    /* char *                                   */
    uint32_t    same, different, unexpected;
} Table;

static bool is_known(const char *case_name, const char *command)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (strcmp(known[i].case_name, case_name) == 0 && strcmp(known[i].command, command) == 0)
            return true;
    }
    return false;
}

static void keep_answer(const Case *c, const char *name, const char *text)
{
    g_autofree char *folder = ss_test_build("conformance/static");
    g_autofree char *inner = g_build_filename(folder, c->name, NULL);
    g_autofree char *path = g_build_filename(inner, name, NULL);

    g_mkdir_with_parents(inner, 0755);
    g_file_set_contents(path, text, -1, NULL);
}

static void note(Table *table, const Case *c, const char *name, bool same)
{
    guint at;

    g_hash_table_insert(table->cells, g_strdup_printf("%s\t%s", name, c->name),
                        (gpointer) (same ? "same" : "DIFFERENT"));
    if (!g_ptr_array_find_with_equal_func(table->commands, name, g_str_equal, &at))
        g_ptr_array_add(table->commands, g_strdup(name));
    if (same)
        table->same++;
    else
        table->different++;
    if (same == is_known(c->name, name)) {
        table->unexpected++;
        ss_expect(false, __FILE__, __LINE__, "%s %s: %s", c->name, name,
                  same ? "is the same now: take it off the list of known differences"
                       : "differs from the record (see BUILD/conformance/static)");
    }
}

/* A line of MANIFEST: file, exit code, command. */
static void compare(Table *table, const Case *c, char **fields)
{
    g_auto(GStrv)      argv = NULL;
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    g_autofree char   *file = g_build_filename("expected", fields[0], NULL);
    g_autofree char   *expected = ss_record_file(c->folder, file);
    g_autofree char   *name = g_strndup(fields[0], strlen(fields[0]) - strlen(".txt"));
    int                code;

    if (!g_shell_parse_argv(fields[2], NULL, &argv, NULL))
        return;
    if (strcmp(argv[0], "sreport") == 0)
        code = ss_report_sreport(c->ledger, c->now, argv, out, err);
    else if (strcmp(argv[0], "sacct") == 0)
        code = ss_report_sacct(c->ledger, c->now, "root", argv, out, err);
    else
        return;
    g_string_append(err, out->str);
    keep_answer(c, fields[0], err->str);
    note(table, c, name, expected && strcmp(err->str, expected) == 0 && code == atoi(fields[1]));
}

static void compare_case(Table *table, const Case *c)
{
    g_autofree char *manifest = ss_record_file(c->folder, "expected/MANIFEST");
    g_auto(GStrv)    lines = g_strsplit(manifest ? manifest : "", "\n", -1);

    g_ptr_array_add(table->cases, g_strdup(c->name));
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) fields = g_strsplit(*line, "\t", 3);

        if (**line != '#' && g_strv_length(fields) == 3)
            compare(table, c, fields);
    }
}

static void print_table(const Table *table)
{
    printf("%-28s", "command");
    for (guint i = 0; i < table->cases->len; i++)
        printf(" %-10.10s", (const char *) table->cases->pdata[i] + strlen("static-"));
    printf("\n");
    for (guint n = 0; n < table->commands->len; n++) {
        printf("%-28s", (const char *) table->commands->pdata[n]);
        for (guint i = 0; i < table->cases->len; i++) {
            g_autofree char *key =
                g_strdup_printf("%s\t%s", (const char *) table->commands->pdata[n],
                                (const char *) table->cases->pdata[i]);
            const char *cell = g_hash_table_lookup(table->cells, key);

            printf(" %-10s", cell ? cell : "-");
        }
        printf("\n");
    }
    printf("sreport and sacct: %u same, %u different of %u cells\n", table->same, table->different,
           table->same + table->different);
}

static void prints_what_slurm_printed(void)
{
    g_autofree char *cases = ss_test_shared("oracle/cases");

    if (cases == NULL)
        return;
    g_autoptr(GPtrArray)  names = ss_test_names(cases, "static-");
    g_autoptr(GHashTable) cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray)  commands = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray)  columns = g_ptr_array_new_with_free_func(g_free);
    Table                 table = { cells, commands, columns, 0, 0, 0 };

    for (guint i = 0; i < names->len; i++) {
        g_autoptr(Case) c = case_new(cases, names->pdata[i]);

        SS_EXPECT_NOT_NULL(c);
        if (c)
            compare_case(&table, c);
    }
    print_table(&table);
    SS_EXPECT_INT(table.unexpected, 0);
}

static const SsTest tests[] = {
    SS_TEST(prints_what_slurm_printed),
};
SS_TEST_MAIN("static_reports", tests)
