/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_env.c - shell lines that make a ledger the current cluster.
 */
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/reply.h"
#include "sim/ledger/ledger.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const SsOption ss_env_options[] = {
    { "json", 0, NULL, "Result",
      "one JSON object (schema slurmsim.env.v1) instead of shell lines" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

/* The folder of links beside the binary: ../libexec/slurmsim/bin. */
static char *links_folder(void)
{
    char          path[4096];
    const ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    if (n <= 0)
        return NULL;
    path[n] = '\0';
    g_autofree char *bin = g_path_get_dirname(path);
    g_autofree char *folder = g_build_filename(bin, "..", "libexec", "slurmsim", "bin", NULL);
    return g_file_test(folder, G_FILE_TEST_IS_DIR) ? g_canonicalize_filename(folder, NULL) : NULL;
}

static int print_json(const char *folder, const char *db)
{
    SsReply reply = ss_reply_begin("slurmsim.env.v1");

    ss_json_key_text(reply.json, "path", folder);
    ss_json_key_text(reply.json, "SLURMSIM_DB", db);
    return ss_reply_end(&reply);
}

int ss_cmd_env(int argc, char **argv)
{
    g_autoptr(SsOptions) options = ss_options_parse(ss_env_options, "slurmsim env", argc, argv);
    g_autoptr(GError)    error = NULL;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest != 1)
        return ss_fail(SS_EXIT_USAGE, "env: name one ledger");
    g_autoptr(SsLedger) ledger = ss_ledger_open(options->rest[0], &error);
    if (!ledger)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    g_autofree char *folder = links_folder();
    if (!folder)
        return ss_fail(SS_EXIT_IO, "env: the links are not installed beside this program");
    g_autofree char *db = g_canonicalize_filename(options->rest[0], NULL);
    g_autofree char *quoted = g_shell_quote(folder), *quoted_db = g_shell_quote(db);
    if (ss_option_given(options, "json"))
        return print_json(folder, db);
    printf("export PATH=%s:\"$PATH\"\nexport SLURMSIM_DB=%s\n", quoted, quoted_db);
    return SS_EXIT_DONE;
}
