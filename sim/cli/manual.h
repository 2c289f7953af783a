/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"
#include "sim/cli/command.h"

/**
 * manual - man pages and shell completion, written from the tables that the commands read.
 *
 * Shape     slurmsim.1 (all commands), slurmsim-COMMAND.1, slurmsim-keys.5, slurmsim-workloads.5,
 *           slurmsim-figures.5; troff with the man macros. Completion for bash.
 */

/* The page of that name: "slurmsim", "slurmsim-run", "slurmsim-keys"; false if there is none. */
bool ss_manual_page(const char *name, SsWriter *writer);

/* The names of all pages with their sections: "slurmsim.1", ...; NULL-terminated, caller's. */
char **ss_manual_pages(void);

void ss_manual_completion(SsWriter *writer);
