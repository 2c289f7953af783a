/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transcript.c - runs what a transcript shows and compares it with what happened, byte by byte.
 *
 *     # needs shared                  (first line, optional: skipped where ../shared is absent)
 *     # Commentary, up to the first command.
 *     $ slurmsim check site           a command, for bash
 *     > --strict                      and its further lines
 *     2 errors                        what it writes to stdout,
 *     ! slurmsim: site/slurm.conf:3:  to stderr ("! " before each line),
 *     ? 1                             and its exit code where that is not 0
 *
 * All commands of a file run in one bash, so variables and `cd` last, in a fresh folder that is also
 * HOME and TMPDIR. The environment is PATH (our bin folders first), SRC, SHARED (if there), LC_ALL=C
 * and TZ=UTC, and nothing else, so that nobody's settings reach a result.
 *
 * A line of output that would read as something else ("$ x", "! x", "? x", "> x" after a command, a
 * "#" line, one that begins with a backslash) has a backslash before it. Empty lines behind the last
 * line of output only separate; an empty line that was written there is shown as a lone backslash.
 * Output that does not end in a newline is followed by `\ no newline`.
 *
 * `ss_transcript [--update] FILE...`: --update rewrites the expectations to what happened.
 * Exit code: 0 all as shown, 1 not, 77 all skipped.
 */
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { EXIT_SKIPPED = 77 };

typedef struct {
    GString *command;
    GString *out, *err; /* expected, each as transcript lines */
    int      code;
    unsigned line; /* of the "$ " */
    unsigned gap;  /* empty lines behind, kept by --update */
} Step;

typedef struct {
    GString   *preamble; /* as it stands */
    GPtrArray *steps;    /* element-type: Step * */
    bool       needs_shared;
} Transcript;

typedef struct {
    char *source, *build, *shared; /* shared: NULL if absent */
    char *work, *notes;            /* fresh folders: for the commands, and for what we catch */
} Place;

static const char no_newline[] = "\\ no newline\n";

static void die(const char *what, const char *why)
{
    fprintf(stderr, "ss_transcript: %s: %s\n", what, why);
    exit(2);
}

static char *slurp(const char *path, size_t *size)
{
    g_autoptr(GError) error = NULL;
    char             *text = NULL;

    if (!g_file_get_contents(path, &text, size, &error))
        die(path, error->message);
    return text;
}

/* ---- reading ---- */

static void step_free(void *data)
{
    Step *step = data;

    g_string_free(step->command, TRUE);
    g_string_free(step->out, TRUE);
    g_string_free(step->err, TRUE);
    g_free(step);
}

static void transcript_free(Transcript *t)
{
    g_string_free(t->preamble, TRUE);
    g_ptr_array_unref(t->steps);
    g_free(t);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Transcript, transcript_free)

static Step *step_new(const char *command, unsigned line)
{
    Step *step = g_new0(Step, 1);

    step->command = g_string_new(command);
    step->out = g_string_new(NULL);
    step->err = g_string_new(NULL);
    step->line = line;
    return step;
}

/* Empty lines are held back until a line shows that they were not the last. */
static void take_line(Step *step, const char *line, bool first)
{
    if (first && g_str_has_prefix(line, "> ")) {
        g_string_append_printf(step->command, "\n%s", line + 2);
        return;
    }
    if (*line == '\0') {
        step->gap++;
        return;
    }
    if (g_str_has_prefix(line, "? ")) {
        step->code = atoi(line + 2);
        return;
    }
    for (; step->gap > 0; step->gap--)
        g_string_append_c(step->out, '\n');
    if (g_str_has_prefix(line, "! ") || strcmp(line, "!") == 0)
        g_string_append_printf(step->err, "%s\n", line[1] == '\0' ? "" : line + 2);
    else
        g_string_append_printf(step->out, "%s\n", line);
}

static Transcript *read_transcript(const char *path)
{
    g_autofree char *text = slurp(path, NULL);
    g_auto(GStrv)    lines = g_strsplit(text, "\n", -1);
    Transcript      *t = g_new0(Transcript, 1);
    Step            *step = NULL;
    bool             in_command = false;

    t->preamble = g_string_new(NULL);
    t->steps = g_ptr_array_new_with_free_func(step_free);
    t->needs_shared = strcmp(lines[0] ? lines[0] : "", "# needs shared") == 0;
    for (unsigned i = 0; lines[i] != NULL; i++) {
        if (lines[i + 1] == NULL && *lines[i] == '\0')
            break; /* behind the last newline */
        if (g_str_has_prefix(lines[i], "$ ")) {
            step = step_new(lines[i] + 2, i + 1);
            g_ptr_array_add(t->steps, step);
            in_command = true;
            continue;
        }
        if (step == NULL) {
            g_string_append_printf(t->preamble, "%s\n", lines[i]);
            continue;
        }
        take_line(step, lines[i], in_command);
        in_command = in_command && g_str_has_prefix(lines[i], "> ");
    }
    return t;
}

/* ---- running ---- */

/* One bash for all: what it catches goes to notes/N.{out,err,code}. */
static void write_script(const Transcript *t, const Place *place, const char *path)
{
    g_autoptr(GString) script = g_string_new("cd \"$HOME\"\n");
    g_autofree char   *notes = g_shell_quote(place->notes);

    for (unsigned i = 0; i < t->steps->len; i++) {
        const Step      *step = g_ptr_array_index(t->steps, i);
        g_autofree char *command = g_shell_quote(step->command->str);
        g_string_append_printf(script,
                               "eval %s >%s/%u.out 2>%s/%u.err </dev/null\necho $? >%s/%u.code\n",
                               command, notes, i, notes, i, notes, i);
    }
    if (!g_file_set_contents(path, script->str, -1, NULL))
        die(path, "cannot be written");
}

static char **make_environment(const Place *place)
{
    static const char *const kept[] = { "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS",
                                        "LSAN_OPTIONS", "GCOV_PREFIX",   "LLVM_PROFILE_FILE" };
    g_autofree char         *path =
        g_strdup_printf("%s/bin:%s/libexec/slurmsim/bin:%s", place->build, place->build,
                        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    char **env = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
        if (g_getenv(kept[i]) != NULL)
            env = g_environ_setenv(env, kept[i], g_getenv(kept[i]), TRUE);
    env = g_environ_setenv(env, "PATH", path, TRUE);
    env = g_environ_setenv(env, "HOME", place->work, TRUE);
    env = g_environ_setenv(env, "TMPDIR", place->work, TRUE);
    env = g_environ_setenv(env, "SRC", place->source, TRUE);
    env = g_environ_setenv(env, "LC_ALL", "C", TRUE);
    env = g_environ_setenv(env, "TZ", "UTC", TRUE);
    if (place->shared != NULL)
        env = g_environ_setenv(env, "SHARED", place->shared, TRUE);
    return env;
}

static void run(const Transcript *t, const Place *place)
{
    g_autofree char  *script = g_build_filename(place->notes, "script", NULL);
    g_auto(GStrv)     env = make_environment(place);
    const char       *argv[] = { "bash", script, NULL };
    g_autoptr(GError) error = NULL;

    write_script(t, place, script);
    if (!g_spawn_sync(place->work, (char **) argv, env, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                      NULL, &error))
        die("bash", error->message);
}

/* ---- comparing ---- */

static bool needs_backslash(const char *line, bool first)
{
    return g_str_has_prefix(line, "$ ") || g_str_has_prefix(line, "! ") || strcmp(line, "!") == 0
           || g_str_has_prefix(line, "? ") || *line == '\\'
           || (first && g_str_has_prefix(line, "> "));
}

/* What was written, as a transcript shows it. */
static GString *shown(const char *path, bool is_stdout)
{
    size_t           size = 0;
    g_autofree char *text =
        g_file_test(path, G_FILE_TEST_EXISTS) ? slurp(path, &size) : g_strdup("");
    GString *out = g_string_new(NULL);

    if (size == 0)
        return out;
    const bool ended = text[size - 1] == '\n';
    if (ended)
        text[size - 1] = '\0';
    g_auto(GStrv)  lines = g_strsplit(text, "\n", -1);
    const unsigned n = g_strv_length(lines);
    unsigned       last_full = 0; /* number of lines up to the last one that is not empty */
    for (unsigned i = 0; i < n; i++)
        if (*lines[i] != '\0')
            last_full = i + 1;
    for (unsigned i = 0; i < MAX(n, 1); i++) {
        const char *line = n > 0 ? lines[i] : "";
        if (is_stdout && (needs_backslash(line, i == 0) || i >= last_full))
            g_string_append_c(out, '\\');
        g_string_append_printf(out, "%s\n", line);
    }
    if (!ended)
        g_string_append(out, no_newline);
    return out;
}

static char *note_path(const Place *place, unsigned i, const char *kind)
{
    return g_strdup_printf("%s/%u.%s", place->notes, i, kind);
}

/* The exit code of step i; -1 if bash never came so far. */
static int code_of(const Place *place, unsigned i)
{
    g_autofree char *path = note_path(place, i, "code");

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return -1;
    g_autofree char *text = slurp(path, NULL);
    return atoi(text);
}

static void show_difference(const Place *place, const char *stream, const char *expected,
                            const char *actual)
{
    g_autofree char *a = g_build_filename(place->notes, "expected", NULL);
    g_autofree char *b = g_build_filename(place->notes, "actual", NULL);
    const char *argv[] = { "diff", "-u", "--label", "expected", "--label", "actual", a, b, NULL };
    g_autofree char *text = NULL;

    g_file_set_contents(a, expected, -1, NULL);
    g_file_set_contents(b, actual, -1, NULL);
    if (!g_spawn_sync(NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL,
                      NULL, NULL))
        text = g_strdup_printf("expected:\n%sactual:\n%s", expected, actual);
    printf("%s:\n%s", stream, text);
}

static bool compare(const char *file, const Transcript *t, const Place *place)
{
    unsigned wrong = 0;

    for (unsigned i = 0; i < t->steps->len; i++) {
        const Step        *step = g_ptr_array_index(t->steps, i);
        g_autofree char   *out_path = note_path(place, i, "out");
        g_autofree char   *err_path = note_path(place, i, "err");
        g_autoptr(GString) out = shown(out_path, true);
        g_autoptr(GString) err = shown(err_path, false);
        const int          code = code_of(place, i);

        if (g_string_equal(out, step->out) && g_string_equal(err, step->err) && code == step->code)
            continue;
        wrong++;
        printf("%s:%u: $ %s\n", file, step->line, step->command->str);
        if (!g_string_equal(out, step->out))
            show_difference(place, "stdout", step->out->str, out->str);
        if (!g_string_equal(err, step->err))
            show_difference(place, "stderr", step->err->str, err->str);
        if (code == -1)
            printf("never ran to its end: an earlier command, or this one, left the shell\n");
        else if (code != step->code)
            printf("exit code: is %d, expected %d\n", code, step->code);
    }
    printf("%s: %u commands, %u not as shown\n", file, t->steps->len, wrong);
    return wrong == 0;
}

/* ---- updating ---- */

static void append_command(GString *text, const char *command)
{
    g_auto(GStrv) lines = g_strsplit(command, "\n", -1);

    for (unsigned i = 0; lines[i] != NULL; i++)
        g_string_append_printf(text, "%s %s\n", i == 0 ? "$" : ">", lines[i]);
}

static void update(const char *file, const Transcript *t, const Place *place)
{
    g_autoptr(GString) text = g_string_new(t->preamble->str);
    g_autoptr(GError)  error = NULL;

    for (unsigned i = 0; i < t->steps->len; i++) {
        const Step        *step = g_ptr_array_index(t->steps, i);
        g_autofree char   *out_path = note_path(place, i, "out");
        g_autofree char   *err_path = note_path(place, i, "err");
        g_autoptr(GString) out = shown(out_path, true);
        g_autoptr(GString) err = shown(err_path, false);
        g_auto(GStrv)      err_lines = g_strsplit(err->str, "\n", -1);

        append_command(text, step->command->str);
        g_string_append(text, out->str);
        for (unsigned k = 0; err_lines[k] != NULL && err_lines[k + 1] != NULL; k++)
            g_string_append_printf(text, *err_lines[k] ? "! %s\n" : "!%s\n", err_lines[k]);
        if (code_of(place, i) != 0)
            g_string_append_printf(text, "? %d\n", code_of(place, i));
        for (unsigned k = 0; k < step->gap; k++)
            g_string_append_c(text, '\n');
    }
    if (!g_file_set_contents(file, text->str, -1, &error))
        die(file, error->message);
    printf("%s: %u commands, expectations rewritten\n", file, t->steps->len);
}

/* ---- the program ---- */

static void remove_tree(const char *path)
{
    const char *argv[] = { "rm", "-rf", "--", path, NULL };

    g_spawn_sync(NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
}

static char *fresh_folder(void)
{
    g_autoptr(GError) error = NULL;
    char             *path = g_dir_make_tmp("ss_transcript_XXXXXX", &error);

    if (path == NULL)
        die("temporary folder", error->message);
    return path;
}

/* $NAME or, for a person who calls us by hand, `otherwise`; made absolute. */
static char *folder_of(const char *name, const char *otherwise)
{
    const char *value = g_getenv(name);

    return g_canonicalize_filename(value && *value ? value : otherwise, NULL);
}

/* 0, 1 or 77 */
static int play(const char *file, bool updating)
{
    g_autoptr(Transcript) t = read_transcript(file);
    g_autofree char      *beside = NULL;
    Place                 place = { 0 };
    int                   result = 0;

    place.source = folder_of("SLURMSIM_SOURCE", SS_SOURCE_DIR);
    place.build = folder_of("SLURMSIM_BUILD", SS_BUILD_DIR);
    beside = g_build_filename(place.source, "..", "shared", NULL);
    place.shared = folder_of("SLURMSIM_SHARED", beside);
    if (!g_file_test(place.shared, G_FILE_TEST_IS_DIR))
        g_clear_pointer(&place.shared, g_free);

    if (t->needs_shared && place.shared == NULL) {
        printf("SKIPPED: ../shared absent: %s\n", file);
        result = EXIT_SKIPPED;
    } else {
        place.work = fresh_folder();
        place.notes = fresh_folder();
        run(t, &place);
        if (updating)
            update(file, t, &place);
        else
            result = compare(file, t, &place) ? 0 : 1;
        remove_tree(place.work);
        remove_tree(place.notes);
    }
    g_free(place.source);
    g_free(place.build);
    g_free(place.shared);
    g_free(place.work);
    g_free(place.notes);
    return result;
}

int main(int argc, char **argv)
{
    const bool updating = argc > 1 && strcmp(argv[1], "--update") == 0;
    const int  first = updating ? 2 : 1;
    int        failed = 0, skipped = 0;

    if (argc <= first) {
        fprintf(stderr, "usage: ss_transcript [--update] FILE...\n");
        return 2;
    }
    for (int i = first; i < argc; i++) {
        const int result = play(argv[i], updating);
        failed += result == 1;
        skipped += result == EXIT_SKIPPED;
    }
    if (failed > 0)
        return 1;
    return skipped == argc - first ? EXIT_SKIPPED : 0;
}
