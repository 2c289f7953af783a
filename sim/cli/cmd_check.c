/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_check.c - every finding of a site, and what each key it gives means here.
 */
#include "configs/keys.h"
#include "configs/site.h"
#include "sim/base/json.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"
#include "workloads/trace.h"

#include <stdio.h>

const SsOption ss_check_options[] = {
    SS_OPTION_SITE,
    { "format", 0, "NAME", "Workload",
      "swf, sacct, csv, events, sbatch; default: told from content" },
    { "keys", 'k', NULL, "Result", "also every key that the site gives, with its class" },
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.check.v1)" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

typedef struct {
    SsDiag    *diag;
    SsCluster *cluster; /* NULL if it could not be read */
} Checked;

static void print_keys(const SsCluster *cluster)
{
    printf("\n%-32s %-12s %s\n", "key", "class", "value");
    for (uint32_t i = 0; i < cluster->conf->len; i++) {
        const SsConfPair *pair = &g_array_index(cluster->conf, SsConfPair, i);
        const SsConfKey  *key = ss_conf_key(SS_SCOPE_GLOBAL, pair->key);

        printf("%-32s %-12s %s\n", pair->key, key ? ss_key_effect_name(key->effect) : "unknown",
               pair->value);
    }
}

static void print_text(const Checked *checked, bool keys)
{
    g_autoptr(GString) text = g_string_new(NULL);

    ss_diag_print(checked->diag, SS_DIAG_BY_PLACE, text);
    fputs(text->str, stdout);
    printf("%u errors, %u warnings, %u notes\n", ss_diag_count(checked->diag, SS_SEVERITY_ERROR),
           ss_diag_count(checked->diag, SS_SEVERITY_WARNING),
           ss_diag_count(checked->diag, SS_SEVERITY_NOTE));
    if (checked->cluster)
        printf("cluster %s: %u nodes, %u CPUs, %u partitions, %u associations\n",
               checked->cluster->name, checked->cluster->n_nodes, checked->cluster->total_cpus,
               checked->cluster->n_parts, checked->cluster->tree->n);
    if (keys && checked->cluster)
        print_keys(checked->cluster);
}

static void json_finding(SsJson *json, const SsFinding *finding)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "severity", ss_severity_name(finding->severity));
    ss_json_key_text(json, "code", finding->code);
    ss_json_key_text(json, "file", finding->place.file);
    ss_json_key_uint(json, "line", finding->place.line);
    ss_json_key_uint(json, "column", finding->place.column);
    ss_json_key_text(json, "text", finding->text);
    ss_json_key_text(json, "remedy", finding->remedy);
    ss_json_end_object(json);
}

static void json_keys(SsJson *json, const SsCluster *cluster)
{
    ss_json_key(json, "keys");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < cluster->conf->len; i++) {
        const SsConfPair *pair = &g_array_index(cluster->conf, SsConfPair, i);
        const SsConfKey  *key = ss_conf_key(SS_SCOPE_GLOBAL, pair->key);

        ss_json_begin_object(json);
        ss_json_key_text(json, "key", pair->key);
        ss_json_key_text(json, "value", pair->value);
        ss_json_key_text(json, "class", key ? ss_key_effect_name(key->effect) : "unknown");
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void print_json(const Checked *checked)
{
    g_autoptr(SsWriter) writer = ss_writer_new_file(stdout, "standard output");
    g_autoptr(SsJson)   json = ss_json_new(writer, SS_JSON_PRETTY);

    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.check.v1");
    ss_json_key(json, "findings");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < ss_diag_total(checked->diag); i++)
        json_finding(json, ss_diag_at(checked->diag, i));
    ss_json_end_array(json);
    if (checked->cluster)
        json_keys(json, checked->cluster);
    ss_json_end_object(json);
    ss_writer_char(writer, '\n');
    ss_writer_flush(writer);
}

static bool check_workload(const char *path, const char *format, const Checked *checked)
{
    g_autoptr(GError) error = NULL;
    SsTraceOptions    options;

    ss_trace_options_init(&options);
    options.format = format;
    options.cluster = checked->cluster;
    options.verbose = true;
    g_autoptr(SsJobSource) source = ss_trace_open(path, &options, checked->diag, &error);
    if (!source)
        ss_fail(SS_EXIT_INPUT, "%s", error->message);
    return source != NULL;
}

int ss_cmd_check(int argc, char **argv)
{
    g_autoptr(SsOptions) options = ss_options_parse(ss_check_options, "slurmsim check", argc, argv);
    g_autoptr(GError)    error = NULL;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest < 1)
        return ss_fail(SS_EXIT_USAGE, "check: name a site; see slurmsim check --help");
    g_auto(GStrv)        overrides = ss_option_all(options, "set");
    const SsSiteOptions  site = { .accounts_file = ss_option_get(options, "accounts"),
                                  .qos_file = ss_option_get(options, "qos"),
                                  .strict = ss_option_given(options, "strict"),
                                  .overrides = overrides };
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = NULL;
    bool                 ok = ss_site_read(options->rest[0], &site, diag, &cluster, &error);
    const Checked        checked = { diag, cluster };

    if (!ok && !g_error_matches(error, SS_CONF_ERROR, SS_CONF_ERROR_FAULTY))
        return ss_fail(ss_exit_of(error), "%s", error->message);
    for (uint32_t i = 1; i < options->n_rest; i++)
        ok &= check_workload(options->rest[i], ss_option_get(options, "format"), &checked);
    if (ss_option_given(options, "json"))
        print_json(&checked);
    else
        print_text(&checked, ss_option_given(options, "keys"));
    return ok && ss_diag_count(diag, SS_SEVERITY_ERROR) == 0 ? SS_EXIT_DONE : SS_EXIT_NO;
}
