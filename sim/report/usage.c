/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage.c - sreport's command line, banner, and the forms of its numbers.
 *
 * What it reports on is in usage_cluster.c (rollups), usage_job.c (job sizes) and usage_resv.c; the
 * words behind a report's name in usage_words.c.
 *
 * Numbers are printed the way C prints doubles: %.0f sends exact halves to the even neighbour, so 150
 * seconds are 2 minutes. Columns of amounts widen with the largest value in seconds, whatever unit is
 * printed and whatever width was asked for. Both look like mistakes and are Slurm's.
 */
#include "sim/report/usage_parts.h"

#include "sim/base/hostlist.h"
#include "sim/report/tools.h"

#include <string.h>

/* --- units ----------------------------------------------------------------------------------- */

typedef struct {
    const char *word;
    size_t      min;
    SsUsageUnit unit;
} UnitWord;

/* In the order of sreport's tests. */
static const UnitWord unit_words[] = {
    { "SecPer", 6, SS_UNIT_SECS_PER },   { "MinPer", 6, SS_UNIT_MINS_PER },
    { "HourPer", 6, SS_UNIT_HOURS_PER }, { "Seconds", 1, SS_UNIT_SECS },
    { "Minutes", 1, SS_UNIT_MINS },      { "Hours", 1, SS_UNIT_HOURS },
    { "Percent", 1, SS_UNIT_PERCENT },
};

typedef struct {
    const char *words;   /* in the banner */
    double      divisor; /* seconds a unit; 0 = the amount is not printed */
    bool        percent;
} Unit;

static const Unit units[] = {
    [SS_UNIT_SECS] = { "Seconds", 1, false },
    [SS_UNIT_MINS] = { "Minutes", 60, false },
    [SS_UNIT_HOURS] = { "Hours", 3600, false },
    [SS_UNIT_PERCENT] = { "Percentage of Total", 0, true },
    [SS_UNIT_SECS_PER] = { "Seconds/Percentage of Total", 1, true },
    [SS_UNIT_MINS_PER] = { "Minutes/Percentage of Total", 60, true },
    [SS_UNIT_HOURS_PER] = { "Hours/Percentage of Total", 3600, true },
};

const char *ss_usage_unit_words(SsUsageUnit unit)
{
    return units[unit].words;
}

bool ss_usage_is_per(SsUsageUnit unit)
{
    return units[unit].percent && units[unit].divisor > 0;
}

SsValue ss_usage_amount(const SsShow *show, SsUsageUnit unit, SsWide amount, SsWide total)
{
    const Unit *u = &units[unit];
    char        number[SS_WIDE_TEXT] = "", percent[64] = "";

    if (amount == UINT32_MAX || amount == UINT32_MAX - 1) /* Slurm's NO_VAL and INFINITE */
        return ss_value_as(ss_value_wide(amount), "");
    if (u->divisor == 1)
        ss_wide_text(amount, number);
    else if (u->divisor > 0)
        g_snprintf(number, sizeof number, "%.0f", (double) amount / u->divisor);
    if (u->percent)
        g_snprintf(percent, sizeof percent, ss_usage_is_per(unit) ? "(%.2f%%)" : "%.2f%%",
                   (double) amount / (double) (total ? total : 1) * 100);
    return ss_value_as(ss_value_wide(amount), ss_show_printf(show, "%s%s", number, percent));
}

int ss_usage_width(SsUsageUnit unit, SsWide largest)
{
    int width = 8;

    for (SsWide power = 100000000; width < 25 && largest >= power; power *= 10)
        width++;
    return width + (ss_usage_is_per(unit) ? 9 : 0);
}

/* --- tables ---------------------------------------------------------------------------------- */

GArray *ss_usage_choices(SsUsageRun *run, const SsColumn *columns, size_t n, const char *fallback)
{
    GArray              *choices = ss_choices_new();
    g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func(g_free);

    if (run->words.format == NULL) {
        ss_choices_parse(columns, n, fallback, choices, unknown);
        return choices;
    }
    for (guint i = 0; i < run->words.format->len; i++)
        ss_choices_parse(columns, n, run->words.format->pdata[i], choices, unknown);
    for (guint i = 0; i < unknown->len; i++) {
        g_string_append_printf(run->err, " Unknown field '%s'\n", (const char *) unknown->pdata[i]);
        run->code = 1;
    }
    return choices;
}

SsTable *ss_usage_table(SsUsageRun *run, const GArray *choices)
{
    SsTable *table = ss_table_new(run->dates.zone, run->now);

    ss_table_show(table)->tool = run;
    ss_table_add_choices(table, choices);
    return table;
}

static void dashes(GString *out)
{
    for (int i = 0; i < 80; i++)
        g_string_append_c(out, '-');
    g_string_append_c(out, '\n');
}

void ss_usage_banner(SsUsageRun *run, const char *title, bool with_secs, const char *detail)
{
    char start[SS_DATE_TEXT], end[SS_DATE_TEXT];

    if (run->how.no_header)
        return;
    dashes(run->out);
    g_string_append_printf(run->out, "%s %s - %s", title,
                           ss_date_text(run->words.start, run->dates.zone, start),
                           ss_date_text(run->words.end - 1, run->dates.zone, end));
    if (with_secs)
        g_string_append_printf(run->out, " (%" G_GINT64_FORMAT " secs)",
                               run->words.end - run->words.start);
    g_string_append_c(run->out, '\n');
    if (detail)
        g_string_append(run->out, detail);
    else
        g_string_append_printf(run->out, "Usage reported in %s%s\n",
                               run->unit == SS_UNIT_PERCENT ? ""
                               : run->tres_text             ? "TRES "
                                                            : "CPU ",
                               ss_usage_unit_words(run->unit));
    dashes(run->out);
}

void ss_usage_failed(SsUsageRun *run, GError *error)
{
    if (run->error == NULL)
        run->error = error;
    else
        g_clear_error(&error);
}

/* --- what jobs and reservations share -------------------------------------------------------- */

SsSpan ss_usage_suspended(SsUsageRun *run, uint32_t db_inx, SsTime start, SsTime end)
{
    SsQuery *query =
        ss_query_new(run->ledger, "SELECT time_start, time_end FROM suspend WHERE job_db_inx = ?1");
    SsSpan  sum = 0;
    GError *error = NULL;

    ss_query_int(query, 1, db_inx);
    while (ss_query_next(query)) {
        SsTime from = MAX(ss_query_get_int(query, 0), start);

        /* one that lasts is not looked at: its end is 0 */
        sum += MAX(MIN(ss_query_get_int(query, 1), end) - from, 0);
    }
    if (!ss_query_close(query, &error))
        ss_usage_failed(run, error);
    return sum;
}

/* The words are a hostlist that was cut at its commas. */
static SsHostlist *hosts_of(const GPtrArray *list)
{
    g_autoptr(GString) text = g_string_new(NULL);
    SsHostlist        *hosts = NULL;

    for (guint i = 0; i < list->len; i++)
        g_string_append_printf(text, "%s%s", i ? "," : "", (const char *) list->pdata[i]);
    return ss_hostlist_parse(text->str, &hosts, NULL) ? hosts : NULL;
}

bool ss_usage_wants_nodes(const GPtrArray *list, const char *nodes)
{
    g_autoptr(SsHostlist) wanted = list != NULL ? hosts_of(list) : NULL;
    g_autoptr(SsHostlist) hosts = NULL;

    if (list == NULL)
        return true;
    if (wanted == NULL || nodes == NULL || !ss_hostlist_parse(nodes, &hosts, NULL))
        return false;
    SsHostlistIter iter = ss_hostlist_iter(hosts);
    const char    *name;

    while ((name = ss_hostlist_next(&iter)) != NULL) {
        if (ss_hostlist_find(wanted, name) != SS_ID_NONE)
            return true;
    }
    return false;
}

/* --- TRES ------------------------------------------------------------------------------------ */

static void read_tres(SsUsageRun *run)
{
    SsQuery *query = ss_query_new(run->ledger, "SELECT id, type, name FROM tres ORDER BY id");
    GError  *error = NULL;

    while (ss_query_next(query)) {
        const char      *name = ss_query_get_text(query, 2);
        g_autofree char *text =
            g_strconcat(ss_query_get_text(query, 1), *name ? "/" : "", name, NULL);
        const SsUsageTres tres = { (uint32_t) ss_query_get_int(query, 0),
                                   g_string_chunk_insert(run->texts, text) };

        g_array_append_val(run->known, tres);
    }
    if (!ss_query_close(query, &error))
        ss_usage_failed(run, error);
}

const SsUsageTres *ss_usage_tres_by_id(const SsUsageRun *run, uint32_t id)
{
    for (guint i = 0; i < run->known->len; i++) {
        if (g_array_index(run->known, SsUsageTres, i).id == id)
            return &g_array_index(run->known, SsUsageTres, i);
    }
    return NULL;
}

static void want_tres(SsUsageRun *run, const char *name)
{
    for (guint i = 0; i < run->known->len; i++) {
        const SsUsageTres *tres = &g_array_index(run->known, SsUsageTres, i);

        if (g_ascii_strcasecmp(tres->text, name) == 0)
            g_array_append_val(run->tres, *tres);
    }
}

static bool fatal(SsUsageRun *run, const char *text)
{
    g_string_append_printf(run->err, "%s: fatal: %s\n", run->program, text);
    run->code = 1;
    return false;
}

static bool choose_tres(SsUsageRun *run)
{
    const char   *text = run->tres_text ? run->tres_text : "cpu";
    g_auto(GStrv) names = g_strsplit(text, ",", -1);

    if (g_ascii_strcasecmp(text, "all") == 0) {
        g_array_append_vals(run->tres, run->known->data, run->known->len);
        return true;
    }
    for (char **name = names; *name; name++) {
        if (g_ascii_strcasecmp(*name, "node") == 0 && units[run->unit].percent)
            return fatal(run, "TRES node usage is no longer reported in percent format reports.  "
                              "Please use TRES CPU instead.");
        want_tres(run, *name);
    }
    return run->tres->len > 0 || fatal(run, "No valid TRES given");
}

/* --- commands -------------------------------------------------------------------------------- */

/* In the order of sreport's tests within a group; names are compared in their first `min` letters at
 * least, so that a prefix of another wins when it is tested first. */
static const SsUsageReport reports[] = {
    { "cluster", "AccountUtilizationByUser", 1, SS_WORDS_ASSOC, ss_usage_account_by_user,
      "cluster AccountUtilizationByUser", "Use of each account and of its users." },
    { "cluster", "UserUtilizationByAccount", 18, SS_WORDS_ASSOC, ss_usage_user_by_account,
      "cluster UserUtilizationByAccount", "Use of each user, by account." },
    { "cluster", "UA", 2, SS_WORDS_ASSOC, ss_usage_user_by_account, NULL, NULL },
    { "cluster", "UserUtilizationByWckey", 18, SS_WORDS_WCKEY, ss_usage_user_by_wckey,
      "cluster UserUtilizationByWckey", "Use of each user, by WCKey." },
    { "cluster", "UW", 2, SS_WORDS_WCKEY, ss_usage_user_by_wckey, NULL, NULL },
    { "cluster", "Utilization", 2, SS_WORDS_CLUSTER, ss_usage_utilization, "cluster Utilization",
      "What was allocated, down, planned and idle." },
    { "cluster", "WCKeyUtilizationByUser", 1, SS_WORDS_WCKEY, ss_usage_wckey_by_user,
      "cluster WCKeyUtilizationByUser", "Use of each WCKey and of its users." },
    { "job", "SizesByAccount", 1, SS_WORDS_JOB, ss_usage_sizes_by_account, "job SizesByAccount",
      "Use of each account, by size of the jobs." },
    { "job", "SizesByWcKey", 8, SS_WORDS_JOB, ss_usage_sizes_by_wckey, "job SizesByWcKey",
      "Use of each WCKey, by size of the jobs." },
    { "job", "SizesByAccountAndWcKey", 15, SS_WORDS_JOB, ss_usage_sizes_by_both,
      "job SizesByAccountAndWcKey", "Use of each account and WCKey, by size of the jobs." },
    { "reservation", "Utilization", 1, SS_WORDS_RESV, ss_usage_resv, "reservation Utilization",
      "Use of each reservation." },
    { "user", "TopUsage", 1, SS_WORDS_TOP, ss_usage_top, "user TopUsage",
      "The users that used most." },
};

typedef struct {
    const char *name;
    size_t      min;
    const char *valid;         /* what is said of a wrong report name */
    bool        first_letters; /* report names: only the first `min` letters are looked at */
} Group;

static const Group groups[] = {
    { "cluster", 2,
      "Valid cluster reports are, \"AccountUtilizationByUser\", \"UserUtilizationByAccount\", "
      "\"UserUtilizationByWckey\", \"Utilization\", and \"WCKeyUtilizationByUser\"",
      true },
    { "job", 1,
      "Valid job reports are, \"SizesByAccount, SizesByAccountAndWcKey, and  SizesByWckey\"",
      false },
    { "reservation", 2, "Valid reservation reports are, \"Utilization\"", true },
    { "resv", 2, "Valid reservation reports are, \"Utilization\"", true },
    { "user", 1, "Valid user reports are, \"Top\"", true },
};

/* Words of the interactive loop that do nothing here. */
static const struct {
    const char *name;
    size_t      min;
} idle_words[] = {
    { "exit", 1 },  { "\\q", 2 },         { "quiet", 4 },    { "quit", 4 },
    { "local", 3 }, { "nonparsable", 4 }, { "parsable", 8 }, { "parsable2", 9 },
    { "sort", 1 },  { "time", 1 },        { "verbose", 4 },
};

bool ss_sreport_word(uint32_t i, SsToolWord *out)
{
    for (size_t r = 0; r < G_N_ELEMENTS(reports); r++)
        if (reports[r].form && i-- == 0) {
            *out = (SsToolWord){ reports[r].form, reports[r].doc };
            return true;
        }
    return false;
}

static bool names_report(const SsUsageReport *report, const Group *group, const char *word)
{
    if (!group->first_letters)
        return ss_word_is(word, report->name, report->min);
    return g_ascii_strncasecmp(word, report->name, report->min) == 0
           || ss_word_is(word, report->name, report->min);
}

static void run_group(SsUsageRun *run, const Group *group, char **words)
{
    const char *name = strcmp(group->name, "resv") == 0 ? "reservation" : group->name;

    if (words[0] == NULL) {
        g_string_append_printf(run->err, "too few arguments for keyword:%s\n", name);
        run->code = 1;
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(reports); i++) {
        const SsUsageReport *report = &reports[i];

        if (strcmp(report->group, name) != 0 || !names_report(report, group, words[0]))
            continue;
        ss_usage_words(run, report->keys, words + 1);
        report->run(run);
        ss_usage_words_clear(&run->words);
        return;
    }
    g_string_append_printf(run->err, "Not valid report %s\n%s\n", words[0], group->valid);
    run->code = 1;
}

static void run_words(SsUsageRun *run, char **words)
{
    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
        if (ss_word_is(words[0], groups[i].name, groups[i].min)) {
            run_group(run, &groups[i], words + 1);
            return;
        }
    }
    if (ss_word_is(words[0], "version", 4)) {
        g_string_append(run->out, "slurm-wlm 22.05.8\n");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(idle_words); i++) {
        if (ss_word_is(words[0], idle_words[i].name, idle_words[i].min))
            return;
    }
    g_string_append_printf(run->err, "invalid keyword: %s\n", words[0]);
    run->code = 1;
}

/* --- options --------------------------------------------------------------------------------- */

enum { OPT_LOCAL = 256, OPT_FEDERATION, OPT_USAGE };

const SsArg ss_sreport_args[] = {
    { "all_clusters", 'a', SS_ARG_NONE, "all clusters" },
    { "cluster", 'M', SS_ARG_NEEDED, "=names  clusters to ask" },
    { "local", OPT_LOCAL, SS_ARG_NONE, NULL },
    { "federation", OPT_FEDERATION, SS_ARG_NONE, NULL },
    { "help", 'h', SS_ARG_NONE, "this text" },
    { "noheader", 'n', SS_ARG_NONE, "no header" },
    { "parsable", 'p', SS_ARG_NONE, "fields between |, and one at the end" },
    { "parsable2", 'P', SS_ARG_NONE, "fields between |" },
    { "quiet", 'Q', SS_ARG_NONE, "no messages" },
    { "sort", 's', SS_ARG_NEEDED, "=Name|Time  order of users; default Time" },
    { NULL, 't', SS_ARG_NEEDED,
      "=unit  Seconds, Minutes (default), Hours, Percent, SecPer, MinPer or HourPer" },
    { "tres", 'T', SS_ARG_NEEDED, "=names  TRES to report, ALL for all; default cpu" },
    { "usage", OPT_USAGE, SS_ARG_NONE, NULL },
    { "verbose", 'v', SS_ARG_NONE, "tell more" },
    { "version", 'V', SS_ARG_NONE, "version" },
    { NULL, 0, SS_ARG_NONE, NULL },
};

static void set_unit(SsUsageRun *run, const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(unit_words); i++) {
        if (ss_word_is(word, unit_words[i].word, unit_words[i].min)) {
            run->unit = unit_words[i].unit;
            return;
        }
    }
    g_string_append_printf(run->err, "unknown time format %s", word);
}

static void set_sort(SsUsageRun *run, const char *word)
{
    if (ss_word_is(word, "Name", 1))
        run->sort_by_name = true;
    else if (ss_word_is(word, "Time", 4))
        run->sort_by_name = false;
    else
        g_string_append_printf(run->err, "unknown timesort format %s", word);
}

static void set_clusters(SsUsageRun *run, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, ",", -1);

    if (run->clusters == NULL)
        run->clusters = g_ptr_array_new_with_free_func(g_free);
    for (char **name = list; *name; name++)
        g_ptr_array_add(run->clusters, g_strdup(*name));
}

typedef enum { GO_ON, STOP } Verdict;

static Verdict take_option(SsUsageRun *run, int letter, const char *value,
                           uint32_t *cluster_options)
{
    switch (letter) {
    case 'a':
    case OPT_LOCAL:
        ++*cluster_options;
        break;
    case 'M':
        ++*cluster_options;
        set_clusters(run, value);
        break;
    case 'n':
        run->how.no_header = true;
        break;
    case 'p':
        run->how.layout = SS_LAYOUT_PARSABLE;
        break;
    case 'P':
        run->how.layout = SS_LAYOUT_PARSABLE2;
        break;
    case 's':
        set_sort(run, value);
        break;
    case 't':
        set_unit(run, value);
        break;
    case 'T':
        run->tres_text = value;
        break;
    case 'V':
        g_string_append(run->out, "slurm-wlm 22.05.8\n");
        return STOP;
    case 'h':
    case OPT_USAGE:
        g_string_append(
            run->out,
            "sreport [<OPTION>] [<COMMAND>]\n"
            "    <COMMAND> is cluster, job, reservation or user with the name of a report,\n"
            "    then words KEY=VALUE; <OPTION> is -a, -M, -n, -p, -P, -Q, -s, -t, -T, -v, -V.\n");
        return STOP;
    case '?':
        g_string_append(run->err, "Try \"sreport --help\" for more information\n");
        run->code = 1;
        return STOP;
    default:
        break;
    }
    return GO_ON;
}

static bool read_options(SsUsageRun *run, SsArgv *walk)
{
    uint32_t cluster_options = 0;
    int      letter;

    while ((letter = ss_argv_next(walk, run->err)) != 0) {
        if (take_option(run, letter, walk->value, &cluster_options) == STOP)
            return false;
    }
    if (cluster_options > 1) {
        g_string_append(
            run->err,
            "Only one cluster option can be used (--all_clusters OR --cluster OR --local)\n");
        run->code = 1;
        return false;
    }
    return true;
}

static void run_all(SsUsageRun *run, char **argv)
{
    SsArgv walk;

    ss_argv_init(&walk, ss_sreport_args, argv);
    read_tres(run);
    if (read_options(run, &walk) && choose_tres(run) && walk.words->len > 0) {
        g_ptr_array_add(walk.words, NULL);
        run_words(run, (char **) walk.words->pdata);
    }
    ss_argv_clear(&walk);
}

int ss_report_sreport(SsLedger *ledger, SsTime now, char **argv, GString *out, GString *err)
{
    SsUsageRun run = {
        .ledger = ledger,
        .now = now,
        .dates = { now, ss_ledger_zone(ledger), 0 },
        .out = out,
        .err = err,
        .program = "sreport",
        .unit = SS_UNIT_MINS,
        .tres = g_array_new(FALSE, FALSE, sizeof(SsUsageTres)),
        .known = g_array_new(FALSE, FALSE, sizeof(SsUsageTres)),
        .texts = g_string_chunk_new(1024),
        .cluster = ss_ledger_cluster(ledger),
    };

    run_all(&run, argv);
    if (run.error) {
        g_string_append_printf(err, "sreport: error: %s\n", run.error->message);
        g_clear_error(&run.error);
        run.code = 1;
    }
    g_array_unref(run.tres);
    g_array_unref(run.known);
    g_clear_pointer(&run.clusters, g_ptr_array_unref);
    g_string_chunk_free(run.texts);
    return run.code;
}
