/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch_script.c - what people have: the scripts they submit.
 *
 * A script tells everything about a job but how long it will run; that line is added as a comment, so
 * that the same file still goes to the real sbatch. There are few scripts, so all are read at once and
 * kept; a script that sbatch would refuse is a bad record like any other.
 */
#include "workloads/batch_script.h"

#include <stdio.h>
#include <string.h>

#include "workloads/reader.h"
#include "workloads/sbatch_options.h"

enum { MOST_DIRECTIVES = 1000 }; /* lines that are looked at for a fault */

typedef struct {
    const SsTraceOptions *options;
    SsDiag               *diag;
    GArray               *jobs; /* element-type: SsJobSpec  */
    SsTraceTally          tally;
    char                 *first; /* message of the first bad one */
} Scripts;

int ss_batch_script_sniff(const char *head, size_t size)
{
    if (size < 2)
        return 0;
    if (strstr(head, "\n#SBATCH") != NULL)
        return 90;
    return g_str_has_prefix(head, "#!") ? 60 : 0;
}

/* The line with the first directive that is refused: the shortest beginning of the script that is. */
static uint32_t faulty_line(const char *path, const SsSbatchContext *context)
{
    g_autofree char *text = NULL;
    uint32_t         line = 0;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    for (char *end = text; *end != '\0' && line < MOST_DIRECTIVES;) {
        g_auto(SsSbatchClient) client = { 0 };
        SsJobSpec              spec;

        line++;
        end += strcspn(end, "\n");
        const char stood = *end;
        *end = '\0';
        ss_job_spec_init(&spec);
        const gboolean good = ss_sbatch_script(text, path, context, &spec, &client, NULL);
        ss_job_spec_clear(&spec);
        *end = stood;
        if (!good)
            return line;
        end += stood != '\0';
    }
    return 0;
}

static void reject(Scripts *scripts, const char *path, uint32_t line, const char *text)
{
    const SsTraceFaultRow *row = ss_trace_fault(SS_TRACE_OPTION);
    const SsPlace          place = { path, line, 0 };
    g_autofree char       *known = g_strdup_printf("%s: line %u: ", path, line);
    g_autofree char       *where = line > 0 ? g_strdup_printf("%s:%u", path, line) : g_strdup(path);

    if (g_str_has_prefix(text, known)) /* sbatch names the place of some */
        text += strlen(known);
    if (g_str_has_prefix(text, "sbatch: error: "))
        text += strlen("sbatch: error: ");

    scripts->tally.rejected++;
    scripts->tally.fault[SS_TRACE_OPTION]++;
    if (scripts->diag != NULL)
        ss_diag_add(scripts->diag, SS_SEVERITY_WARNING, row->code, &place, row->remedy, "%s", text);
    if (scripts->first == NULL)
        scripts->first = g_strdup_printf("%s: %s", where, text);
}

static void settle(const Scripts *scripts, const char *path, const SsSbatchClient *client,
                   SsJobSpec *spec)
{
    spec->trace_id = g_path_get_basename(path);
    spec->where = g_strdup(path);
    if (spec->user == NULL)
        spec->user = g_strdup(scripts->options->user != NULL ? scripts->options->user : "nobody");
    if (client->run_given)
        return;
    if (scripts->options->run_time >= 0)
        spec->run = scripts->options->run_time;
    else
        spec->fate = SS_FATE_TO_LIMIT;
}

static void take_script(Scripts *scripts, const char *path)
{
    g_autoptr(GError)      error = NULL;
    g_auto(SsSbatchClient) client = { 0 };
    const SsTime start = scripts->options->start != 0 ? scripts->options->start : SS_TRACE_START;
    const SsSbatchContext context = { .now = start, .zone = scripts->options->zone };
    char                 *argv[] = { (char *) "sbatch", (char *) path, NULL };
    SsJobSpec             spec;
    g_autofree char      *why = NULL;

    ss_job_spec_init(&spec);
    scripts->tally.records++;
    if (ss_sbatch_read(argv, SS_SBATCH, &context, NULL, &spec, &client, &error)) {
        spec.submit = start;
        settle(scripts, path, &client, &spec);
        g_array_append_val(scripts->jobs, spec);
        return;
    }
    ss_job_spec_clear(&spec);
    why = ss_trace_option_fault(error);
    reject(scripts, path, faulty_line(path, &context), why);
}

static bool is_script(const char *path)
{
    char  head[2] = "";
    FILE *file = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? fopen(path, "rb") : NULL;
    bool  is = false;

    if (file == NULL)
        return false;
    is = fread(head, 1, 2, file) == 2 && head[0] == '#' && head[1] == '!';
    fclose(file);
    return is;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static gboolean take_folder(Scripts *scripts, const char *path, GError **error)
{
    g_autoptr(GDir)      dir = g_dir_open(path, 0, error);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char          *name;

    if (dir == NULL)
        return FALSE;
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (*name != '.')
            g_ptr_array_add(names, g_build_filename(path, name, NULL));
    }
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        if (is_script(g_ptr_array_index(names, i)))
            take_script(scripts, g_ptr_array_index(names, i));
    }
    return TRUE;
}

static gboolean judge(const Scripts *scripts, const char *path, GError **error)
{
    const uint64_t allowed =
        scripts->options->max_bad >= 0 ? (uint64_t) scripts->options->max_bad : 0;

    if (scripts->tally.rejected > allowed) {
        g_set_error_literal(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE, scripts->first);
        return FALSE;
    }
    if (scripts->jobs->len == 0) {
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_EMPTY, "%s: there is no batch script",
                    path);
        return FALSE;
    }
    return TRUE;
}

static void clear_job(gpointer job)
{
    ss_job_spec_clear(job);
}

SsJobSource *ss_batch_script_open(const char *path, const SsTraceOptions *options, SsDiag *diag,
                                  GError **error)
{
    SsTraceOptions    defaults;
    g_autoptr(GArray) jobs = g_array_new(FALSE, FALSE, sizeof(SsJobSpec));
    Scripts           scripts = { .options = options, .diag = diag, .jobs = jobs };
    gboolean          fine = TRUE;

    g_array_set_clear_func(jobs, clear_job);
    ss_trace_options_init(&defaults);
    if (options == NULL)
        scripts.options = &defaults;
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        fine = take_folder(&scripts, path, error);
    else
        take_script(&scripts, path);
    fine = fine && judge(&scripts, path, error);
    g_free(scripts.first);
    scripts.tally.jobs = jobs->len;
    g_strlcpy(scripts.tally.format, "sbatch", sizeof scripts.tally.format);
    if (jobs->len > 0)
        scripts.tally.first_submit = scripts.tally.last_submit =
            g_array_index(jobs, SsJobSpec, 0).submit;
    if (scripts.options->tally != NULL)
        *scripts.options->tally = scripts.tally;
    return fine ? ss_trace_from_array(g_steal_pointer(&jobs)) : NULL;
}
