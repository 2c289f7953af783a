/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_doc.c - what the tables say: keys, options, columns, states, reasons, policies, the schema, findings, and the
 * departures from Slurm that remain.
 */
#include "configs/faults.h"
#include "configs/keys.h"
#include "configs/sched_params.h"
#include "scheduler/policy.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/manual.h"
#include "sim/ledger/schema_sql.h"
#include "sim/model/job.h"
#include "sim/model/shortcut.h"
#include "sim/report/catalogue.h"
#include "sim/report/figures.h"
#include "workloads/generate.h"
#include "workloads/sbatch_options.h"
#include "workloads/trace.h"

#include <stdio.h>
#include <string.h>

const SsOption ss_doc_options[] = {
    { "output", 'o', "DIR", "Result", "with man: all pages as DIR/NAME.SECTION" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

static void doc_keys(void)
{
    size_t           n = 0, m = 0;
    const SsConfKey *keys = ss_conf_keys(&n);

    printf("%-14s %-30s %-12s %-10s %s\n", "file or record", "key", "class", "default", "");
    for (size_t i = 0; i < n; i++)
        printf("%-14s %-30s %-12s %-10s %s\n", ss_key_scope_name(keys[i].scope), keys[i].name,
               ss_key_effect_name(keys[i].effect), keys[i].fallback ? keys[i].fallback : "-",
               keys[i].doc);
    const SsConfOption *options = ss_conf_options(&m);
    for (size_t i = 0; i < m; i++)
        printf("%-14s %-30s %-12s %-10s %s\n", options[i].key, options[i].name,
               ss_key_effect_name(options[i].effect),
               options[i].fallback ? options[i].fallback : "-", options[i].doc);
}

/* A letter is what -o takes, a width what a column has without "%WIDTH". */
static void doc_columns(void)
{
    uint32_t              n = 0;
    const SsCatalogueRow *rows = ss_catalogue(&n);

    printf("%-22s %-22s %-6s %-6s %s\n", "report", "column", "letter", "width", "");
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < *rows[i].n; k++) {
            const SsColumn      *column = rows[i].columns ? &rows[i].columns[k] : NULL;
            const SsFormatField *field = rows[i].fields ? &rows[i].fields[k] : NULL;
            const char           letter[] = { field && field->letter ? field->letter : '-', '\0' };
            g_autofree char *width = column ? g_strdup_printf("%d", column->width) : g_strdup("-");
            const char      *name = column ? column->name : field->name;

            printf("%-22s %-22s %-6s %-6s %s\n", rows[i].report, name ? name : "-", letter, width,
                   column ? column->doc : field->doc);
        }
}

static void doc_states(void)
{
    printf("%-4s %-12s %s\n", "no.", "state", "short");
    for (uint32_t s = 0; s < SS_JOB_STATES; s++)
        printf("%-4u %-12s %s\n", s, ss_job_state_text((SsJobState) s),
               ss_job_state_short((SsJobState) s));
}

static void doc_reasons(void)
{
    for (uint32_t r = 0; r < SS_REASON_COUNT; r++)
        printf("%-4u %s\n", r, ss_reason_text((SsReason) r));
}

static void doc_schema(void)
{
    fputs(ss_schema_sql, stdout);
}

static void doc_policies(void)
{
    for (uint32_t i = 0; ss_policies[i]; i++)
        printf("%-14s %s\n", ss_policies[i]->name, ss_policies[i]->doc);
}

static void doc_shortcuts(void)
{
    for (uint32_t i = 0; i < SS_SHORTCUTS; i++)
        printf("%-18s --%-18s %s\n", ss_shortcuts[i].counter, ss_shortcuts[i].option,
               ss_shortcuts[i].doc);
}

static void doc_formats(void)
{
    uint32_t             n = 0;
    const SsTraceFormat *formats = ss_trace_formats(&n);

    for (uint32_t i = 0; i < n; i++)
        printf("%-10s %s\n", formats[i].name, formats[i].doc);
}

static void doc_generate(void)
{
    uint32_t             n = 0;
    const SsGenerateKey *keys = ss_generate_keys(&n);

    for (uint32_t i = 0; i < n; i++)
        printf("%-16s %-10s %-10s %s\n", keys[i].key, keys[i].unit ? keys[i].unit : "-",
               keys[i].fallback, keys[i].doc);
}

static void figure_rows(const char *before, const SsFigure *figures, uint32_t n)
{
    static const char *const units[] = {
        "count", "seconds", "fraction", "number", "hours", "time"
    };

    for (uint32_t i = 0; i < n; i++)
        printf("%s%-*s %-9s %s\n", before, 32 - (int) strlen(before), figures[i].name,
               units[figures[i].unit], figures[i].doc);
}

static void doc_figures(void)
{
    uint32_t        n = 0;
    const SsFigure *rows = ss_figures(&n);

    figure_rows("", rows, n);
    rows = ss_account_figures(&n);
    figure_rows("account.A.", rows, n);
}

static void doc_sbatch(void)
{
    static const char *const effects[] = { "simulated", "inert", "unsupported" };

    for (uint32_t i = 0; ss_sbatch_option(i); i++) {
        const SsSbatchOption *option = ss_sbatch_option(i);

        printf("--%-22s %-12s %s\n", option->name, effects[option->effect], option->doc);
    }
}

/* What Slurm does and we do not, or do otherwise. One row a departure; the list can only shrink. */
static const struct {
    const char *what, *instead;
} departures[] = {
    { "bf_max_time, bf_yield_interval, max_sched_time",
      "no wall clock: a pass takes no time; bf_max_job_test is the model of a slow controller" },
    { "bf_licenses: one time map of nodes and licenses",
      "licenses are planned beside it: where only they change, a search is not begun again" },
    { "Time slicing of gang scheduling",
      "jobs of an oversubscribed partition all run; PreemptMode=SUSPEND,GANG suspends and resumes" },
    { "Power saving, burst buffers, federations, heterogeneous jobs",
      "not simulated; keys and options that ask for them are told by name" },
    { "KillWait, epilog, launch failures",
      "processes end at the first signal and nodes are free in the same second; launches succeed, so "
      "no job is held with JobHoldMaxRequeue" },
    { "Start times estimated by sched/builtin",
      "waiting jobs show none; the order of starts is Slurm's" },
    { "sbatch --test-only, srun --test-only", "no estimate is printed" },
    { "Shared GRES (mps, shard)", "counts of a node; they are not tied to the GPU they divide" },
    { "Dragonfly, 3d torus, topology/block", "placed as in a flat network" },
    { "Rules of releases after 22.05",
      "their keys are known and told by name; the rules are those of 22.05" },
    { "Usage computed from --history", "decays continuously, not in steps of PriorityCalcPeriod" },
    { "RequeueExit",
      "without --until a job that ends so is run again five times and then held; Slurm never stops" },
    { "RequeueExitHold", "the job is shown PENDING and held; Slurm calls that state SPECIAL_EXIT" },
    { "Other platforms than x86-64", "equal usage may rank otherwise: long double differs" },
};

static void doc_departures(void)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(departures); i++)
        printf("%s\n    %s\n", departures[i].what, departures[i].instead);
    printf("\nKeys and options that would matter and are not simulated:\n");
    size_t           n = 0, m = 0;
    const SsConfKey *keys = ss_conf_keys(&n);
    for (size_t i = 0; i < n; i++)
        if (keys[i].effect == SS_KEY_UNSUPPORTED && keys[i].life == SS_LIFE_CURRENT)
            printf("    %s %s\n", ss_key_scope_name(keys[i].scope), keys[i].name);
    const SsConfOption *options = ss_conf_options(&m);
    for (size_t i = 0; i < m; i++)
        if (options[i].effect == SS_KEY_UNSUPPORTED && options[i].life == SS_LIFE_CURRENT)
            printf("    %s %s\n", options[i].key, options[i].name);
}

static const struct {
    const char *name, *doc;
    void (*print)(void);
} topics[] = {
    { "columns", "columns of the reports, for format=, -o and -O", doc_columns },
    { "departures", "where this differs from Slurm", doc_departures },
    { "figures", "figures of a run: columns of sweeps, terms of expectations", doc_figures },
    { "formats", "workload formats", doc_formats },
    { "generate", "keys of generate:SPEC", doc_generate },
    { "keys", "keys of slurm.conf, gres.conf, topology.conf", doc_keys },
    { "policies", "what --policy takes", doc_policies },
    { "reasons", "reasons of pending jobs", doc_reasons },
    { "sbatch", "options of sbatch", doc_sbatch },
    { "schema", "tables and columns of a ledger", doc_schema },
    { "shortcuts", "what a run saves, its counter and its switch", doc_shortcuts },
    { "states", "states of jobs", doc_states },
};

/* --- man pages and completion --------------------------------------------------------------------------- */

static int write_pages(const char *folder)
{
    g_auto(GStrv) pages = ss_manual_pages();

    if (g_mkdir_with_parents(folder, 0777) != 0)
        return ss_fail(SS_EXIT_IO, "%s: cannot be made", folder);
    for (uint32_t i = 0; pages[i]; i++) {
        g_autoptr(GError)   error = NULL;
        g_autofree char    *path = g_build_filename(folder, pages[i], NULL);
        g_autofree char    *name = g_strndup(pages[i], strlen(pages[i]) - 2);
        g_autoptr(SsWriter) w = ss_writer_new_path(path, &error);

        if (w)
            ss_manual_page(name, w);
        if (!w || !ss_writer_close(w, &error))
            return ss_fail(SS_EXIT_IO, "%s", error->message);
    }
    return SS_EXIT_DONE;
}

/* doc man [NAME]: "run", "slurmsim-keys"; doc man -o DIR. */
static int doc_man(const SsOptions *options)
{
    const char      *folder = ss_option_get(options, "output");
    const char      *asked = options->n_rest > 1 ? options->rest[1] : "slurmsim";
    g_autofree char *name =
        ss_command_find(asked) ? g_strdup_printf("slurmsim-%s", asked) : g_strdup(asked);
    g_autoptr(SsWriter) w = ss_writer_new_file(stdout, "standard output");

    if (folder)
        return write_pages(folder);
    if (!ss_manual_page(name, w))
        return ss_fail(SS_EXIT_USAGE, "doc: there is no page '%s'", asked);
    ss_writer_flush(w);
    return SS_EXIT_DONE;
}

static void doc_completion(void)
{
    g_autoptr(SsWriter) w = ss_writer_new_file(stdout, "standard output");

    ss_manual_completion(w);
    ss_writer_flush(w);
}

int ss_cmd_doc(int argc, char **argv)
{
    g_autoptr(SsOptions) options = ss_options_parse(ss_doc_options, "slurmsim doc", argc, argv);

    if (!options)
        return SS_EXIT_USAGE;
    const char *topic = options->n_rest ? options->rest[0] : "";
    if (strcmp(topic, "man") == 0)
        return doc_man(options);
    if (strcmp(topic, "completion") == 0) {
        doc_completion();
        return SS_EXIT_DONE;
    }
    for (uint32_t i = 0; i < G_N_ELEMENTS(topics); i++)
        if (strcmp(topics[i].name, topic) == 0) {
            topics[i].print();
            return SS_EXIT_DONE;
        }
    if (g_str_has_prefix(topic, "SC")) {
        const SsFaultRow *fault = ss_fault_by_code(topic);

        if (fault) {
            printf("%s  %s\n\n%s\n", topic, fault->title, fault->doc);
            return SS_EXIT_DONE;
        }
    }
    fprintf(stderr, "slurmsim: doc: write one of these, or a finding's code (SC0101):\n");
    for (uint32_t i = 0; i < G_N_ELEMENTS(topics); i++)
        fprintf(stderr, "  %-12s %s\n", topics[i].name, topics[i].doc);
    fprintf(stderr, "  %-12s %s\n  %-12s %s\n", "man NAME", "a man page, with -o DIR all of them",
            "completion", "completion for bash");
    return SS_EXIT_USAGE;
}
