/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_billing.c - billing: a run's usage under other weights.
 */
#include "sim/sweep/billing.h"

#include "sim/cli/command.h"
#include "sim/cli/commands.h"

#include <stdio.h>
#include <string.h>

const SsOption ss_billing_options[] = {
    { "weights", 'w', "TRES=W,...", "Question",
      "TRESBillingWeights, as CPU=1.0,Mem=0.25G,GRES/gpu=2.0; empty: CPUs; default as they are" },
    { "partition", 'p', "NAME", "Question", "only jobs of this partition; default all" },
    { "max-tres", 0, "yes|no", "Question", "PriorityFlags=MAX_TRES; default as the site has it" },
    { "all", 'a', NULL, "Result", "users too" },
    { "jobs", 'n', "N", "Result", "how many jobs with another dominant TRES to list; default 10" },
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.billing.v1)" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

static bool read_question(const SsOptions *options, SsBillingQuestion *question, int64_t *n_jobs)
{
    const char *max = ss_option_get(options, "max-tres");

    *question = (SsBillingQuestion){ .weights = ss_option_get(options, "weights"),
                                     .partition = ss_option_get(options, "partition"),
                                     .max_tres = -1 };
    if (max && strcmp(max, "yes") != 0 && strcmp(max, "no") != 0) {
        ss_fail(SS_EXIT_USAGE, "billing: --max-tres '%s': write yes or no", max);
        return false;
    }
    if (max)
        question->max_tres = strcmp(max, "yes") == 0;
    if (!question->weights && !max) {
        ss_fail(SS_EXIT_USAGE, "billing: say what to price by: --weights or --max-tres");
        return false;
    }
    return ss_option_number(options, "slurmsim billing", "jobs", 0, UINT32_MAX, n_jobs);
}

int ss_cmd_billing(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_billing_options, "slurmsim billing", argc, argv);
    g_autoptr(GError) error = NULL;
    SsBillingQuestion question;
    SsBilling         billing;
    int64_t           n_jobs = 10;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest != 1)
        return ss_fail(SS_EXIT_USAGE, "billing: name one ledger; see slurmsim billing --help");
    if (!read_question(options, &question, &n_jobs))
        return SS_EXIT_USAGE;
    if (!ss_billing(options->rest[0], &question, &billing, &error))
        return ss_fail(ss_exit_of(error), "billing: %s", error->message);
    g_autoptr(SsWriter) w = ss_writer_new_file(stdout, "standard output");
    if (ss_option_given(options, "json")) {
        g_autoptr(SsJson) json = ss_json_new(w, SS_JSON_PRETTY);

        ss_billing_json(&billing, json);
        ss_writer_char(w, '\n');
    } else {
        ss_billing_print(&billing, ss_option_given(options, "all"), (uint32_t) n_jobs, w);
    }
    ss_billing_clear(&billing);
    return ss_writer_close(w, &error) ? SS_EXIT_DONE : ss_fail(SS_EXIT_IO, "%s", error->message);
}
