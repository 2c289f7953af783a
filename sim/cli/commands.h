/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/cli/option.h"

/**
 * commands - the functions behind the command table, a file each (cmd_run.c, ...).
 */
extern const SsOption ss_run_options[], ss_init_options[], ss_advance_options[],
    ss_import_options[];
extern const SsOption ss_summary_options[], ss_check_options[], ss_trace_options[],
    ss_env_options[];
extern const SsOption ss_doc_options[], ss_sweep_options[], ss_diff_options[], ss_expect_options[],
    ss_explain_options[], ss_recover_options[], ss_what_if_options[], ss_billing_options[],
    ss_anonymise_options[], ss_export_options[], ss_report_options[];

int ss_cmd_run(int argc, char **argv);
int ss_cmd_init(int argc, char **argv);
int ss_cmd_advance(int argc, char **argv);
int ss_cmd_import(int argc, char **argv);
int ss_cmd_summary(int argc, char **argv);
int ss_cmd_check(int argc, char **argv);
int ss_cmd_trace(int argc, char **argv);
int ss_cmd_env(int argc, char **argv);
int ss_cmd_doc(int argc, char **argv);
int ss_cmd_sweep(int argc, char **argv);
int ss_cmd_diff(int argc, char **argv);
int ss_cmd_anonymise(int argc, char **argv);
int ss_cmd_billing(int argc, char **argv);
int ss_cmd_what_if(int argc, char **argv);
int ss_cmd_recover(int argc, char **argv);
int ss_cmd_explain(int argc, char **argv);
int ss_cmd_export(int argc, char **argv);
int ss_cmd_expect(int argc, char **argv);
int ss_cmd_report(int argc, char **argv);

/* The Slurm-named ones. */
int ss_cmd_sacct(int argc, char **argv);
int ss_cmd_sacctmgr(int argc, char **argv);
int ss_cmd_salloc(int argc, char **argv);
int ss_cmd_sbatch(int argc, char **argv);
int ss_cmd_scancel(int argc, char **argv);
int ss_cmd_scontrol(int argc, char **argv);
int ss_cmd_sdiag(int argc, char **argv);
int ss_cmd_sinfo(int argc, char **argv);
int ss_cmd_sprio(int argc, char **argv);
int ss_cmd_squeue(int argc, char **argv);
int ss_cmd_sreport(int argc, char **argv);
int ss_cmd_srun(int argc, char **argv);
int ss_cmd_sshare(int argc, char **argv);

extern const SsOption ss_validate_options[];
int                   ss_cmd_validate(int argc, char **argv);
