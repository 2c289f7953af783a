/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shares.c - sshare.
 *
 * Rows come as the tree was walked: an account, its users, its sub-accounts. Accounts are always there
 * (unless -A names others or -U wants users only), users are those asked for; an account's blanks count
 * the printed ancestors, so that -A sub starts at the margin.
 *
 * Numbers are what the controller had, as doubles, and %f cuts them to six places; one that does not
 * fit its column is written with an exponent and as many digits as do. RawUsage is cut, not rounded.
 * Without Fair Tree sshare itself computes FairShare from the two doubles it was sent.
 *
 * Tested in tests/unit/test_shares.c with recorded outputs.
 */
#include "sim/report/shares.h"

#include "sim/ledger/query.h"
#include "sim/report/tools.h"
#include "sim/report/names.h"
#include "sim/report/render.h"

#include <math.h>
#include <string.h>

typedef struct {
    SsLedger              *ledger;
    const SsReportContext *context;
    GString               *err;
    SsSettings             settings;
    SsTresSet             *tres;
    SsAccounts            *accounts;
    bool                   all, longer, no_header, partition, users_only, help_format;
    SsLayout               layout;
    const char            *format, *cluster;
    char                 **account_names, **user_names; /* NULL = not given */
    GHashTable            *indents;                     /* account -> its blanks + 1 */
} Tool;

typedef struct {
    const SsShareRow    *share;
    const SsAssocRecord *assoc;
    int                  indent;
} Line;

/* --- values ------------------------------------------------------------------------------------------- */

static const Tool *tool_of(const SsShow *show)
{
    return show->tool;
}

static bool is_root(const Line *line)
{
    return line->share->level == 0;
}

static bool is_user(const Line *line)
{
    return line->assoc->user[0] != '\0';
}

static bool fair_tree(const SsShow *show)
{
    return tool_of(show)->settings.priority_flags & SS_PRIO_FAIR_TREE;
}

/* priority/basic keeps usage as it was and computes nothing of it: shares and usage stay unset (recorded). */
static bool is_basic(const SsShow *show)
{
    return tool_of(show)->settings.priority_type == SS_PRIORITY_BASIC;
}

static SsValue get_account(const void *row, const SsShow *show)
{
    const Line *line = row;

    return ss_value_text(ss_show_printf(show, "%*s%s", line->indent, "", line->assoc->account));
}

static SsValue get_cluster(const void *row, const SsShow *show)
{
    (void) row;
    return ss_value_text(tool_of(show)->cluster);
}

static SsValue get_user(const void *row, const SsShow *show)
{
    const Line *line = row;

    (void) show;
    return ss_value_text(line->assoc->user);
}

static SsValue get_partition(const void *row, const SsShow *show)
{
    const Line *line = row;

    (void) show;
    return ss_value_text(line->assoc->partition);
}

static SsValue get_id(const void *row, const SsShow *show)
{
    const Line *line = row;

    (void) show;
    return ss_value_uint(line->share->id_assoc);
}

static SsValue get_raw_shares(const void *row, const SsShow *show)
{
    const Line *line = row;

    (void) show;
    if (is_root(line))
        return ss_value_blank();
    if (line->share->shares_raw == SS_SHARES_PARENT)
        return ss_value_text("parent");
    return ss_value_uint(line->share->shares_raw);
}

static SsValue get_norm_shares(const void *row, const SsShow *show)
{
    const Line *line = row;

    return is_basic(show) ? ss_value_blank() : ss_value_double(line->share->shares_norm);
}

static SsValue get_raw_usage(const void *row, const SsShow *show)
{
    const Line *line = row;

    (void) show;
    return ss_value_uint((uint64_t) line->share->usage_raw);
}

static SsValue get_norm_usage(const void *row, const SsShow *show)
{
    const Line *line = row;

    return is_root(line) || is_basic(show) ? ss_value_blank()
                                           : ss_value_double((double) line->share->usage_norm);
}

static SsValue get_effective_usage(const void *row, const SsShow *show)
{
    const Line *line = row;

    return ss_value_double(is_basic(show) ? 0 : (double) line->share->usage_efctv);
}

/* 2^-((usage / shares) / damping), of doubles. */
static double classic_factor(const Line *line, uint32_t dampening)
{
    double shares = line->share->shares_norm, usage = (double) line->share->usage_efctv;

    return shares > 0 ? pow(2.0, -((usage / shares) / MAX(dampening, 1))) : 0;
}

static SsValue get_fair_share(const void *row, const SsShow *show)
{
    const Line *line = row;

    if (is_basic(show))
        return is_user(line) ? ss_value_double(0) : ss_value_blank();
    if (!fair_tree(show))
        return ss_value_double(classic_factor(line, tool_of(show)->settings.dampening));
    return is_user(line) ? ss_value_double(line->share->fs_factor) : ss_value_blank();
}

static SsValue get_level_fs(const void *row, const SsShow *show)
{
    const Line *line = row;

    if (is_basic(show) || (!fair_tree(show) && is_root(line)))
        return ss_value_double(0);
    if (is_root(line) || line->share->shares_raw == SS_SHARES_PARENT)
        return ss_value_blank();
    return ss_value_double(fair_tree(show) ? (double) line->share->level_fs : 0);
}

static SsValue get_tres_limit(const void *row, const SsShow *show)
{
    const Line     *line = row;
    const uint64_t *limit = line->assoc->limits.grp_tres_mins;

    if (limit == NULL)
        return ss_value_blank();
    g_autofree char *text =
        ss_tres_text(tool_of(show)->tres, limit, SS_TRES_TEXT_PLAIN | SS_TRES_TEXT_ZEROS);

    return ss_value_text(g_string_chunk_insert(show->texts, text));
}

/* All TRES, zeros too: minutes of what is stored in seconds, cut. */
static SsValue minutes(const char *seconds, const SsShow *show)
{
    const SsTresSet   *tres = tool_of(show)->tres;
    g_autofree double *vec = g_new0(double, tres->n);
    g_autoptr(GString) text = g_string_new(NULL);

    ss_tres_vector(tres, seconds, vec);
    for (uint32_t i = 0; i < tres->n; i++)
        g_string_append_printf(text, "%s%s=%" G_GUINT64_FORMAT, i ? "," : "", tres->at[i].text,
                               (uint64_t) (vec[i] / 60));
    return ss_value_text(g_string_chunk_insert(show->texts, text->str));
}

static SsValue get_tres_raw(const void *row, const SsShow *show)
{
    return minutes(((const Line *) row)->share->tres_raw, show);
}

static SsValue get_run_minutes(const void *row, const SsShow *show)
{
    return minutes(((const Line *) row)->share->run_secs, show);
}

const SsColumn ss_share_columns[] = {
    /* in the order in which abbreviations are tried */
    { "Account", 1, "Account", -20, SS_OVER_PLUS, NULL, get_account,
      "Account, indented by its place in the tree." },
    { "Cluster", 1, "Cluster", 10, SS_OVER_PLUS, NULL, get_cluster, "Cluster." },
    { "EffectvUsage", 1, "EffectvUsage", 13, SS_OVER_PUSH, NULL, get_effective_usage,
      "Usage that counts, as a part of the siblings' (Fair Tree) or of the cluster's." },
    { "FairShare", 1, "FairShare", 10, SS_OVER_PUSH, NULL, get_fair_share,
      "Fair-share factor, 0 to 1." },
    { "GrpTRESMins", 1, "GrpTRESMins", 30, SS_OVER_PLUS, NULL, get_tres_limit,
      "Limit of TRES minutes." },
    { "GrpTRESRaw", 1, "GrpTRESRaw", 30, SS_OVER_PLUS, NULL, get_tres_raw,
      "Decayed TRES minutes used." },
    { "ID", 1, "ID", 6, SS_OVER_PUSH, NULL, get_id, "Association id." },
    { "LevelFS", 1, "LevelFS", 10, SS_OVER_PUSH, NULL, get_level_fs,
      "Shares by usage among siblings; above 1 is underserved." },
    { "NormShares", 1, "NormShares", 11, SS_OVER_PUSH, NULL, get_norm_shares,
      "Shares as a part of the siblings'." },
    { "NormUsage", 1, "NormUsage", 11, SS_OVER_PUSH, NULL, get_norm_usage,
      "Usage as a part of the cluster's." },
    { "Partition", 1, "Partition", 12, SS_OVER_PLUS, NULL, get_partition,
      "Partition of the association." },
    { "RawShares", 1, "RawShares", 10, SS_OVER_PUSH, NULL, get_raw_shares, "Shares as set." },
    { "RawUsage", 1, "RawUsage", 11, SS_OVER_PUSH, NULL, get_raw_usage,
      "Decayed billing-seconds." },
    { "TRESRunMins", 1, "TRESRunMins", 30, SS_OVER_PLUS, NULL, get_run_minutes,
      "TRES minutes that running jobs may still use." },
    { "User", 1, "User", 10, SS_OVER_PLUS, NULL, get_user, "User." },
};
const size_t ss_n_share_columns = G_N_ELEMENTS(ss_share_columns);

/* --- options ------------------------------------------------------------------------------------------ */

#define SWITCH(word, field, set)                                                                   \
    static int take_##word(void *data, const char *value)                                          \
    {                                                                                              \
        (void) value;                                                                              \
        ((Tool *) data)->field = set;                                                              \
        return SS_FLAGS_GO;                                                                        \
    }
SWITCH(all, all, true)
SWITCH(long, longer, true)
SWITCH(partition, partition, true)
SWITCH(no_header, no_header, true)
SWITCH(parsable, layout, SS_LAYOUT_PARSABLE)
SWITCH(parsable2, layout, SS_LAYOUT_PARSABLE2)
SWITCH(users_only, users_only, true)
SWITCH(help_format, help_format, true)

static int take_format(void *data, const char *value)
{
    ((Tool *) data)->format = value;
    return SS_FLAGS_GO;
}

static int take_cluster(void *data, const char *value)
{
    ((Tool *) data)->cluster = value;
    return SS_FLAGS_GO;
}

static int take_accounts(void *data, const char *value)
{
    Tool *tool = data;

    g_strfreev(tool->account_names);
    tool->account_names = g_strsplit(value, ",", -1);
    return SS_FLAGS_GO;
}

static int take_users(void *data, const char *value)
{
    Tool *tool = data;

    if (strcmp(value, "-1") == 0) {
        tool->all = true;
        return SS_FLAGS_GO;
    }
    g_strfreev(tool->user_names);
    tool->user_names = g_strsplit(value, ",", -1);
    return SS_FLAGS_GO;
}

static const SsFlag flag_rows[] = {
    { "all", 'a', SS_ARG_NONE, take_all, "all users" },
    { "accounts", 'A', SS_ARG_NEEDED, take_accounts, "=names  only these accounts" },
    { "helpformat", 'e', SS_ARG_NONE, take_help_format, "the fields of --format" },
    { "long", 'l', SS_ARG_NONE, take_long, "normalised usage too" },
    { "partition", 'm', SS_ARG_NONE, take_partition, "the partition of an association" },
    { "cluster", 'M', SS_ARG_NEEDED, take_cluster, NULL },
    { "clusters", 'M', SS_ARG_NEEDED, take_cluster, "=names  clusters to ask" },
    { "noheader", 'n', SS_ARG_NONE, take_no_header, "no header" },
    { NULL, 'h', SS_ARG_NONE, take_no_header, NULL },
    { "format", 'o', SS_ARG_NEEDED, take_format, "=fields  the fields to show" },
    { "parsable", 'p', SS_ARG_NONE, take_parsable, "fields between |, and one at the end" },
    { "parsable2", 'P', SS_ARG_NONE, take_parsable2, "fields between |" },
    { "users", 'u', SS_ARG_NEEDED, take_users, "=names  only these users" },
    { "Users", 'U', SS_ARG_NONE, take_users_only, "users only" },
    { "verbose", 'v', SS_ARG_NONE, NULL, "tell more" },
};

const SsFlags ss_sshare_flags = { flag_rows, G_N_ELEMENTS(flag_rows), NULL };

/* --- lines -------------------------------------------------------------------------------------------- */

static bool wanted(const Tool *tool, const SsAssocRecord *assoc)
{
    if (!ss_names_have(tool->account_names, assoc->account))
        return false;
    if (assoc->user[0] == '\0')
        return true;
    if (tool->all)
        return true;
    if (tool->user_names)
        return ss_names_have(tool->user_names, assoc->user);
    return strcmp(assoc->user, ss_report_user(tool->context)) == 0;
}

static int indent_of(Tool *tool, const SsAssocRecord *assoc)
{
    const SsAssocRecord *parent = ss_accounts_assoc_id(tool->accounts, assoc->parent);
    gpointer             above = NULL;

    if (tool->users_only)
        return 0;
    if (assoc->user[0])
        return GPOINTER_TO_INT(g_hash_table_lookup(tool->indents, assoc->account));
    if (parent)
        above = g_hash_table_lookup(tool->indents, parent->account);
    g_hash_table_insert(tool->indents, assoc->account, GINT_TO_POINTER(GPOINTER_TO_INT(above) + 1));
    return GPOINTER_TO_INT(above);
}

/* %f if that fits, else with an exponent; parsable layouts have no width. */
static const char *double_text(const SsShow *show, double value, int width)
{
    const char *text = ss_show_printf(show, "%f", value);

    if (width == 0 || (int) strlen(text) <= width)
        return text;
    return ss_show_printf(show, "%.*e", width - 6, value); /* negative: all six places */
}

static void add_line(Tool *tool, SsTable *table, const Line *line)
{
    uint32_t            n = ss_table_columns(table);
    g_autofree SsValue *cells = g_new0(SsValue, MAX(n, 1));
    const SsShow       *show = ss_table_show(table);

    for (uint32_t i = 0; i < n; i++) {
        const SsTableColumn *column = ss_table_column(table, i);

        cells[i] = column->column->get(line, show);
        if (cells[i].kind == SS_VALUE_DOUBLE)
            cells[i].text = double_text(show, cells[i].d,
                                        tool->layout == SS_LAYOUT_FIXED ? ABS(column->width) : 0);
    }
    ss_table_add_cells(table, cells);
}

static void add_lines(Tool *tool, SsTable *table, const SsRows *shares)
{
    const SsShareRow *rows = shares->at;

    for (uint32_t i = 0; i < shares->n; i++) {
        const SsAssocRecord *assoc = ss_accounts_assoc_id(tool->accounts, rows[i].id_assoc);

        if (assoc == NULL || !wanted(tool, assoc) || (tool->users_only && assoc->user[0] == '\0'))
            continue;
        const Line line = { &rows[i], assoc, indent_of(tool, assoc) };

        add_line(tool, table, &line);
    }
}

/* --- the report --------------------------------------------------------------------------------------- */

static void print_fields(GString *out)
{
    for (size_t i = 0; i < ss_n_share_columns; i++)
        g_string_append_printf(out, "%s%-17s",
                               i == 0  ? ""
                               : i % 4 ? " "
                                       : "\n",
                               ss_share_columns[i].name);
    g_string_append_c(out, '\n');
}

static char *choose_format(const Tool *tool)
{
    const char *partition = tool->partition ? ",Partition" : "";

    if (tool->format)
        return g_strdup(tool->format);
    if (!tool->longer)
        return g_strdup_printf(
            "Account,User%s,RawShares,NormShares,RawUsage,EffectvUsage,FairShare", partition);
    return g_strdup_printf(
        "Account,User%s,RawShares,NormShares,RawUsage,NormUsage,EffectvUsage,FairShare%s,"
        "GrpTRESMins,TRESRunMins",
        partition, tool->settings.priority_flags & SS_PRIO_FAIR_TREE ? ",LevelFS" : "");
}

/* A width asked for once holds for every mention of the field. */
static void share_widths(GArray *choices)
{
    for (guint i = 0; i < choices->len; i++) {
        const SsChoice *from = &g_array_index(choices, SsChoice, i);

        for (guint k = 0; from->width != from->column->width && k < choices->len; k++) {
            SsChoice *to = &g_array_index(choices, SsChoice, k);

            if (to->column == from->column)
                to->width = from->width;
        }
    }
}

static bool choose(const Tool *tool, GArray *choices)
{
    g_autofree char     *format = choose_format(tool);
    g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func(g_free);

    ss_choices_parse(ss_share_columns, ss_n_share_columns, format, choices, unknown);
    share_widths(choices);
    if (unknown->len) {
        g_autofree char *name = g_ascii_strdown(unknown->pdata[0], -1);

        g_string_append_printf(tool->err, "sshare: error: Invalid field requested: \"%s\"\n", name);
    }
    return unknown->len == 0;
}

static int print(Tool *tool, GString *out, GError **error)
{
    SsTime             sample = ss_ledger_sample_at(tool->ledger, tool->context->now);
    g_autoptr(SsRows)  shares = ss_ledger_shares(tool->ledger, sample, error);
    g_autoptr(SsTable) table = ss_table_new(tool->context->zone, tool->context->now);
    g_autoptr(GArray)  choices = ss_choices_new();
    const SsRendering  how = { tool->layout, tool->no_header, NULL };

    if (shares == NULL)
        return -1;
    if (!ss_cluster_is_known(tool->ledger, "sshare", tool->cluster, tool->err)
        || !choose(tool, choices))
        return 1;
    if (tool->cluster)
        g_string_append_printf(out, "CLUSTER: %s\n", tool->cluster);
    else
        tool->cluster = ss_ledger_cluster(tool->ledger);
    ss_table_show(table)->tool = tool;
    ss_table_add_choices(table, choices);
    tool->indents = g_hash_table_new(g_str_hash, g_str_equal);
    add_lines(tool, table, shares);
    g_hash_table_unref(tool->indents);
    ss_render(table, &how, out);
    return 0;
}

static bool read_site(Tool *tool, GError **error)
{
    if (!ss_ledger_settings_read(tool->ledger, &tool->settings, error))
        return false;
    tool->tres = ss_ledger_tres_of_controller(tool->ledger, error);
    if (tool->tres)
        tool->accounts = ss_ledger_accounts_read(tool->ledger, tool->tres, error);
    return tool->accounts != NULL;
}

static int run(Tool *tool, char **argv, GString *out, GError **error)
{
    int code = ss_flags_read(&ss_sshare_flags, tool, argv, NULL, out, tool->err);

    if (code != SS_FLAGS_GO)
        return code;
    if (tool->help_format) {
        print_fields(out);
        return 0;
    }
    return read_site(tool, error) ? print(tool, out, error) : -1;
}

int ss_report_sshare(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                     GString *out, GString *err)
{
    Tool tool = { .ledger = ledger, .context = context, .err = err, .layout = SS_LAYOUT_FIXED };
    g_autoptr(GError) error = NULL;

    (void) argc;
    ss_settings_init(&tool.settings);
    int code = run(&tool, argv, out, &error);

    if (error) {
        g_string_append_printf(err, "sshare: error: %s\n", error->message);
        code = 1;
    }
    ss_settings_clear(&tool.settings);
    ss_accounts_free(tool.accounts);
    g_clear_pointer(&tool.tres, ss_tres_set_free);
    g_strfreev(tool.account_names);
    g_strfreev(tool.user_names);
    return code;
}
