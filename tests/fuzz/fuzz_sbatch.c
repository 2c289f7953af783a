/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_sbatch - any text as a batch script and as a command line: read or refused, never a crash; a spec
 * that was read survives its own text. */
#include <string.h>

#include "workloads/sbatch_options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const SsSbatchContext context = { .now = 1768471200, .no_files = true };

/* Printed, read again and printed: the same. */
static void survive(const SsJobSpec *spec)
{
    g_autoptr(GString) once = g_string_new(NULL), twice = g_string_new(NULL);
    g_autoptr(GError)  error = NULL;
    g_auto(GStrv)      words = NULL;
    SsJobSpec          again;

    if (!ss_sbatch_check(spec, SS_SBATCH, NULL))
        return;
    ss_sbatch_print(spec, SS_SBATCH_ALL, once);
    words = ss_sbatch_split(once->str, NULL);
    g_assert(words != NULL);
    ss_job_spec_init(&again);
    g_assert(ss_sbatch_parse(words, SS_SBATCH, &context, &again, NULL, &error));
    ss_sbatch_print(&again, SS_SBATCH_ALL, twice);
    g_assert(strcmp(once->str, twice->str) == 0);
    ss_job_spec_clear(&again);
}

static void as_script(const char *text)
{
    g_auto(SsSbatchClient) client = { 0 };
    g_autoptr(GError)      error = NULL;
    SsJobSpec              spec;

    ss_job_spec_init(&spec);
    if (ss_sbatch_script(text, "script", &context, &spec, &client, &error))
        survive(&spec);
    else
        g_assert(error != NULL);
    ss_job_spec_clear(&spec);
}

static void as_command(char **argv, SsSbatchFor command)
{
    g_auto(SsSbatchClient) client = { 0 };
    g_autoptr(GError)      error = NULL;
    SsJobSpec              spec;

    ss_job_spec_init(&spec);
    if (ss_sbatch_read(argv, command, &context, "#!/bin/sh\n", &spec, &client, &error)) {
        if (command == SS_SBATCH && !client.help && !client.usage && !client.version)
            survive(&spec);
    } else {
        g_assert(error != NULL);
    }
    ss_job_spec_clear(&spec);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *) data, size);
    g_auto(GStrv)    words = ss_sbatch_split(text, NULL);

    as_script(text);
    for (int command = SS_SBATCH; words != NULL && words[0] != NULL && command <= SS_SALLOC;
         command++)
        as_command(words, (SsSbatchFor) command);
    return 0;
}
