/* SPDX-License-Identifier: Apache-2.0 */
/*
 * anonymise.c - pseudonyms: which name has which, and the words in which names stand.
 *
 * Names are collected by the same functions that later replace them: until the seal every name that is asked for is
 * kept, after it each has its pseudonym. So what is replaced and what is known cannot differ.
 *
 * A word is known by the key before it ("AllowAccounts="), never by its looks: an account may be called gpu and the
 * devices beside it must stay.
 *
 * Tested in tests/cli/18_anonymise.txt: the anonymous site's run starts every job in the same second.
 */
#include "sim/sweep/anonymise.h"

#include <string.h>

typedef SsAnonymousKind Kind;

/* How a pseudonym looks: letter and number, or for what stands before a number letters and a sign. */
static const struct {
    char letter;
    bool is_stem;
    bool is_folded; /* case does not tell names apart */
} kinds[SS_ANONYMOUS_KINDS] = {
    [SS_ANONYMOUS_USER] = { 'u', false, true },
    [SS_ANONYMOUS_GROUP] = { 'h', false, false },
    [SS_ANONYMOUS_ACCOUNT] = { 'a', false, true },
    [SS_ANONYMOUS_QOS] = { 'q', false, true },
    [SS_ANONYMOUS_PARTITION] = { 'p', false, false },
    [SS_ANONYMOUS_NODE] = { 'n', true, false },
    [SS_ANONYMOUS_NODESET] = { 's', false, false },
    [SS_ANONYMOUS_SWITCH] = { 'w', true, false },
    [SS_ANONYMOUS_FEATURE] = { 'f', false, false },
    [SS_ANONYMOUS_LICENSE] = { 'l', false, false },
    [SS_ANONYMOUS_GRES] = { 'g', false, true },
    [SS_ANONYMOUS_GRES_TYPE] = { 't', false, true },
    [SS_ANONYMOUS_DEVICE] = { 'd', true, false },
    [SS_ANONYMOUS_RESERVATION] = { 'r', false, false },
    [SS_ANONYMOUS_JOB] = { 'j', false, false },
};

struct SsAnonymous {
    GHashTable *names[SS_ANONYMOUS_KINDS]; /* name -> pseudonym, "" until sealed         */
    bool        sealed;
    bool        named_jobs; /* a job waits for others of its name (singleton)             */
};

SsAnonymous *ss_anonymous_new(void)
{
    SsAnonymous *names = g_new0(SsAnonymous, 1);

    for (int k = 0; k < SS_ANONYMOUS_KINDS; k++)
        names->names[k] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return names;
}

void ss_anonymous_free(SsAnonymous *names)
{
    if (!names)
        return;
    for (int k = 0; k < SS_ANONYMOUS_KINDS; k++)
        g_hash_table_unref(names->names[k]);
    g_free(names);
}

/* --- pseudonyms --------------------------------------------------------------------------------------------- */

/* GRES names that mean something to Slurm itself, in order; what stands between them is named so that it
 * stays there. */
static const char *const gres_kept[] = { "gpu", "mps", "nic", "shard" };
static const char        gres_letters[] = { 'g', 'm', 'n', 'o', 't' };

static bool is_kept(Kind kind, const char *name)
{
    static const char *const words[] = { "", "ALL", "DEFAULT", "(null)" };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strcasecmp(words[i], name) == 0)
            return true;
    for (size_t i = 0; kind == SS_ANONYMOUS_GRES && i < G_N_ELEMENTS(gres_kept); i++)
        if (strcmp(gres_kept[i], name) == 0)
            return true;
    return (kind == SS_ANONYMOUS_USER && strcmp(name, "root") == 0)
           || (kind == SS_ANONYMOUS_GROUP && strcmp(name, "root") == 0)
           || (kind == SS_ANONYMOUS_ACCOUNT && strcmp(name, "root") == 0)
           || (kind == SS_ANONYMOUS_QOS
               && (strcmp(name, "normal") == 0 || strcmp(name, "-1") == 0));
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* "naa-", "nab-", ...: as many letters for all. */
static char *stem(char letter, guint i, guint n)
{
    char  text[16];
    guint digits = 2;

    for (guint most = 26 * 26; most < n; most *= 26)
        digits++;
    text[0] = letter;
    for (guint d = digits; d > 0; d--, i /= 26)
        text[d] = (char) ('a' + i % 26);
    text[digits + 1] = '-';
    text[digits + 2] = '\0';
    return g_strdup(text);
}

static char letter_of(Kind kind, const char *name)
{
    guint before = 0;

    if (kind != SS_ANONYMOUS_GRES)
        return kinds[kind].letter;
    while (before < G_N_ELEMENTS(gres_kept) && strcmp(gres_kept[before], name) < 0)
        before++;
    return before == 0 ? 'e' : gres_letters[before];
}

/* As many digits for all, so that they sort as the names do. */
static void number(GHashTable *names, Kind kind)
{
    guint             n = 0;
    g_autofree char **keys = (char **) g_hash_table_get_keys_as_array(names, &n);
    g_autofree char  *most = g_strdup_printf("%u", n);
    const int         digits = (int) strlen(most);

    qsort(keys, n, sizeof *keys, by_name);
    for (guint i = 0; i < n; i++)
        g_hash_table_replace(
            names, g_strdup(keys[i]),
            kinds[kind].is_stem
                ? stem(kinds[kind].letter, i, n)
                : g_strdup_printf("%c%0*u", letter_of(kind, keys[i]), digits, i + 1));
}

void ss_anonymous_seal(SsAnonymous *names)
{
    for (int k = 0; k < SS_ANONYMOUS_KINDS; k++)
        number(names->names[k], (Kind) k);
    names->sealed = true;
}

uint32_t ss_anonymous_count(const SsAnonymous *names, SsAnonymousKind kind)
{
    return g_hash_table_size(names->names[kind]);
}

bool ss_anonymous_has(const SsAnonymous *names, SsAnonymousKind kind, const char *name)
{
    g_autofree char *key = kinds[kind].is_folded ? g_ascii_strdown(name, -1) : g_strdup(name);

    return g_hash_table_contains(names->names[kind], key);
}

char *ss_anonymous_name(const SsAnonymous *names, SsAnonymousKind kind, const char *name)
{
    g_autofree char *key = kinds[kind].is_folded ? g_ascii_strdown(name, -1) : g_strdup(name);

    if (is_kept(kind, key))
        return g_strdup(name);
    if (!names->sealed)
        g_hash_table_insert(names->names[kind], g_steal_pointer(&key), g_strdup(""));
    const char *found = key ? g_hash_table_lookup(names->names[kind], key) : NULL;
    return g_strdup(found ? found : name);
}

/* --- words -------------------------------------------------------------------------------------------------- */

/* "a,b,-c": signs before a name stay. */
char *ss_anonymous_list(const SsAnonymous *names, SsAnonymousKind kind, const char *list)
{
    g_auto(GStrv)      parts = g_strsplit(list, ",", -1);
    g_autoptr(GString) text = g_string_new(NULL);

    for (uint32_t i = 0; parts[i]; i++) {
        const size_t     sign = strspn(parts[i], "+- ");
        g_autofree char *name = ss_anonymous_name(names, kind, parts[i] + sign);

        g_string_append_printf(text, "%s%.*s%s", i ? "," : "", (int) sign, parts[i], name);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Names among signs: "[rack1|rack2]&ib*2", "matlab:3,ansys". */
char *ss_anonymous_terms(const SsAnonymous *names, SsAnonymousKind kind, const char *text)
{
    static const char signs[] = "&|[](),;*:= \t";
    GString          *out = g_string_new(NULL);
    char              before = ',';

    for (size_t n; *text; text += n) {
        n = strcspn(text, signs);
        g_autofree char *name = g_strndup(text, n);
        const bool       is_count = strchr("*:=", before) != NULL && g_ascii_isdigit(*name);
        g_autofree char *other = is_count ? g_strdup(name) : ss_anonymous_name(names, kind, name);

        g_string_append(out, other);
        text += n;
        n = strspn(text, signs);
        g_string_append_len(out, text, (gssize) n);
        before = n ? text[n - 1] : before;
    }
    return g_string_free(out, FALSE);
}

/* "4", "100G": how many, not which. */
static bool is_count(const char *text)
{
    const size_t digits = strspn(text, "0123456789");

    return digits > 0
           && (text[digits] == '\0' || (strchr("kKmMgGtTpP", text[digits]) && !text[digits + 1]));
}

/* One of "gpu", "gpu:2", "gpu:a100:2(S:0-1)", "gres:gpu:a100"; `typed`: a type comes first, as in --gpus. */
static void one_gres(const SsAnonymous *names, const char *text, bool typed, GString *out)
{
    SsAnonymousKind kind = typed ? SS_ANONYMOUS_GRES_TYPE : SS_ANONYMOUS_GRES;

    if (!typed && (g_str_has_prefix(text, "gres:") || g_str_has_prefix(text, "gres/"))) {
        g_string_append_len(out, text, 5);
        text += 5;
    }
    for (;;) {
        const size_t     n = strcspn(text, ":=(");
        g_autofree char *word = g_strndup(text, n);
        const bool       plain = (kind != SS_ANONYMOUS_GRES && is_count(word))
                           || g_ascii_strcasecmp(word, "no_consume") == 0 || *word == '\0'
                           || strcmp(word, "none") == 0;
        g_autofree char *other = plain ? g_strdup(word) : ss_anonymous_name(names, kind, word);

        g_string_append(out, other);
        text += n;
        if (*text != ':')
            break;
        g_string_append_c(out, *text++);
        kind = SS_ANONYMOUS_GRES_TYPE;
    }
    g_string_append(out, text);
}

static char *gres_list(const SsAnonymous *names, const char *list, bool typed)
{
    GString *out = g_string_new(NULL);

    while (*list) {
        size_t n = 0, depth = 0;

        for (; list[n] && (depth > 0 || list[n] != ','); n++)
            depth += list[n] == '(' ? 1 : 0 - (size_t) (list[n] == ')' && depth > 0);
        g_autofree char *one = g_strndup(list, n);
        one_gres(names, one, typed, out);
        if (list[n])
            g_string_append_c(out, ',');
        list += n + (list[n] != '\0');
    }
    return g_string_free(out, FALSE);
}

char *ss_anonymous_gres(const SsAnonymous *names, const char *list)
{
    return gres_list(names, list, false);
}

char *ss_anonymous_gpus(const SsAnonymous *names, const char *list)
{
    return gres_list(names, list, true);
}

/* What names TRES names licences and GRES: "cpu=4,license/matlab=2,gres/gpu:a100=1". */
char *ss_anonymous_tres(const SsAnonymous *names, const char *text)
{
    static const char license[] = "license/", gres[] = "gres/";
    GString          *out = g_string_new(NULL);

    while (*text) {
        const bool is_license = g_ascii_strncasecmp(text, license, strlen(license)) == 0;

        if (!is_license && g_ascii_strncasecmp(text, gres, strlen(gres)) != 0) {
            g_string_append_c(out, *text++);
            continue;
        }
        const size_t     n = strcspn(text, "=, \t"), skip = strlen(is_license ? license : gres);
        g_autofree char *word = g_strndup(text + skip, n - skip);
        g_autofree char *other = is_license ? ss_anonymous_terms(names, SS_ANONYMOUS_LICENSE, word)
                                            : ss_anonymous_gres(names, word);

        g_string_append_printf(out, "%.*s%s", (int) skip, text, other);
        text += n;
    }
    return g_string_free(out, FALSE);
}

/* "gpu-node[01-10],rack1n[2-3]": what is no number and in no brackets is a stem. */
char *ss_anonymous_hosts(const SsAnonymous *names, SsAnonymousKind kind, const char *list)
{
    GString *out = g_string_new(NULL);

    for (size_t n; *list; list += n) {
        n = *list == '[' ? strcspn(list, "]") : strspn(list, "0123456789],");
        if (n == 0) {
            n = strcspn(list, "0123456789[],");
            g_autofree char *plain = g_strndup(list, n);
            g_autofree char *other =
                g_ascii_strcasecmp(plain, "ALL") == 0 || g_ascii_strcasecmp(plain, "DEFAULT") == 0
                    ? g_strdup(plain)
                    : ss_anonymous_name(names, kind, plain);

            g_string_append(out, other);
        } else {
            g_string_append_len(out, list, (gssize) n);
        }
    }
    return g_string_free(out, FALSE);
}

/* --- a job -------------------------------------------------------------------------------------------------- */

static void replace(char **slot, char *other)
{
    g_free(*slot);
    *slot = other;
}

void ss_anonymous_job(const SsAnonymous *names, SsJobSpec *spec)
{
    char **gone[] = { &spec->work_dir,      &spec->command,     &spec->comment,
                      &spec->admin_comment, &spec->submit_line, &spec->wckey };
    const struct {
        char **slot;
        Kind   kind;
    } named[] = { { &spec->user, SS_ANONYMOUS_USER },
                  { &spec->group, SS_ANONYMOUS_GROUP },
                  { &spec->account, SS_ANONYMOUS_ACCOUNT },
                  { &spec->qos, SS_ANONYMOUS_QOS },
                  { &spec->partition, SS_ANONYMOUS_PARTITION },
                  { &spec->reservation, SS_ANONYMOUS_RESERVATION } };
    const struct {
        char **slot;
        Kind   kind;
    } terms[] = { { &spec->constraint, SS_ANONYMOUS_FEATURE },
                  { &spec->prefer, SS_ANONYMOUS_FEATURE },
                  { &spec->licenses, SS_ANONYMOUS_LICENSE } };
    char **gpus[] = { &spec->gpus, &spec->gpus_per_node, &spec->gpus_per_socket,
                      &spec->gpus_per_task };

    for (size_t i = 0; i < G_N_ELEMENTS(gone); i++)
        g_clear_pointer(gone[i], g_free);
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++)
        if (*named[i].slot)
            replace(named[i].slot, ss_anonymous_list(names, named[i].kind, *named[i].slot));
    for (size_t i = 0; i < G_N_ELEMENTS(terms); i++)
        if (*terms[i].slot)
            replace(terms[i].slot, ss_anonymous_terms(names, terms[i].kind, *terms[i].slot));
    for (size_t i = 0; i < G_N_ELEMENTS(gpus); i++)
        if (*gpus[i])
            replace(gpus[i], ss_anonymous_gpus(names, *gpus[i]));
    if (spec->gres)
        replace(&spec->gres, ss_anonymous_gres(names, spec->gres));
    if (spec->nodelist)
        replace(&spec->nodelist, ss_anonymous_hosts(names, SS_ANONYMOUS_NODE, spec->nodelist));
    if (spec->exclude)
        replace(&spec->exclude, ss_anonymous_hosts(names, SS_ANONYMOUS_NODE, spec->exclude));
    spec->uid = spec->gid = SS_UNSET32;
    replace(&spec->name, names->named_jobs && spec->name
                             ? ss_anonymous_name(names, SS_ANONYMOUS_JOB, spec->name)
                             : g_strdup("j"));
}

void ss_anonymous_add_job(SsAnonymous *names, const SsJobSpec *spec)
{
    SsJobSpec scrap;

    ss_job_spec_init(&scrap);
    ss_job_spec_copy(&scrap, spec);
    names->named_jobs |= spec->dependency && strstr(spec->dependency, "singleton");
    if (spec->name)
        g_free(ss_anonymous_name(names, SS_ANONYMOUS_JOB, spec->name));
    ss_anonymous_job(names, &scrap);
    ss_job_spec_clear(&scrap);
}
