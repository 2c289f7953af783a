/* SPDX-License-Identifier: Apache-2.0 */
/*
 * anonymise.c - a site and its workload under other names.
 *
 * Files are rewritten word by word, not written anew from what was read: the order of lines and commands decides ids,
 * ids decide ties, and ties decide ranks. A word is known by the key before it ("AllowAccounts="), never by its
 * looks: an account may be called gpu and the devices beside it must stay.
 *
 * Tested in tests/cli/18_anonymise.txt: the anonymous site's run starts every job in the same second.
 */
#include "sim/sweep/anonymise.h"

#include "configs/keys.h"
#include "sim/base/lines.h"

#include <string.h>

typedef enum {
    KIND_USER,
    KIND_ACCOUNT,
    KIND_QOS,
    KIND_PARTITION,
    KIND_STEM,
    KIND_FEATURE,
    KIND_LICENSE,
    N_KINDS,
} Kind;

static const char letters[N_KINDS] = { 'u', 'a', 'q', 'p', 'n', 'f', 'l' };

struct SsAnonymous {
    GHashTable *names
        [N_KINDS]; /* name in lower case (users, accounts, QOS) or as it is -> pseudonym, "" at first */
};

SsAnonymous *ss_anonymous_new(void)
{
    SsAnonymous *names = g_new0(SsAnonymous, 1);

    for (int k = 0; k < N_KINDS; k++)
        names->names[k] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return names;
}

void ss_anonymous_free(SsAnonymous *names)
{
    if (!names)
        return;
    for (int k = 0; k < N_KINDS; k++)
        g_hash_table_unref(names->names[k]);
    g_free(names);
}

/* --- collecting --------------------------------------------------------------------------------------------- */

static bool is_kept(Kind kind, const char *name)
{
    return *name == '\0' || strcmp(name, "root") == 0
           || (kind == KIND_QOS && strcmp(name, "normal") == 0);
}

static char *folded(Kind kind, const char *name)
{
    return kind >= KIND_PARTITION ? g_strdup(name) : g_ascii_strdown(name, -1);
}

static void add(SsAnonymous *names, Kind kind, const char *name)
{
    char *key = name ? folded(kind, name) : NULL;

    if (!key || is_kept(kind, key) || g_hash_table_contains(names->names[kind], key))
        g_free(key);
    else
        g_hash_table_insert(names->names[kind], key, g_strdup(""));
}

/* Where the number at the end begins. */
static size_t stem_length(const char *node)
{
    size_t n = strlen(node);

    while (n > 0 && g_ascii_isdigit(node[n - 1]))
        n--;
    return n;
}

void ss_anonymous_add_site(SsAnonymous *names, const SsCluster *cluster)
{
    const SsAccounts *db = cluster->accounts;

    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        g_autofree char *stem =
            g_strndup(cluster->nodes[i].name, stem_length(cluster->nodes[i].name));

        add(names, KIND_STEM, stem);
        for (char **f = cluster->nodes[i].feature; f && *f; f++)
            add(names, KIND_FEATURE, *f);
    }
    for (uint32_t i = 0; i < cluster->n_licenses; i++)
        add(names, KIND_LICENSE, cluster->licenses[i].name);
    for (uint32_t i = 0; i < cluster->n_parts; i++)
        add(names, KIND_PARTITION, cluster->parts[i].name);
    for (uint32_t i = 0; db && i < db->accounts->len; i++)
        add(names, KIND_ACCOUNT, ((SsAccountRecord *) db->accounts->pdata[i])->name);
    for (uint32_t i = 0; db && i < db->users->len; i++)
        add(names, KIND_USER, ((SsUserRecord *) db->users->pdata[i])->name);
    for (uint32_t i = 0; db && i < db->qos->len; i++)
        add(names, KIND_QOS, ((SsQosRecord *) db->qos->pdata[i])->name);
}

void ss_anonymous_add_job(SsAnonymous *names, const SsJobSpec *spec)
{
    add(names, KIND_USER, spec->user);
    add(names, KIND_ACCOUNT, spec->account);
    add(names, KIND_QOS, spec->qos);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* As many digits for all, so that they sort as the names do. */
static void number(GHashTable *names, char letter)
{
    guint             n = 0;
    g_autofree char **keys = (char **) g_hash_table_get_keys_as_array(names, &n);
    g_autofree char  *most = g_strdup_printf("%u", n);
    const int         digits = (int) strlen(most);

    qsort(keys, n, sizeof *keys, by_name);
    for (guint i = 0; i < n; i++)
        g_hash_table_replace(names, g_strdup(keys[i]),
                             letter == 'n' ? g_strdup_printf("n%c%c-", 'a' + (char) (i / 26 % 26),
                                                             'a' + (char) (i % 26))
                                           : g_strdup_printf("%c%0*u", letter, digits, i + 1));
}

void ss_anonymous_seal(SsAnonymous *names)
{
    for (int k = 0; k < N_KINDS; k++)
        number(names->names[k], letters[k]);
}

SsAnonymousCount ss_anonymous_count(const SsAnonymous *names)
{
    return (SsAnonymousCount){ g_hash_table_size(names->names[KIND_USER]),
                               g_hash_table_size(names->names[KIND_ACCOUNT]),
                               g_hash_table_size(names->names[KIND_QOS]),
                               g_hash_table_size(names->names[KIND_PARTITION]),
                               g_hash_table_size(names->names[KIND_STEM]),
                               g_hash_table_size(names->names[KIND_FEATURE]),
                               g_hash_table_size(names->names[KIND_LICENSE]) };
}

/* --- words -------------------------------------------------------------------------------------------------- */

/* The pseudonym, or the name itself if it has none. */
static char *pseudonym(const SsAnonymous *names, Kind kind, const char *name)
{
    g_autofree char *key = folded(kind, name);
    const char      *found = g_hash_table_lookup(names->names[kind], key);

    return g_strdup(found ? found : name);
}

/* "a,b,-c": signs before a name stay. */
static char *each_name(const SsAnonymous *names, Kind kind, const char *list)
{
    g_auto(GStrv)      parts = g_strsplit(list, ",", -1);
    g_autoptr(GString) text = g_string_new(NULL);

    for (uint32_t i = 0; parts[i]; i++) {
        const size_t     sign = strspn(parts[i], "+- ");
        g_autofree char *name = pseudonym(names, kind, parts[i] + sign);

        g_string_append_printf(text, "%s%.*s%s", i ? "," : "", (int) sign, parts[i], name);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Names among signs: "[rack1|rack2]&ib*2", "matlab:3,ansys". */
static char *each_term(const SsAnonymous *names, Kind kind, const char *text)
{
    static const char signs[] = "&|[](),;*:= \t";
    GString          *out = g_string_new(NULL);

    for (size_t n; *text; text += n) {
        n = strcspn(text, signs);
        g_autofree char *name = g_strndup(text, n);
        g_autofree char *other = pseudonym(names, kind, name);

        g_string_append(out, other);
        text += n;
        n = strspn(text, signs);
        g_string_append_len(out, text, (gssize) n);
    }
    return g_string_free(out, FALSE);
}

/* What names TRES names licences: "cpu=4,license/matlab=2". */
static char *each_tres(const SsAnonymous *names, const char *text)
{
    static const char word[] = "license/";
    GString          *out = g_string_new(NULL);

    while (*text) {
        if (g_ascii_strncasecmp(text, word, strlen(word)) != 0) {
            g_string_append_c(out, *text++);
            continue;
        }
        const size_t     n = strcspn(text + strlen(word), "=,: \t");
        g_autofree char *name = g_strndup(text + strlen(word), n);
        g_autofree char *other = pseudonym(names, KIND_LICENSE, name);

        g_string_append_printf(out, "%.*s%s", (int) strlen(word), text, other);
        text += strlen(word) + n;
    }
    return g_string_free(out, FALSE);
}

/* "gpu-node[01-10],login": each word's letters before a number or bracket are a stem. */
static char *each_node(const SsAnonymous *names, const char *list)
{
    GString *text = g_string_new(NULL);

    while (*list) {
        size_t n = 0, depth = 0, stem;

        while (list[n] && (depth > 0 || list[n] != ',')) {
            depth += list[n] == '[';
            depth -= list[n] == ']' && depth > 0;
            n++;
        }
        g_autofree char *word = g_strndup(list, n);
        const char      *bracket = strchr(word, '[');
        stem = bracket ? (size_t) (bracket - word) : stem_length(word);
        g_autofree char *plain = g_strndup(word, stem);
        g_autofree char *other = pseudonym(names, KIND_STEM, plain);
        g_string_append_printf(text, "%s%s%s", other, word + stem, list[n] ? "," : "");
        list += n + (list[n] != '\0');
    }
    return g_string_free(text, FALSE);
}

/* --- a job -------------------------------------------------------------------------------------------------- */

static void replace(char **slot, char *other)
{
    g_free(*slot);
    *slot = other;
}

void ss_anonymous_job(const SsAnonymous *names, SsJobSpec *spec)
{
    char **gone[] = { &spec->work_dir,    &spec->command, &spec->comment, &spec->admin_comment,
                      &spec->submit_line, &spec->group,   &spec->wckey };
    const struct {
        char **slot;
        Kind   kind;
    } named[] = { { &spec->user, KIND_USER },
                  { &spec->account, KIND_ACCOUNT },
                  { &spec->qos, KIND_QOS },
                  { &spec->partition, KIND_PARTITION } };

    for (size_t i = 0; i < G_N_ELEMENTS(gone); i++)
        g_clear_pointer(gone[i], g_free);
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++)
        if (*named[i].slot)
            replace(named[i].slot, each_name(names, named[i].kind, *named[i].slot));
    if (spec->constraint)
        replace(&spec->constraint, each_term(names, KIND_FEATURE, spec->constraint));
    if (spec->prefer)
        replace(&spec->prefer, each_term(names, KIND_FEATURE, spec->prefer));
    if (spec->licenses)
        replace(&spec->licenses, each_term(names, KIND_LICENSE, spec->licenses));
    if (spec->nodelist)
        replace(&spec->nodelist, each_node(names, spec->nodelist));
    if (spec->exclude)
        replace(&spec->exclude, each_node(names, spec->exclude));
    spec->uid = spec->gid = SS_UNSET32;
    replace(&spec->name, g_strdup("j"));
}

/* --- slurm.conf and its kin ----------------------------------------------------------------------------------- */

typedef char *(*Rewrite)(const SsAnonymous *names, const char *value);

static char *accounts_of(const SsAnonymous *names, const char *value)
{
    return each_name(names, KIND_ACCOUNT, value);
}
static char *users_of(const SsAnonymous *names, const char *value)
{
    return each_name(names, KIND_USER, value);
}
static char *qos_of(const SsAnonymous *names, const char *value)
{
    return each_name(names, KIND_QOS, value);
}
static char *partitions_of(const SsAnonymous *names, const char *value)
{
    return each_name(names, KIND_PARTITION, value);
}
static char *features_of(const SsAnonymous *names, const char *value)
{
    return each_term(names, KIND_FEATURE, value);
}
static char *licenses_of(const SsAnonymous *names, const char *value)
{
    return each_term(names, KIND_LICENSE, value);
}
static char *cluster_of(const SsAnonymous *names, const char *value)
{
    (void) names;
    (void) value;
    return g_strdup("cluster");
}
static char *host_of(const SsAnonymous *names, const char *value)
{
    (void) names;
    (void) value;
    return g_strdup("ctl");
}
static char *group_of(const SsAnonymous *names, const char *value)
{
    (void) names;
    (void) value;
    return g_strdup("g1");
}
static char *nothing_of(const SsAnonymous *names, const char *value)
{
    (void) names;
    (void) value;
    return g_strdup("x");
}

static const struct {
    const char *key;
    Rewrite     rewrite;
} conf_keys[] = {
    { "AllowAccounts", accounts_of },
    { "AllowGroups", group_of },
    { "AllowQos", qos_of },
    { "Alternate", partitions_of },
    { "ClusterName", cluster_of },
    { "ControlMachine", host_of },
    { "DenyAccounts", accounts_of },
    { "DenyQos", qos_of },
    { "DownNodes", each_node },
    { "Feature", features_of },
    { "Features", features_of },
    { "Licenses", licenses_of },
    { "NodeAddr", each_node },
    { "NodeHostname", each_node },
    { "NodeName", each_node },
    { "Nodes", each_node },
    { "PartitionName", partitions_of },
    { "QOS", qos_of },
    { "Reason", nothing_of },
    { "SlurmctldHost", host_of },
};

static Rewrite conf_rewrite(const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(conf_keys); i++)
        if (g_ascii_strcasecmp(conf_keys[i].key, key) == 0)
            return conf_keys[i].rewrite;
    return NULL;
}

/* A key of the file's own level that does nothing in a simulation tells only who the site is. */
static bool is_idle_key(const char *key)
{
    const SsConfKey *row = ss_conf_key(SS_SCOPE_GLOBAL, key);

    return row && row->effect == SS_KEY_INERT && !conf_rewrite(key);
}

/* One word "Key=Value" with quotes around the value or not. */
static void conf_word(const SsAnonymous *names, const char *key, const char *value, SsWriter *w)
{
    const Rewrite    rewrite = conf_rewrite(key);
    const bool       quoted = *value == '"';
    g_autofree char *bare =
        quoted ? g_strndup(value + 1, strlen(value) - 1 - (value[strlen(value) - 1] == '"'))
               : g_strdup(value);
    const bool       is_word = strcmp(bare, "ALL") == 0 || strcmp(bare, "DEFAULT") == 0;
    g_autofree char *other = rewrite && !is_word ? rewrite(names, bare) : each_tres(names, bare);

    ss_writer_printf(w, "%s=%s%s%s", key, quoted ? "\"" : "", other, quoted ? "\"" : "");
}

/* The end of the value at `p`: blanks end it outside of quotes. */
static const char *value_end(const char *p)
{
    bool quoted = false;

    for (; *p && (quoted || !g_ascii_isspace(*p)); p++)
        quoted ^= *p == '"';
    return p;
}

static void conf_line(const SsAnonymous *names, const char *p, SsWriter *w)
{
    bool first = true;

    while (*(p += strspn(p, " \t"))) {
        const char *equals = strchr(p, '=');
        if (!equals)
            return;
        g_autofree char *key = g_strstrip(g_strndup(p, (gsize) (equals - p)));
        const char      *begin = equals + 1 + strspn(equals + 1, " \t"), *end = value_end(begin);
        g_autofree char *value = g_strndup(begin, (gsize) (end - begin));

        if (first && is_idle_key(key))
            return;
        if (!first)
            ss_writer_char(w, ' ');
        conf_word(names, key, value, w);
        first = false;
        p = end;
    }
    if (!first)
        ss_writer_char(w, '\n');
}

/* --- accounts ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *key;
    Rewrite     rewrite;
} account_keys[] = {
    { "account", accounts_of },     { "accounts", accounts_of },
    { "acct", accounts_of },        { "cluster", cluster_of },
    { "clusters", cluster_of },     { "defaultaccount", accounts_of },
    { "defaultqos", qos_of },       { "description", nothing_of },
    { "organization", nothing_of }, { "parent", accounts_of },
    { "partition", partitions_of }, { "partitions", partitions_of },
    { "preempt", qos_of },          { "qos", qos_of },
    { "qoslevel", qos_of },         { "user", users_of },
    { "users", users_of },
};

static Rewrite account_rewrite(const char *key, Rewrite entity)
{
    if (g_ascii_strncasecmp(key, "name", 4) == 0)
        return entity;
    for (size_t i = 0; i < G_N_ELEMENTS(account_keys); i++)
        if (g_ascii_strcasecmp(account_keys[i].key, key) == 0)
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
    g_autofree char *value = (rewrite ? rewrite : each_tres)(names, equals + 1);

    return g_strdup_printf("%.*s=%s", (int) n, word, value);
}

static void script_line(const SsAnonymous *names, const char *text, SsWriter *w)
{
    g_auto(GStrv) words = NULL;
    Rewrite       entity = NULL;

    if (*text == '#' || !g_shell_parse_argv(text, NULL, &words, NULL))
        return;
    for (uint32_t i = 0; words[i]; i++) {
        g_autofree char *word = account_word(names, words[i], &entity);
        const bool       plain = strpbrk(word, " \t'\"\\$&|;()<>*?[#~") == NULL && *word;
        g_autofree char *quoted = plain ? g_strdup(word) : g_shell_quote(word);

        ss_writer_printf(w, "%s%s", i ? " " : "", quoted);
    }
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
        g_autofree char *other = (rewrite ? rewrite : each_tres)(names, value);
        ss_writer_printf(w, "%s%s%s%s%s%s", i ? ":" : "", key, i == 0 ? " - " : "=",
                         quoted ? "'" : "", other, quoted ? "'" : "");
    }
    ss_writer_char(w, '\n');
}

/* --- files ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char   *name;
    SsLinesSyntax syntax;
    void (*line)(const SsAnonymous *names, const char *text, SsWriter *w);
} files[] = {
    { "slurm.conf", SS_LINES_SLURM, conf_line },
    { "gres.conf", SS_LINES_SLURM, conf_line },
    { "topology.conf", SS_LINES_SLURM, conf_line },
    { "accounts.dump", SS_LINES_PLAIN, dump_line },
    { "setup.sh", SS_LINES_PLAIN, script_line },
    { "sacctmgr.script", SS_LINES_PLAIN, script_line },
};

static gboolean rewrite_file(const SsAnonymous *names, size_t row, const char *from, const char *to,
                             GError **error)
{
    g_autoptr(SsLines)  lines = ss_lines_open(from, files[row].syntax, error);
    g_autoptr(SsWriter) w = lines ? ss_writer_new_path(to, error) : NULL;
    SsLine              line;

    if (!w)
        return FALSE;
    while (ss_lines_next(lines, &line))
        files[row].line(names, line.text, w);
    return ss_lines_finish(lines, error) && ss_writer_close(w, error);
}

gboolean ss_anonymous_site(const SsAnonymous *names, const char *from, const char *to,
                           GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *source = g_build_filename(from, files[i].name, NULL);
        g_autofree char *target = g_build_filename(to, files[i].name, NULL);

        if (g_file_test(source, G_FILE_TEST_EXISTS)
            && !rewrite_file(names, i, source, target, error))
            return FALSE;
    }
    return TRUE;
}
