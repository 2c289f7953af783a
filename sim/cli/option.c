/* SPDX-License-Identifier: Apache-2.0 */
/*
 * option.c - rows into getopt_long's form and back into named values.
 *
 * getopt_long and not GOption: Slurm's tools allow shortened names and optional order, and users' fingers
 * know that behaviour. The parser keeps every value given, in order, so that repeatable options need
 * nothing special.
 */
#include "sim/cli/option.h"

#include "sim/cli/spool.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_ONLY = 256 };

typedef struct {
    const char *name;
    char       *value; /* NULL for a flag */
} Given;

static void given_free(gpointer data)
{
    Given *given = data;

    g_free(given->value);
    g_free(given);
}

static uint32_t count_rows(const SsOption *table)
{
    uint32_t n = 0;

    while (table[n].name)
        n++;
    return n;
}

static struct option *long_forms(const SsOption *table, uint32_t n)
{
    struct option *forms = g_new0(struct option, n + 1);

    for (uint32_t i = 0; i < n; i++) {
        forms[i].name = table[i].name;
        forms[i].has_arg = table[i].argument ? required_argument : no_argument;
        forms[i].val = LONG_ONLY + (int) i;
    }
    return forms;
}

static char *short_forms(const SsOption *table, uint32_t n)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < n; i++)
        if (table[i].letter) {
            g_string_append_c(text, table[i].letter);
            if (table[i].argument)
                g_string_append_c(text, ':');
        }
    return g_string_free(text, FALSE);
}

static const SsOption *row_of(const SsOption *table, uint32_t n, int code)
{
    if (code >= LONG_ONLY)
        return &table[code - LONG_ONLY];
    for (uint32_t i = 0; i < n; i++)
        if (table[i].letter && table[i].letter == code)
            return &table[i];
    return NULL;
}

/* Does the option name a file that is read? */
static bool is_input(const SsOptions *options, const char *name)
{
    for (const SsOption *row = options->table; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return g_strcmp0(row->argument, "FILE") == 0 && strcmp(row->topic, "Result") != 0;
    return false;
}

/* Pipes among the inputs become files (spool.h); false after a message. */
static bool spool_inputs(SsOptions *options, const char *command)
{
    g_autoptr(GError) error = NULL;

    for (uint32_t i = 0; i < options->given->len && !error; i++) {
        Given *given = options->given->pdata[i];

        if (given->value && is_input(options, given->name)) {
            char *path = ss_spool(given->value, &error);

            g_free(given->value);
            given->value = path;
        }
    }
    for (uint32_t i = 0; i < options->n_rest && !error; i++) {
        char *path = ss_spool(options->rest[i], &error);

        g_ptr_array_add(options->words, path);
        options->rest[i] = path;
    }
    if (error)
        fprintf(stderr, "%s: %s\n", command, error->message);
    return !error;
}

SsOptions *ss_options_parse(const SsOption *table, const char *command, int argc, char **argv)
{
    const uint32_t            n = count_rows(table);
    g_autofree struct option *forms = long_forms(table, n);
    g_autofree char          *letters = short_forms(table, n);
    SsOptions                *options = g_new0(SsOptions, 1);
    g_autofree char          *name = g_strdup(command);
    char                     *own_name = argv[0];
    int                       code;

    options->table = table;
    options->given = g_ptr_array_new_with_free_func(given_free);
    argv[0] = name; /* getopt's messages begin with it */
    optind = 0;
    while ((code = getopt_long(argc, argv, letters, forms, NULL)) != -1) {
        const SsOption *row = row_of(table, n, code);

        if (!row) {
            fprintf(stderr, "Try '%s --help'.\n", command);
            argv[0] = own_name;
            ss_options_free(options);
            return NULL;
        }
        Given *given = g_new0(Given, 1);
        given->name = row->name;
        given->value = g_strdup(row->argument ? optarg : NULL);
        g_ptr_array_add(options->given, given);
    }
    argv[0] = own_name;
    options->rest = argv + optind;
    options->n_rest = (uint32_t) (argc - optind);
    options->words = g_ptr_array_new_with_free_func(g_free);
    if (!spool_inputs(options, command)) {
        ss_options_free(options);
        return NULL;
    }
    return options;
}

void ss_options_free(SsOptions *options)
{
    if (!options)
        return;
    g_ptr_array_free(options->given, TRUE);
    if (options->words)
        g_ptr_array_free(options->words, TRUE);
    g_free(options);
}

static const Given *find_last(const SsOptions *options, const char *name)
{
    for (uint32_t i = options->given->len; i > 0; i--) {
        const Given *given = options->given->pdata[i - 1];

        if (strcmp(given->name, name) == 0)
            return given;
    }
    return NULL;
}

bool ss_option_given(const SsOptions *options, const char *name)
{
    return find_last(options, name) != NULL;
}

const char *ss_option_get(const SsOptions *options, const char *name)
{
    const Given *given = find_last(options, name);

    return given ? given->value : NULL;
}

char **ss_option_all(const SsOptions *options, const char *name)
{
    GPtrArray *values = g_ptr_array_new();

    for (uint32_t i = 0; i < options->given->len; i++) {
        const Given *given = options->given->pdata[i];

        if (strcmp(given->name, name) == 0)
            g_ptr_array_add(values, g_strdup(given->value));
    }
    g_ptr_array_add(values, NULL);
    return (char **) g_ptr_array_free(values, FALSE);
}

bool ss_option_number(const SsOptions *options, const char *command, const char *name, int64_t min,
                      int64_t max, int64_t *out)
{
    const char *text = ss_option_get(options, name);
    char       *end = NULL;

    if (!text)
        return true;
    errno = 0;
    const int64_t value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < min || value > max) {
        fprintf(stderr,
                "%s: --%s '%s': write a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                "\n",
                command, name, text, min, max);
        return false;
    }
    *out = value;
    return true;
}
