/* SPDX-License-Identifier: Apache-2.0 */
/*
 * accounts.c - a site's accounts, from whichever file it keeps them in.
 *
 * A script is read as `sacctmgr < script` would read it, or, if its lines begin with the word
 * sacctmgr, as a shell would, as far as quotes, comments and continued lines go. There is no shell:
 * variables, pipes, loops and other commands are errors that say so, because guessing what they
 * meant would give a tree that nobody wrote. `#!` lines and `set -e` are harmless and passed over.
 *
 * Every command is carried out by the same interpreter that serves `sacctmgr` on a run. What it
 * prints on stderr becomes a finding at the line; that a command changed nothing ("Nothing new
 * added.") is a warning, since many sites' scripts are run again and again.
 */
#include "configs/accounts.h"

#include "configs/faults.h"

#include "configs/assoc_dump.h"
#include "configs/qos_table.h"
#include "configs/sacctmgr.h"

#include <string.h>

/* --- a line as words -------------------------------------------------------------------------- */

typedef struct {
    const char *at;
    GString    *word; /* of the word begun; NULL between words */
    GPtrArray  *words;
} Splitter;

static void put(Splitter *splitter, char c)
{
    if (splitter->word == NULL)
        splitter->word = g_string_new(NULL);
    g_string_append_c(splitter->word, c);
}

static void end_word(Splitter *splitter)
{
    if (splitter->word != NULL)
        g_ptr_array_add(splitter->words, g_string_free(splitter->word, FALSE));
    splitter->word = NULL;
}

static gboolean refuse_shell(char c, GError **error)
{
    g_set_error(
        error, SS_CONF_ERROR, SS_CONF_ERROR_SYNTAX,
        "'%c' would need a shell, and there is none; write the command out, or put the word "
        "in single quotes",
        c);
    return FALSE;
}

/* From an opening quote to behind its fellow. */
static gboolean take_quoted(Splitter *splitter, GError **error)
{
    const char quote = *splitter->at++;

    if (splitter->word == NULL)
        splitter->word = g_string_new(NULL); /* "" is a word, too */
    for (; *splitter->at != quote; splitter->at++) {
        if (*splitter->at == '\0') {
            g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_SYNTAX,
                        "a %c that opens a quotation is not closed on its line", quote);
            return FALSE;
        }
        if (quote == '"' && (*splitter->at == '$' || *splitter->at == '`'))
            return refuse_shell(*splitter->at, error);
        if (quote == '"' && *splitter->at == '\\' && splitter->at[1] != '\0')
            splitter->at++;
        put(splitter, *splitter->at);
    }
    splitter->at++;
    return TRUE;
}

static gboolean take_char(Splitter *splitter, GError **error)
{
    const char c = *splitter->at;

    if (c == '\'' || c == '"')
        return take_quoted(splitter, error);
    if (strchr("$`;|&<>()", c) != NULL)
        return refuse_shell(c, error);
    if (c == '\\' && splitter->at[1] != '\0')
        splitter->at++;
    if (g_ascii_isspace(c))
        end_word(splitter);
    else
        put(splitter, *splitter->at);
    splitter->at++;
    return TRUE;
}

char **ss_accounts_split(const char *line, GError **error)
{
    Splitter splitter = { line, NULL, g_ptr_array_new_with_free_func(g_free) };
    gboolean ok = TRUE;

    while (ok && *splitter.at != '\0' && !(*splitter.at == '#' && splitter.word == NULL))
        ok = take_char(&splitter, error);
    end_word(&splitter);
    if (!ok) {
        g_ptr_array_unref(splitter.words);
        return NULL;
    }
    g_ptr_array_add(splitter.words, NULL);
    return (char **) g_ptr_array_free(splitter.words, FALSE);
}

/* --- a script --------------------------------------------------------------------------------- */

typedef struct {
    SsAccounts *db;
    SsDiag     *diag;
    const char *file;
    SsTime      now;
    uint32_t    errors;
} Script;

static void find_fault(Script *script, uint32_t line, SsSeverity severity, const char *code,
                       const char *remedy, const char *text)
{
    const SsPlace place = { script->file, line, 0 };

    ss_diag_add(script->diag, severity, code, &place, remedy, "%s", text);
    script->errors += severity == SS_SEVERITY_ERROR;
}

static bool is_sacctmgr(const char *word)
{
    return strcmp(word, "sacctmgr") == 0 || g_str_has_suffix(word, "/sacctmgr");
}

/* "set -e" stands at the head of many shell scripts, "|| true" behind commands that may fail. */
static bool is_harmless(char **words)
{
    if (strcmp(words[0], "true") == 0 || strcmp(words[0], ":") == 0)
        return true;
    return strcmp(words[0], "set") == 0 && words[1] != NULL
           && (words[1][0] == '-' || words[1][0] == '+');
}

static char *one_line(GString *text)
{
    return g_strdelimit(g_strstrip(text->str), "\n", ';');
}

static void run_command(Script *script, char **words, uint32_t line)
{
    const SsSacctmgrContext ctx = { .now = script->now, .actor = "root", .immediate = true };
    g_autoptr(GString)      out = g_string_new(NULL), err = g_string_new(NULL);
    const int               code = ss_sacctmgr_run(script->db, &ctx, words, out, err);

    if (err->len > 0)
        find_fault(script, line, code != 0 ? SS_SEVERITY_ERROR : SS_SEVERITY_WARNING,
                   ss_fault_row(SS_FAULT_SCRIPT_REFUSED)->code, NULL, one_line(err));
    else if (code != 0)
        find_fault(script, line, SS_SEVERITY_WARNING, ss_fault_row(SS_FAULT_SCRIPT_REFUSED)->code,
                   NULL, one_line(out));
}

const char *ss_accounts_or_else(const char *text)
{
    char quote = '\0';

    for (; *text != '\0'; text++) {
        if (quote != '\0')
            quote = *text == quote ? '\0' : quote;
        else if (*text == '\'' || *text == '"')
            quote = *text;
        else if (text[0] == '|' && text[1] == '|')
            return text;
    }
    return NULL;
}

/* Runs a sacctmgr command whose failure is nothing to tell: another one follows it then. */
static bool succeeds(Script *script, const char *text)
{
    const SsSacctmgrContext ctx = { .now = script->now, .actor = "root", .immediate = true };
    g_autoptr(GString)      out = g_string_new(NULL), err = g_string_new(NULL);
    g_auto(GStrv)           words = ss_accounts_split(text, NULL);
    char                  **command = words;

    if (words == NULL || words[0] == NULL)
        return false;
    if (is_sacctmgr(words[0]))
        command++;
    return ss_sacctmgr_run(script->db, &ctx, command, out, err) == 0;
}

static void run_line(Script *script, const char *text, uint32_t line)
{
    const char *or_else = ss_accounts_or_else(text);

    if (or_else != NULL) {
        g_autofree char *first = g_strndup(text, (gsize) (or_else - text));

        if (!succeeds(script, first))
            run_line(script, or_else + 2, line);
        return;
    }
    g_autoptr(GError) error = NULL;
    g_auto(GStrv)     words = ss_accounts_split(text, &error);

    if (words == NULL) {
        find_fault(script, line, SS_SEVERITY_ERROR, ss_fault_row(SS_FAULT_SCRIPT_LINE)->code, NULL,
                   error->message);
        return;
    }
    if (words[0] == NULL || is_harmless(words))
        return;
    if (is_sacctmgr(words[0])) {
        run_command(script, words + 1, line);
        return;
    }
    if (ss_sacctmgr_action(words) != SS_SACCTMGR_NONE) {
        run_command(script, words, line);
        return;
    }
    g_autofree char *fault = g_strdup_printf("'%s' is not a sacctmgr command", words[0]);
    find_fault(script, line, SS_SEVERITY_ERROR, ss_fault_row(SS_FAULT_SCRIPT_LINE)->code,
               "write `sacctmgr add|modify|delete ENTITY ...`; there is no shell here", fault);
}

/* Appends the physical line without its newline; true if a backslash continues it. */
static bool append_line(GString *logical, const char *line, gsize length)
{
    const bool continued = length > 0 && line[length - 1] == '\\';

    g_string_append_len(logical, line, (gssize) (continued ? length - 1 : length));
    return continued;
}

bool ss_accounts_next_line(const char **at, GString *line, uint32_t *number)
{
    bool continued = **at != '\0';

    g_string_truncate(line, 0);
    if (!continued)
        return false;
    while (continued && **at != '\0') {
        const char *end = *at + strcspn(*at, "\n");
        gsize       length = (gsize) (end - *at);

        ++*number;
        if (length > 0 && (*at)[length - 1] == '\r')
            length--;
        continued = append_line(line, *at, length);
        *at = *end == '\n' ? end + 1 : end;
    }
    return true;
}

gboolean ss_accounts_run_script(const char *text, const char *file, SsAccounts *db, SsDiag *diag,
                                GError **error)
{
    const SsAccountRecord *root = ss_accounts_account(db, "root");
    Script                 script = { db, diag, file, root != NULL ? root->created : 0, 0 };
    g_autoptr(GString)     line = g_string_new(NULL);

    for (uint32_t n = 0, first = 1; ss_accounts_next_line(&text, line, &n); first = n + 1)
        run_line(&script, line->str, first);
    if (script.errors == 0)
        return TRUE;
    g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_FAULTY, "%s: %u command%s refused", file,
                script.errors, ss_plural(script.errors));
    return FALSE;
}

/* --- a site ----------------------------------------------------------------------------------- */

static char *find_file(const char *folder)
{
    static const char *const names[] = { "accounts.dump", "setup.sh", "sacctmgr.script" };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);

        if (g_file_test(path, G_FILE_TEST_EXISTS))
            return g_steal_pointer(&path);
    }
    return NULL;
}

static uint32_t line_of(const char *text, gsize at)
{
    uint32_t line = 1;

    for (gsize i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}

static gboolean read_text(const char *path, char **text, GError **error)
{
    gsize length = 0;

    if (!g_file_get_contents(path, text, &length, error))
        return FALSE;
    if (strlen(*text) == length)
        return TRUE;
    g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                "%s:%u: a NUL byte; this is not a text file", path, line_of(*text, strlen(*text)));
    g_clear_pointer(text, g_free);
    return FALSE;
}

static gboolean read_qos(const char *path, SsAccounts *db, SsDiag *diag, GError **error)
{
    g_autofree char *text = NULL;

    return path == NULL
           || (read_text(path, &text, error) && ss_qos_table_read(text, path, db, diag, error));
}

gboolean ss_accounts_read(const char *folder, const char *accounts_file, const char *qos_file,
                          SsAccounts *db, bool *found, SsDiag *diag, GError **error)
{
    g_autofree char *path = accounts_file != NULL ? g_strdup(accounts_file) : find_file(folder);
    g_autofree char *text = NULL;

    *found = path != NULL;
    if (!read_qos(qos_file, db, diag, error))
        return FALSE;
    if (path == NULL)
        return TRUE;
    if (!read_text(path, &text, error))
        return FALSE;
    const gboolean ok = ss_assoc_dump_looks_like(text)
                            ? ss_assoc_dump_read(text, path, db, diag, error)
                            : ss_accounts_run_script(text, path, db, diag, error);
    db->cluster_added = true;
    return ok;
}
