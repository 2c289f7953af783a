/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_check.c - every finding of a site, and what each key it gives means here.
 */
#include "configs/judge.h"
#include "configs/keys.h"
#include "configs/site.h"
#include "sim/base/json.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"
#include "sim/cli/term.h"
#include "sim/sweep/run.h"
#include "workloads/trace.h"

#include <stdio.h>

const SsOption ss_check_options[] = {
    SS_OPTION_SITE_FILES,
    { "set", 's', "KEY=VALUE", "Site", "overrides a key of slurm.conf; may be given again" },
    { "strict", 0, NULL, "Site", "refuse what slurmctld 22.05 refuses" },
    { "format", 0, "NAME", "Workload",
      "swf, sacct, csv, events, sbatch; default: told from content" },
    { "weights", 0, NULL, "Workload",
      "runs the workload and tells the real range of each priority factor" },
    { "keys", 'k', NULL, "Result", "also every key that the site gives, with its class" },
    { "quiet", 'q', NULL, "Result", "no progress line" },
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.check.v1)" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

typedef struct {
    SsDiag    *diag;
    SsCluster *cluster; /* with what could be read, NULL if nothing could */
    bool       faulty;  /* it has errors */
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
    const SsCluster   *c = checked->cluster;
    const uint32_t     errors = ss_diag_count(checked->diag, SS_SEVERITY_ERROR);
    const uint32_t     warnings = ss_diag_count(checked->diag, SS_SEVERITY_WARNING);
    const uint32_t     notes = ss_diag_count(checked->diag, SS_SEVERITY_NOTE);
    g_autoptr(GString) text = g_string_new(NULL);

    ss_diag_print(checked->diag, SS_DIAG_BY_PLACE, text);
    fputs(text->str, stdout);
    printf("%u error%s, %u warning%s, %u note%s\n", errors, ss_plural(errors), warnings,
           ss_plural(warnings), notes, ss_plural(notes));
    if (c)
        printf("cluster %s: %u node%s, %u CPU%s, %u partition%s, %u association%s\n", c->name,
               c->n_nodes, ss_plural(c->n_nodes), c->total_cpus, ss_plural(c->total_cpus),
               c->n_parts, ss_plural(c->n_parts), c->tree->n, ss_plural(c->tree->n));
    if (c && checked->faulty)
        puts("judged as far as it could be read; check again once it is mended");
    if (keys && c)
        print_keys(c);
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

/* --- the real range of the weights -------------------------------------------------------------------- */

typedef struct {
    SsWeightRange *range; /* [6] */
    bool           seen;
} Ranges;

static void widen(SsWeightRange *range, double value, bool first)
{
    range->min = first ? value : MIN(range->min, value);
    range->max = first ? value : MAX(range->max, value);
}

static bool look_at_factors(gpointer data, const SsWorld *world)
{
    Ranges *ranges = data;

    for (const SsJob *job = world->first; job; job = job->next) {
        const double factors[] = { job->f_age, job->f_assoc, job->f_fs,
                                   job->f_js,  job->f_part,  job->f_qos };

        if (job->state != SS_JOB_PENDING || job->priority == 0)
            continue;
        for (size_t f = 0; f < G_N_ELEMENTS(factors); f++)
            widen(&ranges->range[f], factors[f], !ranges->seen);
        ranges->seen = true;
    }
    return false;
}

static void show_progress(gpointer data, uint64_t jobs, SsTime when, double fraction)
{
    ss_progress_show(data, jobs, when, fraction);
}

/* What each factor did to jobs that waited; FALSE after a message. Without a wait nothing is known. */
static bool measure_ranges(const SsOptions *options, SsWeightRange *range)
{
    Ranges            ranges = { .range = range };
    const SsRunProbe  probe = { .data = &ranges, .look = look_at_factors };
    g_autoptr(GError) error = NULL;
    g_autoptr(SsDiag) diag = ss_diag_new(); /* the same findings once more */
    SsProgress       *progress = ss_progress_new(ss_option_given(options, "quiet"));
    const SsRunHooks  hooks = {
         .progress = show_progress, .data = progress, .interrupted = ss_interrupted(), .diag = diag
    };
    SsPlan plan;
    bool   ok = true;

    ss_plan_init(&plan);
    ok = ss_runopt_plan(options, "slurmsim check", &plan)
         && ss_runopt_inputs(options, "check", &plan);
    const bool done = ok && ss_run_watched(&plan, &probe, &hooks, &error);
    ss_progress_free(progress);
    if (ok && !done) {
        ss_fail(SS_EXIT_INPUT, "%s", error->message);
        ok = false;
    }
    ss_plan_clear(&plan);
    return ok;
}

/* Before a run every factor may be anything from 0 to 1. */
static bool judge_weights(const SsOptions *options, const Checked *checked, const char *conf,
                          const SsFaults *faults)
{
    const SsSettings *s = &checked->cluster->settings;
    SsWeightRange     range[] = {
            { "PriorityWeightAge", s->weight_age, 0, s->weight_age },
            { "PriorityWeightAssoc", s->weight_assoc, 0, s->weight_assoc },
            { "PriorityWeightFairshare", s->weight_fairshare, 0, s->weight_fairshare },
            { "PriorityWeightJobSize", s->weight_jobsize, 0, s->weight_jobsize },
            { "PriorityWeightPartition", s->weight_part, 0, s->weight_part },
            { "PriorityWeightQOS", s->weight_qos, 0, s->weight_qos },
    };

    if (s->priority_type != SS_PRIORITY_MULTIFACTOR)
        return true;
    if (ss_option_given(options, "weights") && !checked->faulty && !measure_ranges(options, range))
        return false;
    ss_site_judge_weights(range, G_N_ELEMENTS(range), conf, faults);
    return true;
}

static char *conf_of(const char *site)
{
    return g_file_test(site, G_FILE_TEST_IS_DIR) ? g_build_filename(site, "slurm.conf", NULL)
                                                 : g_strdup(site);
}

/* What is legal and hardly meant. */
static bool judge(const SsOptions *options, const Checked *checked)
{
    const SsFaults   faults = { .diag = checked->diag };
    g_autofree char *conf = conf_of(options->rest[0]);

    if (!checked->cluster)
        return true;
    ss_site_judge(checked->cluster, conf, &faults);
    return judge_weights(options, checked, conf, &faults);
}

/* --- users of the workload ------------------------------------------------------------------------------ */

static void count_unknown(SsJobSource *source, const Checked *checked)
{
    const SsFaults        faults = { .diag = checked->diag };
    const SsAssocTree    *tree = checked->cluster->tree;
    g_autoptr(GHashTable) users = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GError)     error = NULL;
    SsJobSpec             spec;
    uint64_t              jobs = 0;

    ss_job_spec_init(&spec);
    while (source->next(source, &spec, &error)) {
        if (!spec.user
            || ss_assoc_find(tree, spec.user, spec.account, spec.partition) != SS_ID_NONE)
            continue;
        jobs++;
        g_hash_table_add(users, g_strdup(spec.user));
    }
    ss_job_spec_clear(&spec);
    const uint32_t n_users = g_hash_table_size(users);
    if (jobs)
        ss_fault(&faults, SS_FAULT_JUDGE_UNKNOWN_USERS, NULL,
                 "%u user%s of the workload %s no association: %" G_GUINT64_FORMAT
                 " of its jobs would be refused",
                 n_users, ss_plural(n_users), n_users == 1 ? "has" : "have", jobs);
}

static bool check_workload(const char *path, const char *format, const Checked *checked)
{
    g_autoptr(GError) error = NULL;
    SsTraceOptions    options;

    ss_trace_options_init(&options);
    options.format = format;
    options.cluster = checked->faulty ? NULL : checked->cluster;
    options.verbose = true;
    g_autoptr(SsJobSource) source = ss_trace_open(path, &options, checked->diag, &error);
    if (!source)
        ss_fail(SS_EXIT_INPUT, "%s", error->message);
    else if (options.cluster && (checked->cluster->settings.enforce & SS_ENFORCE_ASSOCS))
        count_unknown(source, checked);
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
                                  .even_faulty = true,
                                  .overrides = overrides };
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = NULL;
    bool                 ok = ss_site_read(options->rest[0], &site, diag, &cluster, &error);
    const Checked        checked = { diag, cluster, !ok };

    if (!ok && !g_error_matches(error, SS_CONF_ERROR, SS_CONF_ERROR_FAULTY))
        return ss_fail(ss_exit_of(error), "%s", error->message);
    for (uint32_t i = 1; i < options->n_rest; i++)
        ok &= check_workload(options->rest[i], ss_option_get(options, "format"), &checked);
    if (ss_option_given(options, "weights") && options->n_rest < 2)
        return ss_fail(SS_EXIT_USAGE, "check: --weights needs a workload");
    ok &= judge(options, &checked);
    if (ss_option_given(options, "json"))
        print_json(&checked);
    else
        print_text(&checked, ss_option_given(options, "keys"));
    return ok && ss_diag_count(diag, SS_SEVERITY_ERROR) == 0 ? SS_EXIT_DONE : SS_EXIT_NO;
}
