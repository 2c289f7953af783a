/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c - which command: the name this was called by, or else the first word.
 */
#include "sim/base/version.h"
#include "sim/cli/command.h"
#include "sim/cli/slurmopt.h"
#include "sim/ledger/ledger.h"

#include <stdio.h>
#include <string.h>

static void overview(FILE *to)
{
    fputs("slurmsim - a miniature Slurm: a site and a job trace in, Slurm's reports out.\n\n"
          "Usage: slurmsim COMMAND ...   (slurmsim COMMAND --help)\n\n",
          to);
    for (int slurm = 0; slurm < 2; slurm++) {
        fputs(slurm ? "\nSlurm's commands, on SLURMSIM_DB or --sim-db FILE:\n" : "Commands:\n", to);
        for (uint32_t i = 0; ss_commands[i].name; i++)
            if (ss_commands[i].slurm == (slurm != 0))
                fprintf(to, "  %-10s %s\n", ss_commands[i].name, ss_commands[i].summary);
    }
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

/* The Slurm-named ones need no cluster to say what they are. Behind other words "--help" may be a script's. */
static bool slurm_answers(const SsCommand *command, int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";

    if (strcmp(word, "--help") == 0 || (argc == 2 && ss_slurm_has_help(command->name, word)))
        ss_command_help(command);
    else if (argc == 2 && (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0))
        puts("slurm-wlm 22.05.8");
    else
        return false;
    return true;
}

static int run_command(const SsCommand *command, int argc, char **argv)
{
    if (command->slurm && slurm_answers(command, argc, argv))
        return SS_EXIT_DONE;
    if (!command->slurm && wants_help(argc, argv)) {
        ss_command_help(command);
        return SS_EXIT_DONE;
    }
    const int code = command->run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout))
        return ss_fail(SS_EXIT_IO, "could not write to standard output");
    return code;
}

int main(int argc, char **argv)
{
    g_autofree char *base = g_path_get_basename(argc > 0 ? argv[0] : "slurmsim");
    const SsCommand *command = ss_command_find(base);

    ss_ledger_tune();
    if (command && command->slurm)
        return run_command(command, argc, argv);
    if (argc < 2) {
        overview(stderr);
        return SS_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0
        || strcmp(argv[1], "help") == 0) {
        overview(stdout);
        return SS_EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        printf("slurmsim %s (Slurm 22.05.8)\n", ss_version);
        return SS_EXIT_DONE;
    }
    int words;
    command = ss_command_of(argc - 1, argv + 1, &words);
    if (!command)
        return ss_fail(SS_EXIT_USAGE, "no command '%s'; see slurmsim --help", argv[1]);
    return run_command(command, argc - words, argv + words);
}
