/* SPDX-License-Identifier: Apache-2.0 */
/*
 * anonymise_site.c - a site's files under other names.
 *
 * Files are rewritten pair by pair and word by word, not written anew from what was read: the order of lines and
 * commands decides ids, ids decide ties, and ties decide ranks. Included files come in the place of their Include line.
 *
 * What is passed on is what we know: a key that nobody knows, and texts that do nothing in a simulation (paths,
 * hosts, addresses), are left out.
 */
#include "sim/sweep/anonymise.h"

#include "configs/accounts.h"
#include "configs/assoc_dump.h"
#include "configs/grammar.h"
#include "configs/keys.h"
#include "sim/base/lines.h"
#include "sim/base/size.h"

#include <string.h>

typedef char *(*Rewrite)(const SsAnonymous *names, const char *value);

#define LIST_OF(name, kind)                                                                        \
    static char *name(const SsAnonymous *names, const char *value)                                 \
    {                                                                                              \
        return ss_anonymous_list(names, kind, value);                                              \
    }
LIST_OF(accounts_of, SS_ANONYMOUS_ACCOUNT)
LIST_OF(groups_of, SS_ANONYMOUS_GROUP)
LIST_OF(users_of, SS_ANONYMOUS_USER)
LIST_OF(qos_of, SS_ANONYMOUS_QOS)
LIST_OF(partitions_of, SS_ANONYMOUS_PARTITION)
LIST_OF(nodesets_of, SS_ANONYMOUS_NODESET)
LIST_OF(gres_types_of, SS_ANONYMOUS_GRES)
LIST_OF(gres_kinds_of, SS_ANONYMOUS_GRES_TYPE)

static char *features_of(const SsAnonymous *names, const char *value)
{
    return ss_anonymous_terms(names, SS_ANONYMOUS_FEATURE, value);
}
static char *licenses_of(const SsAnonymous *names, const char *value)
{
    return ss_anonymous_terms(names, SS_ANONYMOUS_LICENSE, value);
}
static char *hosts_of(const SsAnonymous *names, const char *value)
{
    return ss_anonymous_hosts(names, SS_ANONYMOUS_NODE, value);
}
static char *switches_of(const SsAnonymous *names, const char *value)
{
    return ss_anonymous_hosts(names, SS_ANONYMOUS_SWITCH, value);
}
/* "/dev/nvidia[0-3]": a folder of ours, a stem, the numbers as they are. */
static char *devices_of(const SsAnonymous *names, const char *value)
{
    g_autofree char *other = ss_anonymous_hosts(names, SS_ANONYMOUS_DEVICE, value);
    g_auto(GStrv)    parts = g_strsplit(other, ",d", -1); /* after a bracket's own commas */
    g_autofree char *all = g_strjoinv(",/dev/d", parts);

    return g_strconcat("/dev/", all, NULL);
}
static char *constant(const char *text)
{
    return g_strdup(text);
}
static char *cluster_of(const SsAnonymous *names, const char *value)
{
    (void) names;
    (void) value;
    return constant("cluster");
}
static char *host_of(const SsAnonymous *names, const char *value)
{
    (void) names;
    (void) value;
    return constant("ctl");
}
static char *nothing_of(const SsAnonymous *names, const char *value)
{
    (void) names;
    (void) value;
    return constant("x");
}

/* Node sets may stand where nodes do. */
static char *nodes_of(const SsAnonymous *names, const char *value)
{
    GString *out = g_string_new(NULL);

    while (*value) {
        size_t n = 0, depth = 0;

        for (; value[n] && (depth > 0 || value[n] != ','); n++)
            depth += value[n] == '[' ? 1 : 0 - (size_t) (value[n] == ']' && depth > 0);
        g_autofree char *word = g_strndup(value, n);
        g_autofree char *other = ss_anonymous_has(names, SS_ANONYMOUS_NODESET, word)
                                     ? ss_anonymous_name(names, SS_ANONYMOUS_NODESET, word)
                                     : hosts_of(names, word);
        g_string_append_printf(out, "%s%s", other, value[n] ? "," : "");
        value += n + (value[n] != '\0');
    }
    return g_string_free(out, FALSE);
}

/* --- slurm.conf and its kin ----------------------------------------------------------------------------------- */

static const struct {
    const char *key;
    Rewrite     rewrite;
} conf_keys[] = {
    { "AllowAccounts", accounts_of },
    { "AllowGroups", groups_of },
    { "AllowQos", qos_of },
    { "Alternate", partitions_of },
    { "ClusterName", cluster_of },
    { "ControlMachine", host_of },
    { "DenyAccounts", accounts_of },
    { "DenyQos", qos_of },
    { "DownNodes", hosts_of },
    { "Feature", features_of },
    { "Features", features_of },
    { "File", devices_of },
    { "Files", devices_of },
    { "Gres", ss_anonymous_gres },
    { "GresTypes", gres_types_of },
    { "Licenses", licenses_of },
    { "MultipleFiles", devices_of },
    { "Name", gres_types_of }, /* of gres.conf */
    { "NodeName", hosts_of },
    { "NodeSet", nodesets_of },
    { "Nodes", nodes_of },
    { "PartitionName", partitions_of },
    { "QOS", qos_of },
    { "Reason", nothing_of },
    { "SlurmctldHost", host_of },
    { "SwitchName", switches_of },
    { "Switches", switches_of },
    { "Type", gres_kinds_of }, /* of gres.conf */
};

static Rewrite conf_rewrite(const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(conf_keys); i++)
        if (g_ascii_strcasecmp(conf_keys[i].key, key) == 0)
            return conf_keys[i].rewrite;
    return NULL;
}

/* What stands behind the first key of a line. */
static SsKeyScope scope_behind(SsKeyScope scope, const char *key)
{
    static const struct {
        const char *key;
        SsKeyScope  scope;
    } records[] = {
        { "NodeName", SS_SCOPE_NODE },         { "PartitionName", SS_SCOPE_PARTITION },
        { "NodeSet", SS_SCOPE_NODESET },       { "DownNodes", SS_SCOPE_DOWN_NODES },
        { "FrontendName", SS_SCOPE_FRONTEND },
    };

    if (scope == SS_SCOPE_GRES_CONF)
        return SS_SCOPE_GRES;
    if (scope == SS_SCOPE_TOPOLOGY)
        return SS_SCOPE_SWITCH;
    for (size_t i = 0; i < G_N_ELEMENTS(records); i++)
        if (g_ascii_strcasecmp(records[i].key, key) == 0)
            return records[i].scope;
    return scope;
}

static bool is_passed_on(SsKeyScope scope, const char *key)
{
    const SsConfKey *row = ss_conf_key(scope, key);

    if (!row)
        return false;
    if (row->effect == SS_KEY_SIMULATED)
        return true;
    if (scope == SS_SCOPE_GLOBAL)
        return row->effect == SS_KEY_INERT ? conf_rewrite(key) != NULL
                                           : row->kind != SS_KIND_TEXT && row->kind != SS_KIND_LIST;
    return row->kind != SS_KIND_TEXT && row->kind != SS_KIND_LIST && row->kind != SS_KIND_RECORD;
}

static void write_pair(const SsAnonymous *names, const SsConfItem *item, bool first, SsWriter *w)
{
    const Rewrite    rewrite = conf_rewrite(item->key);
    g_autofree char *other = (rewrite ? rewrite : ss_anonymous_tres)(names, item->value);
    const bool       quoted = *other == '\0' || strpbrk(other, " \t#") != NULL;

    if (!first)
        ss_writer_char(w, ' ');
    ss_writer_text(w, item->key);
    if (item->op)
        ss_writer_char(w, item->op);
    ss_writer_printf(w, "=%s%s%s", quoted ? "\"" : "", other, quoted ? "\"" : "");
}

static void conf_line(const SsAnonymous *names, SsConfReader *reader, SsKeyScope top, SsWriter *w)
{
    SsConfItem item;
    SsKeyScope scope = top;
    bool       first = true;

    while (ss_conf_reader_pair(reader, &item)) {
        if (!is_passed_on(scope, item.key)) {
            if (first && scope != SS_SCOPE_GLOBAL)
                return;
        } else {
            write_pair(names, &item, first, w);
            if (first)
                scope = scope_behind(top, item.key);
            if (g_ascii_strcasecmp(item.key, "ClusterName") == 0)
                ss_conf_reader_set_cluster(reader, item.value);
            first = false;
        }
    }
    if (!first)
        ss_writer_char(w, '\n');
}

static gboolean rewrite_conf(const SsAnonymous *names, const char *from, SsKeyScope scope,
                             SsWriter *w, GError **error)
{
    g_autoptr(SsDiag)       told = ss_diag_new(); /* as findings when the site was read */
    const SsFaults          faults = { .diag = told };
    g_autoptr(SsConfReader) reader = ss_conf_reader_open(from, &faults, error);

    if (!reader)
        return FALSE;
    while (ss_conf_reader_next(reader))
        conf_line(names, reader, scope, w);
    return TRUE;
}

/* A partition may name a node set before the node set's own line: they are known first. */
static gboolean collect_nodesets(const SsAnonymous *names, const char *from, GError **error)
{
    g_autoptr(SsDiag)       told = ss_diag_new();
    const SsFaults          faults = { .diag = told };
    g_autoptr(SsConfReader) reader = ss_conf_reader_open(from, &faults, error);
    SsConfItem              item;

    if (!reader)
        return FALSE;
    while (ss_conf_reader_next(reader))
        if (ss_conf_reader_pair(reader, &item) && g_ascii_strcasecmp(item.key, "NodeSet") == 0)
            g_free(nodesets_of(names, item.value));
    return TRUE;
}

/* --- accounts ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *key;
    Rewrite     rewrite;
} account_keys[] = {
    { "account", accounts_of },     { "accounts", accounts_of },
    { "acct", accounts_of },        { "cluster", cluster_of },
    { "clusters", cluster_of },     { "defaultaccount", accounts_of },
    { "defaultqos", qos_of },       { "comment", nothing_of },
    { "coordinator", accounts_of }, { "coordinators", users_of },
    { "defaultwckey", nothing_of }, { "description", nothing_of },
    { "organization", nothing_of }, { "parent", accounts_of },
    { "partition", partitions_of }, { "partitions", partitions_of },
    { "preempt", qos_of },          { "qos", qos_of },
    { "qoslevel", qos_of },         { "user", users_of },
    { "users", users_of },          { "wckey", nothing_of },
    { "wckeys", nothing_of },
};

/* sacctmgr takes keys that are cut short: "acc=lab". */
static bool is_short_for(const char *key, const char *full, size_t least)
{
    return strlen(key) >= least && g_ascii_strncasecmp(full, key, strlen(key)) == 0;
}

static Rewrite account_rewrite(const char *key, Rewrite entity)
{
    if (is_short_for(key, "names", 1))
        return entity;
    for (size_t i = 0; i < G_N_ELEMENTS(account_keys); i++)
        if (is_short_for(key, account_keys[i].key, 2))
            return account_keys[i].rewrite;
    return NULL;
}

static bool is_plain_word(const char *word)
{
    static const char *const words[] = { "sacctmgr", "add",        "create", "modify", "update",
                                         "delete",   "remove",     "where",  "set",    "and",
                                         "account",  "accounts",   "user",   "users",  "qos",
                                         "cluster",  "coordinator" };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strcasecmp(words[i], word) == 0)
            return true;
    return word[0] == '-';
}

/* The entity that a word names, whose own names may follow bare. */
static Rewrite entity_of(const char *word, Rewrite before)
{
    if (g_ascii_strncasecmp(word, "account", 7) == 0)
        return accounts_of;
    if (g_ascii_strcasecmp(word, "user") == 0 || g_ascii_strcasecmp(word, "users") == 0
        || g_ascii_strcasecmp(word, "coordinator") == 0)
        return users_of;
    if (g_ascii_strcasecmp(word, "qos") == 0)
        return qos_of;
    if (g_ascii_strcasecmp(word, "cluster") == 0)
        return cluster_of;
    return before;
}

/* "key=value", "key+=value", or a name. */
static char *account_word(const SsAnonymous *names, const char *word, Rewrite *entity)
{
    const char *equals = strchr(word, '=');

    if (!equals) {
        const bool plain = is_plain_word(word);

        *entity = plain ? entity_of(word, *entity) : *entity;
        return plain || !*entity ? g_strdup(word) : (*entity)(names, word);
    }
    const size_t     n = (size_t) (equals - word);
    const bool       sign = n > 0 && strchr("+-", word[n - 1]) != NULL;
    g_autofree char *key = g_strndup(word, n - sign);
    const Rewrite    rewrite = account_rewrite(key, *entity);
    g_autofree char *value = (rewrite ? rewrite : ss_anonymous_tres)(names, equals + 1);

    return g_strdup_printf("%.*s=%s", (int) n, word, value);
}

/* The words of one command. */
static void script_command(const SsAnonymous *names, const char *text, SsWriter *w)
{
    g_auto(GStrv) words =
        ss_accounts_split(text, NULL); /* faults were told when the site was read */
    Rewrite entity = NULL;

    for (uint32_t i = 0; words && words[i]; i++) {
        g_autofree char *word = i == 0 && g_str_has_suffix(words[i], "/sacctmgr")
                                    ? constant("sacctmgr")
                                    : account_word(names, words[i], &entity);
        const bool       plain = strpbrk(word, " \t'\"\\$&|;()<>*?[#~") == NULL && *word;
        g_autofree char *quoted = plain ? g_strdup(word) : g_shell_quote(word);

        ss_writer_printf(w, "%s%s", i ? " " : "", quoted);
    }
}

static void script_line(const SsAnonymous *names, const char *text, SsWriter *w)
{
    const char *or_else;

    while ((or_else = ss_accounts_or_else(text)) != NULL) {
        g_autofree char *first = g_strndup(text, (gsize) (or_else - text));

        script_command(names, first, w);
        ss_writer_text(w, " || ");
        text = or_else + 2;
    }
    script_command(names, text, w);
    ss_writer_char(w, '\n');
}

/* "Account - 'lab':Description='x':Fairshare=1" */
static void dump_line(const SsAnonymous *names, const char *text, SsWriter *w)
{
    g_auto(GStrv) fields = g_strsplit(text, ":", -1);
    Rewrite       entity = NULL;

    if (*text == '#')
        return;
    for (uint32_t i = 0; fields[i]; i++) {
        const char *mark = i == 0 ? strstr(fields[i], " - ") : strchr(fields[i], '=');
        if (!mark) {
            ss_writer_printf(w, "%s%s", i ? ":" : "", fields[i]);
            continue;
        }
        const size_t     skip = i == 0 ? 3 : 1;
        g_autofree char *key = g_strndup(fields[i], (gsize) (mark - fields[i]));
        g_autofree char *value = g_strdup(mark + skip);
        const bool       quoted = *value == '\'';
        g_strdelimit(value, "'", ' ');
        g_strstrip(value);
        if (i == 0)
            entity = g_ascii_strcasecmp(key, "parent") == 0 ? accounts_of : entity_of(key, NULL);
        const Rewrite    rewrite = i == 0 ? entity : account_rewrite(key, entity);
        g_autofree char *other = (rewrite ? rewrite : ss_anonymous_tres)(names, value);
        ss_writer_printf(w, "%s%s%s%s%s%s", i ? ":" : "", key, i == 0 ? " - " : "=",
                         quoted ? "'" : "", other, quoted ? "'" : "");
    }
    ss_writer_char(w, '\n');
}

/* --- QOS as `sacctmgr -P show qos` prints them --------------------------------------------------------------------- */

static Rewrite qos_column(const char *title)
{
    if (g_ascii_strcasecmp(title, "Name") == 0 || g_ascii_strcasecmp(title, "Preempt") == 0)
        return qos_of;
    return is_short_for(title, "Description", 5) ? nothing_of : ss_anonymous_tres;
}

/* `titles` is empty before the first line, which gives them. */
static void qos_line(const SsAnonymous *names, const char *text, GPtrArray *titles, SsWriter *w)
{
    g_auto(GStrv) cells = g_strsplit(text, "|", -1);
    const bool    is_head = titles->len == 0;

    for (uint32_t i = 0; cells[i]; i++) {
        if (is_head)
            g_ptr_array_add(titles, g_strdup(cells[i]));
        const Rewrite    rewrite = i < titles->len ? qos_column(titles->pdata[i]) : nothing_of;
        g_autofree char *other =
            is_head || !*cells[i] ? g_strdup(cells[i]) : rewrite(names, cells[i]);

        ss_writer_printf(w, "%s%s", i ? "|" : "", other);
    }
    ss_writer_char(w, '\n');
}

/* --- users.sim ------------------------------------------------------------------------------------------------ */

/* "user:uid" or a line of passwd(5): the name's pseudonym; uids are counted anew in the order of the file. */
static void users_line(const SsAnonymous *names, const char *text, uint32_t n, SsWriter *w)
{
    g_auto(GStrv) fields = g_strsplit(text, ":", 2);

    if (!fields[0] || !fields[1] || *g_strstrip(fields[0]) == '\0' || *text == '#')
        return;
    g_autofree char *other = ss_anonymous_name(names, SS_ANONYMOUS_USER, fields[0]);
    ss_writer_printf(w, "%s:%u\n", other, strcmp(fields[0], "root") == 0 ? 0 : 2000 + n);
}

/* --- files ---------------------------------------------------------------------------------------------------- */

typedef enum { FORM_CONF, FORM_DUMP, FORM_SCRIPT, FORM_USERS, FORM_QOS } Form;

static const struct {
    const char *name;
    Form        form;
    SsKeyScope  scope;
} files[] = {
    { "slurm.conf", FORM_CONF, SS_SCOPE_GLOBAL },
    { "gres.conf", FORM_CONF, SS_SCOPE_GRES_CONF },
    { "topology.conf", FORM_CONF, SS_SCOPE_TOPOLOGY },
    { "accounts.dump", FORM_DUMP, SS_SCOPE_GLOBAL },
    { "setup.sh", FORM_SCRIPT, SS_SCOPE_GLOBAL },
    { "sacctmgr.script", FORM_SCRIPT, SS_SCOPE_GLOBAL },
    { "users.sim", FORM_USERS, SS_SCOPE_GLOBAL },
    { "users.txt", FORM_USERS, SS_SCOPE_GLOBAL },
    { "qos.txt", FORM_QOS, SS_SCOPE_GLOBAL },
};

static gboolean rewrite_script(const SsAnonymous *names, const char *from, SsWriter *w,
                               GError **error)
{
    g_autofree char   *text = NULL;
    g_autoptr(GString) line = g_string_new(NULL);
    uint32_t           n = 0;

    if (!g_file_get_contents(from, &text, NULL, error))
        return FALSE;
    for (const char *at = text; ss_accounts_next_line(&at, line, &n);)
        script_line(names, line->str, w);
    return TRUE;
}

static gboolean rewrite_lines(const SsAnonymous *names, Form form, const char *from, SsWriter *w,
                              GError **error)
{
    g_autoptr(SsLines)   lines = ss_lines_open(from, SS_LINES_PLAIN, error);
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
    SsLine               line;

    if (!lines)
        return FALSE;
    for (uint32_t n = 0; ss_lines_next(lines, &line); n++)
        if (form == FORM_DUMP)
            dump_line(names, line.text, w);
        else if (form == FORM_QOS)
            qos_line(names, line.text, titles, w);
        else
            users_line(names, line.text, n, w);
    return ss_lines_finish(lines, error);
}

/* `w` NULL: names are only looked at. */
static gboolean rewrite_file(const SsAnonymous *names, size_t row, const char *from, SsWriter *w,
                             GError **error)
{
    g_autoptr(GString)  scrap = g_string_new(NULL);
    g_autoptr(SsWriter) nowhere = ss_writer_new_string(scrap);

    w = w ? w : nowhere;
    if (files[row].form == FORM_CONF)
        return rewrite_conf(names, from, files[row].scope, w, error);
    if (files[row].form == FORM_SCRIPT)
        return rewrite_script(names, from, w, error);
    return rewrite_lines(names, files[row].form, from, w, error);
}

static char *if_there(char *path)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        g_clear_pointer(&path, g_free);
    return path;
}

/* Accounts from elsewhere are what their content says. */
static gboolean accounts_of_form(const char *path, Form form, char **out, GError **error)
{
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, error))
        return FALSE;
    *out = ss_assoc_dump_looks_like(text) == (form == FORM_DUMP) ? g_strdup(path) : NULL;
    return TRUE;
}

/* The site's file of that row; NULL if it has none. A site given as one file has its own slurm.conf. */
static gboolean file_of(const SsAnonymousSite *site, size_t row, char **out, GError **error)
{
    const bool       is_folder = g_file_test(site->site, G_FILE_TEST_IS_DIR);
    g_autofree char *folder = is_folder ? g_strdup(site->site) : g_path_get_dirname(site->site);
    const Form       form = files[row].form;

    *out = NULL;
    if (form == FORM_QOS)
        *out = g_strdup(site->qos);
    else if (site->accounts && (form == FORM_DUMP || form == FORM_SCRIPT))
        return strcmp(files[row].name, "sacctmgr.script") == 0
               || accounts_of_form(site->accounts, form, out, error);
    else
        *out = if_there(!is_folder && row == 0 ? g_strdup(site->site)
                                               : g_build_filename(folder, files[row].name, NULL));
    return TRUE;
}

gboolean ss_anonymous_add_site(SsAnonymous *names, const SsAnonymousSite *site, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *from = NULL;

        if (!file_of(site, i, &from, error)
            || (from && i == 0 && !collect_nodesets(names, from, error))
            || (from && !rewrite_file(names, i, from, NULL, error)))
            return FALSE;
    }
    return TRUE;
}

static gboolean write_file(const SsAnonymous *names, size_t row, const char *from, const char *to,
                           GError **error)
{
    g_autofree char    *target = g_build_filename(to, files[row].name, NULL);
    g_autoptr(SsWriter) w = ss_writer_new_path(target, error);

    return w && rewrite_file(names, row, from, w, error) && ss_writer_close(w, error);
}

gboolean ss_anonymous_site(const SsAnonymous *names, const SsAnonymousSite *site, const char *to,
                           GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *from = NULL;

        if (!file_of(site, i, &from, error) || (from && !write_file(names, i, from, to, error)))
            return FALSE;
    }
    return TRUE;
}
