/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qos_table.c - the QOS of a site from a listing of them.
 *
 * A cell of the listing is, but for a few titles, what the command line takes as the value of the
 * option of that name, so a row is turned into the words of a `modify qos` command and the
 * interpreter does the rest. Preempt names other QOS, so all names are made before any setting is
 * read. Ids are not in the default listing; QOS get theirs in the order of the rows, which is the
 * order of the ids.
 */
#include "configs/qos_table.h"

#include "configs/faults.h"

#include "configs/sacctmgr.h"

#include <string.h>

typedef struct {
    const char *title; /* as listed                                       */
    const char *key;   /* option of modify qos; NULL = known, not read    */
} Column;

static const Column columns[] = {
    { "Name", NULL },
    { "ID", NULL },
    { "Descr", "Description" },
    { "Priority", "Priority" },
    { "GraceTime", "GraceTime" },
    { "Preempt", "Preempt" },
    { "PreemptExemptTime", "PreemptExemptTime" },
    { "PreemptMode", "PreemptMode" },
    { "Flags", "Flags" },
    { "UsageThres", "UsageThreshold" },
    { "UsageFactor", "UsageFactor" },
    { "LimitFactor", "LimitFactor" },
    { "GrpTRES", "GrpTRES" },
    { "GrpTRESMins", "GrpTRESMins" },
    { "GrpTRESRunMins", "GrpTRESRunMins" },
    { "GrpJobs", "GrpJobs" },
    { "GrpJobsAccrue", "GrpJobsAccrue" },
    { "GrpSubmit", "GrpSubmitJobs" },
    { "GrpWall", "GrpWall" },
    { "MaxTRES", "MaxTRESPerJob" },
    { "MaxTRESPerNode", "MaxTRESPerNode" },
    { "MaxTRESMins", "MaxTRESMinsPerJob" },
    { "MaxTRESRunMinsPA", "MaxTRESRunMinsPA" },
    { "MaxTRESRunMinsPU", "MaxTRESRunMinsPU" },
    { "MaxWall", "MaxWallDurationPerJob" },
    { "MaxTRESPU", "MaxTRESPerUser" },
    { "MaxTRESPA", "MaxTRESPerAccount" },
    { "MaxJobsPU", "MaxJobsPerUser" },
    { "MaxJobsPA", "MaxJobsPerAccount" },
    { "MaxJobsAccruePU", "MaxJobsAccruePerUser" },
    { "MaxJobsAccruePA", "MaxJobsAccruePerAccount" },
    { "MaxSubmitPU", "MaxSubmitJobsPerUser" },
    { "MaxSubmitPA", "MaxSubmitJobsPerAccount" },
    { "MinPrioThres", "MinPrioThreshold" },
    { "MinTRES", "MinTRESPerJob" },
};

typedef struct {
    SsAccounts *db;
    SsDiag     *diag;
    const char *file;
    char      **titles;
    guint       name; /* position of the column */
} Table;

static const Column *find_column(const char *title)
{
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
        if (g_ascii_strcasecmp(title, columns[i].title) == 0)
            return &columns[i];
    }
    return NULL;
}

static bool read_titles(Table *table, const char *line, GError **error)
{
    bool named = false;

    table->titles = g_strsplit(line, "|", -1);
    for (guint i = 0; table->titles[i] != NULL; i++) {
        const SsPlace place = { table->file, 1, 0 };

        if (g_ascii_strcasecmp(table->titles[i], "Name") == 0) {
            table->name = i;
            named = true;
        } else if (table->titles[i][0] != '\0' && find_column(table->titles[i]) == NULL) {
            ss_diag_add(table->diag, SS_SEVERITY_WARNING, ss_fault_row(SS_FAULT_QOS_COLUMN)->code,
                        &place, ss_fault_row(SS_FAULT_QOS_COLUMN)->remedy,
                        "column '%s' of the QOS table is not known and not read", table->titles[i]);
        }
    }
    if (!named)
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_SYNTAX,
                    "%s:1: no column 'Name'; give the output of `sacctmgr -P show qos`",
                    table->file);
    return named;
}

/* HH:MM:SS of a listing in the seconds that GraceTime= takes. */
static char *seconds_of(const char *text)
{
    guint64     days = 0, total = 0;
    const char *dash = strchr(text, '-');

    if (dash != NULL) {
        days = g_ascii_strtoull(text, NULL, 10);
        text = dash + 1;
    }
    for (; *text != '\0'; text += *text == ':') {
        char *end = NULL;
        total = total * 60 + g_ascii_strtoull(text, &end, 10);
        if (end == text)
            break;
        text = end;
    }
    return g_strdup_printf("%" G_GUINT64_FORMAT, days * 86400 + total);
}

static char *word_of(const Column *column, const char *cell)
{
    g_autofree char *seconds = NULL;

    if (strcmp(column->key, "GraceTime") == 0)
        seconds = seconds_of(cell);
    return g_strdup_printf("%s=%s", column->key, seconds != NULL ? seconds : cell);
}

static void run_row(const Table *table, char **cells, uint32_t line)
{
    const SsSacctmgrContext ctx = { .actor = "root", .immediate = true };
    const SsPlace           place = { table->file, line, 0 };
    g_autoptr(GPtrArray)    words = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString)      out = g_string_new(NULL), err = g_string_new(NULL);

    g_ptr_array_add(words, g_strdup("modify"));
    g_ptr_array_add(words, g_strdup("qos"));
    g_ptr_array_add(words, g_strdup_printf("name=%s", cells[table->name]));
    g_ptr_array_add(words, g_strdup("set"));
    for (guint i = 0; cells[i] != NULL && table->titles[i] != NULL; i++) {
        const Column *column = find_column(table->titles[i]);

        if (column != NULL && column->key != NULL && cells[i][0] != '\0')
            g_ptr_array_add(words, word_of(column, cells[i]));
    }
    g_ptr_array_add(words, NULL);
    if (words->len > 5)
        ss_sacctmgr_run(table->db, &ctx, (char **) words->pdata, out, err);
    g_strdelimit(g_strstrip(err->str), "\n", ';');
    if (err->str[0] != '\0')
        ss_diag_add(table->diag, SS_SEVERITY_ERROR, ss_fault_row(SS_FAULT_QOS_REFUSED)->code,
                    &place, NULL, "%s", err->str);
}

static bool check_row(const Table *table, char **cells, uint32_t line, GError **error)
{
    if (g_strv_length(cells) > table->name && cells[table->name][0] != '\0')
        return true;
    g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_SYNTAX, "%s:%u: a QOS without a name",
                table->file, line);
    return false;
}

/* The names, all of them, before the settings. A listing that leaves out normal has deleted it. */
static bool make_names(const Table *table, char **lines, GError **error)
{
    const SsAccountRecord *root = ss_accounts_account(table->db, "root");

    for (uint32_t i = 1; lines[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "|", -1);

        if (lines[i][0] == '\0')
            continue;
        if (!check_row(table, cells, i + 1, error))
            return false;
        if (ss_accounts_qos(table->db, cells[table->name]) == NULL)
            ss_accounts_qos_add(table->db, cells[table->name], root != NULL ? root->created : 0);
    }
    return true;
}

gboolean ss_qos_table_read(const char *text, const char *file, SsAccounts *db, SsDiag *diag,
                           GError **error)
{
    g_autofree char *unix_text = g_strdup(text);
    Table            table = { .db = db, .diag = diag, .file = file };

    for (char *cr = strchr(unix_text, '\r'); cr != NULL; cr = strchr(cr, '\r'))
        memmove(cr, cr + 1, strlen(cr));
    g_auto(GStrv) lines = g_strsplit(unix_text, "\n", -1);
    if (lines[0] == NULL) {
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_SYNTAX, "%s: the QOS table is empty", file);
        return FALSE;
    }
    bool ok = read_titles(&table, lines[0], error) && make_names(&table, lines, error);
    for (uint32_t i = 1; ok && lines[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "|", -1);

        if (lines[i][0] != '\0')
            run_row(&table, cells, i + 1);
    }
    g_strfreev(table.titles);
    return ok;
}
