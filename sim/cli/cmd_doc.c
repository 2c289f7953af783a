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
#include "sim/cli/reply.h"
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
    { "json", 0, NULL, "Result",
      "one JSON object (schema slurmsim.doc.v1); not of man, completion" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

/* A topic as rows of cells: columns in text, one object a row in JSON. */
enum { MOST_COLUMNS = 5 };
typedef struct {
    const char *key;   /* in JSON; NULL ends them                     */
    const char *title; /* above the column; NULL: without a heading   */
    int         width; /* 0: the last one                             */
} Column;

typedef struct {
    const Column *columns;
    SsJson       *json; /* NULL: text on stdout */
} Sheet;

static void sheet_row_json(SsJson *json, const Column *columns, const char *const *cells)
{
    ss_json_begin_object(json);
    for (uint32_t c = 0; c < MOST_COLUMNS && columns[c].key; c++)
        ss_json_key_text(json, columns[c].key, cells[c]);
    ss_json_end_object(json);
}

static void sheet_row_text(const Column *columns, const char *const *cells)
{
    for (uint32_t c = 0; c < MOST_COLUMNS && columns[c].key; c++)
        printf("%s%-*s", c ? " " : "", columns[c].width, cells[c] ? cells[c] : "-");
    putchar('\n');
}

/* NULL where there is nothing: "-" in text, null in JSON. */
static void row(const Sheet *sheet, const char *const cells[MOST_COLUMNS])
{
    if (sheet->json)
        sheet_row_json(sheet->json, sheet->columns, cells);
    else
        sheet_row_text(sheet->columns, cells);
}
#define ROW(sheet, ...) row(sheet, (const char *const[MOST_COLUMNS]){ __VA_ARGS__ })

static const Column key_columns[] = { { "scope", "file or record", 14 },
                                      { "key", "key", 30 },
                                      { "class", "class", 12 },
                                      { "default", "default", 10 },
                                      { "doc", "", 0 } };

static void doc_keys(const Sheet *sheet)
{
    size_t           n = 0, m = 0;
    const SsConfKey *keys = ss_conf_keys(&n);

    for (size_t i = 0; i < n; i++)
        ROW(sheet, ss_key_scope_name(keys[i].scope), keys[i].name,
            ss_key_effect_name(keys[i].effect), keys[i].fallback, keys[i].doc);
    const SsConfOption *options = ss_conf_options(&m);
    for (size_t i = 0; i < m; i++)
        ROW(sheet, options[i].key, options[i].name, ss_key_effect_name(options[i].effect),
            options[i].fallback, options[i].doc);
}

/* A letter is what -o takes, a width what a column has without "%WIDTH". */
static const Column column_columns[] = { { "report", "report", 22 },
                                         { "column", "column", 22 },
                                         { "letter", "letter", 6 },
                                         { "width", "width", 6 },
                                         { "doc", "", 0 } };

static void doc_columns(const Sheet *sheet)
{
    uint32_t              n = 0;
    const SsCatalogueRow *rows = ss_catalogue(&n);

    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < *rows[i].n; k++) {
            const SsColumn      *column = rows[i].columns ? &rows[i].columns[k] : NULL;
            const SsFormatField *field = rows[i].fields ? &rows[i].fields[k] : NULL;
            const char           letter[] = { field ? field->letter : '\0', '\0' };
            g_autofree char     *width = column ? g_strdup_printf("%d", column->width) : NULL;

            ROW(sheet, rows[i].report, column ? column->name : field->name, *letter ? letter : NULL,
                width, column ? column->doc : field->doc);
        }
}

static const Column state_columns[] = {
    { "number", "no.", 4 }, { "state", "state", 12 }, { "short", "short", 0 }, { 0 }
};

static void doc_states(const Sheet *sheet)
{
    for (uint32_t s = 0; s < SS_JOB_STATES; s++) {
        g_autofree char *number = g_strdup_printf("%u", s);

        ROW(sheet, number, ss_job_state_text((SsJobState) s), ss_job_state_short((SsJobState) s));
    }
}

static const Column reason_columns[] = { { "number", NULL, 4 }, { "reason", NULL, 0 }, { 0 } };

static void doc_reasons(const Sheet *sheet)
{
    for (uint32_t r = 0; r < SS_REASON_COUNT; r++) {
        g_autofree char *number = g_strdup_printf("%u", r);

        ROW(sheet, number, ss_reason_text((SsReason) r));
    }
}

static const Column schema_columns[] = { { "sql", NULL, 0 }, { 0 } };

static void doc_schema(const Sheet *sheet)
{
    if (sheet->json)
        ROW(sheet, ss_schema_sql);
    else
        fputs(ss_schema_sql, stdout);
}

static const Column policy_columns[] = { { "policy", NULL, 14 }, { "doc", NULL, 0 }, { 0 } };

static void doc_policies(const Sheet *sheet)
{
    for (uint32_t i = 0; ss_policies[i]; i++)
        ROW(sheet, ss_policies[i]->name, ss_policies[i]->doc);
}

static const Column shortcut_columns[] = {
    { "counter", NULL, 18 }, { "option", NULL, 20 }, { "doc", NULL, 0 }, { 0 }
};

static void doc_shortcuts(const Sheet *sheet)
{
    for (uint32_t i = 0; i < SS_SHORTCUTS; i++) {
        g_autofree char *option = g_strdup_printf("--%s", ss_shortcuts[i].option);

        ROW(sheet, ss_shortcuts[i].counter, option, ss_shortcuts[i].doc);
    }
}

static const Column format_columns[] = { { "format", NULL, 10 }, { "doc", NULL, 0 }, { 0 } };

static void doc_formats(const Sheet *sheet)
{
    uint32_t             n = 0;
    const SsTraceFormat *formats = ss_trace_formats(&n);

    for (uint32_t i = 0; i < n; i++)
        ROW(sheet, formats[i].name, formats[i].doc);
}

static const Column generate_columns[] = {
    { "key", NULL, 16 }, { "unit", NULL, 10 }, { "default", NULL, 10 }, { "doc", NULL, 0 }, { 0 }
};

static void doc_generate(const Sheet *sheet)
{
    uint32_t             n = 0;
    const SsGenerateKey *keys = ss_generate_keys(&n);

    for (uint32_t i = 0; i < n; i++)
        ROW(sheet, keys[i].key, keys[i].unit, keys[i].fallback, keys[i].doc);
}

static const Column figure_columns[] = {
    { "figure", NULL, 32 }, { "unit", NULL, 9 }, { "doc", NULL, 0 }, { 0 }
};

static void figure_rows(const Sheet *sheet, const char *before, const SsFigure *figures, uint32_t n)
{
    static const char *const units[] = {
        "count", "seconds", "fraction", "number", "hours", "time"
    };

    for (uint32_t i = 0; i < n; i++) {
        g_autofree char *name = g_strconcat(before, figures[i].name, NULL);

        ROW(sheet, name, units[figures[i].unit], figures[i].doc);
    }
}

static void doc_figures(const Sheet *sheet)
{
    uint32_t        n = 0;
    const SsFigure *rows = ss_figures(&n);

    figure_rows(sheet, "", rows, n);
    rows = ss_account_figures(&n);
    figure_rows(sheet, "account.A.", rows, n);
}

static const Column sbatch_columns[] = {
    { "option", NULL, 24 }, { "class", NULL, 12 }, { "doc", NULL, 0 }, { 0 }
};

static void doc_sbatch(const Sheet *sheet)
{
    static const char *const effects[] = { "simulated", "inert", "unsupported" };

    for (uint32_t i = 0; ss_sbatch_option(i); i++) {
        const SsSbatchOption *option = ss_sbatch_option(i);
        g_autofree char      *name = g_strdup_printf("--%s", option->name);

        ROW(sheet, name, effects[option->effect], option->doc);
    }
}

/* What Slurm does and we do not, or do otherwise. One row a departure; the list can only shrink. */
static const struct {
    const char *what, *instead;
} departures[] = {
    { "bf_max_time, bf_yield_interval, max_sched_time",
      "no wall clock: a pass takes no time; bf_max_job_test is the model of a slow controller" },
    { "How soon a main pass follows a submission",
      "two seconds, as in replays recorded at twenty times the clock; a controller at the wall's clock "
      "takes its next tick (0 to 1 s, 3 s after the last pass): --notice=0" },
    { "bf_licenses: one time map of nodes and licenses",
      "licenses are planned beside it: where only they change, a search is not begun again" },
    { "Time slicing of gang scheduling",
      "jobs of an oversubscribed partition all run; PreemptMode=SUSPEND,GANG suspends and resumes" },
    { "--exclusive with PreemptMode=SUSPEND,GANG",
      "waits for nodes that no job is on; Slurm lets it join jobs of other partitions there while a "
      "job of its own one runs elsewhere" },
    { "Power saving, burst buffers, federations, heterogeneous jobs",
      "not simulated; keys and options that ask for them are told by name" },
    { "KillWait, epilog, launch failures",
      "processes end at the first signal and nodes are free in the same second; launches succeed, so "
      "no job is held with JobHoldMaxRequeue" },
    { "squeue, sinfo: --json, --yaml",
      "refused by name; slurmsim export RUN.db json has the jobs" },
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

static const Column departure_columns[] = { { "what", NULL, 0 }, { "instead", NULL, 0 }, { 0 } };

static void departure(const Sheet *sheet, const char *scope, const char *name)
{
    g_autofree char *what = g_strdup_printf("%s %s", scope, name);

    if (sheet->json)
        ROW(sheet, what, "not simulated");
    else
        printf("    %s\n", what);
}

static void doc_departures(const Sheet *sheet)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(departures); i++)
        if (sheet->json)
            ROW(sheet, departures[i].what, departures[i].instead);
        else
            printf("%s\n    %s\n", departures[i].what, departures[i].instead);
    if (!sheet->json)
        printf("\nKeys and options that would matter and are not simulated:\n");
    size_t           n = 0, m = 0;
    const SsConfKey *keys = ss_conf_keys(&n);
    for (size_t i = 0; i < n; i++)
        if (keys[i].effect == SS_KEY_UNSUPPORTED && keys[i].life == SS_LIFE_CURRENT)
            departure(sheet, ss_key_scope_name(keys[i].scope), keys[i].name);
    const SsConfOption *options = ss_conf_options(&m);
    for (size_t i = 0; i < m; i++)
        if (options[i].effect == SS_KEY_UNSUPPORTED && options[i].life == SS_LIFE_CURRENT)
            departure(sheet, options[i].key, options[i].name);
    for (uint32_t i = 0; ss_sbatch_option(i); i++) {
        g_autofree char *name = g_strdup_printf("--%s", ss_sbatch_option(i)->name);

        if (ss_sbatch_option(i)->effect == SS_OPTION_UNSUPPORTED)
            departure(sheet, "sbatch", name);
    }
}

typedef struct {
    const char *name, *doc;
    void (*print)(const Sheet *sheet);
    const Column *columns;
} Topic;

static const Topic topics[] = {
    { "columns", "columns of the reports, for format=, -o and -O", doc_columns, column_columns },
    { "departures", "where this differs from Slurm", doc_departures, departure_columns },
    { "figures", "figures of a run: columns of sweeps, terms of expectations", doc_figures,
      figure_columns },
    { "formats", "workload formats", doc_formats, format_columns },
    { "generate", "keys of generate:SPEC", doc_generate, generate_columns },
    { "keys", "keys of slurm.conf, gres.conf, topology.conf", doc_keys, key_columns },
    { "policies", "what --policy takes", doc_policies, policy_columns },
    { "reasons", "reasons of pending jobs", doc_reasons, reason_columns },
    { "sbatch", "options of sbatch", doc_sbatch, sbatch_columns },
    { "schema", "tables and columns of a ledger", doc_schema, schema_columns },
    { "shortcuts", "what a run saves, its counter and its switch", doc_shortcuts,
      shortcut_columns },
    { "states", "states of jobs", doc_states, state_columns },
};

static int print_topic_json(const Topic *topic)
{
    SsReply     reply = ss_reply_begin("slurmsim.doc.v1");
    const Sheet sheet = { .columns = topic->columns, .json = reply.json };

    ss_json_key_text(reply.json, "topic", topic->name);
    ss_json_key(reply.json, "rows");
    ss_json_begin_array(reply.json);
    topic->print(&sheet);
    ss_json_end_array(reply.json);
    return ss_reply_end(&reply);
}

static int print_topic(const Topic *topic, bool as_json)
{
    const Sheet sheet = { .columns = topic->columns };
    const char *titles[MOST_COLUMNS] = { 0 };

    if (as_json)
        return print_topic_json(topic);
    for (uint32_t c = 0; c < MOST_COLUMNS && topic->columns[c].key; c++)
        titles[c] = topic->columns[c].title;
    if (titles[0])
        sheet_row_text(topic->columns, titles);
    topic->print(&sheet);
    return SS_EXIT_DONE;
}

static int print_fault(const char *code, const char *title, const char *doc, bool as_json)
{
    if (!as_json) {
        printf("%s  %s\n\n%s\n", code, title, doc);
        return SS_EXIT_DONE;
    }
    SsReply reply = ss_reply_begin("slurmsim.doc.v1");

    ss_json_key_text(reply.json, "topic", code);
    ss_json_key_text(reply.json, "title", title);
    ss_json_key_text(reply.json, "doc", doc);
    return ss_reply_end(&reply);
}

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
    const bool  as_json = ss_option_given(options, "json");
    if (as_json && (strcmp(topic, "man") == 0 || strcmp(topic, "completion") == 0))
        return ss_fail(SS_EXIT_USAGE, "doc %s: --json means nothing here", topic);
    if (strcmp(topic, "man") == 0)
        return doc_man(options);
    if (strcmp(topic, "completion") == 0) {
        doc_completion();
        return SS_EXIT_DONE;
    }
    for (uint32_t i = 0; i < G_N_ELEMENTS(topics); i++)
        if (strcmp(topics[i].name, topic) == 0)
            return print_topic(&topics[i], as_json);
    const SsFaultRow *fault = ss_fault_by_code(topic);
    if (fault)
        return print_fault(topic, fault->title, fault->doc, as_json);
    for (int i = 0; i < SS_N_TRACE_FAULTS; i++) {
        static const char *const verdicts[] = {
            [SS_TRACE_REJECTED] = "The record is left out, and counts against --max-bad.",
            [SS_TRACE_REPAIRED] = "The job stays.",
            [SS_TRACE_SKIPPED] = "The record is left out: it is no job of its own.",
        };
        const SsTraceFaultRow *row = ss_trace_fault((SsTraceFault) i);

        if (g_ascii_strcasecmp(row->code, topic) == 0)
            return print_fault(topic, row->doc, verdicts[row->verdict], as_json);
    }
    fprintf(stderr, "slurmsim: doc: write one of these, or a finding's code (SC0101):\n");
    for (uint32_t i = 0; i < G_N_ELEMENTS(topics); i++)
        fprintf(stderr, "  %-12s %s\n", topics[i].name, topics[i].doc);
    fprintf(stderr, "  %-12s %s\n  %-12s %s\n", "man NAME", "a man page, with -o DIR all of them",
            "completion", "completion for bash");
    return SS_EXIT_USAGE;
}
