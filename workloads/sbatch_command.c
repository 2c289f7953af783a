/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbatch_command.c - words into options: a command line, a script's directives, the environment.
 *
 * getopt_long of the C library is not used: it keeps its place in globals, prints by itself and wants
 * argv writable. Its rules are few and are kept: exact names before abbreviations, an abbreviation
 * counts if only one option has it, a required argument is the next word whatever it looks like, an
 * optional one must be attached, and the first word that is no option ends the options (sbatch asks
 * for that order, so that a script's own arguments stay its own).
 *
 * Three layers are laid one over the other: #SBATCH lines, the environment, the command line. The
 * command line is walked twice, first only to find the script: a bad value in the script is reported
 * before a bad value on the command line, and an unknown option before either, as recorded.
 *
 * A directive's words, as recorded from 22.05.8: anything may follow the seven letters "#SBATCH" at
 * once; quotes and backslashes work as in a shell; an unquoted # ends the line even inside a word; an
 * open quote is fatal and names file and line. Directives count until the first line that is neither
 * blank nor a comment. #PBS and #BSUB lines, which the real one translates, are passed over. Parts of
 * heterogeneous jobs are refused: the simulation has none.
 */
#include "workloads/sbatch_options.h"

#include <string.h>

void ss_sbatch_client_init(SsSbatchClient *client)
{
    *client = (SsSbatchClient){ 0 };
}

void ss_sbatch_client_clear(SsSbatchClient *client)
{
    g_free(client->wrap);
    g_free(client->script);
    g_free(client->script_text);
    g_free(client->clusters);
    g_strfreev(client->arguments);
    ss_sbatch_client_init(client);
}

int ss_sbatch_exit_code(const GError *error)
{
    return g_error_matches(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION) ? 255 : 1;
}

/* --- words -------------------------------------------------------------------------------------- */

typedef enum { TRY, OBEY } Walk; /* is a value that cannot be read passed over, or an error? */

typedef struct {
    char                 **words;
    guint                  at;      /* the next word                    */
    const char            *program; /* in getopt's messages             */
    SsSbatchFor            command;
    const SsSbatchContext *context;
    SsJobSpec             *spec;
    SsSbatchClient        *client;
    Walk                   walk;
} Words;

static gboolean misused(const Words *w, GError **error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static gboolean misused(const Words *w, GError **error, const char *format, ...)
{
    va_list          args;
    g_autofree char *text = NULL;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                "%s: %s\nTry \"%s --help\" for more information", w->program, text,
                ss_sbatch_name(w->command));
    return FALSE;
}

static gboolean ambiguous(const Words *w, const char *word, size_t length, GError **error)
{
    g_autoptr(GString)    list = g_string_new(NULL);
    const SsSbatchOption *option;

    for (uint32_t i = 0; (option = ss_sbatch_option(i)) != NULL; i++) {
        if (strncmp(option->name, word, length) == 0 && (option->commands & (1u << w->command)))
            g_string_append_printf(list, " '--%s'", option->name);
    }
    return misused(w, error, "option '--%s' is ambiguous; possibilities:%s", word, list->str);
}

static gboolean obey(const Words *w, const SsSbatchOption *option, const char *value,
                     GError **error)
{
    if (w->walk == OBEY)
        return ss_sbatch_set(option, value, w->command, w->context, w->spec, w->client, error);
    ss_sbatch_set(option, value, w->command, w->context, w->spec, w->client, NULL);
    return TRUE;
}

/* "--name", "--name=value", "--name value". */
static gboolean take_long(Words *w, const char *word, GError **error)
{
    const char           *equals = strchr(word, '=');
    const size_t          length = equals != NULL ? (size_t) (equals - word) : strlen(word);
    const char           *value = equals != NULL ? equals + 1 : NULL;
    bool                  several = false;
    const SsSbatchOption *option = ss_sbatch_option_named(word, length, w->command, &several);

    if (several)
        return ambiguous(w, word, length, error);
    if (option == NULL) {
        if (w->context->plugins && length > 0)
            return TRUE;
        return misused(w, error, "unrecognized option '--%s'", word);
    }
    if (option->argument == SS_ARGUMENT_NONE && value != NULL)
        return misused(w, error, "option '--%s' doesn't allow an argument", option->name);
    if (option->argument == SS_ARGUMENT_REQUIRED && value == NULL) {
        if (w->words[w->at] == NULL)
            return misused(w, error, "option '--%s' requires an argument", option->name);
        value = w->words[w->at++];
    }
    return obey(w, option, value, error);
}

/* "-sHQ", "-n4", "-n 4", "-I5". */
static gboolean take_letters(Words *w, const char *letters, GError **error)
{
    for (const char *p = letters; *p != '\0'; p++) {
        const SsSbatchOption *option = ss_sbatch_option_lettered(*p, w->command);
        const char           *value = NULL;

        if (option == NULL)
            return misused(w, error, "invalid option -- '%c'", *p);
        if (option->argument != SS_ARGUMENT_NONE && p[1] != '\0')
            value = p + 1;
        else if (option->argument == SS_ARGUMENT_REQUIRED) {
            if (w->words[w->at] == NULL)
                return misused(w, error, "option requires an argument -- '%c'", *p);
            value = w->words[w->at++];
        }
        if (!obey(w, option, value, error))
            return FALSE;
        if (value != NULL)
            break;
    }
    return TRUE;
}

/* Up to the first word that is no option; w->at is then behind the options. */
static gboolean take_words(Words *w, GError **error)
{
    while (w->words[w->at] != NULL) {
        const char *word = w->words[w->at];
        gboolean    fine;

        if (word[0] != '-' || word[1] == '\0')
            return TRUE;
        w->at++;
        if (strcmp(word, "--") == 0)
            return TRUE;
        fine = word[1] == '-' ? take_long(w, word + 2, error) : take_letters(w, word + 1, error);
        if (!fine)
            return FALSE;
    }
    return TRUE;
}

gboolean ss_sbatch_parse(char **argv, SsSbatchFor command, const SsSbatchContext *context,
                         SsJobSpec *spec, SsSbatchClient *client, GError **error)
{
    Words w = { .words = argv,
                .program = ss_sbatch_name(command),
                .command = command,
                .context = context,
                .spec = spec,
                .client = client,
                .walk = OBEY };

    if (!take_words(&w, error))
        return FALSE;
    if (client != NULL) {
        g_strfreev(client->arguments);
        client->arguments = g_strdupv(argv + w.at);
    } else if (argv[w.at] != NULL) {
        return misused(&w, error, "unexpected word '%s'", argv[w.at]);
    }
    return ss_sbatch_check(spec, command, error);
}

/* --- directives --------------------------------------------------------------------------------- */

/* One word from *p on; NULL at the end of the line or, with *open set, inside an open quote. */
static char *next_word(const char **p, char *open)
{
    GString *word = NULL;
    char     quote = '\0';

    *p += strspn(*p, " \t\r");
    if (**p == '\0' || **p == '#')
        return NULL;
    word = g_string_new(NULL);
    for (; **p != '\0'; (*p)++) {
        const char c = **p;

        if (quote == '\0' && (strchr(" \t\r#", c) != NULL))
            break;
        if (c == '\\' && quote != '\'' && (*p)[1] != '\0')
            g_string_append_c(word, *++*p);
        else if (quote == '\0' && (c == '\'' || c == '"'))
            quote = c;
        else if (quote != '\0' && c == quote)
            quote = '\0';
        else
            g_string_append_c(word, c);
    }
    *open = quote;
    return g_string_free(word, quote != '\0');
}

char **ss_sbatch_split(const char *line, GError **error)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    char       open = '\0';
    char      *word;

    while ((word = next_word(&line, &open)) != NULL)
        g_ptr_array_add(words, word);
    if (open != '\0') {
        g_ptr_array_unref(words);
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX, "quote %c is not closed", open);
        return NULL;
    }
    g_ptr_array_add(words, NULL);
    return (char **) g_ptr_array_free(words, FALSE);
}

typedef struct {
    const char            *name; /* of the script */
    guint                  line;
    const SsSbatchContext *context;
    SsJobSpec             *spec;
    SsSbatchClient        *client;
} Script;

static gboolean open_quote(const Script *script, const char *line, GError **error)
{
    const char *text = line + strspn(line, " \t");
    const char  quote = strchr(text, '"') != NULL ? '"' : '\'';

    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                "sbatch: fatal: %s: line %u: Unmatched `%c` in [%s]", script->name, script->line,
                quote, text);
    return FALSE;
}

static gboolean take_directive(const Script *script, const char *line, GError **error)
{
    g_auto(GStrv) words = ss_sbatch_split(line, NULL);
    Words         w = { .words = words,
                        .program = "sbatch",
                        .command = SS_SBATCH,
                        .context = script->context,
                        .spec = script->spec,
                        .client = script->client,
                        .walk = OBEY };

    if (words == NULL)
        return open_quote(script, line, error);
    if (words[0] != NULL && (strcmp(words[0], "hetjob") == 0 || strcmp(words[0], "packjob") == 0)) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                    "sbatch: error: %s: line %u: heterogeneous jobs are not simulated",
                    script->name, script->line);
        return FALSE;
    }
    if (!take_words(&w, error))
        return FALSE;
    if (words[w.at] == NULL)
        return TRUE;
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                "sbatch: error: Invalid directive found in batch script: %s", words[w.at]);
    return FALSE;
}

static gboolean take_sim_directive(const Script *script, const char *line, GError **error)
{
    g_autoptr(GError) why = NULL;

    if (ss_sbatch_sim_line(line, script->spec, &why)) {
        if (script->client != NULL)
            script->client->run_given = true;
        return TRUE;
    }
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE, "sbatch: error: %s: line %u: %s",
                script->name, script->line, why->message);
    return FALSE;
}

static gboolean take_script_line(const Script *script, const char *line, GError **error)
{
    if (g_str_has_prefix(line, "#SBATCH"))
        return take_directive(script, line + strlen("#SBATCH"), error);
    if (g_str_has_prefix(line, "#SLURMSIM"))
        return take_sim_directive(script, line + strlen("#SLURMSIM"), error);
    return TRUE;
}

gboolean ss_sbatch_script(const char *text, const char *name, const SsSbatchContext *context,
                          SsJobSpec *spec, SsSbatchClient *client, GError **error)
{
    Script      script = { .name = name, .context = context, .spec = spec, .client = client };
    const char *p = text;

    while (*p != '\0') {
        const size_t     length = strcspn(p, "\n");
        g_autofree char *line = g_strndup(p, length);
        const char      *first = line + strspn(line, " \t\r\v\f");

        script.line++;
        if (*first != '\0' && *first != '#')
            break;
        if (!take_script_line(&script, line, error))
            return FALSE;
        p += length;
        p += *p == '\n';
    }
    return TRUE;
}

/* --- what becomes of the job -------------------------------------------------------------------- */

gboolean ss_sbatch_sim_line(const char *text, SsJobSpec *spec, GError **error)
{
    static const struct {
        const char *key, *option;
    } keys[] = { { "cancel", "sim-cancel-after" },
                 { "end", "sim-end" },
                 { "exit", "sim-exit" },
                 { "run", "sim-run" } };
    const SsSbatchContext context = { 0 };
    g_auto(GStrv)         words = ss_sbatch_split(text, error);

    if (words == NULL)
        return FALSE;
    for (guint i = 0; words[i] != NULL; i++) {
        const char *equals = strchr(words[i], '=');
        guint       k = 0;

        while (equals != NULL && k < G_N_ELEMENTS(keys)
               && (strlen(keys[k].key) != (size_t) (equals - words[i])
                   || strncmp(keys[k].key, words[i], (size_t) (equals - words[i])) != 0))
            k++;
        if (equals == NULL || k == G_N_ELEMENTS(keys)) {
            g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                        "#SLURMSIM '%s': write run=, end=, exit= or cancel=", words[i]);
            return FALSE;
        }
        if (!ss_sbatch_set(
                ss_sbatch_option_named(keys[k].option, strlen(keys[k].option), SS_SBATCH, NULL),
                equals + 1, SS_SBATCH, &context, spec, NULL, error))
            return FALSE;
    }
    return TRUE;
}

/* --- the script --------------------------------------------------------------------------------- */

static gboolean no_script(GError **error, const char *text)
{
    g_set_error_literal(error, SS_USAGE_ERROR, SS_USAGE_ERROR_MISSING, text);
    return FALSE;
}

/* Is this a script at all? As sbatch looks at it. */
static gboolean check_script(const char *text, gsize size, GError **error)
{
    if (size == 0)
        return no_script(error, "sbatch: error: Batch script is empty!");
    if (text[strspn(text, " \t\r\n\v\f")] == '\0')
        return no_script(error, "sbatch: error: Batch script contains only whitespace!");
    if (!g_str_has_prefix(text, "#!"))
        return no_script(error,
                         "sbatch: error: This does not look like a batch script.  The first\n"
                         "sbatch: error: line must start with #! followed by the path to an "
                         "interpreter.\n"
                         "sbatch: error: For instance: #!/bin/sh");
    if (strlen(text) != size)
        return no_script(error, "sbatch: error: The SLURM controller does not allow scripts that\n"
                                "sbatch: error: contain a NULL character '\\0'.");
    if (strstr(text, "\r\n") != NULL)
        return no_script(error, "sbatch: error: Batch script contains DOS line breaks (\\r\\n)\n"
                                "sbatch: error: instead of expected UNIX line breaks (\\n).");
    return TRUE;
}

static gboolean read_script(const SsSbatchContext *context, SsSbatchClient *client, GError **error)
{
    g_autofree char *full = NULL;
    gsize            size = 0;

    if (context->dir != NULL && !g_path_is_absolute(client->script))
        full = g_build_filename(context->dir, client->script, NULL);
    if (full == NULL)
        full = g_strdup(client->script);
    if (g_file_test(full, G_FILE_TEST_IS_DIR))
        return no_script(error, "sbatch: error: Batch script is empty!");
    if (context->no_files || !g_file_get_contents(full, &client->script_text, &size, NULL)) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_MISSING,
                    "sbatch: error: Unable to open file %s", client->script);
        return FALSE;
    }
    return check_script(client->script_text, size, error);
}

static gboolean find_script(const SsSbatchContext *context, const char *script_stdin,
                            SsSbatchClient *client, GError **error)
{
    const bool named = client->arguments[0] != NULL;

    if (client->wrap != NULL) {
        if (named)
            return no_script(error,
                             "sbatch: error: Script arguments not permitted with --wrap option");
        client->script_text = g_strdup_printf("#!/bin/sh\n"
                                              "# This script was created by sbatch --wrap.\n\n"
                                              "%s\n",
                                              client->wrap);
        return TRUE;
    }
    if (named) {
        client->script = g_strdup(client->arguments[0]);
        return read_script(context, client, error);
    }
    client->script_text = g_strdup(script_stdin != NULL ? script_stdin : "");
    return check_script(client->script_text, strlen(client->script_text), error);
}

/* --- the environment ---------------------------------------------------------------------------- */

/* SBATCH_PARTITION is SLURM_PARTITION for srun and SALLOC_PARTITION for salloc. */
static const char *variable_value(const SsSbatchOption *option, SsSbatchFor command, char **list)
{
    static const char *const prefixes[] = {
        [SS_SBATCH] = "SBATCH_", [SS_SRUN] = "SLURM_", [SS_SALLOC] = "SALLOC_"
    };
    g_autofree char *name = NULL;

    if (option->variable == NULL || (option->commands & (1u << command)) == 0)
        return NULL;
    name = g_strconcat(prefixes[command], option->variable + strlen("SBATCH_"), NULL);
    return g_environ_getenv(list, name);
}

static gboolean take_environment(const Words *w, GError **error)
{
    const SsSbatchOption *option;

    if (w->context->environ == NULL)
        return TRUE;
    for (uint32_t i = 0; (option = ss_sbatch_option(i)) != NULL; i++) {
        const char *value = variable_value(option, w->command, w->context->environ);

        if (value == NULL)
            continue;
        if (option->argument == SS_ARGUMENT_NONE
            || (option->argument == SS_ARGUMENT_OPTIONAL && *value == '\0'))
            value = NULL;
        if (!obey(w, option, value, error))
            return FALSE;
    }
    return TRUE;
}

/* --- a whole command ---------------------------------------------------------------------------- */

/* sbatch's names: the script's file, "wrap", or "sbatch" for stdin; srun's and salloc's: the command. */
static void default_name(SsSbatchFor command, const SsSbatchClient *client, SsJobSpec *spec)
{
    const char *from = client->script;

    if (spec->name != NULL)
        return;
    if (command == SS_SBATCH && client->wrap != NULL) {
        spec->name = g_strdup("wrap");
        return;
    }
    if (command != SS_SBATCH)
        from = client->arguments[0] != NULL ? client->arguments[0] : "interactive";
    spec->name = from != NULL ? g_path_get_basename(from) : g_strdup("sbatch");
}

/* First walk: unknown options, --help and its kin, --wrap, and where the options end. What is wrong
 * with a value comes later; until then the spec is one that is thrown away. */
static gboolean first_walk(const Words *words, SsSbatchClient *client, GError **error)
{
    g_auto(SsSbatchClient) seen = { 0 };
    SsJobSpec              scratch;
    Words                  w = *words;
    gboolean               fine;

    ss_job_spec_init(&scratch);
    w.walk = TRY;
    w.spec = &scratch;
    w.client = &seen;
    fine = take_words(&w, error);
    ss_job_spec_clear(&scratch);
    if (!fine)
        return FALSE;
    client->arguments = g_strdupv(w.words + w.at);
    client->help = seen.help;
    client->usage = seen.usage;
    client->version = seen.version;
    client->wrap = g_steal_pointer(&seen.wrap);
    return TRUE;
}

static void keep_submit_line(char **argv, SsJobSpec *spec)
{
    g_autofree char *base = g_path_get_basename(argv[0]);
    g_autofree char *rest = g_strjoinv(" ", argv + 1);

    g_free(spec->submit_line);
    spec->submit_line = g_strconcat(base, *rest != '\0' ? " " : "", rest, NULL);
}

/* --uid changes the user only: the group stays the submitter's. */
static void take_identity(const SsSbatchContext *context, SsJobSpec *spec)
{
    if (spec->group == NULL && spec->user != NULL)
        spec->group = g_strdup(context->user);
    if (spec->user == NULL)
        spec->user = g_strdup(context->user);
}

/* The one command of a script; NULL if it has none or several. Caller frees. */
static char *only_command(const char *script)
{
    g_auto(GStrv) lines = g_strsplit(script, "\n", -1);
    const char   *found = NULL;

    for (char **line = lines; *line != NULL; line++) {
        g_strstrip(*line);
        if (**line == '\0' || **line == '#')
            continue;
        if (found != NULL)
            return NULL;
        found = *line;
    }
    return g_strdup(found);
}

/* "exit 3" and nothing behind it. */
static bool takes_exit(const char *p, uint32_t *code)
{
    char *end;

    if (!g_str_has_prefix(p, "exit ") || !g_ascii_isdigit(p[strlen("exit ")]))
        return false;
    const guint64 n = g_ascii_strtoull(p + strlen("exit "), &end, 10);

    *code = (uint32_t) (n & 0xff) << 8;
    return end[strspn(end, " ")] == '\0';
}

/* "; exit 3" */
static bool takes_end(const char *p, uint32_t *code)
{
    p += strspn(p, " ");
    if (*p++ != ';')
        return false;
    return takes_exit(p + strspn(p, " "), code);
}

/* "sleep 90", "exec sleep 2m", "sleep 90; exit 3", and "exit 3" or "true" alone: seconds and the raw exit code; false if it
 * is anything else. Nothing is run behind an "exec" (static-q-ocean-department). */
static bool takes_sleep(const char *command, SsSpan *out, uint32_t *code)
{
    static const char   units[] = "smhd";
    static const SsSpan seconds[] = { 1, 60, 3600, 86400 };
    const bool          last = g_str_has_prefix(command, "exec ");
    const char         *p = last ? command + strlen("exec ") : command;
    char               *end;

    *out = 1; /* until it is noticed */
    if (strcmp(p, "true") == 0 || strcmp(p, ":") == 0 || takes_exit(p, code))
        return true;
    if (!g_str_has_prefix(p, "sleep ") || !g_ascii_isdigit(p[strlen("sleep ")]))
        return false;
    const guint64 n = g_ascii_strtoull(p + strlen("sleep "), &end, 10);
    const char   *unit = *end != '\0' ? strchr(units, *end) : NULL;

    if (unit != NULL)
        end++;
    if (n > (guint64) 1 << 31 || (*end != '\0' && !takes_end(end, code)))
        return false;
    if (last)
        *code = 0;
    *out = (SsSpan) n * (unit != NULL ? seconds[unit - units] : 1);
    return true;
}

/* A script that only sleeps or ends says how long it runs. */
static void take_sleep(SsJobSpec *spec, SsSbatchClient *client)
{
    g_autofree char *command =
        client->script_text != NULL ? only_command(client->script_text) : NULL;
    SsSpan   span;
    uint32_t code = spec->exit_code;

    if (client->run_given || command == NULL || !takes_sleep(command, &span, &code))
        return;
    spec->fate = SS_FATE_SLEEP;
    spec->run = span;
    spec->exit_code = code;
    client->run_given = true;
}

gboolean ss_sbatch_read(char **argv, SsSbatchFor command, const SsSbatchContext *context,
                        const char *script_stdin, SsJobSpec *spec, SsSbatchClient *client,
                        GError **error)
{
    Words w = { .words = argv,
                .at = 1,
                .program = argv[0],
                .command = command,
                .context = context,
                .spec = spec,
                .client = client,
                .walk = OBEY };

    if (!first_walk(&w, client, error))
        return FALSE;
    if (client->help || client->usage || client->version)
        return TRUE;
    if (command == SS_SBATCH) {
        if (!find_script(context, script_stdin, client, error))
            return FALSE;
        if (client->wrap == NULL
            && !ss_sbatch_script(client->script_text,
                                 client->script != NULL ? client->script : "stdin", context, spec,
                                 client, error))
            return FALSE;
    } else if (command == SS_SRUN && client->arguments[0] == NULL) {
        return no_script(error, "srun: fatal: No command given to execute.");
    }
    if (!take_environment(&w, error) || !take_words(&w, error)
        || !ss_sbatch_check(spec, command, error))
        return FALSE;
    spec->interactive = command != SS_SBATCH;
    default_name(command, client, spec);
    keep_submit_line(argv, spec);
    if (spec->work_dir == NULL)
        spec->work_dir = g_strdup(context->dir);
    if (client->script != NULL && spec->command == NULL && context->dir != NULL)
        spec->command = g_canonicalize_filename(client->script, context->dir);
    take_identity(context, spec);
    if (command == SS_SBATCH)
        take_sleep(spec, client);
    return TRUE;
}
