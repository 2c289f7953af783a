/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assoc_dump.c - sacctmgr's flat file.
 *
 * Reading goes in two steps, as in `sacctmgr load`: every line is understood first, then accounts
 * are added, then users, each in the order of the file. The order matters: lines that stand
 * together below one parent become neighbours in the nested set, and users come before sub-accounts
 * because they are added last (a new child goes directly behind its parent's lft).
 *
 * The options of a line are words like those of the command line; the same tables read them. A
 * value with a colon must be quoted.
 *
 * A dump names QOS but does not define them. `sacctmgr load` refuses unknown ones; a site folder
 * that holds nothing but the dump would then be unreadable, so there they are made, without limits,
 * with a warning for each.
 */
#include "configs/assoc_dump.h"

#include "configs/faults.h"

#include "configs/sacctmgr_parts.h"

#include "sim/base/lines.h"

#include <string.h>

/* --- what a line says ------------------------------------------------------------------------- */

typedef struct {
    uint32_t    line;
    char       *name, *parent;
    char       *description, *organization, *default_account, *default_wckey, *partition;
    uint32_t    admin;                /* 0 = not given */
    GPtrArray  *wckeys, *coordinates; /* char * */
    SsAssocEdit edit;
} Entry;

static Entry *entry_new(uint32_t line)
{
    Entry *entry = g_new0(Entry, 1);

    entry->line = line;
    entry->wckeys = ss_cmd_names_new();
    entry->coordinates = ss_cmd_names_new();
    ss_assoc_edit_init(&entry->edit);
    return entry;
}

static void entry_free(void *data)
{
    Entry *entry = data;

    g_free(entry->name);
    g_free(entry->parent);
    g_free(entry->description);
    g_free(entry->organization);
    g_free(entry->default_account);
    g_free(entry->default_wckey);
    g_free(entry->partition);
    g_ptr_array_unref(entry->wckeys);
    g_ptr_array_unref(entry->coordinates);
    ss_assoc_edit_clear(&entry->edit);
    g_free(entry);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Entry, entry_free)

typedef struct {
    SsSacctmgrRun *run;
    SsDiag        *diag; /* NULL: sacctmgr load, which refuses QOS it does not know */
    const char    *file;
    Entry         *cluster;          /* NULL until the line is seen */
    char          *parent;           /* NULL until a Parent line */
    GPtrArray     *accounts, *users; /* Entry * */
} Reader;

static void reader_clear(Reader *reader)
{
    g_clear_pointer(&reader->cluster, entry_free);
    g_free(reader->parent);
    g_ptr_array_unref(reader->accounts);
    g_ptr_array_unref(reader->users);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, reader_clear)

static void reader_init(Reader *reader, SsSacctmgrRun *run)
{
    *reader = (Reader){ .run = run,
                        .accounts = g_ptr_array_new_with_free_func(entry_free),
                        .users = g_ptr_array_new_with_free_func(entry_free) };
}

/* --- splitting -------------------------------------------------------------------------------- */

/* The next of `stops` outside of quotes, or the end. */
static char *find_stop(char *at, const char *stops)
{
    char quote = '\0';

    for (; *at != '\0'; at++) {
        if (quote != '\0')
            quote = *at == quote ? '\0' : quote;
        else if (*at == '\'' || *at == '"')
            quote = *at;
        else if (strchr(stops, *at) != NULL)
            break;
    }
    return at;
}

static GPtrArray *split_options(char *text)
{
    GPtrArray *words = g_ptr_array_new(); /* element-type: char *, into `text` */

    while (*text != '\0') {
        char      *end = find_stop(text, ":");
        const bool more = *end == ':';

        *end = '\0';
        if (*text != '\0')
            g_ptr_array_add(words, text);
        text = end + more;
    }
    return words;
}

/* --- words ------------------------------------------------------------------------------------ */

/* A site's dump may name QOS that nothing defines. */
static void make_qos(Reader *reader, uint32_t line, const char *value)
{
    g_autofree char *text = ss_cmd_value(value);
    g_auto(GStrv)    names = g_strsplit(text, ",", -1);
    const SsPlace    place = { reader->file, line, 0 };

    for (char **item = names; reader->diag != NULL && *item != NULL; item++) {
        const char *name = **item == '+' || **item == '-' ? *item + 1 : *item;

        if (*name == '\0' || strcmp(name, "1") == 0
            || ss_accounts_qos(reader->run->db, name) != NULL)
            continue;
        ss_accounts_qos_add(reader->run->db, name, reader->run->ctx->now);
        ss_diag_add(reader->diag, SS_SEVERITY_WARNING, ss_fault_row(SS_FAULT_DUMP_QOS)->code,
                    &place, "give its limits with --qos FILE, the output of `sacctmgr -P show qos`",
                    "QOS '%s' is named but not defined: it has no limits and priority 0", name);
    }
}

static SsWordResult take_word(Reader *reader, Entry *entry, const SsCmdWord *word)
{
    if (ss_cmd_word_is(word, "AdminLevel", 2))
        entry->admin = ss_cmd_admin_level(word->value);
    else if (ss_cmd_word_is(word, "Coordinator", 2))
        ss_cmd_names(entry->coordinates, word->value);
    else if (ss_cmd_word_is(word, "Classification", 2))
        return SS_WORD_TAKEN;
    else if (ss_cmd_word_is(word, "DefaultAccount", 8))
        ss_cmd_set_value(&entry->default_account, word->value);
    else if (ss_cmd_word_is(word, "DefaultWCKey", 8))
        ss_cmd_set_value(&entry->default_wckey, word->value);
    else if (ss_cmd_word_is(word, "Description", 3))
        ss_cmd_set_value(&entry->description, word->value);
    else if (ss_cmd_word_is(word, "Organization", 1))
        ss_cmd_set_value(&entry->organization, word->value);
    else if (ss_cmd_word_is(word, "Partition", 3))
        ss_cmd_set_value(&entry->partition, word->value);
    else if (ss_cmd_word_is(word, "WCKeys", 2))
        ss_cmd_names(entry->wckeys, word->value);
    else {
        if (ss_cmd_word_is(word, "DefaultQOS", 8) || ss_cmd_word_is(word, "QosLevel", 1))
            make_qos(reader, entry->line, word->value);
        return ss_assoc_edit_word(reader->run, &entry->edit, word);
    }
    return SS_WORD_TAKEN;
}

/* The name and the options of a line into an entry; NULL and said if one is not understood. */
static Entry *read_entry(Reader *reader, char *text, uint32_t line)
{
    g_autoptr(Entry)     entry = entry_new(line);
    g_autoptr(GPtrArray) words = split_options(text);

    if (words->len > 0)
        ss_cmd_set_value(&entry->name, words->pdata[0]);
    if (entry->name == NULL || entry->name[0] == '\0') {
        ss_sacctmgr_refuse(reader->run,
                           " No blank names are allowed when adding.\n"
                           " Problem with line(%u)",
                           line);
        return NULL;
    }
    for (guint i = 1; i < words->len; i++) {
        const SsCmdWord word = ss_cmd_word(words->pdata[i]);
        SsWordResult    result = SS_WORD_FATAL;

        if (word.value == NULL)
            ss_sacctmgr_refuse(reader->run, " Bad format on %s: End your option with an '=' sign",
                               word.text);
        else
            result = take_word(reader, entry, &word);
        if (result == SS_WORD_UNKNOWN)
            ss_sacctmgr_refuse(reader->run, " Unknown option: %s", word.text);
        if (result != SS_WORD_TAKEN) {
            ss_sacctmgr_refuse(reader->run, " Problem with line(%u)", line);
            return NULL;
        }
    }
    return g_steal_pointer(&entry);
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool account_is_known(const Reader *reader, const char *name)
{
    for (guint i = 0; i < reader->accounts->len; i++) {
        if (strcmp(((Entry *) reader->accounts->pdata[i])->name, name) == 0)
            return true;
    }
    return ss_accounts_assoc(reader->run->db, name, "", "") != NULL;
}

static bool take_cluster(Reader *reader, char *text, uint32_t line)
{
    if (reader->cluster != NULL) {
        ss_sacctmgr_refuse(reader->run, " You can only add one cluster at a time.");
        return false;
    }
    reader->cluster = read_entry(reader, text, line);
    return reader->cluster != NULL;
}

static bool take_parent(Reader *reader, char *text, uint32_t line)
{
    g_autofree char *name = ss_cmd_value(text);

    if (!account_is_known(reader, name)) {
        ss_sacctmgr_refuse(reader->run,
                           " line(%u) You need to add this parent (%s) as a child "
                           "before you can add children to it.",
                           line, name);
        return false;
    }
    g_free(reader->parent);
    reader->parent = g_steal_pointer(&name);
    return true;
}

static bool take_child(Reader *reader, GPtrArray *list, char *text, uint32_t line)
{
    if (reader->parent == NULL) {
        ss_sacctmgr_print(reader->run, " No parent given creating off root, If incorrect specify "
                                       "'Parent - name' before any children in your file\n");
        reader->parent = g_strdup("root");
    }
    Entry *entry = read_entry(reader, text, line);
    if (entry == NULL)
        return false;
    entry->parent = g_strdup(reader->parent);
    g_ptr_array_add(list, entry);
    return true;
}

/* Type - name: FALSE ends the reading. */
static bool take_line(Reader *reader, char *text, uint32_t line)
{
    *find_stop(text, "#") = '\0';
    char *dash = strstr(text, " - ");
    if (dash == NULL)
        return true; /* as the real one: passed over */
    g_autofree char *type = g_strstrip(g_strndup(text, (gsize) (dash - text)));
    char            *rest = g_strstrip(dash + 3);

    if (g_ascii_strcasecmp(type, "Cluster") == 0)
        return take_cluster(reader, rest, line);
    if (reader->cluster == NULL) {
        ss_sacctmgr_refuse(reader->run, " You need to specify a cluster name first with "
                                        "'Cluster - $NAME' in your file");
        return false;
    }
    if (g_ascii_strcasecmp(type, "Parent") == 0)
        return take_parent(reader, rest, line);
    if (g_ascii_strcasecmp(type, "Account") == 0 || g_ascii_strcasecmp(type, "Project") == 0)
        return take_child(reader, reader->accounts, rest, line);
    if (g_ascii_strcasecmp(type, "User") == 0)
        return take_child(reader, reader->users, rest, line);
    ss_sacctmgr_refuse(reader->run, " Misformatted line(%u): %s - %s", line, type, rest);
    return false;
}

/* --- adding what was read --------------------------------------------------------------------- */

static SsAssocRecord *add_assoc(SsAccounts *db, SsAssocRecord *last, const SsAssocRecord *above,
                                const char *account, const char *user, const char *partition,
                                SsTime now)
{
    if (last != NULL && last->parent == above->id)
        return ss_accounts_assoc_add_behind(db, last, account, user, partition, now);
    return ss_accounts_assoc_add(db, above->id, account, user, partition, now);
}

static void make_account(SsSacctmgrRun *run, const Entry *entry)
{
    SsAccountRecord *account = ss_accounts_account_add(run->db, entry->name, run->ctx->now);

    if (entry->description != NULL)
        ss_cmd_set_value(&account->description, entry->description);
    if (entry->organization != NULL)
        ss_cmd_set_value(&account->organization, entry->organization);
    else if (strcmp(entry->parent, "root") != 0)
        ss_cmd_set_value(&account->organization, entry->parent);
    g_autofree char *info = g_strdup_printf("description='%s', organization='%s'",
                                            account->description, account->organization);
    ss_sacctmgr_txn(run, "Add Accounts", account->name, info);
}

/* What is there already is changed where the file says otherwise. */
static void change_account(const Entry *entry, SsAccountRecord *account)
{
    if (entry->description != NULL)
        ss_cmd_set_value(&account->description, entry->description);
    if (entry->organization != NULL)
        ss_cmd_set_value(&account->organization, entry->organization);
}

static guint add_accounts(Reader *reader)
{
    SsSacctmgrRun *run = reader->run;
    SsAssocRecord *last = NULL;
    guint          added = 0;

    for (guint i = 0; i < reader->accounts->len; i++) {
        const Entry   *entry = reader->accounts->pdata[i];
        SsAssocRecord *known = ss_accounts_assoc(run->db, entry->name, "", "");

        if (ss_accounts_account(run->db, entry->name) == NULL)
            make_account(run, entry);
        else
            change_account(entry, ss_accounts_account(run->db, entry->name));
        if (known != NULL) {
            ss_assoc_edit_apply(run, known, &entry->edit);
            continue;
        }
        last = add_assoc(run->db, last, ss_accounts_assoc(run->db, entry->parent, "", ""),
                         entry->name, "", "", run->ctx->now);
        ss_assoc_edit_record_new(run, last, &entry->edit, false);
        added++;
    }
    return added;
}

static void make_user(SsSacctmgrRun *run, const Entry *entry)
{
    SsUserRecord *user = ss_accounts_user(run->db, entry->name);

    if (user == NULL) {
        user = ss_accounts_user_add(run->db, entry->name, run->ctx->now);
        g_autofree char *info = g_strdup_printf("admin_level=%u", MAX(entry->admin, 1));
        ss_sacctmgr_txn(run, "Add Users", user->name, info);
    }
    if (entry->admin != 0)
        user->admin_level = entry->admin;
    if (entry->default_wckey != NULL)
        ss_cmd_set_value(&user->default_wckey, entry->default_wckey);
    for (guint i = 0; i < entry->coordinates->len; i++) {
        SsAccountRecord *account = ss_accounts_account(run->db, entry->coordinates->pdata[i]);

        if (account != NULL && !ss_cmd_names_have(account->coordinators, user->name))
            g_ptr_array_add(account->coordinators, g_strdup(user->name));
    }
}

static void make_wckeys(SsSacctmgrRun *run, const Entry *entry)
{
    const SsUserRecord *user = ss_accounts_user(run->db, entry->name);

    for (guint i = 0; i < entry->wckeys->len; i++) {
        const char *name = entry->wckeys->pdata[i];

        if (ss_accounts_wckey(run->db, name, entry->name) == NULL)
            ss_accounts_wckey_add(run->db, name, entry->name)->is_default =
                strcmp(user->default_wckey, name) == 0;
    }
}

static void set_default(SsAccounts *db, const char *user, const char *account)
{
    const GPtrArray *mine = ss_accounts_of_user(db, user);

    for (guint i = 0; i < mine->len; i++) {
        SsAssocRecord *assoc = mine->pdata[i];
        assoc->is_default = strcmp(assoc->account, account) == 0;
    }
}

static guint add_users(Reader *reader)
{
    SsSacctmgrRun *run = reader->run;
    SsAssocRecord *last = NULL;
    guint          added = 0;

    for (guint i = 0; i < reader->users->len; i++) {
        const Entry   *entry = reader->users->pdata[i];
        const char    *partition = entry->partition != NULL ? entry->partition : "";
        SsAssocRecord *known = ss_accounts_assoc(run->db, entry->parent, entry->name, partition);

        make_user(run, entry);
        make_wckeys(run, entry);
        if (known != NULL) {
            ss_assoc_edit_apply(run, known, &entry->edit);
            continue;
        }
        last = add_assoc(run->db, last, ss_accounts_assoc(run->db, entry->parent, "", ""),
                         entry->parent, entry->name, partition, run->ctx->now);
        ss_assoc_edit_record_new(run, last, &entry->edit, false);
        added++;
    }
    return added;
}

/* Where no line names a default, the first account of the file is it. */
static void add_defaults(Reader *reader)
{
    SsAccounts *db = reader->run->db;

    for (guint i = 0; i < reader->users->len; i++) {
        const Entry *entry = reader->users->pdata[i];

        if (entry->default_account != NULL)
            set_default(db, entry->name, entry->default_account);
        else if (ss_accounts_default(db, entry->name) == NULL)
            set_default(db, entry->name, entry->parent);
    }
}

static guint add_all(Reader *reader)
{
    SsAssocRecord *root = ss_accounts_root(reader->run->db);
    guint          added;

    if (root != NULL)
        ss_assoc_edit_apply(reader->run, root, &reader->cluster->edit);
    added = add_accounts(reader);
    added += add_users(reader);
    add_defaults(reader);
    return added;
}

/* --- a site's dump ---------------------------------------------------------------------------- */

bool ss_assoc_dump_looks_like(const char *text)
{
    while (*text != '\0') {
        text += strspn(text, " \t\r\n");
        if (*text != '#')
            break;
        text += strcspn(text, "\n");
    }
    const size_t word = strcspn(text, " \t\n");
    const char  *behind = text + word + strspn(text + word, " \t");

    return word == 7 && g_ascii_strncasecmp(text, "Cluster", 7) == 0 && *behind == '-';
}

/* What was said on stderr since `from`, as one finding. */
static void take_findings(Reader *reader, gsize from, uint32_t line)
{
    const SsPlace    place = { reader->file, line, 0 };
    g_autofree char *text = g_strdup(reader->run->err->str + from);

    g_strdelimit(g_strstrip(text), "\n", ';');
    if (text[0] != '\0')
        ss_diag_add(reader->diag, SS_SEVERITY_ERROR, ss_fault_row(SS_FAULT_DUMP_LINE)->code, &place,
                    NULL, "%s", text);
}

static bool read_lines(Reader *reader, SsLines *lines)
{
    SsLine line;

    while (ss_lines_next(lines, &line)) {
        const gsize from = reader->run->err->len;

        if (take_line(reader, line.text, line.line))
            continue;
        if (reader->diag != NULL)
            take_findings(reader, from, line.line);
        return false;
    }
    return true;
}

static void check_cluster_name(Reader *reader)
{
    const SsPlace place = { reader->file, reader->cluster->line, 0 };

    if (g_ascii_strcasecmp(reader->cluster->name, reader->run->db->cluster) != 0)
        ss_diag_add(reader->diag, SS_SEVERITY_NOTE, ss_fault_row(SS_FAULT_DUMP_CLUSTER)->code,
                    &place, NULL, "the dump is of cluster '%s', read for cluster '%s'",
                    reader->cluster->name, reader->run->db->cluster);
}

gboolean ss_assoc_dump_read(const char *text, const char *file, SsAccounts *db, SsDiag *diag,
                            GError **error)
{
    const SsAccountRecord  *root = ss_accounts_account(db, "root");
    const SsSacctmgrContext ctx = { .now = root != NULL ? root->created : 0,
                                    .actor = "root",
                                    .immediate = true };
    g_autoptr(GString)      out = g_string_new(NULL), err = g_string_new(NULL);
    SsSacctmgrRun           run = { db, &ctx, out, err, true, 0 };
    g_auto(Reader)          reader = { 0 };
    g_autoptr(SsLines)      lines = ss_lines_new_memory(file, text, strlen(text), SS_LINES_PLAIN);

    reader_init(&reader, &run);
    reader.diag = diag;
    reader.file = file;
    if (!read_lines(&reader, lines)) {
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_FAULTY, "%s: %s", file,
                    "the dump has faults");
        return FALSE;
    }
    if (!ss_lines_finish(lines, error))
        return FALSE;
    if (reader.cluster == NULL) {
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_MISSING,
                    "%s: no line \"Cluster - 'NAME'\" in it: not a sacctmgr dump", file);
        return FALSE;
    }
    check_cluster_name(&reader);
    add_all(&reader);
    return TRUE;
}

/* --- sacctmgr load ---------------------------------------------------------------------------- */

/* Everything but what a new cluster has goes, and numbers begin anew, as in the real database. */
static void clean_tree(SsSacctmgrRun *run)
{
    SsAccounts          *db = run->db;
    g_autoptr(GPtrArray) list = ss_assoc_list_new();

    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];

        if (!assoc->deleted && strcmp(assoc->account, "root") != 0)
            g_ptr_array_add(list, assoc);
    }
    ss_assocs_remove(run, list);
    for (guint i = db->assocs->len; i-- > 0;) {
        if (((SsAssocRecord *) db->assocs->pdata[i])->deleted)
            g_ptr_array_remove_index(db->assocs, i);
    }
    db->next_assoc = 1;
    ss_accounts_restored(db);
}

static char *load_file_name(SsSacctmgrRun *run, char **words, bool *clean)
{
    char *name = NULL;

    for (; *words != NULL; words++) {
        const SsCmdWord word = ss_cmd_word(*words);

        *clean |= ss_cmd_word_bare(&word, "clean", 3);
        if (ss_cmd_word_bare(&word, "clean", 3) || ss_cmd_word_is(&word, "cluster", 2))
            continue;
        g_free(name);
        name = g_strdup(ss_cmd_word_is(&word, "file", 1) ? word.value : word.text);
    }
    if (name == NULL)
        ss_sacctmgr_refuse(run, " No filename given, specify one with file=''");
    return name;
}

void ss_sacctmgr_load(SsSacctmgrRun *run, char **words)
{
    bool               clean = false;
    g_autofree char   *name = load_file_name(run, words, &clean);
    g_autofree char   *text = NULL;
    g_autoptr(GError)  error = NULL;
    g_autoptr(SsLines) lines = NULL;
    g_auto(Reader)     reader = { 0 };

    reader_init(&reader, run);
    if (name == NULL)
        return;
    if (!g_file_get_contents(name, &text, NULL, &error)) {
        ss_sacctmgr_refuse(run, " Unable to read \"%s\": %s", name,
                           error->code == G_FILE_ERROR_NOENT ? "No such file or directory"
                                                             : error->message);
        return;
    }
    lines = ss_lines_new_memory(name, text, strlen(text), SS_LINES_PLAIN);
    const bool understood = read_lines(&reader, lines);
    if (reader.cluster != NULL)
        ss_sacctmgr_print(run, "For cluster %s\n", reader.cluster->name);
    if (!understood || reader.cluster == NULL) {
        ss_sacctmgr_refuse(run, " Problem with requests: Unspecified error");
        return;
    }
    if (strcmp(reader.cluster->name, run->db->cluster) != 0) {
        ss_sacctmgr_refuse(run, " A simulation has one cluster, '%s'; cluster '%s' is not added.",
                           run->db->cluster, reader.cluster->name);
        return;
    }
    if (!ss_sacctmgr_commit(run))
        return;
    if (clean)
        clean_tree(run);
    if (add_all(&reader) == 0)
        ss_sacctmgr_print(run, " Nothing new added.\n");
}

/* --- writing ---------------------------------------------------------------------------------- */

static const char header[] =
    "# To edit this file start with a cluster line for the new cluster\n"
    "# Cluster - 'cluster_name':MaxTRESPerJob=node=50\n"
    "# Followed by Accounts you want in this fashion (root is created by default)...\n"
    "# Parent - 'root'\n"
    "# Account - 'cs':MaxTRESPerJob=node=5:MaxJobs=4:MaxTRESMinsPerJob=cpu=20:FairShare=399:"
    "MaxWallDurationPerJob=40:Description='Computer Science':Organization='LC'\n"
    "# Any of the options after a ':' can be left out and they can be in any order.\n"
    "# If you want to add any sub accounts just list the Parent THAT HAS ALREADY\n"
    "# BEEN CREATED before the account line in this fashion...\n"
    "# Parent - 'cs'\n"
    "# Account - 'test':MaxTRESPerJob=node=1:MaxJobs=1:MaxTRESMinsPerJob=cpu=1:FairShare=1:"
    "MaxWallDurationPerJob=1:Description='Test Account':Organization='Test'\n"
    "# To add users to a account add a line like this after a Parent - 'line'\n"
    "# User - 'lipari':MaxTRESPerJob=node=2:MaxJobs=3:MaxTRESMinsPerJob=cpu=4:FairShare=1:"
    "MaxWallDurationPerJob=1\n";

static void write_text(GString *line, const char *key, const char *value)
{
    if (value != NULL && value[0] != '\0')
        g_string_append_printf(line, ":%s='%s'", key, value);
}

static void write_qos(const SsAccounts *db, const SsAssocRecord *assoc, GString *line)
{
    const SsQosEdit edit = { true, true, assoc->qos, assoc->qos_add, assoc->qos_del };

    if (assoc->qos->len + assoc->qos_add->len + assoc->qos_del->len == 0)
        return;
    g_autofree char *names = ss_qos_edit_text(db, &edit);
    write_text(line, "QOS", names);
}

static void write_settings(const SsAccounts *db, const SsAssocRecord *assoc, GString *line)
{
    const SsQosRecord *default_qos = ss_accounts_qos_id(db, assoc->default_qos);

    write_text(line, "DefaultQOS", default_qos != NULL ? default_qos->name : NULL);
    g_string_append_printf(line, ":Fairshare=%u", assoc->shares);
    ss_limits_dump(db, &assoc->limits, line);
    if (assoc->priority != SS_NO_LIMIT)
        g_string_append_printf(line, ":Priority=%u", assoc->priority);
    write_qos(db, assoc, line);
}

static char *join(GPtrArray *names)
{
    g_ptr_array_add(names, NULL);
    return g_strjoinv(",", (char **) names->pdata);
}

static char *coordinated_by(const SsAccounts *db, const char *user)
{
    g_autoptr(GPtrArray) names = ss_cmd_names_new();

    for (guint i = 0; i < db->accounts->len; i++) {
        const SsAccountRecord *account = db->accounts->pdata[i];

        if (!account->deleted && ss_cmd_names_have(account->coordinators, user))
            g_ptr_array_add(names, g_strdup(account->name));
    }
    ss_names_sort(names);
    return join(names);
}

/* Without those that only jobs brought: "" and "*default". */
static char *wckeys_of(const SsAccounts *db, const char *user)
{
    g_autoptr(GPtrArray) names = ss_cmd_names_new();

    for (guint i = 0; i < db->wckeys->len; i++) {
        const SsWckeyRecord *wckey = db->wckeys->pdata[i];

        if (!wckey->deleted && strcmp(wckey->user, user) == 0 && *wckey->name != '\0'
            && *wckey->name != '*')
            g_ptr_array_add(names, g_strdup(wckey->name));
    }
    ss_names_sort(names);
    return join(names);
}

static void write_account(const SsAccounts *db, const SsAssocRecord *assoc, GString *line)
{
    const SsAccountRecord *account = ss_accounts_account(db, assoc->account);

    g_string_append_printf(line, "Account - '%s'", assoc->account);
    if (account != NULL) {
        write_text(line, "Description", account->description);
        write_text(line, "Organization", account->organization);
    }
    write_settings(db, assoc, line);
}

static void write_user(const SsAccounts *db, const SsAssocRecord *assoc, GString *line)
{
    static const char *const levels[] = { "", "", "Operator", "Administrator" };
    const SsUserRecord      *user = ss_accounts_user(db, assoc->user);
    const SsAssocRecord     *home = ss_accounts_default(db, assoc->user);
    g_autofree char         *coordinates = coordinated_by(db, assoc->user);
    g_autofree char         *wckeys = wckeys_of(db, assoc->user);

    g_string_append_printf(line, "User - '%s'", assoc->user);
    write_text(line, "Partition", assoc->partition);
    write_text(line, "DefaultAccount", home != NULL ? home->account : NULL);
    write_text(line, "DefaultWCKey", user != NULL ? user->default_wckey : NULL);
    write_text(line, "AdminLevel", user != NULL ? levels[MIN(user->admin_level, 3)] : NULL);
    write_text(line, "Coordinator", coordinates);
    write_text(line, "WCKeys", wckeys);
    write_settings(db, assoc, line);
}

static int compare_records(const void *a, const void *b)
{
    return ss_assoc_record_compare(*(SsAssocRecord *const *) a, *(SsAssocRecord *const *) b);
}

static void add_line(GPtrArray *lines, GString *line)
{
    g_ptr_array_add(lines, g_string_free(line, FALSE));
}

/* An account's children, then their children. */
static void write_below(const SsAccounts *db, const SsAssocRecord *parent, GPtrArray *lines)
{
    g_autoptr(GPtrArray) children = g_ptr_array_new(); /* element-type: SsAssocRecord * */

    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];

        if (!assoc->deleted && assoc->parent == parent->id)
            g_ptr_array_add(children, assoc);
    }
    if (children->len == 0)
        return;
    g_ptr_array_sort(children, compare_records);
    g_ptr_array_add(lines, g_strdup_printf("Parent - '%s'", parent->account));
    for (guint i = 0; i < children->len; i++) {
        const SsAssocRecord *child = children->pdata[i];
        GString             *line = g_string_new(NULL);

        if (child->user[0] != '\0')
            write_user(db, child, line);
        else
            write_account(db, child, line);
        add_line(lines, line);
    }
    for (guint i = 0; i < children->len; i++) {
        const SsAssocRecord *child = children->pdata[i];

        if (child->user[0] == '\0')
            write_below(db, child, lines);
    }
}

static GPtrArray *make_lines(const SsAccounts *db)
{
    const SsAssocRecord *root = ss_accounts_root(db);
    GPtrArray           *lines = g_ptr_array_new_with_free_func(g_free); /* element-type: char * */
    GString             *line = g_string_new(NULL);

    g_string_append_printf(line, "Cluster - '%s'", db->cluster);
    if (root != NULL)
        write_settings(db, root, line);
    add_line(lines, line);
    if (root != NULL)
        write_below(db, root, lines);
    return lines;
}

static char *join_lines(const SsAccounts *db, const char *before, const char *each)
{
    g_autoptr(GPtrArray) lines = make_lines(db); /* element-type: char * */
    GString             *text = g_string_new(before);

    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(text, "%s%s\n", each, (char *) lines->pdata[i]);
    return g_string_free(text, FALSE);
}

char *ss_assoc_dump_text(const SsAccounts *db)
{
    return join_lines(db, header, "");
}

char *ss_assoc_dump_log(const SsAccounts *db)
{
    return join_lines(db, "", "sacctmgr: ");
}
